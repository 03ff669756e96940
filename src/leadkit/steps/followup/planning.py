"""The next step with a lead, when it is due, and what a contact does to the lead's times."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve as with_fields
from attrs import frozen

from leadkit.kernel.decision import Decision
from leadkit.kernel.record import replaced
from leadkit.kernel.statemachine import StatusType
from leadkit.kernel.text import match_form
from leadkit.model import Activity, Clock, ContentKind, Direction, FollowUp, FollowUpChannel, Lead, Meeting, Visit
from leadkit.model.events import FollowUpPlanned, LeadChanged, evolve
from leadkit.steps.followup.cadences import Exit
from leadkit.steps.followup.messages import address_of, consents
from leadkit.steps.followup.policy import FollowUpPolicy

__all__ = [
    "NextStep",
    "continued",
    "done",
    "learnt",
    "next_step",
    "planned",
    "says",
]

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@frozen
class NextStep:
    """What to do next with a lead, when, how, and why then. The rest as in `FollowUp`."""

    due: datetime
    goal: str
    because: str
    channel: FollowUpChannel
    clock: Clock = Clock.FOLLOW_UP
    content_kind: ContentKind | None = None
    cadence: str = ""
    step: int = 0


def next_step(
    lead: Lead,
    kind: StatusType,
    policy: FollowUpPolicy,
    plan: FollowUp | None,
    at: datetime,
    *,
    before: FollowUp | None = None,
) -> NextStep | None:
    """The next step of a lead whose status is of this type; `None` when it is won or lost, or not to be contacted.

    plan: what is planned so far. Without a contact to count from, a plan of the same goal keeps its time, and a new one
    (for a new lead, or one that came back) counts from `at`. before: the step that was just done, if its cadence goes
    on.
    """
    if kind in (StatusType.WON, StatusType.LOST) or lead.consent.do_not_contact:
        return None
    calendar = policy.calendar_of(lead.owner, lead.team)
    if (since := lead.waiting_since) and (lead.last_contact_at or kind is StatusType.ON_HOLD):
        step = _answer(lead, since, policy, plan)
    elif kind is StatusType.ON_HOLD:
        step = _rhythm(lead, policy, "nurture", policy.nurturing_every, plan, at)
    elif lead.last_contact_at is None:
        step = _first(lead, policy, plan, at)
    else:
        step = _along(lead, policy, plan, before) or _rhythm(lead, policy, "next", policy.then_every, plan, at)
    if lead.owner and lead.owner_since and step.due <= lead.owner_since:
        # It was overdue when it changed hands: whoever has it now gets the time to do it.
        due = policy.later(lead.owner_since, policy.response_time(lead), calendar)
        step = with_fields(step, due=due, because=f"{step.because}; the owner is new")
    return step


_WAYS = (FollowUpChannel.PHONE, FollowUpChannel.EMAIL, FollowUpChannel.MESSAGE)


def _channel(lead: Lead, wanted: FollowUpChannel | None = None) -> FollowUpChannel:
    """The way that is wanted, unless the person said no to it; else the first that is known and was not refused."""
    if wanted and consents(lead, wanted) is not False:
        return wanted
    open_ways = [way for way in _WAYS if consents(lead, way) is not False]
    return next((way for way in open_ways if address_of(lead, way)), wanted or FollowUpChannel.EMAIL)


def _answer(lead: Lead, since: datetime, policy: FollowUpPolicy, plan: FollowUp | None) -> NextStep:
    """An answer to what they wrote, counted from when they wrote it. Afterwards a cadence may go on."""
    within = policy.response_time(lead)
    cadence = policy.cadence_named(plan.cadence) if plan else None
    kept = plan if cadence and Exit.REPLY not in cadence.exits else None
    return NextStep(
        policy.later(since, within, policy.calendar_of(lead.owner, lead.team)),
        policy.goals["answer"],
        f"answer within {_span(within)}",
        _channel(lead),
        Clock.ANSWER,
        cadence=kept.cadence if kept else "",
        step=kept.step if kept else 0,
    )


def _first(lead: Lead, policy: FollowUpPolicy, plan: FollowUp | None, at: datetime) -> NextStep:
    """The first contact; the first step of the cadence, when there is one."""
    within, cadence = policy.response_time(lead), policy.cadence_of(lead)
    first = cadence.steps[0] if cadence else None
    goal = first.goal if first else policy.goals["first"]
    due = policy.later(at, within, policy.calendar_of(lead.owner, lead.team))
    if plan and plan.clock is Clock.FIRST_CONTACT:
        due = min(plan.due, due)  # nothing moves it back, but a lead that became urgent is urgent from then on
    return NextStep(
        due,
        goal,
        f"first contact within {_span(within)}",
        _channel(lead, first.channel if first else None),
        Clock.FIRST_CONTACT,
        first.content if first else None,
        cadence.name if cadence else "",
    )


def _rhythm(
    lead: Lead, policy: FollowUpPolicy, goal: str, span: timedelta, plan: FollowUp | None, at: datetime
) -> NextStep:
    """Every so many days from the last contact."""
    since = lead.last_contact_at
    kept = since is None and plan is not None and plan.goal == policy.goals[goal]
    calendar = policy.calendar_of(lead.owner, lead.team)
    due = plan.due if plan and kept else policy.days_later(since or at, span, calendar)
    return NextStep(due, policy.goals[goal], f"every {_span(span)}", _channel(lead))


def _along(lead: Lead, policy: FollowUpPolicy, plan: FollowUp | None, before: FollowUp | None) -> NextStep | None:
    """The next step of the cadence that the lead is in, counted from its last contact; `None` when there is none."""
    last = plan or before
    cadence = policy.cadence_named(last.cadence) if last else None
    if last is None or cadence is None or lead.last_contact_at is None:
        return None
    # An answer is no step of the cadence: the step that waited for it is still to come.
    number = last.step + (plan is None and last.clock is not Clock.ANSWER)
    if number >= len(cadence.steps):
        return None
    step = cadence.steps[number]
    due = policy.days_later(lead.last_contact_at, step.after, policy.calendar_of(lead.owner, lead.team))
    because = f"step {number + 1} of {len(cadence.steps)} of {cadence.name}, {_span(step.after)} after the one before"
    channel = _channel(lead, step.channel)
    return NextStep(due, step.goal, because, channel, Clock.FOLLOW_UP, step.content, cadence.name, number)


def _span(span: timedelta) -> str:
    return f"{span / _DAY:g} days" if span > _DAY else f"{span / _HOUR:g} h"


_PLANNED = ("due", "goal", "because", "channel", "clock", "content_kind", "cadence", "step")


def says(plan: FollowUp, step: NextStep, owner: str | None) -> bool:
    """Whether the follow-up plans exactly this step, for this owner; however it came about."""
    same = all(getattr(plan, name) == getattr(step, name) for name in _PLANNED if name != "because")
    return same and plan.owner == owner


def planned(lead: Lead, step: NextStep, plan: FollowUp | str, at: datetime) -> tuple[Decision[Lead], FollowUp]:
    """The lead with its next step planned. plan: the open follow-up to change, or the id of a new one."""
    told = {name: getattr(step, name) for name in _PLANNED} | {"owner": lead.owner}
    if isinstance(plan, str):
        plan = FollowUp(plan, lead.id, **told)
    else:
        plan = replaced(plan, told, {"version": plan.version + 1})
    facts: dict[str, Any] = {"follow_up_id": plan.id, "due": plan.due, "goal": plan.goal}
    return evolve(lead, FollowUpPlanned, at, **facts), plan


def done(
    follow_up: FollowUp, at: datetime, outcome: str, *, needs: Iterable[str] = (), objections: Iterable[str] = ()
) -> FollowUp:
    """The follow-up, ticked off, with what came of it."""
    told = {"done_at": at, "outcome": outcome, "needs": needs, "objections": objections}
    return replaced(follow_up, told, {"version": follow_up.version + 1})


def continued(follow_up: FollowUp, activity: Activity, policy: FollowUpPolicy) -> FollowUp | None:
    """The step that this activity did, if the cadence that it belongs to goes on after it."""
    cadence = policy.cadence_named(follow_up.cadence)
    if cadence is None:
        return None
    met = set()
    if getattr(activity.detail, "direction", None) is Direction.INBOUND:
        met.add(Exit.REPLY)
    if isinstance(activity.detail, Meeting | Visit):
        met.add(Exit.MEETING)
    return None if met & cadence.exits else follow_up


def learnt(lead: Lead, needs: Iterable[str], objections: Iterable[str], at: datetime) -> Decision[Lead]:
    """The lead with what was learnt about its needs and objections, each kept once."""
    changes = {}
    for name, told in (("needs", needs), ("objections", objections)):
        known = getattr(lead, name)
        seen = {match_form(each) for each in known}
        new = [each for each in dict.fromkeys(told) if match_form(each) not in seen]
        if new:
            changes[name] = (*known, *new)
    return evolve(lead, LeadChanged, at, changes) if changes else Decision(lead)
