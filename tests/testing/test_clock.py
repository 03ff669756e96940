"""A clock that stands still and ids that count."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from leadkit import LeadDesk
from leadkit.errors import InvalidRecord
from leadkit.testing import FrozenClock, numbered_ids

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)


def test_the_clock_stands_still_until_somebody_moves_it():
    clock = FrozenClock(AT)
    assert clock() == clock() == AT
    assert clock.advance(timedelta(hours=1)) == clock() == AT + timedelta(hours=1)
    clock.advance(timedelta(days=-1))
    assert clock() == AT - timedelta(hours=23)


def test_the_clock_shows_exact_utc():
    clock = FrozenClock(AT.astimezone(timezone(timedelta(hours=8))))
    assert clock().tzinfo is UTC
    assert clock() == AT
    with pytest.raises(InvalidRecord):
        FrozenClock(AT.replace(tzinfo=None))


def test_ids_count_in_sorting_order():
    new_id = numbered_ids("lead")
    ids = [new_id() for _ in range(1_000)]
    assert ids[0] == "lead-00000001"
    assert ids == sorted(set(ids))
    assert numbered_ids()() == "id-00000001"


def test_a_desk_with_both_gives_the_same_answer_every_time():
    def history():
        desk = LeadDesk.in_memory(now=FrozenClock(AT), new_id=numbered_ids())
        lead = desk.leads.capture(name="王小明", email="w@example.com").lead
        return desk.leads.history(lead.id)

    assert history() == history()
