"""The expected gap: who is overdue against the own rhythm of buying is at risk, and lost when it goes on."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median

from attrs import evolve, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.steps.lifecycle.classes import Classification, Part, days_text
from leadkit.steps.lifecycle.facts import CustomerFacts

__all__ = ["LATEST", "ExpectedGap", "Limits", "limits_of"]

_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_LONGEST = timedelta(days=36_525)


def _micros(span: timedelta) -> int:
    return span // _MICROSECOND


@frozen
class Limits:
    """When a customer who buys nothing more is at risk, and lost. expected: the gap; `None` where a term counts."""

    expected: timedelta | None
    risk_at: datetime
    churned_at: datetime


@frozen(slots=False)
class ExpectedGap:
    """The default strategy.

    A customer's rhythm is the median of its own gaps between visits, drawn towards the usual gap as if that had been
    seen `weight` times: one who bought once is expected like everybody, one who bought ten times by its own habit. The
    median, so that one long pause does not make a rhythm.

    at_risk_after, churned_after: so many expected gaps after the last purchase; within `at_risk_between` and
    `churned_between`, so that who buys daily is not lost after a week, nor who buys every other year never. A purchase
    that was for a term, as by contract, is due when the term ends: then at risk, and lost `term_grace` later.

    Of purchases that come at any time, as by a Poisson process, a gap is longer than two medians one time in 4, and
    longer than five one time in 32. The usual gap is a guess until `fitted` learns it.
    """

    usual: timedelta = timedelta(days=90)
    weight: float = 2.0
    at_risk_after: float = 2.0
    churned_after: float = 5.0
    at_risk_between: tuple[timedelta, timedelta] = (timedelta(days=30), timedelta(days=365))
    churned_between: tuple[timedelta, timedelta] = (timedelta(days=90), timedelta(days=730))
    term_grace: timedelta = timedelta(days=60)

    def __attrs_post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise InvalidPlaybook(faults)

    def fitted(self, customers: Iterable[CustomerFacts]) -> "ExpectedGap":
        """This strategy with the usual gap of these customers: the median of their own medians, each counted once.

        Who never came back has no gap, so that the usual one is that of those who do. Without any, it stays.
        """
        own = [median(map(_micros, facts.gaps)) for facts in customers if facts.gaps]
        return evolve(self, usual=max(timedelta(microseconds=round(median(own))), _DAY)) if own else self

    def limits(self, facts: CustomerFacts) -> Limits:
        """When this customer is at risk, and lost, without another purchase."""
        term = max((purchase.until for purchase in facts.purchases if purchase.until), default=None)
        if term is not None and term >= facts.last:
            return Limits(None, term, _after(term, _micros(self.term_grace)))
        gaps = sorted(map(_micros, facts.gaps))
        middle = (gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2 if gaps else 0.0
        risk, churned, expected = limits_of(self, len(gaps), middle)
        return Limits(timedelta(microseconds=expected), _after(facts.last, risk), _after(facts.last, churned))

    def classify(self, facts: CustomerFacts, at: datetime) -> Classification:
        limits = self.limits(facts)
        marks = ((limits.risk_at, LifecycleStage.AT_RISK), (limits.churned_at, LifecycleStage.CHURNED))
        stage = next((then for when, then in reversed(marks) if at >= when), LifecycleStage.WON)
        next_at = min((when for when, _ in marks if at < when), default=None)
        following = next((then for when, then in reversed(marks) if when == next_at), None)
        return Classification(facts.id, at, stage, _parts(facts, limits, stage, at), following, next_at)


def limits_of(strategy: ExpectedGap, gaps: int, middle: float) -> tuple[int, int, int]:
    """(at risk, lost, expected gap), in microseconds after the last purchase. middle: the median gap.

    Only + × ÷ and rounding to even, in this order: numpy gives the same to the microsecond.
    """
    expected = (gaps * middle + strategy.weight * _micros(strategy.usual)) / (gaps + strategy.weight)
    risk = _within(round(strategy.at_risk_after * expected), strategy.at_risk_between)
    churned = _within(round(strategy.churned_after * expected), strategy.churned_between)
    return risk, max(churned, risk), round(expected)


def _within(micros: int, bounds: tuple[timedelta, timedelta]) -> int:
    return min(max(micros, _micros(bounds[0])), _micros(bounds[1]))


#: No limit is later, so that no zone leaves the calendar.
LATEST = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)


def _after(at: datetime, micros: int) -> datetime:
    return at + min(timedelta(microseconds=micros), max(LATEST - at, timedelta(0)))


def _parts(facts: CustomerFacts, limits: Limits, stage: LifecycleStage, at: datetime) -> Iterable[Part]:
    since_en, since_zh = days_text((at - facts.last) / _DAY)
    count = len(facts.visits)
    times = {1: "once", 2: "twice"}.get(count, f"{count} times")
    yield Part(
        "purchases",
        f"bought {times}, {'' if count == 1 else 'last '}{since_en} ago",
        f"购买{count}次，{'' if count == 1 else '最近一次在'}{since_zh}前",
    )
    if limits.expected is None:
        ends = f"{limits.risk_at:%Y-%m-%d}"
        ended = at >= limits.risk_at
        yield Part(
            "term",
            f"the contract {'ended' if ended else 'runs until'} {ends}{' and was not renewed' if ended else ''}",
            f"合同{ends}{'到期未续' if ended else '到期'}",
        )
        return
    gap_en, gap_zh = days_text(limits.expected / _DAY)
    yield Part("rhythm", f"a purchase is expected every {gap_en}", f"预计每{gap_zh}购买一次")
    if stage is not LifecycleStage.WON:
        overdue = (at - facts.last) / limits.expected
        yield Part("overdue", f"that is {overdue:.1f} times as long", f"已达预期间隔的{overdue:.1f}倍")


def _faults(strategy: ExpectedGap) -> Iterator[Problem]:
    spans: dict[str, tuple[timedelta, ...]] = {"usual": (strategy.usual,), "term_grace": (strategy.term_grace,)}
    spans |= {"at_risk_between": strategy.at_risk_between, "churned_between": strategy.churned_between}
    for name, bounds in spans.items():
        if not all(timedelta(0) < span <= _LONGEST for span in bounds):
            yield Problem("out_of_range", name, "must be longer than zero, and no more than a hundred years")
        elif bounds[0] > bounds[-1]:
            yield Problem("impossible_range", name, "starts above its end")
    for name in ("weight", "at_risk_after", "churned_after"):
        number = getattr(strategy, name)
        if not 0 < number <= 1_000:
            yield Problem("out_of_range", name, "must be above 0, and no more than 1,000")
    if strategy.churned_after < strategy.at_risk_after:
        yield Problem("impossible_range", "churned_after", "must not come before at_risk_after")
