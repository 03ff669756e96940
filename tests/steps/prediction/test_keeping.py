"""Better or worse, the same leads or others."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from scorecards import cards, leads

from leadkit.steps.prediction import Kind, ModelField, Sample, Scorecard, Term, better, drift
from leadkit.steps.prediction.keeping import stability


def card(points=1.0):
    field = ModelField("colour", Kind.CATEGORY, words={"red": "red", "blue": "blue"}, counts=[50, 50, 0, 0])
    scores = [(-points, 0.5)]
    return Scorecard([field], [Term((0,), [points, -points, 0.0, 0.0])], 0.0, 0.0, Sample(50, 50), scores=scores)


LEADS = [{"colour": "red"}, {"colour": "blue"}] * 20
WON = [True, False] * 20


def test_the_new_model_is_taken_when_it_is_as_good():
    assert better(card(), card(2.0), LEADS, WON).take_new
    assert better(card(), card(), LEADS, WON).take_new


def test_the_old_model_is_kept_when_the_new_one_is_worse():
    choice = better(card(), card(-1.0), LEADS, WON)
    assert not choice.take_new
    assert choice.gain < 0
    assert choice.new.auc == 0.0
    assert str(choice).startswith("keep the old model")


def test_the_same_leads_have_not_drifted():
    found = drift(card(), LEADS)
    assert found.leads == 40
    assert not found.is_shifted
    assert found.score < 0.01


def test_other_leads_have():
    found = drift(card(), [{"colour": "red"}] * 40)
    assert found.shifted == ("colour",)
    assert found.score > 0.25


def test_a_new_value_is_seen_although_nobody_had_it():
    assert drift(card(), [{"colour": "green"}] * 40).shifted == ("colour",)


def test_without_leads_or_terms_there_is_no_drift():
    assert not drift(card(), []).is_shifted
    assert drift(evolve(card(), terms=(), scores=()), LEADS).score == 0.0


@given(st.lists(st.integers(0, 50), min_size=1, max_size=10))
def test_stability_is_nought_for_the_same_shares_and_never_negative(counts):
    assert stability(counts, counts) == pytest.approx(0.0)
    assert stability(counts, counts[::-1]) >= 0


@given(cards(), st.lists(leads, max_size=5))
def test_drift_takes_any_card_and_any_leads(made, rows):
    found = drift(made, rows)
    assert len(found.fields) == len(made.fields)
    assert found.score >= 0
