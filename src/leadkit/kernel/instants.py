"""Instants: exact `datetime` values in UTC, whatever came in at the door."""

from datetime import UTC, datetime, timedelta

from leadkit.errors import InvalidRecord, Problem

__all__ = ["calendar_add", "utc", "utc_or_none"]


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
    moved = value.astimezone(UTC)
    # A subclass survives astimezone, but drivers and encoders refuse it: rebuild as the exact class.
    return datetime(
        moved.year, moved.month, moved.day, moved.hour, moved.minute, moved.second, moved.microsecond, tzinfo=UTC
    )


def utc_or_none(value: datetime | None) -> datetime | None:
    """`utc`, letting `None` through."""
    return None if value is None else utc(value)


def calendar_add(start: datetime, span: timedelta, zone: str) -> datetime:
    """`start` plus `span` as a calendar in `zone` counts it, in UTC: a week later is the same wall time after a clock change.

    Spans under a day are elapsed time. Raises `InvalidRecord` for an unknown zone.
    """
    if zone == "UTC" or not span.days:
        return utc(start) + span
    import pendulum  # costs 90 ms to import, and hosts in UTC never need it

    try:
        local = pendulum.instance(start).in_timezone(zone)
    except Exception as unknown:  # pendulum and its zone backends each raise their own
        raise InvalidRecord([Problem("unknown_zone", "zone", f"{zone!r} is not an IANA time zone")]) from unknown
    return utc(local.add(days=span.days) + timedelta(seconds=span.seconds, microseconds=span.microseconds))
