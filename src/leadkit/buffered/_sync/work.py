# Derived from src/leadkit/buffered/_async/work.py by tools/twins.py; edit that file.
"""A unit of work that keeps its writes to itself until `commit`, synchronous form."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from leadkit.buffered._sync.backend import Backend
from leadkit.buffered.changes import KINDS, Changes, bare
from leadkit.buffered.query import LeadQuery
from leadkit.errors import InvalidRecord, NotFound, Problem
from leadkit.model import Activity, Campaign, Contact, Customer, FollowUp, Lead, Opportunity, Quote, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation

__all__ = ["BufferedWork"]

N = TypeVar("N")


class _Part:
    def __init__(self, backend: Backend, changes: Changes) -> None:
        self._backend = backend
        self._changes = changes


class _Nouns(_Part, Generic[N]):
    def __init__(self, backend: Backend, changes: Changes, table: str) -> None:
        super().__init__(backend, changes)
        self._table = table

    def find(self, id: str) -> N | None:
        written = self._changes.nouns.get((self._table, id))
        if written is not None:
            noun: N = written.noun
            return noun
        committed: N | None = self._backend.noun(self._table, id)
        return committed if committed is not None and self._stays(committed) else None

    def get(self, id: str) -> N:
        noun = self.find(id)
        if noun is None:
            raise NotFound([Problem("not_found", "id", f"{self._table} has no {id!r}")])
        return noun

    def add(self, noun: N) -> None:
        self._changes.write(self._table, noun, None)

    def put(self, noun: N, *, expected: int) -> None:
        self._changes.write(self._table, noun, expected)

    def all(self, *, after: str = "", limit: int | None = None) -> Iterator[N]:
        mine = self._mine(lambda noun: noun.id > after)
        committed = self._backend.nouns(self._table, after, self._paged(mine, limit))
        for noun in _merged(self._left(committed), mine, limit, _by_id):
            yield noun

    def _stays(self, committed: N) -> bool:
        """Whether a committed noun is not erased here, by itself or with something else."""
        return not self._changes.is_erased(self._table, _by_id(committed))

    def _left(self, committed: Iterator[N]) -> Iterator[N]:
        for noun in committed:
            if self._stays(noun):
                yield noun

    def _paged(self, mine: Mapping[str, Any], limit: int | None) -> int | None:
        """How many committed nouns a page can need: any number, when some of them are other or gone here."""
        return None if mine or self._changes.erased else limit

    def _mine(self, admits: Callable[[Any], bool]) -> dict[str, Any]:
        """id → this unit's own form of a noun, `None` where it has none to show."""
        return {
            id: written.noun if admits(written.noun) else None
            for (table, id), written in self._changes.nouns.items()
            if table == self._table
        }


class _Leads(_Nouns[Lead]):
    def where(
        self,
        *,
        statuses: Collection[str] | None = None,
        owner: str | None = None,
        pool: str | None = None,
        updated_since: datetime | None = None,
        merged: bool | None = False,
        after: str = "",
        limit: int | None = None,
    ) -> Iterator[Lead]:
        query = LeadQuery(statuses, owner, pool, updated_since, merged, after)
        mine = self._mine(query.admits)
        paged = LeadQuery(statuses, owner, pool, updated_since, merged, after, self._paged(mine, limit))
        for lead in _merged(self._left(self._backend.leads(paged)), mine, limit, _by_id):
            yield lead


class _FollowUps(_Nouns[FollowUp]):
    def open_of_leads(self, lead_ids: Iterable[str]) -> Mapping[str, FollowUp]:
        ids, changes = dict.fromkeys(lead_ids), self._changes
        asked = [id for id in ids if not changes.is_new("leads", id) and not changes.is_erased("leads", id)]
        committed = self._backend.open_follow_ups(asked) if asked else ()
        steps = [step for step in committed if ("follow_ups", step.id) not in changes.nouns]
        steps += [step for id in ids for step in changes.steps(id).values() if not step.done_at]
        found: dict[str, FollowUp] = {}
        for step in steps:
            first = found.setdefault(step.lead_id, step)
            if _by_due(step) < _by_due(first):
                found[step.lead_id] = step
        return found

    def due(self, before: datetime, *, limit: int | None = None) -> Iterator[FollowUp]:
        mine = self._mine(lambda step: not step.done_at and step.due < before)
        committed = self._backend.due(before, self._paged(mine, limit))
        for step in _merged(self._left(committed), mine, limit, _by_due):
            yield step

    def _stays(self, committed: FollowUp) -> bool:
        return ("lead", committed.lead_id) not in self._changes.erased


class _Activities(_Part):
    def add(self, activity: Activity) -> None:
        self._changes.act(activity)

    def remove(self, activity: Activity) -> None:
        self._changes.remove(activity)

    def of_lead(self, lead_id: str) -> tuple[Activity, ...]:
        mine = self._changes.activities.get(lead_id, ())
        if self._changes.is_new("leads", lead_id) or self._changes.is_erased("leads", lead_id):
            committed: tuple[Activity, ...] = ()
        else:
            committed = self._backend.activities(lead_id)
        if removed := self._changes.removed:
            committed = tuple(each for each in committed if each.id not in removed)
        return tuple(sorted((*committed, *mine), key=lambda activity: activity.at)) if mine else committed


