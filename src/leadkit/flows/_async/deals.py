"""Deals: opportunities and quotes move along their tables; a win makes the customer one."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from leadkit.errors import Problem
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import living_or_none
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.statemachine import BoundMachine, StatusType
from leadkit.machines.opportunity import Pipeline
from leadkit.machines.quote import QuoteTrigger
from leadkit.model import Customer, Opportunity, Quote
from leadkit.model.events import OpportunityChanged, evolve
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps import pipeline as step
from leadkit.steps.lifecycle import purchased, returned

__all__ = [
    "change",
    "draft_quote",
    "enter_stage",
    "lose",
    "move_quote",
    "reopen",
    "stepped",
    "win",
    "won",
]

Move = Callable[[Opportunity, Pipeline, BoundMachine, datetime], Decision[Opportunity] | Refusal]


async def enter_stage(env: Env, id: str, stage: str, reason: str = "") -> Opportunity | Refusal:
    """The deal in another open stage."""
    return await _moved(
        env, id, lambda deal, line, machine, at: step.enter_stage(deal, line, machine, stage, at, reason)
    )


async def reopen(env: Env, id: str, reason: str, stage: str = "") -> Opportunity | Refusal:
    """A closed deal back in the open stage it was in last, or in the one named."""
    return await _moved(
        env,
        id,
        lambda deal, line, machine, at: step.enter_stage(
            deal, line, machine, stage or step.last_open_stage(deal, line), at, reason
        ),
    )


async def lose(env: Env, id: str, reason: str) -> Opportunity | Refusal:
    """The deal lost."""
    return await _moved(env, id, lambda deal, line, machine, at: step.lose(deal, line, machine, at, reason))


@one_unit_of_work
async def win(work: AsyncUnitOfWork, env: Env, id: str) -> Opportunity | Refusal:
    """The deal won, and its purchase in the customer's file, together."""
    return await _committed(work, await won(work, env, await work.opportunities.get(id), env.now()))


async def won(work: AsyncUnitOfWork, env: Env, deal: Opportunity, now: datetime) -> Opportunity | Refusal:
    """The deal won; deal and customer are changed in this unit of work. An erased customer has no file any more."""
    customer = await living_or_none(work.customers, deal.customer_id)
    outcome = await stepped(work, env, deal, now, step.win)
    if isinstance(outcome, Refusal) or customer is None:
        return outcome
    bought = purchased(customer, env.playbook.lifecycle, outcome, now)
    if isinstance(bought, Refusal):
        return bought
    await _put_customer(work, customer, bought)
    return outcome


async def stepped(
    work: AsyncUnitOfWork, env: Env, deal: Opportunity, now: datetime, move: Move
) -> Opportunity | Refusal:
    """The deal after this move, changed in this unit of work."""
    line = env.playbook.pipeline(deal.pipeline)
    outcome = move(deal, line, env.playbook.deal(line.name), now)
    if isinstance(outcome, Refusal):
        return outcome
    await work.opportunities.put(outcome.noun, expected=deal.version)
    await work.events.append(outcome.events)
    customer = await living_or_none(work.customers, deal.customer_id)
    if customer and line.stage(deal.stage).type is StatusType.WON:
        reason = outcome.events[0].reason
        await _put_customer(work, customer, returned(customer, env.playbook.lifecycle, deal, now, reason))
    return outcome.noun


@one_unit_of_work
async def change(work: AsyncUnitOfWork, env: Env, id: str, changes: Mapping[str, Any]) -> Opportunity | Refusal:
    """The deal with edited fields. Stage, probability and the like have steps of their own and are refused here."""
    if guarded := sorted(_GUARDED & changes.keys()):
        return Refusal(Problem("guarded_field", name, "is not edited; use its own operation") for name in guarded)
    deal = await work.opportunities.get(id)
    outcome = evolve(deal, OpportunityChanged, env.now(), changes)
    await work.opportunities.put(outcome.noun, expected=deal.version)
    await work.events.append(outcome.events)
    await work.commit()
    return outcome.noun


# What only a move, or nothing at all, may change.
_GUARDED = frozenset(
    "id version created_at updated_at pipeline stage probability stage_entries closed_at lost_reason lead_id"
    " customer_id".split()
)


@one_unit_of_work
async def _moved(work: AsyncUnitOfWork, env: Env, id: str, move: Move) -> Opportunity | Refusal:
    return await _committed(work, await stepped(work, env, await work.opportunities.get(id), env.now(), move))


async def _committed(work: AsyncUnitOfWork, outcome: Opportunity | Refusal) -> Opportunity | Refusal:
    if not isinstance(outcome, Refusal):
        await work.commit()
    return outcome


async def _put_customer(work: AsyncUnitOfWork, before: Customer, outcome: Decision[Customer]) -> None:
    await work.customers.put(outcome.noun, expected=before.version)
    await work.events.append(outcome.events)


@one_unit_of_work
async def draft_quote(
    work: AsyncUnitOfWork, env: Env, opportunity_id: str, fields: Mapping[str, Any]
) -> Quote | Refusal:
    """A new quote on a deal. The one it supersedes is moved in the same unit of work."""
    now = env.now()
    await work.opportunities.get(opportunity_id)
    outcome = step.draft_quote(env.new_id(), opportunity_id, now, **fields)
    if outcome.noun.supersedes:
        old = await work.quotes.get(outcome.noun.supersedes)
        if old.opportunity_id != opportunity_id:
            return Refusal([Problem("other_opportunity", "supersedes", f"quote {old.id} is of another deal")])
        replaced = step.move_quote(old, env.playbook.quote, QuoteTrigger.SUPERSEDE, now)
        if isinstance(replaced, Refusal):
            return replaced
        await work.quotes.put(replaced.noun, expected=old.version)
        await work.events.append(replaced.events)
    await work.quotes.add(outcome.noun)
    await work.events.append(outcome.events)
    await work.commit()
    return outcome.noun


@one_unit_of_work
async def move_quote(work: AsyncUnitOfWork, env: Env, id: str, trigger: str, reason: str = "") -> Quote | Refusal:
    """The quote sent, accepted, rejected, expired or superseded."""
    quote = await work.quotes.get(id)
    outcome = step.move_quote(quote, env.playbook.quote, trigger, env.now(), reason)
    if isinstance(outcome, Refusal):
        return outcome
    await work.quotes.put(outcome.noun, expected=quote.version)
    await work.events.append(outcome.events)
    await work.commit()
    return outcome.noun
