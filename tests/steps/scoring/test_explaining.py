"""Why: every point by rule, event, time and decay; what changed; and one sentence in two languages."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from leadkit import Activity, Channel, Lead, PageVisit, Priority, Score
from leadkit.model import Axis, Consent, Contribution, FormSubmission, RepeatInquiry, Source
from leadkit.steps.scoring import Combined, Rule, RuleScorer, explained

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEAD = Lead("lead-1", NOW, NOW, company="Acme", job_title="采购总监", needs=["ERP"], source=Source(Channel.REFERRAL))


def ago(days, detail, id="a"):
    return Activity(id, "lead-1", NOW - timedelta(days=days), detail)


def test_an_explanation_names_rule_event_time_and_decay():
    rules = [
        Rule("company", "filled", True, 5, "company is known"),
        Rule(
            "activity.page_visit.url",
            "contains",
            "pricing",
            10,
            repeat=True,
            per_day=15,
            most=20,
            decay="halved every 10 days",
        ),
    ]
    seen = (
        ago(20, PageVisit("/pricing"), "x"),
        ago(1, PageVisit("/pricing"), "y"),
        ago(0.9, PageVisit("/pricing"), "z"),
    )
    told = explained(RuleScorer(rules), LEAD, seen, NOW)
    version = RuleScorer(rules).version
    assert (
        str(told)
        == (
            f"21 points, grade C2, priority low (rules {version})\n"
            "  +5 company is known [company is known: +5]\n"
            "  +16 page visit url contains pricing, exactly 16.43 [page visit url contains pricing: +10 each, "
            "at most 15 a day, at most 20 in all, halved every 10 days]\n"
            "      2026-02-10 09:00 page visit x: 10 → 2.5\n"
            "      2026-03-01 09:00 page visit y: 10 → 9.33\n"
            "      2026-03-01 11:24 page visit z: 5 → 4.698"
        ).replace("16.43 ", "16.528 ")
        or told
    )


def test_a_row_over_its_limit_says_what_is_cut():
    rule = Rule("activity.page_visit", "filled", True, 10, repeat=True, most=15)
    told = explained(RuleScorer([rule]), LEAD, (ago(1, PageVisit("/"), "x"), ago(2, PageVisit("/"), "y")), NOW)
    assert (told.lines[0].points, told.lines[0].cut, told.thousandths) == (15, -5_000, 15_000)
    assert "over the row's limit: -5" in str(told)


def test_a_row_that_another_one_goes_before_is_told_and_gives_nothing():
    told = explained(RuleScorer(), evolve(LEAD, job_title="CEO and director"), (), NOW)
    titles = [line for line in told.lines if line.rule.field == "job_title"]
    assert [(line.because, line.points, line.counts) for line in titles] == [
        ("leads the company", 10, True),
        ("manages a department", 0, False),
    ]
    assert "another row counts instead" in str(told)


def test_a_salesperson_reads_one_sentence():
    seen = (
        ago(3, PageVisit("/pricing")),
        ago(0, FormSubmission("demo"), "b"),
        ago(1, RepeatInquiry(Channel.CHAT), "c"),
    )
    told = explained(RuleScorer(), LEAD, seen, NOW)
    assert told.sentence() == (
        "High priority (B1, 93 points): filled in a form today, named a need and came by recommendation."
    )
    assert told.sentence("zh") == "高优先级（B1，93分）：今天提交了表单、说明了需求、经推荐而来。"


@pytest.mark.parametrize(
    ("lead", "english", "chinese"),
    [
        (
            Lead("1", NOW, NOW),
            "Low priority (C3, 0 points): nothing speaks for them yet.",
            "低优先级（C3，0分）：暂无有利信息。",
        ),
        (
            Lead("1", NOW, NOW, company="Acme", source=Source(Channel.PURCHASED_LIST)),
            "Low priority (C3, -1 points): company is known; but never asked for us.",
            "低优先级（C3，-1分）：已知公司；但未主动联系我们。",
        ),
        (
            Lead("1", NOW, NOW, company="Acme", consent=Consent(do_not_contact=True)),
            "Do not sell to them: does not want to be contacted.",
            "请勿联系：不愿被联系。",
        ),
    ],
)
def test_the_sentence_says_what_speaks_against_them_too(lead, english, chinese):
    told = explained(RuleScorer(), lead, (), NOW)
    assert (told.sentence(), told.sentence("zh-CN")) == (english, chinese)


def test_days_are_told_as_people_say_them():
    rule = Rule("activity.page_visit", "filled", True, 9, "came", "来访")
    told = [explained(RuleScorer([rule]), LEAD, (ago(days, PageVisit("/")),), NOW) for days in (0, 1, 12)]
    assert [each.sentence().partition(": ")[2] for each in told] == [
        "came today.",
        "came yesterday.",
        "came 12 days ago.",
    ]
    assert [each.sentence("zh").partition("：")[2] for each in told] == ["今天来访。", "昨天来访。", "12天前来访。"]


def test_what_changed_since_the_last_score_is_told_and_adds_up():
    model = RuleScorer()
    before = evolve(LEAD, score=model.score(LEAD, (ago(45, PageVisit("/blog")),), NOW - timedelta(days=45)))
    now = evolve(before, job_title="", company="")
    told = explained(model, now, (ago(45, PageVisit("/blog")), ago(0, FormSubmission("demo"), "b")), NOW)
    assert [str(change) for change in told.changes] == [
        "+20 filled in a form (new)",
        "-5 manages a department (gone)",
        "-4 company is known (gone)",
        "-2 visited our pages (faded)",
    ]
    assert sum(change.after - change.before for change in told.changes) == told.score.total - before.score.total
    assert told.since == before.score.at
    assert "since 2026-01-16 09:00:" in str(told)


def test_of_a_scorer_of_the_hosts_its_own_reasons_are_told():
    class Own:
        def score(self, lead, activities, at):
            return Score((Contribution(Axis.FIT, 7, "a hunch"),), Priority.HIGH, at, "own")

    told = explained(Own(), LEAD, (), NOW)
    assert [(line.because, line.points, line.rule) for line in told.lines] == [("a hunch", 7, None)]
    assert told.sentence() == "High priority (7 points): a hunch."
    assert str(told) == "7 points, priority high (own)\n  +7 a hunch"


def test_of_combined_scorers_the_lines_of_each_are_told():
    class Own:
        def score(self, lead, activities, at):
            return Score((Contribution(Axis.FIT, 7, "a hunch"),), Priority.HIGH, at, "own")

    told = explained(Combined([RuleScorer(), Own()]), LEAD, (ago(45, FormSubmission("demo")),), NOW)
    assert sum(line.points for line in told.lines) == told.score.total
    assert told.lines[-1].because == "a hunch"
    assert [line.entries[0].left for line in told.lines if line.entries] == [10_000]
