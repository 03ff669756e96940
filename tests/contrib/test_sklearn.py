"""Estimators of scikit-learn as models of conversion."""

import pytest

pytest.importorskip("sklearn")

from lead_worlds import world
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from leadkit.contrib.predict import backtest
from leadkit.contrib.sklearn import SklearnModel
from leadkit.errors import UnusableInput
from leadkit.steps.prediction import Sample, better

MODELS = [
    SklearnModel(HistGradientBoostingClassifier(max_iter=20)),
    SklearnModel(LogisticRegression(max_iter=500), one_hot=True),
]


@pytest.mark.parametrize("model", MODELS, ids=["boosting", "logistic"])
def test_it_learns_and_answers(model):
    table, won = world(600)
    learnt = model.fit(table, won)
    lead = {name: cells[0] for name, cells in table.items()}
    assert learnt.sample == Sample(int(sum(won)), 600 - int(sum(won)))
    assert learnt.probability(lead) == pytest.approx(learnt.probabilities(table)[0])
    assert 0 < learnt.probability({"visits": "3"}) < 1
    assert learnt.reasons(lead) == ()
    assert learnt.calibration is None
    assert not hasattr(model.estimator, "classes_")


@pytest.mark.parametrize("model", MODELS, ids=["boosting", "logistic"])
def test_it_can_be_judged_like_any_other(model):
    table, won = world(900)
    assert backtest(model, table, won, blocks=4).overall.auc > 0.65


def test_it_can_be_held_against_another():
    table, won = world(600)
    one, other = (model.fit(table, won) for model in MODELS)
    leads = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)][:50]
    choice = better(one, other, leads, [each == 1 for each in won[:50]])
    assert choice.old.leads == 50


def test_bad_input():
    table, _ = world(60)
    with pytest.raises(UnusableInput, match="call fit"):
        MODELS[0].probability({"visits": "3"})
    with pytest.raises(UnusableInput, match="one outcome"):
        MODELS[0].fit(table, [1.0] * 60)
