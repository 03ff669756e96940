"""Who survives a merge, and by which rules: the policy, and what it says about each kind of noun."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

from attrs import field, fields_dict, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.statemachine import StateMachine, StatusType
from leadkit.machines.lifecycle import depth
from leadkit.model import Contact, Customer, Lead
from leadkit.steps.merging.rules import CONTACT_ROWS, CUSTOMER_ROWS, LEAD_ROWS, Row, Rule, fits
from leadkit.steps.merging.since import Since

__all__ = ["SUBJECTS", "MergePolicy", "Precedence", "Stages", "Subject", "stages_of"]


class Precedence(StrEnum):
    """What puts one record before another."""

    FURTHEST = "furthest"
    MOST_COMPLETE = "most_complete"
    OLDEST = "oldest"
    NEWEST = "newest"


@frozen(slots=False)
class Subject:
    """A kind of noun that can be merged. state: the field that says how far a record is. links: the fields that name
    what it belongs to, with what is wrong when two records belong to different ones."""

    name: str
    noun: type[Any]
    rows: tuple[Row, ...]
    state: str = ""
    links: Mapping[str, str] = FrozenDict()

    @cached_property
    def row(self) -> Mapping[str, Row]:
        """Name → row."""
        return FrozenDict({row.name: row for row in self.rows})

    @cached_property
    def row_of(self) -> Mapping[str, Row]:
        """Field → the row that decides about it."""
        return FrozenDict({name: row for row in self.rows for name in row.fields})

    def is_blank(self, name: str, value: Any) -> bool:
        """Whether this value of the field says nothing."""
        return not value or bool(value == fields_dict(self.noun)[name].default)


_CUSTOMER_LINK = "belong to different customers; merge these first"

#: Name of the kind → what there is to know about merging it.
SUBJECTS: Mapping[str, Subject] = FrozenDict(
    {
        "lead": Subject(
            "lead",
            Lead,
            LEAD_ROWS,
            "status",
            FrozenDict(
                {"contact_id": "are known as different contacts; merge these first", "customer_id": _CUSTOMER_LINK}
            ),
        ),
        "contact": Subject("contact", Contact, CONTACT_ROWS, "", FrozenDict({"customer_id": _CUSTOMER_LINK})),
        "customer": Subject("customer", Customer, CUSTOMER_ROWS, "stage"),
    }
)


@frozen
class Stages:
    """depth: how far a state is. dead: the states from which nobody comes back."""

    depth: Callable[[str], Any]
    dead: frozenset[str] = frozenset()


_TYPES = (StatusType.LOST, StatusType.ON_HOLD, StatusType.OPEN, StatusType.WON)


def stages_of(subject: Subject, machine: StateMachine) -> Stages:
    """The stages of this kind of noun. machine: of leads, which hosts may replace.

    A won lead is further than one in work, that one further than one on hold, and a lost one comes last. Of two in
    work that one is further from which fewer steps lead to a deal, and then that one to which more steps lead.
    """
    if subject.name != "lead":
        return Stages(depth if subject.state else lambda _: 0)  # type: ignore[arg-type]  # a customer's stage is one

    def further(state: str) -> tuple[int, int, int]:
        ways = [way for end in won if (way := machine.path(state, end)) is not None]
        left = min(map(len, ways), default=len(machine.states))
        return _TYPES.index(machine.states[state]), -left, len(machine.path(machine.initial, state) or ())

    won = [state for state, kind in machine.states.items() if kind is StatusType.WON]
    dead = {state for state in machine.final if machine.states[state] is StatusType.LOST}
    return Stages(further, frozenset(dead))


def _rules(rules: Mapping[str, str]) -> FrozenDict[str, Rule]:
    try:
        return FrozenDict({name: Rule(rule) for name, rule in rules.items()})
    except ValueError as unknown:
        raise InvalidPlaybook([Problem("unknown_rule", "merging", str(unknown))]) from None


def _order(order: Iterable[str]) -> tuple[Precedence, ...]:
    try:
        return tuple(map(Precedence, order))
    except ValueError as unknown:
        raise InvalidPlaybook([Problem("unknown_order", "order", str(unknown))]) from None


def _since(since: str) -> Since:
    try:
        return Since(since)
    except ValueError as unknown:
        raise InvalidPlaybook([Problem("unknown_rule", "since", str(unknown))]) from None


@frozen
class MergePolicy:
    """leads, contacts, customers: row → rule, where it is not the default one. order: who survives, and whose values
    come first among equals; what is still equal goes by id. since: with whom goes what happened since a merge that is
    taken back.

    Raises `InvalidPlaybook` for rows that are not there, and for rules that cannot decide about a row.
    """

    leads: Mapping[str, Rule] = field(factory=dict, converter=_rules)
    contacts: Mapping[str, Rule] = field(factory=dict, converter=_rules)
    customers: Mapping[str, Rule] = field(factory=dict, converter=_rules)
    order: tuple[Precedence, ...] = field(
        default=(Precedence.FURTHEST, Precedence.MOST_COMPLETE, Precedence.OLDEST), converter=_order
    )
    since: Since = field(default=Since.SURVIVOR, converter=_since)

    def __attrs_post_init__(self) -> None:
        faults = []
        for subject in SUBJECTS.values():
            for name, rule in self._of(subject).items():
                if name not in subject.row:
                    faults.append(Problem("unknown_row", name, f"the rows of a {subject.name} know no such name"))
                elif not fits(rule, subject.row[name]):
                    faults.append(Problem("wrong_rule", name, f"{rule} cannot decide about it"))
        if faults:
            raise InvalidPlaybook(faults)

    def rules(self, subject: Subject) -> dict[str, Rule]:
        """Row → rule, for every row of this kind."""
        return {row.name: row.rule for row in subject.rows} | dict(self._of(subject))

    def _of(self, subject: Subject) -> Mapping[str, Rule]:
        return {"lead": self.leads, "contact": self.contacts, "customer": self.customers}[subject.name]
