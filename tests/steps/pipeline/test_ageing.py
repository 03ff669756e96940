"""Time in stages, and deals that are in theirs too long."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import BusinessCalendar, Opportunity, StatusType
from leadkit.machines.opportunity import DEFAULT_PIPELINE, Pipeline, Stage
from leadkit.model import StageEntry
from leadkit.steps.pipeline import rotting, time_in_stage

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)


def entry(stage, days, pipeline=""):
    return StageEntry(stage, NOW + days * DAY, 10, pipeline)


def deal(stage, *entries, **fields):
    return Opportunity("o-1", "c-1", NOW, NOW, "Acme", "default", stage, 10, stage_entries=entries, **fields)


def told(known, days):
    return [(each.stage, each.stays, each.total / DAY, each.since) for each in time_in_stage(known, NOW + days * DAY)]


def test_stays_in_one_stage_are_added_up():
    known = deal("a", entry("a", 0), entry("b", 2), entry("a", 5))
    assert told(known, 9) == [("a", 2, 6, NOW + 5 * DAY), ("b", 1, 3, None)]
    assert told(known, 3) == [("a", 1, 2, None), ("b", 1, 1, NOW + 2 * DAY)]
    assert told(known, -1) == []


def test_the_time_after_closing_is_in_no_stage_and_reopening_tells_how_long_it_was_closed():
    closed = deal("lost", entry("a", 0), entry("lost", 4), closed_at=NOW + 4 * DAY)
    assert told(closed, 100) == [("a", 1, 4, None)]
    reopened = deal("a", entry("a", 0), entry("lost", 4), entry("a", 6))
    assert told(reopened, 7) == [("a", 2, 5, NOW + 6 * DAY), ("lost", 1, 2, None)]


def test_stages_of_two_pipelines_are_not_mixed_up():
    known = deal("a", entry("a", 0, "old"), entry("a", 3))
    assert [(each.pipeline, each.total / DAY) for each in time_in_stage(known, NOW + 5 * DAY)] == [
        ("old", 3), ("default", 2),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), min_size=1, max_size=8), st.integers(0, 9))
def test_the_times_add_up_to_the_age_of_the_deal(moves, rest):
    entries, day = [], 0
    for stage, stay in moves:
        entries.append(entry(stage, day))
        day += stay
    known = deal(moves[-1][0], *entries)
    times = time_in_stage(known, NOW + (day + rest) * DAY)
    assert sum((each.total for each in times), timedelta()) == (day + rest) * DAY
    assert sum(each.stays for each in times) == len(moves)
    assert [each.stage for each in times if each.since] == [moves[-1][0]]


def pipeline(days, *, business=False):
    stages = [Stage("a", 10, rot_days=days, business_days=business), Stage("won", 100, type=StatusType.WON)]
    return Pipeline("default", [*stages, Stage("lost", 0, type=StatusType.LOST)])


def rots(line, days, hours=0, **options):
    found = rotting(deal("a", entry("a", 0)), line, NOW + timedelta(days=days, hours=hours), **options)
    return found and found.due


def test_a_deal_rots_when_it_stays_longer_than_its_days():
    assert rots(pipeline(5), 5) is None
    assert rots(pipeline(5), 5, 1) == NOW + 5 * DAY
    assert rots(pipeline(None), 900) is None
    found = rotting(deal("a", entry("a", 0), entry("a", 3)), pipeline(5), NOW + 9 * DAY)
    assert (found.since, found.limit, found.business_days, found.due) == (NOW + 3 * DAY, 5, False, NOW + 8 * DAY)


def test_working_days_leave_out_weekends_holidays_and_absences():
    working = pipeline(5, business=True)
    assert rots(working, 7) is None
    assert rots(working, 7, 1) == NOW + 7 * DAY  # five days after a Monday is a Monday
    calendar = BusinessCalendar.weekly("09:00-17:00", holidays=[date(2026, 3, 4)])
    assert rots(working, 7, 1, calendar=calendar) is None
    assert rots(working, 9, calendar=calendar.without((date(2026, 3, 5), date(2026, 3, 5)))) is None
    assert rots(working, 9, 1, calendar=calendar) == NOW + 8 * DAY


def test_days_keep_their_wall_time_when_clocks_change():
    berlin = rots(pipeline(28), 28, zone="Europe/Berlin")
    assert berlin == NOW + timedelta(days=28, hours=-1)
    assert rots(pipeline(28), 28) is None


@pytest.mark.parametrize("stage", ["won", "lost", "of another pipeline"])
def test_closed_deals_and_unknown_stages_never_rot(stage):
    known = deal(stage, entry("proposal", 0), entry(stage, 1), closed_at=NOW + DAY)
    assert rotting(known, DEFAULT_PIPELINE, NOW + 900 * DAY) is None


def test_a_deal_without_entries_is_as_old_as_itself():
    assert rotting(deal("a"), pipeline(5), NOW + 6 * DAY).since == NOW
