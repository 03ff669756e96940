"""The whole journey: the example that every reader sees first, and what holds after any sequence of operations."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial

from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import LEAD, Channel, LeadDesk, LeadkitError, LeadStatus, LifecycleStage, Money, PageVisit, Quote, aio
from leadkit.machines.lifecycle import LifecycleTrigger
from leadkit.machines.quote import QuoteTrigger
from leadkit.memory.snapshot import dumped, restored
from leadkit.model import Call, Contract, Note, QuoteLine
from leadkit.model.events import InquiryAttached, InquiryRefused, LeadCaptured, LeadConverted, LeadReverted, replay
from leadkit.testing import FrozenClock, numbered_ids

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_the_journey_of_the_first_example():
    desk = LeadDesk.in_memory()
    lead = desk.leads.capture(
        name="王小明",
        email="Wang@Example.com",
        phone="138 1234 5678",
        region="CN",
        company="顶点科技有限公司",
        job_title="采购总监",
        channel=Channel.EXHIBITION,
        idempotency_key="booth-17",
    ).lead
    desk.leads.record(lead.id, PageVisit(url="/pricing", seconds=95))
    assert "looked at products or prices" in desk.leads.score(lead.id).explain()
    again = desk.leads.capture(name="Wang Xiaoming", phone="+86 13812345678", channel=Channel.WEB_FORM)
    assert again.duplicate_of == lead.id
    desk.leads.assign(lead.id)
    desk.leads.qualify(lead.id, need="ERP", budget=Money("120000", "CNY"))
    deal = desk.leads.convert(lead.id, amount=Money("120000", "CNY"))
    desk.opportunities.win(deal.opportunity.id)
    assert desk.customers.get(deal.customer.id).stage == LifecycleStage.WON
    assert desk.leads.history(lead.id)[0].sentence() == "captured from exhibition"
    assert [step.leads for step in desk.reports.funnel()] == [1] * 6


# --- any sequence of operations -------------------------------------------------------------------------------------


@frozen
class Ref:
    """One of the nouns of a kind that are there by now."""

    kind: str
    which: int


@frozen
class Op:
    """An operation of the desk: the path of its method, and what it is given."""

    path: str
    args: tuple
    options: dict


def op(path, *args, **options):
    return st.builds(Op, st.just(path), st.tuples(*args), st.fixed_dictionaries(options))


def one_of(*values):
    return st.sampled_from(values)


PEOPLE = (
    {"name": "Ann Lee", "email": "ann@example.com", "phone": "+1 650 253 0000", "company": "Acme"},
    {"name": "王小明", "email": "Ann@Example.com"},
    {"phone": "(650) 253-0000", "region": "US"},
    {"name": "Bob Ray", "email": "bob@example.com", "owner": "li"},
    {"email": "bob(at)example"},
    {"name": "Nobody"},
    {"name": "Eve", "email": "eve@example.com\0"},
)
LINES = (QuoteLine("ERP", Money("3.33", "EUR"), 3, discount_percent=10, tax_rate=19), QuoteLine("x", Money(5, "EUR")))
LEAD_ID, DEAL_ID, CUSTOMER_ID, QUOTE_ID = (
    st.builds(Ref, st.just(kind), st.integers(0, 3)) for kind in ("lead", "deal", "customer", "quote")
)
WHY, NONE = one_of("", "because"), st.none()
STATUSES = one_of(None, *LeadStatus)
STAGES = one_of("qualification", "needs_analysis", "proposal", "negotiation", "won", "nonsense")
CHANGES = one_of({"company": "Beta"}, {"emails": ()}, {"status": "void"}, {"shoe": 43})

OPERATIONS = st.one_of(
    st.builds(
        lambda person, notes, key: Op("leads.capture", (), {**person, "notes": notes, "idempotency_key": key}),
        one_of(*PEOPLE),
        one_of("", "hi", "call me"),
        one_of(None, "k1", "k2"),
    ),
    op("leads.record", LEAD_ID, one_of(Call(), Note("hm"), PageVisit("/pricing")), at=st.integers(-50, 0)),
    op("leads.assign", LEAD_ID, to=one_of(None, "li", "")),
    op("leads.qualify", LEAD_ID, budget=NONE | st.builds(Money, st.integers(0, 100), st.just("EUR")), need=WHY),
    op("leads.convert", LEAD_ID, customer=one_of("") | CUSTOMER_ID),
    op("leads.revert", LEAD_ID, reason=WHY),
    op("leads.move", LEAD_ID, one_of(*LEAD.triggers, "dance"), reason=WHY),
    op("leads.place", LEAD_ID, STATUSES, stage=NONE | STAGES, reason=WHY, pool=one_of(None, "west")),
    st.builds(lambda lead, changes: Op("leads.change", (lead,), changes), LEAD_ID, CHANGES),
    op("leads.score", LEAD_ID),
    op("pool.release", LEAD_ID, reason=WHY),
    op("pool.claim", LEAD_ID, by=one_of("mo", "")),
    op("opportunities.change", DEAL_ID, competitors=one_of((), ("Beta",)), amount=one_of(None, Money(7, "EUR"), 5)),
    op("opportunities.enter", DEAL_ID, STAGES, reason=WHY),
    op("opportunities.change", DEAL_ID, lines=one_of((), LINES, LINES[:1])),
    op("opportunities.win", DEAL_ID, contract=one_of(None, Contract("C-1"))),
    op("opportunities.lose", DEAL_ID, reason=one_of("", "price", "other", "far away"), competitor=one_of("", "Beta")),
    op("opportunities.revise_quote", QUOTE_ID, discount_percent=one_of(0, "12.5", 101)),
    op("opportunities.accept_quote", QUOTE_ID, contract=one_of(None, Contract("C-2"))),
    op("opportunities.expire_quotes"),
    op("opportunities.reopen", DEAL_ID, reason=WHY),
    op(
        "opportunities.quote", DEAL_ID, st.just(LINES), valid_until=one_of(date(2026, 4, 1)), supersedes=NONE | QUOTE_ID
    ),
    op("opportunities.move_quote", QUOTE_ID, one_of(*QuoteTrigger), reason=WHY),
    op("customers.move", CUSTOMER_ID, one_of(*LifecycleTrigger), reason=WHY),
    op("wait", one_of(60, 301, 90_000, 9_000_000)),
)
# Half of the sequences start where there is something to work on.
STARTED = (
    Op("leads.capture", (), PEOPLE[0]),
    Op("leads.place", (Ref("lead", 0), "qualified"), {}),
    Op("leads.convert", (Ref("lead", 0),), {}),
    Op("leads.capture", (), PEOPLE[3]),
)
SEQUENCES = st.builds(lambda start, rest: [*start, *rest], one_of((), STARTED), st.lists(OPERATIONS, max_size=20))


class World:
    """A clock, and the ids of what is there by now."""

    def __init__(self):
        self.clock, self.ids = FrozenClock(NOW), {"lead": [], "deal": [], "customer": [], "quote": []}

    def given(self, value):
        if not isinstance(value, Ref):
            return value
        ids = self.ids[value.kind]
        return ids[value.which % len(ids)] if ids else "nobody"

    def call(self, desk, op):
        """The operation as a call that waits to be made; a time is hours from now."""
        group, _, method = op.path.partition(".")
        options = {name: self.given(value) for name, value in op.options.items()}
        if "at" in options:
            options["at"] = self.clock() + timedelta(hours=options["at"])
        return partial(getattr(getattr(desk, group), method), *map(self.given, op.args), **options)

    def learn(self, outcome):
        found = {
            "lead": getattr(getattr(outcome, "lead", None), "id", None),
            "deal": getattr(outcome, "opportunity_id", None)
            or getattr(getattr(outcome, "opportunity", None), "id", None),
            "customer": getattr(outcome, "customer_id", None)
            or getattr(getattr(outcome, "customer", None), "id", None),
            "quote": outcome.id if isinstance(outcome, Quote) else None,
        }
        for kind, id in found.items():
            if id and id not in self.ids[kind]:
                self.ids[kind].append(id)


def played(operations):
    """A desk after these operations, and what came of each: a result, or an error of ours and of no other kind."""
    world, outcomes = World(), []
    desk = LeadDesk.in_memory(now=world.clock, new_id=numbered_ids())
    for op in operations:
        if op.path == "wait":
            world.clock.advance(timedelta(seconds=op.args[0]))
            continue
        try:
            outcomes.append(world.call(desk, op)())
        except LeadkitError as error:
            outcomes.append(error)
        world.learn(outcomes[-1])
    return desk, outcomes


async def played_async(operations):
    world, outcomes = World(), []
    desk = aio.LeadDesk.in_memory(now=world.clock, new_id=numbered_ids())
    for op in operations:
        if op.path == "wait":
            world.clock.advance(timedelta(seconds=op.args[0]))
            continue
        try:
            outcomes.append(await world.call(desk, op)())
        except LeadkitError as error:
            outcomes.append(error)
        world.learn(outcomes[-1])
    return desk, outcomes


def told(outcomes):
    return [(type(each), each.problems) if isinstance(each, LeadkitError) else each for each in outcomes]


@settings(max_examples=150)
@given(SEQUENCES)
def test_the_events_make_every_noun(operations):
    desk, _ = played(operations)
    with desk.store.begin() as work:
        for nouns in (work.leads, work.contacts, work.customers, work.opportunities, work.quotes):
            for noun in nouns.all():
                history = work.events.of(noun.id)
                assert replay(history) == noun
                assert [event.version for event in history] == [*range(1, noun.version + 1)]
        times = [event.at for event in work.events.all()]
    assert times == sorted(times)


@settings(max_examples=150)
@given(SEQUENCES)
def test_every_lead_is_somebodys_business(operations):
    desk, _ = played(operations)
    waiting = Counter(follow_up.lead_id for follow_up in desk.leads.due(datetime(2100, 1, 1, tzinfo=UTC)))
    for lead in desk.leads.find():
        follow_up = desk.leads.follow_up(lead.id)
        assert waiting[lead.id] == (0 if LEAD.closed(lead.status) else 1)
        assert follow_up is None or (follow_up.lead_id, follow_up.owner) == (lead.id, lead.owner)
        assert lead.owner is None or lead.pool is None
        assert (lead.owner is None) == (lead.status == LeadStatus.NEW) or lead.status not in (
            LeadStatus.NEW, LeadStatus.ASSIGNED, LeadStatus.WORKING, LeadStatus.QUALIFIED, LeadStatus.CONVERTED,
        )  # fmt: skip
        assert lead.first_response_at is None or lead.first_response_at <= lead.last_contact_at
        assert lead.score is not None


@settings(max_examples=150)
@given(SEQUENCES)
def test_a_conversion_is_whole_and_a_win_is_a_purchase(operations):
    desk, _ = played(operations)
    with desk.store.begin() as work:
        events, receipts = list(work.events.all()), list(work.receipts.all())
        contacts = {contact.id: contact for contact in work.contacts.all()}
        customers = {customer.id: customer for customer in work.customers.all()}
    deals = {deal.id: deal for deal in desk.opportunities.all()}
    converted = [lead for lead in desk.leads.find() if lead.status == LeadStatus.CONVERTED]
    kinds = Counter((type(event), event.subject_id) for event in events)
    assert [lead for lead in desk.leads.find() if kinds[LeadConverted, lead.id] > kinds[LeadReverted, lead.id]] == (
        converted
    )
    assert {deal.lead_id for deal in deals.values()} == {lead.id for lead in converted}
    done = Counter(receipt.action for receipt in receipts)
    assert done["convert"] - done["revert"] == len(deals)
    for lead in converted:
        deal = deals[lead.opportunity_id]
        assert (deal.customer_id, deal.contact_id) == (lead.customer_id, lead.contact_id)
        assert contacts[lead.contact_id].customer_id == lead.customer_id
    for deal in deals.values():
        bought = {purchase.opportunity_id for purchase in customers[deal.customer_id].purchases}
        assert (deal.stage == "won") == (deal.id in bought)
        assert deal.stage_entries[-1].stage == deal.stage
        assert (deal.closed_at is None) == (deal.stage not in ("won", "lost"))
        assert (deal.lost_reason != "") == (deal.stage == "lost")
        assert deal.contract is None or deal.stage == "won"
        assert all(contract.voided_at for contract in deal.contracts[:-1])
        accepted = [quote for quote in desk.opportunities.quotes(deal.id) if quote.status == "accepted"]
        assert deal.stage != "won" or not accepted or accepted[-1].totals.taxable == deal.amount or deal.amount_fixed


@settings(max_examples=150)
@given(SEQUENCES)
def test_no_inquiry_is_lost_and_none_is_doubled(operations):
    desk, outcomes = played(operations)
    with desk.store.begin() as work:
        kinds = Counter(type(event) for event in work.events.all())
        receipts = [receipt for receipt in work.receipts.all() if receipt.action == "capture"]
    assert kinds[LeadCaptured] == len(desk.leads.find())
    assert kinds[LeadCaptured] + kinds[InquiryAttached] + kinds[InquiryRefused] == len(receipts)
    answered = [
        outcome for outcome in outcomes if getattr(outcome, "repeated", None) is False and hasattr(outcome, "warnings")
    ]
    assert len(answered) == kinds[LeadCaptured] + kinds[InquiryAttached]
    funnel = [step.leads for step in desk.reports.funnel()]
    assert funnel == sorted(funnel, reverse=True)
    assert funnel[0] == desk.reports.overview().leads == len(desk.leads.find())


@settings(max_examples=60)
@given(SEQUENCES)
def test_a_store_goes_on_where_it_stopped(operations):
    desk, _ = played(operations)
    lines = [*dumped(desk.store)]
    assert [*dumped(restored(lines))] == lines


@settings(max_examples=60)
@given(SEQUENCES)
def test_both_desks_give_the_same_answers_and_keep_the_same(operations):
    desk, outcomes = played(operations)
    other, others = asyncio.run(played_async(operations))
    assert told(others) == told(outcomes)
    assert [*dumped(other.store)] == [*dumped(desk.store)]
