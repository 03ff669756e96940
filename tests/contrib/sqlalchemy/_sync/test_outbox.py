# Derived from tests/contrib/sqlalchemy/_async/test_outbox.py by tools/twins.py; edit that file.
"""The event table as an outbox, synchronous form."""

from datetime import UTC, datetime

from leadkit import Channel, LeadDesk
from leadkit.contrib.sqlalchemy import SqlAlchemyStore
from leadkit.repositories import event_id

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def capture(store, name):
    desk = LeadDesk(store=store)
    return (desk.leads.capture(name=name, email=f"{name[:3]}@example.com", channel=Channel.CHAT)).lead


def test_who_commits_late_is_read_later_and_not_missed(fresh_store_sync, server_dialect):
    store = fresh_store_sync(server_dialect)
    with store.engine.connect() as early, store.engine.connect() as late:
        slow = capture(SqlAlchemyStore(late), "Slow Sam")  # draws its numbers first
        quick = capture(SqlAlchemyStore(early), "Quick Quinn")
        assert store.outbox.since() == ()
        early.commit()
        seen = store.outbox.since()
        assert {entry.event.subject_id for entry in seen} == {quick.id}
        assert [entry.position for entry in seen] == [*range(1, len(seen) + 1)]
        late.commit()
    later = store.outbox.since(seen[-1].position)
    assert {entry.event.subject_id for entry in later} == {slow.id}
    assert [entry.position for entry in later] == [*range(len(seen) + 1, len(seen) + len(later) + 1)]
    assert store.outbox.since() == (*seen, *later)


def test_positions_count_the_events_of_a_noun_in_their_order_page_by_page(fresh_store_sync, dialect):
    store = fresh_store_sync(dialect)
    for name in ("Ada Byron", "Bob Ray", "Cy Fox"):
        capture(store, name)
    everything = store.outbox.since(0, 1000)
    read, position = [], 0
    while page := store.outbox.since(position, 2):
        read += page
        position = page[-1].position
    assert tuple(read) == everything
    assert [entry.id for entry in read] == [event_id(entry.event) for entry in read]
    for subject in {entry.event.subject_id for entry in read}:
        versions = [entry.event.version for entry in read if entry.event.subject_id == subject]
        assert versions == sorted(versions)


def test_an_erased_position_is_given_to_nobody_else(fresh_store_sync, dialect):
    store = fresh_store_sync(dialect)
    gone = capture(store, "Ada Byron")
    last = (store.outbox.since())[-1].position
    with store.begin() as work:
        work.erase("lead", gone.id)
        work.commit()
    capture(store, "Bob Ray")
    assert (store.outbox.since(last))[0].position == last + 1


def test_what_is_marked_is_not_offered_again(fresh_store_sync, dialect):
    store = fresh_store_sync(dialect, now=lambda: NOW)
    capture(store, "Ada Byron")
    first, *rest = store.outbox.unpublished()
    assert first.position is None
    store.outbox.mark_published([first.id, "unknown"])
    store.outbox.mark_published([first.id])
    assert store.outbox.unpublished() == tuple(rest)
    assert store.outbox.unpublished(1) == tuple(rest[:1])


def test_with_the_hosts_connection_it_is_a_part_of_the_hosts_transaction(fresh_store_sync, dialect):
    store = fresh_store_sync(dialect)
    capture(store, "Ada Byron")
    with store.engine.connect() as connection:
        inside = SqlAlchemyStore(connection)
        entries = inside.outbox.since()
        inside.outbox.mark_published(entry.id for entry in entries)
        assert inside.outbox.unpublished() == ()
        connection.rollback()
    assert len(store.outbox.unpublished()) == len(entries)
