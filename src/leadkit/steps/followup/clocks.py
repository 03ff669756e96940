"""Clocks: what of a lead must happen by when, who answers for it, and who is to be told.

All of it follows from the lead, its planned step, the policy and an instant: asked again, it is the same. Nothing runs
in the background; somebody asks.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from attrs import field, frozen

from leadkit.errors import InvalidRecord
from leadkit.kernel.business_time import BusinessCalendar
from leadkit.kernel.decision import Decision
from leadkit.kernel.statemachine import StatusType
from leadkit.model import AlarmLevel, Clock, FollowUp, Lead
from leadkit.model.events import AlarmRaised, evolve
from leadkit.steps.followup.policy import FollowUpPolicy

__all__ = ["Alarm", "Deadline", "Standing", "alarms", "at_risk", "deadlines", "is_forfeited", "raised"]


class Standing(StrEnum):
    """How a deadline stands at an instant."""

    RUNNING = "running"
    AT_RISK = "at_risk"
    BREACHED = "breached"


@frozen
class Deadline:
    """By when something must have happened, from when on it is at risk, and who answers for it.

    since: when the clock started, for a planned step its due time. plan: that step, `None` for the clocks of assignment
    and status.
    """

    lead: Lead = field(repr=lambda lead: lead.id)
    clock: Clock
    since: datetime
    due: datetime
    warn_at: datetime
    accountable: str
    because: str
    plan: FollowUp | None = None

    def standing(self, at: datetime) -> Standing:
        """How it stands at this instant; at its very due time it is not breached yet."""
        if at > self.due:
            return Standing.BREACHED
        return Standing.AT_RISK if at >= self.warn_at else Standing.RUNNING


@frozen
class Alarm:
    """Somebody to be told about a deadline. key: the same whenever it is asked for."""

    key: str
    level: AlarmLevel
    to: str
    deadline: Deadline


def deadlines(lead: Lead, plan: FollowUp | None, kind: StatusType, policy: FollowUpPolicy) -> list[Deadline]:
    """The clocks of a lead that run. plan: its open follow-up. kind: of its status; those of a closed lead stand."""
    if kind in (StatusType.WON, StatusType.LOST):
        return []
    found = []
    manager = policy.manager_of(lead.team)
    if lead.owner is None and kind is StatusType.OPEN:
        calendar = policy.calendar_of(None, lead.team)
        since = lead.owner_since or lead.created_at
        due = policy.later(since, policy.assign_within, calendar)
        warn_at = _warn_at(due, policy, calendar)
        found.append(Deadline(lead, Clock.ASSIGN, since, due, warn_at, manager, "nobody owns it"))
    if plan is not None and plan.done_at is None:
        owner = lead.owner or manager
        warn_at = _warn_at(plan.due, policy, policy.calendar_of(lead.owner, lead.team))
        found.append(Deadline(lead, plan.clock, plan.due, plan.due, warn_at, owner, plan.goal, plan))
    limit = policy.status_limits.get(lead.status)
    if limit is not None:
        calendar = policy.calendar_of(lead.owner, lead.team)
        since = lead.status_since or lead.created_at
        due = policy.days_later(since, limit, calendar)
        warn_at = _warn_at(due, policy, calendar)
        because = f"is {lead.status} for long"
        found.append(Deadline(lead, Clock.STATUS, since, due, warn_at, lead.owner or manager, because))
    return found


def at_risk(
    leads: Iterable[tuple[Lead, FollowUp | None]],
    kinds: Mapping[str, StatusType],
    policy: FollowUpPolicy,
    at: datetime,
) -> Iterator[Deadline]:
    """The deadlines that are at risk or breached at this instant, of any number of leads, one lead after the other.

    leads: each with its open follow-up. kinds: status → its type, as in `StateMachine.states`.
    """
    horizons: dict[int, tuple[datetime, datetime, dict[str, datetime]]] = {}
    for lead, plan in leads:
        # Most leads are far from any deadline. To see that, no calendar is asked but once for all leads.
        calendar = policy.calendar_of(lead.owner, lead.team)
        if (known := horizons.get(id(calendar))) is None:
            known = horizons[id(calendar)] = _horizons(policy, calendar, at)
        due_by, unowned_by, entered_by = known
        if (
            (plan is not None and plan.due <= due_by)
            or (lead.owner is None and (lead.owner_since or lead.created_at) <= unowned_by)
            or (lead.status in entered_by and (lead.status_since or lead.created_at) <= entered_by[lead.status])
        ):
            for deadline in deadlines(lead, plan, kinds[lead.status], policy):
                if at >= deadline.warn_at:
                    yield deadline


_DAYS = timedelta(days=2)  # more than any change of clocks


def _horizons(
    policy: FollowUpPolicy, calendar: BusinessCalendar | None, at: datetime
) -> tuple[datetime, datetime, dict[str, datetime]]:
    """What is due later than the first is not at risk yet, nor is a lead that lost its owner after the second, or came
    into its status after the third."""
    due_by = policy.later(at, policy.warn_before, calendar)
    due_by = calendar.next_opening(due_by) if calendar else due_by + _DAYS
    entered_by = {status: due_by + _DAYS - limit for status, limit in policy.status_limits.items()}
    return due_by, policy.later(due_by, -policy.assign_within, calendar), entered_by


def _warn_at(due: datetime, policy: FollowUpPolicy, calendar: BusinessCalendar | None) -> datetime:
    try:
        return policy.later(due, -policy.warn_before, calendar)
    except (InvalidRecord, OverflowError):  # a due time at the beginning of all time must not stop the others
        return due


def alarms(deadline: Deadline, policy: FollowUpPolicy, at: datetime) -> list[Alarm]:
    """Who is to be told about this deadline by now: a warning until it is over, then the breach and its escalations."""
    match deadline.standing(at):
        case Standing.RUNNING:
            return []
        case Standing.AT_RISK:
            return [_alarm(deadline, AlarmLevel.WARNING, deadline.accountable)]
    lead = deadline.lead
    calendar = policy.calendar_of(lead.owner, lead.team)
    late = [step for step in policy.escalations if at > policy.later(deadline.due, step.after, calendar)]
    return [
        _alarm(deadline, AlarmLevel.BREACH, deadline.accountable),
        *(_alarm(deadline, AlarmLevel.ESCALATION, step.to or policy.manager_of(lead.team)) for step in late),
    ]


def _alarm(deadline: Deadline, level: AlarmLevel, to: str) -> Alarm:
    since = f"{deadline.since:%Y-%m-%dT%H:%M:%S.%fZ}"
    subject = deadline.plan.id if deadline.plan else deadline.lead.id
    return Alarm(f"{deadline.clock}/{subject}/{since}/{level}/{to}", level, to, deadline)


def is_forfeited(lead: Lead, plan: FollowUp | None, policy: FollowUpPolicy, at: datetime) -> bool:
    """Whether the owner let so much time pass after the planned step was due that the lead is somebody else's."""
    if lead.owner is None or plan is None or policy.reassign_after is None or at <= plan.due:
        return False
    return at > policy.later(plan.due, policy.reassign_after, policy.calendar_of(lead.owner, lead.team))


def raised(lead: Lead, alarm: Alarm, at: datetime) -> Decision[Lead]:
    """The lead with this alarm in its history."""
    deadline = alarm.deadline
    return evolve(
        lead, AlarmRaised, at, key=alarm.key, clock=deadline.clock, level=alarm.level, to=alarm.to, due=deadline.due
    )
