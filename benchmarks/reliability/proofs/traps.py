"""Points around a commit at which a child stops, found by listening to SQLAlchemy: leadkit knows nothing of them."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, event

from proofs.processes import Parent

__all__ = ["Point", "Trap"]

_WRITING = ("BEGIN", "INSERT", "UPDATE", "DELETE")


class Point(StrEnum):
    """Where a process is when it is killed."""

    BEFORE = "before the first write"
    MIDDLE = "in the middle of the writes"
    AT_COMMIT = "just before COMMIT"
    COMMITTING = "while COMMIT runs"
    COMMITTED = "after COMMIT, before the answer"


class Trap:
    """Stops its process at a point of the next unit of work that writes, once it is armed.

    middle: after how many writing statements; an operation with fewer of them is stopped just before COMMIT.
    """

    def __init__(self, engine: Engine, parent: Parent, point: Point, middle: int) -> None:
        self._parent = parent
        self._point = point
        self._left = middle
        self._armed = False
        self._commit: Callable[[Any], None] = engine.dialect.do_commit
        event.listen(engine, "before_cursor_execute", self._before)
        event.listen(engine, "after_cursor_execute", self._after)
        engine.dialect.do_commit = self._commits  # type: ignore[method-assign]  # no event follows a commit

    def arm(self) -> None:
        """From now on."""
        self._armed = True

    def _before(self, connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if self._armed and self._point is Point.BEFORE and statement.startswith(_WRITING):
            self._parent.stop_here(Point.BEFORE)

    def _after(self, connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if self._armed and self._point is Point.MIDDLE and statement.startswith(_WRITING):
            self._left -= 1
            if not self._left:
                self._parent.stop_here(Point.MIDDLE)

    def _commits(self, connection: Any) -> None:
        if self._armed and self._point in (Point.MIDDLE, Point.AT_COMMIT):
            self._parent.stop_here(Point.AT_COMMIT)
        if self._armed and self._point is Point.COMMITTING:
            self._parent.say(("point", Point.COMMITTING))  # and go on: the kill comes when it comes
        self._commit(connection)
        if self._armed and self._point is Point.COMMITTED:
            self._parent.stop_here(Point.COMMITTED)
