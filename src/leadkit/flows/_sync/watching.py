# Derived from src/leadkit/flows/_async/watching.py by tools/twins.py; edit that file.
"""Customers as a whole: figures, groups, and why those left who did."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from leadkit.errors import Problem
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lifecycle import pages
from leadkit.kernel.decision import Refusal
from leadkit.model import Customer
from leadkit.steps import lifecycle as step
from leadkit.steps.lifecycle import ChurnPattern, Measure

__all__ = ["customers_by", "leads_by", "measures", "patterns"]

#: A dimension that needs the tiers of the policy, and so is none of a field.
VALUE_TIER = "value tier"

_Labels = Callable[[Customer], Iterable[str]]


def _customers(env: Env, batch: int) -> list[Customer]:
    return [customer for page in pages(env, batch) for customer in page]


def _kinds(env: Env, at: datetime) -> dict[str, _Labels]:
    """Dimension → the labels of a customer."""
    policy = env.playbook.customers

    def tier(customer: Customer) -> tuple[str, ...]:
        facts = step.facts_of(customer, at)
        best = step.reward_of(facts, policy.tiers, recommends=step.recommends(facts, policy)).tier
        return (best.name if best else step.UNKNOWN,)

    return {each.name: each.of for each in policy.dimensions if each.customers} | {VALUE_TIER: tier}


def customers_by(env: Env, dimension: str, batch: int) -> Mapping[str, tuple[str, ...]] | Refusal:
    """Label → ids of customers."""
    kinds = _kinds(env, env.now())
    if dimension not in kinds:
        return _unknown(kinds)
    return step.grouped(_customers(env, batch), kinds[dimension])


def leads_by(env: Env, dimension: str) -> Mapping[str, tuple[str, ...]] | Refusal:
    """Label → ids of leads."""
    kinds = {each.name: each.of for each in env.playbook.customers.dimensions if each.leads}
    if dimension not in kinds:
        return _unknown(kinds)
    with env.store.begin() as work:
        return step.grouped([lead for lead in work.leads.where()], kinds[dimension])


def _unknown(known: Iterable[str]) -> Refusal:
    return Refusal([Problem("unknown_dimension", "dimension", f"is not one of {', '.join(known)}")])


def patterns(env: Env, batch: int) -> tuple[ChurnPattern, ...]:
    """Why customers of which kind were lost."""
    return step.churn_patterns(_customers(env, batch), _kinds(env, env.now()))


def measures(env: Env, start: datetime, end: datetime, batch: int) -> tuple[Measure, ...]:
    """Every figure over one reading of the customers."""
    customers = _customers(env, batch)
    told = (
        step.repurchase_rate,
        step.referral_rate,
        step.satisfaction,
        step.net_promoter_score,
        step.loyalty_rate,
    )
    of_period = (step.retention_rate, step.churn_rate)
    return (*(figure(customers, end) for figure in told), *(figure(customers, start, end) for figure in of_period))
