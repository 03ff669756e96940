"""The few figures of statistics that several steps tell."""

from collections.abc import Iterable
from math import sqrt

__all__ = ["Z95", "roc_area", "wilson"]

#: So many standard errors to either side hold 95 of 100.
Z95 = 1.959963984540054


def wilson(part: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share, which holds for small samples and for shares near 0 and 1 as well; (0, 1) of none.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    if not n:
        return 0.0, 1.0
    share, z2 = part / n, Z95 * Z95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # At the ends the formula gives exactly 0 and 1, the arithmetic only nearly.
    return (0.0 if part == 0 else max(middle - half, 0.0)), (1.0 if part == n else min(middle + half, 1.0))


def roc_area(rows: Iterable[tuple[float, bool]]) -> float | None:
    """The area under the ROC curve: the share of pairs of a won and a lost one in which the won one has more; ties
    count half. `None` when there is only one outcome."""
    counts: dict[float, list[int]] = {}
    for points, won in rows:
        counts.setdefault(points, [0, 0])[bool(won)] += 1
    lost_below, pairs, won_all = 0, 0, 0
    for points in sorted(counts):
        lost_here, won_here = counts[points]
        pairs += won_here * (2 * lost_below + lost_here)
        lost_below += lost_here
        won_all += won_here
    return pairs / (2 * won_all * lost_below) if won_all and lost_below else None
