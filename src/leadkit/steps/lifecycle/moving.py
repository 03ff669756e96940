"""The relation moves along its table; the furthest stage reached is never forgotten."""

from collections import deque
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.record import replaced
from leadkit.kernel.statemachine import BoundMachine, StateMachine
from leadkit.machines.lifecycle import LifecycleStage, LifecycleTrigger, further
from leadkit.model import Customer, Opportunity, Purchase
from leadkit.model.events import CustomerChanged, CustomerMoved, evolve, moved

__all__ = ["bought", "legal_way", "move_customer", "purchased", "returned"]

_S, _T = LifecycleStage, LifecycleTrigger


def move_customer(
    customer: Customer,
    machine: BoundMachine,
    trigger: str,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Decision[Customer] | Refusal:
    """The customer in another stage of the relation. Who is lost was lost `at`; who is won again is not lost any more,
    but stays won back until the relation is an ordinary one again."""
    rows = machine.machine.rows(customer.stage, trigger)
    changed = {**(changes or {}), "furthest_stage": customer.furthest_stage, "stage_reason": reason}
    if rows:
        target = LifecycleStage(rows[0].target)
        changed["furthest_stage"] = further(customer.furthest_stage, target)
        if target is _S.CHURNED:
            changed = {"churned_at": at, "churn_reason": "", **changed}
        elif customer.churned_at and target in _ORDINARY:
            changed["churned_at"] = None
    return moved(customer, machine, trigger, CustomerMoved, at, changed, reason=reason)


_ORDINARY = frozenset({_S.POTENTIAL, _S.TARGET, _S.WON, _S.LOYAL})


def purchased(
    customer: Customer, machine: BoundMachine, deal: Opportunity, at: datetime
) -> Decision[Customer] | Refusal:
    """The customer after a won deal; a deal that was won before is still one purchase."""
    purchase = Purchase(at, deal.amount, _products(deal), deal.id, deal.lines)
    if contract := deal.contract:
        purchase = replaced(purchase, {"contract_number": contract.number, "contract_ends": contract.ends})
    changes = {"purchases": (*_without(customer, deal), purchase)}
    return move_customer(customer, machine, _T.PURCHASE, at, changes=changes)


def bought(customer: Customer, machine: BoundMachine, purchase: Purchase, at: datetime) -> Decision[Customer] | Refusal:
    """The customer after a purchase from anywhere."""
    changes = {"purchases": (*customer.purchases, purchase)}
    return move_customer(customer, machine, _T.PURCHASE, at, changes=changes)


def returned(
    customer: Customer, machine: BoundMachine, deal: Opportunity, at: datetime, reason: str
) -> Decision[Customer]:
    """The customer after a won deal was opened again: without its purchase, and without the stage that only it gave."""
    changes = {"purchases": _without(customer, deal)}
    if not changes["purchases"]:
        step = move_customer(customer, machine, _T.CANCEL, at, reason, changes)
        if not isinstance(step, Refusal):
            return step
    return evolve(customer, CustomerChanged, at, changes)


def _products(deal: Opportunity) -> tuple[str, ...]:
    """The products of the lines, or else those the deal was about."""
    return tuple(dict.fromkeys(line.product for line in deal.lines)) or deal.products


def _without(customer: Customer, deal: Opportunity) -> tuple[Purchase, ...]:
    return tuple(purchase for purchase in customer.purchases if purchase.opportunity_id != deal.id)


# What the passing of time, feedback and prospects can do to a relation. A purchase moves it by itself.
_REVIEWED = frozenset({_T.TARGET, _T.COOL, _T.REWARD, _T.DEMOTE, _T.FLAG_RISK, _T.RECOVER, _T.CHURN})
_WITHOUT_PURCHASE = frozenset({_S.POTENTIAL, _S.TARGET})


def legal_way(customer: Customer, machine: StateMachine, stage: LifecycleStage) -> tuple[str, ...]:
    """The triggers by which the customer gets to this stage, fewest first; none when it is there, or nothing leads
    there.

    A purchase is among them only where there is one that the stage does not know of yet, as after a merge. Who is back
    in the ordinary relation was won back once: the table knows no way from there, and none is needed.
    """
    allowed = set(_REVIEWED)
    latest = max((purchase.at for purchase in customer.purchases), default=None)
    if latest and (
        customer.stage in _WITHOUT_PURCHASE
        or (customer.stage is _S.CHURNED and (customer.churned_at is None or latest > customer.churned_at))
    ):
        allowed.add(_T.PURCHASE)
    ways = _ways(machine, customer.stage, allowed)
    wanted = [stage, *({_S.WON, _S.WON_BACK} - {stage} if stage in (_S.WON, _S.WON_BACK) else ())]
    return next((ways[each] for each in wanted if each in ways), ())


def _ways(machine: StateMachine, source: str, allowed: Collection[str]) -> dict[str, tuple[str, ...]]:
    ways: dict[str, tuple[str, ...]] = {source: ()}
    queue = deque([source])
    while queue:
        here = queue.popleft()
        for row in machine.transitions:
            if row.source == here and row.target not in ways and row.trigger in allowed:
                ways[row.target] = (*ways[here], row.trigger)
                queue.append(row.target)
    return ways
