"""One use case in one unit of work, decided anew when somebody else was faster."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from attrs import evolve

from leadkit.buffered import AsyncBatch
from leadkit.errors import IdempotencyConflict, VersionConflict
from leadkit.flows._async.env import Env
from leadkit.repositories import AsyncUnitOfWork

__all__ = ["TRIES", "lost_race", "one_batch", "one_unit_of_work"]

P = ParamSpec("P")
T = TypeVar("T")

#: Of fifty that want one record at once, the unluckiest loses this often at most if somebody wins each time.
TRIES = 50


def one_unit_of_work(
    case: Callable[Concatenate[AsyncUnitOfWork, Env, P], Awaitable[T]],
) -> Callable[Concatenate[Env, P], Awaitable[T]]:
    """The use case in a unit of work of its own.

    Callers say what they want and hold no version, so a lost race is no answer to them: the case is run again on what
    the winner left, and says yes or no to that. A store that waits a little before it reports a lost race keeps the
    losers apart.
    """

    @wraps(case)
    async def run(env: Env, /, *arguments: P.args, **named: P.kwargs) -> T:
        for left in reversed(range(TRIES)):
            try:
                async with env.store.begin() as work:
                    return await case(work, env, *arguments, **named)
            except (VersionConflict, IdempotencyConflict) as conflict:
                if not left or not lost_race(conflict):
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    return run


def one_batch(case: Callable[Concatenate[Env, P], Awaitable[T]]) -> Callable[Concatenate[Env, P], Awaitable[T]]:
    """As `one_unit_of_work`, for a case that consists of others: each has its own, and all are committed together."""

    @wraps(case)
    async def run(env: Env, /, *arguments: P.args, **named: P.kwargs) -> T:
        for left in reversed(range(TRIES)):
            try:
                async with AsyncBatch(env.store) as batch:
                    outcome = await case(evolve(env, store=batch), *arguments, **named)
                    await batch.commit()
                    return outcome
            except (VersionConflict, IdempotencyConflict) as conflict:
                if not left or not lost_race(conflict):
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    return run


def lost_race(conflict: VersionConflict | IdempotencyConflict) -> bool:
    """Whether a second try can end otherwise: a key that was used for another content stays used."""
    return isinstance(conflict, VersionConflict) or any(problem.code == "key_taken" for problem in conflict.problems)
