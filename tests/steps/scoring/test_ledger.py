"""Behaviour counts when it happened, not when it became known: decay, limits, windows, programs."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import reader
from leadkit.model import Activity, Axis, Call, Download, EmailClick, Lead, PageVisit
from leadkit.steps.scoring import (
    BotFilter,
    HalfLife,
    Linear,
    Overlap,
    Rule,
    RuleScorer,
    Steps,
    explained,
    read_decay,
    read_model,
)
from leadkit.steps.scoring.ledger import day_in
from leadkit.testing import SCORED_AT, behaviours, scorable_leads, scoring_models

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEAD = Lead("lead-1", NOW, NOW)
DAY = 86_400
VISITS = "activity.page_visit"


def visits(*days, url="/pricing"):
    """A visit so many days ago each."""
    return tuple(Activity(f"a-{n}", "lead-1", NOW - timedelta(days=age), PageVisit(url)) for n, age in enumerate(days))


def points(rule, activities, at=NOW, **settings):
    return RuleScorer([rule], **{"bots": None, **settings}).score(LEAD, activities, at).total


def exactly(rule, activities, at=NOW):
    return explained(RuleScorer([rule], bots=None), LEAD, activities, at).thousandths


# --- decay


@pytest.mark.parametrize(
    ("decay", "age", "left"),
    [
        (HalfLife(45 * DAY), 0, 10_000),
        (HalfLife(45 * DAY), 45 * DAY, 5_000),
        (HalfLife(45 * DAY), 90 * DAY, 2_500),
        (HalfLife(45 * DAY), 45 * DAY // 2, 7_071),
        (HalfLife(DAY), 14 * DAY, 1),
        (HalfLife(DAY), 15 * DAY, 0),
        (HalfLife(1), 10**9, 0),
        (Linear(90 * DAY), 0, 10_000),
        (Linear(90 * DAY), 45 * DAY, 5_000),
        (Linear(90 * DAY), 60 * DAY, 3_333),
        (Linear(90 * DAY), 90 * DAY, 0),
        (Linear(90 * DAY), 900 * DAY, 0),
        (Steps(((45 * DAY, 50), (90 * DAY, 0))), 45 * DAY - 1, 10_000),
        (Steps(((45 * DAY, 50), (90 * DAY, 0))), 45 * DAY, 5_000),
        (Steps(((45 * DAY, 50), (90 * DAY, 0))), 90 * DAY, 0),
    ],
)
def test_points_fade(decay, age, left):
    assert decay.left(10_000, age) == left
    assert decay.left(-10_000, age) == -left


@given(st.sampled_from([HalfLife(45 * DAY), Linear(90 * DAY)]), st.integers(0, 10**8), st.integers(0, 10**8))
def test_older_never_counts_more(decay, one, other):
    young, old = sorted((one, other))
    assert 10_000 >= decay.left(10_000, young) >= decay.left(10_000, old) >= 0


@given(st.integers(0, 400 * DAY))
def test_a_half_life_is_what_it_says_to_a_thousandth(age):
    assert HalfLife(45 * DAY).left(1_000_000, age) == pytest.approx(
        1_000_000 * 0.5 ** (age / (45 * DAY)), rel=7e-4, abs=1
    )


@pytest.mark.parametrize(
    "text",
    ["halved every 45 days", "halved every 1 hour", "fading over 90 days", "50% after 45 days then 0% after 90 days"],
)
def test_decay_is_told_as_it_is_read(text):
    assert str(read_decay(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "often", "halved every 0 days", "halved every 45", "fading over 99999999 days", "200% after 1 day",
        "50% after 9 days then 0% after 3 days", "halved every -1 days",
    ],
)  # fmt: skip
def test_other_words_are_no_decay(text):
    assert read_decay(text) is None


# --- once, each time, limits


def test_once_is_held_by_the_latest():
    rule = Rule(VISITS, "at_least", 1, 10, decay="halved every 45 days")
    assert points(rule, visits(90, 45)) == 5
    assert points(rule, visits(90, 45, 0)) == 10


def test_each_time_adds_up_exactly_though_people_see_whole_points():
    rule = Rule(VISITS, "at_least", 1, 1, repeat=True, decay="halved every 45 days")
    assert [exactly(rule, visits(*[45] * count)) for count in (1, 2, 3)] == [500, 1_000, 1_500]
    assert [points(rule, visits(*[45] * count)) for count in (1, 2, 3)] == [1, 1, 2]


def test_a_day_gives_no_more_than_its_limit():
    rule = Rule(VISITS, "filled", True, 5, repeat=True, per_day=12)
    assert points(rule, visits(0, 0.1, 0.2, 0.3)) == 12
    assert points(rule, visits(0, 0.1, 0.2, 0.3, 1, 2)) == 22


def test_a_day_is_one_of_the_zone_of_the_model():
    rule = Rule(VISITS, "filled", True, 5, repeat=True, per_day=5)
    night = datetime(2026, 3, 1, 15, tzinfo=UTC)  # 23:00 in Shanghai, 10:00 in New York
    seen = [Activity(f"v{hour}", "lead", night + timedelta(hours=hour), PageVisit("/")) for hour in (0, 0.5, 2, 8, 11)]
    lead, at = Lead("lead", night, night), night + timedelta(days=2)

    def total(zone):
        return RuleScorer([rule], zone=zone).score(lead, tuple(seen), at).total

    assert total("Asia/Shanghai") == 10
    assert total("UTC") == 10
    assert total("America/New_York") == 5
    assert total("Pacific/Kiritimati") == 5


def test_a_model_that_names_no_zone_has_the_version_it_always_had():
    plain, utc, elsewhere = RuleScorer(), RuleScorer(zone="UTC"), RuleScorer(zone="Asia/Shanghai")
    assert plain.version == utc.version != elsewhere.version
    assert read_model(elsewhere.as_data()) == elsewhere
    with pytest.raises(InvalidPlaybook) as wrong:
        RuleScorer(zone="Mars/Olympus")
    assert [problem.code for problem in wrong.value.problems] == ["unknown_zone"]


def test_the_first_and_the_last_instant_have_a_day_everywhere():
    for zone in ("UTC", "Asia/Shanghai", "America/New_York"):
        for at in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
            assert day_in(zone)(at) == at.toordinal()


def test_a_row_gives_no_more_than_its_limit_and_less_than_nothing_no_more_either():
    assert points(Rule(VISITS, "filled", True, 5, repeat=True, most=12), visits(0, 1, 2, 3)) == 12
    assert points(Rule(VISITS, "filled", True, -5, repeat=True, most=12), visits(0, 1, 2, 3)) == -12
    assert points(Rule(VISITS, "filled", True, -5, repeat=True, per_day=7), visits(0, 0.1, 0.2)) == -7


def test_several_times_within_a_span():
    rule = Rule(f"{VISITS}.url", "contains", "pricing", 10, times=3, within_days=30)
    assert points(rule, visits(0, 20)) == 0
    assert points(rule, visits(0, 20, 31)) == 0
    assert points(rule, visits(0, 20, 30)) == 10
    assert points(rule, visits(1, 2, 3, url="/blog")) == 0
    assert points(rule, visits(100, 110, 120, 0)) == 10


def test_a_value_counts_where_it_was_seen():
    rule = Rule("activity.page_visit.seconds", "at_least", 60, 3, repeat=True)
    seen = [Activity(f"{n}", "x", NOW, PageVisit("/", seconds)) for n, seconds in enumerate((5, 60, 95))]
    assert points(rule, seen) == 6


def test_what_happens_later_does_not_exist_yet():
    rule = Rule(VISITS, "at_least", 1, 10, repeat=True)
    seen = visits(3, 1)
    assert [points(rule, seen, NOW - timedelta(days=age)) for age in (4, 3, 2, 1, 0)] == [0, 10, 10, 20, 20]


def test_among_rows_of_a_group_the_first_or_the_best_counts():
    rules = [
        Rule(VISITS, "at_least", 1, 5, "came", group="visits"),
        Rule(f"{VISITS}.url", "contains", "pricing", 9, "saw prices", group="visits", decay="halved every 10 days"),
    ]

    def reasons(mode, days):
        score = RuleScorer(rules, overlaps={"visits": mode}).score(LEAD, visits(days), NOW)
        return [(part.because, part.points) for part in score.contributions]

    assert reasons(Overlap.ALL, 0) == [("came", 5), ("saw prices", 9)]
    assert reasons("first", 0) == [("came", 5)]
    assert reasons("max", 0) == [("saw prices", 9)]
    assert reasons("max", 20) == [("came", 5)]


# --- programs


def clicks(*seconds):
    return [Activity(f"c{n}", "x", NOW - timedelta(seconds=age), EmailClick("/x")) for n, age in enumerate(seconds)]


@pytest.mark.parametrize(
    ("seconds", "counted"),
    [
        ((0, 1, 2), 3),  # a person
        ((0, 1, 2, 3), 0),  # a scanner
        ((0, 1, 2, 3, 4, 5), 0),
        ((0, 1, 2, 3, 60), 1),
        ((0, 10, 20, 30), 4),
        ((0, 3, 6, 9), 0),
        ((0, 3, 6, 10), 0),
        ((0, 3, 6, 11), 4),
    ],
)
def test_more_in_a_moment_than_people_do_counts_nothing(seconds, counted):
    rule = Rule("activity.email_click", "filled", True, 1, repeat=True)
    assert points(rule, clicks(*seconds), bots=BotFilter(3, 10)) == counted


def test_only_the_named_kinds_are_filtered():
    calls = [Activity(f"{n}", "x", NOW, Call()) for n in range(9)]
    rule = Rule("activity.call", "filled", True, 1, repeat=True)
    assert points(rule, calls, bots=BotFilter(3, 10)) == 9
    assert points(rule, calls, bots=BotFilter(3, 10, "call")) == 0


# --- whatever the order


@given(scoring_models(), scorable_leads(), behaviours(most=12), st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_repeated_deliveries_change_nothing(model, lead, seen, dice):
    arrived = [*seen, *dice.choices(seen, k=len(seen))] if seen else []
    dice.shuffle(arrived)
    expected = model.score(lead, seen, SCORED_AT)
    assert model.score(lead, tuple(arrived), SCORED_AT) == expected
    assert model.score(lead, tuple(arrived), SCORED_AT) == expected  # and a memory changes nothing either


def test_two_deliveries_of_one_id_that_differ_count_once_and_as_the_earlier():
    first = Activity("same", "x", NOW - timedelta(days=45), Download("a"))
    second = Activity("same", "x", NOW, Download("b"))
    rule = Rule("activity.download", "filled", True, 10, repeat=True, decay="halved every 45 days")
    assert points(rule, (first, second)) == points(rule, (second, first)) == 5


@given(scoring_models(), scorable_leads(), behaviours())
def test_rows_tell_what_makes_them_up(model, lead, seen):
    told = explained(model, lead, seen, SCORED_AT)
    assert sum(line.points for line in told.lines) == told.score.total
    assert abs(told.thousandths - told.score.total * 1_000) <= 500
    for line in told.lines:
        assert sum(entry.left for entry in line.entries) + line.cut == line.thousandths or not line.entries
        assert not line.counts or abs(line.points * 1_000 - line.thousandths) < 1_000
    parts = [(line.axis, line.because, line.points) for line in told.lines if line.points]
    assert parts == [(part.axis, part.because, part.points) for part in told.score.contributions]


@given(scoring_models(), st.lists(scorable_leads(), max_size=6))
def test_one_by_one_and_all_at_once_hit_the_same(model, leads):
    together = model.hits(leads, SCORED_AT)
    assert together == [model.hits([lead], SCORED_AT)[0] for lead in leads]
    for lead, (points_given, hits) in zip(leads, together, strict=True):
        assert points_given == model.score(lead, (), SCORED_AT).on(Axis.FIT)
        rules, _ = model.worths(lead, (), SCORED_AT)
        assert [rule for number, rule in enumerate(model.rules_of[Axis.FIT]) if hits >> number & 1] == rules
        slowly = [r for r in model.rules_of[Axis.FIT] if r.condition.judge(SCORED_AT)(reader(r.field)(lead))]
        assert rules == slowly


def test_a_memory_of_values_does_not_grow_without_end():
    model = RuleScorer([Rule("company", "contains", "acme", 5)])
    leads = [Lead(f"{n}", NOW, NOW, company=f"{Random(n).random()} Acme") for n in range(30_000)]
    assert model.hits(leads, NOW) == [(5, 1)] * len(leads)
    ((_, judge, _),) = model.engines[0].fields
    assert len(judge.__self__) <= 20_000
