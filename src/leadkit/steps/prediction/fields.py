"""Fields as a model sees them: each turns a lead's cell into one of a few levels."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Any

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.steps.prediction.reading import days_of, number_of, word_of

__all__ = ["Kind", "ModelField"]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS = tuple(f"{hour:02}:00" for hour in range(24))
_EPOCH_WEEKDAY = 3  # the first of January 1970 was a Thursday


class Kind(StrEnum):
    """number: ranges of values. category: words, flags among them. weekday, hour: of an instant.

    days: from the lead's own time to another instant.
    """

    NUMBER = "number"
    CATEGORY = "category"
    WEEKDAY = "weekday"
    HOUR = "hour"
    DAYS = "days"


def _words(values: Mapping[str, str]) -> FrozenDict[str, str]:
    return FrozenDict(values)


@frozen(slots=False)
class ModelField:
    """One column, and how its cells fall into levels. The last level is always "missing".

    cuts: rising upper ends of all ranges but the last (`number`, `days`); a value on a cut belongs below.
    words: comparing form → how it was written, for `category`; what is not among them is the level "other".
    since: the column of the lead's own time, for `days`. counts: how many of the leads learnt from have each level.
    """

    column: str
    kind: Kind
    cuts: tuple[float, ...] = field(default=(), converter=tuple[float, ...])
    words: Mapping[str, str] = field(factory=FrozenDict, converter=_words, repr=False)
    since: str = ""
    counts: tuple[int, ...] = field(default=(), converter=tuple[int, ...], repr=False)

    @property
    def name(self) -> str:
        """What people call it: the column, and for instants which part of it."""
        if self.kind is Kind.DAYS:
            return f"days from {self.since} to {self.column}"
        return f"{self.column} ({self.kind})" if self.kind in (Kind.WEEKDAY, Kind.HOUR) else self.column

    @property
    def is_ordered(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.DAYS)

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The name of each level, "missing" last."""
        if self.is_ordered:
            return (*_ranges(self.cuts), "missing")
        if self.kind is Kind.CATEGORY:
            return (*self.words.values(), "other", "missing")
        return (*(WEEKDAYS if self.kind is Kind.WEEKDAY else _HOURS), "missing")

    @property
    def size(self) -> int:
        """How many levels there are."""
        if self.is_ordered:
            return len(self.cuts) + 2
        return len(self.words) + 2 if self.kind is Kind.CATEGORY else len(self.levels)

    @cached_property
    def of_value(self) -> Callable[[Any], int]:
        """The level of a cell. Not for `days`, which needs two."""
        missing = self.size - 1
        if self.kind is Kind.NUMBER:
            return lambda value: missing if (seen := number_of(value)) is None else self.of_number(seen)
        if self.kind is Kind.CATEGORY:
            return self._of_word(missing)
        part = weekday if self.kind is Kind.WEEKDAY else hour
        return lambda value: missing if (seen := days_of(value)) is None else part(seen)

    def _of_word(self, missing: int) -> Callable[[Any], int]:
        places = {word: at for at, word in enumerate(self.words)} | {"": missing}
        written = {told: at for at, told in enumerate(self.words.values()) if word_of(told) in places}
        other = missing - 1

        def level(value: Any) -> int:
            at = written.get(value) if type(value) is str else None  # as it is written most often: no need to fold it
            return places.get(word_of(value), other) if at is None else at

        return level

    def of_number(self, value: float) -> int:
        return bisect_left(self.cuts, value)

    def of_days(self, start: Any, end: Any) -> int:
        """The level of a `days` field, from the cells of its two columns."""
        since, until = days_of(start), days_of(end)
        return self.size - 1 if since is None or until is None else self.of_number(until - since)

    @cached_property
    def of_lead(self) -> Callable[[Mapping[str, Any]], int]:
        """The level of a lead. A column that it does not have is missing."""
        column, since = self.column, self.since
        if self.kind is Kind.DAYS:
            return lambda lead: self.of_days(lead.get(since), lead.get(column))
        read = self.of_value
        return lambda lead: read(lead.get(column))


def weekday(days: float) -> int:
    """0 is Monday."""
    return (int(days // 1) + _EPOCH_WEEKDAY) % 7


def hour(days: float) -> int:
    """The hour of an instant in days; rounded to seconds, because a fraction of a day is not exact."""
    return round(days % 1 * 86_400) // 3_600 % 24


def _ranges(cuts: Sequence[float]) -> tuple[str, ...]:
    if not cuts:
        return ("any number",)
    between = (f"{_told(low)} – {_told(high)}" for low, high in pairwise(cuts))
    return (f"up to {_told(cuts[0])}", *between, f"above {_told(cuts[-1])}")


def _told(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"
