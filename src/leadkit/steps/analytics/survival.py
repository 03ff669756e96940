"""How long until something happens, where not all have been watched for equally long.

E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, JASA 53 (1958). Intervals by the
logarithm of the cumulative hazard, which keeps them within 0 and 1 (J. D. Kalbfleisch and R. L. Prentice, 1980).
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import timedelta
from heapq import merge
from itertools import groupby, islice
from math import exp, inf, log, sqrt

from attrs import frozen

from leadkit.kernel.statistics import Z95
from leadkit.steps.analytics.folding import span
from leadkit.steps.analytics.measures import ENOUGH

__all__ = ["Curve", "CurvePoint", "Spread", "curve", "spread", "watched"]

_DAY = 86_400_000_000


@frozen
class CurvePoint:
    """The share to which it has happened `after` so long, 0 to 1, with its 95 % interval. at_risk: how many were still
    watched then, and it had not happened to them before."""

    after: timedelta
    share: float
    low: float
    high: float
    at_risk: int


@frozen
class Curve:
    """n cases, of which it happened to `happened`; the others were watched in vain so far. points: where it rises."""

    n: int
    happened: int
    points: tuple[CurvePoint, ...]

    def at(self, after: timedelta) -> CurvePoint | None:
        """The curve so long after the start; `None` of none. Before the first rise the share is 0."""
        if not self.n:
            return None
        number = bisect_right(self.points, after, key=lambda point: point.after)
        return self.points[number - 1] if number else CurvePoint(timedelta(0), 0.0, 0.0, 0.0, self.n)


@frozen
class Spread:
    """How long something takes. n: how many were watched; ended: how many of them came to the end.

    Those that have not ended yet count as "longer than so far". median, p90: after so long half of them, and nine of
    ten, have ended; `None` when not so many have, or there is not enough data. low, high: the 95 % interval of the
    median; high is `None` when it has no end yet.
    """

    n: int
    ended: int
    median: timedelta | None
    p90: timedelta | None
    low: timedelta | None
    high: timedelta | None


def watched(start: int, end: int, now: int) -> int:
    """A case: something that started, and ended or is to end, in microseconds since 1970; watched until now.

    One number, so that a million cases fit: twice the time, and one more when the end has not been seen.
    """
    return (end - start) * 2 if end <= now else max(now - start, 0) * 2 + 1


def curve(cases: Iterable[int], *, daily: bool = False) -> Curve:
    """cases: as `watched` tells them.

    daily: one point a day of the curve is kept, at the end of the day, so that it stays small.
    """
    found = _Sorted(cases)
    steps = found.steps()
    points = [_point(*step) for step in (_by_day(steps) if daily else steps)]
    return Curve(found.n, found.happened, tuple(points))


def spread(cases: Iterable[int]) -> Spread:
    """cases: as `watched` tells them."""
    found = _Sorted(cases)
    median = p90 = low = high = None
    for time, left, greenwood, at_risk in found.steps() if found.n >= ENOUGH else ():
        # The interval is where the curve's own interval holds a half (R. Brookmeyer and J. Crowley, 1982).
        if low is None or high is None:
            point = _point(time, left, greenwood, at_risk)
            low = point.after if low is None and point.high >= 0.5 else low
            high = point.after if high is None and point.low >= 0.5 else high
        # A share of exactly a half in exact arithmetic is one here too.
        median = span(time) if median is None and left <= 0.5 + _TINY else median
        p90 = span(time) if p90 is None and left <= 0.1 + _TINY else p90
    return Spread(found.n, found.happened, median, p90, low, high)


_TINY = 1e-12
#: (microseconds, share left, sum of Greenwood's terms, still at risk)
_Step = tuple[int, float, float, int]


class _Sorted:
    """Cases in the order of their times; of equal ones those come first to whom it happened. Eight bytes each."""

    def __init__(self, cases: Iterable[int]) -> None:
        self._runs: list[array[int]] = []
        self.n = self.happened = 0
        rest = iter(cases)
        while run := sorted(islice(rest, _RUN)):
            self._runs.append(array("q", run))
            self.n += len(run)
            self.happened += sum(1 for case in run if case % 2 == 0)

    def steps(self) -> Iterator[_Step]:
        """What the curve is made of, at every time at which it happened."""
        at_risk, left, greenwood = self.n, 1.0, 0.0
        for code, same in groupby(merge(*self._runs)):
            count = sum(1 for _ in same)
            if code % 2 == 0:
                left *= 1 - count / at_risk
                greenwood += count / (at_risk * (at_risk - count)) if at_risk > count else inf
                yield code // 2, left, greenwood, at_risk
            at_risk -= count


_RUN = 65_536


def _by_day(steps: Iterable[_Step]) -> list[_Step]:
    """The last step of each day, told at the end of that day."""
    last: dict[int, _Step] = {}
    for time, left, greenwood, at_risk in steps:
        day = -(-time // _DAY)
        last[day] = (day * _DAY, left, greenwood, at_risk)
    return list(last.values())


def _point(time: int, left: float, greenwood: float, at_risk: int) -> CurvePoint:
    low = high = left
    if 0 < left < 1:
        wide = Z95 * sqrt(greenwood) / log(left)
        low, high = (left ** exp(side) for side in (-wide, wide))
    return CurvePoint(span(time), 1 - left, 1 - high, 1 - low, at_risk)
