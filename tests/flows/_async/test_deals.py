"""Deals, quotes and customers move along their tables; a win makes the customer one."""

from datetime import date, timedelta

import pytest

from leadkit import InvalidRecord, LifecycleStage, Money, NotFound, Refused
from leadkit.machines.quote import QuoteStatus
from leadkit.model import Competitor, QuoteLine
from leadkit.model.events import replay

LINES = [QuoteLine("ERP", Money("99.99", "EUR"), 3)]


async def converted(desk, email="ann@example.com"):
    lead = (await desk.leads.capture(name="Ann Lee", email=email, interests=["ERP"])).lead
    await desk.leads.assign(lead.id)
    await desk.leads.qualify(lead.id, budget=Money(5, "EUR"))
    return await desk.leads.convert(lead.id)


async def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        await call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


# --- deals ----------------------------------------------------------------------------------------------------------


async def test_a_deal_goes_through_its_stages(desk, clock):
    deal = (await converted(desk)).opportunity
    clock.advance(timedelta(days=1))
    await desk.opportunities.enter(deal.id, "proposal")
    back = await desk.opportunities.enter(deal.id, "needs_analysis", reason="new decision maker")
    assert [(entry.stage, entry.probability) for entry in back.stage_entries] == [
        ("qualification", 10),
        ("proposal", 50),
        ("needs_analysis", 25),
    ]
    assert (back.probability, back.stage_entries[-1].at, back.updated_at) == (25, clock(), clock())
    assert back == await desk.opportunities.get(deal.id) == replay(await desk.opportunities.history(deal.id))


async def test_what_is_refused_changes_nothing(desk):
    deal = (await converted(desk)).opportunity
    ahead = await desk.opportunities.enter(deal.id, "negotiation")
    assert await refusal(desk.opportunities.enter, deal.id, "proposal") == [("missing_reason", "reason")]
    assert await refusal(desk.opportunities.enter, deal.id, "won") == [("unknown_stage", "stage")]
    assert await refusal(desk.opportunities.lose, deal.id, reason="") == [("missing_reason", "reason")]
    assert await refusal(desk.opportunities.reopen, deal.id, reason="x") == [("not_permitted", "trigger")]
    assert await desk.opportunities.get(deal.id) == ahead


async def test_a_win_records_the_purchase_of_the_customer(desk, clock):
    made = await converted(desk)
    clock.advance(timedelta(days=1))
    won = await desk.opportunities.win(made.opportunity.id)
    customer = await desk.customers.get(made.customer.id)
    assert (won.stage, won.probability, won.closed_at) == ("won", 100, clock())
    assert (customer.stage, customer.furthest_stage) == (LifecycleStage.WON, LifecycleStage.WON)
    (purchase,) = customer.purchases
    assert (purchase.amount, purchase.products, purchase.opportunity_id) == (Money(5, "EUR"), ("ERP",), won.id)
    assert replay(await desk.customers.history(customer.id)) == customer


async def test_a_deal_is_won_once(desk):
    made = await converted(desk)
    await desk.opportunities.win(made.opportunity.id)
    assert await refusal(desk.opportunities.win, made.opportunity.id) == [("not_permitted", "trigger")]
    assert len((await desk.customers.get(made.customer.id)).purchases) == 1


async def test_a_lost_deal_leaves_the_customer_where_it_is(desk):
    made = await converted(desk)
    lost = await desk.opportunities.lose(made.opportunity.id, reason="price")
    assert (lost.stage, lost.probability, lost.lost_reason) == ("lost", 0, "price")
    assert await desk.customers.get(made.customer.id) == made.customer


@pytest.mark.parametrize("close", ["win", "lose"])
async def test_a_reopened_deal_goes_on_where_it_was(desk, close):
    deal = (await converted(desk)).opportunity
    await desk.opportunities.enter(deal.id, "proposal")
    if close == "win":
        await desk.opportunities.win(deal.id)
    else:
        await desk.opportunities.lose(deal.id, reason="price")
    assert await refusal(desk.opportunities.reopen, deal.id, reason=" ") == [("missing_reason", "reason")]
    again = await desk.opportunities.reopen(deal.id, reason="signed by mistake")
    assert (again.stage, again.probability, again.closed_at, again.lost_reason) == ("proposal", 50, None, "")


