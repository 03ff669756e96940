# Derived from tests/flows/_async/test_quotes.py by tools/twins.py; edit that file.
"""Quotes at the desk: an accepted one wins the deal, and all of it happens or nothing."""

from datetime import date, timedelta

import attrs
import pytest

from leadkit import InvalidRecord, LeadDesk, LifecycleStage, Money, NotFound, Playbook, Refused
from leadkit.machines.quote import QuoteStatus
from leadkit.model import Contract, QuoteLine
from leadkit.model.events import replay
from leadkit.steps.pipeline import QuotePolicy

ERP = QuoteLine("ERP", Money(100, "EUR"), 3, discount_percent=10, tax_rate=19)
TRAINING = QuoteLine("training", Money(50, "EUR"))


def opened(desk):
    lead = (desk.leads.capture(name="Ann Lee", email="ann@example.com", interests=["ERP"])).lead
    desk.leads.assign(lead.id)
    desk.leads.qualify(lead.id, budget=Money(5, "EUR"))
    return (desk.leads.convert(lead.id)).opportunity


def sent(desk, deal, *lines, **options):
    quote = desk.opportunities.quote(deal.id, lines or [ERP], **options)
    return desk.opportunities.move_quote(quote.id, "send")


def codes(call, *args, **options):
    with pytest.raises(Refused) as refused:
        call(*args, **options)
    return [(problem.code, problem.field) for problem in refused.value.problems]


def test_an_accepted_quote_is_a_won_deal_a_contract_and_a_purchase(desk, clock):
    deal = opened(desk)
    quote = sent(desk, deal, ERP, TRAINING, discount_amount=Money(20, "EUR"), number="Q-1")
    draft = desk.opportunities.quote(deal.id, [TRAINING])
    clock.advance(timedelta(days=3))
    contract = Contract.for_months("C-7", date(2026, 4, 1), 12, signed_by="Ann Lee")
    accepted = desk.opportunities.accept_quote(quote.id, contract=contract)
    won = desk.opportunities.get(deal.id)
    assert accepted.status is QuoteStatus.ACCEPTED
    assert (won.stage, won.amount, won.amount_fixed) == ("won", Money(300, "EUR"), True)
    assert (won.contract.number, won.contract.quote_id, won.contract.signed_at) == ("C-7", quote.id, clock())
    assert won.contract.amount == accepted.total == Money("348.09", "EUR")
    (purchase,) = (desk.customers.get(deal.customer_id)).purchases
    assert (purchase.amount, purchase.lines, purchase.products) == (won.amount, (ERP, TRAINING), ("ERP", "training"))
    assert (purchase.contract_number, purchase.contract_ends) == ("C-7", date(2027, 3, 31))
    statuses = [each.status for each in desk.opportunities.quotes(deal.id)]
    assert statuses == [QuoteStatus.ACCEPTED, QuoteStatus.SUPERSEDED]
    for subject, noun in ((deal.id, won), (quote.id, accepted)):
        with desk.store.begin() as work:
            assert replay(work.events.of(subject)) == noun
    assert (desk.opportunities.quotes(deal.id))[1].id == draft.id


def test_a_won_deal_that_is_reopened_voids_its_contract_and_takes_the_purchase_back(desk, clock):
    deal = opened(desk)
    quote = sent(desk, deal)
    desk.opportunities.accept_quote(quote.id, contract=Contract("C-7"))
    clock.advance(timedelta(days=1))
    again = desk.opportunities.reopen(deal.id, reason="signed by mistake")
    assert (again.contract, again.contracts[0].voided_at) == (None, clock())
    assert again.contracts[0].void_reason == "signed by mistake"
    customer = desk.customers.get(deal.customer_id)
    assert (customer.purchases, customer.stage) == ((), LifecycleStage.TARGET)
    revised = desk.opportunities.quote(deal.id)
    assert (revised.lines, revised.total) == (quote.lines, quote.total)
    history = desk.opportunities.history(deal.id)
    assert replay(history[:-1]) == again


def test_a_deal_is_won_with_a_contract_and_no_quote(desk):
    deal = opened(desk)
    won = desk.opportunities.win(deal.id, contract=Contract("C-1", ends=date(2026, 12, 31)))
    assert (won.contract.amount, won.contract.quote_id) == (Money(5, "EUR"), None)
    (purchase,) = (desk.customers.get(deal.customer_id)).purchases
    assert (purchase.products, purchase.contract_ends) == (("ERP",), date(2026, 12, 31))


