# Derived from tests/flows/_async/test_deals.py by tools/twins.py; edit that file.
"""Deals, quotes and customers move along their tables; a win makes the customer one."""

from datetime import date, timedelta

import pytest

from leadkit import InvalidRecord, LifecycleStage, Money, NotFound, Refused
from leadkit.machines.quote import QuoteStatus
from leadkit.model import Competitor, QuoteLine
from leadkit.model.events import replay

LINES = [QuoteLine("ERP", Money("99.99", "EUR"), 3)]


def converted(desk, email="ann@example.com"):
    lead = (desk.leads.capture(name="Ann Lee", email=email, interests=["ERP"])).lead
    desk.leads.assign(lead.id)
    desk.leads.qualify(lead.id, budget=Money(5, "EUR"))
    return desk.leads.convert(lead.id)


def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


# --- deals ----------------------------------------------------------------------------------------------------------


def test_a_deal_goes_through_its_stages(desk, clock):
    deal = (converted(desk)).opportunity
    clock.advance(timedelta(days=1))
    desk.opportunities.enter(deal.id, "proposal")
    back = desk.opportunities.enter(deal.id, "needs_analysis", reason="new decision maker")
    assert [(entry.stage, entry.probability) for entry in back.stage_entries] == [
        ("qualification", 10),
        ("proposal", 50),
        ("needs_analysis", 25),
    ]
    assert (back.probability, back.stage_entries[-1].at, back.updated_at) == (25, clock(), clock())
    assert back == desk.opportunities.get(deal.id) == replay(desk.opportunities.history(deal.id))


def test_what_is_refused_changes_nothing(desk):
    deal = (converted(desk)).opportunity
    ahead = desk.opportunities.enter(deal.id, "negotiation")
    assert refusal(desk.opportunities.enter, deal.id, "proposal") == [("missing_reason", "reason")]
    assert refusal(desk.opportunities.enter, deal.id, "won") == [("unknown_stage", "stage")]
    assert refusal(desk.opportunities.lose, deal.id, reason="") == [("missing_reason", "reason")]
    assert refusal(desk.opportunities.reopen, deal.id, reason="x") == [("not_permitted", "trigger")]
    assert desk.opportunities.get(deal.id) == ahead


def test_a_win_records_the_purchase_of_the_customer(desk, clock):
    made = converted(desk)
    clock.advance(timedelta(days=1))
    won = desk.opportunities.win(made.opportunity.id)
    customer = desk.customers.get(made.customer.id)
    assert (won.stage, won.probability, won.closed_at) == ("won", 100, clock())
    assert (customer.stage, customer.furthest_stage) == (LifecycleStage.WON, LifecycleStage.WON)
    (purchase,) = customer.purchases
    assert (purchase.amount, purchase.products, purchase.opportunity_id) == (Money(5, "EUR"), ("ERP",), won.id)
    assert replay(desk.customers.history(customer.id)) == customer


def test_a_deal_is_won_once(desk):
    made = converted(desk)
    desk.opportunities.win(made.opportunity.id)
    assert refusal(desk.opportunities.win, made.opportunity.id) == [("not_permitted", "trigger")]
    assert len((desk.customers.get(made.customer.id)).purchases) == 1


def test_a_lost_deal_leaves_the_customer_where_it_is(desk):
    made = converted(desk)
    lost = desk.opportunities.lose(made.opportunity.id, reason="price")
    assert (lost.stage, lost.probability, lost.lost_reason) == ("lost", 0, "price")
    assert desk.customers.get(made.customer.id) == made.customer


@pytest.mark.parametrize("close", ["win", "lose"])
def test_a_reopened_deal_goes_on_where_it_was(desk, close):
    deal = (converted(desk)).opportunity
    desk.opportunities.enter(deal.id, "proposal")
    if close == "win":
        desk.opportunities.win(deal.id)
    else:
        desk.opportunities.lose(deal.id, reason="price")
    assert refusal(desk.opportunities.reopen, deal.id, reason=" ") == [("missing_reason", "reason")]
    again = desk.opportunities.reopen(deal.id, reason="signed by mistake")
    assert (again.stage, again.probability, again.closed_at, again.lost_reason) == ("proposal", 50, None, "")


