"""Reclaim rules as data: what has to be so, joined by AND and OR, and when it comes true if nothing else happens."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from attrs import field, frozen

from leadkit.errors import Problem
from leadkit.kernel.conditions import Condition, condition_faults, present, reader, scale
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import utc
from leadkit.kernel.paths import reaches
from leadkit.kernel.record import text
from leadkit.model import Customer, Lead

__all__ = [
    "BACK_IN_TIME",
    "AllOf",
    "AnyOf",
    "ReclaimRule",
    "Ripe",
    "Rule",
    "Since",
    "Subject",
    "asks_customer",
]

#: As `ReclaimRule.applies`: the clocks of a new or changed rule began long before there was the rule.
BACK_IN_TIME = datetime(1, 1, 1, tzinfo=UTC)

#: start, span → the instant so much later, as the pool counts days.
Later = Callable[[datetime, timedelta], datetime]


@frozen
class Since:
    """So much time has passed since the instant or day in this field.

    field: dotted path, such as "owner_since", "last_contact_at", "extra.renewal", "customer.purchases.contract_ends";
    of several values the last counts, and text in ISO form is the day or time that it says. Every change of the owner
    starts the clock anew, whatever the field says. Who was never contacted counts as contacted when the owner got the
    lead; another blank field, never.
    """

    field: str
    span: timedelta


@frozen
class AllOf:
    """All of these hold: AND."""

    parts: "tuple[Rule, ...]" = field(converter=tuple["Rule", ...])


@frozen
class AnyOf:
    """One of these holds: OR."""

    parts: "tuple[Rule, ...]" = field(converter=tuple["Rule", ...])


Rule = Condition | Since | AllOf | AnyOf


@frozen
class Subject:
    """What rules are asked about: a lead, as if its customer were one of its fields. since: when its owner got it."""

    lead: Lead
    customer: Customer | None
    since: datetime

    def __getattr__(self, name: str) -> Any:
        return getattr(self.lead, name, None)


@frozen
class Ripe:
    """When a rule comes true if nothing else happens, and why."""

    at: datetime
    because: str


Ripening = Callable[[Subject, Later], Ripe | None]


@frozen(slots=False)
class ReclaimRule:
    """When an owner loses a lead again.

    name: as people are told. when: conditions about the lead or its customer (`customer.stage`, …) and spans of time,
    nested at will. applies: the instant before which its clocks do not begin; a rule that is made or changed today has
    that of today, or `BACK_IN_TIME`. to: the pool that takes the lead, blank for the one whose rule this is.
    """

    name: str
    when: Rule
    applies: datetime
    to: str = ""

    @cached_property
    def ripens(self) -> "Ripening":
        """When the rule comes true if nothing else happens; `None`: not by itself."""
        return _ripening(self.when, self.applies)


def _ripening(rule: Rule, applies: datetime) -> Ripening:
    """A function of the lead. Build it once a rule, not once a lead."""
    match rule:
        case Condition():
            test, holds = rule.compiled(), Ripe(BACK_IN_TIME, str(rule))
            return lambda subject, _: holds if test(subject) else None
        case Since():
            return _passing(rule, applies)
    parts = [_ripening(part, applies) for part in rule.parts]

    def all_of(subject: Subject, later: Later) -> Ripe | None:
        found = [part(subject, later) for part in parts]
        ripe = [each for each in found if each is not None]
        if len(ripe) < len(found):
            return None
        return Ripe(max(each.at for each in ripe), " and ".join(each.because for each in ripe))

    def any_of(subject: Subject, later: Later) -> Ripe | None:
        found = (part(subject, later) for part in parts)
        return min((each for each in found if each is not None), key=lambda each: each.at, default=None)

    return all_of if isinstance(rule, AllOf) else any_of


def _passing(rule: Since, applies: datetime) -> Ripening:
    read, from_the_start = reader(rule.field), rule.field in _CLOCKS
    told = _CLOCKS.get(rule.field) or f"since {rule.field.replace('_', ' ').replace('.', ' ')}"
    because = f"{_span_text(rule.span)} {told}"

    def passed(subject: Subject, later: Later) -> Ripe | None:
        known = [at for at in map(_instant, present(read(subject))) if at is not None]
        if not known and not from_the_start:
            return None
        return Ripe(later(max([*known, subject.since, applies]), rule.span), because)

    return passed


# Blank in a lead to which nothing has happened yet: then the clock runs from the beginning.
_CLOCKS: Mapping[str, str] = FrozenDict(
    {
        "owner_since": "since the owner got it",
        "last_contact_at": "without contact",
        "status_since": "without a new status",
    }
)
_DAY = timedelta(days=1)


def _span_text(span: timedelta) -> str:
    """`30 days`, `12 h`."""
    return f"{span / _DAY:g} days" if span >= _DAY else f"{span / timedelta(hours=1):g} h"


def _instant(value: Any) -> datetime | None:
    """The instant that a value says; a day begins at midnight in UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
        if value.tzinfo is None:
            value = value.replace(tzinfo=UTC)
    if scale(value) == "day":
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return utc(value) if scale(value) == "instant" else None


