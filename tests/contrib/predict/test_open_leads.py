"""Open leads are not lost."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.contrib.predict import AdditiveModel, fit_with_open
from leadkit.errors import UnusableInput
from leadkit.steps.prediction import Delay, chance_of_open, delay_of

DAY = date(2024, 1, 1)


def seen(leads=4_000, seed=1, span=120):
    """Leads of the last days: wins take 40 days on average, losses 10; half of them are won in truth."""
    rng = np.random.default_rng(seed)
    fair = rng.random(leads) < 0.5
    won = rng.random(leads) < np.where(fair, 0.7, 0.3)
    came = rng.integers(0, span, leads)
    closed = came + np.ceil(rng.exponential(np.where(won, 40.0, 10.0))).astype(int)
    still = closed > span
    outcome = [None if open_ else float(each) for open_, each in zip(still, won, strict=True)]
    shown = [None if open_ else DAY + timedelta(int(day)) for open_, day in zip(still, closed, strict=True)]
    table = {"source": ["Fair" if each else "Web" for each in fair]}
    return table, outcome, [DAY + timedelta(int(day)) for day in came], shown, DAY + timedelta(span)


def test_rates_are_right_although_wins_are_slow():
    table, outcome, came, closed, now = seen()
    done = [row for row, each in enumerate(outcome) if each is not None]
    only_closed = AdditiveModel().fit(
        {name: [cells[row] for row in done] for name, cells in table.items()}, [outcome[row] for row in done]
    )
    all_leads = fit_with_open(AdditiveModel(), table, outcome, came=came, closed=closed, at=now)
    for source, truth in (("Fair", 0.7), ("Web", 0.3)):
        by_all, by_closed = (abs(model.probability({"source": source}) - truth) for model in (all_leads, only_closed))
        assert by_all < 0.05
        assert by_all < by_closed


def test_without_open_leads_it_is_a_plain_fit():
    table, outcome, came, _, now = seen(600)
    known = [float(each or 0.0) for each in outcome]
    model = fit_with_open(AdditiveModel(), table, known, came=came, closed=came, at=now)
    assert model == AdditiveModel().fit(table, known)


def test_times_are_needed():
    table, outcome, came, _, now = seen(600)
    with pytest.raises(UnusableInput) as refused:
        fit_with_open(AdditiveModel(), table, outcome, came=came, closed=[""] * 600, at=now)
    assert refused.value.problems[0].code == "unreadable_times"


def test_quick_outcomes_of_young_leads_do_not_make_the_delay_short():
    rng = np.random.default_rng(2)
    ages, took = rng.integers(0, 100, 3_000), np.floor(rng.exponential(30, 3_000))
    shown = took <= ages
    delay = delay_of(took[shown].tolist(), ages[shown].tolist())
    truth = float((took[took <= 99] <= 20).mean())
    assert delay.known_by(20) == pytest.approx(truth, abs=0.05)
    assert (took[shown] <= 20).mean() > truth + 0.05


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30))
def test_a_delay_rises_to_one(rows):
    delay = delay_of([float(took) for took, _ in rows], [float(took + more) for took, more in rows])
    assert list(delay.known) == sorted(delay.known)
    assert delay.known[-1] == 1.0
    assert delay.known_by(-1) == 0.0


@given(st.floats(0, 1), st.floats(0, 50))
def test_a_chance_stays_one_and_slow_wins_make_old_leads_hopeful(chance, age):
    slow, quick = Delay([40.0], [1.0]), Delay([10.0], [1.0])
    found = chance_of_open(chance, age, slow, quick)
    assert 0 <= found <= 1
    assert found >= chance or found == pytest.approx(chance)
    assert chance_of_open(chance, age, slow, slow) == pytest.approx(chance)
