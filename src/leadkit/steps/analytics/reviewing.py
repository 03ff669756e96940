"""What would have changed, had other rules been in force: the same history, judged by two playbooks."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from attrs import frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.measures import Definition, Rate

__all__ = ["Review", "Shift", "shift"]


@frozen
class Shift:
    """Leads that come out differently. n: how many were judged; moved: (under the first, under the second playbook) →
    ids of the leads, most first; leads that come out the same are not listed."""

    n: int
    moved: Mapping[tuple[str, str], tuple[str, ...]]

    @property
    def changed(self) -> Rate:
        """How many of those judged come out differently."""
        return Rate(sum(map(len, self.moved.values())), self.n)


def shift(judged: Mapping[str, tuple[str, str]]) -> Shift:
    """judged: id → what comes out of it under the first playbook, and under the second."""
    moved: dict[tuple[str, str], list[str]] = {}
    for id, (one, other) in judged.items():
        if one != other:
            moved.setdefault((one, other), []).append(id)
    order = sorted(moved, key=lambda pair: (-len(moved[pair]), pair))
    return Shift(len(judged), FrozenDict({pair: tuple(moved[pair]) for pair in order}))


@frozen
class Review:
    """Two playbooks over one history. leads: how many live leads it has.

    scores, priorities, reached: today's points, priority and highest threshold of each lead (blank for none). owners:
    who gets each lead that was assigned by rules, replayed in the order in which they came, with nobody having had a
    turn before. dues: by when each lead was to be contacted first. kept_first, kept_second: first contacts in time, of
    those that are due by now, under each; late: leads whose first contact is in time under one and late under the
    other, as "kept" and "late".
    """

    definition: ClassVar[Definition] = DEFINITIONS["review"]

    as_of: datetime
    leads: int
    scores: Shift
    priorities: Shift
    reached: Shift
    owners: Shift
    dues: Shift
    kept_first: Rate
    kept_second: Rate
    late: Shift

    @property
    def n(self) -> int:
        return self.leads

    def __str__(self) -> str:
        told = [f"{self.leads} leads"]
        for name in ("scores", "priorities", "reached", "owners", "dues", "late"):
            found: Shift = getattr(self, name)
            told.append(f"{name}: {found.changed.part} of {found.n} come out differently")
        told.append(f"first contacts in time: {self.kept_first} against {self.kept_second}")
        return "\n".join(told)
