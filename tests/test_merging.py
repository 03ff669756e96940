"""What holds after any sequence of merges, un-merges and everyday work, on the memory store and on SQLite."""

from collections import Counter
from contextlib import closing, nullcontext, suppress
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import LeadDesk, LeadkitError, Money, NotFound, testing
from leadkit.contrib.sqlalchemy import open_store
from leadkit.kernel.record import replaced
from leadkit.memory import Store
from leadkit.memory.snapshot import dumped, restored
from leadkit.model import Call, Customer, Note
from leadkit.model.events import ContactCreated, CustomerCreated, LeadCaptured, created, replay
from leadkit.steps.merging import SUBJECTS, known, stages_of, told_without
from leadkit.testing import FrozenClock, numbered_ids

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PEOPLE = 4
LEADS = SUBJECTS["lead"]

ids = st.integers(0, PEOPLE - 1)
OPERATIONS = st.one_of(
    st.tuples(st.just("merge"), st.lists(ids, min_size=2, max_size=3, unique=True)),
    st.tuples(st.just("merge"), st.lists(ids, min_size=2, max_size=3, unique=True)),
    st.tuples(st.just("unmerge"), ids),
    st.tuples(st.just("unmerge"), ids),
    st.tuples(st.just("apart"), ids, ids),
    st.tuples(st.just("record"), ids, st.sampled_from((Call(), Note("hm")))),
    st.tuples(st.just("change"), ids, st.sampled_from(({"company": "Beta"}, {"tags": ("x",)}, {"notes": ""}))),
    st.tuples(st.just("qualify"), ids, st.sampled_from((None, Money(5, "EUR")))),
    st.tuples(st.just("convert"), ids),
    st.tuples(st.just("assign"), ids, st.sampled_from(("li", "mo"))),
    st.tuples(st.just("again"), ids),
    st.tuples(st.just("erase"), ids, st.booleans()),
)
SEQUENCES = st.lists(OPERATIONS, max_size=14)


on_both_stores = pytest.mark.parametrize(
    "opened", [lambda: nullcontext(Store()), lambda: closing(open_store("sqlite://"))], ids=["memory", "sqlite"]
)


class Life:
    """A desk with a few people on it, and the ids they came with."""

    def __init__(self, store):
        self.clock = FrozenClock(NOW)
        self.desk = LeadDesk(store=store, now=self.clock, new_id=numbered_ids())
        self.ids, self.recorded, self.whole = [], 0, True
        for number in range(PEOPLE):
            self.clock.advance(timedelta(minutes=10))
            fields = {"company": f"Company {number}", "notes": f"note {number}", "tags": (f"tag {number}",)}
            self.ids.append(self.desk.leads.capture(email=f"p{number}@example.com", **fields).lead.id)

    def act(self, name, *given):
        self.clock.advance(timedelta(minutes=10))
        with suppress(LeadkitError):
            getattr(self, name)(*given)

    def merge(self, numbers):
        leads = [self.desk.leads.get(self.ids[number]).id for number in numbers]
        self.desk.leads.merge(self.desk.leads.plan_merge(leads, survivor=leads[0] if len(leads) > 2 else ""))

    def unmerge(self, number):
        self.desk.leads.unmerge(self.ids[number], reason="two people")

    def apart(self, one, other):
        self.desk.leads.keep_apart(self.ids[one], self.ids[other], reason="brothers")

    def record(self, number, detail):
        self.desk.leads.record(self.ids[number], detail)
        self.recorded += 1

    def change(self, number, changes):
        self.desk.leads.change(self.ids[number], **changes)

    def qualify(self, number, budget):
        self.desk.leads.qualify(self.ids[number], budget=budget)

    def convert(self, number):
        self.desk.leads.convert(self.ids[number])

    def assign(self, number, to):
        self.desk.leads.assign(self.ids[number], to=to)

    def again(self, number):
        notes = f"again at {self.clock()}"
        self.recorded += bool(self.desk.leads.capture(email=f"p{number}@example.com", notes=notes).duplicate_of)

    def erase(self, number, alone):
        self.desk.leads.erase(self.ids[number], reason="asked", alone=alone)
        self.whole = False  # some of what was recorded went with it


