# Derived from src/leadkit/flows/_async/settling.py by tools/twins.py; edit that file.
"""The end of every use case on a lead: score it anew, plan its next step, save it with its events, commit."""

from datetime import datetime
from typing import TypeVar

from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import activities_of, lineage
from leadkit.flows.asking import asked
from leadkit.flows.isolation import reported
from leadkit.kernel.decision import Decision
from leadkit.model import Contact, Customer, FollowUp, Lead
from leadkit.repositories import Repository, UnitOfWork
from leadkit.steps.followup import done, next_step, planned, says
from leadkit.steps.scoring import may_move, scored

__all__ = ["open_step", "planned_anew", "reckoned", "saved", "settled", "written"]

M = TypeVar("M", Lead, Contact, Customer)


def settled(
    work: UnitOfWork,
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
    outcome = reckoned(work, env, before, outcome, at, rescore=rescore, replan=replan, step=step)
    return saved(work, before, outcome)


def reckoned(
    work: UnitOfWork,
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
        outcome = _scored(work, env, before, outcome, at)
    if replan or before is None or _clock(env, before) != _clock(env, outcome.noun):
        outcome = planned_anew(work, env, before, outcome, at, step)
    return outcome


def saved(work: UnitOfWork, before: Lead | None, outcome: Decision[Lead]) -> Lead:
    """The lead saved together with its events, and the unit of work committed."""
    lead = written(work, work.leads, before, outcome)
    work.commit()
    return lead


def written(work: UnitOfWork, nouns: Repository[M], before: M | None, outcome: Decision[M]) -> M:
    """The noun put into its repository together with its events, to be committed."""
    if before is None:
        nouns.add(outcome.noun)
    elif outcome.noun.version > before.version:
        nouns.put(outcome.noun, expected=before.version)
    work.events.append(outcome.events)
    return outcome.noun


def open_step(work: UnitOfWork, lead_id: str) -> FollowUp | None:
    """What is planned with this lead."""
    return (work.follow_ups.open_of_leads((lead_id,))).get(lead_id)


def _clock(env: Env, lead: Lead) -> tuple[object, ...]:
    """What a lead's next step depends on."""
    kind, within = env.playbook.lead_machine.states[lead.status], env.playbook.follow_up.response_time(lead)
    return kind, lead.last_contact_at, lead.waiting_since, lead.owner, lead.consent, within


def _scored(work: UnitOfWork, env: Env, before: Lead | None, outcome: Decision[Lead], at: datetime) -> Decision[Lead]:
    lead, scorer = outcome.noun, env.playbook.scorer
    ids = [member.id for member in lineage(work.leads, lead)]
    activities = activities_of(work, ids) if before else ()
    score, failures = asked(scorer, lead, activities, at)
    for failure in failures:
        outcome = outcome.then(reported(outcome.noun, failure, at))
    # Where all fail, the lead keeps the score it had, which may be none.
    return outcome.then(scored(outcome.noun, score, at)) if score else outcome


def planned_anew(
    work: UnitOfWork,
    env: Env,
    before: Lead | None,
    outcome: Decision[Lead],
    at: datetime,
    ticked: FollowUp | None = None,
) -> Decision[Lead]:
    """The lead with its next step, which is written in this unit of work; its score stays as it is."""
    lead, policy = outcome.noun, env.playbook.follow_up
    existing = open_step(work, lead.id) if before else None
    step = next_step(lead, env.playbook.lead_machine.states[lead.status], policy, existing, at, before=ticked)
    if step is None:
        if existing:
            because = "not to be contacted" if lead.consent.do_not_contact else lead.status
            closed = done(existing, at, f"the lead is {because}")
            work.follow_ups.put(closed, expected=existing.version)
        return outcome
    if existing and says(existing, step, lead.owner):
        return outcome
    plan, follow_up = planned(lead, step, existing or env.new_id(), at)
    if existing:
        work.follow_ups.put(follow_up, expected=existing.version)
    else:
        work.follow_ups.add(follow_up)
    return outcome.then(plan)
