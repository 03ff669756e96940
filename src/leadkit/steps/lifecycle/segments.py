"""RFM and LRFM: customers by how recently, how often and how much they bought, and for how long they have come."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.steps.lifecycle.classes import Classification, Part, days_text
from leadkit.steps.lifecycle.facts import CustomerFacts
from leadkit.steps.lifecycle.rewards import spent

__all__ = ["LRFM", "RFM", "Cuts", "Segment", "Segments", "cuts_of"]

_DAY = timedelta(days=1)
_S = LifecycleStage


@frozen
class Segment:
    """stage: what its customers are in the lifecycle."""

    name: str
    zh: str
    stage: LifecycleStage


RFM: Mapping[str, Segment] = FrozenDict(
    {
        each.name: each
        for each in (
            Segment("champions", "重要价值客户", _S.WON),
            Segment("loyal customers", "重要保持客户", _S.WON),
            Segment("potential loyalists", "重要发展客户", _S.WON),
            Segment("new customers", "新客户", _S.WON),
            Segment("promising", "有潜力客户", _S.WON),
            Segment("needing attention", "需关注客户", _S.WON),
            Segment("about to sleep", "即将沉睡客户", _S.AT_RISK),
            Segment("at risk", "流失预警客户", _S.AT_RISK),
            Segment("cannot lose them", "重要挽留客户", _S.AT_RISK),
            Segment("hibernating", "沉睡客户", _S.CHURNED),
            Segment("lost", "已流失客户", _S.CHURNED),
        )
    }
)
LRFM: Mapping[str, Segment] = FrozenDict(
    {
        each.name: each
        for each in (
            Segment("core", "核心客户", _S.WON),
            Segment("potential", "潜力客户", _S.WON),
            Segment("new", "新客户", _S.WON),
            Segment("slipping", "高价值流失预警客户", _S.AT_RISK),
            Segment("lost", "流失客户", _S.CHURNED),
        )
    }
)

# The grid that most of the trade draws: a row a recency from 5 (just now) to 1, a column a frequency from 1 to 5.
_GRID = {
    5: ("new customers", "potential loyalists", "potential loyalists", "champions", "champions"),
    4: ("promising", "potential loyalists", "potential loyalists", "champions", "champions"),
    3: ("about to sleep", "about to sleep", "needing attention", "loyal customers", "loyal customers"),
    2: ("hibernating", "hibernating", "at risk", "at risk", "cannot lose them"),
    1: ("lost", "lost", "at risk", "at risk", "cannot lose them"),
}


@frozen
class Cuts:
    """The bounds between scores, rising, four or any number of each: recency and length in days, frequency in visits,
    money in the currency of the segments."""

    recency: tuple[float, ...] = field(converter=tuple[float, ...])
    frequency: tuple[float, ...] = field(converter=tuple[float, ...])
    money: tuple[float, ...] = field(default=(), converter=tuple[float, ...])
    length: tuple[float, ...] = field(default=(), converter=tuple[float, ...])


def cuts_of(customers: Iterable[CustomerFacts], at: datetime, *, currency: str = "", scores: int = 5) -> Cuts:
    """The quantiles of these customers, those with purchases: with five scores, a fifth of them gets each, but for
    ties. Raises `InvalidPlaybook` when there are fewer customers than scores."""
    rows = [_measured(facts, at, currency) for facts in customers if facts.purchases]
    if len(rows) < scores:
        raise InvalidPlaybook([Problem("too_few", "customers", f"{scores} scores need as many customers at least")])
    columns = zip(*rows, strict=True)
    return Cuts(*(_quantiles(sorted(column), scores) for column in columns))


def _quantiles(ordered: Sequence[float], scores: int) -> tuple[float, ...]:
    return tuple(ordered[len(ordered) * place // scores] for place in range(1, scores))


def _measured(facts: CustomerFacts, at: datetime, currency: str) -> tuple[float, float, float, float]:
    """(days since the last purchase, visits, money, days from the first purchase to now)"""
    money = spent(facts).get(currency)
    return (
        (at - facts.last) / _DAY,
        float(len(facts.visits)),
        float(money.amount) if money else 0.0,
        (at - facts.visits[0]) / _DAY,
    )


def _stages(stages: Mapping[str, LifecycleStage]) -> FrozenDict[str, LifecycleStage]:
    return FrozenDict(stages)


@frozen(slots=False)
class Segments:
    """A strategy: the class of the segment that a customer is in.

    cuts: fixed thresholds, or those of a population, by `cuts_of`. lrfm: with the length of the relation, by whether
    each value is above the middle one (after Chang and Tsai, 2004); else the grid of recency and frequency.
    currency: in which money is counted. stages: segment → class, over ours.
    """

    cuts: Cuts
    lrfm: bool = False
    currency: str = ""
    stages: Mapping[str, LifecycleStage] = field(factory=dict, converter=_stages)

    def __attrs_post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise InvalidPlaybook(faults)

    def scores(self, facts: CustomerFacts, at: datetime) -> Mapping[str, int]:
        """Recency, frequency, money and length of a customer with purchases, from 1, the best last."""
        recency, frequency, money, length = _measured(facts, at, self.currency)
        cuts = self.cuts
        return FrozenDict(
            {
                "recency": len(cuts.recency) + 1 - bisect_right(cuts.recency, recency),
                "frequency": 1 + bisect_right(cuts.frequency, frequency),
                "money": 1 + bisect_right(cuts.money, money),
                "length": 1 + bisect_right(cuts.length, length),
            }
        )

    def segment(self, facts: CustomerFacts, at: datetime) -> Segment:
        """The segment of a customer with purchases."""
        scores = self.scores(facts, at)
        if self.lrfm:
            return LRFM[_of_lrfm({name: _is_high(scores[name], getattr(self.cuts, name)) for name in scores})]
        recency, frequency = (_fifth(scores[name], getattr(self.cuts, name)) for name in ("recency", "frequency"))
        return RFM[_GRID[recency][frequency - 1]]

    def classify(self, facts: CustomerFacts, at: datetime) -> Classification:
        segment = self.segment(facts, at)
        stage = self._stage(segment)
        for when in self._changes(facts, at):
            later = self._stage(self.segment(facts, when))
            if later is not stage:
                return Classification(facts.id, at, stage, _parts(facts, segment, self, at), later, when)
        return Classification(facts.id, at, stage, _parts(facts, segment, self, at))

    def _stage(self, segment: Segment) -> LifecycleStage:
        return self.stages.get(segment.name, segment.stage)

    def _changes(self, facts: CustomerFacts, at: datetime) -> list[datetime]:
        """When recency or length of the relation pass the next bounds, soonest first."""
        starts = ((facts.last, self.cuts.recency), (facts.visits[0], self.cuts.length if self.lrfm else ()))
        return sorted({when for start, cuts in starts for cut in cuts if (when := _later(start, cut)) and when > at})


def _later(start: datetime, days: float) -> datetime | None:
    """The first instant at which so many days have passed, as they are counted."""
    try:
        when = start + timedelta(days=days)
    except OverflowError:
        return None
    while (when - start) / _DAY < days:
        when += timedelta(microseconds=1)
    return when


def _fifth(score: int, cuts: Sequence[float]) -> int:
    """A score as one from 1 to 5."""
    return 1 + round((score - 1) * 4 / len(cuts)) if cuts else 3


def _is_high(score: int, cuts: Sequence[float]) -> bool:
    return score > (len(cuts) + 1) / 2 if len(cuts) % 2 else score >= len(cuts) / 2 + 1


def _of_lrfm(high: Mapping[str, bool]) -> str:
    if high["recency"]:
        if high["frequency"]:
            return "core" if high["length"] else "potential"
        return "potential" if high["length"] else "new"
    return "slipping" if high["frequency"] or high["money"] else "lost"


def _parts(facts: CustomerFacts, segment: Segment, told: Segments, at: datetime) -> Iterable[Part]:
    scores = told.scores(facts, at)
    names = ("length", "recency", "frequency", "money") if told.lrfm else ("recency", "frequency", "money")
    rfm = "".join(str(scores[name]) for name in names)
    kind = "LRFM" if told.lrfm else "RFM"
    since_en, since_zh = days_text((at - facts.last) / _DAY)
    count = len(facts.visits)
    yield Part("segment", f"segment {segment.name} ({kind} {rfm})", f"{segment.zh}（{kind} {rfm}）")
    yield Part("purchases", f"bought {count} times, last {since_en} ago", f"购买{count}次，最近一次在{since_zh}前")


def _faults(told: Segments) -> Iterator[Problem]:
    for name in ("recency", "frequency", "money", "length"):
        cuts = getattr(told.cuts, name)
        wanted = name in ("recency", "frequency") or (told.lrfm and name == "length")
        if wanted and not cuts:
            yield Problem("required", f"cuts.{name}", "needs at least one bound")
        if any(low > high for low, high in pairwise(cuts)):
            yield Problem("impossible_range", f"cuts.{name}", "its bounds must rise")
    for name in sorted(told.stages.keys() - (LRFM if told.lrfm else RFM).keys()):
        yield Problem("unknown_segment", name, "there is no such segment")
    for name, stage in told.stages.items():
        if stage not in _STAGES:
            yield Problem("not_a_class", name, "must be won, at risk or churned")


_STAGES = frozenset({_S.WON, _S.AT_RISK, _S.CHURNED})
