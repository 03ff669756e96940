"""How soon what has to happen with a lead, who answers for it, and who is told when it does not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.business_time import BusinessCalendar
from leadkit.kernel.conditions import Condition
from leadkit.kernel.frozendict import FrozenDict, frozen_texts
from leadkit.kernel.instants import calendar_add, time_zone
from leadkit.kernel.record import text
from leadkit.model import Activity, ContentKind, Lead
from leadkit.model.rules import lead_faults
from leadkit.steps.followup.cadences import Cadence, Content, cadence_faults, content_faults
from leadkit.steps.followup.customers import CUSTOMER_CADENCES

__all__ = ["Escalation", "FollowUpPolicy", "ResponseTarget"]

_GOALS = {
    "first": "make first contact and learn the need",
    "answer": "answer what they wrote",
    "next": "settle the open questions and agree on a next step",
    "nurture": "stay in touch with something of use",
}


def _goals(goals: Mapping[str, str]) -> FrozenDict[str, str]:
    return frozen_texts({**_GOALS, **goals})


def _spans(spans: Mapping[str, timedelta]) -> FrozenDict[str, timedelta]:
    return FrozenDict(spans)


def _calendars(calendars: Mapping[str, BusinessCalendar]) -> FrozenDict[str, BusinessCalendar]:
    return FrozenDict(calendars)


@frozen(slots=False)
class ResponseTarget:
    """Leads that meet all conditions (priority, channel, …) are answered within this span."""

    within: timedelta
    conditions: tuple[Condition, ...] = field(converter=tuple[Condition, ...])

    @cached_property
    def _tests(self) -> tuple[Callable[[Any], bool], ...]:
        return tuple(condition.compiled() for condition in self.conditions)

    def fits(self, lead: Lead) -> bool:
        """Whether the lead meets all conditions."""
        return all(test(lead) for test in self._tests)


@frozen
class Escalation:
    """Whoever is told when a time has been over for so long. to: blank for the manager."""

    after: timedelta
    to: str = ""


@frozen(slots=False)
class FollowUpPolicy:
    """first_contact_within: from capture to the first contact, and from any later message of theirs to our answer;
    `targets` are tried before it, in order. then_every: from each contact to the next. nurturing_every: the slower
    rhythm of leads on hold. assign_within: from capture, or from the loss of an owner, to an owner. status_limits: how
    long a lead may stay in a status. goals: of first, answer, next and nurture, over ours.

    zone: IANA zone in which days are counted, so that "in a week" keeps its wall time when clocks change; that of the
    calendar when there is one. calendar: by which first contacts, answers, assignments, warnings and escalations are
    counted as work time; what is due after days is due on a day of work. calendars: of single owners and teams by name,
    which go before it. Without any, time is time.

    warn_before: a time is nearly over. escalations: who else is told, after how long. reassign_after: what was not done
    by then is somebody else's; `None`: never by itself. manager: who answers for leads without an owner; managers: by
    team. cadences: the first that fits is followed; ours for customers (`CUSTOMER_CADENCES`) come after them, but for
    those whose name is taken. contents: of each kind the first that fits is brought along.
    consent_required: nobody is written to who was never asked; who said no is not in any case.
    """

    first_contact_within: timedelta = timedelta(hours=24)
    then_every: timedelta = timedelta(days=7)
    nurturing_every: timedelta = timedelta(days=30)
    zone: str = "UTC"
    goals: Mapping[str, str] = field(factory=dict, converter=_goals)
    targets: tuple[ResponseTarget, ...] = field(default=(), converter=tuple[ResponseTarget, ...])
    assign_within: timedelta = timedelta(hours=4)
    status_limits: Mapping[str, timedelta] = field(factory=dict, converter=_spans)
    calendar: BusinessCalendar | None = None
    calendars: Mapping[str, BusinessCalendar] = field(factory=dict, converter=_calendars)
    warn_before: timedelta = timedelta(hours=4)
    escalations: tuple[Escalation, ...] = field(default=(), converter=tuple[Escalation, ...])
    reassign_after: timedelta | None = None
    manager: str = "manager"
    managers: Mapping[str, str] = field(factory=dict, converter=frozen_texts)
    cadences: tuple[Cadence, ...] = field(default=(), converter=tuple[Cadence, ...])
    contents: tuple[Content, ...] = field(default=(), converter=tuple[Content, ...])
    consent_required: bool = False

    def __attrs_post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise InvalidPlaybook(faults)

    def response_time(self, lead: Lead) -> timedelta:
        """How soon this lead is answered."""
        return next((target.within for target in self.targets if target.fits(lead)), self.first_contact_within)

    def cadence_of(self, lead: Lead) -> Cadence | None:
        """The plan that this lead's follow-ups go by."""
        return next((cadence for cadence in self._cadences.values() if cadence.fits(lead)), None)

    def cadence_named(self, name: str) -> Cadence | None:
        """The plan of this name."""
        return self._cadences.get(name)

    @cached_property
    def _cadences(self) -> Mapping[str, Cadence]:
        mine = {cadence.name: cadence for cadence in self.cadences}
        return mine | {cadence.name: cadence for cadence in CUSTOMER_CADENCES if cadence.name not in mine}

    def content_for(self, lead: Lead, activities: Iterable[Activity], kind: ContentKind) -> Content | None:
        """What to bring along: the first content of this kind that fits the lead and what it did."""
        seen = tuple(activities)
        return next((each for each in self.contents if each.kind is kind and each.fits(lead, seen)), None)

    def manager_of(self, team: str | None) -> str:
        """Who answers for this team's leads without an owner, and hears about the others."""
        return self.managers.get(team or "", self.manager)

    def calendar_of(self, owner: str | None, team: str | None) -> BusinessCalendar | None:
        """By which hours this person, or else the team, or else everybody works; `None` when time is time."""
        if not self.calendars:
            return self.calendar
        return self.calendars.get(owner or "") or self.calendars.get(team or "") or self.calendar

    def later(self, start: datetime, span: timedelta, calendar: BusinessCalendar | None) -> datetime:
        """The instant by which so much work time has passed."""
        return calendar.add(start, span) if calendar else calendar_add(start, span, self.zone)

    def days_later(self, start: datetime, span: timedelta, calendar: BusinessCalendar | None) -> datetime:
        """The instant so many days later, or the next opening after it."""
        if calendar is None:
            return calendar_add(start, span, self.zone)
        return calendar.next_opening(calendar_add(start, span, calendar.zone))


