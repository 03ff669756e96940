"""What both forms of the memory store share: tables, the changes waiting for commit, and the rules of committing.

Nouns are deeply frozen, so handing one out is as safe as handing out a copy.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Generic, TypeVar

from leadkit.errors import IdempotencyConflict, NotFound, Problem, VersionConflict
from leadkit.model import Activity, FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation

N = TypeVar("N")

NOUNS = ("leads", "contacts", "customers", "opportunities", "quotes", "campaigns", "follow_ups")


class Tables:
    """Committed data. Only `Changes.apply` writes here."""

    def __init__(self) -> None:
        self.nouns: dict[str, dict[str, Any]] = {name: {} for name in NOUNS}
        self.activities: dict[str, tuple[Activity, ...]] = {}
        self.open_follow_ups: dict[str, tuple[str, ...]] = {}
        self.match_keys: dict[tuple[str, str], tuple[str, ...]] = {}
        self.receipts: dict[str, Receipt] = {}
        self.receipts_by_digest: dict[str, Receipt] = {}
        self.rotations: dict[str, Rotation] = {}
        self.events: list[Event] = []
        self.events_by_subject: dict[str, list[Event]] = {}


class Changes:
    """The writes of one unit of work, checked against the tables when they are applied."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.clear()

    def clear(self) -> None:
        self.nouns: dict[tuple[str, str], tuple[Any, int | None]] = {}
        self.activities: list[Activity] = []
        self.match_keys: list[tuple[str, str, str]] = []
        self.receipts: dict[str, Receipt] = {}
        self.rotations: dict[str, tuple[Rotation, int]] = {}
        self.events: list[Event] = []

    def noun(self, table: str, id: str) -> Any:
        waiting = self.nouns.get((table, id))
        return waiting[0] if waiting else self.tables.nouns[table].get(id)

    def write(self, table: str, noun: Any, expected: int | None) -> None:
        """Remember a new (`expected` None) or changed noun. A second write in one unit keeps the first expectation."""
        key = (table, noun.id)
        if key in self.nouns:
            before, first = self.nouns[key]
            if expected != before.version:
                raise conflict(table, noun.id, expected, before.version)
            expected = first
        self.nouns[key] = (noun, expected)

    def apply(self) -> None:
        """Check everything, then write everything. A conflict leaves the tables untouched."""
        self._check()
        tables = self.tables
        for (table, id), (noun, _) in self.nouns.items():
            if table == "follow_ups":
                self._index_follow_up(noun)
            tables.nouns[table][id] = noun
        for activity in self.activities:
            held = tables.activities.get(activity.lead_id, ())
            tables.activities[activity.lead_id] = (*held, activity)
        for kind, id, key in self.match_keys:
            holders = tables.match_keys.get((kind, key), ())
            if id not in holders:
                tables.match_keys[kind, key] = (*holders, id)
        for receipt in self.receipts.values():
            tables.receipts[receipt.key] = receipt
            latest = tables.receipts_by_digest.setdefault(receipt.digest, receipt)
            if receipt.at >= latest.at:  # the clocks of two processes differ
                tables.receipts_by_digest[receipt.digest] = receipt
        for team, (rotation, _) in self.rotations.items():
            tables.rotations[team] = rotation
        for event in self.events:
            tables.events.append(event)
            tables.events_by_subject.setdefault(event.subject_id, []).append(event)
        self.clear()

    def _index_follow_up(self, follow_up: FollowUp) -> None:
        index = self.tables.open_follow_ups
        others = tuple(id for id in index.get(follow_up.lead_id, ()) if id != follow_up.id)
        index[follow_up.lead_id] = others if follow_up.done_at else (*others, follow_up.id)

    def _check(self) -> None:
        for (table, id), (_, expected) in self.nouns.items():
            stored = self.tables.nouns[table].get(id)
            found = stored.version if stored is not None else None
            if found != expected:
                raise conflict(table, id, expected, found)
        for key in self.receipts:
            if key in self.tables.receipts:
                raise IdempotencyConflict([Problem("key_taken", "idempotency_key", "somebody used this key meanwhile")])
        for team, (_, expected) in self.rotations.items():
            stored = self.tables.rotations.get(team)
            found = stored.version if stored else 0
            if found != expected:
                raise conflict("rotations", team, expected, found)


def conflict(table: str, id: str, expected: int | None, found: int | None) -> VersionConflict:
    what = "is taken" if expected is None else f"has version {found}, not {expected}"
    return VersionConflict([Problem("version_conflict", "version", f"{table} {id} {what}")])


class NounView(Generic[N]):
    """One table as a unit of work sees it: its own writes over what is committed."""

    def __init__(self, changes: Changes, table: str) -> None:
        self._changes = changes
        self._table = table

    def found(self, id: str) -> N | None:
        noun: N | None = self._changes.noun(self._table, id)
        return noun

    def got(self, id: str) -> N:
        noun = self.found(id)
        if noun is None:
            raise NotFound([Problem("not_found", "id", f"{self._table} has no {id!r}")])
        return noun

    def written(self, noun: N, expected: int | None) -> None:
        self._changes.write(self._table, noun, expected)

    def listed(self) -> Iterator[N]:
        waiting = {id: noun for (table, id), (noun, _) in self._changes.nouns.items() if table == self._table}
        committed = self._changes.tables.nouns[self._table]
        for id in sorted({*committed, *waiting}):
            yield waiting.get(id) or committed[id]


def leads_where(leads: Iterable[Lead], statuses: Any, owner: str | None, pool: str | None) -> Iterator[Lead]:
    for lead in leads:
        if statuses is not None and lead.status not in statuses:
            continue
        if (owner is None or lead.owner == owner) and (pool is None or lead.pool == pool):
            yield lead


def activities_of(changes: Changes, lead_id: str) -> tuple[Activity, ...]:
    committed = changes.tables.activities.get(lead_id, ())
    return tuple(
        sorted((*committed, *(a for a in changes.activities if a.lead_id == lead_id)), key=lambda activity: activity.at)
    )


def open_follow_up(changes: Changes, lead_id: str) -> FollowUp | None:
    ids = dict.fromkeys(changes.tables.open_follow_ups.get(lead_id, ()))
    ids.update(
        (id, None)
        for (table, id), (noun, _) in changes.nouns.items()
        if table == "follow_ups" and noun.lead_id == lead_id
    )
    still_open = [noun for id in ids if not (noun := changes.noun("follow_ups", id)).done_at]
    return min(still_open, key=lambda follow_up: follow_up.due, default=None)


def holders(changes: Changes, kind: str, keys: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(keys)
    found: dict[str, None] = {}
    for key in wanted:
        found.update(dict.fromkeys(changes.tables.match_keys.get((kind, key), ())))
    found.update((id, None) for held, id, key in changes.match_keys if held == kind and key in wanted)
    return tuple(found)


def recent_receipt(changes: Changes, digest: str, since: datetime) -> Receipt | None:
    committed = changes.tables.receipts_by_digest.get(digest)
    waiting = (receipt for receipt in changes.receipts.values() if receipt.digest == digest)
    found = [receipt for receipt in (committed, *waiting) if receipt and receipt.at >= since]
    return max(reversed(found), key=lambda receipt: receipt.at, default=None)
