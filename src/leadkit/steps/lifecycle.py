"""Lifecycle: the relation with a customer moves along its table; the furthest stage reached is never forgotten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.record import replaced
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lifecycle import LifecycleStage, LifecycleTrigger, further
from leadkit.model import Customer, Opportunity, Purchase
from leadkit.model.events import CustomerChanged, CustomerMoved, evolve, moved

__all__ = ["move_customer", "purchased", "returned"]


def move_customer(
    customer: Customer,
    machine: BoundMachine,
    trigger: str,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Decision[Customer] | Refusal:
    """The customer in another stage of the relation."""
    rows = machine.machine.rows(customer.stage, trigger)
    reached = further(customer.furthest_stage, LifecycleStage(rows[0].target)) if rows else customer.furthest_stage
    changed = {**(changes or {}), "furthest_stage": reached, "stage_reason": reason}
    return moved(customer, machine, trigger, CustomerMoved, at, changed, reason=reason)


def purchased(
    customer: Customer, machine: BoundMachine, deal: Opportunity, at: datetime
) -> Decision[Customer] | Refusal:
    """The customer after a won deal; a deal that was won before is still one purchase."""
    purchase = Purchase(at, deal.amount, _bought(deal), deal.id, deal.lines)
    if contract := deal.contract:
        purchase = replaced(purchase, {"contract_number": contract.number, "contract_ends": contract.ends})
    changes = {"purchases": (*_without(customer, deal), purchase)}
    return move_customer(customer, machine, LifecycleTrigger.PURCHASE, at, changes=changes)


def returned(
    customer: Customer, machine: BoundMachine, deal: Opportunity, at: datetime, reason: str
) -> Decision[Customer]:
    """The customer after a won deal was opened again: without its purchase, and without the stage that only it gave."""
    changes = {"purchases": _without(customer, deal)}
    if not changes["purchases"]:
        step = move_customer(customer, machine, LifecycleTrigger.CANCEL, at, reason, changes)
        if not isinstance(step, Refusal):
            return step
    return evolve(customer, CustomerChanged, at, changes)


def _bought(deal: Opportunity) -> tuple[str, ...]:
    """The products of the lines, or else those the deal was about."""
    return tuple(dict.fromkeys(line.product for line in deal.lines)) or deal.products


def _without(customer: Customer, deal: Opportunity) -> tuple[Purchase, ...]:
    return tuple(purchase for purchase in customer.purchases if purchase.opportunity_id != deal.id)