_NAME = text(200, required=True)["check"]
_LONGEST = timedelta(days=36_525)  # so that no sum leaves the calendar


def _faults(policy: FollowUpPolicy) -> Iterator[Problem]:
    yield from _span_faults(policy)
    hours = {"calendar": policy.calendar, **{f"calendars.{name}": each for name, each in policy.calendars.items()}}
    for name, calendar in hours.items():
        if not isinstance(calendar, BusinessCalendar | None):
            yield Problem("wrong_type", name, f"expected a BusinessCalendar, got {type(calendar).__name__}")
    for name in _GOALS:
        if not policy.goals.get(name):
            yield Problem("missing_goal", name, "every step has a goal")
    if time_zone(policy.zone) is None:
        yield Problem("unknown_zone", "zone", f"{policy.zone!r} is not an IANA time zone")
    for person in (policy.manager, *policy.managers.values()):
        if found := _NAME(person):
            yield Problem(found[0], "manager", found[1])
    yield from lead_faults(condition for target in policy.targets for condition in target.conditions)
    yield from cadence_faults(policy.cadences)
    yield from content_faults(policy.contents)


def _span_faults(policy: FollowUpPolicy) -> Iterator[Problem]:
    longer = {name: getattr(policy, name) for name in ("first_contact_within", "then_every", "nurturing_every")}
    longer["assign_within"] = policy.assign_within
    longer |= {f"targets.{number}": target.within for number, target in enumerate(policy.targets)}
    longer |= {f"status_limits.{status}": limit for status, limit in policy.status_limits.items()}
    if policy.reassign_after is not None:
        longer["reassign_after"] = policy.reassign_after
    any_length = {"warn_before": policy.warn_before}
    any_length |= {f"escalations.{number}": step.after for number, step in enumerate(policy.escalations)}
    for name, span in (longer | any_length).items():
        if not isinstance(span, timedelta):
            yield Problem("wrong_type", name, f"expected a timedelta, got {type(span).__name__}")
        elif span > _LONGEST or span < timedelta(0) or (name in longer and not span):
            least = "must be longer than zero" if name in longer else "must not be less than zero"
            yield Problem("out_of_range", name, f"{least}, and no more than a hundred years")
