"""Random histories: a store and the memory store live the same life, and nobody can tell them apart."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar, Self

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from leadkit import LeadDesk
from leadkit.errors import IdempotencyConflict, LeadkitError, Refused
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.machines.lead import LeadStatus
from leadkit.memory import Store as MemoryStore
from leadkit.model import Call, Channel, EmailOpen, Note, PageVisit, PersonName, PhoneNumber, Receipt
from leadkit.testing.clock import FrozenClock, numbered_ids
from leadkit.testing.stores.bridging import opened
from leadkit.testing.stores.operations import Operation, carry_out, operations, read_outbox, readable
from leadkit.testing.stores.promises import Capability
from leadkit.testing.stores.samples import AT

__all__ = ["StoreHistories", "run_histories"]

_PEOPLE: tuple[dict[str, Any], ...] = (
    {"name": "王小明", "email": "wang@example.com", "phone": "138 1234 5678", "region": "CN"},
    {"name": "Wang Xiaoming", "phone": "+86 13812345678"},
    {"name": "WANG", "email": "WANG@example.com", "company": "顶点科技有限公司"},
    {"name": "Ana García", "email": "ana@example.com", "notes": "  ligne\r\n\t😀 "},
    {"name": "Zoë", "phone": "+49 1512 7654321", "extra": {"a": [1, 1.5, True, None, {"b": ""}]}},
    {"name": "nobody"},  # refused
)
_DETAILS = (Call(result="keen"), PageVisit("/pricing", 95), Note("  \r\n"), EmailOpen())
_CHANGES: tuple[dict[str, Any], ...] = (
    {"company": "顶点"},
    {"notes": "e\u0301 😀", "tags": ("vip", "VIP")},
    {"extra": {"1": 1, "2": 1.0, "3": True}},
    {"emails": ()},
    {"name": PersonName(" 李雷 "), "website": "WWW.Example.com/"},  # to be cleaned up
    {"phones": (PhoneNumber("138 1234 5678"),)},
    {"status": "won"},  # refused
)
_MOVES = ("nurture", "disqualify", "reactivate", "void", "no such move")
#: Status → what brings a lead further.
_WAY: Mapping[str, Callable[[LeadDesk, str], Any]] = FrozenDict(
    {
        LeadStatus.NEW: lambda desk, id: desk.leads.assign(id),
        LeadStatus.ASSIGNED: lambda desk, id: desk.leads.record(id, Call(result="keen")),
        LeadStatus.WORKING: lambda desk, id: desk.leads.qualify(id, need="ERP"),
        LeadStatus.NURTURING: lambda desk, id: desk.leads.qualify(id, need="ERP"),
    }
)
_groups = st.sampled_from(("leads", "leads", "contacts", "customers"))
_back = st.sampled_from((None, False, True))
_FATES = ("commit", "commit", "commit", "leave", "fail")


class _Life:
    """A store with a desk, a clock and ids of its own."""

    def __init__(self, store: Any) -> None:
        self.store = store
        self.clock = FrozenClock(AT)
        self.desk = LeadDesk(store=store, now=self.clock, new_id=numbered_ids())


class StoreHistories(RuleBasedStateMachine):
    """A state machine of Hypothesis that drives your store and the memory store side by side.

    `StoreHistories.for_store(factory).TestCase` is a test case, `run_histories(factory)` a single call. factory: gives
    an empty store, or a context manager that opens one, of either form; it is called for each history.
    """

    factory: ClassVar[Callable[[], Any]] = MemoryStore
    concurrency: ClassVar[bool] = True

    @classmethod
    def for_store(cls, factory: Callable[[], Any], *, without: tuple[Capability, ...] = ()) -> type[Self]:
        """The state machine for the stores that this gives. without: capabilities that they do not have."""
        members = {"factory": staticmethod(factory), "concurrency": Capability.CONCURRENCY not in without}
        return type(cls.__name__, (cls,), members)

    @staticmethod
    def settings_of(examples: int = 300, steps: int = 50) -> settings:
        """Settings for so many histories of at most so many steps, the same ones every time."""
        return settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        store, _ = self._open.enter_context(opened(type(self).factory()))
        self._lives = (_Life(store), _Life(MemoryStore()))
        self._leads: list[str] = []
        self._met: dict[str, str] = {}
        self._deals: list[str] = []
        self._known: dict[str, list[str]] = {"contacts": [], "customers": []}
        self._merges: list[tuple[str, Receipt]] = []
        self._serial = 0

    def teardown(self) -> None:
        self._open.close()

    # --- what a history tells

    @initialize(person=st.sampled_from(_PEOPLE[:-1]))
    def begin(self, person: dict[str, Any]) -> None:
        """There is always a lead to go on with, and another one that it may be merged with."""
        self._new()
        self._capture(person, None, Channel.MANUAL)

    @rule(
        person=st.sampled_from(_PEOPLE),
        key=st.sampled_from((None, None, "k1", "k2")),
        channel=st.sampled_from((Channel.WEB_FORM, Channel.EXHIBITION)),
    )
    def capture(self, person: dict[str, Any], key: str | None, channel: Channel) -> None:
        self._capture(person, key, channel)

    @rule(back=st.integers(0, 4))
    def next_lead(self, back: int) -> None:
        """Turn to another lead, or to a person nobody has met: closed leads are no dead end."""
        if back < len(self._leads) and back:
            self._leads.append(self._leads.pop(-1 - back))
        else:
            self._new()

    @rule(detail=st.sampled_from(_DETAILS), by=st.sampled_from((None, "li")))
    def record(self, detail: Any, by: str | None) -> None:
        self._same(lambda desk, id: desk.leads.record(id, detail, by=by))

    @rule(to=st.sampled_from((None, None, "li", "王")))
    def assign(self, to: str | None) -> None:
        self._same(lambda desk, id: desk.leads.assign(id, to=to))

    @rule(pool=st.sampled_from(("public", "other")))
    def release(self, pool: str) -> None:
        self._same(lambda desk, id: desk.pool.release(id, reason="no time", pool=pool))

    @rule(by=st.sampled_from(("li", "王")))
    def claim(self, by: str) -> None:
        self._same(lambda desk, id: desk.pool.claim(id, by=by))

    @rule(budget=st.sampled_from((None, Money("120000", "CNY"), Money("0.01", "EUR"))))
    def qualify(self, budget: Money | None) -> None:
        self._same(lambda desk, id: desk.leads.qualify(id, need="ERP", budget=budget))

    @rule()
    def convert(self) -> None:
        self._converted()

    @rule(partial=st.booleans())
    def revert(self, partial: bool) -> None:
        self._same(lambda desk, id: desk.leads.revert(id, reason="not yet", partial=partial))

    @rule(steps=st.integers(1, 3))
    def go_on(self, steps: int) -> None:
        """The lead's next steps on the straight way to a deal: by chance alone few leads would get there."""
        for _ in range(steps):
            kind, known = _outcome(lambda: self._lives[1].desk.leads.get(self._leads[-1]))
            status = known.status if kind == "done" else ""
            if status == LeadStatus.QUALIFIED:
                self._converted()
            elif status in _WAY:
                self._same(_WAY[status])

    @rule(trigger=st.sampled_from(_MOVES))
    def move(self, trigger: str) -> None:
        self._same(lambda desk, id: desk.leads.move(id, trigger, reason="because"))

    @rule(changes=st.sampled_from(_CHANGES))
    def change(self, changes: dict[str, Any]) -> None:
        self._same(lambda desk, id: desk.leads.change(id, **changes))

    @rule(sure=st.integers(0, 3))
    def erase(self, sure: int) -> None:
        if not sure:
            self._same(lambda desk, id: desk.leads.erase(id, reason="asked for it"))

    @rule(group=_groups, others=st.lists(st.integers(1, 4), min_size=1, max_size=3), named=st.booleans(), back=_back)
    def merge(self, group: str, others: list[int], named: bool, back: bool | None) -> None:
        """The one that this is about, or the last one made, with some of those before it. back: it is taken back when
        something happened in between; what that was goes along, or does not."""
        ids = self._ids(group, (0, *others))
        survivor = ids[0] if named and ids else ""
        plan = self._same(lambda desk, _: getattr(desk, group).plan_merge(ids, survivor=survivor))
        receipt = plan and self._same(lambda desk, _: getattr(desk, group).merge(plan))
        if receipt:
            self._merges.append((group, receipt))
        if receipt and back is not None:
            self._same(lambda desk, id: desk.leads.record(id, Call()))
            self._taken_back(group, receipt, receipt, back)

    @precondition(lambda self: self._merges)
    @rule(back=st.integers(0, 3), whole=st.booleans(), moving=st.booleans())
    def unmerge(self, back: int, whole: bool, moving: bool) -> None:
        """One of the last merges, whole or in part."""
        group, receipt = self._merges[-1 - back % len(self._merges)]
        self._taken_back(group, receipt, receipt if whole else receipt.absorbed[0], moving)

    @rule(group=_groups, other=st.integers(1, 3), operation=st.sampled_from(("keep_apart", "keep_apart", "reconsider")))
    def tell_apart(self, group: str, other: int, operation: str) -> None:
        if len(ids := self._ids(group, (0, other))) == 2:
            self._same(lambda desk, _: getattr(getattr(desk, group), operation)(*ids, reason="seen them"))

    @rule(group=_groups, dry_run=st.booleans())
    def clean_up(self, group: str, dry_run: bool) -> None:
        self._same(lambda desk, _: [*getattr(desk, group).clean_up(dry_run=dry_run, batch=3)])

    @rule(group=st.sampled_from(("contacts", "customers")), changes=st.sampled_from(_CHANGES))
    def change_known(self, group: str, changes: dict[str, Any]) -> None:
        if ids := self._ids(group, (0,)):
            self._same(lambda desk, _: getattr(desk, group).change(*ids, **changes))

    @rule(group=_groups, sure=st.integers(0, 3), alone=st.booleans())
    def erase_known(self, group: str, sure: int, alone: bool) -> None:
        if not sure and (ids := self._ids(group, (1,))):
            self._same(lambda desk, _: getattr(desk, group).erase(*ids, reason="asked for it", alone=alone))

    @precondition(lambda self: self._deals)
    @rule(end=st.sampled_from(("win", "lose", "reopen")))
    def deal(self, end: str) -> None:
        reason = {} if end == "win" else {"reason": "price"}
        self._same(lambda desk, _: getattr(desk.opportunities, end)(self._deals[-1], **reason))

    @rule(hours=st.sampled_from((0.05, 1, 30)))
    def wait(self, hours: float) -> None:
        for life in self._lives:
            life.clock.advance(timedelta(hours=hours))

    @rule(steps=operations(), fate=st.sampled_from(_FATES))
    def unit_of_work(self, steps: list[Operation], fate: str) -> None:
        """Plain writes, read before they are committed; or not committed at all."""
        serial, seen = self._next(), []

        def lived(life: _Life) -> None:
            with life.store.begin() as work:
                for at, step in enumerate(steps):
                    carry_out(work, step, self._leads[-1], 10 * serial + at)
                seen.append(readable(work, life.clock(), self._leads[-1:], self._met))
                if fate == "commit":
                    work.commit()
                if fate == "fail":
                    raise Refused("on purpose")

        self._alike([_outcome(partial(lived, life)) for life in self._lives])
        if len(seen) == 2:
            self._compare("within the unit of work", *seen)

    @precondition(lambda self: self.concurrency)
    @rule(first=operations(erasing=False), second=operations(erasing=False))
    def two_units_of_work(self, first: list[Operation], second: list[Operation]) -> None:
        """Both open at once, neither knowing of the other; the first to commit wins."""
        serial = self._next()

        def lived(life: _Life) -> list[Any]:
            fates = []
            with ExitStack() as both:
                works = [both.enter_context(life.store.begin()) for _ in range(2)]
                for turn, steps in enumerate((first, second)):
                    fates.append(_outcome(partial(written, works[turn], turn, steps)))
                for turn, work in enumerate(works):
                    if fates[turn] == _DONE:
                        fates[turn] = _outcome(work.commit)
            return fates

        def written(work: Any, turn: int, steps: list[Operation]) -> None:
            for at, step in enumerate(steps):
                carry_out(work, step, self._leads[-1], 10 * serial + 5 * turn + at)

        self._alike([lived(life) for life in self._lives])

    @precondition(lambda self: hasattr(self._lives[0].store, "outbox"))
    @rule(count=st.integers(0, 5))
    def publish(self, count: int) -> None:
        """The same events are marked in both; which come first is each store's own."""
        waiting = [{entry.id for entry in life.store.outbox.unpublished(100_000)} for life in self._lives]
        self._alike(waiting)
        for life in self._lives:
            life.store.outbox.mark_published(sorted(waiting[0])[:count])

    # --- how it is compared

    @invariant()
    def everything_readable_is_the_same(self) -> None:
        seen = []
        for life in self._lives:
            with life.store.begin() as work:
                seen.append(readable(work, life.clock(), self._leads[-3:], self._met))
        self._compare("after it", *seen)
        if hasattr(self._lives[0].store, "outbox"):
            self._compare("in the outbox", *(read_outbox(life.store.outbox) for life in self._lives))

    def _next(self) -> int:
        self._serial += 1
        return self._serial

    def _new(self) -> None:
        self._capture({"name": "New", "email": f"new{self._next()}@example.com"}, None, Channel.REFERRAL)

    def _capture(self, person: dict[str, Any], key: str | None, channel: Channel) -> None:
        taken = self._same(lambda desk, _: desk.leads.capture(**person, channel=channel, idempotency_key=key))
        if taken is not None and taken.lead is not None:
            self._met |= self._lives[1].desk.playbook.duplicates.match_keys(taken.lead.emails, taken.lead.phones)
            self._leads = [id for id in self._leads if id != taken.lead.id] + [taken.lead.id]

    def _converted(self) -> None:
        made = self._same(lambda desk, id: desk.leads.convert(id))
        if made is not None:
            self._deals.append(made.opportunity.id)
            self._known["contacts"].append(made.contact.id)
            self._known["customers"].append(made.customer.id)

    def _taken_back(self, group: str, receipt: Receipt, what: Receipt | str, moving: bool) -> None:
        """moving: what happened since goes with the first one that is given back."""
        plan = self._same(lambda desk, _: getattr(desk, group).plan_unmerge(what))
        since = plan.activities if plan and moving else ()
        choices = {each.activity.id: receipt.absorbed[0] for each in since}
        self._same(lambda desk, _: getattr(desk, group).unmerge(what, reason="not the same", choices=choices))

    def _ids(self, group: str, places: tuple[int, ...]) -> list[str]:
        """Different ids of this group, counted from the last one, round and round."""
        known = self._known.get(group, self._leads)
        return list(dict.fromkeys(known[-1 - place % len(known)] for place in places)) if known else []

    def _same(self, act: Callable[[LeadDesk, str], Any]) -> Any:
        """What came of it in both lives alike; `None` when it was refused."""
        current = self._leads[-1] if self._leads else ""
        kind, value = self._alike([_outcome(partial(act, life.desk, current)) for life in self._lives])
        return value if kind == "done" else None

    def _alike(self, outcomes: list[Any]) -> Any:
        mine, models = outcomes
        assert mine == models, f"the store: {mine}\nthe memory store: {models}"
        return models

    def _compare(self, when: str, mine: dict[str, Any], models: dict[str, Any]) -> None:
        for name, held in models.items():
            assert mine[name] == held, f"{name} differ {when}\nthe store: {mine[name]}\nthe memory store: {held}"


_DONE = ("done", None)


def _outcome(act: Callable[[], Any]) -> tuple[str, Any]:
    """What came of it. Codes are compared where callers act on them."""
    try:
        return "done", act()
    except (IdempotencyConflict, Refused) as no:
        return type(no).__name__, [problem.code for problem in no.problems]
    except LeadkitError as no:
        return type(no).__name__, None


def run_histories(
    factory: Callable[[], Any], examples: int = 300, steps: int = 50, *, without: tuple[Capability, ...] = ()
) -> None:
    """Live so many histories of at most so many steps. Raises what the first differing one raises, made short."""
    machine = StoreHistories.for_store(factory, without=without)
    run_state_machine_as_test(machine, settings=machine.settings_of(examples, steps))
