"""What is learnt from leads."""

import numpy as np
import pytest
from lead_worlds import world

from leadkit.contrib.predict import fit_scorecard, score_table
from leadkit.errors import UnusableInput
from leadkit.steps.prediction import Kind, Sample, Signal, auc, figures


@pytest.fixture(scope="module")
def learnt():
    return fit_scorecard(*world())


def test_it_ranks_and_is_calibrated_on_leads_it_has_not_seen(learnt):
    table, won = world(4_000, seed=1)
    found = figures(score_table(learnt, table).probability.tolist(), [each == 1 for each in won])
    assert learnt.signal is Signal.FOUND
    assert found.auc > 0.73
    assert found.ece < 0.05
    assert found.brier < found.base_brier


def test_columns_are_typed_and_useless_ones_named(learnt):
    assert {each.name: each.kind for each in learnt.fields} == {
        "visits": Kind.NUMBER,
        "source": Kind.CATEGORY,
        "asked": Kind.CATEGORY,
        "noise": Kind.NUMBER,
        "day (weekday)": Kind.WEEKDAY,
    }
    assert [column for column, _ in learnt.dropped] == ["lead id", "country"]


def test_terms_are_centred_over_the_leads(learnt):
    for term in learnt.terms:
        if len(term.fields) == 1:
            counts = learnt.fields[term.fields[0]].counts
            assert abs(np.average(term.points, weights=counts)) < 1e-4


def test_learning_twice_gives_the_same(learnt):
    assert fit_scorecard(*world()) == learnt


def test_arrays_and_texts_teach_the_same():
    table, won = world()
    texts = {name: [str(cell) for cell in cells] for name, cells in table.items()}
    assert score_table(fit_scorecard(texts, won), texts).logit.tolist() == pytest.approx(
        score_table(fit_scorecard(table, won), table).logit.tolist(), abs=1e-9
    )


def test_few_leads_are_refused_unless_forced():
    table, won = world(100)
    table, won = {name: cells[:50] for name, cells in table.items()}, won[:50]
    with pytest.raises(UnusableInput) as refused:
        fit_scorecard(table, won)
    assert {problem.code for problem in refused.value.problems} <= {"too_few_won", "too_few_lost"}
    assert fit_scorecard(table, won, force=True).sample.closed == 50


def test_eighty_closed_leads_already_help():
    areas = []
    for seed in range(6):
        table, won = world(400, seed=seed)
        rows = [
            *[at for at, each in enumerate(won) if each][:40],
            *[at for at, each in enumerate(won) if not each][:40],
        ]
        few = {name: [cells[row] for row in rows] for name, cells in table.items()}
        card = fit_scorecard(few, [won[row] for row in rows])
        other, truth = world(2_000, seed=seed + 100)
        areas.append(auc(score_table(card, other).probability.tolist(), [each == 1 for each in truth]))
    assert np.mean(areas) > 0.68


def test_where_there_is_nothing_everybody_gets_the_base_rate():
    table, won = world(2_000)
    shuffled = np.random.default_rng(1).permutation(won)
    card = fit_scorecard(table, shuffled)
    assert card.signal is Signal.NONE
    assert card.terms == ()
    assert card.probability({"visits": "9"}) == pytest.approx(shuffled.mean())
    assert card.grade(card.base) == "C"


def test_with_few_leads_no_signal_is_not_claimed():
    table, won = world(120, strength=0.0)
    assert fit_scorecard(table, won, force=True).signal is not Signal.NONE


def test_recent_leads_count_more_when_the_world_turns_around():
    table, won = world(3_000, strength=2.0)
    turned = [1 - each if at < 1_000 else each for at, each in enumerate(won)]
    in_time, at_once = fit_scorecard(table, turned, in_time=True), fit_scorecard(table, turned)
    asked, truth = world(1_000, seed=7, strength=2.0)
    said = [score_table(card, asked).probability.tolist() for card in (in_time, at_once)]
    assert in_time.half_life is not None
    assert at_once.half_life is None
    now, ever = (auc(each, [outcome == 1 for outcome in truth]) for each in said)
    assert now > ever


def test_when_nothing_changes_nothing_is_forgotten():
    assert fit_scorecard(*world(2_000), in_time=True).half_life is None


def test_two_fields_that_only_count_together():
    rng = np.random.default_rng(3)
    one, two = rng.choice(["a", "b"], 2_000), rng.choice(["x", "y"], 2_000)
    won = (rng.random(2_000) < np.where((one == "a") == (two == "x"), 0.8, 0.2)).astype(float)
    card = fit_scorecard({"one": one.tolist(), "two": two.tolist()}, won)
    assert card.probability({"one": "a", "two": "x"}) > 0.7
    assert card.probability({"one": "a", "two": "y"}) < 0.3
    assert {name for name, _ in card.reasons({"one": "a", "two": "x"})[0].because} == {"one", "two"}


def test_open_leads_count_by_their_chance():
    table, won = world(800)
    soft = [0.5 if at % 10 == 0 else each for at, each in enumerate(won)]
    card = fit_scorecard(table, soft)
    assert card.sample == Sample(soft.count(1.0), soft.count(0.0), 80)
    assert card.signal is Signal.FOUND


def test_days_between_two_instants():
    rng = np.random.default_rng(5)
    waited = rng.integers(0, 20, 800)
    table = {"came": ["2024-01-01"] * 800, "answered": [f"2024-01-{1 + days:02}" for days in waited]}
    won = (rng.random(800) < np.where(waited < 5, 0.8, 0.2)).astype(float)
    card = fit_scorecard(table, won, times="came")
    fast = {"came": "2024-02-01", "answered": "2024-02-02"}
    assert card.probability(fast) > 0.6 > card.probability({**fast, "answered": "2024-02-20"})
    assert "days from came to answered" in {each.name for each in card.fields}


@pytest.mark.parametrize("table", [{}, {"a": []}, {"a": ["x"] * 100}])
def test_without_fields_there_is_the_base_rate(table):
    won = [1.0, 0.0] * (len(table.get("a", ())) // 2)
    card = fit_scorecard(table, won, force=True)
    assert card.terms == ()
    assert card.probability({}) == pytest.approx(0.5)


@pytest.mark.parametrize("outcome", [1.0, 0.0])
def test_one_outcome_teaches_the_base_rate(outcome):
    table, _ = world(60)
    card = fit_scorecard(table, [outcome] * 60, force=True)
    assert 0 < card.probability({}) < 1
    assert card.signal is Signal.NONE


def test_strange_cells_do_no_harm():
    table, won = world(300)
    table["odd"] = [[None, float("inf"), "∞", "\u0000", "9" * 400, True][at % 6] for at in range(300)]
    table["big"] = [10.0**300 * (-1) ** at for at in range(300)]
    card = fit_scorecard(table, won)
    assert np.isfinite(score_table(card, table).logit).all()


def test_a_score_by_rules_is_believed_beforehand():
    with_it, without = [], []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        score = rng.integers(0, 100, 2_060)
        fields = {f"noise {at}": rng.normal(size=2_060) for at in range(8)} | {"score": score}
        won = (rng.random(2_060) < score / 100).astype(float)
        few = {name: cells[:60] for name, cells in fields.items()}
        rest = {name: cells[60:] for name, cells in fields.items()}
        for areas, trusted in ((with_it, "score"), (without, "")):
            card = fit_scorecard(few, won[:60], trusted=trusted, force=True)
            areas.append(auc(score_table(card, rest).probability.tolist(), (won[60:] == 1).tolist()))
    assert np.mean(with_it) > np.mean(without)
