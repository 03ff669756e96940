"""Conditions are rows: a field, an operator, a value."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from leadkit.kernel.conditions import OPERATORS, Condition, condition_faults, reader
from leadkit.kernel.money import Money
from leadkit.kernel.paths import reaches
from leadkit.model import Address, Channel, Consent, EmailAddress, Lead, PersonName, Source

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)
BLANK = Lead("1", AT, AT)
LEAD = Lead(
    "2",
    AT,
    AT,
    name=PersonName("王小明"),
    company="Acme (R&D) 顶点科技",
    job_title="Director of IT / 技术总监CTO",
    emails=[EmailAddress("A@EXAMPLE.COM", "a@example.com"), EmailAddress("nobody")],
    address=Address(city="上海"),
    interests=["C++", "ERP systems"],
    budget=Money("120000", "CNY"),
    decision_date=date(2024, 6, 30),
    source=Source(Channel.EXHIBITION),
    consent=Consent(email=False),
    extra={"employees": 0, "vip": True, "floors": [3, 12, 0]},
)


def meets(lead, *condition):
    return Condition(*condition).compiled()(lead)


@pytest.mark.parametrize(
    ("field", "operator", "value", "verdict"),
    [
        ("source.channel", "is", Channel.EXHIBITION, True),
        ("source.channel", "is", "exhibition", True),
        ("source.channel", "is", "email", False),
        ("extra.vip", "is", True, True),
        ("consent.email", "is", False, True),
        ("budget.currency", "in", ["CNY", "USD"], True),
        ("budget.currency", "in", ["EUR"], False),
        ("emails.domain", "in", ("example.com",), True),
        ("emails.domain", "none_in", ("gmail.com", "qq.com"), True),
        ("emails.domain", "none_in", ("example.com",), False),
        ("interests", "none_in", ("C++",), False),  # though not all of them
        ("interests", "is", "C++", True),
        ("extra.floors", "is", 0, True),  # a value, not a blank
        ("budget.amount", "at_least", 120_000, True),
        ("budget.amount", "at_least", Decimal("120000.01"), False),
        ("budget.amount", "at_most", 120_000.0, True),
        ("extra.employees", "at_most", 10, True),
        ("extra.floors", "at_least", 10, True),
        ("decision_date", "at_most", date(2024, 6, 30), True),
        ("created_at", "at_least", AT, True),
        ("version", "at_least", 2, False),
        ("budget.amount", "between", (100_000, 120_000), True),
        ("budget.amount", "between", (0, 100_000), False),
        ("decision_date", "between", (date(2024, 6, 30), date(2024, 7, 1)), True),
        ("emails.address", "ends_with", "@example.com", True),
        ("emails.address", "ends_with", ("@example.org", "@example.net"), False),
        ("company", "starts_with", "ＡＣＭＥ", True),
        ("company", "starts_with", "顶点", False),
        ("job_title", "contains_none", ("cfo", "财务"), True),
        ("job_title", "contains_none", ("cfo", "总监"), False),
        ("interests", "contains_none", ("erp",), False),  # though not all of them
        ("decision_date", "next_days", 90, False),  # nobody said as of when
        ("created_at", "last_days", 90, False),
        ("name", "filled", True, True),
        ("address", "filled", True, True),
        ("owner", "filled", True, False),
        ("owner", "filled", False, True),
        ("extra.employees", "filled", True, True),
        ("no_such_field", "filled", False, True),
    ],
)
def test_operators(field, operator, value, verdict):
    assert meets(LEAD, field, operator, value) is verdict


@pytest.mark.parametrize(
    ("field", "wanted", "verdict"),
    [
        ("job_title", "director", True),
        ("job_title", "direct", False),
        ("job_title", "director of it", True),
        ("job_title", "cto", True),  # between Chinese characters and the end
        ("job_title", "to", False),
        ("job_title", "DIRECTOR", True),
        ("job_title", ["cfo", "cto"], True),
        ("job_title", "总监", True),
        ("job_title", "技术总监", True),
        ("job_title", "财务", False),
        ("company", "r&d", True),
        ("company", "r & d", True),
        ("company", "acme r&d", True),
        ("company", "ａｃｍｅ", True),
        ("interests", "c++", True),
        ("interests", "c", False),
        ("interests", "erp", True),
        ("job_title", "", False),
        ("job_title", " / ", False),
        ("version", "1", False),  # a number is no text
    ],
)
def test_contains_matches_whole_western_words_and_any_part_of_chinese(field, wanted, verdict):
    assert meets(LEAD, field, "contains", wanted) is verdict


def test_cto_is_not_in_director():
    assert not meets(Lead("3", AT, AT, job_title="Director"), "job_title", "contains", "cto")


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("is", ""),
        ("is", None),
        ("in", ["", None]),
        ("contains", ""),
        ("contains", "x"),
        ("at_least", 0),
        ("at_most", 10**9),
        ("none_in", ["x"]),
        ("filled", True),
    ],
)
@pytest.mark.parametrize("field", ["company", "owner", "tags", "emails.domain", "budget.amount", "extra.size", "name"])
def test_a_blank_meets_nothing(field, operator, value):
    assert meets(BLANK, field, operator, value) is False
    assert Condition(field, "filled", value=False).compiled()(BLANK) is True


@pytest.mark.parametrize(
    ("field", "bound"),
    [
        ("created_at", date(2000, 1, 1)),  # a day and an instant
        ("decision_date", AT),
        ("decision_date", 0),
        ("budget.amount", AT),
        ("extra.vip", 0),  # true is no number
        ("company", 0),
        ("budget", 0),
    ],
)
def test_values_on_different_scales_do_not_compare_and_do_not_raise(field, bound):
    assert meets(LEAD, field, "at_least", bound) is False
    assert meets(LEAD, field, "at_most", bound) is False


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (Condition("company", "matches", "a.*"), "unknown_operator"),
        (Condition("company", "at_least", "10"), "wrong_type"),
        (Condition("company", "at_least", value=True), "wrong_type"),
        (Condition("created_at", "at_least", datetime(2024, 1, 1)), "wrong_type"),  # noqa: DTZ001
        (Condition("company", "filled", "yes"), "wrong_type"),
        (Condition("company", "in", [["a"], ["b"]]), "wrong_type"),
        (Condition("company", "none_in", {"a": 1}), "wrong_type"),
        (Condition("company", "between", (5, 3)), "impossible_range"),
        (Condition("company", "between", (5, date(2024, 1, 1))), "wrong_type"),
        (Condition("company", "between", (5,)), "wrong_type"),
        (Condition("company", "at_least", float("nan")), "wrong_type"),
        (Condition("company", "in", ()), "never_true"),
        (Condition("company", "contains", ()), "never_true"),
        (Condition("company", "contains", " / "), "never_true"),
        (Condition("company", "contains", 5), "wrong_type"),
        (Condition("company", "starts_with", ["", "a"]), None),
        (Condition("decision_date", "next_days", 90), "needs_a_time"),
        (Condition("company", "none_in", ["a"]), None),
        (Condition("company", "at_least", 5), None),
        (Condition("company", "filled", value=False), None),
        (Condition("company", "is", "Acme"), None),
    ],
)
def test_a_wrong_row_is_named(condition, code):
    assert [problem.code for problem in condition_faults([condition])] == ([code] if code else [])


def test_all_wrong_rows_are_named_at_once():
    wrong = [Condition("a", "like", 1), Condition("b", "filled", 1), Condition("c", "at_most", None)]
    assert [problem.field for problem in condition_faults(wrong)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("company", True),
        ("source.channel", True),
        ("emails.domain", True),  # a property, of the members of a tuple
        ("budget.amount", True),  # past an optional value
        ("score.contributions.points", True),
        ("priority", True),
        ("extra.anything.at.all", True),
        ("colour", False),
        ("source.colour", False),
        ("company.name", False),
        ("emails.colour", False),
        ("emails.domain.upper", False),
        ("priority.__class__", False),
        ("__class__", False),
        ("__dict__.company", False),
        ("company.format", False),
        ("extra..vip", False),
        ("", False),
    ],
)
def test_a_path_that_leads_nowhere_is_known_before_any_lead_comes(path, verdict):
    assert reaches(Lead, path.split(".")) is verdict


@pytest.mark.parametrize(
    ("field", "operator", "days", "verdict"),
    [
        ("decision_date", "next_days", 122, True),
        ("decision_date", "next_days", 121, False),
        ("decision_date", "last_days", 1_000, False),
        ("created_at", "last_days", 0, True),
        ("created_at", "next_days", 0, True),
        ("company", "next_days", 9, False),
        ("owner", "last_days", 9, False),
    ],
)
def test_days_are_counted_from_the_time_of_asking(field, operator, days, verdict):
    condition = Condition(field, operator, days)
    assert condition.judge(AT)(reader(field)(LEAD)) is verdict
    assert [*condition_faults([condition], timed=True)] == []
    (fault,) = condition_faults([Condition(field, operator, -1)], timed=True)
    assert fault.code == "impossible_range"


def test_a_condition_reads_as_a_sentence():
    assert [
        str(condition)
        for condition in (
            Condition("source.channel", "in", ["exhibition", "referral"]),
            Condition("budget.amount", "at_least", 100_000),
            Condition("job_title", "filled"),
            Condition("owner", "filled", value=False),
            Condition("extra.vip", "is"),
        )
    ] == [
        "source channel in exhibition, referral",
        "budget amount at least 100000",
        "job title is known",
        "owner is unknown",
        "extra vip is yes",
    ]


def test_every_operator_has_a_test_here():
    rows = [mark for mark in test_operators.pytestmark if mark.name == "parametrize"]
    assert {operator for _, operator, *_ in rows[0].args[1]} | {"contains"} == OPERATORS.keys()
