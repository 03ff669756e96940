"""Exact shares become whole units that sum to the whole, whatever their order."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.kernel.rounding import Rounding, allocated, rounded

FRACTIONS = st.fractions(-1_000, 1_000, max_denominator=1_000)
MODES = st.sampled_from(Rounding)


@pytest.mark.parametrize(
    ("exact", "up", "even"),
    [
        ("1/2", 1, 0),
        ("3/2", 2, 2),
        ("5/2", 3, 2),
        ("-1/2", -1, 0),
        ("-5/2", -3, -2),
        ("7/3", 2, 2),
        ("-7/3", -2, -2),
        ("0", 0, 0),
    ],
)
def test_half_a_unit_goes_where_the_rule_says(exact, up, even):
    assert rounded(Fraction(exact), Rounding.HALF_UP) == up
    assert rounded(Fraction(exact), Rounding.HALF_EVEN) == even


@given(FRACTIONS, MODES)
def test_what_is_rounded_is_half_a_unit_away_at_most(exact, mode):
    assert abs(rounded(exact, mode) - exact) <= Fraction(1, 2)
    assert rounded(-exact, mode) == -rounded(exact, mode)


@given(st.lists(FRACTIONS, max_size=8), MODES)
def test_shares_sum_to_the_total_and_stay_close(shares, mode):
    total = rounded(sum(shares, Fraction(0)), mode)
    parts = allocated(shares, total, range(len(shares)))
    assert sum(parts) == total
    assert all(abs(part - share) < 1 for part, share in zip(parts, shares, strict=True))
    assert all(part == share for part, share in zip(parts, shares, strict=True) if share.denominator == 1)


@given(st.lists(st.tuples(FRACTIONS, st.integers(0, 3)), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_shares_does_not_matter(rows, chance):
    def told(rows):
        shares = [share for share, _ in rows]
        parts = allocated(shares, rounded(sum(shares, Fraction(0)), Rounding.HALF_UP), [tie for _, tie in rows])
        return sorted(zip(rows, parts, strict=True))

    shuffled = [*rows]
    chance.shuffle(shuffled)
    assert told(shuffled) == told(rows)


def test_of_equal_remainders_the_smallest_tie_comes_first():
    assert allocated([Fraction(1, 3)] * 3, 1, ["c", "a", "b"]) == (0, 1, 0)
