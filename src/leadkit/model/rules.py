"""What rules may ask about: the fields of a lead, and what it did."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from leadkit.errors import Problem
from leadkit.kernel.conditions import Condition, condition_faults
from leadkit.kernel.paths import reaches
from leadkit.model.activity import DETAILS, Activity
from leadkit.model.lead import Lead

__all__ = ["Behaviour", "is_known_behaviour", "lead_faults"]


class Behaviour:
    """Activities as rules see them: `behaviour.page_visit` knows how often it happened, and the values seen."""

    def __init__(self, activities: Iterable[Activity]) -> None:
        by_kind: dict[str, list[Activity]] = {}
        for activity in activities:
            by_kind.setdefault(activity.kind, []).append(activity)
        self.__dict__.update({kind: _Times(seen) for kind, seen in by_kind.items()})


class _Times(int):
    """How often one kind of thing happened; its attributes are the values seen."""

    details: tuple[Any, ...]

    def __new__(cls, seen: list[Activity]) -> Self:
        times = super().__new__(cls, len(seen))
        times.details = tuple(activity.detail for activity in seen)
        return times

    def __getattr__(self, name: str) -> tuple[Any, ...]:
        return tuple(getattr(detail, name, None) for detail in self.details)


def is_known_behaviour(path: Sequence[str]) -> bool:
    """Whether there is such a kind of activity, and it has a field at the end of this path."""
    return bool(path) and path[0] in DETAILS and reaches(DETAILS[path[0]], path[1:])


def lead_faults(conditions: Iterable[Condition]) -> Iterable[Problem]:
    """What is wrong with these conditions about a lead, all at once."""
    rows = tuple(conditions)
    yield from condition_faults(rows)
    for row in rows:
        if not reaches(Lead, row.field.split(".")):
            yield Problem("unknown_field", row.field, "a lead has no such field")
