"""Quotes at the desk: an accepted one wins the deal, and all of it happens or nothing."""

from datetime import date, timedelta

import attrs
import pytest

from leadkit import InvalidRecord, LifecycleStage, Money, NotFound, Playbook, Refused
from leadkit.aio import LeadDesk
from leadkit.machines.quote import QuoteStatus
from leadkit.model import Contract, QuoteLine
from leadkit.model.events import replay
from leadkit.steps.pipeline import QuotePolicy

ERP = QuoteLine("ERP", Money(100, "EUR"), 3, discount_percent=10, tax_rate=19)
TRAINING = QuoteLine("training", Money(50, "EUR"))


async def opened(desk):
    lead = (await desk.leads.capture(name="Ann Lee", email="ann@example.com", interests=["ERP"])).lead
    await desk.leads.assign(lead.id)
    await desk.leads.qualify(lead.id, budget=Money(5, "EUR"))
    return (await desk.leads.convert(lead.id)).opportunity


async def sent(desk, deal, *lines, **options):
    quote = await desk.opportunities.quote(deal.id, lines or [ERP], **options)
    return await desk.opportunities.move_quote(quote.id, "send")


async def codes(call, *args, **options):
    with pytest.raises(Refused) as refused:
        await call(*args, **options)
    return [(problem.code, problem.field) for problem in refused.value.problems]


async def test_an_accepted_quote_is_a_won_deal_a_contract_and_a_purchase(desk, clock):
    deal = await opened(desk)
    quote = await sent(desk, deal, ERP, TRAINING, discount_amount=Money(20, "EUR"), number="Q-1")
    draft = await desk.opportunities.quote(deal.id, [TRAINING])
    clock.advance(timedelta(days=3))
    contract = Contract.for_months("C-7", date(2026, 4, 1), 12, signed_by="Ann Lee")
    accepted = await desk.opportunities.accept_quote(quote.id, contract=contract)
    won = await desk.opportunities.get(deal.id)
    assert accepted.status is QuoteStatus.ACCEPTED
    assert (won.stage, won.amount, won.amount_fixed) == ("won", Money(300, "EUR"), True)
    assert (won.contract.number, won.contract.quote_id, won.contract.signed_at) == ("C-7", quote.id, clock())
    assert won.contract.amount == accepted.total == Money("348.09", "EUR")
    (purchase,) = (await desk.customers.get(deal.customer_id)).purchases
    assert (purchase.amount, purchase.lines, purchase.products) == (won.amount, (ERP, TRAINING), ("ERP", "training"))
    assert (purchase.contract_number, purchase.contract_ends) == ("C-7", date(2027, 3, 31))
    statuses = [each.status for each in await desk.opportunities.quotes(deal.id)]
    assert statuses == [QuoteStatus.ACCEPTED, QuoteStatus.SUPERSEDED]
    for subject, noun in ((deal.id, won), (quote.id, accepted)):
        async with desk.store.begin() as work:
            assert replay(await work.events.of(subject)) == noun
    assert (await desk.opportunities.quotes(deal.id))[1].id == draft.id


async def test_a_won_deal_that_is_reopened_voids_its_contract_and_takes_the_purchase_back(desk, clock):
    deal = await opened(desk)
    quote = await sent(desk, deal)
    await desk.opportunities.accept_quote(quote.id, contract=Contract("C-7"))
    clock.advance(timedelta(days=1))
    again = await desk.opportunities.reopen(deal.id, reason="signed by mistake")
    assert (again.contract, again.contracts[0].voided_at) == (None, clock())
    assert again.contracts[0].void_reason == "signed by mistake"
    customer = await desk.customers.get(deal.customer_id)
    assert (customer.purchases, customer.stage) == ((), LifecycleStage.TARGET)
    revised = await desk.opportunities.quote(deal.id)
    assert (revised.lines, revised.total) == (quote.lines, quote.total)
    history = await desk.opportunities.history(deal.id)
    assert replay(history[:-1]) == again


async def test_a_deal_is_won_with_a_contract_and_no_quote(desk):
    deal = await opened(desk)
    won = await desk.opportunities.win(deal.id, contract=Contract("C-1", ends=date(2026, 12, 31)))
    assert (won.contract.amount, won.contract.quote_id) == (Money(5, "EUR"), None)
    (purchase,) = (await desk.customers.get(deal.customer_id)).purchases
    assert (purchase.products, purchase.contract_ends) == (("ERP",), date(2026, 12, 31))


