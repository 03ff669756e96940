"""The end of every use case on a lead: score it anew, plan its next step, save it with its events, commit."""

from datetime import datetime
from typing import TypeVar

from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import activities_of, lineage
from leadkit.flows.asking import asked
from leadkit.flows.isolation import reported
from leadkit.kernel.decision import Decision
from leadkit.model import Contact, Customer, FollowUp, Lead
from leadkit.repositories import AsyncRepository, AsyncUnitOfWork
from leadkit.steps.followup import done, next_step, planned, says
from leadkit.steps.scoring import may_move, scored

__all__ = ["open_step", "planned_anew", "reckoned", "saved", "settled", "written"]

M = TypeVar("M", Lead, Contact, Customer)


async def settled(
    work: AsyncUnitOfWork,
    env: Env,
    before: Lead | None,
    outcome: Decision[Lead],
    at: datetime,
    *,
    rescore: bool = True,
    replan: bool = False,
    step: FollowUp | None = None,
) -> Lead:
    """The lead with its score and next step, saved. before: as it was loaded, `None` for a new one.

    rescore: False where nothing changed but who works on the lead and how far: few scores look at that. replan: True
    where the lead may have no plan yet; otherwise a step is planned when what it depends on has changed. step: of a
    cadence, just done, on which the next one follows.
    """
    outcome = await reckoned(work, env, before, outcome, at, rescore=rescore, replan=replan, step=step)
    return await saved(work, before, outcome)


async def reckoned(
    work: AsyncUnitOfWork,
    env: Env,
    before: Lead | None,
    outcome: Decision[Lead],
    at: datetime,
    *,
    rescore: bool = True,
    replan: bool = False,
    step: FollowUp | None = None,
) -> Decision[Lead]:
    """The lead with its score and next step, to be saved."""
    if rescore or before is None or may_move(env.playbook.scorer, before, outcome.noun):
        outcome = await _scored(work, env, before, outcome, at)
    if replan or before is None or _clock(env, before) != _clock(env, outcome.noun):
        outcome = await planned_anew(work, env, before, outcome, at, step)
    return outcome


async def saved(work: AsyncUnitOfWork, before: Lead | None, outcome: Decision[Lead]) -> Lead:
    """The lead saved together with its events, and the unit of work committed."""
    lead = await written(work, work.leads, before, outcome)
    await work.commit()
    return lead


async def written(work: AsyncUnitOfWork, nouns: AsyncRepository[M], before: M | None, outcome: Decision[M]) -> M:
    """The noun put into its repository together with its events, to be committed."""
    if before is None:
        await nouns.add(outcome.noun)
    elif outcome.noun.version > before.version:
        await nouns.put(outcome.noun, expected=before.version)
    await work.events.append(outcome.events)
    return outcome.noun


async def open_step(work: AsyncUnitOfWork, lead_id: str) -> FollowUp | None:
    """What is planned with this lead."""
    return (await work.follow_ups.open_of_leads((lead_id,))).get(lead_id)


def _clock(env: Env, lead: Lead) -> tuple[object, ...]:
    """What a lead's next step depends on."""
    kind, within = env.playbook.lead_machine.states[lead.status], env.playbook.follow_up.response_time(lead)
    return kind, lead.last_contact_at, lead.waiting_since, lead.owner, lead.consent, within


async def _scored(
    work: AsyncUnitOfWork, env: Env, before: Lead | None, outcome: Decision[Lead], at: datetime
) -> Decision[Lead]:
    lead, scorer = outcome.noun, env.playbook.scorer
    ids = [member.id for member in await lineage(work.leads, lead)]
    activities = await activities_of(work, ids) if before else ()
    score, failures = asked(scorer, lead, activities, at)
    for failure in failures:
        outcome = outcome.then(reported(outcome.noun, failure, at))
    # Where all fail, the lead keeps the score it had, which may be none.
    return outcome.then(scored(outcome.noun, score, at)) if score else outcome


async def planned_anew(
    work: AsyncUnitOfWork,
    env: Env,
    before: Lead | None,
    outcome: Decision[Lead],
    at: datetime,
    ticked: FollowUp | None = None,
) -> Decision[Lead]:
    """The lead with its next step, which is written in this unit of work; its score stays as it is."""
    lead, policy = outcome.noun, env.playbook.follow_up
    existing = await open_step(work, lead.id) if before else None
    step = next_step(lead, env.playbook.lead_machine.states[lead.status], policy, existing, at, before=ticked)
    if step is None:
        if existing:
            because = "not to be contacted" if lead.consent.do_not_contact else lead.status
            closed = done(existing, at, f"the lead is {because}")
            await work.follow_ups.put(closed, expected=existing.version)
        return outcome
    if existing and says(existing, step, lead.owner):
        return outcome
    plan, follow_up = planned(lead, step, existing or env.new_id(), at)
    if existing:
        await work.follow_ups.put(follow_up, expected=existing.version)
    else:
        await work.follow_ups.add(follow_up)
    return outcome.then(plan)
