"""The follow-up tables of a playbook file."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from attrs import evolve, field, frozen

from leadkit.errors import InvalidPlaybook, LeadkitError, Problem
from leadkit.kernel.business_time import BusinessCalendar
from leadkit.kernel.conditions import Condition
from leadkit.model import ContentKind, FollowUpChannel
from leadkit.steps.followup import (
    Cadence,
    CadenceStep,
    Content,
    Escalation,
    Exit,
    FollowUpPolicy,
    ResponseTarget,
)

__all__ = ["FollowUpTable", "policy_of", "span"]


@frozen
class _Calendar:
    hours: Mapping[str, str] = field(factory=dict)
    zone: str = "UTC"
    dates: Mapping[str, str] = field(factory=dict)
    country: str = ""
    subdivision: str = ""
    years: tuple[int, ...] = ()
    working_day_hours: str = ""
    away: tuple[tuple[date, date], ...] = ()


@frozen
class _Target:
    hours: float
    conditions: tuple[Condition, ...]


@frozen
class _Escalation:
    after_hours: float
    to: str = ""


@frozen
class _Step:
    channel: FollowUpChannel
    goal: str
    after_days: float = 0
    content: ContentKind | None = None


@frozen
class _Cadence:
    name: str
    steps: tuple[_Step, ...]
    conditions: tuple[Condition, ...] = ()
    exits: tuple[Exit, ...] = tuple(Exit)


@frozen
class _Content:
    kind: ContentKind
    title: str
    body: str = ""
    conditions: tuple[Condition, ...] = ()


@frozen
class FollowUpTable:
    """`[follow_up]` and the tables below it, with the defaults of the policy."""

    first_contact_hours: float = 24
    then_days: float = 7
    nurturing_days: float = 30
    assign_hours: float = 4
    warn_hours: float = 4
    reassign_hours: float | None = None
    zone: str = "UTC"
    manager: str = "manager"
    consent_required: bool = False
    goals: Mapping[str, str] = field(factory=dict)
    managers: Mapping[str, str] = field(factory=dict)
    status_limit_days: Mapping[str, float] = field(factory=dict)
    targets: tuple[_Target, ...] = ()
    escalations: tuple[_Escalation, ...] = ()
    calendar: _Calendar | None = None
    calendars: Mapping[str, _Calendar] = field(factory=dict)
    cadences: tuple[_Cadence, ...] = ()
    contents: tuple[_Content, ...] = ()


def policy_of(table: FollowUpTable) -> FollowUpPolicy:
    """The policy that these tables describe. Raises `InvalidPlaybook` with the path of what is wrong."""
    calendar = _calendar("calendar", table.calendar, None) if table.calendar else None
    return FollowUpPolicy(
        first_contact_within=_hours("first_contact_hours", table.first_contact_hours),
        then_every=_days("then_days", table.then_days),
        nurturing_every=_days("nurturing_days", table.nurturing_days),
        zone=table.zone,
        goals=table.goals,
        targets=tuple(
            ResponseTarget(_hours(f"targets[{number}].hours", row.hours), row.conditions)
            for number, row in enumerate(table.targets)
        ),
        assign_within=_hours("assign_hours", table.assign_hours),
        status_limits={
            status: _days(f"status_limit_days.{status}", days) for status, days in table.status_limit_days.items()
        },
        calendar=calendar,
        calendars={name: _calendar(f"calendars.{name}", row, calendar) for name, row in table.calendars.items()},
        warn_before=_hours("warn_hours", table.warn_hours),
        escalations=tuple(
            Escalation(_hours(f"escalations[{number}].after_hours", row.after_hours), row.to)
            for number, row in enumerate(table.escalations)
        ),
        reassign_after=None if table.reassign_hours is None else _hours("reassign_hours", table.reassign_hours),
        manager=table.manager,
        managers=table.managers,
        cadences=tuple(_cadence(number, row) for number, row in enumerate(table.cadences)),
        contents=tuple(Content(row.kind, row.title, row.body, row.conditions) for row in table.contents),
        consent_required=table.consent_required,
    )


def _cadence(number: int, row: _Cadence) -> Cadence:
    steps = tuple(
        CadenceStep(step.channel, step.goal, _days(f"cadences[{number}].after_days", step.after_days), step.content)
        for step in row.steps
    )
    return Cadence(row.name, steps, row.conditions, frozenset(row.exits))


def _calendar(path: str, row: _Calendar, usual: BusinessCalendar | None) -> BusinessCalendar:
    """The calendar of a table; one without hours is the usual one without the days away."""
    if usual is not None and evolve(row, away=()) == _Calendar():
        return usual.without(*row.away)
    try:
        dates = {date.fromisoformat(day): hours for day, hours in row.dates.items()}
    except ValueError:
        raise InvalidPlaybook(
            [Problem("not_a_date", f"follow_up.{path}.dates", "a day is not like 2026-12-24")]
        ) from None
    try:
        return BusinessCalendar(row.hours, row.zone, {**dict(_by_country(row)), **dates}, row.away)
    except LeadkitError as wrong:
        problems = [evolve(one, field=f"follow_up.{path}.{one.field}") for one in wrong.problems]
        raise InvalidPlaybook(problems) from None


def _by_country(row: _Calendar) -> Iterator[tuple[date, str]]:
    if row.country:
        from leadkit.contrib.holidays import public_holidays

        found = public_holidays(row.country, row.years, subdivision=row.subdivision or None)
        yield from ((day, "") for day in found.holidays)
        hours = row.working_day_hours or next(iter(row.hours.values()), "")
        yield from ((day, hours) for day in found.working_days)


def _hours(field: str, hours: float) -> timedelta:
    return span(f"follow_up.{field}", hours=hours)


def _days(field: str, days: float) -> timedelta:
    return span(f"follow_up.{field}", days=days)


def span(field: str, **amount: float) -> timedelta:
    """A span of time from a number of the file."""
    try:
        return timedelta(**amount)
    except (OverflowError, ValueError):  # TOML has inf and nan
        raise InvalidPlaybook([Problem("out_of_range", field, "is no span of time")]) from None