@pytest.mark.parametrize("close", ["win", "lose"])
async def test_a_quote_on_a_closed_deal_is_not_accepted_and_nothing_happens(desk, close):
    deal = await opened(desk)
    quote = await sent(desk, deal)
    await (desk.opportunities.win(deal.id) if close == "win" else desk.opportunities.lose(deal.id, reason="price"))
    before = await desk.opportunities.get(deal.id)
    assert await codes(desk.opportunities.accept_quote, quote.id) == [("not_permitted", "trigger")]
    assert await desk.opportunities.get(deal.id) == before
    assert await desk.opportunities.quotes(deal.id) == (quote,)


async def test_of_two_who_accept_two_quotes_at_once_one_wins(watched_desk, store):
    desk = watched_desk
    deal = await opened(desk)
    one, other = await sent(desk, deal), await sent(desk, deal, TRAINING)
    store.rival = lambda: desk.opportunities.accept_quote(other.id)
    assert await codes(desk.opportunities.accept_quote, one.id) == [("not_permitted", "trigger")] * 2
    assert (await desk.opportunities.get(deal.id)).amount == Money(50, "EUR")
    assert len((await desk.customers.get(deal.customer_id)).purchases) == 1


async def test_what_is_over_is_expired_once_and_not_accepted(desk, clock):
    deal = await opened(desk)
    today = clock().date()
    short = await sent(desk, deal, valid_until=today)
    await sent(desk, deal, valid_until=today + timedelta(days=30))
    await desk.opportunities.quote(deal.id, [ERP], valid_until=today)
    assert await desk.opportunities.expire_quotes() == ()
    clock.advance(timedelta(days=1))
    assert await codes(desk.opportunities.accept_quote, short.id) == [("quote_expired", "valid_until")]
    (expired,) = await desk.opportunities.expire_quotes()
    assert (expired.id, expired.status) == (short.id, QuoteStatus.EXPIRED)
    assert await desk.opportunities.expire_quotes() == ()
    assert len(await desk.opportunities.expire_quotes(clock() + timedelta(days=60))) == 1
    with pytest.raises(InvalidRecord):
        await desk.opportunities.expire_quotes(clock().replace(tzinfo=None))
    revised = await desk.opportunities.revise_quote(short.id, valid_until=date(2027, 1, 1))
    assert (revised.revision, revised.supersedes, revised.status) == (2, short.id, QuoteStatus.DRAFT)


async def test_a_quote_is_revised_with_its_deal_in_the_know(desk):
    deal = await opened(desk)
    first = await sent(desk, deal, number="Q-1", notes="ex works")
    second = await desk.opportunities.revise_quote(first.id, discount_percent="5")
    by_hand = await desk.opportunities.quote(deal.id, [TRAINING], supersedes=second.id)
    assert [each.status for each in await desk.opportunities.quotes(deal.id)] == ["superseded", "superseded", "draft"]
    assert (by_hand.revision, by_hand.number, by_hand.notes, by_hand.lines) == (3, "Q-1", "ex works", (TRAINING,))
    assert await codes(desk.opportunities.revise_quote, second.id, status="sent", id="x") == [
        ("guarded_field", "id"), ("guarded_field", "status"),
    ]  # fmt: skip
    assert (await desk.opportunities.get(deal.id)).quote_ids == (first.id, second.id, by_hand.id)
    assert "quote" in str((await desk.opportunities.history(deal.id))[-1])


async def test_quotes_go_by_the_playbook(store, clock):
    policy = QuotePolicy(prices_include_tax=True, valid_days=14)
    desk = LeadDesk(store=store, playbook=attrs.evolve(Playbook(), quoting=policy), now=clock)
    deal = await opened(desk)
    quote = await desk.opportunities.quote(deal.id, [ERP])
    assert (quote.total, quote.valid_until) == (Money(270, "EUR"), clock().date() + timedelta(days=14))
    await desk.opportunities.change(deal.id, lines=[ERP])
    assert (await desk.opportunities.get(deal.id)).amount == Money("226.89", "EUR")


async def test_wrong_amounts_make_no_quote(desk):
    deal = await opened(desk)
    for options in ({"discount_amount": Money(1_000, "EUR")}, {"discount_percent": 101}, {"discount_percent": 0.5}):
        with pytest.raises(InvalidRecord):
            await desk.opportunities.quote(deal.id, [ERP], **options)
    assert await desk.opportunities.quotes(deal.id) == ()
    with pytest.raises(NotFound):
        await desk.opportunities.accept_quote("nobody")
