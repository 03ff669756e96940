"""A whole inquiry becomes the fields of a lead, or a refusal that names each field at fault."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings

from leadkit import Channel, Lead, Money, Refusal
from leadkit.model import Address, Consent, Inquiry
from leadkit.steps.cleansing import CleansingPolicy, cleanse
from leadkit.testing import inquiries

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
US, NO_REGION = CleansingPolicy(region="US"), CleansingPolicy()


def fields(policy=NO_REGION, **inquiry):
    return cleanse(Inquiry(**{"email": "ann@example.com", **inquiry}), policy).fields


def codes(outcome):
    return [
        (problem.code, problem.field)
        for problem in (outcome.problems if isinstance(outcome, Refusal) else outcome.warnings)
    ]


def test_texts_are_tidied_and_blank_ones_left_out():
    found = fields(name="  Ann \u200b Lee ", company="Acme\n Ltd", job_title=" ", interests=["ERP ", "", " ERP", "CRM"])
    assert (found["name"].full, found["company"], found["job_title"]) == ("Ann Lee", "Acme Ltd", "")
    assert found["interests"] == ("ERP", "CRM")


def test_notes_keep_their_lines():
    assert fields(notes="\n first \n  second\n")["notes"] == "first \n  second"


def test_the_source_keeps_the_original_words():
    source = fields(
        channel=Channel.ONLINE_AD, source_label=" 百度推广 ", campaign="spring", medium="cpc", term="erp",
        content="a", landing_page=" /x ", referrer="https://y", external_id="7",
    )["source"]  # fmt: skip
    assert (source.channel, source.label, source.landing_page) == (Channel.ONLINE_AD, "百度推广", "/x")
    assert (source.campaign, source.medium, source.term, source.content) == ("spring", "cpc", "erp", "a")
    assert (source.referrer, source.external_id) == ("https://y", "7")


@pytest.mark.parametrize(("country", "code"), [("中国", "CN"), (" usa ", "US"), ("Atlantis", "Atlantis"), ("", "")])
def test_a_known_country_becomes_its_code(country, code):
    address = fields(address=Address(street=" 1  Main St ", country=country))["address"]
    assert (address.street, address.country) == ("1 Main St", code)


@pytest.mark.parametrize(
    ("inquiry", "policy", "country"),
    [
        ({"region": "CN"}, US, "CN"),
        ({"region": "cn"}, NO_REGION, "CN"),
        ({"region": "China"}, US, "CN"),
        ({"region": "Atlantis"}, CleansingPolicy(region="china"), "CN"),
        ({"address": Address(country="中国")}, US, "CN"),
        ({"name": "王小明"}, US, "CN"),
        ({"company": "顶点科技有限公司"}, NO_REGION, "CN"),
        ({"name": "王小明", "region": "US"}, US, ""),
        ({}, US, ""),
        ({}, NO_REGION, ""),
    ],
)
def test_the_country_of_a_bare_landline_is_told_by_whatever_is_most_certain(inquiry, policy, country):
    (phone,) = fields(policy, phone="010-6552 9988", **inquiry)["phones"]
    assert phone.country == country


def test_a_chinese_name_does_not_make_an_american_number_chinese():
    (phone,) = fields(US, name="王小明", phone="650-253-0000")["phones"]
    assert phone.country == "US"


def test_a_chinese_mobile_in_an_american_file_is_read():
    (phone,) = fields(US, phone="13812345678")["phones"]
    assert (phone.e164, phone.valid) == ("+8613812345678", True)


def test_budget_and_date_are_read_in_the_inquirys_own_country():
    found = fields(US, region="CN", budget="12万", decision_date="2026年6月1日")
    assert (found["budget"], found["decision_date"], found["extra"]) == (Money(120000, "CNY"), date(2026, 6, 1), {})
    assert fields(US, budget="5000")["budget"] == Money(5000, "USD")
    assert fields(US, region="cn", budget="5000")["budget"] == Money(5000, "CNY")
    assert fields(US, name="王小明", budget="5000")["budget"] == Money(5000, "CNY")
    assert fields(US, address=Address(country="uk"), budget="5000")["budget"] == Money(5000, "GBP")


def test_budget_and_date_may_come_as_values():
    found = fields(budget=Money("5", "EUR"), decision_date=date(2026, 6, 1))
    assert (found["budget"], found["decision_date"]) == (Money(5, "EUR"), date(2026, 6, 1))


def test_what_cannot_be_read_as_budget_or_date_is_kept_in_extra_with_a_warning():
    outcome = cleanse(Inquiry(email="a@b.com", budget=" TBD ", decision_date="soon", extra={"x": 1}), NO_REGION)
    assert outcome.fields["extra"] == {"x": 1, "budget": "TBD", "decision_date": "soon"}
    assert (outcome.fields["budget"], outcome.fields["decision_date"]) == (None, None)
    assert codes(outcome) == [("budget_unreadable", "budget"), ("date_unreadable", "decision_date")]


def test_blank_budget_and_date_say_nothing():
    outcome = cleanse(Inquiry(email="a@b.com", budget=" ", decision_date=""), NO_REGION)
    assert (outcome.fields["extra"], codes(outcome)) == ({}, [])


def test_consent_is_kept_as_given():
    consent = Consent(email=True, phone=False, do_not_contact=True, given_at=NOW)
    assert fields(consent=consent)["consent"] == consent


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("inquiry", [{}, {"name": "  ", "email": "", "phone": [" "]}, {"notes": "hello?", "tags": "x"}])
def test_an_inquiry_of_nobody_is_refused(inquiry):
    assert codes(cleanse(Inquiry(**inquiry), NO_REGION)) == [("empty_inquiry", None)]


def test_an_inquiry_that_nobody_could_answer_is_refused_unless_the_policy_says_otherwise():
    inquiry = Inquiry(name="Ann Lee")
    assert codes(cleanse(inquiry, NO_REGION)) == [("no_contact_details", "email")]
    assert cleanse(inquiry, CleansingPolicy(require_contact_details=False)).fields["name"].full == "Ann Lee"


def test_the_policy_never_lets_nobody_in():
    outcome = cleanse(Inquiry(notes="hello"), CleansingPolicy(require_contact_details=False))
    assert codes(outcome) == [("empty_inquiry", None)]


def test_contact_details_that_look_wrong_are_contact_details():
    outcome = cleanse(Inquiry(email="ann(at)example", phone="ask Bob"), NO_REGION)
    assert codes(outcome) == [("email_invalid", "email"), ("phone_invalid", "phone")]


TEXTS = [name for name, value in Inquiry().__dict__.items() if value in ("", ())] + ["budget", "decision_date", "owner"]


@pytest.mark.parametrize("field", TEXTS)
def test_a_megabyte_is_refused_by_field(field):
    long = "1 a@b " * 175_000
    outcome = cleanse(Inquiry(**{"email": "ann@example.com", field: long}), NO_REGION)
    assert codes(outcome) == [("too_long", field)]


@pytest.mark.parametrize(("field", "limit"), [("company", 500), ("website", 2_000), ("notes", 100_000), ("owner", 200)])
def test_the_limit_is_what_a_lead_can_hold(field, limit):
    assert cleanse(Inquiry(email="a@b.com", **{field: "x" * limit}), NO_REGION)
    assert codes(cleanse(Inquiry(email="a@b.com", **{field: "x" * (limit + 1)}), NO_REGION)) == [("too_long", field)]


def test_what_tidying_takes_away_does_not_count():
    found = fields(company=" " * 1_000 + "Acme\u200b\x0b", job_title="\x1f")
    assert (found["company"], found["job_title"]) == ("Acme", "")


@pytest.mark.parametrize("text", ["a\0", "\x07", "\x85x\x9f", "\ud83d", "\x7f"])
def test_a_character_that_no_store_can_hold_is_refused_in_any_member(text):
    outcome = cleanse(Inquiry(email=("a@b.com", text), tags=("fine", text)), NO_REGION)
    assert codes(outcome) == [("forbidden_character", "email"), ("forbidden_character", "tags")]


def test_too_many_of_something_is_no_lead():
    outcome = cleanse(Inquiry(email="a@b.com", tags=map(str, range(1_001))), NO_REGION)
    with pytest.raises(ValueError, match="too_many"):
        Lead("1", NOW, NOW, **outcome.fields)


@settings(max_examples=50)
@given(inquiries())
def test_any_inquiry_becomes_a_lead_or_a_refusal(inquiry):
    outcome = cleanse(inquiry, US)
    if isinstance(outcome, Refusal):
        assert outcome.problems
    else:
        lead = Lead("1", NOW, NOW, **outcome.fields)
        assert (lead.consent, lead.source.channel) == (inquiry.consent, inquiry.channel)
