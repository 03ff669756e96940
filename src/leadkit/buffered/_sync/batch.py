# Derived from src/leadkit/buffered/_async/batch.py by tools/twins.py; edit that file.
"""Many use cases in one unit of work, synchronous form."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from leadkit.buffered._sync.work import BufferedWork
from leadkit.buffered.changes import Changes
from leadkit.buffered.expected import Expected
from leadkit.buffered.query import LeadQuery
from leadkit.model import Activity, FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation
from leadkit.repositories import Store, UnitOfWork

__all__ = ["Batch"]


class Batch:
    """A store inside a store: what its units of work commit waits until the batch commits, all or nothing.

    Each of them sees what those before it committed, and leaves nothing if it fails. Works over any store.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._outer = self._open.enter_context(self._store.begin())
        self._committed = _WorkBackend(self._outer)
        self._work = BufferedWork(self._committed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def begin(self) -> UnitOfWork:
        """A unit of work inside the batch."""
        return BufferedWork(_WorkBackend(self._work))

    def expect(self, expected: Expected) -> None:
        """Look up in one go what the units of work will ask for.

        The answers stand until the batch ends; whatever else is written meanwhile is found out on commit.
        """
        self._committed.expect(expected)

    def commit(self) -> None:
        """Write everything, or raise a `StoreError` and keep nothing."""
        self._work.commit()
        self._outer.commit()


class _WorkBackend:
    """A unit of work as the backend of another one. What was expected is answered from memory."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._receipts: dict[str, Receipt | None] = {}
        self._latest: dict[str, Receipt | None] = {}
        self._holders: dict[str, dict[str, tuple[str, ...]]] = {}
        self._expected = Expected()

    def expect(self, expected: Expected) -> None:
        self._expected = expected
        receipts, digests = expected.receipts, expected.digests
        self._receipts = dict.fromkeys(receipts) | dict(self._work.receipts.find(receipts))
        self._latest = dict.fromkeys(digests) | dict(self._work.receipts.latest(digests))
        for kind, keys in (("lead", expected.lead_keys), ("contact", expected.contact_keys)):
            self._holders[kind] = dict.fromkeys(keys, ()) | dict(self._work.match_keys.find(kind, keys))

    def noun(self, table: str, id: str) -> Any | None:
        if table == "leads" and id in self._expected.leads:
            return self._expected.leads[id]
        return getattr(self._work, table).find(id)

    def nouns(self, table: str, after: str, limit: int | None) -> Iterator[Any]:
        for noun in getattr(self._work, table).all(after=after, limit=limit):
            yield noun

    def leads(self, query: LeadQuery) -> Iterator[Lead]:
        for lead in self._work.leads.where(
            statuses=query.statuses,
            owner=query.owner,
            pool=query.pool,
            updated_since=query.updated_since,
            merged=query.merged,
            after=query.after,
            limit=query.limit,
        ):
            yield lead

    def activities(self, lead_id: str) -> tuple[Activity, ...]:
        return () if lead_id in self._expected.fresh else self._work.activities.of_lead(lead_id)

    def open_follow_ups(self, lead_ids: Collection[str]) -> Iterable[FollowUp]:
        fresh, steps = self._expected.fresh, self._expected.steps
        known = [step for id in lead_ids if (step := steps.get(id))]
        rest = [id for id in lead_ids if id not in fresh and id not in steps]
        return [*known, *(self._work.follow_ups.open_of_leads(rest)).values()] if rest else known

    def due(self, before: datetime, limit: int | None) -> Iterator[FollowUp]:
        for step in self._work.follow_ups.due(before, limit=limit):
            yield step

    def holders(self, kind: str, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        known = self._holders.get(kind, {})
        if known.keys() >= set(keys):
            return {key: held for key in keys if (held := known[key])}
        return self._work.match_keys.find(kind, keys)

    def receipts(self, keys: Collection[str]) -> Mapping[str, Receipt]:
        if self._receipts.keys() >= set(keys):
            return {key: receipt for key in keys if (receipt := self._receipts[key])}
        return self._work.receipts.find(keys)

    def latest_receipts(self, digests: Collection[str]) -> Mapping[str, Receipt]:
        if self._latest.keys() >= set(digests):
            return {digest: receipt for digest in digests if (receipt := self._latest[digest])}
        return self._work.receipts.latest(digests)

    def all_receipts(self) -> Iterator[Receipt]:
        for receipt in self._work.receipts.all():
            yield receipt

    def rotation(self, team: str) -> Rotation | None:
        return self._work.rotations.get(team)

    def events_of(self, subject_id: str) -> tuple[Event, ...]:
        return self._work.events.of(subject_id)

    def all_events(self) -> Iterator[Event]:
        for event in self._work.events.all():
            yield event

    def write(self, changes: Changes) -> None:
        work = self._work
        for (kind, id), expected in changes.erased.items():
            work.erase(kind, id, expected=expected)
        for (table, _), written in changes.nouns.items():
            repository = getattr(work, table)
            if written.expected is None:
                repository.add(written.noun)
            else:
                repository.put(written.noun, expected=written.expected)
        for activity in changes.removed.values():
            work.activities.remove(activity)
        for activities in changes.activities.values():
            for activity in activities:
                work.activities.add(activity)
        for (kind, key), holders in changes.match_keys.items():
            for id, held in holders.items():
                hold = work.match_keys.claim if changes.claims.get((kind, key)) == id else work.match_keys.add
                (hold if held else work.match_keys.drop)(kind, id, (key,))
        for receipt in changes.receipts.values():
            work.receipts.add(receipt)
        for written in changes.rotations.values():
            work.rotations.put(written.noun, expected=written.expected or 0)
        work.events.append(changes.events)

    def close(self) -> None:
        """The unit of work underneath goes on."""
