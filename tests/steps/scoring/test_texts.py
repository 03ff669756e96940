"""Rules as text: what is written is read again, what cannot be read is named, and nothing is ever evaluated."""

import json
import sys
from datetime import UTC, date, datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import InvalidPlaybook
from leadkit.model import Activity, FormSubmission, Lead, PageVisit
from leadkit.steps.scoring import (
    DEFAULT_RULES,
    Rule,
    RuleScorer,
    read_model,
    read_rule,
    read_rules,
    rule_text,
)
from leadkit.testing import scoring_models, scoring_rules

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def codes(caught):
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("job title contains 总监: +15", Rule("job_title", "contains", ("总监",), 15)),
        ("职位 包含 总监，经理：+15", Rule("job_title", "contains", ("总监", "经理"), 15)),
        ("来源 是 referral：+10", Rule("source.channel", "is", "referral", 10)),
        ("来源 不是 referral, partner：+10", Rule("source.channel", "none_in", ("referral", "partner"), 10)),
        ("职位包含总监: 15", Rule("job_title", "contains", ("总监",), 15)),
        ("job_title contains cto, cfo: +5", Rule("job_title", "contains", ("cto", "cfo"), 5)),
        ("company is known: +5 (company is known)", Rule("company", "filled", True, 5, "company is known")),
        ("公司 未知: -5", Rule("company", "filled", False, -5)),
        ("source channel is referral: +20", Rule("source.channel", "is", "referral", 20)),
        ("source channel in referral, partner: +20", Rule("source.channel", "in", ("referral", "partner"), 20)),
        ("emails domain is none of qq.com: +5", Rule("emails.domain", "none_in", ("qq.com",), 5)),
        ("budget amount at least 100000: +10", Rule("budget.amount", "at_least", 100_000, 10)),
        ("预算至少100000：+10", Rule("budget.amount", "at_least", 100_000, 10)),
        ("budget amount >= 0.5: +10", Rule("budget.amount", "at_least", 0.5, 10)),
        ("budget amount between 5, 10: +1", Rule("budget.amount", "between", (5, 10), 1)),
        ("decision date at most 2026-06-30: +1", Rule("decision_date", "at_most", date(2026, 6, 30), 1)),
        ("decision date within the next 90 days: +5", Rule("decision_date", "next_days", 90, 5)),
        ("created at at least 2026-03-02T09:00:00Z: +1", Rule("created_at", "at_least", NOW, 1)),
        ("extra vip is yes: +5", Rule("extra.vip", "is", True, 5)),
        ('extra vip is "yes": +5', Rule("extra.vip", "is", "yes", 5)),
        ('"extra.a is b" is 5: +5', Rule("extra.a is b", "is", 5, 5)),
        ('company contains "a, b: c", d: +5', Rule("company", "contains", ("a, b: c", "d"), 5)),
        ("page visit at least 3 times: +10", Rule("activity.page_visit", "at_least", 3, 10)),
        ("访问页面 至少 3次：+10", Rule("activity.page_visit", "at_least", 3, 10)),
        (
            "page visit url contains pricing: +5 each, at most 15 a day, at most 40 in all, halved every 45 days",
            Rule(
                "activity.page_visit.url", "contains", ("pricing",), 5,
                repeat=True, per_day=15, most=40, decay="halved every 45 days",
            ),
        ),
        (
            'page visit url contains pricing: +9 if 3 times within 30 days, in group "visits" (came (back))',
            Rule(
                "activity.page_visit.url", "contains", ("pricing",), 9, "came (back)",
                times=3, within_days=30, group="visits",
            ),
        ),
    ],
)  # fmt: skip
def test_a_line_is_a_row(text, rule):
    assert read_rule(text) == rule
    assert read_rule(rule_text(rule)) == rule


@given(scoring_rules())
def test_what_is_written_is_read_again(rule):
    assert read_rule(rule_text(rule)) == rule


@pytest.mark.parametrize("rule", DEFAULT_RULES, ids=lambda rule: rule.because)
def test_every_default_row_has_its_line(rule):
    assert attrs.evolve(read_rule(rule_text(rule)), because_zh=rule.because_zh, source=rule.source) == rule


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_a_value_or_a_reason_and_comes_back(value, reason):
    rule = Rule("company", "is", value or "x", 5, reason)
    assert read_rule(rule_text(rule)) == rule


