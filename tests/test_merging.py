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
from leadkit.model import Call, Customer, Note, PersonName
from leadkit.model.events import ContactCreated, CustomerCreated, LeadCaptured, created, replay
from leadkit.playbook import Playbook
from leadkit.steps.merging import SUBJECTS, MergePolicy, Since, known, stages_of, told_without
from leadkit.testing import FrozenClock, numbered_ids

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PEOPLE = 4
KINDS = ("lead", "contact", "customer")

ids = st.integers(0, PEOPLE - 1)
known_kinds = st.sampled_from(("contact", "customer"))
OPERATIONS = st.one_of(
    st.tuples(st.just("merge"), st.lists(ids, min_size=2, max_size=3, unique=True)),
    st.tuples(st.just("merge"), st.lists(ids, min_size=2, max_size=3, unique=True)),
    st.tuples(st.just("unmerge"), ids, st.booleans()),
    st.tuples(st.just("unmerge"), ids, st.booleans()),
    st.tuples(st.just("apart"), ids, ids),
    st.tuples(st.just("reconsider"), ids, ids),
    st.tuples(st.just("record"), ids, st.sampled_from((Call(), Note("hm")))),
    st.tuples(st.just("change"), ids, st.sampled_from(({"company": "Beta"}, {"tags": ("x",)}, {"notes": ""}))),
    st.tuples(st.just("qualify"), ids, st.sampled_from((None, Money(5, "EUR")))),
    st.tuples(st.just("convert"), ids),
    st.tuples(st.just("revert"), ids, st.booleans()),
    st.tuples(st.just("assign"), ids, st.sampled_from(("li", "mo"))),
    st.tuples(st.just("again"), ids),
    st.tuples(st.just("erase"), ids, st.booleans()),
    st.tuples(st.just("merge_known"), known_kinds, st.lists(ids, min_size=2, max_size=3, unique=True)),
    st.tuples(st.just("unmerge_known"), known_kinds, ids),
    st.tuples(st.just("change_known"), known_kinds, ids, st.sampled_from(({"notes": "n"}, {"persona": "p"}))),
    st.tuples(st.just("erase_known"), known_kinds, ids, st.booleans()),
    st.tuples(st.just("clean_up"), st.sampled_from(KINDS)),
)
SEQUENCES = st.lists(OPERATIONS, max_size=14)


on_both_stores = pytest.mark.parametrize(
    "opened", [lambda: nullcontext(Store()), lambda: closing(open_store("sqlite://"))], ids=["memory", "sqlite"]
)


