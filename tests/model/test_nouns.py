"""Nouns are checked at the edge; what they say about themselves adds up."""

import copy
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadkit.model
from leadkit.errors import InvalidRecord
from leadkit.kernel.money import Money
from leadkit.kernel.record import Record, replaced
from leadkit.kernel.rounding import Rounding
from leadkit.model import (
    Activity,
    Address,
    Axis,
    Call,
    Contact,
    Contract,
    Contribution,
    Customer,
    Detail,
    EmailAddress,
    FollowUp,
    Lead,
    Opportunity,
    PersonName,
    PhoneNumber,
    PhoneValidity,
    Priority,
    Purchase,
    Quote,
    QuoteLine,
    Score,
)
from leadkit.testing import strategies

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)
NOUNS = st.one_of(*(getattr(strategies, name)() for name in strategies.__all__ if name not in ("instants", "moneys")))


@given(NOUNS)
def test_every_noun_is_a_value(noun):
    again = pickle.loads(pickle.dumps(noun))  # noqa: S301
    assert again == noun == copy.deepcopy(noun)
    assert hash(again) == hash(noun)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        noun.anything = 1


@given(NOUNS)
def test_every_time_of_every_noun_is_an_exact_datetime_in_utc(noun):
    for value in members(noun):
        if isinstance(value, datetime):
            assert type(value) is datetime
            assert value.tzinfo is UTC


def members(value):
    yield value
    if attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            yield from members(getattr(value, attribute.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from members(each)
    elif isinstance(value, dict):
        yield from members(tuple(value.values()))


@pytest.mark.parametrize("kind", [Lead, Contact, Customer, Opportunity, Quote, FollowUp, Activity, Score, Purchase])
def test_any_aware_time_comes_in_and_a_naive_one_is_refused_by_name(kind):
    local = AT.astimezone(timezone(timedelta(hours=8)))
    for attribute in attrs.fields(kind):
        if attribute.type not in (datetime, datetime | None):
            continue
        built = BUILD[kind](**{attribute.name: local})
        assert getattr(built, attribute.name) == AT
        assert getattr(built, attribute.name).tzinfo is UTC
        with pytest.raises(InvalidRecord) as refused:
            BUILD[kind](**{attribute.name: local.replace(tzinfo=None)})
        assert [(problem.code, problem.field) for problem in refused.value.problems] == [
            ("naive_datetime", attribute.name)
        ]


def building(kind, **values):
    return lambda **changes: kind(**{**values, **changes})


DATES = {"created_at": AT, "updated_at": AT}
BUILD = {
    Lead: building(Lead, id="1", **DATES),
    Contact: building(Contact, id="1", customer_id="2", **DATES),
    Customer: building(Customer, id="1", name="顶点", **DATES),
    Opportunity: building(
        Opportunity,
        id="1",
        customer_id="2",
        name="ERP",
        pipeline="default",
        stage="proposal",
        probability=50,
        **DATES,
    ),
    Quote: building(Quote, id="1", opportunity_id="2", **DATES),
    FollowUp: building(FollowUp, id="1", lead_id="2", due=AT, goal="call"),
    Activity: building(Activity, id="1", lead_id="2", at=AT, detail=Call()),
    Score: building(Score, contributions=(), priority=Priority.LOW, at=AT),
    Purchase: building(Purchase, at=AT),
    Contract: building(Contract, number="C-1"),
    QuoteLine: building(QuoteLine, product="ERP", unit_price=Money(1, "CNY")),
    Contribution: building(Contribution, axis=Axis.FIT, points=1, because="it fits"),
    EmailAddress: building(EmailAddress, raw="w@example.com"),
    PhoneNumber: building(PhoneNumber, raw="138"),
}


@pytest.mark.parametrize(
    ("kind", "field", "value", "code"),
    [
        (Lead, "id", "", "required"),
        (Lead, "id", "x" * 65, "too_long"),
        (Lead, "company", None, "not_text"),
        (Lead, "emails", ["w@example.com"], "wrong_type"),
        (Lead, "tags", "vip", "not_a_tuple"),
        (Lead, "budget", "120000 CNY", "wrong_type"),
        (Lead, "decision_date", AT, "wrong_type"),
        (Lead, "status", "", "required"),
        (Lead, "version", 0, "out_of_range"),
        (Lead, "version", 1.5, "not_whole"),
        (Lead, "extra", ["vip"], "not_json"),
        (Contact, "customer_id", "", "required"),
        (Contact, "role", "decision_maker", "wrong_type"),
        (Customer, "name", "", "required"),
        (Customer, "stage", "won", "wrong_type"),
        (Customer, "preferences", ["red"], "not_json"),
        (Opportunity, "probability", 101, "out_of_range"),
        (Opportunity, "probability", 12.5, "not_whole"),
        (Opportunity, "amount", 5, "wrong_type"),
        (Quote, "status", "sent", "wrong_type"),
        (Quote, "lines", [("ERP", 1)], "wrong_type"),
        (QuoteLine, "quantity", "many", "not_decimal"),
        (QuoteLine, "quantity", "NaN", "not_decimal"),
        (QuoteLine, "quantity", 0.1, "not_decimal"),
        (QuoteLine, "quantity", "1e18", "out_of_range"),
        (QuoteLine, "quantity", "1e-19", "too_fine"),
        (QuoteLine, "quantity", "1e-999999999", "too_fine"),
        (QuoteLine, "quantity", True, "not_decimal"),
        (QuoteLine, "discount_percent", "100.01", "out_of_range"),
        (QuoteLine, "discount_percent", -1, "out_of_range"),
        (QuoteLine, "discount_amount", Money(-1, "CNY"), "negative"),
        (QuoteLine, "tax_rate", 19.0, "not_decimal"),
        (Quote, "discount_percent", "half", "not_decimal"),
        (Quote, "prices_include_tax", 1, "wrong_type"),
        (Opportunity, "competitors", [""], "wrong_type"),
        (Opportunity, "contracts", ["C-1"], "wrong_type"),
        (Contract, "number", "", "required"),
        (QuoteLine, "unit_price", 5, "wrong_type"),
        (Activity, "detail", "call", "wrong_type"),
        (Activity, "detail", Detail(), "wrong_type"),  # of no kind
        (FollowUp, "goal", "", "required"),
        (Contribution, "points", 1.5, "not_whole"),
        (Score, "priority", "high", "wrong_type"),
        (EmailAddress, "raw", "", "required"),
        (EmailAddress, "address", "a\x00@example.com", "forbidden_character"),
        (PhoneNumber, "e164", "+" + "8" * 16, "too_long"),
        (PhoneNumber, "validity", "valid", "wrong_type"),
    ],
)
def test_a_noun_is_checked_when_it_is_built(kind, field, value, code):
    with pytest.raises(InvalidRecord) as refused:
        BUILD[kind](**{field: value})
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, field)]


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(InvalidRecord) as refused:
        Lead("", AT, AT.replace(tzinfo=None), company=5, tags="vip", version=0, extra={"a": {"b": object()}})
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["id", "updated_at", "company", "tags", "extra.a.b", "version"]


