"""Many use cases in one unit of work, asynchronous form."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from leadkit.buffered._async.work import AsyncBufferedWork
from leadkit.buffered.changes import Changes
from leadkit.buffered.expected import Expected
from leadkit.buffered.query import LeadQuery
from leadkit.model import Activity, FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation
from leadkit.repositories import AsyncStore, AsyncUnitOfWork

__all__ = ["AsyncBatch"]


class AsyncBatch:
    """A store inside a store: what its units of work commit waits until the batch commits, all or nothing.

    Each of them sees what those before it committed, and leaves nothing if it fails. Works over any store.
    """

    def __init__(self, store: AsyncStore) -> None:
        self._store = store
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._outer = await self._open.enter_async_context(self._store.begin())
        self._committed = _AsyncWorkBackend(self._outer)
        self._work = AsyncBufferedWork(self._committed)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def begin(self) -> AsyncUnitOfWork:
        """A unit of work inside the batch."""
        return AsyncBufferedWork(_AsyncWorkBackend(self._work))

    async def expect(self, expected: Expected) -> None:
        """Look up in one go what the units of work will ask for.

        The answers stand until the batch ends; whatever else is written meanwhile is found out on commit.
        """
        await self._committed.expect(expected)

    async def commit(self) -> None:
        """Write everything, or raise a `StoreError` and keep nothing."""
        await self._work.commit()
        await self._outer.commit()


class _AsyncWorkBackend:
    """A unit of work as the backend of another one. What was expected is answered from memory."""

    def __init__(self, work: AsyncUnitOfWork) -> None:
        self._work = work
        self._receipts: dict[str, Receipt | None] = {}
        self._latest: dict[str, Receipt | None] = {}
        self._holders: dict[str, dict[str, tuple[str, ...]]] = {}
        self._expected = Expected()

    async def expect(self, expected: Expected) -> None:
        self._expected = expected
        receipts, digests = expected.receipts, expected.digests
        self._receipts = dict.fromkeys(receipts) | dict(await self._work.receipts.find(receipts))
        self._latest = dict.fromkeys(digests) | dict(await self._work.receipts.latest(digests))
        for kind, keys in (("lead", expected.lead_keys), ("contact", expected.contact_keys)):
            self._holders[kind] = dict.fromkeys(keys, ()) | dict(await self._work.match_keys.find(kind, keys))

    async def noun(self, table: str, id: str) -> Any | None:
        if table == "leads" and id in self._expected.leads:
            return self._expected.leads[id]
        return await getattr(self._work, table).find(id)

    async def nouns(self, table: str, after: str, limit: int | None) -> AsyncIterator[Any]:
        async for noun in getattr(self._work, table).all(after=after, limit=limit):
            yield noun

    async def leads(self, query: LeadQuery) -> AsyncIterator[Lead]:
        async for lead in self._work.leads.where(
            statuses=query.statuses,
            owner=query.owner,
            pool=query.pool,
            updated_since=query.updated_since,
            merged=query.merged,
            after=query.after,
            limit=query.limit,
        ):
            yield lead

    async def activities(self, lead_id: str) -> tuple[Activity, ...]:
        return () if lead_id in self._expected.fresh else await self._work.activities.of_lead(lead_id)

    async def open_follow_ups(self, lead_ids: Collection[str]) -> Iterable[FollowUp]:
        fresh, steps = self._expected.fresh, self._expected.steps
        known = [step for id in lead_ids if (step := steps.get(id))]
        rest = [id for id in lead_ids if id not in fresh and id not in steps]
        return [*known, *(await self._work.follow_ups.open_of_leads(rest)).values()] if rest else known

    async def due(self, before: datetime, limit: int | None) -> AsyncIterator[FollowUp]:
        async for step in self._work.follow_ups.due(before, limit=limit):
            yield step

    async def holders(self, kind: str, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        known = self._holders.get(kind, {})
        if known.keys() >= set(keys):
            return {key: held for key in keys if (held := known[key])}
        return await self._work.match_keys.find(kind, keys)

    async def receipts(self, keys: Collection[str]) -> Mapping[str, Receipt]:
        if self._receipts.keys() >= set(keys):
            return {key: receipt for key in keys if (receipt := self._receipts[key])}
        return await self._work.receipts.find(keys)

    async def latest_receipts(self, digests: Collection[str]) -> Mapping[str, Receipt]:
        if self._latest.keys() >= set(digests):
            return {digest: receipt for digest in digests if (receipt := self._latest[digest])}
        return await self._work.receipts.latest(digests)

    async def all_receipts(self) -> AsyncIterator[Receipt]:
        async for receipt in self._work.receipts.all():
            yield receipt

    async def rotation(self, team: str) -> Rotation | None:
        return await self._work.rotations.get(team)

    async def events_of(self, subject_id: str) -> tuple[Event, ...]:
        return await self._work.events.of(subject_id)

    async def all_events(self) -> AsyncIterator[Event]:
        async for event in self._work.events.all():
            yield event

    async def write(self, changes: Changes) -> None:
        work = self._work
        for (kind, id), expected in changes.erased.items():
            await work.erase(kind, id, expected=expected)
        for (table, _), written in changes.nouns.items():
            repository = getattr(work, table)
            if written.expected is None:
                await repository.add(written.noun)
            else:
                await repository.put(written.noun, expected=written.expected)
        for activity in changes.removed.values():
            await work.activities.remove(activity)
        for activities in changes.activities.values():
            for activity in activities:
                await work.activities.add(activity)
        for (kind, key), holders in changes.match_keys.items():
            for id, held in holders.items():
                hold = work.match_keys.claim if changes.claims.get((kind, key)) == id else work.match_keys.add
                await (hold if held else work.match_keys.drop)(kind, id, (key,))
        for receipt in changes.receipts.values():
            await work.receipts.add(receipt)
        for written in changes.rotations.values():
            await work.rotations.put(written.noun, expected=written.expected or 0)
        await work.events.append(changes.events)

    async def close(self) -> None:
        """The unit of work underneath goes on."""
