# Derived from src/leadkit/testing/stores/_async/capabilities.py by tools/twins.py; edit that file.
"""S84–S93: what not every store offers, synchronous form."""

import pytest

from leadkit.errors import StoreError
from leadkit.model.rotation import Rotation
from leadkit.repositories import OutboxEntry, event_id
from leadkit.testing.stores._sync.erasure import lived
from leadkit.testing.stores._sync.subject import Subject, everything, kept
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import changed, events, follow_up, lead, note, of_every_kind, receipt

__all__ = ["CapabilityChecks"]


def _unpublished(subject: Subject, *ids: str) -> list[OutboxEntry]:
    """The entries about these, among all that wait."""
    return [entry for entry in _waiting(subject) if entry.event.subject_id in ids]


def _waiting(subject: Subject) -> tuple[OutboxEntry, ...]:
    return subject.outbox.unpublished(1_000_000)


def _end(subject: Subject) -> int:
    """The position of the last event that there is."""
    entries = subject.outbox.since(0, 1_000_000)
    return (entries[-1].position or 0) if entries else 0


class CapabilityChecks:
    """Outbox, persistence, raw data."""

    @check
    def test_s84_unpublished_are_committed_and_not_marked(self, subject: Subject) -> None:
        one, two = subject.id("one"), subject.id("two")
        subject.keep(*events(one, 1, 2), *events(two, 1))
        subject.keep(*events(one, 3))
        with subject.begin() as work:
            work.events.append(events(two, 2))
        found = _unpublished(subject, one, two)
        assert [entry.event for entry in found if entry.event.subject_id == one] == events(one, 1, 2, 3)
        assert [entry.event for entry in found if entry.event.subject_id == two] == events(two, 1)
        every = _waiting(subject)
        for limit in (0, 1, len(every) - 1):
            assert subject.outbox.unpublished(limit) == every[:limit]

    @check
    def test_s85_marking_takes_these_out_and_no_others(self, subject: Subject) -> None:
        id = subject.id("lead")
        subject.keep(*events(id, 1, 2, 3))
        first, second, third = _unpublished(subject, id)
        subject.outbox.mark_published(iter([second.id]))
        assert _unpublished(subject, id) == [first, third]
        subject.outbox.mark_published([second.id, first.id, first.id])
        assert _unpublished(subject, id) == [third]
        subject.outbox.mark_published([])
        subject.keep(*events(id, 4))
        assert [entry.event.version for entry in _unpublished(subject, id)] == [3, 4]
        assert subject.outbox.since(0, 1_000_000), "marks are nothing to those who read by position"

    @check
    def test_s86_since_gives_what_stands_after_a_position(self, subject: Subject) -> None:
        id, start = subject.id("lead"), _end(subject)
        assert subject.outbox.since(start) == ()
        for version in (1, 2, 3):
            subject.keep(*events(id, version))
        subject.keep(*events(id, 4, 5))
        entries = subject.outbox.since(start)
        assert [entry.event for entry in entries] == events(id, 1, 2, 3, 4, 5)
        positions = [entry.position or 0 for entry in entries]
        assert start < positions[0]
        assert positions == sorted(set(positions))
        for at, position in enumerate(positions):
            assert subject.outbox.since(position) == entries[at + 1 :]
            assert subject.outbox.since(position, 2) == entries[at + 1 : at + 3]
        assert subject.outbox.since(start, 0) == ()
        subject.outbox.mark_published([entry.id for entry in entries])
        assert subject.outbox.since(start) == entries

    @check
    def test_s87_a_reader_by_position_misses_nothing(self, subject: Subject) -> None:
        position, read = _end(subject), []
        ids = [subject.id(name) for name in ("slow", "fast", "late")]
        with subject.begin() as slow, subject.begin() as fast, subject.begin() as late:
            slow.events.append(events(ids[0], 1))
            fast.events.append(events(ids[1], 1))
            for work in (fast, late, slow):
                if work is late:
                    late.events.append(events(ids[2], 1))
                work.commit()
                for entry in subject.outbox.since(position):
                    read.append(entry.event.subject_id)
                    position = entry.position or 0
        assert sorted(read) == sorted(ids)

    @check
    def test_s88_an_entry_has_the_id_of_its_event(self, subject: Subject) -> None:
        id, start = subject.id("lead"), _end(subject)
        subject.keep(*events(id, 1, 2))
        ids = [event_id(fact) for fact in events(id, 1, 2)]
        assert [entry.id for entry in subject.outbox.since(start)] == ids
        assert [entry.id for entry in _unpublished(subject, id)] == ids

    @check
    def test_s89_erased_events_are_in_no_outbox(self, subject: Subject) -> None:
        gone, stays, start = subject.id("gone"), subject.id("stays"), _end(subject)
        subject.keep(lead(gone), *events(gone, 1, 2), *events(stays, 1))
        with subject.begin() as work:
            work.erase("lead", gone)
            work.events.append(events(gone, 3))
            work.commit()
        wanted = [*events(stays, 1), *events(gone, 3)]
        found = _unpublished(subject, gone, stays)
        assert sorted(entry.event.version for entry in found) == [1, 3]
        assert [entry.event for entry in subject.outbox.since(start)] == wanted

    @check
    def test_s90_a_store_opened_again_has_it_all(self, subject: Subject) -> None:
        id, key, team = lived(subject, "lead"), subject.id("key of lead"), subject.id("team")
        nouns = of_every_kind(subject.id("of every kind"))
        subject.keep(*nouns, Rotation(team, {"li": 1}, 1))
        with subject.begin() as work:
            before = everything(work, id, key, [team])
            lists = [[each for each in getattr(work, name).all()] for name in ("leads", "quotes", "follow_ups")]
        with subject.reopened() as store, store.begin() as work:
            assert everything(work, id, key, [team]) == before
            for name, held in zip(("leads", "quotes", "follow_ups"), lists, strict=True):
                assert [each for each in getattr(work, name).all()] == held
            work.leads.put(changed(lead(id, notes="after")), expected=1)
            work.commit()
        with subject.reopened() as store, store.begin() as work:
            assert (work.leads.get(id)).notes == "after"

    @check
    def test_s91_so_has_its_outbox(self, subject: Subject) -> None:
        id = subject.id("lead")
        subject.keep(*events(id, 1, 2))
        first, second = _unpublished(subject, id)
        subject.outbox.mark_published([first.id])
        end = _end(subject)
        with subject.reopened() as store:
            assert [entry for entry in store.outbox.unpublished(1_000_000) if entry.event.subject_id == id] == [second]
            assert store.outbox.since(end) == ()
            with store.begin() as work:
                work.events.append(events(id, 3))
                work.commit()
            assert [entry.event.version for entry in store.outbox.since(end)] == [3]

    @check
    def test_s92_what_was_committed_is_one_raw_row_each(self, subject: Subject) -> None:
        id, before = subject.id("lead"), dict(subject.back_door.rows())
        noun = lead(id)
        things = (noun, follow_up(id, id), note(id, id), receipt(id), Rotation(id, {}, 1), *events(id, 1, 2))
        with subject.begin() as work:
            kept(work, *things)
            work.match_keys.add("lead", id, [id, subject.id("key")])
        with pytest.raises(StoreError):
            subject.keep(*things, noun)
        assert dict(subject.back_door.rows()) == before, "after a rollback and a failed commit"
        with subject.begin() as work:
            kept(work, *things)
            work.match_keys.add("lead", id, [id, subject.id("key")])
            work.leads.put(changed(noun), expected=1)
            work.commit()
        more = {"leads": 1, "follow_ups": 1, "activities": 1, "receipts": 1, "rotations": 1}
        after = {**before, **{kind: before.get(kind, 0) + count for kind, count in more.items()}}
        after |= {kind: before.get(kind, 0) + 2 for kind in ("events", "match_keys")}
        assert dict(subject.back_door.rows()) == after
        with subject.begin() as work:
            work.erase("lead", id)
            work.commit()
        kept_rows = {**before, "receipts": after["receipts"], "rotations": after["rotations"]}
        kept_rows["receipts"] = before.get("receipts", 0) + 1
        assert dict(subject.back_door.rows()) == kept_rows, "after an erasure"

    @check
    def test_s93_nothing_rolled_back_or_erased_stands_in_the_raw_data(self, subject: Subject) -> None:
        lost, gone, stays = (f"{name}-{subject.id('').rstrip(':')}" for name in ("lost", "gone", "stays"))
        with subject.begin() as work:
            kept(work, lead(subject.id("lost"), notes=lost), receipt(subject.id("lost"), because=[lost]))
        assert not subject.back_door.mentions(lost)
        lived(subject, "gone", gone)
        lived(subject, "stays", stays)
        assert {*subject.back_door.mentions(gone)} == {*subject.back_door.mentions(stays)} != set()
        with subject.begin() as work:
            work.erase("lead", subject.id("gone"))
            work.commit()
        assert not subject.back_door.mentions(gone)
        assert subject.back_door.mentions(stays)
