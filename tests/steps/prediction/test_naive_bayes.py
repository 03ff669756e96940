"""Naive Bayes as Odoo counts."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import UnusableInput
from leadkit.steps.prediction import NaiveBayes

TABLE = {
    "country": ["A", "B", "", "A", ""],
    "province": ["P", "P", "", "", "Q"],
    "phone": ["ok", "ok", "bad", "bad", "ok"],
    "source": ["Y", "", "X", "X", ""],
    "stage": ["first", "first", "first", "first", "third"],
}
WON = [1, 1, 0, 0, 0]
OPEN = {"country": "A", "province": "P", "phone": "ok", "source": "X", "stage": "second"}


def learnt(**options):
    return NaiveBayes(stage="stage", stages=("first", "second", "third"), **options).fit(TABLE, WON)


def test_the_case_that_odoo_documents():
    assert round(learnt().probability(OPEN), 4) == 0.7430


def test_reasons_are_the_strongest_votes_and_all_sum_to_the_logit():
    model = learnt()
    every = model.reasons(OPEN, 10)
    assert [reason.because[0][0] for reason in model.reasons(OPEN)] == [r.because[0][0] for r in every[:3]]
    logit = model.base + sum(reason.points for reason in every)
    assert isclose(model.probability(OPEN), 1 / (1 + 2.718281828459045**-logit))


def test_what_nobody_had_does_not_vote():
    model = learnt()
    assert model.probability({"country": "Z"}) == model.probability({}) == model.probability({"country": ""})
    assert model.reasons({}) == ()


def test_numbers_in_ranges():
    table = {"visits": [str(n) for n in range(100)]}
    model = NaiveBayes(ranges=4).fit(table, [n >= 50 for n in range(100)])
    assert model.probability({"visits": "99"}) > 0.95
    assert model.probability({"visits": "3"}) < 0.05
    assert model.probability({"visits": "99.5"}) == model.probability({"visits": 99})


def test_one_outcome_teaches_nothing():
    with pytest.raises(UnusableInput, match="one outcome"):
        NaiveBayes().fit({"a": ["x"]}, [1])


@given(st.lists(st.tuples(st.sampled_from("abc "), st.sampled_from(["1", "2", ""]), st.booleans()), min_size=2))
def test_rows_and_tables_agree(rows):
    first, second, won = zip(*rows, strict=True)
    if len(set(won)) < 2:
        return
    table = {"first": first, "second": second}
    model = NaiveBayes().fit(table, won)
    each = [model.probability({"first": a, "second": b}) for a, b, _ in rows]
    assert model.probabilities(table) == each
    assert all(0 < value < 1 for value in each)