@given(st.text(max_size=120))
def test_any_line_is_read_or_refused(text):
    try:
        rule = read_rule(text)
    except InvalidPlaybook:
        return
    assert isinstance(rule, Rule)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unreadable_rule"),
        ("company", "unreadable_rule"),
        ("company is known", "unreadable_rule"),
        ("company is known: many", "unreadable_rule"),
        ("company is: +5", "unreadable_rule"),
        ("company contains a,: +5", "unreadable_rule"),
        ("company is a, b: +5", "unreadable_rule"),
        ('company is "a: +5', "unreadable_rule"),
        ("compny is known: +5", "unknown_field"),
        ("job titel contains x: +5", "unknown_field"),
        ("company is known: +5 sometimes", "unreadable_rule"),
        ("company is known: +5, at most 3 a week", "unreadable_rule"),
        ("company is known: +5.5", "unreadable_rule"),
        (5, "unreadable_rule"),
        ("company contains " + "x" * 20_000 + ": +5", "unreadable_rule"),
    ],
)
def test_what_cannot_be_read_is_named(text, code):
    with pytest.raises(InvalidPlaybook) as caught:
        read_rule(text)
    assert codes(caught) == [code]


# --- hostile texts

HOSTILE = (
    "__import__('os').system('touch owned')",
    "().__class__.__bases__[0].__subclasses__()",
    "{0.__class__.__init__.__globals__}",
    "%(__class__)s",
    "${jndi:ldap://evil/x}",
    "{{ 7 * 7 }}",
    "eval(compile('1','','exec'))",
    "lambda: exec('import os')",
    "[x for x in ().__class__.__mro__]",
    "'; DROP TABLE leadkit_lead; --",
    "$(touch owned)",
    "`id`",
    "\\u005f\\u005fimport\\u005f\\u005f",
    "a" * 5_000 + "!",
    "(a+)+$",
    "\x00\x1b[31m",
    "../../etc/passwd",
    "!!python/object/apply:os.system ['id']",
    "cos\nsystem\n(S'id'\ntR.",
    "9" * 5_000,
    "1e999",
    "-0x7fffffff",
    "NaN",
    "🦄\u202e",
)
FIELDS = (
    "__class__", "name.__class__", "company.__class__.__mro__", "extra.__class__", "__dict__",
    "job.__init__.__globals__", "activity.__class__", "activity.page_visit.__class__", "company.format",
    "activity.form_submission.fields.__class__",
    "company.upper", "score.explain", "_x", "", ".", "..", "extra.", "activity.", "activity..url", "activity",
)  # fmt: skip
# What Python does when something escapes: import, compile, run, open, connect, start a process.
ESCAPES = ("exec", "compile", "import", "open", "os.", "subprocess", "socket", "ctypes", "pickle", "code.", "marshal")


@pytest.fixture(scope="module")
def escapes():
    """What audit hooks hear while `watching`; a hook cannot be taken back, so there is one, and it is switched off."""
    heard, state = [], {"watching": False}

    def hook(event, _):
        if state["watching"] and event.startswith(ESCAPES):
            heard.append(event)

    sys.addaudithook(hook)
    yield heard, state
    state["watching"] = False


def tried(text):
    """Load the text in every place of a rule, and score by whatever was accepted."""
    rows = [
        text,
        f"{text} is known: +5",
        f"company is {text}: +5",
        f"company contains {text}: +5",
        f"company is known: {text}",
        f"company is known: +5 ({text})",
        f"company is known: +5, {text}",
        f'"{text}" is 5: +5',
        *({"field": text, "operator": each, "value": True, "points": 5} for each in ("filled", "is", "at_least")),
        {"field": "company", "operator": text, "value": True, "points": 5},
        {"field": "company", "operator": "is", "value": text, "points": 5},
        {"field": "company", "operator": "contains", "value": [text], "points": 5, "because": text},
        {"field": "activity.page_visit.url", "operator": "contains", "value": text, "points": 5, "decay": text},
        {"field": "activity.page_visit", "operator": "filled", "value": True, "points": 5, "group": text},
    ]
    lead = Lead("1", NOW, NOW, company="Acme", extra={"__class__": 1, "x": "Acme"})
    seen = (Activity("a", "1", NOW, PageVisit("/x")), Activity("b", "1", NOW, FormSubmission("f", {"__class__": 5})))
    accepted = []
    for row in rows:
        try:
            model = read_model({"rules": [row]})
        except InvalidPlaybook:
            continue
        accepted.append(model)
        score = model.score(lead, seen, NOW)
        assert {part.points for part in score.contributions} <= {rule.points for rule in model.rules}
        assert rule_text(model.rules[0])
        assert model.version
    return accepted


@pytest.mark.parametrize("text", [*HOSTILE, *FIELDS])
def test_a_hostile_text_is_refused_or_is_nothing_but_text(text, escapes):
    heard, state = escapes
    tried("warm up")  # the first time loads what the code itself needs
    heard.clear()
    state["watching"] = True
    accepted = tried(text)
    state["watching"] = False
    assert heard == []
    for model in accepted:  # only as a value, a reason, a group, or a key of what a host keeps in `extra`
        for rule in model.rules:
            assert rule.field in {"company", "activity.page_visit", "activity.page_visit.url"} or rule.field.startswith(
                ("extra.", "activity.form_submission.fields.")
            )


