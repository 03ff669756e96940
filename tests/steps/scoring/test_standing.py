"""What points amount to: grades, priorities, thresholds, gates; and holding on at the edge."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Activity, Lead, PageVisit, Priority
from leadkit.errors import InvalidPlaybook
from leadkit.model import Consent
from leadkit.steps.scoring import DEFAULT_RULES, SOURCES, Gate, Rule, RuleScorer
from leadkit.steps.scoring.model import apportioned

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEAD = Lead("lead-1", NOW, NOW, company="Acme")
CAME = (Activity("a", "lead-1", NOW, PageVisit("/x")),)


def model(fit, engagement, **settings):
    return RuleScorer(
        [Rule("company", "filled", True, fit), Rule("activity.page_visit", "filled", True, engagement)], **settings
    )


@pytest.mark.parametrize(
    ("fit", "engagement", "grade"),
    [(50, 40, "A1"), (49, 39, "B2"), (25, 15, "B2"), (24, 14, "C3"), (50, -5, "A3"), (-50, 40, "C1")],
)
def test_two_axes_make_a_grade(fit, engagement, grade):
    score = model(fit, engagement).score(LEAD, CAME, NOW)
    assert (score.grade, score.total) == (grade, fit + engagement)


@pytest.mark.parametrize(
    ("total", "reached", "priority"),
    [
        (24, "", "low"),
        (25, "", "medium"),
        (49, "", "medium"),
        (50, "mql", "high"),
        (74, "mql", "high"),
        (75, "sql", "high"),
    ],
)
def test_points_reach_thresholds(total, reached, priority):
    score = RuleScorer([Rule("company", "filled", True, total)]).score(LEAD, (), NOW)
    assert (score.reached, score.priority) == (reached, priority)


def test_a_gate_closes_a_lead_whatever_its_points_and_says_why():
    scorer = RuleScorer(
        [Rule("company", "filled", True, 99)],
        gates=[Gate("company", "contains", "acme", "is our competitor"), Gate("job_title", "is", "x")],
    )
    score = scorer.score(LEAD, (), NOW)
    assert (score.total, score.priority, score.reached, score.gates) == (99, Priority.LOW, "", ("is our competitor",))
    assert "closed: is our competitor" in score.explain()
    assert scorer.score(Lead("2", NOW, NOW, company="Beta"), (), NOW).priority is Priority.HIGH


def test_by_default_nobody_is_sold_to_who_does_not_want_it():
    lead = evolve(LEAD, consent=Consent(do_not_contact=True), needs=["x"], job_title="CEO", interests=["y"])
    assert RuleScorer().score(lead, (), NOW).gates == ("does not want to be contacted",)


def test_a_lead_at_the_edge_does_not_go_up_and_down():
    fading = RuleScorer([Rule("activity.page_visit", "filled", True, 50, decay="halved every 45 days")])
    lead, told = LEAD, []
    for day in range(12):
        at = NOW + timedelta(days=day)
        score = fading.score(lead, CAME, at)
        told.append((score.total, score.priority, score.reached))
        lead = evolve(lead, score=score)
    assert told[:2] == [(50, "high", "mql"), (49, "high", "mql")]
    assert told[6] == (46, "high", "mql")
    assert [priority for _, priority, _ in told] == ["high"] * 8 + ["medium"] * 4
    assert fading.score(LEAD, CAME, NOW + timedelta(days=3)).priority == "medium"  # it never was higher
    back = fading.score(lead, (*CAME, Activity("b", "x", at, PageVisit("/x"))), at)
    assert back.priority == "high"


def test_what_another_model_said_holds_nothing():
    scorer = RuleScorer([Rule("company", "filled", True, 48)])
    had = evolve(LEAD, score=RuleScorer([Rule("company", "filled", True, 50)]).score(LEAD, (), NOW))
    assert (had.score.priority, scorer.score(had, (), NOW).priority) == ("high", "medium")
    exact = RuleScorer([Rule("company", "filled", True, 48)], hysteresis=0)
    assert (
        exact.score(evolve(LEAD, score=evolve(exact.score(LEAD, (), NOW), priority=Priority.HIGH)), (), NOW).priority
        == "medium"
    )


@given(st.lists(st.integers(-50_000, 50_000)))
def test_whole_points_add_up_to_the_nearest_whole_of_the_sum(thousandths):
    shares = apportioned(thousandths)
    assert sum(shares) == (sum(thousandths) + 500) // 1_000
    assert all(abs(share * 1_000 - exact) < 1_000 for share, exact in zip(shares, thousandths, strict=True))


def test_equal_models_have_equal_versions_and_where_a_row_comes_from_is_no_part_of_it():
    first = RuleScorer()
    assert first.version == RuleScorer().version == RuleScorer(name="other").version
    assert RuleScorer([evolve(rule, source="") for rule in first.rules]).version == first.version
    others = [
        RuleScorer(first.rules[1:]),
        RuleScorer(bands={"high": 51}),
        RuleScorer(hysteresis=11),
        RuleScorer(gates=()),
        RuleScorer(bots=None),
        RuleScorer(overlaps={}),
        RuleScorer(fit={"A": 60, "B": 25}),
        RuleScorer(thresholds={}),
        RuleScorer([evolve(first.rules[0], points=21), *first.rules[1:]]),
    ]
    assert len({first.version, *(each.version for each in others)}) == len(others) + 1


def test_every_default_row_says_where_it_comes_from_in_both_languages():
    for rule in DEFAULT_RULES:
        assert rule.because
        assert rule.because_zh
        assert rule.source
        assert set(rule.source.split(", ")) <= SOURCES.keys()
    assert set(SOURCES) - {"consent"} == {part for rule in DEFAULT_RULES for part in rule.source.split(", ")}


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"fit": {"A": 5, "B": 5}}, "impossible_range"),
        ({"fit": {"A": 5, "D": 1}}, "unknown_band"),
        ({"engagement": {"1": 5, "2": 9}}, "impossible_range"),
        ({"thresholds": {"mql": 50.5}}, "wrong_type"),
        ({"hysteresis": 101}, "out_of_range"),
        ({"overlaps": {"company": "some"}}, "unknown_overlap"),
        ({"gates": [Gate("activity.call", "filled", True)]}, "wrong_gate"),
        ({"gates": [Gate("compny", "filled", True)]}, "unknown_field"),
        ({"name": ""}, "wrong_type"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(settings, code):
    with pytest.raises(InvalidPlaybook) as caught:
        RuleScorer(**settings)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_rows_about_the_lead_and_about_behaviour_do_not_overlap():
    rules = [Rule("company", "filled", True, 5, group="g"), Rule("activity.call", "filled", True, 5, group="g")]
    assert RuleScorer(rules)
    with pytest.raises(InvalidPlaybook, match="mixed_group"):
        RuleScorer(rules, overlaps={"g": "max"})
