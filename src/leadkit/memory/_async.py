"""The memory store, asynchronous form."""

from collections.abc import AsyncIterator, Collection, Iterable
from datetime import datetime
from types import TracebackType
from typing import Generic, Self, TypeVar

from leadkit.errors import IdempotencyConflict, Problem
from leadkit.memory import _tables
from leadkit.memory._tables import Changes, NounView, Tables
from leadkit.model import Activity, Campaign, Contact, Customer, FollowUp, Lead, Opportunity, Quote, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation

__all__ = ["AsyncStore"]

N = TypeVar("N")


class _AsyncNouns(NounView[N], Generic[N]):
    async def find(self, id: str) -> N | None:
        return self.found(id)

    async def get(self, id: str) -> N:
        return self.got(id)

    async def add(self, noun: N) -> None:
        self.written(noun, None)

    async def put(self, noun: N, *, expected: int) -> None:
        self.written(noun, expected)

    async def all(self) -> AsyncIterator[N]:
        for noun in self.listed():
            yield noun


class _AsyncLeads(_AsyncNouns[Lead]):
    async def where(
        self, *, statuses: Collection[str] | None = None, owner: str | None = None, pool: str | None = None
    ) -> AsyncIterator[Lead]:
        for lead in _tables.leads_where(self.listed(), statuses, owner, pool):
            yield lead


class _AsyncFollowUps(_AsyncNouns[FollowUp]):
    async def open_of_lead(self, lead_id: str) -> FollowUp | None:
        return _tables.open_follow_up(self._changes, lead_id)

    async def due(self, before: datetime) -> AsyncIterator[FollowUp]:
        waiting = [follow_up for follow_up in self.listed() if not follow_up.done_at and follow_up.due < before]
        for follow_up in sorted(waiting, key=lambda follow_up: follow_up.due):
            yield follow_up


class _Part:
    def __init__(self, changes: Changes) -> None:
        self._changes = changes


class _AsyncActivities(_Part):
    async def add(self, activity: Activity) -> None:
        self._changes.activities.append(activity)

    async def of_lead(self, lead_id: str) -> tuple[Activity, ...]:
        return _tables.activities_of(self._changes, lead_id)


class _AsyncMatchKeys(_Part):
    async def add(self, kind: str, id: str, keys: Iterable[str]) -> None:
        self._changes.match_keys.extend((kind, id, key) for key in keys)

    async def find(self, kind: str, keys: Iterable[str]) -> tuple[str, ...]:
        return _tables.holders(self._changes, kind, keys)


class _AsyncReceipts(_Part):
    async def find(self, key: str) -> Receipt | None:
        return self._changes.receipts.get(key) or self._changes.tables.receipts.get(key)

    async def add(self, receipt: Receipt) -> None:
        if await self.find(receipt.key):
            raise IdempotencyConflict([Problem("key_taken", "idempotency_key", "the key has a receipt already")])
        self._changes.receipts[receipt.key] = receipt

    async def recent(self, digest: str, since: datetime) -> Receipt | None:
        return _tables.recent_receipt(self._changes, digest, since)

    async def all(self) -> AsyncIterator[Receipt]:
        for receipt in (*self._changes.tables.receipts.values(), *self._changes.receipts.values()):
            yield receipt


class _AsyncRotations(_Part):
    async def get(self, team: str) -> Rotation:
        if team in self._changes.rotations:
            return self._changes.rotations[team][0]
        return self._changes.tables.rotations.get(team) or Rotation(team)

    async def put(self, rotation: Rotation, *, expected: int) -> None:
        if rotation.team in self._changes.rotations:
            waiting, first = self._changes.rotations[rotation.team]
            if waiting.version != expected:
                raise _tables.conflict("rotations", rotation.team, expected, waiting.version)
            expected = first
        self._changes.rotations[rotation.team] = (rotation, expected)


class _AsyncEvents(_Part):
    async def append(self, events: Iterable[Event]) -> None:
        self._changes.events.extend(events)

    async def of(self, subject_id: str) -> tuple[Event, ...]:
        committed = self._changes.tables.events_by_subject.get(subject_id, ())
        return (*committed, *(event for event in self._changes.events if event.subject_id == subject_id))

    async def all(self) -> AsyncIterator[Event]:
        for event in (*self._changes.tables.events, *self._changes.events):
            yield event


class _AsyncUnitOfWork:
    def __init__(self, tables: Tables) -> None:
        changes = self._changes = Changes(tables)
        self.leads = _AsyncLeads(changes, "leads")
        self.contacts: _AsyncNouns[Contact] = _AsyncNouns(changes, "contacts")
        self.customers: _AsyncNouns[Customer] = _AsyncNouns(changes, "customers")
        self.opportunities: _AsyncNouns[Opportunity] = _AsyncNouns(changes, "opportunities")
        self.quotes: _AsyncNouns[Quote] = _AsyncNouns(changes, "quotes")
        self.campaigns: _AsyncNouns[Campaign] = _AsyncNouns(changes, "campaigns")
        self.follow_ups = _AsyncFollowUps(changes, "follow_ups")
        self.activities = _AsyncActivities(changes)
        self.match_keys = _AsyncMatchKeys(changes)
        self.receipts = _AsyncReceipts(changes)
        self.rotations = _AsyncRotations(changes)
        self.events = _AsyncEvents(changes)

    async def commit(self) -> None:
        try:
            self._changes.apply()
        except BaseException:
            self._changes.clear()
            raise

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._changes.clear()


class AsyncStore:
    """Leads in memory: real rollback, optimistic versions, unique keys. For tests, scripts and the command line.

    Units of work see each other's writes after commit only; a commit either applies whole or raises `VersionConflict`
    or `IdempotencyConflict` and applies nothing. One thread at a time.
    """

    def __init__(self) -> None:
        self._tables = Tables()

    def begin(self) -> _AsyncUnitOfWork:
        """A new unit of work."""
        return _AsyncUnitOfWork(self._tables)