class Life:
    """A desk with a few people on it, and the ids they came with."""

    def __init__(self, store, since=Since.SURVIVOR):
        self.clock, playbook = FrozenClock(NOW), Playbook(merging=MergePolicy(since=since))
        self.desk = LeadDesk(store=store, playbook=playbook, now=self.clock, new_id=numbered_ids())
        self.ids, self.recorded, self.whole = [], 0, True
        self.known = {"contact": [], "customer": []}
        for number in range(PEOPLE):
            self.ids.append(self._captured(f"p{number}", f"Company {number}", number))
        for number, name in enumerate(("x", "y", "z")):
            lead_id = self._captured(name, f" Client  {number}", number)
            self.desk.leads.change(lead_id, name=PersonName("  李雷"))
            self.desk.leads.place(lead_id, "qualified")
            self._converted(lead_id, self.known["customer"][0] if name == "y" else None)
        self.recorded += sum(len(self.desk.leads.activities(lead.id)) for lead in self.desk.leads.find())

    def _captured(self, name, company, number):
        self.clock.advance(timedelta(minutes=10))
        fields = {"company": company, "notes": f"note {number}", "tags": (f"tag {number}",)}
        return self.desk.leads.capture(email=f"{name}@example.com", **fields).lead.id

    def _converted(self, lead_id, customer_id=None):
        made = self.desk.leads.convert(lead_id, customer=customer_id or "")
        if not made.repeated:
            self.known["contact"].append(made.contact.id)
            self.known["customer"].append(made.customer.id)

    def act(self, name, *given):
        self.clock.advance(timedelta(minutes=10))
        with suppress(LeadkitError):
            getattr(self, name)(*given)

    def merge(self, numbers):
        leads = [self.desk.leads.get(self.ids[number]).id for number in numbers]
        self.desk.leads.merge(self.desk.leads.plan_merge(leads, survivor=leads[0] if len(leads) > 2 else ""))

    def unmerge(self, number, moving):
        id = self._merged_away("lead", self.ids, number)
        since = self.desk.leads.plan_unmerge(id).activities if moving else ()
        self.desk.leads.unmerge(id, reason="two people", choices={each.activity.id: id for each in since})

    def apart(self, one, other):
        self.desk.leads.keep_apart(self.ids[one], self.ids[other], reason="brothers")

    def reconsider(self, one, other):
        self.desk.leads.reconsider(self.ids[one], self.ids[other], reason="one phone")

    def record(self, number, detail):
        self.desk.leads.record(self.ids[number], detail)
        self.recorded += 1

    def change(self, number, changes):
        self.desk.leads.change(self.ids[number], **changes)

    def qualify(self, number, budget):
        self.desk.leads.qualify(self.ids[number], budget=budget)

    def convert(self, number):
        self._converted(self.ids[number])

    def revert(self, number, partial):
        self.desk.leads.revert(self.ids[number], reason="not yet", partial=partial)

    def assign(self, number, to):
        self.desk.leads.assign(self.ids[number], to=to)

    def again(self, number):
        notes = f"again at {self.clock()}"
        self.recorded += bool(self.desk.leads.capture(email=f"p{number}@example.com", notes=notes).duplicate_of)

    def erase(self, number, alone):
        self.desk.leads.erase(self.ids[number], reason="asked", alone=alone)
        self.whole = False  # some of what was recorded went with it

    def _merged_away(self, kind, ids, number):
        """One that there is something to do with, if there is any."""
        with self.desk.store.begin() as work:
            nouns = [getattr(work, f"{kind}s").find(id) for id in (*ids[number:], *ids[:number])]
        return next((noun.id for noun in nouns if noun and noun.merged_into), ids[number % len(ids)])

    def _known(self, kind, number):
        group = getattr(self.desk, f"{kind}s")
        return group, group.get(self.known[kind][number % len(self.known[kind])]).id

    def merge_known(self, kind, numbers):
        groups, ids = zip(*(self._known(kind, number) for number in numbers), strict=True)
        groups[0].merge(groups[0].plan_merge(ids))

    def unmerge_known(self, kind, number):
        id = self._merged_away(kind, self.known[kind], number)
        getattr(self.desk, f"{kind}s").unmerge(id, reason="two")

    def change_known(self, kind, number, changes):
        group, id = self._known(kind, number)
        group.change(id, **changes)

    def erase_known(self, kind, number, alone):
        group, id = self._known(kind, number)
        group.erase(id, reason="asked", alone=alone)

    def clean_up(self, kind):
        group = getattr(self.desk, f"{kind}s")
        assert len([*group.clean_up(dry_run=False, batch=2)]) >= len([*group.clean_up()]) == 0


def check(life):
    """All that must hold at any time."""
    desk, living = life.desk, {lead.id: lead for lead in life.desk.leads.find()}
    with desk.store.begin() as work:
        everyone = [lead.id for lead in work.leads.all()]
        for kind in KINDS:
            check_nouns(work, desk, kind)
    for id in life.ids:
        try:
            assert desk.leads.get(id).id in living
        except NotFound:
            assert id not in everyone
    waiting = Counter(step.lead_id for step in desk.leads.due(datetime(2100, 1, 1, tzinfo=UTC)))
    closed = desk.playbook.lead_machine.closed
    assert waiting == Counter({id: 1 for id, lead in living.items() if not closed(lead.status)})
    if life.whole:
        assert sum(len(desk.leads.activities(id)) for id in living) == life.recorded
    assert desk.reports.funnel()[0].leads == desk.reports.overview().leads == len(living)


