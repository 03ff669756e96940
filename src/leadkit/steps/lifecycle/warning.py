"""Early warning: who is at risk, or soon will be, and what there is to lose."""

from datetime import datetime, timedelta

from attrs import frozen

from leadkit.kernel.money import Money
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.steps.lifecycle.classes import Classification
from leadkit.steps.lifecycle.facts import CustomerFacts
from leadkit.steps.lifecycle.rewards import spent_in

__all__ = ["EarlyWarning", "most_valuable_first", "warned"]

_YEAR = timedelta(days=365)
_BUYING = frozenset({LifecycleStage.WON, LifecycleStage.LOYAL, LifecycleStage.WON_BACK})
_LEAVING = frozenset({LifecycleStage.AT_RISK, LifecycleStage.CHURNED})


@frozen
class EarlyWarning:
    """value: what it bought in the year up to its last purchase, by currency, the largest sum first."""

    customer_id: str
    name: str
    owner: str | None
    classification: Classification
    value: tuple[Money, ...] = ()


def warned(
    facts: CustomerFacts, told: Classification, warn_before: timedelta, name: str, owner: str | None
) -> EarlyWarning | None:
    """The warning of a customer that is at risk, or will be within this span; `None` for any other one."""
    soon = (
        told.stage in _BUYING
        and told.next_stage in _LEAVING
        and told.next_at is not None
        and told.next_at - told.at <= warn_before
    )
    if not facts.purchases or not (soon or told.stage is LifecycleStage.AT_RISK):
        return None
    sums = spent_in(facts, facts.last - _YEAR)
    return EarlyWarning(facts.id, name, owner, told, tuple(sorted(sums, key=lambda money: -money.amount)))


def most_valuable_first(warnings: list[EarlyWarning]) -> tuple[EarlyWarning, ...]:
    """By what there is to lose, most first, one currency after the other: currencies do not compare. Of the same value
    those go first whose class changed, or changes, first."""

    def key(warning: EarlyWarning) -> tuple[str, object, datetime, str]:
        money = warning.value[0] if warning.value else None
        when = warning.classification.next_at or warning.classification.at
        return (money.currency if money else "~", -money.amount if money else 0, when, warning.customer_id)

    return tuple(sorted(warnings, key=key))