def test_every_noun_in_the_package_is_listed_and_checks_itself():
    classes = {name: value for name in leadkit.model.__all__ if attrs.has(value := getattr(leadkit.model, name))}
    assert all(issubclass(kind, Record) for kind in classes.values())
    assert list(leadkit.model.__all__) == sorted(leadkit.model.__all__)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (PersonName("王小明", "小明", "王"), "王小明"),
        (PersonName(given="小明", family="王"), "王小明"),
        (PersonName(given="Ana", family="García"), "Ana García"),
        (PersonName(family="García"), "García"),
        (PersonName(), ""),
    ],
)
def test_a_name_is_written_as_its_owner_writes_it(name, written):
    assert str(name) == written
    assert bool(name) is bool(written)


def test_an_email_address_says_whose_mailbox_it_is():
    work = EmailAddress("Info@Sales.Acme.co.uk", "Info@sales.acme.co.uk")
    assert (work.company_domain, work.role, work.free_mail, work.disposable) == ("acme.co.uk", True, False, False)
    free = EmailAddress("li@qq.com", "li@qq.com")
    assert (free.company_domain, free.role, free.free_mail, free.mixed_script) == ("", False, True, False)
    assert EmailAddress("x@mailinator.com", "x@mailinator.com").disposable
    assert EmailAddress("аnn@example.com").mixed_script
    broken = EmailAddress("nobody")
    assert (broken.company_domain, broken.role, broken.free_mail, broken.disposable) == ("", False, False, False)


def test_a_lead_tells_level_and_function_of_its_job_title():
    job = Lead("lead-1", AT, AT, job_title="采购总监").job
    assert (job.level, job.function) == ("director", "purchasing")
    blank = Lead("lead-1", AT, AT).job
    assert (blank.level, blank.function) == (None, None)


def test_a_lead_is_called_by_person_then_company_then_id():
    lead = Lead("lead-1", AT, AT)
    assert lead.title == "lead-1"
    assert attrs.evolve(lead, company="顶点").title == "顶点"
    assert attrs.evolve(lead, company="顶点", name=PersonName("王")).title == "王"
    assert lead.priority is None
    assert attrs.evolve(lead, score=BUILD[Score](priority=Priority.HIGH)).priority is Priority.HIGH


