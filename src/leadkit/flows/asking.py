"""The playbook's scorers, asked one by one behind a fence."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from leadkit.flows.isolation import Failure, isolated
from leadkit.model import Activity, Lead, Score
from leadkit.steps.scoring import Scorer, answered, parts_of, summed

__all__ = ["asked"]


def asked(
    scorer: Scorer, lead: Lead, activities: tuple[Activity, ...], at: datetime
) -> tuple[Score | None, tuple[Failure, ...]]:
    """The score that those answer who do not fail, `None` when all do; and who failed."""
    scores: list[Score] = []
    failures = []
    for part in parts_of(scorer):
        ask: Callable[[], Score | None] = partial(answered, part, lead, activities, at)
        answer, failure = isolated("scoring", part, ask, lambda: None)
        if failure:
            failures.append(failure)
        elif answer is not None:
            scores.append(answer)
    return (summed(scorer, lead, scores, at) if scores else None), tuple(failures)
