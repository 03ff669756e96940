"""Leads and what happened with them as columns of numbers: each distinct value is kept once, each row its number."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from leadkit.kernel.paths import ends
from leadkit.model import Activity, Lead
from leadkit.model.activity import DETAILS
from leadkit.steps.scoring import RuleScorer
from leadkit.steps.scoring.engine import reading
from leadkit.steps.scoring.ledger import canonical
from leadkit.steps.scoring.rules import ACTIVITY

__all__ = ["Column", "Columns", "Events", "columns", "microseconds"]

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EVER = datetime.max.replace(tzinfo=UTC)


def microseconds(at: datetime) -> int:
    """Since 1970, exactly."""
    return (at - _EPOCH) // _MICROSECOND


@frozen(eq=False)
class Column:
    """codes: for each row the number of its value. values: by number, each once, as far as values can be compared."""

    codes: Codes
    values: tuple[Any, ...]

    def judged(self, judge: Callable[[Any], int]) -> Ints:
        """What the judge says of each row's value; it is asked once a value."""
        return np.array([judge(value) for value in self.values], np.int64)[self.codes]


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
