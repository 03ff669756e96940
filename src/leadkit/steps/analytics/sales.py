"""Deals: how many are won, how large they are, how long they take, and where in a pipeline they are lost."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from attrs import frozen

from leadkit.kernel.money import Money
from leadkit.machines.opportunity import Pipeline
from leadkit.steps.analytics.deals import Deal
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.folding import NEVER, micros
from leadkit.steps.analytics.measures import Definition, Rate
from leadkit.steps.analytics.money import minor_money, sums
from leadkit.steps.analytics.survival import Spread, spread, watched

__all__ = [
    "PipelineStep",
    "ReasonRow",
    "SalesRow",
    "Velocity",
    "lost_reasons",
    "pipeline_funnel",
    "reason_rows",
    "sales",
    "velocity",
]


@frozen
class SalesRow:
    """The deals of everybody, or of one person. owner: blank for everybody.

    win_rate: won of those that stand closed; cycle: from opened to won, those still open watched so far.
    """

    definition: ClassVar[Definition] = DEFINITIONS["win_rate"]

    owner: str
    deals: int
    open: int
    won: int
    lost: int
    win_rate: Rate
    cycle: Spread
    revenue: tuple[Money, ...]
    deal_size: tuple[Money, ...]

    @property
    def n(self) -> int:
        return self.deals


@frozen
class Velocity:
    """What the pipeline earns a day, in one currency: open deals × win rate × mean won amount ÷ mean days from opened
    to won. per_day: `None` when there is not enough data, n deals that stand won with an amount in this currency."""

    definition: ClassVar[Definition] = DEFINITIONS["velocity"]

    currency: str
    n: int
    open: int
    win_rate: Rate
    deal_size: Money | None
    cycle: timedelta | None
    per_day: Money | None


@frozen
class PipelineStep:
    """A stage of a pipeline. reached: how many deals were ever in this stage or a later open one, or were won.

    on: the share of them that came further; lost: how many stand lost and came no further; leakage: their share. time:
    from first entering it to first coming further or being lost.
    """

    definition: ClassVar[Definition] = DEFINITIONS["pipeline_funnel"]

    stage: str
    reached: int
    on: Rate
    lost: int
    leakage: Rate
    time: Spread


@frozen
class ReasonRow:
    """A reason, how many stand lost for it, and their share of all that stand lost. amount: of the lost deals."""

    definition: ClassVar[Definition] = DEFINITIONS["reasons"]

    reason: str
    n: int
    share: Rate
    amount: tuple[Money, ...] = ()


def sales(deals: Iterable[Deal], as_of: datetime) -> tuple[SalesRow, ...]:
    """The row of everybody, then one a person, most won first; deals without an owner are in the first row only."""
    groups: dict[str, list[Deal]] = {"": []}
    for deal in deals:
        groups[""].append(deal)
        if deal.owner:
            groups.setdefault(deal.owner, []).append(deal)
    rows = [_sales(owner, members, as_of) for owner, members in groups.items()]
    return (rows[0], *sorted(rows[1:], key=lambda row: (-row.won, row.owner)))


def _sales(owner: str, deals: list[Deal], as_of: datetime) -> SalesRow:
    won = [deal for deal in deals if deal.won]
    lost = sum(deal.lost for deal in deals)
    amounts = [deal.amount for deal in won if deal.amount]
    sizes: dict[str, list[Money]] = {}
    for amount in amounts:
        sizes.setdefault(amount.currency, []).append(amount)
    return SalesRow(
        owner=owner,
        deals=len(deals),
        open=len(deals) - len(won) - lost,
        won=len(won),
        lost=lost,
        win_rate=Rate(len(won), len(won) + lost),
        cycle=spread(_to_win(deal, as_of) for deal in deals),
        revenue=sums(amounts),
        deal_size=tuple(_mean(sizes[currency]) for currency in sorted(sizes)),
    )


def _to_win(deal: Deal, as_of: datetime) -> int:
    end = micros(deal.closed_at) if deal.won and deal.closed_at else NEVER
    return watched(micros(deal.opened_at), end, micros(as_of))


def _mean(amounts: list[Money]) -> Money:
    (total,) = sums(amounts)
    return Money.rounded(total.amount / len(amounts), total.currency)


def velocity(deals: Iterable[Deal]) -> tuple[Velocity, ...]:
    """One row a currency in which a deal was won or is open."""
    known = [deal for deal in deals if deal.amount]
    rows = []
    for currency in sorted({deal.amount.currency for deal in known if deal.amount}):
        same = [deal for deal in known if deal.amount and deal.amount.currency == currency]
        won = [deal for deal in same if deal.won]
        rate = Rate(len(won), len(won) + sum(deal.lost for deal in same))
        still = sum(deal.closed_at is None for deal in same)
        size = _mean([deal.amount for deal in won if deal.amount]) if won else None
        took = [deal.closed_at - deal.opened_at for deal in won if deal.closed_at]
        cycle = sum(took, timedelta(0)) / len(took) if took else None
        per_day = None
        if rate.enough and Rate(0, len(won)).enough and size and cycle:
            days = _micros_of(cycle)
            earned = still * rate.part * size.minor_units * _DAY
            per_day = minor_money(_rounded(earned, rate.n * days), currency)
        rows.append(Velocity(currency, len(won), still, rate, size, cycle, per_day))
    return tuple(rows)


_DAY = 86_400_000_000


def _micros_of(span: timedelta) -> int:
    """The span in whole microseconds."""
    return span // timedelta(microseconds=1)


def _rounded(number: int, by: int) -> int:
    """The quotient as a whole number, halves to the even one."""
    whole, rest = divmod(number, by)
    return whole + (rest * 2 > by or (rest * 2 == by and whole % 2 == 1))


def pipeline_funnel(deals: Iterable[Deal], pipeline: Pipeline, as_of: datetime) -> tuple[PipelineStep, ...]:
    """The open stages of this pipeline and the won one, in order. A deal that skipped a stage counts as having passed
    it; one that was reopened goes on where it is."""
    depth = {stage.name: number for number, stage in enumerate(pipeline.open_stages)}
    won_at = len(depth)
    reached, lost = [0] * (won_at + 1), [0] * (won_at + 1)
    times: list[list[int]] = [[] for _ in range(won_at + 1)]
    for deal in deals:
        if deal.pipeline == pipeline.name:
            _passed(deal, depth, micros(as_of), reached, lost, times)
    steps = []
    for number, name in enumerate([*depth, next(s.name for s in pipeline.stages if s.name not in depth)]):
        came, further = sum(reached[number:]), sum(reached[number + 1 :])
        on, leakage = Rate(further, came), Rate(lost[number], came)
        steps.append(PipelineStep(name, came, on, lost[number], leakage, spread(times[number])))
    return tuple(steps)


def _passed(
    deal: Deal, depth: Mapping[str, int], now: int, reached: list[int], lost: list[int], times: list[list[int]]
) -> None:
    own = [NEVER] * (len(depth) + 1)
    for stage, at in deal.entries:
        if stage in depth:
            own[depth[stage]] = min(own[depth[stage]], micros(at))
    if deal.won and deal.closed_at:
        own[-1] = micros(deal.closed_at)
    first = list(own)
    for number in range(len(own) - 2, -1, -1):
        first[number] = min(first[number], first[number + 1])
    furthest = max((number for number, at in enumerate(own) if at != NEVER), default=0)
    reached[furthest] += 1
    lost[furthest] += deal.lost
    end = micros(deal.closed_at) if deal.lost and deal.closed_at else NEVER
    for number in range(min(furthest + 1, len(own) - 1)):
        if own[number] == first[number] != NEVER:
            times[number].append(watched(first[number], first[number + 1] if number < furthest else end, now))


def lost_reasons(deals: Iterable[Deal]) -> tuple[ReasonRow, ...]:
    """Why the deals that stand lost were lost, most first, with the amounts that went with them."""
    return reason_rows((deal.lost_reason, deal.amount) for deal in deals if deal.lost)


def reason_rows(lost: Iterable[tuple[str, Money | None]]) -> tuple[ReasonRow, ...]:
    """One row a reason of these (reason, amount), most first."""
    groups: dict[str, list[Money | None]] = {}
    for reason, amount in lost:
        groups.setdefault(reason, []).append(amount)
    whole = sum(map(len, groups.values()))
    rows = [
        ReasonRow(reason, len(same), Rate(len(same), whole), sums(each for each in same if each))
        for reason, same in groups.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.n, row.reason)))