def test_a_won_deal_that_is_reopened_takes_its_purchase_back(desk):
    made = converted(desk)
    desk.opportunities.win(made.opportunity.id)
    desk.opportunities.reopen(made.opportunity.id, reason="signed by mistake")
    customer = desk.customers.get(made.customer.id)
    assert (customer.stage, customer.stage_reason) == (LifecycleStage.TARGET, "signed by mistake")
    assert (customer.purchases, customer.furthest_stage) == ((), LifecycleStage.WON)
    desk.opportunities.win(made.opportunity.id)
    customer = desk.customers.get(made.customer.id)
    assert (customer.stage, len(customer.purchases)) == (LifecycleStage.WON, 1)
    assert replay(desk.customers.history(customer.id)) == customer


def test_a_customer_with_another_purchase_stays_one(desk):
    first = converted(desk)
    desk.opportunities.win(first.opportunity.id)
    lead = (desk.leads.capture(email="ann@example.com", notes="more")).lead
    desk.leads.assign(lead.id)
    desk.leads.qualify(lead.id)
    second = desk.leads.convert(lead.id)
    desk.opportunities.win(second.opportunity.id)
    desk.opportunities.reopen(first.opportunity.id, reason="signed by mistake")
    customer = desk.customers.get(first.customer.id)
    assert customer.stage == LifecycleStage.WON
    assert [purchase.opportunity_id for purchase in customer.purchases] == [second.opportunity.id]
    assert replay(desk.customers.history(customer.id)) == customer


def test_a_deal_may_be_reopened_in_another_stage(desk):
    deal = (converted(desk)).opportunity
    desk.opportunities.lose(deal.id, reason="price")
    assert (desk.opportunities.reopen(deal.id, reason="x", stage="negotiation")).stage == "negotiation"


def test_what_is_learnt_about_a_deal_is_edited_in(desk):
    deal = (converted(desk)).opportunity
    edited = desk.opportunities.change(deal.id, competitors=["Beta"], amount=Money(7, "EUR"), name="ERP for Ann")
    assert (edited.competitors, edited.amount, edited.name) == ((Competitor("Beta"),), Money(7, "EUR"), "ERP for Ann")
    assert edited == desk.opportunities.get(deal.id) == replay(desk.opportunities.history(deal.id))
    assert "changed amount, amount_fixed, competitors, name" in [
        event.sentence() for event in desk.opportunities.history(deal.id)
    ]


def test_what_has_an_operation_of_its_own_is_not_edited(desk):
    deal = (converted(desk)).opportunity
    found = refusal(desk.opportunities.change, deal.id, stage="won", probability=100, name="x")
    assert found == [("guarded_field", "probability"), ("guarded_field", "stage")]
    with pytest.raises(InvalidRecord):
        desk.opportunities.change(deal.id, amount=Money(-1, "EUR"), shoe=43)
    assert desk.opportunities.get(deal.id) == deal


def test_deals_come_oldest_first(desk):
    first = (converted(desk)).opportunity
    second = (converted(desk, "bob@example.com")).opportunity
    assert desk.opportunities.all() == (first, second)


def test_of_two_who_close_a_deal_at_the_same_moment_one_wins(watched_desk, store):
    desk = watched_desk
    made = converted(desk)
    store.rival = lambda: desk.opportunities.lose(made.opportunity.id, reason="price")
    assert refusal(desk.opportunities.win, made.opportunity.id) == [("not_permitted", "trigger")]
    assert (desk.opportunities.get(made.opportunity.id)).stage == "lost"
    assert (desk.customers.get(made.customer.id)).purchases == ()


# --- quotes ---------------------------------------------------------------------------------------------------------


