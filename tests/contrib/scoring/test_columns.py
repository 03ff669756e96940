"""The columns give what the rows give: for every operator, every missing value, and every way of counting behaviour."""

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.contrib.scoring import columns, score_columns
from leadkit.kernel.conditions import OPERATORS
from leadkit.model import Axis, Lead
from leadkit.steps.scoring import RuleScorer
from leadkit.testing import SCORED_AT, behaviours, scorable_leads, scoring_models

CASES = st.lists(st.tuples(scorable_leads(), behaviours()), max_size=4)


def assert_alike(model, cases, at=SCORED_AT):
    leads, activities = [lead for lead, _ in cases], [seen for _, seen in cases]
    scores = score_columns(model, columns(leads, [model], activities), at)
    for number, (lead, seen) in enumerate(cases):
        score = model.score(lead, seen, at)
        assert (scores.fit[number], scores.engagement[number]) == (score.on(Axis.FIT), score.on(Axis.ENGAGEMENT))
        assert scores.total[number] == score.total
        told = (scores.priority[number], scores.grade[number], scores.reached[number])
        assert told == (score.priority, score.grade, score.reached)
        assert bool(scores.closed[number]) is bool(score.gates)
        rules, worths = model.worths(lead, seen, at)
        applied = [*rules, *(worth.rule for worth in worths)]
        assert [rule for rule in model.rules if scores.hit(rule)[number]] == [
            rule for rule in model.rules if any(rule is each for each in applied)
        ]


@settings(max_examples=25)
@given(st.data())
@pytest.mark.parametrize("operator", OPERATORS)
def test_columns_answer_as_rows_do_for_every_operator(operator, data):
    assert_alike(data.draw(scoring_models((operator,))), data.draw(CASES))


@settings(max_examples=40)
@given(scoring_models(), CASES)
def test_columns_answer_as_rows_do_for_mixed_models(model, cases):
    assert_alike(model, cases)


@settings(max_examples=40)
@given(scoring_models(), CASES, st.integers(-5_000_000, 5_000_000))
def test_a_lead_that_had_a_score_keeps_what_it_reached_in_both_forms(model, cases, seconds):
    earlier = SCORED_AT + timedelta(seconds=seconds)
    had = [(evolve(lead, score=model.score(lead, seen, earlier)), seen) for lead, seen in cases]
    assert_alike(model, had)


@settings(max_examples=25)
@given(CASES)
def test_the_default_model_is_the_same_in_both_forms(cases):
    assert_alike(RuleScorer(), cases)


def test_no_leads_are_no_trouble():
    scores = score_columns(RuleScorer(), columns([], [RuleScorer()], []), SCORED_AT)
    assert len(scores.total) == 0


def test_without_activities_nothing_happened():
    lead = Lead("1", SCORED_AT, SCORED_AT, company="Acme")
    scores = score_columns(RuleScorer(), columns([lead], [RuleScorer()]), SCORED_AT)
    assert (scores.total[0], scores.grade[0]) == (4, "C3")
