"""Rounding of exact amounts to whole units, alone and as parts of a whole.

Exact values are fractions: thirds and tax contained in a price stay exact until they are rounded, once.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Any

__all__ = ["Rounding", "allocated", "rounded"]


class Rounding(StrEnum):
    """What becomes of exactly half a unit."""

    HALF_UP = "half_up"
    """Away from zero, as on invoices: 四舍五入."""
    HALF_EVEN = "half_even"
    """To the even neighbour, as banks and statisticians do."""


def rounded(exact: Fraction, rounding: Rounding) -> int:
    """The nearest whole number."""
    if rounding is Rounding.HALF_EVEN:
        return round(exact)
    nearest = floor(abs(exact) + Fraction(1, 2))
    return -nearest if exact < 0 else nearest


def allocated(shares: Sequence[Fraction], total: int, ties: Sequence[Any]) -> tuple[int, ...]:
    """Whole numbers that sum to the total, each less than one from its exact share: the method of largest remainders.

    total: the sum of the shares, rounded. ties: something that can be compared, one a share: of equal remainders the
    smallest gets its unit first, so that the answer does not depend on the order of the shares.
    """
    parts = [floor(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda at: (parts[at] - shares[at], ties[at]))
    for at in order[: total - sum(parts)]:
        parts[at] += 1
    return tuple(parts)
