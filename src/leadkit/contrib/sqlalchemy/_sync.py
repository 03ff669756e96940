# Derived from src/leadkit/contrib/sqlalchemy/_async.py by tools/twins.py; edit that file.
"""The SQLAlchemy store, synchronous form."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from leadkit.buffered import BufferedWork, Changes, LeadQuery
from leadkit.contrib.sqlalchemy import outbox, reading
from leadkit.contrib.sqlalchemy.faults import Busy, translated
from leadkit.contrib.sqlalchemy.running_sync import (
    Bind,
    Connection,
    Engine,
    Joinable,
    joined,
    on,
    opened,
    pause,
)
from leadkit.contrib.sqlalchemy.transactions import alone, inside
from leadkit.contrib.sqlalchemy.writing import carry_out, planned
from leadkit.errors import IdempotencyConflict, StoreError, VersionConflict
from leadkit.model import Activity, FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation
from leadkit.repositories import OutboxEntry
from leadkit.runtime import system_now

__all__ = ["SqlAlchemyStore"]

P = ParamSpec("P")
T = TypeVar("T")

# Seconds. Who lost a race waits up to the first before deciding anew; who met a deadlock, longer each time up to the
# last.
_LOST, _FIRST, _LONGEST = 0.01, 0.02, 1.0


class _Own:
    """Connections of an engine: reads on one, writes in a transaction that has no other purpose and can be repeated."""

    def __init__(self, engine: Engine, tries: int) -> None:
        self._engine = engine
        self._tries = tries
        self._connection: Connection | None = None

    def read(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with translated():
            return on(self._opened(), run, *args, **kwargs)

    def write(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        longest = _FIRST
        for left in reversed(range(self._tries)):
            try:
                with translated():
                    return on(self._opened(), alone, run, *args, **kwargs)
            except Busy:
                self.close()  # nobody waits for us while we wait
                if not left:
                    raise
                pause(longest)
                longest = min(2 * longest, _LONGEST)
            except (VersionConflict, IdempotencyConflict):
                self.close()
                pause(_LOST)
                raise
        raise AssertionError("tries is at least one")

    def _opened(self) -> Connection:
        if self._connection is None:
            self._connection = opened(self._engine)
        return self._connection

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(StoreError), translated():  # a connection that is lost already is as good as closed
                connection.close()


class _Joined:
    """The host's transaction: ours is a part of it, and the host ends it."""

    def __init__(self, bind: Joinable) -> None:
        self._bind = bind

    def read(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with translated():
            return on(joined(self._bind), run, *args, **kwargs)

    def write(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with translated():
            return on(joined(self._bind), inside, run, *args, **kwargs)

    def close(self) -> None:
        """It is the host's."""


class _Backend:
    def __init__(self, source: _Own | _Joined) -> None:
        self._source = source

    def noun(self, table: str, id: str) -> Any | None:
        return self._source.read(reading.noun, table, id)

    def nouns(self, table: str, after: str, limit: int | None) -> Iterator[Any]:
        def page(connection: Any, after: str, size: int) -> list[Any]:
            return reading.nouns(connection, table, after, size)

        for noun in self._paged(page, after, limit, _id):
            yield noun

    def leads(self, query: LeadQuery) -> Iterator[Lead]:
        def page(connection: Any, after: str, size: int) -> list[Lead]:
            return reading.leads(connection, query, after, size)

        for lead in self._paged(page, query.after, query.limit, _id):
            yield lead

    def activities(self, lead_id: str) -> tuple[Activity, ...]:
        return self._source.read(reading.activities, lead_id)

    def open_follow_ups(self, lead_ids: Collection[str]) -> Iterable[FollowUp]:
        return self._source.read(reading.open_follow_ups, lead_ids)

    def due(self, before: datetime, limit: int | None) -> Iterator[FollowUp]:
        def page(connection: Any, after: tuple[datetime, str] | None, size: int) -> list[FollowUp]:
            return reading.due(connection, before, after, size)

        for step in self._paged(page, None, limit, lambda step: (step.due, step.id)):
            yield step

    def holders(self, kind: str, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        return self._source.read(reading.holders, kind, keys)

    def receipts(self, keys: Collection[str]) -> Mapping[str, Receipt]:
        return self._source.read(reading.receipts, keys)

    def latest_receipts(self, digests: Collection[str]) -> Mapping[str, Receipt]:
        return self._source.read(reading.latest_receipts, digests)

    def all_receipts(self) -> Iterator[Receipt]:
        for _, receipt in self._paged(reading.receipt_page, 0, None, lambda row: row[0]):
            yield receipt

    def rotation(self, team: str) -> Rotation | None:
        return self._source.read(reading.rotation, team)

    def events_of(self, subject_id: str) -> tuple[Event, ...]:
        return self._source.read(reading.events_of, subject_id)

    def all_events(self) -> Iterator[Event]:
        for _, event in self._paged(reading.event_page, 0, None, lambda row: row[0]):
            yield event

    def write(self, changes: Changes) -> None:
        self._source.write(carry_out, planned(changes))

    def close(self) -> None:
        self._source.close()

    def _paged(
        self, read: Callable[[Any, Any, int], list[T]], after: Any, limit: int | None, mark: Callable[[T], Any]
    ) -> Iterator[T]:
        """Row by row, page by page. mark: what the page after this row starts from."""
        left = limit
        while left is None or left > 0:
            size = reading.PAGE if left is None else min(left, reading.PAGE)
            page = self._source.read(read, after, size)
            for row in page:
                yield row
            if len(page) < size:
                return
            after = mark(page[-1])
            left = left if left is None else left - size


def _id(noun: Any) -> Any:
    return noun.id


class _Outbox:
    """The protocol's promises are in `leadkit.repositories`."""

    def __init__(self, source: Callable[[], _Own | _Joined], now: Callable[[], datetime]) -> None:
        self._source = source
        self._now = now

    def unpublished(self, limit: int = 100) -> tuple[OutboxEntry, ...]:
        return self._read(outbox.unpublished, limit)

    def mark_published(self, ids: Iterable[str]) -> None:
        self._write(outbox.mark, tuple(ids), self._now())

    def since(self, position: int = 0, limit: int = 100) -> tuple[OutboxEntry, ...]:
        entries = self._read(outbox.after, position, limit)
        if len(entries) < limit:
            self._write(outbox.number, limit - len(entries))
            entries = self._read(outbox.after, position, limit)
        return entries

    def _read(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        source = self._source()
        try:
            return source.read(run, *args, **kwargs)
        finally:
            source.close()

    def _write(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        source = self._source()
        try:
            return source.write(run, *args, **kwargs)
        finally:
            source.close()


class SqlAlchemyStore:
    """Leads in PostgreSQL, MariaDB, MySQL or SQLite, through SQLAlchemy Core.

    bind: an engine, or a connection or session of the host's. With an engine each unit of work has a transaction of its
    own, repeated up to `tries` times when the database breaks it off for the sake of another one. With the host's
    connection or session it is a part of the host's transaction: a conflict undoes the unit of work alone, and only the
    host commits. outbox: the events, for whoever publishes them. now: the time of publishing.
    """

    def __init__(self, bind: Bind, *, tries: int = 10, now: Callable[[], datetime] = system_now) -> None:
        self._bind = bind
        self._tries = max(tries, 1)
        self.outbox = _Outbox(self._source, now)

    def begin(self) -> BufferedWork:
        """A new unit of work."""
        return BufferedWork(_Backend(self._source()))

    @property
    def engine(self) -> Engine | None:
        """The engine, unless the host handed in a connection or session."""
        return self._bind if isinstance(self._bind, Engine) else None

    def close(self) -> None:
        """Close the engine's idle connections. What the host handed in otherwise stays as it is."""
        if isinstance(self._bind, Engine):
            self._bind.dispose()

    def _source(self) -> _Own | _Joined:
        if isinstance(self._bind, Engine):
            return _Own(self._bind, self._tries)
        return _Joined(self._bind)