def check_nouns(work, desk, kind):
    """What holds of every record of this kind: its history makes it, and made it without those it gave back."""
    nouns, subject = getattr(work, f"{kind}s"), SUBJECTS[kind]
    for noun in nouns.all():
        events = work.events.of(noun.id)
        assert replay(events) == noun
        assert noun.merged_into is None or noun.id in nouns.get(noun.merged_into).absorbed
        assert all(nouns.get(id).merged_into == noun.id for id in noun.absorbed)
        staying = {id: known(subject, nouns.get(id), work.events.of(id), (), {}) for id in noun.absorbed}
        own = {activity.id: activity for activity in work.activities.of_lead(noun.id)} if kind == "lead" else {}
        told = told_without(subject, events, (), staying, stages_of(subject, desk.playbook.lead_machine), own)
        names = subject.row_of
        assert {name: getattr(told.noun, name) for name in names} == {name: getattr(noun, name) for name in names}


@on_both_stores
@settings(max_examples=30)
@given(operations=SEQUENCES, since=st.sampled_from(("survivor", "belonging")))
def test_whatever_is_merged_and_taken_apart_nothing_gets_lost(opened, operations, since):
    with opened() as store:
        life = Life(store, since)
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
        for kind in KINDS:
            group = getattr(desk, f"{kind}s")
            known = {"lead": life.ids, **life.known}[kind]
            before = everybody(desk)
            try:
                plan = group.plan_merge([group.get(known[number % len(known)]).id for number in numbers])
            except LeadkitError:
                continue
            life.clock.advance(timedelta(hours=1))
            receipt = group.merge(plan)
            assert living_of(desk, kind) == {id for of, id in before if of == kind} - {*plan.absorbed}
            life.clock.advance(timedelta(hours=1))
            group.unmerge(receipt, reason="x")
            assert everybody(desk) == before
        check(life)


def everybody(desk):
    """(kind, id) → every noun that lives, apart from what counts its history."""
    with desk.store.begin() as work:
        nouns = [noun for kind in KINDS for noun in getattr(work, f"{kind}s").all() if noun.merged_into is None]
        return {(type(noun).__name__.lower(), noun.id): bare(noun) for noun in nouns}


def living_of(desk, kind):
    return {id for of, id in everybody(desk) if of == kind}


@settings(max_examples=15)
@given(data=st.data())
@pytest.mark.parametrize("kind", ["lead", "contact", "customer"])
def test_it_does_not_matter_what_is_merged_first(kind, data):
    strategy, event, fields = NOUNS[kind]
    links = {"contact_id": st.none(), "customer_id": st.none()} if kind == "lead" else {}
    nouns = [replaced(data.draw(strategy(**fields, **UNMERGED, **links)), {"id": id, "version": 1}) for id in "abc"]
    came_to = []
    for order in ((("a", "b", "c"),), (("a", "b"), ("a", "c")), (("b", "c"), ("a", "b"))):
        desk = LeadDesk(store=Store(), now=FrozenClock(NOW), new_id=numbered_ids())
        keep(desk, kind, event, nouns)
        group = getattr(desk, f"{kind}s")
        for ids in order:
            group.merge(group.plan_merge(ids, survivor=ids[0]))
        survivor = group.get("c")
        came_to.append({name: getattr(survivor, name) for name in SUBJECTS[kind].row_of})
    assert came_to[0] == came_to[1] == came_to[2]


NOUNS = {
    "contact": (testing.contacts, ContactCreated, {"customer_id": st.just("c")}),
    "customer": (testing.customers, CustomerCreated, {}),
    "lead": (testing.leads, LeadCaptured, {"status": st.just("new"), "score": st.none()}),
}
UNMERGED = {"merged_into": st.none(), "absorbed": st.just(()), "distinct_from": st.just(())}


def keep(desk, kind, event, nouns):
    with desk.store.begin() as work:
        if kind == "contact":
            work.customers.add(Customer("c", NOW, NOW, "C"))
        for noun in nouns:
            getattr(work, f"{kind}s").add(noun)
            work.events.append(created(event, noun).events)
        work.commit()


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
        keep(desk, kind, event, nouns)
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