def test_a_quote_is_drafted_sent_and_accepted(desk):
    deal = (converted(desk)).opportunity
    quote = desk.opportunities.quote(deal.id, LINES, valid_until=date(2026, 4, 1))
    assert (quote.status, quote.total, quote.valid_until) == (
        QuoteStatus.DRAFT, Money("299.97", "EUR"), date(2026, 4, 1),
    )  # fmt: skip
    desk.opportunities.move_quote(quote.id, "send")
    accepted = desk.opportunities.move_quote(quote.id, "accept")
    assert (accepted.status, accepted.version) == (QuoteStatus.ACCEPTED, 3)
    assert refusal(desk.opportunities.move_quote, quote.id, "reject", reason="x") == [("not_permitted", "trigger")]


def test_a_new_version_closes_the_one_it_supersedes(desk):
    deal = (converted(desk)).opportunity
    first = desk.opportunities.quote(deal.id, LINES)
    second = desk.opportunities.quote(deal.id, LINES, supersedes=first.id)
    with desk.store.begin() as work:
        old, history = work.quotes.get(first.id), work.events.of(first.id)
    assert (old.status, second.status, second.supersedes) == (QuoteStatus.SUPERSEDED, QuoteStatus.DRAFT, first.id)
    assert replay(history) == old


def test_an_answered_quote_is_not_superseded(desk):
    deal = (converted(desk)).opportunity
    quote = desk.opportunities.quote(deal.id, LINES)
    desk.opportunities.move_quote(quote.id, "send")
    desk.opportunities.move_quote(quote.id, "accept")
    found = refusal(desk.opportunities.quote, deal.id, LINES, supersedes=quote.id)
    assert found == [("not_permitted", "trigger")]


def test_a_quote_of_another_deal_is_not_superseded(desk):
    deal, other = (converted(desk)).opportunity, (converted(desk, "bob@example.com")).opportunity
    quote = desk.opportunities.quote(other.id, LINES)
    found = refusal(desk.opportunities.quote, deal.id, LINES, supersedes=quote.id)
    assert found == [("other_opportunity", "supersedes")]
    with desk.store.begin() as work:
        assert [each for each in work.quotes.all()] == [quote]


def test_a_wrong_quote_is_no_quote(desk):
    deal = (converted(desk)).opportunity
    for lines in (["ERP"], [None], [Money(5, "EUR")]):
        with pytest.raises(InvalidRecord):
            desk.opportunities.quote(deal.id, lines)


# --- customers ------------------------------------------------------------------------------------------------------


def test_the_relation_moves_with_reasons_and_never_forgets_how_far_it_came(desk):
    made = converted(desk)
    desk.opportunities.win(made.opportunity.id)
    desk.customers.move(made.customer.id, "reward")
    assert refusal(desk.customers.move, made.customer.id, "churn") == [("missing_reason", "reason")]
    churned = desk.customers.move(made.customer.id, "churn", reason="went to a competitor")
    assert (churned.stage, churned.stage_reason) == (LifecycleStage.CHURNED, "went to a competitor")
    assert churned.furthest_stage == LifecycleStage.LOYAL
    assert replay(desk.customers.history(churned.id)) == churned


def test_a_customer_who_left_and_buys_again_is_won_back(desk):
    made = converted(desk)
    desk.opportunities.win(made.opportunity.id)
    desk.customers.move(made.customer.id, "churn", reason="price")
    lead = (desk.leads.capture(email="ann@example.com", notes="we are back")).lead
    desk.leads.assign(lead.id)
    desk.leads.qualify(lead.id)
    deal = desk.leads.convert(lead.id)
    desk.opportunities.win(deal.opportunity.id)
    customer = desk.customers.get(made.customer.id)
    assert (customer.stage, len(customer.purchases)) == (LifecycleStage.WON_BACK, 2)


def test_what_is_unknown_is_not_found(desk):
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
            call("nobody", *args)
