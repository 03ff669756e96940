# Derived from src/leadkit/flows/_async/leads.py by tools/twins.py; edit that file.
"""Working a lead: activities, moves, scores, the next step."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from leadkit.errors import Problem
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import lineage, living
from leadkit.flows._sync.merging import taken_out
from leadkit.flows._sync.recognition import keys_of
from leadkit.flows._sync.settling import settled
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.money import Money
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Activity, Detail, Lead
from leadkit.model.events import ActivityRecorded, LeadChanged, LeadErased, LeadMoved, evolve, moved
from leadkit.repositories import UnitOfWork
from leadkit.steps.conversion import qualify as qualified
from leadkit.steps.followup import contact_changes, done
from leadkit.steps.merging import SUBJECTS

__all__ = ["change", "changed", "erase", "happened", "move", "qualify", "record"]

# What only a step of its own may change.
_GUARDED = frozenset(
    "id version created_at updated_at status score owner team pool contact_id customer_id opportunity_id"
    " first_response_at last_contact_at merged_into absorbed distinct_from may_be".split()
)

# Moves that come with an owner, a pool, an activity or a deal: alone they would leave half of it done.
_OWN_OPERATION = frozenset({LeadTrigger.ASSIGN, LeadTrigger.RELEASE, LeadTrigger.CONTACT, LeadTrigger.CONVERT})


@one_unit_of_work
def record(
    work: UnitOfWork, env: Env, lead_id: str, detail: Detail, by: str | None = None, at: datetime | None = None
) -> tuple[Lead, Activity]:
    """The lead with this activity. A first contact moves an assigned lead to working and ticks off what was planned."""
    now = env.now()
    lead = living(work.leads, lead_id)
    outcome, activity = happened(work, env, lead, detail, now, by=by, at=at)
    return settled(work, env, lead, outcome, now), activity


def happened(
    work: UnitOfWork,
    env: Env,
    lead: Lead,
    detail: Detail,
    now: datetime,
    *,
    by: str | None = None,
    at: datetime | None = None,
) -> tuple[Decision[Lead], Activity]:
    """The lead with this activity, which is added in this unit of work."""
    activity = Activity(env.new_id(), lead.id, at or now, detail, by)
    changes = contact_changes(lead, activity)
    outcome = evolve(lead, ActivityRecorded, now, changes, activity_id=activity.id, kind=activity.kind)
    if detail.is_contact:
        step = moved(outcome.noun, env.playbook.lead, LeadTrigger.CONTACT, LeadMoved, now)
        # Where the table knows no contact (a new or closed lead), the activity is recorded and nothing moves.
        if not isinstance(step, Refusal) and step.noun.status != lead.status:
            outcome = outcome.then(step)
    if "last_contact_at" in changes:  # an older contact that is entered late is not the one that was planned
        _tick_off(work, lead.id, activity)
    work.activities.add(activity)
    return outcome, activity


def _tick_off(work: UnitOfWork, lead_id: str, activity: Activity) -> None:
    existing = work.follow_ups.open_of_lead(lead_id)
    if existing:
        outcome = getattr(activity.detail, "result", "") or activity.kind
        work.follow_ups.put(done(existing, activity.at, outcome), expected=existing.version)


@one_unit_of_work
def move(work: UnitOfWork, env: Env, lead_id: str, trigger: str, reason: str = "") -> Lead | Refusal:
    """The lead after any trigger of its machine that needs nothing but a reason; the others are refused here."""
    if trigger in _OWN_OPERATION:
        return Refusal([Problem("own_operation", "trigger", f"{trigger} does more than move; use its own operation")])
    now = env.now()
    lead = living(work.leads, lead_id)
    outcome = moved(lead, env.playbook.lead, trigger, LeadMoved, now, {"status_reason": reason}, reason=reason)
    return outcome if isinstance(outcome, Refusal) else settled(work, env, lead, outcome, now)


@one_unit_of_work
def qualify(
    work: UnitOfWork,
    env: Env,
    lead_id: str,
    need: str = "",
    budget: Money | None = None,
    decision_date: date | None = None,
) -> Lead | Refusal:
    """The lead with its confirmed need, budget and decision date."""
    now = env.now()
    lead = living(work.leads, lead_id)
    outcome = qualified(lead, env.playbook.lead, now, need=need, budget=budget, decision_date=decision_date)
    return outcome if isinstance(outcome, Refusal) else settled(work, env, lead, outcome, now)


@one_unit_of_work
def change(work: UnitOfWork, env: Env, lead_id: str, changes: Mapping[str, Any]) -> Lead | Refusal:
    """The lead with edited fields. Status, owner, score and the like have steps of their own and are refused here."""
    if guarded := sorted(_GUARDED & changes.keys()):
        return Refusal(Problem("guarded_field", name, "is not edited; use its own operation") for name in guarded)
    return changed(work, env, living(work.leads, lead_id), changes)


def changed(work: UnitOfWork, env: Env, lead: Lead, changes: Mapping[str, Any]) -> Lead:
    """The lead with these fields, saved together with the keys by which its person is recognised."""
    now = env.now()
    outcome = evolve(lead, LeadChanged, now, changes)
    (before, _), (keys, _) = keys_of(env, lead), keys_of(env, outcome.noun)
    corrected = set(before).difference(keys)
    work.match_keys.drop("lead", lead.id, sorted(corrected))
    work.match_keys.add("lead", lead.id, keys)
    return settled(work, env, lead, outcome, now)


@one_unit_of_work
def erase(work: UnitOfWork, env: Env, lead_id: str, reason: str, *, alone: bool = False) -> LeadErased | Refusal:
    """Nothing of the lead, and of what it took in, stays but the fact that there was one; whoever publishes events can
    tell the others. alone: only the one of this id, taken out of the one that it was merged into."""
    now = env.now()
    lead = work.leads.get(lead_id) if alone else living(work.leads, lead_id)
    if alone and lead.merged_into:
        outcome = taken_out(work, env, SUBJECTS["lead"], (lead_id,), reason, now)
        if isinstance(outcome, Refusal):
            return outcome
        (lead,) = outcome.revived
    elif alone and lead.absorbed:
        return Refusal([Problem("has_absorbed", lead_id, "others were merged into it; take them out of it first")])
    facts = [LeadErased(each.id, each.version + 1, now, reason) for each in lineage(work.leads, lead)]
    for fact in facts:
        work.erase("lead", fact.subject_id)
    work.events.append(facts)
    work.commit()
    return facts[0]
