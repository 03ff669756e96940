"""Learning from open leads too: each counts by its chance, which is learnt along."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from leadkit.contrib.predict.judging import rows_of
from leadkit.errors import Problem, UnusableInput
from leadkit.steps.prediction.delay import Delay, chance_of_open, delay_of
from leadkit.steps.prediction.protocol import ConversionModel
from leadkit.steps.prediction.reading import days_of

__all__ = ["fit_with_open"]

M = TypeVar("M", bound=ConversionModel)
_ROUNDS = 3
#: Delays are looked at by whole days, and of this many leads at most: the estimate is quadratic in them.
_LEADS = 1_000


def fit_with_open(
    model: M,
    table: Mapping[str, Sequence[Any]],
    outcome: Sequence[float | None],
    *,
    came: Sequence[Any],
    closed: Sequence[Any],
    at: Any,
    in_time: bool = False,
) -> M:
    """Learn from all leads. outcome: 1 won, 0 lost, `None` open. came, closed: when; blank if open.

    at: as of when the leads are seen. In rounds: what would the open ones become, given fields and age? Learn that.
    Raises `UnusableInput` with `unreadable_times` when the times of fewer than ten won or ten lost leads are known.
    """
    now = days_of(at)
    start = [days_of(each) for each in came]
    end = [days_of(each) for each in closed]
    delays = [_delay(outcome, side, start, end, now) for side in (1.0, 0.0)]
    still = np.array([each is None for each in outcome])
    done = np.flatnonzero(~still)
    known = [float(each or 0.0) for each in outcome]
    learnt = model.fit(rows_of(table, done), [known[row] for row in done.tolist()], in_time=in_time)
    for _ in range(_ROUNDS if still.any() else 0):
        said = learnt.probabilities(table)
        for row in np.flatnonzero(still).tolist():
            born = start[row]
            age = 0.0 if born is None or now is None else now - born
            known[row] = chance_of_open(said[row], age, *delays)
        learnt = model.fit(table, known, in_time=in_time)
    return learnt


def _delay(
    outcome: Sequence[float | None],
    side: float,
    start: Sequence[float | None],
    end: Sequence[float | None],
    now: float | None,
) -> Delay:
    took = [
        (max(np.floor(last - first), 0.0), np.floor(now - first))
        for each, first, last in zip(outcome, start, end, strict=True)
        if each == side and first is not None and last is not None and now is not None and first <= last <= now
    ]
    if len(took) < 10:
        message = "when leads came in and were closed is known of fewer than ten won or ten lost ones"
        raise UnusableInput([Problem("unreadable_times", "closed", message)])
    kept = took[:: -(-len(took) // _LEADS)]
    return delay_of([float(days) for days, _ in kept], [float(age) for _, age in kept])
