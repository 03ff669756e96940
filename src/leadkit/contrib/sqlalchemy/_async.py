"""The SQLAlchemy store, asynchronous form."""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from leadkit.buffered import AsyncBufferedWork, Changes, LeadQuery
from leadkit.contrib.sqlalchemy import outbox, reading
from leadkit.contrib.sqlalchemy.faults import Busy, translated
from leadkit.contrib.sqlalchemy.running_async import (
    AsyncBind,
    AsyncConnection,
    AsyncEngine,
    AsyncJoinable,
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

__all__ = ["AsyncSqlAlchemyStore"]

P = ParamSpec("P")
T = TypeVar("T")

# Seconds. Who lost a race waits up to the first before deciding anew; who met a deadlock, longer each time up to the
# last.
_LOST, _FIRST, _LONGEST = 0.01, 0.02, 1.0


class _AsyncOwn:
    """Connections of an engine: reads on one, writes in a transaction that has no other purpose and can be repeated."""

    def __init__(self, engine: AsyncEngine, tries: int) -> None:
        self._engine = engine
        self._tries = tries
        self._connection: AsyncConnection | None = None

    async def read(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with translated():
            return await on(await self._opened(), run, *args, **kwargs)

    async def write(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        longest = _FIRST
        for left in reversed(range(self._tries)):
            try:
                with translated():
                    return await on(await self._opened(), alone, run, *args, **kwargs)
            except Busy:
                await self.close()  # nobody waits for us while we wait
                if not left:
                    raise
                await pause(longest)
                longest = min(2 * longest, _LONGEST)
            except (VersionConflict, IdempotencyConflict):
                await self.close()
                await pause(_LOST)
                raise
        raise AssertionError("tries is at least one")

    async def _opened(self) -> AsyncConnection:
        if self._connection is None:
            self._connection = await opened(self._engine)
        return self._connection

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(StoreError), translated():  # a connection that is lost already is as good as closed
                await connection.close()


class _AsyncJoined:
    """The host's transaction: ours is a part of it, and the host ends it."""

    def __init__(self, bind: AsyncJoinable) -> None:
        self._bind = bind

    async def read(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with translated():
            return await on(await joined(self._bind), run, *args, **kwargs)

    async def write(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with translated():
            return await on(await joined(self._bind), inside, run, *args, **kwargs)

    async def close(self) -> None:
        """It is the host's."""


class _AsyncBackend:
    def __init__(self, source: _AsyncOwn | _AsyncJoined) -> None:
        self._source = source

    async def noun(self, table: str, id: str) -> Any | None:
        return await self._source.read(reading.noun, table, id)

    async def nouns(self, table: str, after: str, limit: int | None) -> AsyncIterator[Any]:
        def page(connection: Any, after: str, size: int) -> list[Any]:
            return reading.nouns(connection, table, after, size)

        async for noun in self._paged(page, after, limit, _id):
            yield noun

    async def leads(self, query: LeadQuery) -> AsyncIterator[Lead]:
        def page(connection: Any, after: str, size: int) -> list[Lead]:
            return reading.leads(connection, query, after, size)

        async for lead in self._paged(page, query.after, query.limit, _id):
            yield lead

    async def activities(self, lead_id: str) -> tuple[Activity, ...]:
        return await self._source.read(reading.activities, lead_id)

    async def open_follow_ups(self, lead_ids: Collection[str]) -> Iterable[FollowUp]:
        return await self._source.read(reading.open_follow_ups, lead_ids)

    async def due(self, before: datetime, limit: int | None) -> AsyncIterator[FollowUp]:
        def page(connection: Any, after: tuple[datetime, str] | None, size: int) -> list[FollowUp]:
            return reading.due(connection, before, after, size)

        async for step in self._paged(page, None, limit, lambda step: (step.due, step.id)):
            yield step

    async def holders(self, kind: str, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        return await self._source.read(reading.holders, kind, keys)

    async def receipts(self, keys: Collection[str]) -> Mapping[str, Receipt]:
        return await self._source.read(reading.receipts, keys)

    async def latest_receipts(self, digests: Collection[str]) -> Mapping[str, Receipt]:
        return await self._source.read(reading.latest_receipts, digests)

    async def all_receipts(self) -> AsyncIterator[Receipt]:
        async for _, receipt in self._paged(reading.receipt_page, 0, None, lambda row: row[0]):
            yield receipt

    async def rotation(self, team: str) -> Rotation | None:
        return await self._source.read(reading.rotation, team)

    async def events_of(self, subject_id: str) -> tuple[Event, ...]:
        return await self._source.read(reading.events_of, subject_id)

    async def all_events(self) -> AsyncIterator[Event]:
        async for _, event in self._paged(reading.event_page, 0, None, lambda row: row[0]):
            yield event

    async def write(self, changes: Changes) -> None:
        await self._source.write(carry_out, planned(changes))

    async def close(self) -> None:
        await self._source.close()

    async def _paged(
        self, read: Callable[[Any, Any, int], list[T]], after: Any, limit: int | None, mark: Callable[[T], Any]
    ) -> AsyncIterator[T]:
        """Row by row, page by page. mark: what the page after this row starts from."""
        left = limit
        while left is None or left > 0:
            size = reading.PAGE if left is None else min(left, reading.PAGE)
            page = await self._source.read(read, after, size)
            for row in page:
                yield row
            if len(page) < size:
                return
            after = mark(page[-1])
            left = left if left is None else left - size


def _id(noun: Any) -> Any:
    return noun.id


class _AsyncOutbox:
    """The protocol's promises are in `leadkit.repositories`."""

    def __init__(self, source: Callable[[], _AsyncOwn | _AsyncJoined], now: Callable[[], datetime]) -> None:
        self._source = source
        self._now = now

    async def unpublished(self, limit: int = 100) -> tuple[OutboxEntry, ...]:
        return await self._read(outbox.unpublished, limit)

    async def mark_published(self, ids: Iterable[str]) -> None:
        await self._write(outbox.mark, tuple(ids), self._now())

    async def since(self, position: int = 0, limit: int = 100) -> tuple[OutboxEntry, ...]:
        entries = await self._read(outbox.after, position, limit)
        if len(entries) < limit:
            await self._write(outbox.number, limit - len(entries))
            entries = await self._read(outbox.after, position, limit)
        return entries

    async def _read(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        source = self._source()
        try:
            return await source.read(run, *args, **kwargs)
        finally:
            await source.close()

    async def _write(self, run: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        source = self._source()
        try:
            return await source.write(run, *args, **kwargs)
        finally:
            await source.close()


class AsyncSqlAlchemyStore:
    """Leads in PostgreSQL, MariaDB, MySQL or SQLite, through SQLAlchemy Core.

    bind: an engine, or a connection or session of the host's. With an engine each unit of work has a transaction of its
    own, repeated up to `tries` times when the database breaks it off for the sake of another one. With the host's
    connection or session it is a part of the host's transaction: a conflict undoes the unit of work alone, and only the
    host commits. outbox: the events, for whoever publishes them. now: the time of publishing.
    """

    def __init__(self, bind: AsyncBind, *, tries: int = 10, now: Callable[[], datetime] = system_now) -> None:
        self._bind = bind
        self._tries = max(tries, 1)
        self.outbox = _AsyncOutbox(self._source, now)

    def begin(self) -> AsyncBufferedWork:
        """A new unit of work."""
        return AsyncBufferedWork(_AsyncBackend(self._source()))

    @property
    def engine(self) -> AsyncEngine | None:
        """The engine, unless the host handed in a connection or session."""
        return self._bind if isinstance(self._bind, AsyncEngine) else None

    async def close(self) -> None:
        """Close the engine's idle connections. What the host handed in otherwise stays as it is."""
        if isinstance(self._bind, AsyncEngine):
            await self._bind.dispose()

    def _source(self) -> _AsyncOwn | _AsyncJoined:
        if isinstance(self._bind, AsyncEngine):
            return _AsyncOwn(self._bind, self._tries)
        return _AsyncJoined(self._bind)
