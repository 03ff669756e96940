"""Many use cases of one kind in one unit of work; each alone when somebody else is in the way."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from attrs import evolve

from leadkit.buffered import AsyncBatch, Expected
from leadkit.errors import IdempotencyConflict, VersionConflict
from leadkit.flows._async.deciding import lost_race
from leadkit.flows._async.env import Env

__all__ = ["together"]

Item = TypeVar("Item")
T = TypeVar("T")


async def together(
    env: Env, items: Sequence[Item], act: Callable[[Env, Item], Awaitable[T]], expected: Expected
) -> list[T]:
    """What `act` makes of each item, all of it committed."""
    try:
        async with AsyncBatch(env.store) as batch:
            await batch.expect(expected)
            inside = evolve(env, store=batch)
            outcomes = [await act(inside, item) for item in items]
            await batch.commit()
            return outcomes
    except (VersionConflict, IdempotencyConflict) as conflict:
        if not lost_race(conflict):
            raise
    # Somebody else works on the same people at the same time: one by one, a lost race concerns one of them only.
    return [await act(env, item) for item in items]
