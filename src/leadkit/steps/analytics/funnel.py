"""The funnel: how many leads ever came to each stage, what became of the others, and how long it took."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import ClassVar, overload

from attrs import field, frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import time_zone
from leadkit.steps.analytics.deals import Deal
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.folding import NEVER, instant, micros
from leadkit.steps.analytics.journeys import DEPTH, FunnelStage, Journeys
from leadkit.steps.analytics.measures import Definition, Rate
from leadkit.steps.analytics.survival import Curve, Spread, curve, spread, watched

__all__ = ["Cohort", "Funnel", "FunnelStep", "cohorts", "conversion_curve", "funnel", "reached", "wins"]


@frozen
class FunnelStep:
    """leads: how many ever reached this or a later stage. of_previous, of_all: their share of those of the stage
    before (of the first stage: of all), and of all.

    lost: how many stand lost today and came no further than this; still: how many came no further and are not lost.
    leakage: the lost among those who reached it. time: how long they were in it before they came further or were lost.
    """

    stage: FunnelStage
    leads: int
    of_previous: Rate
    of_all: Rate
    lost: int
    still: int
    leakage: Rate
    time: Spread


@frozen
class Funnel:
    """The steps in order. It is also the sequence of them.

    conversion: Kaplan and Meier's curve from capture to conversion. merged: leads that are counted as part of others;
    erased: leads that are counted nowhere. reopened, reverted: leads that were lost and came back, and conversions that
    were taken back.
    """

    definition: ClassVar[Definition] = DEFINITIONS["funnel"]

    as_of: datetime
    steps: tuple[FunnelStep, ...]
    conversion: Curve = field(repr=False)
    merged: int
    erased: int
    reopened: int
    reverted: int

    @property
    def n(self) -> int:
        """How many leads it is about."""
        return self.steps[0].leads

    @property
    def rate(self) -> Rate:
        """Converted leads of all; leads too young to be converted count as not converted. Beside it: `conversion`."""
        return self.steps[DEPTH[FunnelStage.CONVERTED]].of_all

    def __iter__(self) -> Iterator[FunnelStep]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    @overload
    def __getitem__(self, at: int) -> FunnelStep: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[FunnelStep, ...]: ...
    def __getitem__(self, at: int | slice) -> FunnelStep | tuple[FunnelStep, ...]:
        return self.steps[at]


@frozen
class Cohort:
    """The leads that came in between `start` and the next cohort's. reached: how many ever came to each stage or a
    later one. conversion: raw; curve: with those honoured who have not been watched for long yet."""

    definition: ClassVar[Definition] = DEFINITIONS["cohorts"]

    start: date
    n: int
    reached: Mapping[FunnelStage, int]
    conversion: Rate
    curve: Curve = field(repr=False)


#: id of a lead that stands for itself → the microseconds of its first win.
Wins = Mapping[str, int]


def wins(journeys: Journeys, deals: Iterable[Deal]) -> dict[str, int]:
    """When the first of its deals that stand won was won, by the lead that stands for it today."""
    won: dict[str, int] = {}
    for deal in deals:
        if deal.closed_at and deal.won and deal.lead_id and deal.lead_id in journeys:
            id, at = journeys.standing(deal.lead_id), micros(deal.closed_at)
            won[id] = min(at, won.get(id, NEVER))
    return won


def _effective(times: list[int], won: int) -> list[int]:
    """When a lead first was at each stage or a later one."""
    full = [*times, won]
    for depth in range(len(full) - 2, -1, -1):
        full[depth] = min(full[depth], full[depth + 1])
    return full


def reached(journeys: Journeys, deals: Iterable[Deal]) -> dict[str, FunnelStage]:
    """The furthest stage that each lead that stands for itself ever reached; wins of deals that stand won count."""
    won, stages = wins(journeys, deals), tuple(FunnelStage)
    return {id: stages[_depth([*times, won.get(id, NEVER)])] for id, times, _ in journeys.steps()}


def _depth(times: list[int]) -> int:
    return max((depth for depth, time in enumerate(times) if time != NEVER), default=0)


def funnel(journeys: Journeys, deals: Iterable[Deal], as_of: datetime) -> Funnel:
    """The funnel over all leads. A lead that skipped a stage counts as having passed it. as_of: until when the leads
    were watched."""
    won, now = wins(journeys, deals), micros(as_of)
    last = len(FunnelStage) - 1
    furthest, lost = [0] * (last + 1), [0] * (last + 1)
    stays, until = [array("q") for _ in FunnelStage], array("q")
    for id, times, lost_at in journeys.steps():
        own = [*times, won.get(id, NEVER)]
        at, depth = _effective(times, own[last]), _depth(own)
        furthest[depth] += 1
        lost[depth] += lost_at != NEVER
        until.append(watched(at[0], at[DEPTH[FunnelStage.CONVERTED]], now))
        for stage in range(min(depth + 1, last)):
            if own[stage] == at[stage]:  # it was in this stage, and did not skip it
                out = at[stage + 1] if stage < depth else lost_at
                stays[stage].append(watched(at[stage], out, now))
    marked = journeys.marked
    return Funnel(
        as_of,
        _told(furthest, lost, [spread(each) for each in stays]),
        curve(until, daily=True),
        journeys.merged,
        journeys.erased,
        marked.reopened,
        marked.reverted,
    )


def _told(furthest: list[int], lost: list[int], times: list[Spread]) -> tuple[FunnelStep, ...]:
    whole, steps = sum(furthest), []
    before = whole
    for depth, stage in enumerate(FunnelStage):
        leads = sum(furthest[depth:])
        still = furthest[depth] - lost[depth]
        rates = Rate(leads, before), Rate(leads, whole)
        steps.append(FunnelStep(stage, leads, *rates, lost[depth], still, Rate(lost[depth], leads), times[depth]))
        before = leads
    return tuple(steps)


def conversion_curve(journeys: Journeys, as_of: datetime) -> Curve:
    """From capture to conversion, of all leads, with a point wherever it rises."""
    now = micros(as_of)
    return curve(watched(min(times), times[4], now) for _, times, _ in journeys.steps())


def cohorts(
    journeys: Journeys, deals: Iterable[Deal], as_of: datetime, *, by: str = "month", zone: str = "UTC"
) -> tuple[Cohort, ...]:
    """The leads by when they came in, oldest first. by: "week" (from Monday), "month", "quarter" or "year". zone: IANA,
    in which days are counted. Raises `InvalidRecord`."""
    where = time_zone(zone)
    if by not in _STARTS or where is None:
        raise InvalidRecord([Problem("unknown_cohort", "by", f"no cohorts by {by!r} in zone {zone!r}")])
    start_of, won, now = _STARTS[by], wins(journeys, deals), micros(as_of)
    counts: dict[date, list[int]] = {}
    until: dict[date, array[int]] = {}
    for id, times, _ in journeys.steps():
        own = [*times, won.get(id, NEVER)]
        at = _effective(times, own[-1])
        start = start_of(instant(at[0]).astimezone(where).date())
        counts.setdefault(start, [0] * len(own))[_depth(own)] += 1
        until.setdefault(start, array("q")).append(watched(at[0], at[4], now))
    return tuple(_cohort(start, counts[start], until[start]) for start in sorted(counts))


def _cohort(start: date, furthest: list[int], until: Iterable[int]) -> Cohort:
    came = {stage: sum(furthest[depth:]) for depth, stage in enumerate(FunnelStage)}
    n = sum(furthest)
    return Cohort(start, n, FrozenDict(came), Rate(came[FunnelStage.CONVERTED], n), curve(until, daily=True))


_STARTS: Mapping[str, Callable[[date], date]] = {
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=day.month - (day.month - 1) % 3, day=1),
    "year": lambda day: day.replace(month=1, day=1),
}
