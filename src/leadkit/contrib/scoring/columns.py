"""Leads and what happened with them as columns of numbers: each distinct value is kept once, each row its number."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from leadkit.kernel.conditions import Condition, options, present, scale
from leadkit.kernel.paths import ends
from leadkit.model import Activity, Lead
from leadkit.model.activity import DETAILS
from leadkit.steps.scoring import RuleScorer
from leadkit.steps.scoring.judging import reading
from leadkit.steps.scoring.ledger import canonical
from leadkit.steps.scoring.rules import ACTIVITY

__all__ = ["Column", "Columns", "Events", "Flags", "Ints", "columns", "instant", "microseconds"]

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EVER = datetime.max.replace(tzinfo=UTC)


def microseconds(at: datetime) -> int:
    """Since 1970, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def instant(since: int) -> datetime:
    """The time so many microseconds since 1970."""
    return _EPOCH + since * _MICROSECOND


@frozen(eq=False)
class Scale:
    """Values on one scale in their order, and their numbers."""

    ordered: Sequence[Any]
    numbers: Ints


@frozen(eq=False, slots=False)
class Column:
    """codes: for each row the number of its value. values: by number, each once, as far as values can be compared."""

    codes: Codes
    values: tuple[Any, ...]

    def judged(self, judge: Callable[[Any], int]) -> Ints:
        """What the judge says of each row's value; it is asked once a value."""
        return np.array([judge(value) for value in self.values], np.int64)[self.codes]

    @cached_property
    def there(self) -> Flags:
        """Of each value, whether it is one, or holds one."""
        return np.array([bool(present(value)) for value in self.values], np.bool_)

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        """The values that compare, by the scale that they are on."""
        of: dict[str, list[int]] = {}
        for number, value in enumerate(self.values):
            if (on := scale(value)) and value == value:  # noqa: PLR0124  NaN compares with nothing
                of.setdefault(on, []).append(number)
        return {on: _scale(numbers, self.values) for on, numbers in of.items()}

    @cached_property
    def several(self) -> Ints:
        """The numbers of the values that hold several."""
        return np.array([number for number, value in enumerate(self.values) if type(value) is tuple], np.int64)

    def holds(self, condition: Condition, at: datetime) -> Flags:
        """Of each value, whether it meets the condition; a comparison is worked out for all of them at once."""
        judge = condition.judge(at)
        if condition.operator == "filled":
            return self.there if condition.value else ~self.there
        if condition.operator not in ("at_least", "at_most", "between"):
            return np.array([judge(value) for value in self.values], np.bool_)
        bounds = options(condition.value)
        found = np.zeros(len(self.values), np.bool_)
        if (on := self.scales.get(scale(bounds[0]) or "")) is not None:
            low = 0 if condition.operator == "at_most" else bisect_left(on.ordered, bounds[0])
            high = len(on.ordered) if condition.operator == "at_least" else bisect_right(on.ordered, bounds[-1])
            found[on.numbers[low:high]] = True
        for number in self.several:
            found[number] = judge(self.values[number])
        return found


def _scale(numbers: list[int], values: Sequence[Any]) -> Scale:
    in_order = sorted(numbers, key=lambda number: values[number])
    return Scale([values[number] for number in in_order], np.array(in_order, np.int64))


@frozen(eq=False)
class Events:
    """The things of one kind, ordered by lead and then as the row form orders them. at: microseconds since 1970."""

    lead: Codes
    at: Ints
    columns: Mapping[str, Column]


@frozen(eq=False)
class Columns:
    """Leads by field, their last scores, and what happened with them by kind."""

    rows: int
    fields: Mapping[str, Column]
    last: Column
    events: Mapping[str, Events] = field(factory=dict)


def columns(
    leads: Sequence[Lead], models: Iterable[RuleScorer], activities: Sequence[Sequence[Activity]] | None = None
) -> Columns:
    """What these models look at, of these leads. activities: of each lead, in the order of the leads.

    Building them costs several times what scoring does. They serve several models and any time of asking.
    """
    models = tuple(models)
    paths = {rule.field for model in models for rule in model.rules} | {
        gate.field for model in models for gate in model.gates
    }
    about = sorted(path for path in paths if not path.startswith(ACTIVITY))
    seen = sorted(path.removeprefix(ACTIVITY) for path in paths if path.startswith(ACTIVITY))
    last = [score and (score.model, score.priority, score.grade, score.reached) for score in (x.score for x in leads)]
    fields = {path: _column(Lead, path, leads) for path in about}
    return Columns(len(leads), fields, _numbered(last), _events(seen, activities) if activities else {})


def _column(noun: Any, path: str, nouns: Iterable[Any]) -> Column:
    read = reading(noun, path)
    values = map(read, nouns)
    # True equals 1 and is judged otherwise: where a field may hold both, they are told apart by their types.
    mixed = bool(ends(noun, tuple(path.split("."))) & {Any, bool})
    return _numbered(values, typed=mixed)


def _numbered(values: Iterable[Any], *, typed: bool = False) -> Column:
    numbers: dict[Any, int] = {}
    kept: list[Any] = []
    codes: list[int] = []
    for value in values:
        key = (type(value), value) if typed else value
        try:
            number = numbers.setdefault(key, len(kept))
        except TypeError:  # a value without a hash is a value of its own
            number = len(kept)
        if number == len(kept):
            kept.append(value)
        codes.append(number)
    return Column(np.array(codes, np.int32), tuple(kept))


def _events(paths: Sequence[str], activities: Sequence[Sequence[Activity]]) -> dict[str, Events]:
    kinds = {path.partition(".")[0] for path in paths}
    classes = {DETAILS[kind]: kind for kind in kinds}
    found: dict[str, tuple[list[int], list[int], list[Any]]] = {kind: ([], [], []) for kind in kinds}
    for number, of_lead in enumerate(activities):
        for activity in canonical(of_lead, _EVER):
            if (kind := classes.get(type(activity.detail))) is not None:
                leads, ats, details = found[kind]
                leads.append(number)
                ats.append(microseconds(activity.at))
                details.append(activity.detail)
    return {
        kind: Events(
            np.array(leads, np.int32),
            np.array(ats, np.int64),
            {
                path: _column(DETAILS[kind], path.partition(".")[2], details)
                for path in paths
                if path.partition(".")[0] == kind and "." in path
            },
        )
        for kind, (leads, ats, details) in found.items()
    }
