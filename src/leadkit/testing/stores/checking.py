"""The whole suite in one call, without pytest's runner: for a command line, and for telling broken stores apart."""

import linecache
import traceback
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

import pytest
from attrs import frozen

from leadkit.testing.stores._async.subject import AsyncSubject
from leadkit.testing.stores._async.suite import AsyncStoreSuite
from leadkit.testing.stores._sync.subject import Subject
from leadkit.testing.stores._sync.suite import StoreSuite
from leadkit.testing.stores.bridging import is_asynchronous, opened
from leadkit.testing.stores.histories import run_histories
from leadkit.testing.stores.promises import PROMISES, Capability
from leadkit.testing.stores.running import attempt, promised

__all__ = ["Verdict", "check_store", "checks", "history_verdict"]


@frozen
class Verdict:
    """What came of one check. passed: `None` when it was skipped. number: of the promise, 0 for the histories."""

    number: int
    promise: str
    check: str
    passed: bool | None
    reason: str = ""

    @property
    def word(self) -> str:
        """`passed`, `failed` or `skipped`."""
        return "skipped" if self.passed is None else "passed" if self.passed else "failed"


def checks() -> list[str]:
    """The names of all checks, by the number of their promise."""
    named = [name for name in dir(StoreSuite) if name.startswith("test_s")]
    return sorted(named, key=lambda name: (promised(name).number, name))


def check_store(
    factory: Callable[[], Any],
    *,
    without: Collection[Capability] = (),
    persistent: bool = False,
    back_door: Any = None,
    numbers: Collection[int] = (),
) -> Iterator[Verdict]:
    """Hold a store to every promise, one verdict a check.

    factory: gives a store or a context manager that opens one, of either form; it is called once. without: what the
    store cannot do although it seems to. persistent: calling the factory again opens the same data. back_door: as the
    fixture of the suite. numbers: check these promises only.
    """
    given = factory()
    asynchronous = is_asynchronous(given)
    suite: Any = AsyncStoreSuite() if asynchronous else StoreSuite()
    subject_of: Any = AsyncSubject if asynchronous else Subject
    with opened(given, bridge=False) as (store, finish):
        for name in checks():
            promise = promised(name)
            if numbers and promise.number not in numbers:
                continue
            subject = subject_of(store, reopen=factory if persistent else None, back_door=back_door)
            subject.withhold(without)
            method = getattr(type(suite), name).__wrapped__
            passed, reason = _tried(partial(attempt, suite, method, subject, promise, finish))
            yield Verdict(promise.number, PROMISES[promise.number].sentence, name, passed, reason)


def history_verdict(
    factory: Callable[[], Any], examples: int, steps: int, *, without: Collection[Capability] = ()
) -> Verdict:
    """A few random histories beside the memory store. They need a factory that gives an empty store each time."""
    sentence, name = "Random histories end as they do in the memory store.", "run_histories"
    if not _is_empty(factory):
        return Verdict(0, sentence, name, None, "needs: the factory gives an empty store each time")
    passed, reason = _tried(lambda: run_histories(factory, examples, steps, without=tuple(without)))
    return Verdict(0, sentence, name, passed, reason)


def _is_empty(factory: Callable[[], Any]) -> bool:
    with opened(factory()) as (store, _), store.begin() as work:
        return not any(True for repository in (work.leads, work.receipts, work.events) for _ in repository.all())


def _tried(act: Callable[[], Any]) -> tuple[bool | None, str]:
    try:
        act()
    except pytest.skip.Exception as skipped:
        return None, str(skipped)
    except (Exception, pytest.fail.Exception) as failed:
        return False, _reason(failed)
    return True, ""


def _reason(failed: BaseException) -> str:
    """What is wrong, on one line: the error, else the line of the check that was not true."""
    told = [line for line in str(failed).splitlines() if not line.startswith("S")]
    if not told:
        here = [frame for frame in traceback.extract_tb(failed.__traceback__) if "leadkit" in frame.filename]
        told = [linecache.getline(here[-1].filename, here[-1].lineno or 0).strip()] if here else []
    kind = "" if isinstance(failed, AssertionError) else f"{type(failed).__name__}: "
    text = kind + " ".join(line.strip() for line in told[:3])
    return text if len(text) <= 200 else f"{text[:199]}…"