def test_there_are_no_regular_expressions():
    for operator in ("matches", "regex", "re", "like", "~"):
        with pytest.raises(InvalidPlaybook):
            RuleScorer([Rule("company", operator, "(a+)+$", 5)])


# --- as data


@given(scoring_models())
def test_a_model_is_data_and_back(model):
    again = read_model(json.loads(json.dumps(model.as_data())))
    assert again == model
    assert again.version == model.version


def test_texts_tables_and_rules_may_stand_beside_each_other():
    more = {"text": "company is known: +5", "because_zh": "已知公司", "source": "us"}
    rules = read_rules(["job title contains cto: +5", more, DEFAULT_RULES[0]])
    assert [rule.because_zh for rule in rules] == ["", "已知公司", DEFAULT_RULES[0].because_zh]
    assert rules[1] == Rule("company", "filled", True, 5, because_zh="已知公司", source="us")


def test_everything_that_is_wrong_with_a_file_is_named_at_once():
    with pytest.raises(InvalidPlaybook) as caught:
        read_model(
            {
                "rules": [
                    "job titel contains x: +5",
                    "company is known",
                    {"field": "company", "operator": "filled", "value": True, "points": "5"},
                    {"text": "company is known: +5", "points": 3},
                    {"field": "company", "operator": "filled", "value": True, "points": 5, "pints": 5},
                    {"text": "page visit at least 1: +5", "decay": "often"},
                    {"field": "version", "operator": "at_least", "value": "x", "points": 5},
                    "source channel is referal: +5",
                    7,
                ],
                "bands": {"hot": 5},
                "fit": {"A": 5, "B": 10},
                "overlaps": {"x": "some"},
                "bots": {"speed": 5},
                "gates": {"field": "x"},
                "colour": 1,
            }
        )
    assert {(problem.code, problem.field) for problem in caught.value.problems} == {
        ("unknown_field", "rules[0]"),
        ("unreadable_rule", "rules[1]"),
        ("wrong_type", "rules[2].points"),
        ("said_twice", "rules[3]"),
        ("unknown_field", "rules[4].pints"),
        ("unknown_decay", "activity.page_visit"),
        ("wrong_type", "version"),
        ("never_true", "source.channel"),
        ("wrong_type", "rules[8]"),
        ("unknown_band", "bands.hot"),
        ("impossible_range", "fit"),
        ("unknown_overlap", "overlaps.x"),
        ("unknown_field", "bots.speed"),
        ("wrong_type", "gates"),
        ("unknown_field", "colour"),
    }


@pytest.mark.parametrize("data", [None, 5, "rules", [], {"rules": "x"}, {"rules": 5}, {"bots": True}, {"bands": 5}])
def test_what_is_no_table_is_refused(data):
    with pytest.raises(InvalidPlaybook):
        read_model(data)


# --- rules that cannot be meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("source channel is referal: +5", "never_true"),
        ("budget amount between 10, 5: +5", "impossible_range"),
        ("decision date within the next 999999 days: +5", "impossible_range"),
        ("company at least 5: +5", "wrong_type"),
        ("budget amount contains x: +5", "wrong_type"),
        ("phones valid is 5: +5", "wrong_type"),
        ("company within the next 5 days: +5", "wrong_type"),
        ("page visit is 0: +5", "never_true"),
        ("page visit at least 0 times: +5", "always_true"),
        ("company is known: +0", "wrong_points"),
        ("company is known: +100001", "wrong_points"),
        ("company is known: +5 each", "not_behaviour"),
        ("company is known: +5, halved every 3 days", "not_behaviour"),
        ("page visit is unknown: +5, halved every 3 days", "no_event"),
        ("page visit at least 1 time: +5, at most 9 a day", "wrong_limit"),
        ("page visit at least 1 time: +5, at most 3 in all", "wrong_limit"),
        ("page visit at least 1 time: +5 within 3 days", "wrong_limit"),
        ("page visit url contains x: +5 if 0 times", "out_of_range"),
    ],
)
def test_a_row_that_can_never_mean_anything_is_refused(text, code):
    with pytest.raises(InvalidPlaybook) as caught:
        RuleScorer([read_rule(text)])
    assert codes(caught) == [code]


def test_rows_that_ask_the_same_in_other_words_are_one_too_many():
    same = ["job title contains cto, cfo: +5", "job_title contains cfo, cto: +9"]
    with pytest.raises(InvalidPlaybook) as caught:
        read_model({"rules": same})
    assert codes(caught) == ["duplicate_rule"]
    assert read_model({"rules": [same[0], "page visit url contains x: +5", "page visit url contains x: +9 if 2 times"]})
