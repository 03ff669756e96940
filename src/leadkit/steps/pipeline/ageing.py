"""How long deals have been where they are, and which are there too long."""

from datetime import datetime, time, timedelta
from functools import cache
from itertools import zip_longest

from attrs import frozen

from leadkit.kernel.business_time import BusinessCalendar
from leadkit.kernel.instants import calendar_add, time_zone, utc
from leadkit.kernel.statemachine import StatusType
from leadkit.machines.opportunity import Pipeline
from leadkit.model import Opportunity

__all__ = ["Rotting", "StageTime", "rotting", "time_in_stage"]

_DAY = timedelta(days=1)


@frozen
class StageTime:
    """How long a deal was in a stage, all its stays together. since: of the stay that goes on, if one does."""

    pipeline: str
    stage: str
    stays: int
    total: timedelta
    since: datetime | None = None


def time_in_stage(deal: Opportunity, at: datetime) -> tuple[StageTime, ...]:
    """The time in each stage up to this instant, in the order in which they were entered first.

    The time from closing on is no time in a stage; that between closing and reopening is time in the closed stage.
    """
    at = utc(at)
    closed = deal.closed_at is not None and deal.closed_at <= at
    entries = [entry for entry in deal.stage_entries if entry.at <= at]
    stays: dict[tuple[str, str], list[timedelta]] = {}
    current = None
    for entry, following in zip_longest(entries, entries[1:]):
        if following is None and closed:
            break
        key = (entry.pipeline or deal.pipeline, entry.stage)
        stays.setdefault(key, []).append((following.at if following else at) - entry.at)
        current = None if following else (key, entry.at)
    return tuple(
        StageTime(*key, len(spans), sum(spans, timedelta()), current[1] if current and current[0] == key else None)
        for key, spans in stays.items()
    )


@frozen
class Rotting:
    """A deal that is in its stage too long. since: when it entered. limit: days, working days if `business_days`.
    due: when it should have moved on."""

    deal: Opportunity
    since: datetime
    limit: int
    business_days: bool
    due: datetime


def rotting(
    deal: Opportunity, pipeline: Pipeline, at: datetime, *, zone: str = "UTC", calendar: BusinessCalendar | None = None
) -> Rotting | None:
    """Whether the deal is longer in its stage than its rot days; a closed deal never is.

    Days are those of the zone, of the calendar if there is one, and keep their wall time. Working days are those on
    which the calendar opens, without one Monday to Friday; the day of entry is not counted.
    """
    stage = next((each for each in pipeline.stages if each.name == deal.stage), None)
    if stage is None or stage.type is not StatusType.OPEN or stage.rot_days is None:
        return None
    at, since = utc(at), deal.stage_entries[-1].at if deal.stage_entries else deal.created_at
    zone = calendar.zone if calendar else zone
    due = calendar_add(since, stage.rot_days * _DAY, zone)
    if stage.business_days and at > due:  # working days take no less
        due = _working_days_later(since, stage.rot_days, calendar or _monday_to_friday(zone))
    return Rotting(deal, since, stage.rot_days, stage.business_days, due) if at > due else None


def _working_days_later(since: datetime, days: int, calendar: BusinessCalendar) -> datetime:
    zone = time_zone(calendar.zone)
    entered = day = since.astimezone(zone).date()
    for _ in range(days):
        midnight = datetime.combine(day + _DAY, time(), zone)
        day = calendar.next_opening(midnight).astimezone(zone).date()
    return calendar_add(since, day - entered, calendar.zone)


@cache
def _monday_to_friday(zone: str) -> BusinessCalendar:
    return BusinessCalendar.weekly("00:00-24:00", zone=zone)
