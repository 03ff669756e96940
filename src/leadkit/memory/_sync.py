# Derived from src/leadkit/memory/_async.py by tools/twins.py; edit that file.
"""The memory store, synchronous form."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from types import TracebackType
from typing import Generic, Self, TypeVar

from leadkit.errors import IdempotencyConflict, Problem
from leadkit.memory import _tables
from leadkit.memory._tables import Changes, NounView, Tables
from leadkit.model import Activity, Campaign, Contact, Customer, FollowUp, Lead, Opportunity, Quote, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation

__all__ = ["Store"]

N = TypeVar("N")


class _Nouns(NounView[N], Generic[N]):
    def find(self, id: str) -> N | None:
        return self.found(id)

    def get(self, id: str) -> N:
        return self.got(id)

    def add(self, noun: N) -> None:
        self.written(noun, None)

    def put(self, noun: N, *, expected: int) -> None:
        self.written(noun, expected)

    def all(self) -> Iterator[N]:
        for noun in self.listed():
            yield noun


class _Leads(_Nouns[Lead]):
    def where(
        self, *, statuses: Collection[str] | None = None, owner: str | None = None, pool: str | None = None
    ) -> Iterator[Lead]:
        for lead in _tables.leads_where(self.listed(), statuses, owner, pool):
            yield lead


class _FollowUps(_Nouns[FollowUp]):
    def open_of_lead(self, lead_id: str) -> FollowUp | None:
        return _tables.open_follow_up(self._changes, lead_id)

    def due(self, before: datetime) -> Iterator[FollowUp]:
        waiting = [follow_up for follow_up in self.listed() if not follow_up.done_at and follow_up.due < before]
        for follow_up in sorted(waiting, key=lambda follow_up: follow_up.due):
            yield follow_up


class _Part:
    def __init__(self, changes: Changes) -> None:
        self._changes = changes


class _Activities(_Part):
    def add(self, activity: Activity) -> None:
        self._changes.activities.append(activity)

    def of_lead(self, lead_id: str) -> tuple[Activity, ...]:
        return _tables.activities_of(self._changes, lead_id)


class _MatchKeys(_Part):
    def add(self, kind: str, id: str, keys: Iterable[str]) -> None:
        self._changes.match_keys.extend((kind, id, key) for key in keys)

    def find(self, kind: str, keys: Iterable[str]) -> tuple[str, ...]:
        return _tables.holders(self._changes, kind, keys)


class _Receipts(_Part):
    def find(self, key: str) -> Receipt | None:
        return self._changes.receipts.get(key) or self._changes.tables.receipts.get(key)

    def add(self, receipt: Receipt) -> None:
        if self.find(receipt.key):
            raise IdempotencyConflict([Problem("key_taken", "idempotency_key", "the key has a receipt already")])
        self._changes.receipts[receipt.key] = receipt

    def recent(self, digest: str, since: datetime) -> Receipt | None:
        return _tables.recent_receipt(self._changes, digest, since)

    def all(self) -> Iterator[Receipt]:
        for receipt in (*self._changes.tables.receipts.values(), *self._changes.receipts.values()):
            yield receipt


class _Rotations(_Part):
    def get(self, team: str) -> Rotation:
        if team in self._changes.rotations:
            return self._changes.rotations[team][0]
        return self._changes.tables.rotations.get(team) or Rotation(team)

    def put(self, rotation: Rotation, *, expected: int) -> None:
        if rotation.team in self._changes.rotations:
            waiting, first = self._changes.rotations[rotation.team]
            if waiting.version != expected:
                raise _tables.conflict("rotations", rotation.team, expected, waiting.version)
            expected = first
        self._changes.rotations[rotation.team] = (rotation, expected)


class _Events(_Part):
    def append(self, events: Iterable[Event]) -> None:
        self._changes.events.extend(events)

    def of(self, subject_id: str) -> tuple[Event, ...]:
        committed = self._changes.tables.events_by_subject.get(subject_id, ())
        return (*committed, *(event for event in self._changes.events if event.subject_id == subject_id))

    def all(self) -> Iterator[Event]:
        for event in (*self._changes.tables.events, *self._changes.events):
            yield event


class _UnitOfWork:
    def __init__(self, tables: Tables) -> None:
        changes = self._changes = Changes(tables)
        self.leads = _Leads(changes, "leads")
        self.contacts: _Nouns[Contact] = _Nouns(changes, "contacts")
        self.customers: _Nouns[Customer] = _Nouns(changes, "customers")
        self.opportunities: _Nouns[Opportunity] = _Nouns(changes, "opportunities")
        self.quotes: _Nouns[Quote] = _Nouns(changes, "quotes")
        self.campaigns: _Nouns[Campaign] = _Nouns(changes, "campaigns")
        self.follow_ups = _FollowUps(changes, "follow_ups")
        self.activities = _Activities(changes)
        self.match_keys = _MatchKeys(changes)
        self.receipts = _Receipts(changes)
        self.rotations = _Rotations(changes)
        self.events = _Events(changes)

    def commit(self) -> None:
        try:
            self._changes.apply()
        except BaseException:
            self._changes.clear()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._changes.clear()


class Store:
    """Leads in memory: real rollback, optimistic versions, unique keys. For tests, scripts and the command line.

    Units of work see each other's writes after commit only; a commit either applies whole or raises `VersionConflict`
    or `IdempotencyConflict` and applies nothing. One thread at a time.
    """

    def __init__(self) -> None:
        self._tables = Tables()

    def begin(self) -> _UnitOfWork:
        """A new unit of work."""
        return _UnitOfWork(self._tables)
