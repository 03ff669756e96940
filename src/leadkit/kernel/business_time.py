"""Business time: how long others are at work between two instants, and when so much work time has passed.

Wall times mean one instant each: the first at which the clock shows this time or a later one. A time that the clocks
skip is the instant of the jump, and one that they show twice is the first of the two. So hours never overlap by
themselves, a night is an hour shorter or longer when clocks change, and around the clock is around the clock.

Each year's opening times are laid out once, with the work time before each of them. Every question is then two searches
in them, however long the span: nothing is walked second by second.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from itertools import accumulate
from typing import Any, cast

from attrs import evolve, field, frozen

from leadkit.errors import InvalidCalendar, InvalidRecord, Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import time_zone, utc
from leadkit.kernel.opening_hours import DAYS, Hours, hours_by_day, opening_hours, written

__all__ = ["BusinessCalendar"]

#: From one instant to another, or from one day to another, both included.
Span = tuple[datetime, datetime] | tuple[date, date]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)  # instants are counted in these from the epoch: exact, and fast to compare
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_YEARS = range(1900, 2200)  # a date that means "never" must not make us lay out thousands of years


@frozen(slots=False)
class _Year:
    """The opening times of one year in UTC, and the work time before each of them, in ticks."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    total: int

    def openings(self) -> Iterator[tuple[int, int]]:
        return zip(self.starts, self.ends, strict=True)

    def open(self, at: int) -> bool:
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.ends[index]

    def worked(self, at: int) -> int:
        """Work time from the beginning of the year."""
        index = bisect_right(self.starts, at) - 1
        return self.before[index] + min(at, self.ends[index]) - self.starts[index] if index >= 0 else 0

    def first(self, work: int) -> int:
        """The first instant by which so much work time (more than 0) has passed."""
        index = bisect_left(self.before, work) - 1
        return self.starts[index] + work - self.before[index]

    def last(self, work: int) -> int:
        """The last instant by which no more work time (less than `total`) has passed."""
        index = bisect_right(self.before, work) - 1
        return self.starts[index] + work - self.before[index]


_CLOSED = _Year((), (), (), 0)


