"""What would be lost without a channel: the removal effect in a Markov chain of first order.

E. Anderl, I. Becker, F. von Wangenheim, J. H. Schumann, Mapping the customer journey: Lessons learned from graph-based
online attribution modeling, Int. J. Research in Marketing 33 (2016). Solved exactly, without simulation.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["Chain", "removal_effects"]


class Chain:
    """How often each channel was followed by each other one, or by a sale, or by nothing."""

    def __init__(self) -> None:
        self.first: Counter[str] = Counter()
        self.following: dict[str, Counter[str]] = {}
        self.won: Counter[str] = Counter()
        self.left: Counter[str] = Counter()

    def take(self, channels: Sequence[str], *, won: bool, times: int = 1) -> None:
        """A path through these channels, which was seen so many times."""
        if not channels:
            return
        self.first[channels[0]] += times
        for channel in channels:
            self.following.setdefault(channel, Counter())
        for here, there in pairwise(channels):
            self.following[here][there] += times
        (self.won if won else self.left)[channels[-1]] += times


def removal_effects(chain: Chain) -> dict[str, float]:
    """Channel → the share of all sales that would not come about if whoever comes to it left, 0 to 1.

    A way from channel to channel is a random walk: `visits[i][j]` is how often it comes to j from i on, which is the
    inverse of I − Q. Whoever comes to a channel at all comes there `visits[j][j]` times, so the chance of coming there
    is the quotient, and the effect that chance times the chance of a sale from there.
    """
    names = sorted(chain.following)
    leaving = {name: sum(chain.following[name].values()) + chain.won[name] + chain.left[name] for name in names}
    step = [[chain.following[one][other] / leaving[one] for other in names] for one in names]
    visits = _inverse([[(i == j) - step[i][j] for j in range(len(names))] for i in range(len(names))])
    sale = [chain.won[name] / leaving[name] for name in names]
    chance = [sum(map(_times, row, sale)) for row in visits]
    starts = sum(chain.first.values())
    begin = [chain.first[name] / starts for name in names] if starts else []
    whole = sum(map(_times, begin, chance))
    effects = {}
    for at, name in enumerate(names):
        comes = sum(share * row[at] for share, row in zip(begin, visits, strict=True)) / visits[at][at]
        effects[name] = comes * chance[at] / whole if whole else 0.0
    return effects


def _times(one: float, other: float) -> float:
    return one * other


def _inverse(matrix: list[list[float]]) -> list[list[float]]:
    """By Gauss and Jordan, with the largest pivot; from every channel there is a way out, so there is an inverse."""
    size = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        pivot = rows[at][at]
        rows[at] = [each / pivot for each in rows[at]]
        for other in range(size):
            if other != at and (factor := rows[other][at]):
                rows[other] = [value - factor * own for value, own in zip(rows[other], rows[at], strict=True)]
    return [row[size:] for row in rows]