class _MatchKeys(_Part):
    def add(self, kind: str, id: str, keys: Iterable[str]) -> None:
        self._changes.hold(kind, id, keys, held=True)

    def claim(self, kind: str, id: str, keys: Iterable[str]) -> None:
        self._changes.claim(kind, id, keys)

    def drop(self, kind: str, id: str, keys: Iterable[str]) -> None:
        self._changes.hold(kind, id, keys, held=False)

    def find(self, kind: str, keys: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        wanted = tuple(dict.fromkeys(keys))
        committed = self._backend.holders(kind, wanted) if wanted else {}
        found: dict[str, tuple[str, ...]] = {}
        for key in wanted:
            held = dict.fromkeys(id for id in committed.get(key, ()) if (kind, id) not in self._changes.erased)
            for id, holds in self._changes.match_keys.get((kind, key), {}).items():
                held.setdefault(id) if holds else held.pop(id, None)
            if held:
                found[key] = tuple(held)
        return found


class _Receipts(_Part):
    def find(self, keys: Iterable[str]) -> Mapping[str, Receipt]:
        wanted = tuple(dict.fromkeys(keys))
        mine = {key: self._changes.receipts[key] for key in wanted if key in self._changes.receipts}
        rest = tuple(key for key in wanted if key not in mine)
        committed = self._backend.receipts(rest) if rest else {}
        return {key: self._stripped(receipt) for key, receipt in committed.items()} | mine

    def add(self, receipt: Receipt) -> None:
        self._changes.receive(receipt)

    def latest(self, digests: Iterable[str]) -> Mapping[str, Receipt]:
        wanted = frozenset(digests)
        committed = self._backend.latest_receipts(wanted) if wanted else {}
        found = {digest: self._stripped(receipt) for digest, receipt in committed.items()}
        for receipt in self._changes.receipts.values():
            if receipt.digest in wanted:
                latest = found.setdefault(receipt.digest, receipt)
                if receipt.at >= latest.at:  # the clocks of two processes differ
                    found[receipt.digest] = receipt
        return found

    def all(self) -> Iterator[Receipt]:
        for receipt in self._backend.all_receipts():
            yield self._stripped(receipt)
        for receipt in tuple(self._changes.receipts.values()):
            yield receipt

    def _stripped(self, receipt: Receipt) -> Receipt:
        return bare(receipt) if ("lead", receipt.lead_id) in self._changes.erased else receipt


class _Rotations(_Part):
    def get(self, team: str) -> Rotation:
        if team in self._changes.rotations:
            mine: Rotation = self._changes.rotations[team].noun
            return mine
        return self._backend.rotation(team) or Rotation(team)

    def put(self, rotation: Rotation, *, expected: int) -> None:
        self._changes.turn(rotation, expected)


class _Events(_Part):
    def append(self, events: Iterable[Event]) -> None:
        self._changes.events.extend(events)

    def of(self, subject_id: str) -> tuple[Event, ...]:
        mine = tuple(event for event in self._changes.events if event.subject_id == subject_id)
        return mine if self._is_gone(subject_id) else (*self._backend.events_of(subject_id), *mine)

    def all(self) -> Iterator[Event]:
        for event in self._backend.all_events():
            if not self._is_gone(event.subject_id):
                yield event
        for event in tuple(self._changes.events):
            yield event

    def _is_gone(self, subject_id: str) -> bool:
        return bool(self._changes.erased) and any(id == subject_id for _, id in self._changes.erased)


class BufferedWork:
    """One unit of work over a backend."""

    def __init__(self, backend: Backend) -> None:
        changes = self._changes = Changes()
        self._backend = backend
        self.leads = _Leads(backend, changes, "leads")
        self.contacts: _Nouns[Contact] = _Nouns(backend, changes, "contacts")
        self.customers: _Nouns[Customer] = _Nouns(backend, changes, "customers")
        self.opportunities: _Nouns[Opportunity] = _Nouns(backend, changes, "opportunities")
        self.quotes: _Nouns[Quote] = _Nouns(backend, changes, "quotes")
        self.campaigns: _Nouns[Campaign] = _Nouns(backend, changes, "campaigns")
        self.follow_ups = _FollowUps(backend, changes, "follow_ups")
        self.activities = _Activities(backend, changes)
        self.match_keys = _MatchKeys(backend, changes)
        self.receipts = _Receipts(backend, changes)
        self.rotations = _Rotations(backend, changes)
        self.events = _Events(backend, changes)

    def erase(self, kind: str, id: str, *, expected: int | None = None) -> None:
        if kind not in KINDS:
            raise InvalidRecord([Problem("unknown_kind", "kind", f"{kind!r} is not one of {', '.join(KINDS)}")])
        self._changes.erase(kind, id, expected)

    def commit(self) -> None:
        try:
            if self._changes:
                self._backend.write(self._changes)
        finally:
            self._changes.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._changes.clear()
        self._backend.close()


def _by_id(noun: Any) -> Any:
    return noun.id


def _by_due(step: FollowUp) -> Any:
    return step.due, step.id


def _merged(
    committed: Iterator[N], mine: Mapping[str, N | None], limit: int | None, order: Callable[[Any], Any]
) -> Iterator[N]:
    """Both in one order, one's own form of a noun instead of the committed one, at most `limit`."""
    waiting = sorted((noun for noun in mine.values() if noun is not None), key=order, reverse=True)
    left = -1 if limit is None else limit
    for noun in committed:
        if _by_id(noun) in mine:
            continue
        while left and waiting and order(waiting[-1]) < order(noun):
            left -= 1
            yield waiting.pop()
        if not left:
            return
        left -= 1
        yield noun
    while left and waiting:
        left -= 1
        yield waiting.pop()
