"""The memory store, asynchronous form."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from leadkit.buffered import AsyncBufferedWork, Changes, LeadQuery
from leadkit.memory._tables import Tables
from leadkit.model import Activity, FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation
from leadkit.repositories import OutboxEntry

__all__ = ["AsyncStore"]


class _AsyncBackend:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def noun(self, table: str, id: str) -> Any | None:
        return self._tables.nouns[table].get(id)

    async def nouns(self, table: str, after: str, limit: int | None) -> AsyncIterator[Any]:
        for noun in self._tables.listed(table, after, limit):
            yield noun

    async def leads(self, query: LeadQuery) -> AsyncIterator[Lead]:
        for lead in self._tables.leads(query):
            yield lead

    async def activities(self, lead_id: str) -> tuple[Activity, ...]:
        return self._tables.activities.get(lead_id, ())

    async def open_follow_ups(self, lead_ids: Collection[str]) -> Iterable[FollowUp]:
        return self._tables.open_steps(lead_ids)

    async def due(self, before: datetime, limit: int | None) -> AsyncIterator[FollowUp]:
        for step in self._tables.due(before, limit):
            yield step

    async def holders(self, kind: str, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        return self._tables.holders(kind, keys)

    async def receipts(self, keys: Collection[str]) -> Mapping[str, Receipt]:
        return self._tables.receipts_of(keys)

    async def latest_receipts(self, digests: Collection[str]) -> Mapping[str, Receipt]:
        return self._tables.latest(digests)

    async def all_receipts(self) -> AsyncIterator[Receipt]:
        for receipt in tuple(self._tables.receipts.values()):
            yield receipt

    async def rotation(self, team: str) -> Rotation | None:
        return self._tables.rotations.get(team)

    async def events_of(self, subject_id: str) -> tuple[Event, ...]:
        return tuple(self._tables.events_by_subject.get(subject_id, ()))

    async def all_events(self) -> AsyncIterator[Event]:
        for event in tuple(self._tables.events.values()):
            yield event

    async def write(self, changes: Changes) -> None:
        self._tables.apply(changes)

    async def close(self) -> None:
        """Nothing is held."""


class _AsyncOutbox:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def unpublished(self, limit: int = 100) -> tuple[OutboxEntry, ...]:
        return self._tables.unpublished(limit)

    async def mark_published(self, ids: Iterable[str]) -> None:
        self._tables.mark(ids)

    async def since(self, position: int = 0, limit: int = 100) -> tuple[OutboxEntry, ...]:
        return self._tables.entries(position, limit)


class AsyncStore:
    """Leads in memory: real rollback, optimistic versions, unique keys. For tests, scripts and the command line.

    Units of work see each other's writes after commit only; a commit either applies whole or raises `VersionConflict`
    or `IdempotencyConflict` and applies nothing. One thread at a time. outbox: its events, for whoever publishes them.
    """

    def __init__(self) -> None:
        self._tables = Tables()
        self.outbox = _AsyncOutbox(self._tables)

    def begin(self) -> AsyncBufferedWork:
        """A new unit of work."""
        return AsyncBufferedWork(_AsyncBackend(self._tables))
