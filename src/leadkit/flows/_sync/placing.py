# Derived from src/leadkit/flows/_async/placing.py by tools/twins.py; edit that file.
"""Placing: a lead brought to where another system says it stands, by the shortest legal way, in one unit of work."""

from datetime import datetime

from leadkit.errors import Problem
from leadkit.flows._sync.assignment import drawn
from leadkit.flows._sync.conversion import made
from leadkit.flows._sync.deals import stepped, won
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.leads import happened
from leadkit.flows._sync.lineage import living
from leadkit.flows._sync.pooling import target_pool
from leadkit.flows._sync.settling import reckoned, settled, written
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.statemachine import BoundMachine, StatusType, Transition
from leadkit.machines.lead import LeadTrigger
from leadkit.machines.opportunity import Pipeline
from leadkit.model import ConversionChoices, Lead, Message, Opportunity
from leadkit.model.events import LeadMoved, moved
from leadkit.repositories import UnitOfWork
from leadkit.steps.conversion import qualify
from leadkit.steps.pipeline import enter_stage, lose
from leadkit.steps.pool import released

__all__ = ["place"]


@one_unit_of_work
def place(
    work: UnitOfWork,
    env: Env,
    lead_id: str,
    status: str | None,
    stage: str | None = None,
    reason: str = "",
    pool: str | None = None,
) -> Lead:
    """The lead with an owner, as far along the way to this status as the rules let it.

    status: `None`, and the initial one, only find an owner. stage: of the opportunity, when the status is converted.
    reason: what the other system says, for the moves that need one. pool: where a lead without an owner waits instead,
    blank for the one that takes it.
    """
    now = env.now()
    before = living(work.leads, lead_id)
    outcome = Decision(before)
    if before.owner is None and before.pool is None:
        if pool is None:
            step = drawn(work, env, before, now)
        else:
            step = _pooled(env, before, pool, reason, now)
        outcome = outcome if isinstance(step, Refusal) else outcome.then(step)
    machine = env.playbook.lead_machine
    # Where a lead begins, nobody has worked on it: an owner does not change that, and the way back is a release.
    way = machine.path(outcome.noun.status, status) if status and status != machine.initial else None
    for row in way or ():
        step = _taken(work, env, outcome.noun, row, reason, now)
        if isinstance(step, Refusal):
            break
        outcome = outcome.then(step)
    else:
        if way is not None and stage and outcome.noun.opportunity_id:
            # Saved first: the lead learns what its deal comes to.
            after = written(work, work.leads, before, reckoned(work, env, before, outcome, now, replan=True))
            _staged(work, env, after.opportunity_id or "", stage, reason, now)
            work.commit()
            return work.leads.get(after.id)
    return settled(work, env, before, outcome, now, replan=True)


def _pooled(env: Env, lead: Lead, pool: str, reason: str, now: datetime) -> Decision[Lead] | Refusal:
    target = target_pool(env, lead, pool)
    return target if isinstance(target, Refusal) else released(lead, env.playbook.lead, target.name, reason, now)


def _taken(
    work: UnitOfWork, env: Env, lead: Lead, row: Transition, reason: str, now: datetime
) -> Decision[Lead] | Refusal:
    match row.trigger:
        case LeadTrigger.ASSIGN:
            return drawn(work, env, lead, now)
        case LeadTrigger.CONTACT:
            # The other system says that somebody was in touch, not how: a message of unknown medium.
            detail = Message(key_points=reason, medium="unknown")
            return (happened(work, env, lead, detail, now)).outcome
        case LeadTrigger.QUALIFY:
            return qualify(lead, env.playbook.lead, now)
        case LeadTrigger.REVERT:
            return Refusal([Problem("own_operation", "trigger", "a conversion is taken back by its receipt")])
        case LeadTrigger.CONVERT:
            outcome_or_no = made(work, env, lead, now, ConversionChoices())
            return outcome_or_no if isinstance(outcome_or_no, Refusal) else outcome_or_no[0]
        case _:
            changes = {"status_reason": reason}
            return moved(lead, env.playbook.lead, row.trigger, LeadMoved, now, changes, reason=reason)


def _staged(work: UnitOfWork, env: Env, deal_id: str, stage: str, reason: str, now: datetime) -> None:
    """The lead's deal in this stage of its pipeline; a name that the pipeline does not have changes nothing."""
    deal = work.opportunities.get(deal_id)
    kinds = {each.name: each.type for each in env.playbook.pipeline(deal.pipeline).stages}
    if stage == deal.stage or stage not in kinds:
        return
    if kinds[stage] is StatusType.WON:
        won(work, env, deal, now)
        return
    lost = kinds[stage] is StatusType.LOST

    def move(deal: Opportunity, line: Pipeline, machine: BoundMachine, at: datetime) -> Decision[Opportunity] | Refusal:
        if lost:
            return lose(deal, line, machine, at, reason, reasons=env.playbook.lost_reasons)
        return enter_stage(deal, line, machine, stage, at, reason)

    stepped(work, env, deal, now, move)