def test_an_address_is_blank_until_something_is_known():
    assert not Address()
    assert Address(city="上海")


def test_an_email_address_knows_its_domain():
    assert EmailAddress("W@EXAMPLE.com", "W@EXAMPLE.com").domain == "example.com"
    assert EmailAddress("nobody").domain == ""
    assert not EmailAddress("nobody").valid
    assert str(EmailAddress("nobody")) == "nobody"


def test_a_phone_number_is_written_with_its_extension():
    number = PhoneNumber("138 转 5", "+8613812345678", "5", "CN", PhoneValidity.VALID)
    assert str(number) == "+8613812345678 x5"
    assert str(attrs.evolve(number, extension="")) == "+8613812345678"
    assert str(PhoneNumber("ask her")) == "ask her"
    assert [PhoneNumber("1", validity=validity).valid for validity in PhoneValidity] == [True, False, False, False]


@given(strategies.quotes())
def test_a_quotes_total_is_the_sum_of_what_stands_on_its_lines(quote):
    if not quote.lines:
        assert quote.total is None
        return
    amounts = quote.totals.lines
    assert quote.total.minor_units == sum(each.total.minor_units for each in amounts)
    for line, each in zip(quote.lines, amounts, strict=True):
        exact = line.unit_price.amount * line.quantity
        assert abs(each.gross.amount - exact) * 2 <= Decimal(1).scaleb(each.gross.amount.as_tuple().exponent)


def test_a_line_is_rounded_by_itself():
    third = QuoteLine("hour", Money("0.05", "EUR"), "0.5")
    assert BUILD[Quote](lines=[third, third]).total == Money("0.06", "EUR")
    assert BUILD[Quote](lines=[third, third], rounding=Rounding.HALF_EVEN).total == Money("0.04", "EUR")
    assert BUILD[Quote](lines=[BUILD[QuoteLine](quantity=3)]).total == Money(3, "CNY")


def test_the_lines_of_a_quote_have_one_currency():
    mixed = [QuoteLine("a", Money(1, "CNY")), QuoteLine("b", Money(1, "USD"))]
    for build in (lambda: BUILD[Quote](lines=mixed), lambda: replaced(BUILD[Quote](lines=mixed[:1]), {"lines": mixed})):
        with pytest.raises(InvalidRecord) as refused:
            build()
        assert [(problem.code, problem.field) for problem in refused.value.problems] == [("currency_mismatch", "lines")]


@pytest.mark.parametrize(("kind", "field"), [(Lead, "budget"), (Opportunity, "amount"), (Purchase, "amount")])
def test_what_people_pay_is_not_negative(kind, field):
    with pytest.raises(InvalidRecord) as refused:
        BUILD[kind](**{field: Money("-0.01", "EUR")})
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [("negative", field)]
    assert getattr(BUILD[kind](**{field: Money(0, "EUR")}), field) == Money(0, "EUR")
    assert BUILD[Quote](lines=[QuoteLine("refund", Money(-5, "EUR"))]).total == Money(-5, "EUR")


@pytest.mark.parametrize(
    ("amount", "probability", "expected"),
    [
        (Money("120000", "CNY"), 50, Money("60000", "CNY")),
        (Money("0.01", "EUR"), 50, Money("0", "EUR")),
        (Money("0.03", "EUR"), 50, Money("0.02", "EUR")),
        (Money("99", "JPY"), 10, Money("10", "JPY")),
        (Money("120000", "CNY"), 0, Money("0", "CNY")),
        (None, 50, None),
    ],
)
def test_a_deal_is_expected_to_bring_its_amount_times_its_probability(amount, probability, expected):
    assert BUILD[Opportunity](amount=amount, probability=probability).expected_amount == expected


@given(strategies.scores())
def test_a_score_is_the_sum_of_its_parts_whichever_way_it_is_cut(score):
    assert score.total == sum(part.points for part in score.contributions) == sum(map(score.on, Axis))
    first, *lines = score.explain().split("\n  ")
    grade = f"grade {score.grade}, " if score.grade else ""
    assert first.startswith(f"{score.total} points, {grade}priority {score.priority}")
    assert len(lines) >= len(score.contributions)


def test_an_explanation_names_the_weightiest_part_first():
    parts = [Contribution(Axis.FIT, 5, "known"), Contribution(Axis.ENGAGEMENT, -20, "asked to stop")]
    assert Score(parts, Priority.LOW, AT).explain() == ("-15 points, priority low\n  -20 asked to stop\n  +5 known")
    assert Score((), Priority.LOW, AT).explain() == "0 points, priority low: no rule applies yet"


def test_a_day_in_a_noun_is_a_day():
    assert BUILD[Opportunity](expected_close=date(2024, 6, 30)).expected_close == date(2024, 6, 30)
