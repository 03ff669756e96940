"""An asynchronous store as a synchronous one, so that whatever drives stores is written once."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

__all__ = ["is_asynchronous", "opened"]


def is_asynchronous(given: Any) -> bool:
    """Whether this store, or what opens it, is of the asynchronous form."""
    return hasattr(given.begin() if hasattr(given, "begin") else given, "__aenter__")


@contextmanager
def opened(given: Any, *, bridge: bool = True) -> Iterator[tuple[Any, Callable[[Any], Any]]]:
    """The store, opened, and a function that finishes what it gives: awaits coroutines in the one event loop of this.

    given: a store, or a context manager that opens one. bridge: show an asynchronous store in synchronous form.
    """
    if not is_asynchronous(given):
        if hasattr(given, "begin"):
            yield given, lambda outcome: outcome
        else:
            with given as store:
                yield store, lambda outcome: outcome
        return
    with asyncio.Runner() as runner:

        def finish(outcome: Any) -> Any:
            return runner.run(_awaited(outcome))

        store = given if hasattr(given, "begin") else finish(given.__aenter__())
        try:
            yield (_Bridge(store, finish) if bridge else store), finish
        finally:
            if not hasattr(given, "begin"):
                finish(given.__aexit__(None, None, None))


async def _awaited(outcome: Any) -> Any:
    return await outcome


async def _all_of(found: AsyncIterator[Any]) -> list[Any]:
    return [each async for each in found]


class _Bridge:
    """A store, a unit of work, a repository: each call runs to its end."""

    def __init__(self, inner: Any, finish: Callable[[Any], Any]) -> None:
        self._inner = inner
        self._finish = finish

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found):
            return _Bridge(found, self._finish)

        def call(*given: Any, **named: Any) -> Any:
            return self._shown(found(*given, **named))

        return call

    def _shown(self, outcome: Any) -> Any:
        if inspect.isawaitable(outcome):
            return self._finish(outcome)
        if hasattr(outcome, "__anext__"):
            return iter(self._finish(_all_of(outcome)))
        return _Bridge(outcome, self._finish) if hasattr(outcome, "__aenter__") else outcome

    def __enter__(self) -> Self:
        self._finish(self._inner.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finish(self._inner.__aexit__(kind, error, trace))