def asks_customer(rule: Rule) -> bool:
    """Whether the rule asks about the customer, who then has to be known."""
    return any(leaf.field.startswith("customer.") for leaf in _leaves(rule))


def _leaves(rule: Rule) -> Iterator[Condition | Since]:
    if isinstance(rule, AllOf | AnyOf):
        for part in rule.parts:
            yield from _leaves(part)
    else:
        yield rule


def _waits(rule: Rule) -> bool:
    """Whether some time has to pass, whichever way the rule comes true."""
    if isinstance(rule, AllOf):
        return any(map(_waits, rule.parts))
    return all(map(_waits, rule.parts)) if isinstance(rule, AnyOf) else isinstance(rule, Since)


_NAME = text(200, required=True)["check"]
_LONGEST = timedelta(days=36_525)  # so that no sum leaves the calendar


def rule_faults(rules: tuple[ReclaimRule, ...], pool: str) -> Iterator[Problem]:
    """What is wrong with a pool's reclaim rules, all at once."""
    names = [rule.name for rule in rules]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("duplicate_rule", f"{pool}.{name}", "another rule of this pool has this name")
    for rule in rules:
        path = f"{pool}.{rule.name}"
        if found := _NAME(rule.name):
            yield Problem(found[0], f"{pool}.reclaim", found[1])
        if not isinstance(rule.applies, datetime) or rule.applies.tzinfo is None:
            yield Problem("naive_datetime", f"{path}.applies", "is an aware time, or BACK_IN_TIME")
        if not _waits(rule.when):
            yield Problem("no_clock", path, "no time has to pass, so whoever gets a lead would lose it at once")
        yield from _leaf_faults(rule.when, path)


def _joins(rule: Rule) -> Iterator[AllOf | AnyOf]:
    if isinstance(rule, AllOf | AnyOf):
        yield rule
        for part in rule.parts:
            yield from _joins(part)


def _leaf_faults(rule: Rule, path: str) -> Iterator[Problem]:
    if not all(joined.parts for joined in _joins(rule)):
        yield Problem("required", path, "AND and OR join one part at least")
    leaves = tuple(_leaves(rule))
    yield from condition_faults(leaf for leaf in leaves if isinstance(leaf, Condition))
    for leaf in leaves:
        inner = leaf.field.split(".")
        kind, inner = (Customer, inner[1:]) if inner[0] == "customer" else (Lead, inner)
        if not inner or not reaches(kind, inner):
            yield Problem("unknown_field", leaf.field, "neither a lead nor its customer has such a field")
        if isinstance(leaf, Since) and not timedelta(0) < leaf.span <= _LONGEST:
            yield Problem(
                "out_of_range", f"{path}.{leaf.field}", "must be longer than zero, and no more than a century"
            )