def check(life):
    """All that must hold at any time."""
    desk, living = life.desk, {lead.id: lead for lead in life.desk.leads.find()}
    with desk.store.begin() as work:
        everyone = list(work.leads.all())
        for lead in everyone:
            events = work.events.of(lead.id)
            assert replay(events) == lead
            assert lead.merged_into is None or lead.id in work.leads.get(lead.merged_into).absorbed
            assert all(work.leads.get(id).merged_into == lead.id for id in lead.absorbed)
            staying = {id: known_of(work, id) for id in lead.absorbed}
            told = told_without(LEADS, events, (), staying, stages_of(LEADS, desk.playbook.lead_machine))
            names = LEADS.row_of
            assert {name: getattr(told.noun, name) for name in names} == {name: getattr(lead, name) for name in names}
    for id in life.ids:
        try:
            assert desk.leads.get(id).id in living
        except NotFound:
            assert id not in {lead.id for lead in everyone}
    waiting = Counter(step.lead_id for step in desk.leads.due(datetime(2100, 1, 1, tzinfo=UTC)))
    closed = desk.playbook.lead_machine.closed
    assert waiting == Counter({id: 1 for id, lead in living.items() if not closed(lead.status)})
    if life.whole:
        assert sum(len(desk.leads.activities(id)) for id in living) == life.recorded
    assert desk.reports.funnel()[0].leads == desk.reports.overview().leads == len(living)


def known_of(work, id):
    return known(LEADS, work.leads.get(id), work.events.of(id), (), {})


@on_both_stores
@settings(max_examples=30)
@given(operations=SEQUENCES)
def test_whatever_is_merged_and_taken_apart_nothing_gets_lost(opened, operations):
    with opened() as store:
        life = Life(store)
        for operation in operations:
            life.act(*operation)
            check(life)
        if isinstance(life.desk.store, Store):
            lines = [*dumped(life.desk.store)]
            assert [*dumped(restored(lines))] == lines


def bare(noun):
    return evolve(noun, version=1, updated_at=noun.created_at)


@on_both_stores
@settings(max_examples=25)
@given(operations=SEQUENCES, numbers=st.lists(ids, min_size=2, max_size=4, unique=True))
def test_a_merge_that_is_taken_back_never_was(opened, operations, numbers):
    with opened() as store:
        life = Life(store)
        for operation in operations:
            life.act(*operation)
        desk = life.desk
        before = {lead.id: bare(lead) for lead in desk.leads.find()}
        try:
            plan = desk.leads.plan_merge([desk.leads.get(life.ids[number]).id for number in numbers])
        except LeadkitError:
            return
        life.clock.advance(timedelta(hours=1))
        receipt = desk.leads.merge(plan)
        assert {lead.id for lead in desk.leads.find()} == before.keys() - {*plan.absorbed}
        life.clock.advance(timedelta(hours=1))
        desk.leads.unmerge(receipt, reason="x")
        assert {lead.id: bare(lead) for lead in desk.leads.find()} == before
        check(life)


NOUNS = {
    "contact": (testing.contacts, ContactCreated, {"customer_id": st.just("c")}),
    "customer": (testing.customers, CustomerCreated, {}),
    "lead": (testing.leads, LeadCaptured, {"status": st.just("new"), "score": st.none()}),
}
UNMERGED = {"merged_into": st.none(), "absorbed": st.just(()), "distinct_from": st.just(())}


@on_both_stores
@settings(max_examples=15)
@given(data=st.data())
@pytest.mark.parametrize("kind", NOUNS)
def test_any_noun_comes_back_as_it_was(opened, kind, data):
    with opened() as store:
        strategy, event, fields = NOUNS[kind]
        links = {"contact_id": st.none(), "customer_id": st.none()} if kind == "lead" else {}
        nouns = [replaced(data.draw(strategy(**fields, **UNMERGED, **links)), {"id": id, "version": 1}) for id in "abc"]
        desk = LeadDesk(store=store, now=FrozenClock(NOW), new_id=numbered_ids())
        with desk.store.begin() as work:
            if kind == "contact":
                work.customers.add(Customer("c", NOW, NOW, "C"))
            for noun in nouns:
                getattr(work, f"{kind}s").add(noun)
                work.events.append(created(event, noun).events)
            work.commit()
        group = getattr(desk, f"{kind}s")
        receipt = group.merge(group.plan_merge("abc"))
        undone = group.unmerge(receipt, reason="x")
        found = {noun.id: noun for noun in (undone.survivor, *undone.revived)}
        left_out = {"score": None} if kind == "lead" else {}  # nobody had scored them before
        assert {id: evolve(bare(noun), **left_out) for id, noun in found.items()} == {
            each.id: bare(each) for each in nouns
        }
        with desk.store.begin() as work:
            assert all(replay(work.events.of(id)) == noun for id, noun in found.items())
