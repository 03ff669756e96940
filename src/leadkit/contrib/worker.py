"""A scorer in a process of its own, with a deadline: one that hangs, exits or crashes takes nothing down with it.

For scorers that you do not trust to come back, such as one that asks a model server. The desk treats a missed deadline
like any failure of a plug-in: the lead keeps its other scores, and its history says what failed. No thread is started.
"""

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Self

from leadkit.errors import LeadkitError, Problem
from leadkit.model import Activity, Lead, Score
from leadkit.steps.scoring import Scorer, checked_score

__all__ = ["DeadlineMissed", "WorkerDied", "WorkerFailed", "WorkerScorer"]


class WorkerFailed(LeadkitError):
    """The scorer in the worker raised; the message says what kind of error, never its text."""

    code = "worker_failed"


class DeadlineMissed(LeadkitError):
    """The scorer did not answer in time, and its process was stopped."""

    code = "deadline_missed"


class WorkerDied(LeadkitError):
    """The process of the scorer ended, or its answer could not be read."""

    code = "worker_died"


class WorkerScorer:
    """A scorer that asks another one in a process of its own. Close it when you are done; it is a context manager.

    make: builds the scorer, inside the process; a function of a module, because it travels by pickle. deadline: for one
    answer. starting: for the process to start, and for `make`. A process is started when the first lead is scored, and
    again after one was lost.
    """

    def __init__(
        self, make: Callable[[], Scorer], *, deadline: timedelta, starting: timedelta = timedelta(seconds=60)
    ) -> None:
        self._make, self._deadline, self._starting = make, deadline.total_seconds(), starting.total_seconds()
        self._worker: tuple[BaseProcess, Connection] | None = None

    def score(self, lead: Lead, activities: tuple[Activity, ...], at: datetime) -> Score:
        """The scorer's answer. Raises `DeadlineMissed`, `WorkerDied` or `WorkerFailed`."""
        connection = self._connection()
        return checked_score(self._asked(connection, (lead, activities, at), self._deadline))

    def close(self) -> None:
        """Stop the process, whatever it is doing."""
        if self._worker is None:
            return
        process, connection = self._worker
        self._worker = None
        connection.close()
        process.kill()
        process.join()
        process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _connection(self) -> Connection:
        if self._worker is not None:
            return self._worker[1]
        # A fresh interpreter: a fork of a process with threads or open databases may hang by itself.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._make), daemon=True)
        process.start()
        theirs.close()
        self._worker = process, ours
        self._asked(ours, None, self._starting)
        return ours

    def _asked(self, connection: Connection, question: Any, seconds: float) -> Any:
        try:
            if question is not None:
                connection.send(question)
            if not connection.poll(seconds):
                self.close()
                raise DeadlineMissed([Problem("deadline_missed", "score", f"no answer within {seconds:g} seconds")])
            went_well, answer = connection.recv()
        except (EOFError, OSError) as broken:
            self.close()
            raise WorkerDied([Problem("worker_died", "score", "the process of the scorer ended")]) from broken
        except LeadkitError:
            raise
        except Exception as unreadable:  # an answer that cannot be pickled back, of whatever class it is
            self.close()
            raise WorkerDied([Problem("worker_died", "score", "the answer could not be read")]) from unreadable
        if not went_well:
            raise WorkerFailed([Problem("worker_failed", "score", f"the scorer raised {answer}")])
        return answer


def _work(connection: Connection, make: Callable[[], Scorer]) -> None:
    """The life of a worker: build the scorer, say so, answer until nobody asks any more."""
    try:
        scorer = make()
        connection.send((True, None))
    except (Exception, SystemExit) as error:
        with suppress(OSError):
            connection.send((False, type(error).__name__))
        return
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            lead, activities, at = connection.recv()
            try:
                answer = (True, checked_score(scorer.score(lead, activities, at)))
                connection.send(answer)
            except (Exception, SystemExit) as error:
                connection.send((False, type(error).__name__))
