"""Work time between two instants, and the instant after so much of it: by examples, and beside a walk by minutes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadkit import BusinessCalendar, InvalidRecord
from leadkit.errors import InvalidCalendar

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OFFICE = BusinessCalendar.weekly("09:00-17:00", zone="Europe/Berlin")
NIGHTS = BusinessCalendar.weekly("22:00-06:00", days="mon-sun", zone="Europe/Berlin")


def berlin(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


# --- examples: 20 November 2026 is a Friday -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-20 16:00", "2026-11-23 10:00"),  # over the weekend
        ("2026-11-21 15:00", "2026-11-23 11:00"),  # in it
        ("2026-11-21 18:00", "2026-11-23 11:00"),
        ("2026-11-23 03:00", "2026-11-23 11:00"),  # before the doors open
        ("2026-11-23 15:00", "2026-11-23 17:00"),  # the last minute of the day is today, not tomorrow
        ("2026-11-23 17:00", "2026-11-24 11:00"),
        ("2026-12-31 16:30", "2027-01-01 10:30"),  # a new year
    ],
)
def test_two_hours_later(start, due):
    assert OFFICE.add(berlin(start), 2 * HOUR) == berlin(due)
    assert OFFICE.between(berlin(start), berlin(due)) == 2 * HOUR


def test_a_holiday_is_no_work_time():
    calendar = BusinessCalendar.weekly("09:00-17:00", zone="Europe/Berlin", holidays=[date(2026, 11, 23)])
    assert calendar.add(berlin("2026-11-20 16:00"), 2 * HOUR) == berlin("2026-11-24 10:00")
    assert calendar.between(berlin("2026-11-23 00:00"), berlin("2026-11-24 00:00")) == timedelta(0)


def test_a_working_weekend_is_work_time():
    calendar = BusinessCalendar.weekly("09:00-17:00", zone="Asia/Shanghai", working_days=[date(2026, 2, 14)])
    friday = datetime(2026, 2, 13, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert calendar.add(friday, 2 * HOUR) == friday + 18 * HOUR


def test_a_lunch_break_is_none():
    calendar = BusinessCalendar.weekly("09:00-12:00,13:00-17:00", zone="Europe/Berlin")
    assert calendar.add(berlin("2026-11-23 11:30"), 2 * HOUR) == berlin("2026-11-23 14:30")
    assert calendar.between(berlin("2026-11-23 11:30"), berlin("2026-11-23 12:30")) == HOUR / 2


def test_an_answer_at_once_took_no_time():
    for at in (berlin("2026-11-23 10:00"), berlin("2026-11-21 15:00")):
        assert OFFICE.between(at, at) == timedelta(0)
        assert OFFICE.add(at, timedelta(0)) == at


def test_every_day_may_have_hours_of_its_own():
    calendar = BusinessCalendar({"mon-thu": "9-17", "fri": "9-14", "sat": "10:00–12:00"}, "Europe/Berlin")
    assert calendar.add(berlin("2026-11-20 13:00"), 2 * HOUR) == berlin("2026-11-21 11:00")


def test_only_tuesdays():
    calendar = BusinessCalendar.weekly("09:00-10:00", days="tue", zone="Europe/Berlin")
    assert calendar.add(berlin("2026-11-20 16:00"), 2 * HOUR) == berlin("2026-12-01 10:00")


@pytest.mark.parametrize(
    ("start", "end", "worked"),
    [
        ("2026-03-28 22:00", "2026-03-29 06:00", 7),  # clocks go forward
        ("2026-10-24 22:00", "2026-10-25 06:00", 9),  # and back
        ("2026-11-20 22:00", "2026-11-21 06:00", 8),
        ("2026-11-20 12:00", "2026-11-21 12:00", 8),
    ],
)
def test_a_night_is_as_long_as_the_clocks_make_it(start, end, worked):
    assert NIGHTS.between(berlin(start), berlin(end)) == worked * HOUR
    assert NIGHTS.add(berlin(start), worked * HOUR) == berlin(end).replace(hour=6)


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_a_day_on_which_clocks_change_has_its_usual_hours(day):
    calendar = BusinessCalendar.weekly("09:00-17:00", days="mon-sun", zone="Europe/Berlin")
    start = berlin(f"{day} 00:00")
    assert calendar.next_opening(start) == berlin(f"{day} 09:00")
    assert calendar.add(start, 8 * HOUR) == berlin(f"{day} 17:00")


def test_a_time_that_clocks_skip_is_the_instant_of_the_jump():
    calendar = BusinessCalendar.weekly("02:15-02:45,02:50-04:00", days="sun", zone="Europe/Berlin")
    assert list(calendar.openings(berlin("2026-03-29 00:00"), berlin("2026-03-30 00:00"))) == [
        (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC))
    ]


def test_a_time_that_clocks_show_twice_is_the_first():
    calendar = BusinessCalendar.weekly("02:15-02:45", days="sun", zone="Europe/Berlin")
    assert list(calendar.openings(berlin("2026-10-25 00:00"), berlin("2026-10-26 00:00"))) == [
        (datetime(2026, 10, 25, 0, 15, tzinfo=UTC), datetime(2026, 10, 25, 0, 45, tzinfo=UTC))
    ]


def test_around_the_clock_all_time_is_work_time():
    always, start = BusinessCalendar.always(), berlin("2026-10-24 15:00")
    assert always.add(start, timedelta(days=500)) == start.astimezone(UTC) + timedelta(days=500)
    assert list(always.openings(start, start + timedelta(days=500))) == [(start, start + timedelta(days=500))]


def test_a_night_of_a_holiday_is_that_which_begins_on_it():
    calendar = BusinessCalendar.weekly("22:00-06:00", zone="Europe/Berlin", holidays=[date(2026, 11, 24)])
    opened = list(calendar.openings(berlin("2026-11-23 12:00"), berlin("2026-11-26 12:00")))
    assert opened == [
        (berlin("2026-11-23 22:00"), berlin("2026-11-24 06:00")),
        (berlin("2026-11-25 22:00"), berlin("2026-11-26 06:00")),
    ]


# --- absences, pauses, openings -------------------------------------------------------------------------------------


def test_the_absences_of_a_team_and_of_a_person_add_up():
    team = OFFICE.without((date(2026, 11, 23), date(2026, 11, 24)))
    person = team.without((berlin("2026-11-25 09:00"), berlin("2026-11-25 11:00")))
    assert OFFICE.next_opening(berlin("2026-11-21 12:00")) == berlin("2026-11-23 09:00")
    assert team.next_opening(berlin("2026-11-21 12:00")) == berlin("2026-11-25 09:00")
    assert person.next_opening(berlin("2026-11-21 12:00")) == berlin("2026-11-25 11:00")
    assert person.between(berlin("2026-11-23 00:00"), berlin("2026-11-26 00:00")) == 6 * HOUR


def test_absences_may_overlap_and_come_in_any_order():
    days = [(date(2026, 12, day), date(2026, 12, day + 3)) for day in (8, 3, 6)]
    whole = OFFICE.without((date(2026, 12, 3), date(2026, 12, 11)))
    assert OFFICE.without(*days).add(berlin("2026-12-02 16:00"), 2 * HOUR) == berlin("2026-12-14 10:00")
    assert whole.add(berlin("2026-12-02 16:00"), 2 * HOUR) == berlin("2026-12-14 10:00")


def test_what_is_paused_does_not_count():
    start = berlin("2026-11-23 09:00")
    pauses = [
        (berlin("2026-11-23 10:00"), berlin("2026-11-23 15:00")),
        (berlin("2026-11-23 14:00"), berlin("2026-11-23 16:00")),
        (berlin("2026-11-24 12:00"), berlin("2026-11-24 13:00")),
    ]
    assert OFFICE.add(start, 2 * HOUR, pauses=pauses) == berlin("2026-11-23 17:00")
    assert OFFICE.add(start, 3 * HOUR, pauses=pauses) == berlin("2026-11-24 10:00")
    assert OFFICE.between(start, berlin("2026-11-24 14:00"), pauses=pauses) == 6 * HOUR
    assert OFFICE.between(berlin("2026-11-24 14:00"), start, pauses=pauses) == -6 * HOUR


def test_the_next_opening_is_now_when_it_is_open():
    assert OFFICE.next_opening(berlin("2026-11-23 12:00")) == berlin("2026-11-23 12:00")
    assert OFFICE.next_opening(berlin("2026-11-20 17:00")) == berlin("2026-11-23 09:00")
    assert [OFFICE.is_open(berlin(f"2026-11-20 {hour}")) for hour in ("08:59", "09:00", "16:59", "17:00")] == [
        False,
        True,
        True,
        False,
    ]


def test_work_time_goes_back_as_well():
    assert OFFICE.subtract(berlin("2026-11-23 10:00"), 2 * HOUR) == berlin("2026-11-20 16:00")
    assert OFFICE.subtract(berlin("2026-11-22 12:00"), 8 * HOUR) == berlin("2026-11-20 09:00")
    assert OFFICE.subtract(berlin("2026-01-01 10:00"), 2 * HOUR) == berlin("2025-12-31 16:00")


def test_exact_times_in_utc_come_out():
    due = OFFICE.add(pendulum.datetime(2026, 11, 20, 16, tz="Europe/Berlin"), 2 * HOUR)
    assert (type(due), due.tzinfo) == (datetime, UTC)
    with pytest.raises(InvalidRecord, match="naive_datetime"):
        OFFICE.add(datetime(2026, 11, 20, 16), HOUR)  # noqa: DTZ001 - that is the point


def test_a_date_that_means_never_costs_no_time_and_breaks_nothing():
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
    assert OFFICE.between(first, last) == OFFICE.between(berlin("1899-12-01"), berlin("2205-01-01"))
    assert not OFFICE.is_open(last)
    assert OFFICE.next_opening(first) == berlin("1900-01-01 09:00")
    for calendar in (OFFICE, BusinessCalendar({}, dates={date(2026, 11, 20): "9-17"})):
        for impossible in (timedelta.max, timedelta.min, timedelta(days=200 * 365)):
            with pytest.raises(InvalidRecord, match="out_of_range"):
                calendar.add(berlin("2026-11-20 09:00"), impossible)


# --- properties -----------------------------------------------------------------------------------------------------

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Africa/Casablanca")


@st.composite
def spans(draw):
    """Opening hours of a day, nights among them."""
    marks = draw(st.lists(st.integers(0, 95), min_size=2, max_size=6, unique=True).map(sorted))
    pairs = [*zip(marks[::2], marks[1::2], strict=False)]
    if len(marks) % 2 and pairs[0][0] > 0:
        pairs.append((marks[-1], draw(st.integers(0, pairs[0][0]))))
    return ",".join("-".join(f"{mark // 4:02}:{mark % 4 * 15:02}" for mark in pair) for pair in pairs)


@st.composite
def calendars(draw, start=date(2026, 1, 1)):
    days = draw(st.lists(st.sampled_from("mon tue wed thu fri sat sun".split()), min_size=1, unique=True))
    special = st.integers(-3, 12).map(lambda number: start + timedelta(days=number))
    moments = st.integers(-2000, 15000).map(
        lambda minutes: datetime(start.year, start.month, start.day, tzinfo=UTC) + minutes * MINUTE
    )
    away = st.tuples(moments, moments).filter(lambda pair: pair[0] < pair[1])
    return BusinessCalendar(
        {day: draw(spans()) for day in days},
        draw(st.sampled_from(ZONES)),
        draw(st.dictionaries(special, spans() | st.just(""), max_size=4)),
        draw(st.lists(away, max_size=3)),
    )


WITHIN = st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WORK = st.timedeltas(timedelta(0), timedelta(days=40))


@given(calendars(), WITHIN, WORK)
def test_what_was_added_is_measured(calendar, start, span):
    assert calendar.between(start, calendar.add(start, span)) == span
    assert calendar.between(calendar.subtract(start, span), start) == span


@given(calendars(), WITHIN, WORK)
def test_it_is_the_first_such_instant_and_the_last_one_back(calendar, start, span):
    assume(span)
    tick = timedelta(microseconds=1)
    assert calendar.between(start, calendar.add(start, span) - tick) == span - tick
    assert calendar.between(calendar.subtract(start, span) + tick, start) == span - tick


@given(calendars(), WITHIN, WITHIN, WORK, WORK)
def test_later_is_never_earlier(calendar, one, other, less, more):
    one, other = sorted((one, other))
    less, more = sorted((less, more))
    assert calendar.add(one, less) <= calendar.add(one, more)
    assert calendar.add(one, less) <= calendar.add(other, less)
    assert calendar.between(one, other) >= timedelta(0)
    assert calendar.add(one, less) - one >= less


@given(calendars(), WITHIN, WITHIN, WITHIN)
def test_parts_add_up(calendar, one, two, three):
    assert calendar.between(one, two) + calendar.between(two, three) == calendar.between(one, three)


@given(calendars(), WITHIN, WORK, WORK)
def test_two_additions_are_one(calendar, start, first, second):
    assert calendar.add(calendar.add(start, first), second) == calendar.add(start, first + second)


@given(calendars(), WITHIN, WORK, st.lists(st.tuples(WITHIN, WORK), max_size=4))
def test_pauses_are_absences(calendar, start, span, pauses):
    pauses = [(begin, begin + length) for begin, length in pauses if length]
    away = calendar.without(*pauses)
    end = away.add(start, span)
    assert calendar.add(start, span, pauses=pauses) == end
    assert calendar.between(start, end, pauses=pauses) == span
    assert calendar.add(start, -span, pauses=pauses) == away.subtract(start, span)


# Around the days on which the clocks of one of the zones change, once by skipping a day.
DAYS = [
    date(2026, 3, 6),
    date(2026, 3, 26),
    date(2026, 4, 2),
    date(2026, 10, 1),
    date(2026, 10, 22),
    date(2026, 10, 29),
]


@given(st.data(), st.sampled_from([*DAYS, date(2026, 2, 14), date(2025, 12, 28), date(2011, 12, 28)]))
def test_it_equals_a_walk_by_minutes(data, day):
    calendar = data.draw(calendars(day))
    if day.year == 2011:
        calendar = BusinessCalendar(calendar.hours, "Pacific/Apia", calendar.dates, calendar.absences)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    minutes = walked(calendar, start, 6 * 24 * 60)
    opened = list(calendar.openings(start, start + timedelta(days=6)))
    assert minutes == [at for opens, closes in opened for at in range_of(opens, closes)]
    assert calendar.between(start, start + timedelta(days=6)) == len(minutes) * MINUTE
    for at in minutes[:3] + minutes[-3:]:
        assert calendar.is_open(at)
        assert calendar.next_opening(at) == at
    if minutes:
        assert calendar.add(start, len(minutes) * MINUTE) == minutes[-1] + MINUTE


def range_of(opens, closes):
    return [opens + number * MINUTE for number in range((closes - opens) // MINUTE)]


def walked(calendar, start, count):
    """The minutes of work: the latest time that the clock has shown so far lies in the hours of a day."""
    zone, week = ZoneInfo(calendar.zone), "mon tue wed thu fri sat sun".split()
    shown, found = datetime.min, []  # noqa: DTZ901 - what a clock shows has no zone
    for number in range(-2 * 24 * 60, count):
        at = start + number * MINUTE
        shown = max(shown, at.astimezone(zone).replace(tzinfo=None))
        if number < 0 or any(leave <= at < back for leave, back in calendar.absences):
            continue
        for day in (shown.date(), shown.date() - timedelta(days=1)):
            hours = calendar.dates.get(day, calendar.hours.get(week[day.weekday()], ""))
            since = shown - datetime(day.year, day.month, day.day)  # noqa: DTZ001 - nor has this
            if any(opens <= since < closes for opens, closes in read(hours)):
                found.append(at)
                break
    return found


def read(hours):
    for span in filter(None, hours.split(",")):
        opens, closes = (timedelta(hours=int(text[:2]), minutes=int(text[3:])) for text in span.split("-"))
        yield opens, closes if closes > opens else closes + timedelta(days=1)


# --- wrong calendars ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ({}, "never_opens"),
        ({"mon-sun": ""}, "never_opens"),
        ({"mon": "9-9"}, "wrong_hours"),
        ({"mon": "9-25"}, "wrong_hours"),
        ({"mon": "24:00-25:00"}, "wrong_hours"),
        ({"mon": "9:60-10"}, "wrong_hours"),
        ({"mon": "9 to 5"}, "wrong_hours"),
        ({"mon": "９-17\0"}, "wrong_hours"),
        ({"mon": 9}, "wrong_hours"),
        ({"mon": "9-12,11-13"}, "overlapping_hours"),
        ({"mon": "22-06,20-23"}, "overlapping_hours"),
        ({"monday": "9-17"}, "unknown_day"),
        ({"mon-": "9-17"}, "unknown_day"),
        ({"": "9-17"}, "unknown_day"),
        ({1: "9-17"}, "unknown_day"),
        ({"mon-fri": "9-17", "fri": "9-14"}, "duplicate_day"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused(hours, code):
    with pytest.raises(InvalidCalendar) as wrong:
        BusinessCalendar(hours)
    assert code in [problem.code for problem in wrong.value.problems]


def test_everything_wrong_is_told_at_once():
    morning = datetime(2026, 11, 20, 9, tzinfo=UTC)
    with pytest.raises(InvalidCalendar) as wrong:
        BusinessCalendar(
            {"mon": "9-8:99", "x": "9-17"},
            "Mars/Olympus",
            {"2026-12-24": "9-12", date(2026, 12, 31): "noon"},
            [(morning, morning), (date(2026, 12, 2), date(2026, 12, 1)), (morning.replace(tzinfo=None), morning), 5],
        )
    assert [problem.code for problem in wrong.value.problems] == [
        "wrong_hours",
        "unknown_day",
        "not_a_date",
        "wrong_hours",
        "unknown_zone",
        *["wrong_span"] * 4,
    ]


def test_closed_on_every_day_that_would_open_is_never_open():
    with pytest.raises(InvalidCalendar, match="never_opens"):
        BusinessCalendar({}, dates={date(2026, 12, 24): ""})


def test_calendars_with_the_same_hours_are_equal():
    one = BusinessCalendar({"sat-mon": "9-12,22:00-6:00"}, absences=[(date(2026, 1, 1), date(2026, 1, 2))])
    other = BusinessCalendar(
        {"mon": "22-06,09:00–12:00", "sun,sat": "09:00-12:00, 22:00-06:00", "wed": ""},
        absences=[(datetime(2026, 1, day, tzinfo=UTC), datetime(2026, 1, day + 1, tzinfo=UTC)) for day in (2, 1)],
    )
    assert one == other
    assert hash(one) == hash(other)
