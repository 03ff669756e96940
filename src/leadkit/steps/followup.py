"""Follow-up: the next step with a lead, and when it is due."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.decision import Decision
from leadkit.kernel.frozendict import frozen_texts
from leadkit.kernel.instants import calendar_add
from leadkit.kernel.record import replaced
from leadkit.kernel.statemachine import StatusType
from leadkit.model import FollowUp, FollowUpChannel, Lead
from leadkit.model.events import FollowUpPlanned, evolve

__all__ = ["FollowUpPolicy", "NextStep", "done", "next_step", "planned", "says"]


_GOALS = {
    "first": "make first contact and learn the need",
    "next": "settle the open questions and agree on a next step",
    "nurture": "stay in touch with something of use",
}


@frozen
class FollowUpPolicy:
    """first_contact_within: from capture to the first contact. then_every: from each contact to the next.

    zone: IANA zone in which days are counted, so that "in a week" keeps its wall time when clocks change.
    nurturing_every: the slower rhythm of leads on hold.
    """

    first_contact_within: timedelta = timedelta(hours=24)
    then_every: timedelta = timedelta(days=7)
    nurturing_every: timedelta = timedelta(days=30)
    zone: str = "UTC"
    goals: Mapping[str, str] = field(
        default=_GOALS,
        converter=frozen_texts,
    )

    def __attrs_post_init__(self) -> None:
        spans = ("first_contact_within", "then_every", "nurturing_every")
        faults = [
            Problem("out_of_range", name, "must be longer than zero")
            for name in spans
            if getattr(self, name) <= timedelta(0)
        ]
        faults += [
            Problem("missing_goal", name, "every step has a goal") for name in _GOALS if not self.goals.get(name)
        ]
        if not _is_zone(self.zone):
            faults.append(Problem("unknown_zone", "zone", f"{self.zone!r} is not an IANA time zone"))
        if faults:
            raise InvalidPlaybook(faults)


def _is_zone(name: str) -> bool:
    if name == "UTC":  # known without asking the zone files
        return True
    from zoneinfo import ZoneInfo

    try:
        return bool(ZoneInfo(name))
    except (LookupError, ValueError, OSError, TypeError):
        return False


@frozen
class NextStep:
    """What to do next with a lead, when, how, and why then."""

    due: datetime
    goal: str
    because: str
    channel: FollowUpChannel


def next_step(
    lead: Lead, kind: StatusType, policy: FollowUpPolicy, plan: FollowUp | None, at: datetime
) -> NextStep | None:
    """The next step of a lead whose status is of this type; `None` when it is won or lost.

    plan: what is planned so far. Without a contact to count from, a plan of the same goal keeps its time, and a new one
    (for a new lead, or one that came back) counts from `at`.
    """
    if kind in (StatusType.WON, StatusType.LOST):
        return None
    since = lead.last_contact_at
    if kind is StatusType.ON_HOLD:
        goal, span = policy.goals["nurture"], policy.nurturing_every
    elif since is None:
        goal, span = policy.goals["first"], policy.first_contact_within
    else:
        goal, span = policy.goals["next"], policy.then_every
    kept = since is None and plan is not None and plan.goal == goal
    due = plan.due if kept and plan else calendar_add(since or at, span, policy.zone)
    first = since is None and kind is StatusType.OPEN
    because = f"first contact within {span / _HOUR:g} h" if first else f"every {span / _DAY:g} days"
    channel = FollowUpChannel.PHONE if any(phone.valid for phone in lead.phones) else FollowUpChannel.EMAIL
    return NextStep(due, goal, because, channel)


_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def says(plan: FollowUp, step: NextStep, owner: str | None) -> bool:
    """Whether the follow-up plans exactly this step, for this owner."""
    return (plan.due, plan.goal, plan.channel, plan.owner) == (step.due, step.goal, step.channel, owner)


def planned(lead: Lead, step: NextStep, plan: FollowUp | str, at: datetime) -> tuple[Decision[Lead], FollowUp]:
    """The lead with its next step planned. plan: the open follow-up to change, or the id of a new one."""
    if isinstance(plan, str):
        plan = FollowUp(plan, lead.id, step.due, step.goal, step.because, step.channel, owner=lead.owner)
    else:
        changes = {"due": step.due, "goal": step.goal, "because": step.because, "channel": step.channel}
        plan = replaced(plan, {**changes, "owner": lead.owner}, {"version": plan.version + 1})
    facts: dict[str, Any] = {"follow_up_id": plan.id, "due": plan.due, "goal": plan.goal}
    return evolve(lead, FollowUpPlanned, at, **facts), plan


def done(follow_up: FollowUp, at: datetime, outcome: str) -> FollowUp:
    """The follow-up, ticked off."""
    return replaced(follow_up, {"done_at": at, "outcome": outcome}, {"version": follow_up.version + 1})
