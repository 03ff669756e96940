"""The customers tables of a playbook file."""

from collections.abc import Mapping
from datetime import timedelta

from attrs import field, frozen

from leadkit.cli.follow_up_file import span
from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.money import Money
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Channel
from leadkit.steps.lifecycle import (
    CHURN_REASONS,
    DIMENSIONS,
    TIERS,
    WIN_BACK,
    Cuts,
    Dimension,
    ExpectedGap,
    LifecyclePolicy,
    LifecycleStrategy,
    RewardTier,
    Segments,
    WinBackPlan,
)

__all__ = ["CustomersTable", "lifecycle_policy_of"]


@frozen
class _Gap:
    usual_days: float = 90
    weight: float = 2
    at_risk_after: float = 2
    churned_after: float = 5
    at_risk_days: tuple[float, ...] = (30, 365)
    churned_days: tuple[float, ...] = (90, 730)
    term_grace_days: float = 60


@frozen
class _Segments:
    recency_days: tuple[float, ...] = ()
    frequency: tuple[float, ...] = ()
    money: tuple[float, ...] = ()
    length_days: tuple[float, ...] = ()
    lrfm: bool = False
    currency: str = ""
    stages: Mapping[str, LifecycleStage] = field(factory=dict)


@frozen
class _Tier:
    name: str
    purchases: int = 1
    amount: str = ""
    currency: str = ""
    recommends: bool = False
    name_zh: str = ""


@frozen
class _WinBack:
    name: str
    channel: Channel
    need: str


@frozen
class _Dimension:
    name: str
    customers: str = ""
    leads: str = ""
    labels: Mapping[str, str] = field(factory=dict)


@frozen
class CustomersTable:
    """`[customers]` and the tables below it, with the defaults of the policy."""

    expected_gap: _Gap = _Gap()
    segments: _Segments | None = None
    intent_reached: tuple[str, ...] = ("sql",)
    fit_grades: tuple[str, ...] = ("A", "B")
    qualified_fits: bool = True
    loyal_purchases: int = 3
    loyal_days: float = 730
    loyal_score: int = 9
    loyal_recommends: bool = True
    warn_days: float = 30
    churn_reasons: Mapping[str, str] = field(factory=lambda: CHURN_REASONS)
    win_back: tuple[_WinBack, ...] | None = None
    care: str = "after_sales_care"
    tiers: tuple[_Tier, ...] | None = None
    dimensions: tuple[_Dimension, ...] = ()


def lifecycle_policy_of(table: CustomersTable) -> LifecyclePolicy:
    """The policy that these tables describe; dimensions of the file come after ours. Raises `InvalidPlaybook`."""
    plans, tiers = table.win_back, table.tiers
    return LifecyclePolicy(
        _strategy(table),
        table.intent_reached,
        table.fit_grades,
        table.qualified_fits,
        table.loyal_purchases,
        _days("loyal_days", table.loyal_days),
        table.loyal_score,
        table.loyal_recommends,
        _days("warn_days", table.warn_days),
        table.churn_reasons,
        WIN_BACK if plans is None else tuple(WinBackPlan(row.name, row.channel, row.need) for row in plans),
        table.care,
        TIERS if tiers is None else tuple(_tier(row) for row in tiers),
        (*DIMENSIONS, *(Dimension(row.name, row.customers, row.leads, row.labels) for row in table.dimensions)),
    )


def _strategy(table: CustomersTable) -> LifecycleStrategy:
    if (told := table.segments) is not None:
        cuts = Cuts(told.recency_days, told.frequency, told.money, told.length_days)
        return Segments(cuts, told.lrfm, told.currency, told.stages)
    gap = table.expected_gap
    return ExpectedGap(
        _days("expected_gap.usual_days", gap.usual_days),
        gap.weight,
        gap.at_risk_after,
        gap.churned_after,
        _two("expected_gap.at_risk_days", gap.at_risk_days),
        _two("expected_gap.churned_days", gap.churned_days),
        _days("expected_gap.term_grace_days", gap.term_grace_days),
    )


def _tier(row: _Tier) -> RewardTier:
    value = Money(row.amount, row.currency) if row.amount else None
    return RewardTier(row.name, row.purchases, value, row.recommends, row.name_zh)


def _two(name: str, days: tuple[float, ...]) -> tuple[timedelta, timedelta]:
    if len(days) != 2:
        raise InvalidPlaybook([Problem("wrong_type", f"customers.{name}", "takes two numbers of days")])
    return _days(name, days[0]), _days(name, days[1])


def _days(name: str, days: float) -> timedelta:
    return span(f"customers.{name}", days=days)
