# Derived from src/leadkit/flows/_async/deals.py by tools/twins.py; edit that file.
"""Deals: opportunities and quotes move along their tables; a win makes the customer one."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from leadkit.errors import Problem
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living_or_none
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.statemachine import BoundMachine, StatusType
from leadkit.machines.opportunity import Pipeline
from leadkit.machines.quote import QuoteTrigger
from leadkit.model import Customer, Opportunity, Quote
from leadkit.model.events import OpportunityChanged, evolve
from leadkit.repositories import UnitOfWork
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


def enter_stage(env: Env, id: str, stage: str, reason: str = "") -> Opportunity | Refusal:
    """The deal in another open stage."""
    return _moved(env, id, lambda deal, line, machine, at: step.enter_stage(deal, line, machine, stage, at, reason))


def reopen(env: Env, id: str, reason: str, stage: str = "") -> Opportunity | Refusal:
    """A closed deal back in the open stage it was in last, or in the one named."""
    return _moved(
        env,
        id,
        lambda deal, line, machine, at: step.enter_stage(
            deal, line, machine, stage or step.last_open_stage(deal, line), at, reason
        ),
    )


def lose(env: Env, id: str, reason: str) -> Opportunity | Refusal:
    """The deal lost."""
    return _moved(env, id, lambda deal, line, machine, at: step.lose(deal, line, machine, at, reason))


@one_unit_of_work
def win(work: UnitOfWork, env: Env, id: str) -> Opportunity | Refusal:
    """The deal won, and its purchase in the customer's file, together."""
    return _committed(work, won(work, env, work.opportunities.get(id), env.now()))


def won(work: UnitOfWork, env: Env, deal: Opportunity, now: datetime) -> Opportunity | Refusal:
    """The deal won; deal and customer are changed in this unit of work. An erased customer has no file any more."""
    customer = living_or_none(work.customers, deal.customer_id)
    outcome = stepped(work, env, deal, now, step.win)
    if isinstance(outcome, Refusal) or customer is None:
        return outcome
    bought = purchased(customer, env.playbook.lifecycle, outcome, now)
    if isinstance(bought, Refusal):
        return bought
    _put_customer(work, customer, bought)
    return outcome


def stepped(work: UnitOfWork, env: Env, deal: Opportunity, now: datetime, move: Move) -> Opportunity | Refusal:
    """The deal after this move, changed in this unit of work."""
    line = env.playbook.pipeline(deal.pipeline)
    outcome = move(deal, line, env.playbook.deal(line.name), now)
    if isinstance(outcome, Refusal):
        return outcome
    work.opportunities.put(outcome.noun, expected=deal.version)
    work.events.append(outcome.events)
    customer = living_or_none(work.customers, deal.customer_id)
    if customer and line.stage(deal.stage).type is StatusType.WON:
        reason = outcome.events[0].reason
        _put_customer(work, customer, returned(customer, env.playbook.lifecycle, deal, now, reason))
    return outcome.noun


@one_unit_of_work
def change(work: UnitOfWork, env: Env, id: str, changes: Mapping[str, Any]) -> Opportunity | Refusal:
    """The deal with edited fields. Stage, probability and the like have steps of their own and are refused here."""
    if guarded := sorted(_GUARDED & changes.keys()):
        return Refusal(Problem("guarded_field", name, "is not edited; use its own operation") for name in guarded)
    deal = work.opportunities.get(id)
    outcome = evolve(deal, OpportunityChanged, env.now(), changes)
    work.opportunities.put(outcome.noun, expected=deal.version)
    work.events.append(outcome.events)
    work.commit()
    return outcome.noun


# What only a move, or nothing at all, may change.
_GUARDED = frozenset(
    "id version created_at updated_at pipeline stage probability stage_entries closed_at lost_reason lead_id"
    " customer_id".split()
)


@one_unit_of_work
def _moved(work: UnitOfWork, env: Env, id: str, move: Move) -> Opportunity | Refusal:
    return _committed(work, stepped(work, env, work.opportunities.get(id), env.now(), move))


def _committed(work: UnitOfWork, outcome: Opportunity | Refusal) -> Opportunity | Refusal:
    if not isinstance(outcome, Refusal):
        work.commit()
    return outcome


def _put_customer(work: UnitOfWork, before: Customer, outcome: Decision[Customer]) -> None:
    work.customers.put(outcome.noun, expected=before.version)
    work.events.append(outcome.events)


@one_unit_of_work
def draft_quote(work: UnitOfWork, env: Env, opportunity_id: str, fields: Mapping[str, Any]) -> Quote | Refusal:
    """A new quote on a deal. The one it supersedes is moved in the same unit of work."""
    now = env.now()
    work.opportunities.get(opportunity_id)
    outcome = step.draft_quote(env.new_id(), opportunity_id, now, **fields)
    if outcome.noun.supersedes:
        old = work.quotes.get(outcome.noun.supersedes)
        if old.opportunity_id != opportunity_id:
            return Refusal([Problem("other_opportunity", "supersedes", f"quote {old.id} is of another deal")])
        replaced = step.move_quote(old, env.playbook.quote, QuoteTrigger.SUPERSEDE, now)
        if isinstance(replaced, Refusal):
            return replaced
        work.quotes.put(replaced.noun, expected=old.version)
        work.events.append(replaced.events)
    work.quotes.add(outcome.noun)
    work.events.append(outcome.events)
    work.commit()
    return outcome.noun


@one_unit_of_work
def move_quote(work: UnitOfWork, env: Env, id: str, trigger: str, reason: str = "") -> Quote | Refusal:
    """The quote sent, accepted, rejected, expired or superseded."""
    quote = work.quotes.get(id)
    outcome = step.move_quote(quote, env.playbook.quote, trigger, env.now(), reason)
    if isinstance(outcome, Refusal):
        return outcome
    work.quotes.put(outcome.noun, expected=quote.version)
    work.events.append(outcome.events)
    work.commit()
    return outcome.noun
