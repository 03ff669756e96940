"""The event table as an outbox, asynchronous form."""

from datetime import UTC, datetime

from leadkit import Channel
from leadkit.aio import LeadDesk
from leadkit.contrib.sqlalchemy import AsyncSqlAlchemyStore
from leadkit.repositories import event_id

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def capture(store, name):
    desk = LeadDesk(store=store)
    return (await desk.leads.capture(name=name, email=f"{name[:3]}@example.com", channel=Channel.CHAT)).lead


async def test_who_commits_late_is_read_later_and_not_missed(fresh_store_async, server_dialect):
    store = fresh_store_async(server_dialect)
    async with store.engine.connect() as early, store.engine.connect() as late:
        slow = await capture(AsyncSqlAlchemyStore(late), "Slow Sam")  # draws its numbers first
        quick = await capture(AsyncSqlAlchemyStore(early), "Quick Quinn")
        assert await store.outbox.since() == ()
        await early.commit()
        seen = await store.outbox.since()
        assert {entry.event.subject_id for entry in seen} == {quick.id}
        assert [entry.position for entry in seen] == [*range(1, len(seen) + 1)]
        await late.commit()
    later = await store.outbox.since(seen[-1].position)
    assert {entry.event.subject_id for entry in later} == {slow.id}
    assert [entry.position for entry in later] == [*range(len(seen) + 1, len(seen) + len(later) + 1)]
    assert await store.outbox.since() == (*seen, *later)


async def test_positions_count_the_events_of_a_noun_in_their_order_page_by_page(fresh_store_async, dialect):
    store = fresh_store_async(dialect)
    for name in ("Ada Byron", "Bob Ray", "Cy Fox"):
        await capture(store, name)
    everything = await store.outbox.since(0, 1000)
    read, position = [], 0
    while page := await store.outbox.since(position, 2):
        read += page
        position = page[-1].position
    assert tuple(read) == everything
    assert [entry.id for entry in read] == [event_id(entry.event) for entry in read]
    for subject in {entry.event.subject_id for entry in read}:
        versions = [entry.event.version for entry in read if entry.event.subject_id == subject]
        assert versions == sorted(versions)


async def test_an_erased_position_is_given_to_nobody_else(fresh_store_async, dialect):
    store = fresh_store_async(dialect)
    gone = await capture(store, "Ada Byron")
    last = (await store.outbox.since())[-1].position
    async with store.begin() as work:
        await work.erase("lead", gone.id)
        await work.commit()
    await capture(store, "Bob Ray")
    assert (await store.outbox.since(last))[0].position == last + 1


async def test_what_is_marked_is_not_offered_again(fresh_store_async, dialect):
    store = fresh_store_async(dialect, now=lambda: NOW)
    await capture(store, "Ada Byron")
    first, *rest = await store.outbox.unpublished()
    assert first.position is None
    await store.outbox.mark_published([first.id, "unknown"])
    await store.outbox.mark_published([first.id])
    assert await store.outbox.unpublished() == tuple(rest)
    assert await store.outbox.unpublished(1) == tuple(rest[:1])


async def test_with_the_hosts_connection_it_is_a_part_of_the_hosts_transaction(fresh_store_async, dialect):
    store = fresh_store_async(dialect)
    await capture(store, "Ada Byron")
    async with store.engine.connect() as connection:
        inside = AsyncSqlAlchemyStore(connection)
        entries = await inside.outbox.since()
        await inside.outbox.mark_published(entry.id for entry in entries)
        assert await inside.outbox.unpublished() == ()
        await connection.rollback()
    assert len(await store.outbox.unpublished()) == len(entries)
