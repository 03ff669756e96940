"""Channels and campaigns: what they brought, how good it was, what became of it, and what it cost."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from typing import ClassVar

from attrs import define, evolve, field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.model import Campaign, Priority
from leadkit.steps.analytics.deals import Deal
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.folding import NEVER, instant
from leadkit.steps.analytics.funnel import wins
from leadkit.steps.analytics.journeys import DEPTH, FunnelStage, Journey, Journeys
from leadkit.steps.analytics.measures import Average, Contrast, Definition, Rate, average, contrast, holm
from leadkit.steps.analytics.money import sums

__all__ = ["SourceContrast", "SourceRow", "campaigns", "channels", "contrasts"]


@frozen
class SourceRow:
    """One channel, or one campaign of a channel. campaign: blank in rows of whole channels.

    leads: how many came from there. priorities: how many of each, of those ever scored; score: mean of their points.
    qualified, converted, won: of all its leads; those converted among the leads too young to be converted count as not.
    revenue: of its deals that stand won, by currency.

    cost: of its campaigns, by currency. per_lead (CPL) and per_customer (CAC): cost ÷ leads, and ÷ leads won. roi:
    (revenue − cost) ÷ cost. payback: from the start of the campaign, or its first lead, until its revenue had covered
    its cost. Each is empty or `None` where no cost is known, nothing was won, or cost and revenue are not in one and
    the same currency.
    """

    definition: ClassVar[Definition] = DEFINITIONS["channels"]

    channel: str
    campaign: str
    leads: int
    priorities: Mapping[Priority, int]
    score: Average
    qualified: Rate
    converted: Rate
    won: Rate
    revenue: tuple[Money, ...]
    cost: tuple[Money, ...] = ()
    per_lead: tuple[Money, ...] = ()
    per_customer: tuple[Money, ...] = ()
    roi: float | None = None
    payback: timedelta | None = None
    better_than: tuple[str, ...] = ()
    worse_than: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        return self.leads

    @property
    def high_priority(self) -> int:
        """How many of its leads have a high priority."""
        return self.priorities[Priority.HIGH]


@frozen
class SourceContrast:
    """The conversion of two channels beside each other. contrast: first minus second, corrected for all the pairs."""

    definition: ClassVar[Definition] = DEFINITIONS["contrasts"]

    first: str
    second: str
    contrast: Contrast


@define
class _Tally:
    leads: int = 0
    priorities: Counter[Priority | None] = field(factory=Counter)
    scores: list[int] = field(factory=lambda: [0, 0, 0])
    reached: list[int] = field(factory=lambda: [0] * len(FunnelStage))
    first: int = NEVER
    sales: list[tuple[datetime, Money]] = field(factory=list)

    def take(self, journey: Journey, won: int) -> None:
        self.leads += 1
        self.priorities[journey.priority] += 1
        if journey.score is not None:
            self.scores = [self.scores[0] + 1, self.scores[1] + journey.score, self.scores[2] + journey.score**2]
        self.reached[max(depth for depth, at in enumerate([*journey.times, won]) if at != NEVER)] += 1
        self.first = min(self.first, *journey.times)

    def came(self, stage: FunnelStage) -> Rate:
        return Rate(sum(self.reached[DEPTH[stage] :]), self.leads)


def channels(journeys: Journeys, deals: Iterable[Deal], known: Iterable[Campaign] = ()) -> tuple[SourceRow, ...]:
    """One row a channel, most leads first, with marks which others it converts better and worse than. known: the
    campaigns, for what they cost; a channel costs what its campaigns cost."""
    tallies = _tallied(journeys, deals, lambda journey: (journey.channel, ""))
    costs: dict[str, list[Campaign]] = {}
    for campaign in known:
        costs.setdefault(campaign.channel.value, []).append(campaign)
    for channel in costs:
        tallies.setdefault((channel, ""), _Tally())
    rows = [_row(key, tally, costs.get(key[0], ())) for key, tally in tallies.items()]
    return _marked(_sorted(rows))


def campaigns(journeys: Journeys, deals: Iterable[Deal], known: Iterable[Campaign] = ()) -> tuple[SourceRow, ...]:
    """One row a campaign that leads name or that is known, most leads first.

    known: the campaigns with what they cost. One without a lead has a row too: it cost something, and brought nothing.
    """
    by_name: dict[str, list[Campaign]] = {}
    for campaign in known:
        by_name.setdefault(campaign.name, []).append(campaign)

    def key(journey: Journey) -> tuple[str, str]:
        if journey.campaign in by_name:  # it belongs to its channel, whatever each lead says
            return by_name[journey.campaign][0].channel.value, journey.campaign
        return journey.channel, journey.campaign

    tallies = _tallied(journeys, deals, key)
    for name, same in by_name.items():
        tallies.setdefault((same[0].channel.value, name), _Tally())
    rows = [_row(each, tally, by_name.get(each[1], ())) for each, tally in tallies.items() if each[1]]
    return _sorted(rows)


def contrasts(rows: Sequence[SourceRow]) -> tuple[SourceContrast, ...]:
    """Every pair of channels with leads, their conversion beside each other; the surest difference first."""
    pairs = list(combinations([row for row in rows if row.leads], 2))
    found = [contrast(one.converted, other.converted) for one, other in pairs]
    adjusted = holm([each.p for each in found])
    told = [
        SourceContrast(one.channel, other.channel, evolve(each, adjusted=p))
        for (one, other), each, p in zip(pairs, found, adjusted, strict=True)
    ]
    return tuple(sorted(told, key=lambda each: (each.contrast.p, each.first, each.second)))


def _marked(rows: Sequence[SourceRow]) -> tuple[SourceRow, ...]:
    better: dict[str, list[str]] = {row.channel: [] for row in rows}
    worse: dict[str, list[str]] = {row.channel: [] for row in rows}
    for each in contrasts(rows):
        if each.contrast.significant:
            up = each.contrast.difference > 0
            winner, loser = (each.first, each.second) if up else (each.second, each.first)
            better[winner].append(loser)
            worse[loser].append(winner)
    return tuple(
        evolve(row, better_than=tuple(sorted(better[row.channel])), worse_than=tuple(sorted(worse[row.channel])))
        for row in rows
    )


def _tallied(
    journeys: Journeys, deals: Iterable[Deal], key: Callable[[Journey], tuple[str, str]]
) -> dict[tuple[str, str], _Tally]:
    deals = list(deals)
    won = wins(journeys, deals)
    tallies: dict[tuple[str, str], _Tally] = {}
    of_winner: dict[str, _Tally] = {}
    for journey in journeys:
        tally = tallies.setdefault(key(journey), _Tally())
        tally.take(journey, won.get(journey.id, NEVER))
        if journey.id in won:
            of_winner[journey.id] = tally
    for deal in deals:
        if deal.won and deal.amount and deal.closed_at and deal.lead_id in journeys:
            of_winner[journeys.standing(deal.lead_id or "")].sales.append((deal.closed_at, deal.amount))
    return tallies


def _sorted(rows: Iterable[SourceRow]) -> tuple[SourceRow, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.leads, row.channel, row.campaign)))


def _row(key: tuple[str, str], tally: _Tally, paid: Sequence[Campaign]) -> SourceRow:
    won = tally.came(FunnelStage.WON)
    revenue = sums(amount for _, amount in tally.sales)
    cost = sums(each.cost for each in paid if each.cost)
    return SourceRow(
        *key,
        leads=tally.leads,
        priorities=FrozenDict({priority: tally.priorities[priority] for priority in Priority}),
        score=average(*tally.scores),
        qualified=tally.came(FunnelStage.QUALIFIED),
        converted=tally.came(FunnelStage.CONVERTED),
        won=won,
        revenue=revenue,
        cost=cost,
        per_lead=_each(cost, tally.leads),
        per_customer=_each(cost, won.part),
        roi=_roi(cost, revenue),
        payback=_payback(cost, tally, paid),
    )


def _each(cost: Sequence[Money], count: int) -> tuple[Money, ...]:
    return tuple(Money.rounded(each.amount / count, each.currency) for each in cost) if count else ()


def _roi(cost: Sequence[Money], revenue: Sequence[Money]) -> float | None:
    """`None` where there is no cost, or money of another currency."""
    if len(cost) != 1 or not cost[0].amount or {each.currency for each in revenue} - {cost[0].currency}:
        return None
    won = revenue[0].amount if revenue else 0
    return float((won - cost[0].amount) / cost[0].amount)


def _payback(cost: Sequence[Money], tally: _Tally, paid: Sequence[Campaign]) -> timedelta | None:
    if len(cost) != 1:
        return None
    days = [each.starts for each in paid if each.starts]
    starts = [datetime.combine(day, time(), UTC) for day in days] + ([instant(tally.first)] if tally.leads else [])
    left = cost[0].minor_units
    for at, amount in sorted(tally.sales, key=lambda sale: sale[0]):
        if amount.currency == cost[0].currency:
            left -= amount.minor_units
            if left <= 0:
                return at - min(starts)
    return None
