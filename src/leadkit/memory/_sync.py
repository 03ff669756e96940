# Derived from src/leadkit/memory/_async.py by tools/twins.py; edit that file.
"""The memory store, synchronous form."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from leadkit.buffered import BufferedWork, Changes, LeadQuery
from leadkit.memory._tables import Tables
from leadkit.model import Activity, FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation
from leadkit.repositories import OutboxEntry

__all__ = ["Store"]


class _Backend:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def noun(self, table: str, id: str) -> Any | None:
        return self._tables.nouns[table].get(id)

    def nouns(self, table: str, after: str, limit: int | None) -> Iterator[Any]:
        for noun in self._tables.listed(table, after, limit):
            yield noun

    def leads(self, query: LeadQuery) -> Iterator[Lead]:
        for lead in self._tables.leads(query):
            yield lead

    def activities(self, lead_id: str) -> tuple[Activity, ...]:
        return self._tables.activities.get(lead_id, ())

    def open_follow_ups(self, lead_ids: Collection[str]) -> Iterable[FollowUp]:
        return self._tables.open_steps(lead_ids)

    def due(self, before: datetime, limit: int | None) -> Iterator[FollowUp]:
        for step in self._tables.due(before, limit):
            yield step

    def holders(self, kind: str, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        return self._tables.holders(kind, keys)

    def receipts(self, keys: Collection[str]) -> Mapping[str, Receipt]:
        return self._tables.receipts_of(keys)

    def latest_receipts(self, digests: Collection[str]) -> Mapping[str, Receipt]:
        return self._tables.latest(digests)

    def all_receipts(self) -> Iterator[Receipt]:
        for receipt in tuple(self._tables.receipts.values()):
            yield receipt

    def rotation(self, team: str) -> Rotation | None:
        return self._tables.rotations.get(team)

    def events_of(self, subject_id: str) -> tuple[Event, ...]:
        return tuple(self._tables.events_by_subject.get(subject_id, ()))

    def all_events(self) -> Iterator[Event]:
        for event in tuple(self._tables.events.values()):
            yield event

    def write(self, changes: Changes) -> None:
        self._tables.apply(changes)

    def close(self) -> None:
        """Nothing is held."""


class _Outbox:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def unpublished(self, limit: int = 100) -> tuple[OutboxEntry, ...]:
        return self._tables.unpublished(limit)

    def mark_published(self, ids: Iterable[str]) -> None:
        self._tables.mark(ids)

    def since(self, position: int = 0, limit: int = 100) -> tuple[OutboxEntry, ...]:
        return self._tables.entries(position, limit)


class Store:
    """Leads in memory: real rollback, optimistic versions, unique keys. For tests, scripts and the command line.

    Units of work see each other's writes after commit only; a commit either applies whole or raises `VersionConflict`
    or `IdempotencyConflict` and applies nothing. One thread at a time. outbox: its events, for whoever publishes them.
    """

    def __init__(self) -> None:
        self._tables = Tables()
        self.outbox = _Outbox(self._tables)

    def begin(self) -> BufferedWork:
        """A new unit of work."""
        return BufferedWork(_Backend(self._tables))
