"""A table and its leads one by one get the same, whatever the scorecard and whatever the cells."""

from math import inf, isclose, isfinite, nan

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lead_worlds import world
from scorecards import CELLS, COLUMNS, cards, leads

from leadkit.contrib.predict import fit_scorecard, score_table
from leadkit.contrib.predict.columns import levels_of, plan_fields


@given(cards(), st.lists(leads, min_size=1, max_size=8))
def test_table_and_lead_agree(card, rows):
    scored = score_table(card, {name: [row[name] for row in rows] for name in COLUMNS})
    for at, row in enumerate(rows):
        one = card.estimate(row, 3)
        assert scored.logit[at] == one.logit  # to the last bit
        assert isclose(scored.probability[at], one.probability, rel_tol=1e-12)
        assert scored.grades()[at] == one.grade
        assert scored.reasons(at) == one.reasons


@given(cards(), st.lists(leads, min_size=1, max_size=4), st.sampled_from(COLUMNS))
def test_they_agree_about_a_column_that_is_not_there(card, rows, lacking):
    table = {name: [row[name] for row in rows] for name in COLUMNS if name != lacking}
    scored = score_table(card, table)
    for at, row in enumerate(rows):
        assert scored.logit[at] == card.estimate({name: row[name] for name in table}).logit


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(CELLS, CELLS, st.booleans()), min_size=1, max_size=60))
def test_any_table_can_be_learnt_from_and_both_engines_agree(rows):
    table = {"one": [row[0] for row in rows], "two": [row[1] for row in rows]}
    card = fit_scorecard(table, [float(row[2]) for row in rows], force=True)
    scored = score_table(card, table)
    assert ((scored.probability > 0) & (scored.probability < 1)).all()
    for at, (one, two, _) in enumerate(rows):
        assert scored.logit[at] == card.estimate({"one": one, "two": two}).logit


# Beyond 1e15 a float is written with an exponent.
_NUMBERS = st.one_of(st.floats(-1e15, 1e15), st.sampled_from([nan, inf, -inf]), st.integers(-5, 5))


@given(st.lists(_NUMBERS, min_size=1))
@example([0.0, 0.0, 1.0])
def test_numbers_as_array_list_and_text_have_one_level(values):
    array = np.array(values, float)
    plan = plan_fields({"x": array})
    for each in plan.fields:
        levels = levels_of(each, {"x": array}).tolist()
        assert levels == levels_of(each, {"x": array.tolist()}).tolist()
        assert (
            levels
            == levels_of(each, {"x": [repr(value) if isfinite(value) else "" for value in array.tolist()]}).tolist()
        )
        assert levels == [each.of_lead({"x": float(value)}) for value in values]
        assert levels == plan.levels[0].tolist()


@given(st.lists(st.integers(-30, 30) | st.floats(-5, 5), min_size=3, max_size=300))
def test_ranges_rise_and_are_few(values):
    plan = plan_fields({"x": np.array(values, float)})
    for each in plan.fields:
        assert list(each.cuts) == sorted(set(each.cuts))
        assert each.size <= 66
        assert sum(each.counts) == len(values)


def test_reasons_of_a_learnt_card_sum_to_its_logits():
    table, won = world(500)
    card = fit_scorecard(table, won)
    scored = score_table(card, table, reasons=len(card.terms))
    assert np.allclose(card.base + scored.points.sum(axis=1), scored.logit)


def test_no_leads():
    card = fit_scorecard(*world(300))
    assert len(score_table(card, {}).logit) == 0
    assert len(score_table(card, {"visits": []}).logit) == 0
