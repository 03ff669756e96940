"""What a relation is worth watching by: each figure with its definition, its sample, and how sure it is.

Rates have 95 % intervals by Wilson (JASA 22, 1927), which hold for small samples and rates near 0 and 1 as well.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from math import sqrt

from attrs import frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.statistics import Z95, wilson
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Customer, Feedback, FeedbackGroup
from leadkit.steps.lifecycle.facts import CustomerFacts, facts_of

__all__ = [
    "DEFINITIONS",
    "ENOUGH",
    "Definition",
    "Measure",
    "churn_rate",
    "loyalty_rate",
    "net_promoter_score",
    "referral_rate",
    "repurchase_rate",
    "retention_rate",
    "satisfaction",
    "share_of",
]

#: Below so many customers a figure says more about chance than about the business.
ENOUGH = 30


@frozen
class Definition:
    """What a figure counts, for people."""

    name: str
    en: str
    zh: str


#: Name → definition.
DEFINITIONS: Mapping[str, Definition] = FrozenDict(
    {
        each.name: each
        for each in (
            Definition(
                "repurchase_rate",
                "customers who bought on two or more visits ÷ customers who bought at all",
                "复购率：购买两次及以上的客户 ÷ 有购买的客户",
            ),
            Definition(
                "referral_rate",
                "customers who recommended us to at least one lead ÷ customers who bought at all",
                "推荐率：至少推荐过一位线索的客户 ÷ 有购买的客户",
            ),
            Definition(
                "satisfaction",
                "mean of the last survey score, 0 to 10, of each customer who gave one",
                "满意度：每位受访客户最近一次评分（0–10）的平均值",
            ),
            Definition(
                "net_promoter_score",
                "share of promoters (9, 10) − share of detractors (0 to 6), by the last score of each customer",
                "净推荐值：推荐者（9–10分）占比 − 贬损者（0–6分）占比，取每位客户最近一次评分",
            ),
            Definition(
                "retention_rate",
                "of the customers who bought in the period before, of the same length: those who bought in the period",
                "留存率：上一等长周期内有购买的客户中，本周期再次购买者的占比",
            ),
            Definition("churn_rate", "1 − retention rate", "流失率：1 − 留存率"),
            Definition(
                "loyalty_rate",
                "customers who are loyal now ÷ customers who bought at all",
                "忠诚率：当前忠诚客户 ÷ 有购买的客户",
            ),
        )
    }
)


@frozen
class Measure:
    """value: `None` when there is not enough data. low, high: its 95 % interval. customers: how many it is about."""

    definition: Definition
    customers: int
    value: float | None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        name = self.definition.name.replace("_", " ")
        if self.value is None or self.low is None or self.high is None:
            return f"{name}: not enough data (customers: {self.customers}, needed: {ENOUGH})"
        return f"{name}: {self.value:.2f} ({self.low:.2f} to {self.high:.2f}, customers: {self.customers})"


def share_of(part: int, whole: int) -> tuple[float, float, float]:
    """(share, low, high) of at least one."""
    return part / whole, *wilson(part, whole)


def _rate(name: str, buyers: Sequence[CustomerFacts], test: Callable[[CustomerFacts], bool]) -> Measure:
    definition, count = DEFINITIONS[name], len(buyers)
    if count < ENOUGH:
        return Measure(definition, count, None)
    return Measure(definition, count, *share_of(sum(map(test, buyers)), count))


def _buyers(customers: Iterable[Customer], at: datetime) -> list[CustomerFacts]:
    known = (facts_of(customer, at) for customer in customers)
    return [facts for facts in known if facts.purchases]


def repurchase_rate(customers: Iterable[Customer], at: datetime) -> Measure:
    """Customers who bought on two or more visits ÷ customers who bought at all, up to `at`."""
    return _rate("repurchase_rate", _buyers(customers, at), lambda facts: len(facts.visits) > 1)


def referral_rate(customers: Iterable[Customer], at: datetime) -> Measure:
    """Customers who recommended us to at least one lead ÷ customers who bought at all, up to `at`."""
    return _rate("referral_rate", _buyers(customers, at), lambda facts: facts.referrals > 0)


def loyalty_rate(customers: Iterable[Customer], at: datetime) -> Measure:
    """Customers whose recorded stage is loyal ÷ customers who bought at all."""
    return _rate("loyalty_rate", _buyers(customers, at), lambda facts: facts.stage is LifecycleStage.LOYAL)


def retention_rate(customers: Iterable[Customer], start: datetime, end: datetime) -> Measure:
    """Of those who bought in the period before `start`, as long as the one from `start` to `end`: who bought in that
    one. Ends are excluded, starts included."""
    return _retention("retention_rate", customers, start, end, came_back=True)


def churn_rate(customers: Iterable[Customer], start: datetime, end: datetime) -> Measure:
    """1 − `retention_rate`."""
    return _retention("churn_rate", customers, start, end, came_back=False)


def _retention(name: str, customers: Iterable[Customer], start: datetime, end: datetime, *, came_back: bool) -> Measure:
    before = start - (end - start)
    active = [facts for facts in _buyers(customers, end) if _bought(facts, before, start)]
    return _rate(name, active, lambda facts: _bought(facts, start, end) is came_back)


def _bought(facts: CustomerFacts, start: datetime, end: datetime) -> bool:
    return any(start <= purchase.at < end for purchase in facts.purchases)


def satisfaction(customers: Iterable[Customer], at: datetime) -> Measure:
    """Mean of the last survey score, 0 to 10, of each customer who gave one up to `at`."""
    return _mean("satisfaction", _scores(customers, at), (0.0, 10.0))


def net_promoter_score(customers: Iterable[Customer], at: datetime) -> Measure:
    """Share of promoters − share of detractors, from −1 to 1, by the last score of each customer up to `at`."""
    worth = {FeedbackGroup.PROMOTER: 1.0, FeedbackGroup.PASSIVE: 0.0, FeedbackGroup.DETRACTOR: -1.0}
    groups = [group for score in _scores(customers, at) if (group := Feedback(at, int(score)).group)]
    return _mean("net_promoter_score", [worth[group] for group in groups], (-1.0, 1.0))


def _scores(customers: Iterable[Customer], at: datetime) -> list[float]:
    known = (facts_of(customer, at).score for customer in customers)
    return [float(score) for score in known if score is not None]


def _mean(name: str, values: Sequence[float], bounds: tuple[float, float]) -> Measure:
    definition, count = DEFINITIONS[name], len(values)
    if count < ENOUGH:
        return Measure(definition, count, None)
    mean = sum(values) / count
    wide = Z95 * sqrt(sum((value - mean) ** 2 for value in values) / (count - 1) / count)
    return Measure(definition, count, mean, max(mean - wide, bounds[0]), min(mean + wide, bounds[1]))
