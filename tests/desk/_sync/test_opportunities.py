# Derived from tests/desk/_async/test_opportunities.py by tools/twins.py; edit that file.
"""`desk.opportunities`: deals and what their ends do to the customer."""

import pytest

from leadkit import LeadDesk
from leadkit.errors import InvalidRecord, Refused
from leadkit.kernel.money import Money
from leadkit.model import Competitor, QuoteLine


def opened(clock):
    desk = LeadDesk.in_memory(now=clock)
    lead = (desk.leads.capture(name="Ada Marsh", email="ada@marsh-tools.com")).lead
    desk.leads.assign(lead.id)
    desk.leads.qualify(lead.id)
    return desk, (desk.leads.convert(lead.id, amount=Money(500, "EUR"))).opportunity


def test_a_deal_that_is_won_twice_is_one_purchase(clock):
    desk, deal = opened(clock)
    desk.opportunities.win(deal.id)
    desk.opportunities.reopen(deal.id, reason="signature was missing")
    customer = desk.customers.get(deal.customer_id)
    assert (customer.stage, customer.furthest_stage, customer.purchases) == ("target", "won", ())
    desk.opportunities.win(deal.id)
    customer = desk.customers.get(deal.customer_id)
    assert customer.stage == "won"
    assert [purchase.opportunity_id for purchase in customer.purchases] == [deal.id]


def test_a_customer_who_bought_before_stays_one_when_a_deal_is_opened_again(clock):
    desk, deal = opened(clock)
    desk.opportunities.win(deal.id)
    again = (desk.leads.capture(email="ada@marsh-tools.com", notes="one more crane")).lead
    desk.leads.assign(again.id)
    desk.leads.qualify(again.id)
    second = (desk.leads.convert(again.id)).opportunity
    assert second.customer_id == deal.customer_id
    desk.opportunities.win(second.id)
    desk.opportunities.reopen(second.id, reason="cancelled")
    customer = desk.customers.get(deal.customer_id)
    assert customer.stage == "won"
    assert [purchase.opportunity_id for purchase in customer.purchases] == [deal.id]


def test_fields_of_a_deal_are_edited_and_its_stage_is_not(clock):
    desk, deal = opened(clock)
    changed = desk.opportunities.change(deal.id, products=["Crane"], competitors=["Northgate"])
    assert (changed.products, changed.competitors) == (("Crane",), (Competitor("Northgate"),))
    with pytest.raises(Refused) as refused:
        desk.opportunities.change(deal.id, stage="won", probability=100)
    assert {problem.field for problem in refused.value.problems} == {"stage", "probability"}
    with pytest.raises(InvalidRecord):
        desk.opportunities.change(deal.id, amount=Money(-1, "EUR"))


def test_a_quote_has_one_currency(clock):
    desk, deal = opened(clock)
    lines = [QuoteLine("Crane", Money(5, "EUR")), QuoteLine("Rope", Money(1, "USD"))]
    with pytest.raises(InvalidRecord) as wrong:
        desk.opportunities.quote(deal.id, lines)
    assert wrong.value.problems[0].code == "currency_mismatch"


def test_statuses_may_come_as_any_collection_or_alone(clock):
    desk, _ = opened(clock)
    for n in range(3):
        desk.leads.capture(name=f"Person {n}", email=f"p{n}@marsh-tools.com")
    assert len(desk.leads.find(statuses=iter(["new", "void"]))) == 3
    assert len(desk.leads.find(statuses="new")) == 3
    assert desk.leads.find(statuses="brand new!") == ()
