"""S84–S93: what not every store offers, asynchronous form."""

import pytest

from leadkit.errors import StoreError
from leadkit.model.rotation import Rotation
from leadkit.repositories import OutboxEntry, event_id
from leadkit.testing.stores._async.erasure import lived
from leadkit.testing.stores._async.subject import AsyncSubject, everything, kept
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import changed, events, follow_up, lead, note, of_every_kind, receipt

__all__ = ["AsyncCapabilityChecks"]


async def _unpublished(subject: AsyncSubject, *ids: str) -> list[OutboxEntry]:
    """The entries about these, among all that wait."""
    return [entry for entry in await _waiting(subject) if entry.event.subject_id in ids]


async def _waiting(subject: AsyncSubject) -> tuple[OutboxEntry, ...]:
    return await subject.outbox.unpublished(1_000_000)


async def _end(subject: AsyncSubject) -> int:
    """The position of the last event that there is."""
    entries = await subject.outbox.since(0, 1_000_000)
    return (entries[-1].position or 0) if entries else 0


class AsyncCapabilityChecks:
    """Outbox, persistence, raw data."""

    @check
    async def test_s84_unpublished_are_committed_and_not_marked(self, subject: AsyncSubject) -> None:
        one, two = subject.id("one"), subject.id("two")
        await subject.keep(*events(one, 1, 2), *events(two, 1))
        await subject.keep(*events(one, 3))
        async with subject.begin() as work:
            await work.events.append(events(two, 2))
        found = await _unpublished(subject, one, two)
        assert [entry.event for entry in found if entry.event.subject_id == one] == events(one, 1, 2, 3)
        assert [entry.event for entry in found if entry.event.subject_id == two] == events(two, 1)
        every = await _waiting(subject)
        for limit in (0, 1, len(every) - 1):
            assert await subject.outbox.unpublished(limit) == every[:limit]

    @check
    async def test_s85_marking_takes_these_out_and_no_others(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        await subject.keep(*events(id, 1, 2, 3))
        first, second, third = await _unpublished(subject, id)
        await subject.outbox.mark_published(iter([second.id]))
        assert await _unpublished(subject, id) == [first, third]
        await subject.outbox.mark_published([second.id, first.id, first.id])
        assert await _unpublished(subject, id) == [third]
        await subject.outbox.mark_published([])
        await subject.keep(*events(id, 4))
        assert [entry.event.version for entry in await _unpublished(subject, id)] == [3, 4]
        assert await subject.outbox.since(0, 1_000_000), "marks are nothing to those who read by position"

    @check
    async def test_s86_since_gives_what_stands_after_a_position(self, subject: AsyncSubject) -> None:
        id, start = subject.id("lead"), await _end(subject)
        assert await subject.outbox.since(start) == ()
        for version in (1, 2, 3):
            await subject.keep(*events(id, version))
        await subject.keep(*events(id, 4, 5))
        entries = await subject.outbox.since(start)
        assert [entry.event for entry in entries] == events(id, 1, 2, 3, 4, 5)
        positions = [entry.position or 0 for entry in entries]
        assert start < positions[0]
        assert positions == sorted(set(positions))
        for at, position in enumerate(positions):
            assert await subject.outbox.since(position) == entries[at + 1 :]
            assert await subject.outbox.since(position, 2) == entries[at + 1 : at + 3]
        assert await subject.outbox.since(start, 0) == ()
        await subject.outbox.mark_published([entry.id for entry in entries])
        assert await subject.outbox.since(start) == entries

    @check
    async def test_s87_a_reader_by_position_misses_nothing(self, subject: AsyncSubject) -> None:
        position, read = await _end(subject), []
        ids = [subject.id(name) for name in ("slow", "fast", "late")]
        async with subject.begin() as slow, subject.begin() as fast, subject.begin() as late:
            await slow.events.append(events(ids[0], 1))
            await fast.events.append(events(ids[1], 1))
            for work in (fast, late, slow):
                if work is late:
                    await late.events.append(events(ids[2], 1))
                await work.commit()
                for entry in await subject.outbox.since(position):
                    read.append(entry.event.subject_id)
                    position = entry.position or 0
        assert sorted(read) == sorted(ids)

    @check
    async def test_s88_an_entry_has_the_id_of_its_event(self, subject: AsyncSubject) -> None:
        id, start = subject.id("lead"), await _end(subject)
        await subject.keep(*events(id, 1, 2))
        ids = [event_id(fact) for fact in events(id, 1, 2)]
        assert [entry.id for entry in await subject.outbox.since(start)] == ids
        assert [entry.id for entry in await _unpublished(subject, id)] == ids

    @check
    async def test_s89_erased_events_are_in_no_outbox(self, subject: AsyncSubject) -> None:
        gone, stays, start = subject.id("gone"), subject.id("stays"), await _end(subject)
        await subject.keep(lead(gone), *events(gone, 1, 2), *events(stays, 1))
        async with subject.begin() as work:
            await work.erase("lead", gone)
            await work.events.append(events(gone, 3))
            await work.commit()
        wanted = [*events(stays, 1), *events(gone, 3)]
        found = await _unpublished(subject, gone, stays)
        assert sorted(entry.event.version for entry in found) == [1, 3]
        assert [entry.event for entry in await subject.outbox.since(start)] == wanted

    @check
    async def test_s90_a_store_opened_again_has_it_all(self, subject: AsyncSubject) -> None:
        id, key, team = await lived(subject, "lead"), subject.id("key of lead"), subject.id("team")
        nouns = of_every_kind(subject.id("of every kind"))
        await subject.keep(*nouns, Rotation(team, {"li": 1}, 1))
        async with subject.begin() as work:
            before = await everything(work, id, key, [team])
            lists = [[each async for each in getattr(work, name).all()] for name in ("leads", "quotes", "follow_ups")]
        async with subject.reopened() as store, store.begin() as work:
            assert await everything(work, id, key, [team]) == before
            for name, held in zip(("leads", "quotes", "follow_ups"), lists, strict=True):
                assert [each async for each in getattr(work, name).all()] == held
            await work.leads.put(changed(lead(id, notes="after")), expected=1)
            await work.commit()
        async with subject.reopened() as store, store.begin() as work:
            assert (await work.leads.get(id)).notes == "after"

    @check
    async def test_s91_so_has_its_outbox(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        await subject.keep(*events(id, 1, 2))
        first, second = await _unpublished(subject, id)
        await subject.outbox.mark_published([first.id])
        end = await _end(subject)
        async with subject.reopened() as store:
            assert [entry for entry in await store.outbox.unpublished(1_000_000) if entry.event.subject_id == id] == [
                second
            ]
            assert await store.outbox.since(end) == ()
            async with store.begin() as work:
                await work.events.append(events(id, 3))
                await work.commit()
            assert [entry.event.version for entry in await store.outbox.since(end)] == [3]

    @check
    async def test_s92_what_was_committed_is_one_raw_row_each(self, subject: AsyncSubject) -> None:
        id, before = subject.id("lead"), dict(await subject.back_door.rows())
        noun = lead(id)
        things = (noun, follow_up(id, id), note(id, id), receipt(id), Rotation(id, {}, 1), *events(id, 1, 2))
        async with subject.begin() as work:
            await kept(work, *things)
            await work.match_keys.add("lead", id, [id, subject.id("key")])
        with pytest.raises(StoreError):
            await subject.keep(*things, noun)
        assert dict(await subject.back_door.rows()) == before, "after a rollback and a failed commit"
        async with subject.begin() as work:
            await kept(work, *things)
            await work.match_keys.add("lead", id, [id, subject.id("key")])
            await work.leads.put(changed(noun), expected=1)
            await work.commit()
        more = {"leads": 1, "follow_ups": 1, "activities": 1, "receipts": 1, "rotations": 1}
        after = {**before, **{kind: before.get(kind, 0) + count for kind, count in more.items()}}
        after |= {kind: before.get(kind, 0) + 2 for kind in ("events", "match_keys")}
        assert dict(await subject.back_door.rows()) == after
        async with subject.begin() as work:
            await work.erase("lead", id)
            await work.commit()
        kept_rows = {**before, "receipts": after["receipts"], "rotations": after["rotations"]}
        kept_rows["receipts"] = before.get("receipts", 0) + 1
        assert dict(await subject.back_door.rows()) == kept_rows, "after an erasure"

    @check
    async def test_s93_nothing_rolled_back_or_erased_stands_in_the_raw_data(self, subject: AsyncSubject) -> None:
        lost, gone, stays = (f"{name}-{subject.id('').rstrip(':')}" for name in ("lost", "gone", "stays"))
        async with subject.begin() as work:
            await kept(work, lead(subject.id("lost"), notes=lost), receipt(subject.id("lost"), because=[lost]))
        assert not await subject.back_door.mentions(lost)
        await lived(subject, "gone", gone)
        await lived(subject, "stays", stays)
        assert {*await subject.back_door.mentions(gone)} == {*await subject.back_door.mentions(stays)} != set()
        async with subject.begin() as work:
            await work.erase("lead", subject.id("gone"))
            await work.commit()
        assert not await subject.back_door.mentions(gone)
        assert await subject.back_door.mentions(stays)
