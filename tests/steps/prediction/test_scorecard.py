"""A scorecard adds up, explains itself, and comes back from JSON as it was."""

import json
from math import isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scorecards import cards, leads

from leadkit.errors import UnusableInput
from leadkit.steps.prediction import (
    GRADES,
    Kind,
    ModelField,
    Sample,
    Scorecard,
    Signal,
    Term,
    figures,
    scorecard_from_json,
    scorecard_to_json,
)
from leadkit.steps.prediction.scorecard import grade_of


def card():
    fields = [
        ModelField("visits", Kind.NUMBER, [1.0, 5.0], counts=[5, 3, 2, 0]),
        ModelField("source", Kind.CATEGORY, words={"web": "Web", "fair": "Fair"}, counts=[6, 3, 1, 0]),
    ]
    terms = [Term((0,), [-1.0, 0.25, 2.0, 0.0]), Term((1,), [0.5, -0.5, 0.0, 0.125])]
    return Scorecard(fields, terms, -0.25, -0.25, Sample(50, 60), target="won")


def test_points_reasons_grade():
    found = card().estimate({"visits": "7", "source": " web ", "name": "Ada"})
    assert found.logit == 2.25
    assert isclose(found.probability, 1 / (1 + 2.718281828459045**-2.25))
    assert [str(reason) for reason in found.reasons] == ["visits: above 5 (+2.00)", "source: Web (+0.50)"]
    assert found.grade == "A"


def test_what_is_not_there_is_missing_and_what_is_unknown_is_other():
    assert card().reasons({}) == card().reasons({"visits": None, "source": "N/A"})
    assert [reason.because for reason in card().reasons({"visits": "1", "source": "Zoo"})] == [(("visits", "up to 1"),)]


@given(cards(), leads)
def test_base_and_reasons_sum_to_the_logit_and_the_logit_is_the_probability(made, lead):
    found = made.estimate(lead)
    assert isclose(found.base + sum(reason.points for reason in found.reasons), found.logit, abs_tol=1e-9)
    assert 0 < found.probability < 1
    assert isclose(log(found.probability) - log(1 - found.probability), found.logit, abs_tol=1e-6)
    assert made.probability(lead) == found.probability
    assert made.reasons(lead, 2) == found.reasons[:2]
    sizes = [abs(reason.points) for reason in found.reasons]
    assert sizes == sorted(sizes, reverse=True)
    assert 0.0 not in sizes


@given(cards(), leads)
def test_json_gives_back_the_same_model(made, lead):
    text = json.dumps(scorecard_to_json(made), allow_nan=False)
    again = scorecard_from_json(json.loads(text))
    assert again == made
    assert again.estimate(lead) == made.estimate(lead)


def test_json_keeps_what_was_measured():
    from attrs import evolve

    made = evolve(card(), measured=figures([0.1, 0.9], [False, True]), signal=Signal.UNCLEAR, half_life=250.0)
    assert scorecard_from_json(json.loads(json.dumps(scorecard_to_json(made)))) == made


def test_grades():
    assert [grade_of(logit, 0.0) for logit in (log(3), log(2), 0.0, log(0.4), -900.0, 900.0)] == list("ABCDDA")
    assert [name for name, _ in GRADES] == list("ABCD")


def changed(path, value):
    told = json.loads(json.dumps(scorecard_to_json(card())))
    at = told
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return told


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({}, "unusable_model", None),
        ([], "unusable_model", None),
        (None, "unusable_model", None),
        (changed(["version"], 99), "unknown_version", "version"),
        (changed(["fields"], None), "unusable_model", None),
        (changed(["fields", 0, "kind"], "tarot"), "unusable_model", None),
        (changed(["signal"], "loud"), "unusable_model", None),
        (changed(["base"], float("nan")), "unusable_model", "base"),
        (changed(["base"], "1"), "unusable_model", "base"),
        (changed(["fields", 0, "cuts"], [5.0, 1.0]), "unusable_model", "fields.0.cuts"),
        (changed(["fields", 1, "counts"], [1]), "unusable_model", "fields.1.counts"),
        (changed(["terms", 0, "points"], [1.0]), "unusable_model", "terms.0"),
        (changed(["terms", 0, "points"], ["a"] * 4), "unusable_model", "terms.0"),
        (changed(["terms", 1, "fields"], [7]), "unusable_model", "terms.1"),
        (changed(["terms", 1, "fields"], [0, 1]), "unusable_model", "terms.1"),
        (changed(["terms", 1, "groups"], [[0, 0, 0, 0]]), "unusable_model", "terms.1"),
    ],
)
def test_what_is_no_model_is_refused(told, code, field):
    with pytest.raises(UnusableInput) as refused:
        scorecard_from_json(told)
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, field)]


def test_all_that_is_wrong_comes_at_once():
    told = changed(["terms", 0, "points"], [1.0])
    told["base"] = None
    with pytest.raises(UnusableInput) as refused:
        scorecard_from_json(told)
    assert {problem.field for problem in refused.value.problems} == {"base", "terms.0"}


@given(st.floats(-1e6, 1e6))
def test_every_number_has_one_range_and_the_ranges_rise(value):
    each = ModelField("x", Kind.NUMBER, [-3.0, 0.0, 10.0])
    level = each.of_number(value)
    assert level == sum(cut < value for cut in each.cuts)
    assert each.levels == ("up to -3", "-3 – 0", "0 – 10", "above 10", "missing")
