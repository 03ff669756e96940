"""Churn: how likely it is, by whichever model; and which reasons come together with what."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import isfinite
from typing import Any, Protocol

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, InvalidRecord, Problem
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Customer
from leadkit.steps.lifecycle.classes import Classification, Part, days_text
from leadkit.steps.lifecycle.facts import CustomerFacts
from leadkit.steps.lifecycle.metrics import share_of
from leadkit.steps.lifecycle.rhythm import ExpectedGap

__all__ = ["ChurnModel", "ChurnPattern", "ChurnProbability", "Learned", "churn_patterns", "history_cells"]

_DAY = timedelta(days=1)


class ChurnModel(Protocol):
    """A model of whether customers come back: one method."""

    def probability(self, facts: CustomerFacts, at: datetime) -> float:
        """The chance, from 0 to 1, that this customer, who has bought something, buys nothing more."""


@frozen(slots=False)
class ChurnProbability:
    """A strategy: at risk from one probability of churn on, lost from another one on.

    When the class will change is not known: ask again. Any fitted model will do; `Learned` makes one of a scorecard.
    """

    model: ChurnModel
    at_risk: float = 0.5
    churned: float = 0.9

    def __attrs_post_init__(self) -> None:
        if not 0 < self.at_risk <= self.churned <= 1:
            raise InvalidPlaybook([Problem("impossible_range", "at_risk", "needs 0 < at_risk ≤ churned ≤ 1")])

    def classify(self, facts: CustomerFacts, at: datetime) -> Classification:
        chance = self.model.probability(facts, at)
        if not isinstance(chance, int | float) or not isfinite(chance) or not 0 <= chance <= 1:
            raise InvalidRecord([Problem("not_a_probability", "model", "must answer a number from 0 to 1")])
        marks = ((self.churned, LifecycleStage.CHURNED), (self.at_risk, LifecycleStage.AT_RISK))
        stage = next((then for least, then in marks if chance >= least), LifecycleStage.WON)
        since_en, since_zh = days_text((at - facts.last) / _DAY)
        parts = (
            Part("probability", f"buys nothing more with a chance of {chance:.0%}", f"不再购买的概率为{chance:.0%}"),
            Part("recency", f"bought last {since_en} ago", f"最近一次购买在{since_zh}前"),
        )
        return Classification(facts.id, at, stage, parts)


def history_cells(facts: CustomerFacts, at: datetime, gap: ExpectedGap) -> dict[str, float]:
    """A buyer's history as cells for a model: spans in days. overdue: time since the last purchase ÷ expected gap."""
    limits = gap.limits(facts)
    since = (at - facts.last) / _DAY
    amounts = [float(purchase.amount.amount) for purchase in facts.purchases if purchase.amount]
    cells = {
        "visits": float(len(facts.visits)),
        "days_since_last": since,
        "days_from_first_to_last": (facts.last - facts.visits[0]) / _DAY,
        "days_known": (at - facts.visits[0]) / _DAY,
    }
    if limits.expected:
        cells["overdue"] = since / (limits.expected / _DAY)
    if amounts:
        cells["amount"] = sum(amounts) / len(amounts)
    return cells


class _Card(Protocol):
    def probability(self, lead: Mapping[str, Any], /) -> float: ...


@frozen
class Learned:
    """A churn model of anything that gives probabilities for cells, such as a scorecard learnt with
    `leadkit.contrib.lifecycle.fit_churn`. gap: whose expected gaps the cells count by."""

    card: _Card
    gap: ExpectedGap = field(factory=ExpectedGap)

    def probability(self, facts: CustomerFacts, at: datetime) -> float:
        return self.card.probability(history_cells(facts, at, self.gap))


# --- patterns

#: Fewer lost customers of one kind say nothing about the kind.
LEAST = 10


@frozen
class ChurnPattern:
    """How often this reason was given by lost customers of one kind.

    churned: those with the reason; of: all lost ones of that label. share, low, high: `None` when they are too few.
    usual: the share of the reason among all lost ones. stands_out: the interval lies above or below the usual share.
    """

    reason: str
    dimension: str
    label: str
    churned: int
    of: int
    usual: float
    share: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def stands_out(self) -> bool:
        return self.low is not None and self.high is not None and not self.low <= self.usual <= self.high

    def __str__(self) -> str:
        kind = f"{self.dimension} {self.label}: {self.reason or 'no reason'}"
        counts = f"{self.churned} of {self.of} lost customers"
        if self.share is None:
            return f"{kind}: {counts}, not enough data"
        return f"{kind}: {counts}, {self.share:.0%} ({self.low:.0%} to {self.high:.0%}), usually {self.usual:.0%}"


def churn_patterns(
    customers: Iterable[Customer], kinds: Mapping[str, Callable[[Customer], Iterable[str]]]
) -> tuple[ChurnPattern, ...]:
    """Why customers of which kind were lost, what stands out first, then by count.

    kinds: dimension → the labels of a customer. Those count who are lost now. The first rows, of the dimension `all`,
    are the reasons over all of them. With many kinds, one row in twenty stands out by chance.
    """
    lost = [customer for customer in customers if customer.stage is LifecycleStage.CHURNED]
    reasons = Counter(customer.churn_reason for customer in lost)
    every = [_pattern(reason, "all", "all", count, len(lost), count / len(lost)) for reason, count in reasons.items()]
    rows = [
        _pattern(reason, name, label, count, of, reasons[reason] / len(lost))
        for name, labels in kinds.items()
        for reason, label, count, of in _cells(lost, labels)
    ]
    return (
        *sorted(every, key=lambda row: (-row.churned, row.reason)),
        *sorted(rows, key=lambda row: (not row.stands_out, -row.churned, row.dimension, row.label, row.reason)),
    )


def _cells(
    lost: Sequence[Customer], labels: Callable[[Customer], Iterable[str]]
) -> Iterator[tuple[str, str, int, int]]:
    of: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for customer in lost:
        for label in labels(customer):
            of[label] += 1
            both[customer.churn_reason, label] += 1
    yield from ((reason, label, count, of[label]) for (reason, label), count in both.items())


def _pattern(reason: str, dimension: str, label: str, count: int, of: int, usual: float) -> ChurnPattern:
    known = share_of(count, of) if of >= LEAST else (None, None, None)
    return ChurnPattern(reason, dimension, label, count, of, usual, *known)
