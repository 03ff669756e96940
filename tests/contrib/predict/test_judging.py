"""Held out, and as time went by."""

import pytest
from lead_worlds import world

from leadkit.contrib.predict import AdditiveModel, backtest, measure
from leadkit.errors import UnusableInput
from leadkit.steps.prediction import ConversionModel, NaiveBayes


def names(model: ConversionModel) -> list[str]:
    return [type(model).__name__]


def test_each_block_is_predicted_from_what_lies_before_it():
    table, won = world(900)
    found = backtest(AdditiveModel(), table, won, blocks=6)
    changed = [*won[:600], *[1 - each for each in won[600:]]]
    again = backtest(AdditiveModel(), table, changed, blocks=6)
    assert found.said[:750] == again.said[:750]
    assert found.said[750:] != again.said[750:]


def test_blocks_and_overall():
    table, won = world(900)
    found = backtest(AdditiveModel(), table, won, blocks=6)
    assert [(each.start, each.end) for each in found.blocks] == [(at, at + 150) for at in range(150, 900, 150)]
    assert found.overall.leads == 750
    assert found.said[:150] == (None,) * 150
    assert found.overall.auc > 0.7


def test_any_model_can_be_judged():
    table, won = world(600)
    assert backtest(NaiveBayes(ranges=5), table, won).overall.auc > 0.6
    assert names(NaiveBayes()) == ["NaiveBayes"]
    assert names(AdditiveModel()) == ["AdditiveModel"]


def test_too_little_to_begin_with():
    table, won = world(100)
    with pytest.raises(UnusableInput) as refused:
        backtest(AdditiveModel(), {name: cells[:60] for name, cells in table.items()}, won[:60])
    assert refused.value.problems[0].code == "too_few_blocks"


@pytest.mark.parametrize("in_time", [False, True])
def test_held_out(in_time):
    table, won = world(800)
    found = measure(AdditiveModel(), table, won, in_time=in_time)
    assert found is not None
    assert found.leads == (400 if in_time else 800)
    assert found.interval.low < found.auc < found.interval.high
    assert found.auc > 0.7


def test_one_outcome_cannot_be_measured():
    table, _ = world(60)
    assert measure(AdditiveModel(force=True), table, [1.0] * 60) is None


def test_a_model_that_has_not_learnt_says_so():
    with pytest.raises(UnusableInput, match="call fit"):
        AdditiveModel().probability({})


def test_the_model_answers_as_its_card():
    table, won = world(400)
    empty = AdditiveModel()
    model = empty.fit(table, won)
    lead = {name: cells[0] for name, cells in table.items()}
    assert empty.learnt is None
    assert model.probability(lead) == model.card.probability(lead) == pytest.approx(model.probabilities(table)[0])
    assert model.reasons(lead) == model.card.reasons(lead)
    assert model.sample.closed == 400
    assert model.calibration is None
