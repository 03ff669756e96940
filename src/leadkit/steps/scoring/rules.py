"""A rule is a row: what it asks, what it gives, and how long that counts."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from math import ceil
from typing import Any

import attrs
from attrs import frozen

from leadkit.kernel.conditions import Condition
from leadkit.kernel.record import vouched
from leadkit.model import Axis, Contribution
from leadkit.steps.scoring.decay import Decay, read_decay

__all__ = ["ACTIVITY", "LISTS", "BotFilter", "Gate", "Overlap", "Rule", "row_data"]

#: How the path of a rule about behaviour begins.
ACTIVITY = "activity."

#: Operators whose value is a list, even of one.
LISTS = frozenset({"in", "none_in", "contains", "contains_none", "starts_with", "ends_with", "between"})


class Overlap(StrEnum):
    """What counts of the rows of one group that apply. all: each. first: the topmost. max: the one with most points."""

    ALL = "all"
    FIRST = "first"
    MAX = "max"


def _plain(value: Any) -> Any:
    """A row's value in its one form: lists become tuples, exact decimals the numbers that a file would hold."""
    if isinstance(value, Decimal) and value.is_finite():
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set | frozenset):
        return tuple(sorted(map(_plain, value), key=repr))
    if isinstance(value, list | tuple):
        return value if type(value) is tuple and all(type(one) is str for one in value) else tuple(map(_plain, value))
    return value


def _decay(decay: Decay | str | None) -> Any:
    """Words become what they say; what they do not say stays as it is, for the check to name."""
    return (read_decay(decay) or decay) if isinstance(decay, str) and decay else decay or None


@frozen(slots=False)
class Rule:
    """One row: points for a lead that meets a condition.

    field: a path into the lead ("source.channel"), or "activity.<kind>" for how often something happened, or
    "activity.<kind>.<field>" for the things that happened of which that field fits. because: the sentence of the
    explanation, made from the row when blank; because_zh: the same in Chinese. source: where the row comes from.
    group: rows of one group may overlap, see `RuleScorer.overlaps`; the field when blank.

    The rest is for behaviour only, and counts the things that fit. repeat: points for each of them; else once, held by
    the latest, so that doing it again refreshes it. times, within_days: so many of them must have happened, within so
    many days. per_day: the most points that they give in one day of the model's zone. most: the most that they give in
    all. decay: how the points of each fade, as a value or in words ("halved every 45 days").
    """

    field: str
    operator: str
    value: Any = attrs.field(converter=_plain)
    points: int
    because: str = ""
    because_zh: str = ""
    repeat: bool = attrs.field(default=False, kw_only=True)
    times: int = attrs.field(default=1, kw_only=True)
    within_days: int | None = attrs.field(default=None, kw_only=True)
    per_day: int | None = attrs.field(default=None, kw_only=True)
    most: int | None = attrs.field(default=None, kw_only=True)
    decay: Decay | None = attrs.field(default=None, kw_only=True, converter=_decay)
    group: str = attrs.field(default="", kw_only=True)
    source: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.operator in LISTS and not isinstance(self.value, tuple):
            object.__setattr__(self, "value", (self.value,))

    @cached_property
    def axis(self) -> Axis:
        """`ENGAGEMENT` for a row about behaviour, else `FIT`."""
        return Axis.ENGAGEMENT if self.field.startswith(ACTIVITY) else Axis.FIT

    @property
    def kind(self) -> str:
        """The kind of activity that the row is about, blank for a row about the lead."""
        return self.field.split(".")[1] if self.axis is Axis.ENGAGEMENT and "." in self.field else ""

    @property
    def counts(self) -> bool:
        """Whether it asks how often something happened, and not what it was."""
        return self.axis is Axis.ENGAGEMENT and self.field.count(".") == 1

    @property
    def needed(self) -> int | None:
        """How many things must have happened. `None`: it asks about the number itself, so nothing holds its points."""
        if not self.counts:
            return self.times
        if self.operator == "filled":
            return self.times if self.value else None
        return max(ceil(self.value), self.times) if self.operator == "at_least" and self.value > 0 else None

    @cached_property
    def condition(self) -> Condition:
        return Condition(self.field.removeprefix(ACTIVITY), self.operator, self.value)

    @cached_property
    def reason(self) -> str:
        """The sentence of the explanation."""
        return self.because or str(self.condition)

    @cached_property
    def contribution(self) -> Contribution:
        return self.giving(self.points)

    def giving(self, points: int) -> Contribution:
        """The contribution of this row when it gives so many points."""
        return vouched(Contribution, {"axis": self.axis, "points": points, "because": self.reason})

    @property
    def asks(self) -> tuple[object, ...]:
        """What two rows that ask the same have in common."""
        value = frozenset(self.value) if self.operator in LISTS - {"between"} else self.value
        return (self.field, self.operator, type(self.value) is bool, value, self.times, self.within_days)


@frozen(slots=False)
class Gate:
    """A row that closes a lead to sales while it holds: low priority, whatever the points."""

    field: str
    operator: str
    value: Any = attrs.field(converter=_plain)
    because: str = ""
    because_zh: str = ""

    @cached_property
    def condition(self) -> Condition:
        return Condition(self.field, self.operator, self.value)

    @cached_property
    def reason(self) -> str:
        """The sentence of the explanation."""
        return self.because or str(self.condition)


def _kinds(kinds: str | Iterable[str]) -> tuple[str, ...]:
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


@frozen(slots=False)
class BotFilter:
    """What a program did counts nothing: link scanners open all links of a mail within seconds, people do not.

    most: of one kind of activity that a person does within these seconds; more than that, and none of them counts.
    """

    most: int = 5
    seconds: int = 10
    kinds: tuple[str, ...] = attrs.field(
        default=("page_visit", "email_click", "email_open", "ad_click", "download"), converter=_kinds
    )


def row_data(row: Rule | Gate) -> dict[str, Any]:
    """A row as a JSON-safe table, without what is at its default."""
    return {
        each.name: _json(each.name, getattr(row, each.name))
        for each in attrs.fields(type(row))
        if each.default is attrs.NOTHING or getattr(row, each.name) != each.default
    }


def _json(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(name, each) for each in value]
    if isinstance(value, date):  # an instant too
        return value.isoformat()
    if isinstance(value, str) or name == "decay":
        return str(value)
    return value
