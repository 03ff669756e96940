"""What a figure is made of: a share with its sample and interval, a mean with its own, and the words that define it."""

from collections.abc import Sequence
from math import comb, erfc, exp, lgamma, sqrt

from attrs import frozen

from leadkit.kernel.statistics import Z95, wilson

__all__ = ["ENOUGH", "Average", "Contrast", "Definition", "Rate", "average", "contrast", "holm"]

#: From how many cases on a share or a mean is told as a number; below, the interval is all there is to say.
ENOUGH = 10


@frozen
class Definition:
    """What a figure counts, in one sentence, in English and in Simplified Chinese."""

    en: str
    zh: str


@frozen
class Rate:
    """A part of a sample. n: the size of the sample; the interval is that of `wilson`, at 95 %."""

    part: int
    n: int

    @property
    def enough(self) -> bool:
        """Whether the sample is large enough to tell the share as a number."""
        return self.n >= ENOUGH

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; `None` when there is not enough data to tell."""
        return self.part / self.n if self.enough else None

    @property
    def share(self) -> float | None:
        """The share from 0 to 1 however small the sample is; `None` of none."""
        return self.part / self.n if self.n else None

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval; 0 of none."""
        return wilson(self.part, self.n)[0]

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval; 1 of none."""
        return wilson(self.part, self.n)[1]

    def __str__(self) -> str:
        if self.value is None:
            return f"not enough data ({self.part} of {self.n})"
        return f"{self.value:.1%} ({self.low:.1%} to {self.high:.1%}, n = {self.n})"


@frozen
class Average:
    """The mean of a sample of n, with its 95 % interval by the normal approximation; `None` of none.

    value is `None` when there is not enough data to tell; mean is told however small the sample is.
    """

    n: int
    mean: float | None
    low: float | None
    high: float | None

    @property
    def value(self) -> float | None:
        return self.mean if self.n >= ENOUGH else None


def average(n: int, total: float, squares: float) -> Average:
    """The mean of n values with this sum and this sum of squares; the interval takes two values at least."""
    if not n:
        return Average(0, None, None, None)
    mean = total / n
    if n == 1:
        return Average(1, mean, None, None)
    half = Z95 * sqrt(max(squares - n * mean * mean, 0.0) / (n - 1) / n)
    return Average(n, mean, mean - half, mean + half)


@frozen
class Contrast:
    """Two shares beside each other. difference: first minus second, with Newcombe's 95 % interval. p: of no difference
    at all, two-sided; `adjusted` after Holm's correction for all the comparisons made at the same time.

    R. G. Newcombe, Interval estimation for the difference between independent proportions, Statist. Med. 17 (1998),
    method 10; S. Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6 (1979).
    """

    first: Rate
    second: Rate
    difference: float
    low: float
    high: float
    p: float
    adjusted: float

    @property
    def significant(self) -> bool:
        """Whether the difference survives the correction, at 5 % for all comparisons together."""
        return self.adjusted < 0.05

    @property
    def ratio(self) -> float | None:
        """How many times the second share the first one is; `None` where the second is nothing."""
        return (self.first.share or 0.0) / self.second.share if self.second.share else None


def contrast(first: Rate, second: Rate) -> Contrast:
    """The two shares, as if nothing else were compared; each of at least one case."""
    one, other = first.part / first.n, second.part / second.n
    low = sqrt((one - first.low) ** 2 + (second.high - other) ** 2)
    high = sqrt((first.high - one) ** 2 + (other - second.low) ** 2)
    p = _p_value(first.part, first.n, second.part, second.n)
    return Contrast(first, second, one - other, one - other - low, one - other + high, p, p)


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted for being so many, in their order."""
    adjusted, least = [0.0] * len(p_values), 0.0
    for rank, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        least = max(least, min(1.0, p_values[at] * (len(p_values) - rank)))
        adjusted[at] = least
    return adjusted


def _p_value(part: int, n: int, other: int, m: int) -> float:
    """Two-sided: by the pooled normal approximation where all four expected counts are 5 or more, else Fisher's exact
    test."""
    whole, parts = n + m, part + other
    if min(n, m) * min(parts, whole - parts) < 5 * whole:
        return _fisher(part, n, other, m)
    pooled = parts / whole
    z = (part / n - other / m) / sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return erfc(abs(z) / sqrt(2))


_EXACT = 1_000


def _fisher(part: int, n: int, other: int, m: int) -> float:
    """The tables at least as unlikely as this one, with the same margins."""
    parts = part + other
    first, last = max(0, parts - m), min(n, parts)
    if n + m <= _EXACT:
        weights = [comb(n, at) * comb(m, parts - at) for at in range(first, last + 1)]
        return sum(weight for weight in weights if weight <= weights[part - first]) / comb(n + m, parts)
    logs = [_log_comb(n, at) + _log_comb(m, parts - at) for at in range(first, last + 1)]
    whole, limit = _log_comb(n + m, parts), logs[part - first]
    return min(1.0, sum(exp(each - whole) for each in logs if each <= limit + 1e-7))


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
