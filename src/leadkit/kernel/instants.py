"""Instants: exact `datetime` values in UTC, whatever came in at the door."""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from leadkit.errors import InvalidRecord, Problem

if TYPE_CHECKING:
    from pendulum import FixedTimezone, Timezone

__all__ = ["calendar_add", "time_zone", "utc", "utc_or_none"]


def utc(value: datetime) -> datetime:
    """The same instant as an exact stdlib `datetime` in `timezone.utc`.

    Accepts any aware `datetime` or subclass (pendulum's too). Raises `InvalidRecord` for anything else: a naive time
    has no instant, and guessing the zone is how appointments move by hours.
    """
    if type(value) is datetime and value.tzinfo is UTC:
        return value
    if not isinstance(value, datetime):
        raise InvalidRecord([Problem("not_a_datetime", None, f"expected a datetime, got {type(value).__name__}")])
    if value.tzinfo is None or value.utcoffset() is None:
        raise InvalidRecord([Problem("naive_datetime", None, "the time has no zone; pass an aware datetime")])
    try:
        moved = value.astimezone(UTC)
    except OverflowError:
        raise InvalidRecord([Problem("out_of_range", None, "the time is out of range in UTC")]) from None
    # A subclass survives astimezone, but drivers and encoders refuse it: rebuild as the exact class.
    return datetime(
        moved.year, moved.month, moved.day, moved.hour, moved.minute, moved.second, moved.microsecond, tzinfo=UTC
    )


def utc_or_none(value: datetime | None) -> datetime | None:
    """`utc`, letting `None` through."""
    return None if value is None else utc(value)


def time_zone(name: str) -> tzinfo | None:
    """The IANA zone of this name; `None` when there is none."""
    if name == "UTC":  # known without asking the zone files
        return UTC
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError, TypeError):
        return None


@lru_cache(maxsize=64)
def _pendulum_zone(name: str) -> "Timezone | FixedTimezone":
    """Kept, because pendulum reads the file of the zone each time it is named."""
    import pendulum

    return pendulum.timezone(name)


def calendar_add(start: datetime, span: timedelta, zone: str) -> datetime:
    """`start` plus `span` as calendars in `zone` count, in UTC: a week later is the same wall time when clocks change.

    Spans under a day are elapsed time. Raises `InvalidRecord` for an unknown zone.
    """
    # Split towards zero: a `timedelta` of minus one hour has minus one day and 23 hours.
    days = abs(span).days if span >= timedelta() else -abs(span).days
    if zone == "UTC" or not days:
        return utc(start) + span
    import pendulum  # costs 90 ms to import, and hosts in UTC never need it

    try:
        local = pendulum.instance(start).in_timezone(_pendulum_zone(zone))
    except Exception as unknown:  # pendulum and its zone backends each raise their own
        raise InvalidRecord([Problem("unknown_zone", "zone", f"{zone!r} is not an IANA time zone")]) from unknown
    return utc(local.add(days=days)) + (span - timedelta(days=days))