@frozen(slots=False)
class BusinessCalendar:
    """When somebody is at work: a week of opening hours in a time zone, days that differ, and absences.

    hours: days → opening hours, as in `{"mon-thu": "09:00-12:00,13:00-17:00", "fri": "09:00-14:00"}`; a span over
    midnight belongs to the day on which it begins. zone: IANA. dates: days with other hours than their weekday's, blank
    for closed. absences: from … to, two aware datetimes, or two dates with both days included.

    Every method takes aware datetimes and returns exact ones in UTC. Before 1900 and after 2199 nobody is at work.
    Raises `InvalidCalendar` with every problem, also when it never opens.
    """

    hours: Mapping[str, str]
    zone: str = "UTC"
    dates: Mapping[date, str] = field(factory=dict)
    absences: tuple[Span, ...] = field(default=(), converter=tuple[Span, ...])

    def __attrs_post_init__(self) -> None:
        zone = time_zone(self.zone)
        hours, problems = hours_by_day(self.hours)
        dates = {day: _hours_on(day, text, problems) for day, text in self.dates.items()}
        if zone is None:
            problems.append(Problem("unknown_zone", "zone", f"{self.zone!r} is not an IANA time zone"))
        elif not problems and not hours and not any(dates.values()):
            problems.append(Problem("never_opens", "hours", "there is no day with opening hours"))
        absences = [_absence(span, zone or UTC, problems) for span in self.absences]
        if problems:
            raise InvalidCalendar(problems)
        # Two calendars with the same hours are equal, however they were written.
        self.__dict__.update(
            hours=FrozenDict(hours), dates=FrozenDict(dates), absences=_intervals(filter(None, absences))
        )

    @classmethod
    def weekly(
        cls,
        hours: str,
        *,
        days: str = "mon-fri",
        zone: str = "UTC",
        holidays: Iterable[date] = (),
        working_days: Iterable[date] = (),
        absences: Iterable[Span] = (),
    ) -> "BusinessCalendar":
        """The same hours on these days of the week.

        holidays: closed days. working_days: days with these hours although their weekday has none, or although they are
        among the holidays. `leadkit.contrib.holidays` knows both by country.
        """
        return cls(
            {days: hours}, zone, dict.fromkeys(holidays, "") | dict.fromkeys(working_days, hours), tuple(absences)
        )

    @classmethod
    def always(cls) -> "BusinessCalendar":
        """Around the clock, every day: all time is work time."""
        return cls({"mon-sun": "00:00-24:00"})

    def without(self, *absences: Span) -> "BusinessCalendar":
        """This calendar with further absences: of a team, of one person."""
        return evolve(self, absences=(*self.absences, *absences))

    def between(self, start: datetime, end: datetime, *, pauses: Iterable[tuple[datetime, datetime]] = ()) -> timedelta:
        """Work time from start to end, negative when end comes first. pauses: from … to, which do not count."""
        start, end = utc(start), utc(end)
        if end < start:
            return -self.between(end, start, pauses=pauses)
        paused = sum(
            self._between(max(pause, start), min(resume, end))
            for pause, resume in _intervals(pauses)
            if pause < end and resume > start
        )
        return (self._between(start, end) - paused) * _TICK

    def add(self, start: datetime, span: timedelta, *, pauses: Iterable[tuple[datetime, datetime]] = ()) -> datetime:
        """The first instant from start on by which so much work time has passed.

        No time at all has passed at start, be it open or not. A negative span goes back: see `subtract`. pauses: from …
        to, which do not count.
        """
        start, ticks = utc(start), span // _TICK
        ahead = ticks >= 0
        at = self._moved(start, ticks)
        merged = _intervals(pauses)
        for pause, resume in merged if ahead else reversed(merged):
            if ahead and pause < at and resume > start:
                at = self._moved(start, ticks := ticks + self._between(max(pause, start), resume))
            elif not ahead and resume > at and pause < start:
                at = self._moved(start, ticks := ticks - self._between(pause, min(resume, start)))
        return at

    def subtract(self, end: datetime, span: timedelta) -> datetime:
        """The last instant up to end from which on so much work time passes until end."""
        return self.add(end, -span)

    def is_open(self, at: datetime) -> bool:
        """Whether this instant is work time; a closing time is not."""
        at = utc(at)
        return self._year(at.year).open(_ticks(at))

    def next_opening(self, at: datetime) -> datetime:
        """The first instant from this one on that is work time: this one itself when it is open."""
        at = utc(at)
        ticks = _ticks(at)
        for year in range(max(at.year, self._open_years.start), self._open_years.stop):
            table = self._year(year)
            index = bisect_right(table.ends, ticks)
            if index < len(table.ends):
                return _instant(max(ticks, table.starts[index]))
        raise _out_of_range()

    def days_later(self, start: datetime, days: int) -> datetime:
        """The same time of day so many days of work later. A day of work is one with any work time, in the zone."""
        zone = time_zone(self.zone) or UTC
        wall = utc(start).astimezone(zone).replace(tzinfo=None)
        while days > 0:
            wall += _DAY
            if wall.year not in _YEARS:
                raise _out_of_range()
            midnight = datetime.combine(wall, time())
            opens, closes = (_instant(_first_shown(each, zone)) for each in (midnight, midnight + _DAY))
            days -= self._between(opens, closes) > 0
        return _instant(_first_shown(wall, zone))

    def openings(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The opening times between two instants, as from … to."""
        start, end = utc(start), utc(end)
        low, high = _ticks(start), _ticks(end)
        years = range(max(start.year, _YEARS.start), min(end.year + 1, _YEARS.stop))
        spans = (
            (max(opens, low), min(closes, high)) for year in years for opens, closes in self._year(year).openings()
        )
        for opens, closes in _joined(spans):  # new year's eve may be work time
            yield _instant(opens), _instant(closes)

    def _between(self, start: datetime, end: datetime) -> int:
        """Work time in ticks; start is not after end."""
        worked = self._year(end.year).worked(_ticks(end)) - self._year(start.year).worked(_ticks(start))
        if start.year < end.year:
            years = range(max(start.year, _YEARS.start), min(end.year, _YEARS.stop))
            worked += sum(self._year(year).total for year in years)
        return worked

    def _moved(self, start: datetime, ticks: int) -> datetime:
        """The instant so much work time later, or earlier for a negative number."""
        if not ticks:
            return start
        year, years = start.year, self._open_years
        table = self._year(year)
        work = table.worked(_ticks(start)) + ticks
        while work > table.total:
            work, year = work - table.total, max(year + 1, years.start)
            if year >= years.stop:
                raise _out_of_range()
            table = self._year(year)
        while work < 0:
            year = min(year, years.stop) - 1
            if year < years.start:
                raise _out_of_range()
            table = self._year(year)
            work += table.total
        return _instant(table.first(work) if ticks > 0 else table.last(work))

    @cached_property
    def _years(self) -> dict[int, _Year]:
        return {}

    @cached_property
    def _open_years(self) -> range:
        """The years that may have work time."""
        if self.hours:
            return _YEARS
        years = [day.year for day, text in self.dates.items() if text]
        # A night, or a zone, may reach over the edge of a year.
        return range(max(min(years) - 1, _YEARS.start), min(max(years) + 2, _YEARS.stop))

    @cached_property
    def _week(self) -> tuple[Hours, ...]:
        return tuple(opening_hours(self.hours.get(day, ""), day, []) for day in DAYS)

    @cached_property
    def _special(self) -> dict[date, Hours]:
        return {day: opening_hours(text, str(day), []) for day, text in self.dates.items()}

    def _year(self, year: int) -> _Year:
        found = self._years.get(year)
        if found is None:
            if year not in self._open_years:
                return _CLOSED
            spans = tuple(self._at_work(year))
            *before, total = accumulate((closes - opens for opens, closes in spans), initial=0)
            starts, ends = tuple(opens for opens, _ in spans), tuple(closes for _, closes in spans)
            found = self._years[year] = _Year(starts, ends, tuple(before), total)
        return found

    @cached_property
    def _away(self) -> tuple[tuple[int, int], ...]:
        spans = cast("tuple[tuple[datetime, datetime], ...]", self.absences)  # since it was built
        return tuple((_ticks(leave), _ticks(back)) for leave, back in spans)

    def _at_work(self, year: int) -> Iterator[tuple[int, int]]:
        """The opening times of a year in UTC without the absences, in order."""
        start, end = (_ticks(datetime(number, 1, 1, tzinfo=UTC)) for number in (year, year + 1))
        away = [span for span in self._away if span[0] < end and span[1] > start]
        for opens, closes in _joined(self._in_the_zone(year)):
            yield from _rest(max(opens, start), min(closes, end), away)

    def _in_the_zone(self, year: int) -> Iterator[tuple[int, int]]:
        """The opening times around a year in UTC, in order of their beginnings."""
        zone = time_zone(self.zone) or UTC
        # Wall times: a night begins the day before, and zones are up to a day apart from UTC.
        midnights = [datetime(year, 1, 1, tzinfo=UTC) + (number - 2) * _DAY for number in range(371)]
        firsts = [_ticks(midnight.replace(tzinfo=zone)) for midnight in midnights]
        for number, midnight in enumerate(midnights[:-2]):
            hours = self._hours_of(midnight.date())
            first = firsts[number]
            if firsts[number + 2] - first == 2 * _DAY // _TICK and firsts[number + 1] - first == _DAY // _TICK:
                for start, end in hours:
                    yield first + start * _MINUTE, first + end * _MINUTE
            else:  # clocks change
                for start, end in hours:
                    opens, closes = midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)
                    yield _first_shown(opens, zone), _first_shown(closes, zone)

    def _hours_of(self, day: date) -> Hours:
        special = self._special.get(day)
        return self._week[day.weekday()] if special is None else special


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // _TICK


def _instant(ticks: int) -> datetime:
    return _EPOCH + timedelta(microseconds=ticks)


def _out_of_range() -> InvalidRecord:
    return InvalidRecord([Problem("out_of_range", None, "the calendar has no further work time")])


def _hours_on(day: object, text: object, problems: list[Problem]) -> str:
    """The hours of one date in their one way of writing."""
    if not isinstance(day, date) or isinstance(day, datetime):
        problems.append(Problem("not_a_date", "dates", f"expected a date, got {type(day).__name__}"))
    return written(opening_hours(text, str(day), problems))


def _first_shown(wall: datetime, zone: tzinfo) -> int:
    """The first instant at which the clock shows this time or a later one."""
    first, second = (_ticks(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)) for fold in (0, 1))
    if first <= second:  # shown once or twice
        return first
    # Skipped: by the offset after the jump it lies before the jump, and by the one before it lies after it.
    after = wall.replace(tzinfo=zone, fold=1).utcoffset()
    while first - second > _SECOND:
        middle = (first + second) // (2 * _SECOND) * _SECOND
        if _instant(middle).astimezone(zone).utcoffset() == after:
            first = middle
        else:
            second = middle
    return first


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order of their beginnings, without what overlaps or touches, and without those of no length."""
    last: tuple[int, int] | None = None
    for start, end in spans:
        if last and start <= last[1]:
            last = last[0], max(last[1], end)
        elif start < end:
            if last:
                yield last
            last = start, end
    if last:
        yield last


def _rest(opens: int, closes: int, away: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of one opening time when absences (in order) are taken out of it."""
    for leave, back in away:
        if leave < closes and back > opens:
            if leave > opens:
                yield opens, leave
            opens = back
    if opens < closes:
        yield opens, closes


def _intervals(spans: Iterable[tuple[datetime, datetime]]) -> tuple[tuple[datetime, datetime], ...]:
    """Pauses in order and without overlaps. Raises `InvalidRecord` for a time without a zone."""
    if not spans:
        return ()
    in_order = sorted((_ticks(utc(start)), _ticks(utc(end))) for start, end in spans)
    return tuple((_instant(start), _instant(end)) for start, end in _joined(in_order))


def _absence(span: Any, zone: tzinfo, problems: list[Problem]) -> tuple[datetime, datetime] | None:
    """One absence as two instants; what is wrong with it goes to the problems."""
    try:
        start, end = span
        if not isinstance(start, datetime):  # two days, both included
            start, end = (_instant(_first_shown(datetime.combine(day, time()), zone)) for day in (start, end + _DAY))
        found = utc(start), utc(end)
    except (InvalidRecord, TypeError, ValueError, OverflowError):
        problems.append(Problem("wrong_span", "absences", f"{span!r} is no pair of aware times, or of days"))
        return None
    if found[0] >= found[1]:
        problems.append(Problem("wrong_span", "absences", f"{span!r} ends before it begins"))
    return found
