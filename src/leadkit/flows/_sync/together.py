# Derived from src/leadkit/flows/_async/together.py by tools/twins.py; edit that file.
"""Many use cases of one kind in one unit of work; each alone when somebody else is in the way."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from attrs import evolve

from leadkit.buffered import Batch, Expected
from leadkit.errors import IdempotencyConflict, VersionConflict
from leadkit.flows._sync.deciding import lost_race
from leadkit.flows._sync.env import Env

__all__ = ["together"]

Item = TypeVar("Item")
T = TypeVar("T")


def together(env: Env, items: Sequence[Item], act: Callable[[Env, Item], T], expected: Expected) -> list[T]:
    """What `act` makes of each item, all of it committed."""
    try:
        with Batch(env.store) as batch:
            batch.expect(expected)
            inside = evolve(env, store=batch)
            outcomes = [act(inside, item) for item in items]
            batch.commit()
            return outcomes
    except (VersionConflict, IdempotencyConflict) as conflict:
        if not lost_race(conflict):
            raise
    # Somebody else works on the same people at the same time: one by one, a lost race concerns one of them only.
    return [act(env, item) for item in items]
