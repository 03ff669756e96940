"""What both forms of the memory store share: the committed data, and the rules of committing.

Nouns are deeply frozen, so handing one out is as safe as handing out a copy.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from leadkit.buffered import KINDS, NOUNS, Changes, LeadQuery, bare, conflict, key_held, key_taken
from leadkit.model import Activity, FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation
from leadkit.repositories import OutboxEntry, event_id

__all__ = ["Tables"]


class Tables:
    """Committed data. Only `apply` and `mark` write here."""

    def __init__(self) -> None:
        self.nouns: dict[str, dict[str, Any]] = {name: {} for name in NOUNS}
        self.activities: dict[str, tuple[Activity, ...]] = {}
        self.open_follow_ups: dict[str, tuple[str, ...]] = {}
        self.match_keys: dict[tuple[str, str], tuple[str, ...]] = {}
        self.receipts: dict[str, Receipt] = {}
        self.receipts_by_digest: dict[str, Receipt] = {}
        self.rotations: dict[str, Rotation] = {}
        self.events: dict[int, Event] = {}  # by position, which erasure never gives to another event
        self.events_by_subject: dict[str, list[Event]] = {}
        self.last_position = 0
        self.published: set[str] = set()

    def listed(self, table: str, after: str, limit: int | None) -> Iterator[Any]:
        """Nouns by id."""
        held = self.nouns[table]
        return (held[id] for id in sorted(id for id in held if id > after)[:limit])

    def leads(self, query: LeadQuery) -> Iterator[Lead]:
        """Leads by id."""
        held = self.nouns["leads"]
        return iter([held[id] for id in sorted(id for id, lead in held.items() if query.admits(lead))[: query.limit]])

    def open_steps(self, lead_ids: Collection[str]) -> list[FollowUp]:
        """The follow-ups of these leads that are not done."""
        held, steps = self.open_follow_ups, self.nouns["follow_ups"]
        return [steps[id] for lead_id in lead_ids for id in held.get(lead_id, ())]

    def due(self, before: datetime, limit: int | None) -> Iterator[FollowUp]:
        """Open follow-ups by due time, then by id."""
        waiting = [step for step in self.nouns["follow_ups"].values() if not step.done_at and step.due < before]
        return iter(sorted(waiting, key=lambda step: (step.due, step.id))[:limit])

    def holders(self, kind: str, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Key → ids that hold it."""
        return {key: held for key in keys if (held := self.match_keys.get((kind, key)))}

    def receipts_of(self, keys: Collection[str]) -> dict[str, Receipt]:
        """Key → receipt."""
        return {key: self.receipts[key] for key in keys if key in self.receipts}

    def latest(self, digests: Collection[str]) -> dict[str, Receipt]:
        """Digest → its latest receipt."""
        return {digest: self.receipts_by_digest[digest] for digest in digests if digest in self.receipts_by_digest}

    def entries(self, after: int, limit: int) -> tuple[OutboxEntry, ...]:
        """Events by position."""
        positions = [position for position in self.events if position > after][:limit]
        return tuple(OutboxEntry(event_id(self.events[at]), self.events[at], at) for at in positions)

    def unpublished(self, limit: int) -> tuple[OutboxEntry, ...]:
        """Events that nobody marked."""
        entries = (OutboxEntry(event_id(event), event) for event in self.events.values())
        waiting = (entry for entry in entries if entry.id not in self.published)
        return tuple(entry for entry, _ in zip(waiting, range(limit), strict=False))

    def mark(self, ids: Iterable[str]) -> None:
        """These events were published."""
        self.published.update(ids)

    def apply(self, changes: Changes) -> None:
        """Check everything, then write everything. A conflict leaves the tables untouched."""
        self._check(changes)
        for kind, id in changes.erased:
            self._erase(kind, id)
        for (table, id), written in changes.nouns.items():
            if table == "follow_ups":
                self._index_follow_up(written.noun)
            self.nouns[table][id] = written.noun
        for removed in changes.removed.values():
            rest = tuple(each for each in self.activities.pop(removed.lead_id, ()) if each.id != removed.id)
            self.activities |= {removed.lead_id: rest} if rest else {}
        for lead_id, activities in changes.activities.items():
            held = (*self.activities.get(lead_id, ()), *activities)
            self.activities[lead_id] = tuple(sorted(held, key=lambda each: each.at))
        for (kind, key), holders in changes.match_keys.items():
            for id, holds in holders.items():
                self._hold(kind, key, id, holds=holds)
        for receipt in changes.receipts.values():
            self._receive(receipt)
        for team, written in changes.rotations.items():
            self.rotations[team] = written.noun
        for event in changes.events:
            self.last_position += 1
            self.events[self.last_position] = event
            self.events_by_subject.setdefault(event.subject_id, []).append(event)

    def _check(self, changes: Changes) -> None:
        for (kind, id), expected in changes.erased.items():
            stored = self.nouns[KINDS[kind]].get(id)
            if expected is not None and (stored is None or stored.version != expected):
                raise conflict(KINDS[kind], id, expected, stored.version if stored else None)
        for (table, id), written in changes.nouns.items():
            stored = self.nouns[table].get(id)
            if changes.is_erased(table, id) or (table == "follow_ups" and self._goes(stored, changes)):
                stored = None
            found = stored.version if stored is not None else None
            if found != written.expected:
                raise conflict(table, id, written.expected, found)
        for team, written in changes.rotations.items():
            stored = self.rotations.get(team)
            found = stored.version if stored else 0
            if found != written.expected:
                raise conflict("rotations", team, written.expected, found)
        if not self.receipts.keys().isdisjoint(changes.receipts):
            raise key_taken()
        self._check_claims(changes)

    def _check_claims(self, changes: Changes) -> None:
        for (kind, key), id in changes.claims.items():
            held = changes.match_keys[kind, key]
            for other in self.match_keys.get((kind, key), ()):
                if other != id and held.get(other, True) and (kind, other) not in changes.erased:
                    raise key_held(kind)

    def _goes(self, step: FollowUp | None, changes: Changes) -> bool:
        return step is not None and ("lead", step.lead_id) in changes.erased

    def _receive(self, receipt: Receipt) -> None:
        self.receipts[receipt.key] = receipt
        latest = self.receipts_by_digest.setdefault(receipt.digest, receipt)
        if receipt.at >= latest.at:  # the clocks of two processes differ
            self.receipts_by_digest[receipt.digest] = receipt

    def _index_follow_up(self, step: FollowUp) -> None:
        before = self.nouns["follow_ups"].get(step.id)
        if before is not None and before.lead_id != step.lead_id:
            rest = self.open_follow_ups.get(before.lead_id, ())
            self.open_follow_ups[before.lead_id] = tuple(id for id in rest if id != step.id)
        others = tuple(id for id in self.open_follow_ups.get(step.lead_id, ()) if id != step.id)
        self.open_follow_ups[step.lead_id] = others if step.done_at else (*others, step.id)

    def _hold(self, kind: str, key: str, id: str, *, holds: bool) -> None:
        held = self.match_keys.get((kind, key), ())
        if holds and id not in held:
            self.match_keys[kind, key] = (*held, id)
        elif not holds and id in held:
            rest = tuple(each for each in held if each != id)
            self.match_keys[kind, key] = rest
            if not rest:
                del self.match_keys[kind, key]

    def _erase(self, kind: str, id: str) -> None:
        self.nouns[KINDS[kind]].pop(id, None)
        self.events_by_subject.pop(id, None)
        self.events = {position: event for position, event in self.events.items() if event.subject_id != id}
        for their_kind, key in [at for at, held in self.match_keys.items() if at[0] == kind and id in held]:
            self._hold(their_kind, key, id, holds=False)
        if kind == "lead":
            self.activities.pop(id, None)
            self.open_follow_ups.pop(id, None)
            steps = self.nouns["follow_ups"]
            self.nouns["follow_ups"] = {own: step for own, step in steps.items() if step.lead_id != id}
            receipts = [bare(each) if each.lead_id == id else each for each in self.receipts.values()]
            self.receipts_by_digest.clear()
            for receipt in receipts:
                self._receive(receipt)
