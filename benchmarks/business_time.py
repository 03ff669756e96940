"""Work time over a month: beside businesstimedelta, and beside a walk by minutes that is plainly right.

python benchmarks/business_time.py     needs the dependency group `bench`

The same office (9-12 and 13-17 in Berlin, Monday to Friday) for all; their answers are compared before
anything is timed. Rounds are interleaved and the best of each is kept. The first question about a year makes our table
of it, which is timed apart.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import businesstimedelta as btd
import pytz

from leadkit import BusinessCalendar

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 10, 20, 16, 30, tzinfo=BERLIN)  # clocks change within the month
MONTH = timedelta(hours=147)  # of work: 21 days of 7 hours
ROUNDS = 7


def calendar() -> BusinessCalendar:
    return BusinessCalendar.weekly("09:00-12:00,13:00-17:00", zone="Europe/Berlin")


def ours() -> tuple[Callable[[], datetime], Callable[[datetime], timedelta]]:
    office, start = calendar(), START.astimezone(UTC)
    return lambda: office.add(start, MONTH), lambda end: office.between(start, end)


def peer() -> tuple[Callable[[], datetime], Callable[[datetime], timedelta]]:
    """businesstimedelta: rules for days and for the break, added up; it knows zones of pytz only."""
    zone = pytz.timezone("Europe/Berlin")
    days = btd.WorkDayRule(start_time=clock(9), end_time=clock(17), working_days=[0, 1, 2, 3, 4], tz=zone)
    lunch = btd.LunchTimeRule(start_time=clock(12), end_time=clock(13), working_days=[0, 1, 2, 3, 4], tz=zone)
    rules = btd.Rules([days, lunch])
    span = btd.BusinessTimeDelta(rules, timedelta=MONTH)
    return lambda: START + span, lambda end: rules.difference(START, end).timedelta


def walk() -> tuple[Callable[[], datetime], Callable[[datetime], timedelta]]:
    """Minute by minute: what a first attempt looks like."""
    minute = timedelta(minutes=1)

    def open_at(at: datetime) -> bool:
        local = at.astimezone(BERLIN)
        return local.weekday() < 5 and (9 <= local.hour < 12 or 13 <= local.hour < 17)

    def add() -> datetime:
        at, left = START.astimezone(UTC), MONTH // minute
        while left:
            left -= open_at(at)
            at += minute
        return at

    def between(end: datetime) -> timedelta:
        start = START.astimezone(UTC)
        return minute * sum(open_at(start + minute * number) for number in range((end - start) // minute))

    return add, between


CONTENDERS = {"leadkit": ours, "businesstimedelta": peer, "walk by minutes": walk}
TIMES = {"leadkit": 5_000, "businesstimedelta": 5, "walk by minutes": 1}


def best(call: Callable[[], object], times: int) -> float:
    started = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - started) / times * 1e6


def main() -> None:
    calls = {name: build() for name, build in CONTENDERS.items()}
    end = calls["walk by minutes"][0]()
    figures: dict[str, tuple[float, float]] = {}
    for name, (add, between) in calls.items():
        assert add() == end, (name, add(), end)
        assert between(end) == MONTH, (name, between(end))
    for _ in range(ROUNDS):
        for name, (add, between) in calls.items():
            found = best(add, TIMES[name]), best(lambda between=between: between(end), TIMES[name])
            figures[name] = tuple(map(min, found, figures.get(name, found)))  # type: ignore[assignment]
    mine = figures["leadkit"]
    print("| contender | µs to add a month | µs to measure it | leadkit is faster |\n|---|---:|---:|---:|")
    for name, (adding, measuring) in figures.items():
        ratio = f"{adding / mine[0]:,.0f} × / {measuring / mine[1]:,.0f} ×" if name != "leadkit" else ""
        print(f"| {name} | {adding:,.1f} | {measuring:,.1f} | {ratio} |")
    first = min(best(lambda: calendar().add(START, MONTH), 1) for _ in range(50))
    print(f"\nThe first question to a new calendar, its table of the year included: {first:,.0f} µs.")


if __name__ == "__main__":
    main()
