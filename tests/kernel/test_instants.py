"""Any aware time comes in, an exact stdlib datetime in UTC goes out; calendars count days, not hours."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import InvalidRecord
from leadkit.kernel.instants import calendar_add, utc, utc_or_none
from leadkit.testing import instants

NOON = datetime(2024, 2, 29, 12, tzinfo=UTC)


class Nowhere(tzinfo):
    """A zone that does not know how far it is from UTC."""

    def utcoffset(self, _):
        return None


@pytest.mark.parametrize(
    "given_time",
    [
        NOON,
        NOON.astimezone(ZoneInfo("Asia/Shanghai")),
        NOON.astimezone(timezone(timedelta(hours=-3, minutes=-30))),
        NOON.astimezone(ZoneInfo("UTC")),
        pendulum.datetime(2024, 2, 29, 20, tz="Asia/Shanghai"),
        pendulum.datetime(2024, 2, 29, 12),
    ],
    ids=str,
)
def test_the_same_instant_comes_out_exact(given_time):
    kept = utc(given_time)
    assert kept == NOON
    assert type(kept) is datetime
    assert kept.tzinfo is UTC


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (datetime(2024, 2, 29), "naive_datetime"),  # noqa: DTZ001
        (pendulum.naive(2024, 2, 29), "naive_datetime"),
        (datetime(2024, 2, 29, tzinfo=Nowhere()), "naive_datetime"),
        (date(2024, 2, 29), "not_a_datetime"),
        ("2024-02-29T12:00:00Z", "not_a_datetime"),
        (1709208000, "not_a_datetime"),
        (None, "not_a_datetime"),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=8))), "out_of_range"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-8))), "out_of_range"),
    ],
)
def test_what_is_no_instant_is_refused(wrong, code):
    with pytest.raises(InvalidRecord) as refused:
        utc(wrong)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_none_goes_through_where_it_may():
    assert utc_or_none(None) is None
    assert utc_or_none(pendulum.datetime(2024, 2, 29, 12)) == NOON


def berlin(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        # Clocks go forward on 31 March 2024 and back on 27 October 2024, both at night.
        (berlin(2024, 3, 30, 9), timedelta(days=1), berlin(2024, 3, 31, 9)),
        (berlin(2024, 3, 30, 9), timedelta(hours=24), berlin(2024, 3, 31, 9)),
        (berlin(2024, 3, 30, 9), timedelta(hours=23), berlin(2024, 3, 31, 9)),
        (berlin(2024, 10, 21, 9), timedelta(weeks=1), berlin(2024, 10, 28, 9)),
        (berlin(2024, 10, 26, 9), timedelta(days=1, hours=2), berlin(2024, 10, 27, 11)),
        (berlin(2024, 3, 31, 9), timedelta(days=-1), berlin(2024, 3, 30, 9)),
        (berlin(2024, 3, 31, 9), timedelta(hours=-8), berlin(2024, 3, 31, 0)),
        (berlin(2024, 4, 1, 9), timedelta(days=-1, hours=-1), berlin(2024, 3, 31, 8)),
        (berlin(2024, 3, 30, 2, 30), timedelta(days=1), berlin(2024, 3, 31, 3, 30)),  # 2:30 does not exist that day
        (berlin(2024, 3, 30, 9), timedelta(), berlin(2024, 3, 30, 9)),
    ],
)
def test_a_day_later_is_the_same_wall_time(start, span, end):
    due = calendar_add(start, span, "Europe/Berlin")
    assert due == end
    assert type(due) is datetime
    assert due.tzinfo is UTC


@given(instants(), st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_without_clock_changes_a_calendar_just_adds(start, span):
    assert calendar_add(start, span, "UTC") == start + span == calendar_add(start, span, "Etc/GMT-8")


@given(instants(), st.integers(1, 400))
def test_whole_days_keep_the_wall_time_except_in_the_hours_of_a_clock_change(start, days):
    before = start.astimezone(ZoneInfo("America/New_York"))
    after = calendar_add(start, timedelta(days=days), "America/New_York").astimezone(ZoneInfo("America/New_York"))
    assert after.date() == before.date() + timedelta(days=days)
    assert before.hour in (after.hour, 2)


def test_an_unknown_zone_is_refused():
    with pytest.raises(InvalidRecord) as refused:
        calendar_add(NOON, timedelta(days=1), "Mars/Olympus")
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [("unknown_zone", "zone")]