async def test_a_won_deal_that_is_reopened_takes_its_purchase_back(desk):
    made = await converted(desk)
    await desk.opportunities.win(made.opportunity.id)
    await desk.opportunities.reopen(made.opportunity.id, reason="signed by mistake")
    customer = await desk.customers.get(made.customer.id)
    assert (customer.stage, customer.stage_reason) == (LifecycleStage.TARGET, "signed by mistake")
    assert (customer.purchases, customer.furthest_stage) == ((), LifecycleStage.WON)
    await desk.opportunities.win(made.opportunity.id)
    customer = await desk.customers.get(made.customer.id)
    assert (customer.stage, len(customer.purchases)) == (LifecycleStage.WON, 1)
    assert replay(await desk.customers.history(customer.id)) == customer


async def test_a_customer_with_another_purchase_stays_one(desk):
    first = await converted(desk)
    await desk.opportunities.win(first.opportunity.id)
    lead = (await desk.leads.capture(email="ann@example.com", notes="more")).lead
    await desk.leads.assign(lead.id)
    await desk.leads.qualify(lead.id)
    second = await desk.leads.convert(lead.id)
    await desk.opportunities.win(second.opportunity.id)
    await desk.opportunities.reopen(first.opportunity.id, reason="signed by mistake")
    customer = await desk.customers.get(first.customer.id)
    assert customer.stage == LifecycleStage.WON
    assert [purchase.opportunity_id for purchase in customer.purchases] == [second.opportunity.id]
    assert replay(await desk.customers.history(customer.id)) == customer


async def test_a_deal_may_be_reopened_in_another_stage(desk):
    deal = (await converted(desk)).opportunity
    await desk.opportunities.lose(deal.id, reason="price")
    assert (await desk.opportunities.reopen(deal.id, reason="x", stage="negotiation")).stage == "negotiation"


async def test_what_is_learnt_about_a_deal_is_edited_in(desk):
    deal = (await converted(desk)).opportunity
    edited = await desk.opportunities.change(deal.id, competitors=["Beta"], amount=Money(7, "EUR"), name="ERP for Ann")
    assert (edited.competitors, edited.amount, edited.name) == ((Competitor("Beta"),), Money(7, "EUR"), "ERP for Ann")
    assert edited == await desk.opportunities.get(deal.id) == replay(await desk.opportunities.history(deal.id))
    assert "changed amount, amount_fixed, competitors, name" in [
        event.sentence() for event in await desk.opportunities.history(deal.id)
    ]


async def test_what_has_an_operation_of_its_own_is_not_edited(desk):
    deal = (await converted(desk)).opportunity
    found = await refusal(desk.opportunities.change, deal.id, stage="won", probability=100, name="x")
    assert found == [("guarded_field", "probability"), ("guarded_field", "stage")]
    with pytest.raises(InvalidRecord):
        await desk.opportunities.change(deal.id, amount=Money(-1, "EUR"), shoe=43)
    assert await desk.opportunities.get(deal.id) == deal


async def test_deals_come_oldest_first(desk):
    first = (await converted(desk)).opportunity
    second = (await converted(desk, "bob@example.com")).opportunity
    assert await desk.opportunities.all() == (first, second)


async def test_of_two_who_close_a_deal_at_the_same_moment_one_wins(watched_desk, store):
    desk = watched_desk
    made = await converted(desk)
    store.rival = lambda: desk.opportunities.lose(made.opportunity.id, reason="price")
    assert await refusal(desk.opportunities.win, made.opportunity.id) == [("not_permitted", "trigger")]
    assert (await desk.opportunities.get(made.opportunity.id)).stage == "lost"
    assert (await desk.customers.get(made.customer.id)).purchases == ()


# --- quotes ---------------------------------------------------------------------------------------------------------


