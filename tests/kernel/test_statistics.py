"""Figures of statistics, beside their definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.kernel.statistics import Z95, roc_area, wilson


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), max_size=30))
def test_the_area_is_the_share_of_pairs_in_the_right_order(rows):
    won, lost = [points for points, each in rows if each], [points for points, each in rows if not each]
    pairs = [(a > b) + (a == b) / 2 for a in won for b in lost]
    assert roc_area(rows) == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_at_the_ends_of_the_interval_the_share_lies_just_so_many_errors_away(counts):
    part, n = counts
    low, high = wilson(part, n)
    assert 0 <= low <= part / n <= high <= 1
    for end in {low, high} - {0.0, 1.0}:
        assert abs(part / n - end) == pytest.approx(Z95 * (end * (1 - end) / n) ** 0.5)


def test_of_nobody_every_share_is_possible():
    assert wilson(0, 0) == (0.0, 1.0)
