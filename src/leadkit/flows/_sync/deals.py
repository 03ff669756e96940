# Derived from src/leadkit/flows/_async/deals.py by tools/twins.py; edit that file.
"""Deals: opportunities move along the tables of their pipelines; a win makes the customer one."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from leadkit.errors import Problem
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living, living_or_none
from leadkit.flows._sync.outcomes import outcome_told
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.statemachine import BoundMachine, StatusType
from leadkit.machines.opportunity import Pipeline
from leadkit.model import ContactRole, Contract, Customer, Opportunity
from leadkit.repositories import UnitOfWork
from leadkit.steps import pipeline as step
from leadkit.steps.lifecycle import purchased, returned

__all__ = [
    "change",
    "enter_stage",
    "involve",
    "lose",
    "reopen",
    "stepped",
    "transfer",
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


def lose(env: Env, id: str, reason: str, note: str = "", competitor: str = "") -> Opportunity | Refusal:
    """The deal lost, with one of the playbook's reasons."""
    reasons = env.playbook.lost_reasons
    return _moved(
        env,
        id,
        lambda deal, line, machine, at: step.lose(
            deal, line, machine, at, reason, reasons=reasons, note=note, competitor=competitor
        ),
    )


def transfer(env: Env, id: str, pipeline: str, stage: str, reason: str) -> Opportunity | Refusal:
    """The open deal in a stage of another pipeline."""
    target = next((each for each in env.playbook.pipelines if each.name == pipeline), None)
    if target is None:
        return Refusal([Problem("unknown_pipeline", "pipeline", f"no pipeline is called {pipeline!r}")])
    return _moved(env, id, lambda deal, line, _, at: step.transfer(deal, line, target, stage, at, reason))


@one_unit_of_work
def win(work: UnitOfWork, env: Env, id: str, contract: Contract | None = None) -> Opportunity | Refusal:
    """The deal won, and its purchase in the customer's file, together."""
    deal = work.opportunities.get(id)

    def move(deal: Opportunity, line: Pipeline, machine: BoundMachine, at: datetime) -> Decision[Opportunity] | Refusal:
        return step.win(deal, line, machine, at, contract)

    return _committed(work, won(work, env, deal, env.now(), move))


def won(work: UnitOfWork, env: Env, deal: Opportunity, now: datetime, move: Move = step.win) -> Opportunity | Refusal:
    """The deal won; deal and customer are changed in this unit of work. An erased customer has no file any more."""
    customer = living_or_none(work.customers, deal.customer_id)
    outcome = stepped(work, env, deal, now, move)
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
    outcome_told(work, env, deal, outcome.noun, now, outcome.events[0].reason)
    customer = living_or_none(work.customers, deal.customer_id)
    if customer and line.stage(deal.stage).type is StatusType.WON:
        reason = outcome.events[0].reason
        _put_customer(work, customer, returned(customer, env.playbook.lifecycle, deal, now, reason))
    return outcome.noun


@one_unit_of_work
def change(work: UnitOfWork, env: Env, id: str, changes: Mapping[str, Any]) -> Opportunity | Refusal:
    """The deal with edited fields. Stage, probability and the like have steps of their own and are refused here."""
    deal = work.opportunities.get(id)
    outcome = step.change_deal(deal, env.now(), changes, env.playbook.quoting)
    return outcome if isinstance(outcome, Refusal) else _edited(work, deal, outcome)


@one_unit_of_work
def involve(
    work: UnitOfWork, env: Env, id: str, contact_id: str, role: ContactRole | None = None
) -> Opportunity | Refusal:
    """The deal with a contact who has a part in it: this one, or the one that the contact has everywhere."""
    contact = living(work.contacts, contact_id)
    deal = work.opportunities.get(id)
    return _edited(work, deal, step.involve(deal, env.now(), contact.id, role or contact.role))


def _edited(work: UnitOfWork, before: Opportunity, outcome: Decision[Opportunity]) -> Opportunity:
    work.opportunities.put(outcome.noun, expected=before.version)
    work.events.append(outcome.events)
    work.commit()
    return outcome.noun


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