async def test_a_quote_is_drafted_sent_and_accepted(desk):
    deal = (await converted(desk)).opportunity
    quote = await desk.opportunities.quote(deal.id, LINES, valid_until=date(2026, 4, 1))
    assert (quote.status, quote.total, quote.valid_until) == (
        QuoteStatus.DRAFT, Money("299.97", "EUR"), date(2026, 4, 1),
    )  # fmt: skip
    await desk.opportunities.move_quote(quote.id, "send")
    accepted = await desk.opportunities.move_quote(quote.id, "accept")
    assert (accepted.status, accepted.version) == (QuoteStatus.ACCEPTED, 3)
    assert await refusal(desk.opportunities.move_quote, quote.id, "reject", reason="x") == [
        ("not_permitted", "trigger")
    ]


async def test_a_new_version_closes_the_one_it_supersedes(desk):
    deal = (await converted(desk)).opportunity
    first = await desk.opportunities.quote(deal.id, LINES)
    second = await desk.opportunities.quote(deal.id, LINES, supersedes=first.id)
    async with desk.store.begin() as work:
        old, history = await work.quotes.get(first.id), await work.events.of(first.id)
    assert (old.status, second.status, second.supersedes) == (QuoteStatus.SUPERSEDED, QuoteStatus.DRAFT, first.id)
    assert replay(history) == old


async def test_an_answered_quote_is_not_superseded(desk):
    deal = (await converted(desk)).opportunity
    quote = await desk.opportunities.quote(deal.id, LINES)
    await desk.opportunities.move_quote(quote.id, "send")
    await desk.opportunities.move_quote(quote.id, "accept")
    found = await refusal(desk.opportunities.quote, deal.id, LINES, supersedes=quote.id)
    assert found == [("not_permitted", "trigger")]


async def test_a_quote_of_another_deal_is_not_superseded(desk):
    deal, other = (await converted(desk)).opportunity, (await converted(desk, "bob@example.com")).opportunity
    quote = await desk.opportunities.quote(other.id, LINES)
    found = await refusal(desk.opportunities.quote, deal.id, LINES, supersedes=quote.id)
    assert found == [("other_opportunity", "supersedes")]
    async with desk.store.begin() as work:
        assert [each async for each in work.quotes.all()] == [quote]


async def test_a_wrong_quote_is_no_quote(desk):
    deal = (await converted(desk)).opportunity
    for lines in (["ERP"], [None], [Money(5, "EUR")]):
        with pytest.raises(InvalidRecord):
            await desk.opportunities.quote(deal.id, lines)


# --- customers ------------------------------------------------------------------------------------------------------


async def test_the_relation_moves_with_reasons_and_never_forgets_how_far_it_came(desk):
    made = await converted(desk)
    await desk.opportunities.win(made.opportunity.id)
    await desk.customers.move(made.customer.id, "reward")
    assert await refusal(desk.customers.move, made.customer.id, "churn") == [("missing_reason", "reason")]
    churned = await desk.customers.move(made.customer.id, "churn", reason="went to a competitor")
    assert (churned.stage, churned.stage_reason) == (LifecycleStage.CHURNED, "went to a competitor")
    assert churned.furthest_stage == LifecycleStage.LOYAL
    assert replay(await desk.customers.history(churned.id)) == churned


async def test_a_customer_who_left_and_buys_again_is_won_back(desk):
    made = await converted(desk)
    await desk.opportunities.win(made.opportunity.id)
    await desk.customers.move(made.customer.id, "churn", reason="price")
    lead = (await desk.leads.capture(email="ann@example.com", notes="we are back")).lead
    await desk.leads.assign(lead.id)
    await desk.leads.qualify(lead.id)
    deal = await desk.leads.convert(lead.id)
    await desk.opportunities.win(deal.opportunity.id)
    customer = await desk.customers.get(made.customer.id)
    assert (customer.stage, len(customer.purchases)) == (LifecycleStage.WON_BACK, 2)


async def test_what_is_unknown_is_not_found(desk):
    for call, args in (
        (desk.opportunities.get, []),
        (desk.opportunities.enter, ["proposal"]),
        (desk.opportunities.win, []),
        (desk.opportunities.change, []),
        (desk.opportunities.quote, [LINES]),
        (desk.opportunities.move_quote, ["send"]),
        (desk.customers.get, []),
        (desk.customers.contact, []),
        (desk.customers.move, ["reward"]),
    ):
        with pytest.raises(NotFound):
            await call("nobody", *args)
