"""Follow-up: the next step with a lead, and when it is due."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve as attrs_evolve
from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.decision import Decision
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import calendar_add
from leadkit.kernel.statemachine import StateMachine, StatusType
from leadkit.model import Activity, FollowUp, FollowUpChannel, Lead
from leadkit.model.events import FollowUpPlanned, evolve

__all__ = ["FollowUpPolicy", "contact_changes", "done", "next_due", "planned"]


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
        default={
            "first": "make first contact and learn the need",
            "next": "settle the open questions and agree on a next step",
            "nurture": "stay in touch with something of use",
        },
        converter=FrozenDict,
    )

    def __attrs_post_init__(self) -> None:
        spans = ("first_contact_within", "then_every", "nurturing_every")
        faults = [
            Problem("out_of_range", name, "must be longer than zero") for name in spans if getattr(self, name) <= timedelta(0)
        ]
        if faults:
            raise InvalidPlaybook(faults)


def next_due(lead: Lead, kind: StatusType, policy: FollowUpPolicy) -> tuple[datetime, str, str] | None:
    """(when, goal, why) of the next step; `None` for a lead that is won or lost."""
    if kind in (StatusType.WON, StatusType.LOST):
        return None
    last = lead.last_contact_at
    if last is None and kind is StatusType.OPEN:
        hours = policy.first_contact_within / timedelta(hours=1)
        due = calendar_add(lead.created_at, policy.first_contact_within, policy.zone)
        return due, policy.goals["first"], f"first contact within {hours:g} h"
    every, goal = (policy.nurturing_every, "nurture") if kind is StatusType.ON_HOLD else (policy.then_every, "next")
    due = calendar_add(last or lead.created_at, every, policy.zone)
    return due, policy.goals[goal], f"every {every / timedelta(days=1):g} days"


def planned(
    lead: Lead, machine: StateMachine, policy: FollowUpPolicy, existing: FollowUp | None, id: str, at: datetime
) -> tuple[Decision[Lead], FollowUp] | None:
    """The lead with its next follow-up; `None` when none is due or the existing one still says the same."""
    step = next_due(lead, machine.states[lead.status], policy)
    if step is None:
        return None
    due, goal, because = step
    if existing and (existing.due, existing.goal, existing.owner) == (due, goal, lead.owner):
        return None
    channel = FollowUpChannel.PHONE if any(phone.valid for phone in lead.phones) else FollowUpChannel.EMAIL
    if existing:
        follow_up = attrs_evolve(
            existing, due=due, goal=goal, because=because, channel=channel, owner=lead.owner, version=existing.version + 1
        )
    else:
        follow_up = FollowUp(id, lead.id, due, goal, because, channel, owner=lead.owner)
    facts: dict[str, Any] = {"follow_up_id": follow_up.id, "due": due, "goal": goal}
    return evolve(lead, FollowUpPlanned, at, **facts), follow_up


def done(follow_up: FollowUp, at: datetime, outcome: str) -> FollowUp:
    """The follow-up, ticked off."""
    return attrs_evolve(follow_up, done_at=at, outcome=outcome, version=follow_up.version + 1)


def contact_changes(lead: Lead, activity: Activity) -> dict[str, datetime]:
    """The lead's contact times after this activity; an older entry that arrives late never moves them back."""
    if not activity.detail.is_contact:
        return {}
    changes = {}
    if lead.first_response_at is None or activity.at < lead.first_response_at:
        changes["first_response_at"] = activity.at
    if lead.last_contact_at is None or activity.at > lead.last_contact_at:
        changes["last_contact_at"] = activity.at
    return changes
