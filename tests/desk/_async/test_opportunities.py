"""`desk.opportunities`: deals and what their ends do to the customer."""

import pytest

from leadkit.aio import LeadDesk
from leadkit.errors import InvalidRecord, Refused
from leadkit.kernel.money import Money
from leadkit.model import Competitor, QuoteLine


async def opened(clock):
    desk = LeadDesk.in_memory(now=clock)
    lead = (await desk.leads.capture(name="Ada Marsh", email="ada@marsh-tools.com")).lead
    await desk.leads.assign(lead.id)
    await desk.leads.qualify(lead.id)
    return desk, (await desk.leads.convert(lead.id, amount=Money(500, "EUR"))).opportunity


async def test_a_deal_that_is_won_twice_is_one_purchase(clock):
    desk, deal = await opened(clock)
    await desk.opportunities.win(deal.id)
    await desk.opportunities.reopen(deal.id, reason="signature was missing")
    customer = await desk.customers.get(deal.customer_id)
    assert (customer.stage, customer.furthest_stage, customer.purchases) == ("target", "won", ())
    await desk.opportunities.win(deal.id)
    customer = await desk.customers.get(deal.customer_id)
    assert customer.stage == "won"
    assert [purchase.opportunity_id for purchase in customer.purchases] == [deal.id]


async def test_a_customer_who_bought_before_stays_one_when_a_deal_is_opened_again(clock):
    desk, deal = await opened(clock)
    await desk.opportunities.win(deal.id)
    again = (await desk.leads.capture(email="ada@marsh-tools.com", notes="one more crane")).lead
    await desk.leads.assign(again.id)
    await desk.leads.qualify(again.id)
    second = (await desk.leads.convert(again.id)).opportunity
    assert second.customer_id == deal.customer_id
    await desk.opportunities.win(second.id)
    await desk.opportunities.reopen(second.id, reason="cancelled")
    customer = await desk.customers.get(deal.customer_id)
    assert customer.stage == "won"
    assert [purchase.opportunity_id for purchase in customer.purchases] == [deal.id]


async def test_fields_of_a_deal_are_edited_and_its_stage_is_not(clock):
    desk, deal = await opened(clock)
    changed = await desk.opportunities.change(deal.id, products=["Crane"], competitors=["Northgate"])
    assert (changed.products, changed.competitors) == (("Crane",), (Competitor("Northgate"),))
    with pytest.raises(Refused) as refused:
        await desk.opportunities.change(deal.id, stage="won", probability=100)
    assert {problem.field for problem in refused.value.problems} == {"stage", "probability"}
    with pytest.raises(InvalidRecord):
        await desk.opportunities.change(deal.id, amount=Money(-1, "EUR"))


async def test_a_quote_has_one_currency(clock):
    desk, deal = await opened(clock)
    lines = [QuoteLine("Crane", Money(5, "EUR")), QuoteLine("Rope", Money(1, "USD"))]
    with pytest.raises(InvalidRecord) as wrong:
        await desk.opportunities.quote(deal.id, lines)
    assert wrong.value.problems[0].code == "currency_mismatch"


async def test_statuses_may_come_as_any_collection_or_alone(clock):
    desk, _ = await opened(clock)
    for n in range(3):
        await desk.leads.capture(name=f"Person {n}", email=f"p{n}@marsh-tools.com")
    assert len(await desk.leads.find(statuses=iter(["new", "void"]))) == 3
    assert len(await desk.leads.find(statuses="new")) == 3
    assert await desk.leads.find(statuses="brand new!") == ()
