"""Opening hours as people write them: "09:00-12:00,13:00-17:00" on "mon-fri"."""

import re
from collections.abc import Mapping
from itertools import pairwise

from leadkit.errors import Problem

__all__ = ["DAYS", "Hours", "hours_by_day", "opening_hours", "written"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MINUTES = 24 * 60

#: Minutes from midnight of the day on which they begin; a night ends after 24:00.
Hours = tuple[tuple[int, int], ...]

_SPAN = re.compile(r"(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?")


def opening_hours(text: object, field: str, problems: list[Problem]) -> Hours:
    """The hours of one day in their order; what is wrong with the text goes to the problems. Blank: closed.

    A span that ends at or before its beginning runs over midnight: "22:00-06:00". "00:00-24:00" is the whole day.
    """
    if not isinstance(text, str):
        problems.append(Problem("wrong_hours", field, f"expected text, got {type(text).__name__}"))
        return ()
    spans = []
    for part in filter(None, map(str.strip, text.split(","))):
        found = _SPAN.fullmatch(part)
        hour, minute, until_hour, until_minute = (int(number or 0) for number in found.groups()) if found else (99,) * 4
        start, end = hour * 60 + minute, until_hour * 60 + until_minute
        if start >= _DAY_MINUTES or end > _DAY_MINUTES or minute > 59 or until_minute > 59:
            problems.append(Problem("wrong_hours", field, f"{part!r} is not like 09:00-17:00"))
        elif start == end:
            problems.append(Problem("wrong_hours", field, f"{part!r} has no length; the whole day is 00:00-24:00"))
        else:
            spans.append((start, end if end > start else end + _DAY_MINUTES))
    spans.sort()
    if any(before[1] > after[0] for before, after in pairwise(spans)):
        problems.append(Problem("overlapping_hours", field, f"spans of {text!r} overlap"))
    return tuple(spans)


def written(hours: Hours) -> str:
    """The one way in which these hours are written."""
    return ",".join(
        f"{_clock(start)}-{_clock(end if end <= _DAY_MINUTES else end - _DAY_MINUTES)}" for start, end in hours
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day_names(text: str) -> tuple[str, ...] | None:
    """The days of "mon-fri", "sat", "mon,wed-fri" or "sat-mon" (over the end of the week); `None` if it names none."""
    named: list[str] = []
    for part in text.casefold().split(","):
        ends = [end.strip() for end in part.replace("–", "-").split("-")]
        if len(ends) > 2 or not set(ends) <= set(DAYS):
            return None
        start, end = DAYS.index(ends[0]), DAYS.index(ends[-1])
        named += [DAYS[number % 7] for number in range(start, (end if end >= start else end + 7) + 1)]
    return tuple(named)


def hours_by_day(given: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Day → hours in their one way of writing, in the order of the week, without closed days; and what is wrong."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for days, text in given.items():
        names = _day_names(days) if isinstance(days, str) else None
        if names is None:
            problems.append(Problem("unknown_day", "hours", f"{days!r} is not like mon-fri or sat,sun"))
            continue
        hours = opening_hours(text, days, problems)
        for name in names:
            if name in found:
                problems.append(Problem("duplicate_day", name, "has its hours twice"))
            found[name] = written(hours)
    return {day: found[day] for day in DAYS if found.get(day)}, problems
