"""Working a lead: activities, moves, scores, the next step."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from leadkit.errors import Problem
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import living
from leadkit.flows._async.settling import open_step, settled
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.money import Money
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Activity, Detail, FollowUp, Lead
from leadkit.model.activity import contact_changes
from leadkit.model.events import ActivityRecorded, LeadMoved, evolve, moved
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.conversion import qualify as qualified
from leadkit.steps.followup import continued, done, learnt

__all__ = ["Happened", "happened", "move", "qualify", "record"]

# Moves that come with an owner, a pool, an activity or a deal: alone they would leave half of it done.
_OWN_OPERATION = frozenset(
    {LeadTrigger.ASSIGN, LeadTrigger.RELEASE, LeadTrigger.CONTACT, LeadTrigger.CONVERT, LeadTrigger.REVERT}
)


@one_unit_of_work
async def record(
    work: AsyncUnitOfWork,
    env: Env,
    lead_id: str,
    detail: Detail,
    by: str | None = None,
    at: datetime | None = None,
    *,
    needs: Iterable[str] = (),
    objections: Iterable[str] = (),
) -> tuple[Lead, Activity]:
    """The lead with this activity. A first contact moves an assigned lead to working and ticks off what was planned."""
    now = env.now()
    lead = await living(work.leads, lead_id)
    needs, objections = tuple(needs), tuple(objections)
    told = await happened(work, env, lead, detail, now, by=by, at=at, needs=needs, objections=objections)
    outcome = told.outcome.then(learnt(told.outcome.noun, needs, objections, now))
    return await settled(work, env, lead, outcome, now, step=told.step), told.activity


class Happened(NamedTuple):
    """step: what was planned and is done by that, if the cadence it belongs to goes on."""

    outcome: Decision[Lead]
    activity: Activity
    step: FollowUp | None


async def happened(
    work: AsyncUnitOfWork,
    env: Env,
    lead: Lead,
    detail: Detail,
    now: datetime,
    *,
    by: str | None = None,
    at: datetime | None = None,
    needs: tuple[str, ...] = (),
    objections: tuple[str, ...] = (),
) -> Happened:
    """The lead with this activity, which is added in this unit of work."""
    activity = Activity(env.new_id(), lead.id, at or now, detail, by)
    changes = contact_changes(lead, activity)
    outcome = evolve(lead, ActivityRecorded, now, changes, activity_id=activity.id, kind=activity.kind)
    if detail.is_contact and not activity.awaits_answer:
        step = moved(outcome.noun, env.playbook.lead, LeadTrigger.CONTACT, LeadMoved, now)
        # Where the table knows no contact (a new or closed lead), the activity is recorded and nothing moves.
        if not isinstance(step, Refusal) and step.noun.status != lead.status:
            outcome = outcome.then(step)
    ticked = None
    if "last_contact_at" in changes:  # an older contact that is entered late is not the one that was planned
        ticked = await _ticked_off(work, lead.id, activity, needs, objections)
    await work.activities.add(activity)
    return Happened(outcome, activity, continued(ticked, activity, env.playbook.follow_up) if ticked else None)


async def _ticked_off(
    work: AsyncUnitOfWork, lead_id: str, activity: Activity, needs: tuple[str, ...], objections: tuple[str, ...]
) -> FollowUp | None:
    existing = await open_step(work, lead_id)
    if existing:
        outcome = getattr(activity.detail, "result", "") or activity.kind
        ticked = done(existing, activity.at, outcome, needs=needs, objections=objections)
        await work.follow_ups.put(ticked, expected=existing.version)
    return existing


@one_unit_of_work
async def move(work: AsyncUnitOfWork, env: Env, lead_id: str, trigger: str, reason: str = "") -> Lead | Refusal:
    """The lead after any trigger of its machine that needs nothing but a reason; the others are refused here."""
    if trigger in _OWN_OPERATION:
        return Refusal([Problem("own_operation", "trigger", f"{trigger} does more than move; use its own operation")])
    now = env.now()
    lead = await living(work.leads, lead_id)
    outcome = moved(lead, env.playbook.lead, trigger, LeadMoved, now, {"status_reason": reason}, reason=reason)
    return outcome if isinstance(outcome, Refusal) else await settled(work, env, lead, outcome, now)


@one_unit_of_work
async def qualify(
    work: AsyncUnitOfWork,
    env: Env,
    lead_id: str,
    need: str = "",
    budget: Money | None = None,
    decision_date: date | None = None,
) -> Lead | Refusal:
    """The lead with its confirmed need, budget and decision date."""
    now = env.now()
    lead = await living(work.leads, lead_id)
    outcome = qualified(lead, env.playbook.lead, now, need=need, budget=budget, decision_date=decision_date)
    return outcome if isinstance(outcome, Refusal) else await settled(work, env, lead, outcome, now)
