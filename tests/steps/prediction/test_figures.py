"""Figures against values that are known, and properties."""

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.steps.prediction import auc, auc_interval, brier, figures
from leadkit.steps.prediction.figures import auc_error, calibration, log_loss

pairs = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def test_a_worked_case():
    said, won = [0.1, 0.4, 0.35, 0.8], [False, False, True, True]
    assert auc(said, won) == 0.75
    assert isclose(brier(said, won), (0.01 + 0.16 + 0.4225 + 0.04) / 4)
    # DeLong by hand: the won leads stand above 1/2 and 2/2 of the lost ones, the lost ones below 2/2 and 1/2.
    assert isclose(auc_error(said, won), sqrt(0.125 / 2 + 0.125 / 2))


def test_perfect_and_reversed():
    won = [False] * 5 + [True] * 5
    assert auc(list(range(10)), won) == 1.0
    assert auc(list(range(10))[::-1], won) == 0.0
    assert auc([0.5] * 10, won) == 0.5
    assert auc([0.5], [True]) == 0.5


@given(pairs)
def test_the_area_is_the_share_of_pairs_in_the_right_order(rows):
    said, won = zip(*rows, strict=True)
    ours = [(p > n) + 0.5 * (p == n) for p, o in rows if o for n, m in rows if not m]
    assert isclose(auc(said, won), sum(ours) / len(ours) if ours else 0.5)


@given(pairs)
def test_bins_hold_every_lead_once_and_the_interval_holds_the_area(rows):
    said, won = zip(*rows, strict=True)
    bins = calibration(said, won)
    assert sum(part.leads for part in bins) == len(rows)
    assert isclose(sum(part.leads * part.came for part in bins), sum(won), abs_tol=1e-9)
    interval = auc_interval(said, won)
    assert 0 <= interval.low <= auc(said, won) <= interval.high <= 1


@given(st.floats(0, 1), st.lists(st.booleans(), min_size=1, max_size=50))
def test_equal_probabilities_are_one_bin(value, won):
    assert len(calibration([value] * len(won), won)) == 1


def test_all_together():
    said = [0.1] * 50 + [0.9] * 50
    won = [False] * 45 + [True] * 5 + [False] * 5 + [True] * 45
    found = figures(said, won)
    assert (found.leads, found.won, found.base_rate) == (100, 50, 0.5)
    assert found.ece == pytest.approx(0.0, abs=1e-9)
    assert found.lift == pytest.approx(1.6, abs=0.21)
    assert found.brier < found.base_brier == 0.25
    assert figures(said, won, 0.3).base_brier > 0.25


def test_certainty_that_was_wrong_is_dear_and_finite():
    assert 30 < log_loss([0.0], [True]) < 40
