"""How a check runs: by itself, without any plug-in for asynchronous tests."""

import asyncio
import inspect
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest

from leadkit.testing.stores.promises import PROMISES, Capability, Promise

__all__ = ["attempt", "check", "finished", "promised", "skip_without"]


def finished(outcome: Any) -> Any:
    """What a coroutine gives, run in an event loop of its own; anything else is the outcome already."""
    return asyncio.run(outcome) if inspect.iscoroutine(outcome) else outcome


def promised(name: str) -> Promise:
    """The promise whose number stands in the name of its check."""
    found = re.match(r"test_s(\d+)_", name)
    if found is None:
        raise ValueError(f"{name} names no promise")
    return PROMISES[int(found[1])]


def check(method: Callable[[Any, Any], Any]) -> Callable[[Any, Any], None]:
    """A method of a suite, run with its store open. What fails says which promise was broken."""
    promise = promised(method.__name__)

    @wraps(method)
    def run(suite: Any, subject: Any) -> None:
        attempt(suite, method, subject, promise, finished)

    return run


def attempt(
    suite: Any, method: Callable[[Any, Any], Any], subject: Any, promise: Promise, finish: Callable[[Any], Any]
) -> None:
    """Run a check to its end. finish: awaits what the asynchronous form gives."""
    try:
        finish(subject.tried(suite, method, promise))
    except AssertionError as broken:
        broken.args = (f"{promise}\n{broken}" if str(broken) else str(promise), *broken.args[1:])
        raise
    except Exception as unexpected:
        unexpected.add_note(str(promise))
        raise


def skip_without(promise: Promise, offered: frozenset[Capability]) -> None:
    """Skip what this store does not offer, with the sentence of what is missing."""
    for needed in promise.needs:
        if needed not in offered:
            pytest.skip(f"needs: {needed.value}")