@pytest.mark.parametrize("close", ["win", "lose"])
def test_a_quote_on_a_closed_deal_is_not_accepted_and_nothing_happens(desk, close):
    deal = opened(desk)
    quote = sent(desk, deal)
    (desk.opportunities.win(deal.id) if close == "win" else desk.opportunities.lose(deal.id, reason="price"))
    before = desk.opportunities.get(deal.id)
    assert codes(desk.opportunities.accept_quote, quote.id) == [("not_permitted", "trigger")]
    assert desk.opportunities.get(deal.id) == before
    assert desk.opportunities.quotes(deal.id) == (quote,)


def test_of_two_who_accept_two_quotes_at_once_one_wins(watched_desk, store):
    desk = watched_desk
    deal = opened(desk)
    one, other = sent(desk, deal), sent(desk, deal, TRAINING)
    store.rival = lambda: desk.opportunities.accept_quote(other.id)
    assert codes(desk.opportunities.accept_quote, one.id) == [("not_permitted", "trigger")] * 2
    assert (desk.opportunities.get(deal.id)).amount == Money(50, "EUR")
    assert len((desk.customers.get(deal.customer_id)).purchases) == 1


def test_what_is_over_is_expired_once_and_not_accepted(desk, clock):
    deal = opened(desk)
    today = clock().date()
    short = sent(desk, deal, valid_until=today)
    sent(desk, deal, valid_until=today + timedelta(days=30))
    desk.opportunities.quote(deal.id, [ERP], valid_until=today)
    assert desk.opportunities.expire_quotes() == ()
    clock.advance(timedelta(days=1))
    assert codes(desk.opportunities.accept_quote, short.id) == [("quote_expired", "valid_until")]
    (expired,) = desk.opportunities.expire_quotes()
    assert (expired.id, expired.status) == (short.id, QuoteStatus.EXPIRED)
    assert desk.opportunities.expire_quotes() == ()
    assert len(desk.opportunities.expire_quotes(clock() + timedelta(days=60))) == 1
    with pytest.raises(InvalidRecord):
        desk.opportunities.expire_quotes(clock().replace(tzinfo=None))
    revised = desk.opportunities.revise_quote(short.id, valid_until=date(2027, 1, 1))
    assert (revised.revision, revised.supersedes, revised.status) == (2, short.id, QuoteStatus.DRAFT)


def test_a_quote_is_revised_with_its_deal_in_the_know(desk):
    deal = opened(desk)
    first = sent(desk, deal, number="Q-1", notes="ex works")
    second = desk.opportunities.revise_quote(first.id, discount_percent="5")
    by_hand = desk.opportunities.quote(deal.id, [TRAINING], supersedes=second.id)
    assert [each.status for each in desk.opportunities.quotes(deal.id)] == ["superseded", "superseded", "draft"]
    assert (by_hand.revision, by_hand.number, by_hand.notes, by_hand.lines) == (3, "Q-1", "ex works", (TRAINING,))
    assert codes(desk.opportunities.revise_quote, second.id, status="sent", id="x") == [
        ("guarded_field", "id"), ("guarded_field", "status"),
    ]  # fmt: skip
    assert (desk.opportunities.get(deal.id)).quote_ids == (first.id, second.id, by_hand.id)
    assert "quote" in str((desk.opportunities.history(deal.id))[-1])


def test_quotes_go_by_the_playbook(store, clock):
    policy = QuotePolicy(prices_include_tax=True, valid_days=14)
    desk = LeadDesk(store=store, playbook=attrs.evolve(Playbook(), quoting=policy), now=clock)
    deal = opened(desk)
    quote = desk.opportunities.quote(deal.id, [ERP])
    assert (quote.total, quote.valid_until) == (Money(270, "EUR"), clock().date() + timedelta(days=14))
    desk.opportunities.change(deal.id, lines=[ERP])
    assert (desk.opportunities.get(deal.id)).amount == Money("226.89", "EUR")


def test_wrong_amounts_make_no_quote(desk):
    deal = opened(desk)
    for options in ({"discount_amount": Money(1_000, "EUR")}, {"discount_percent": 101}, {"discount_percent": 0.5}):
        with pytest.raises(InvalidRecord):
            desk.opportunities.quote(deal.id, [ERP], **options)
    assert desk.opportunities.quotes(deal.id) == ()
    with pytest.raises(NotFound):
        desk.opportunities.accept_quote("nobody")
