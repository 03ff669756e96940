"""What is stored is cleansed by the rules of today, and never made worse."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.kernel.record import replaced
from leadkit.model import Address, EmailAddress, Lead, PersonName, PhoneNumber, PhoneValidity
from leadkit.steps.cleansing import RULES, CleansingPolicy, Rule, recleanse
from leadkit.testing import leads

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
POLICY = CleansingPolicy(region="CN")


def lead(**fields):
    return Lead("lead-1", NOW, NOW, **fields)


def changed(**fields):
    found = recleanse(lead(**fields), POLICY)
    return dict(found.changes), [(one.field, one.raw, one.clean, one.rule) for one in found.corrections]


def test_a_clean_lead_stays_as_it_is():
    known = lead(
        name=PersonName("王小明", "小明", "王"),
        company="顶点科技有限公司",
        emails=(EmailAddress("Li@Example.com", "Li@example.com"),),
        phones=(PhoneNumber("138 1234 5678", "+8613812345678", "", "CN", PhoneValidity.VALID),),
        address=Address("科技园南路18号", "深圳", "广东", "518057", "CN"),
        website="https://example.com",
    )
    assert changed(**{name: value for name, value in known.__dict__.items() if name in known.__dict__ and name not in
                      ("id", "created_at", "updated_at")}) == ({}, [])  # fmt: skip


@pytest.mark.parametrize(
    ("field", "stored", "clean", "rules"),
    [
        ("name", PersonName("王小明先生"), PersonName("王小明先生", "小明", "王", "先生"), {Rule.NAME_PARTED}),
        ("company", " ＡＢＣ  科技 ", "ABC 科技", {Rule.HALF_WIDTH}),
        ("industry", "a\u200bb ", "ab", {Rule.TIDIED}),
        ("tags", ("a", " a", "b"), ("a", "b"), {Rule.LISTED_ONCE}),
        ("website", "WWW.Acme.com/", "https://www.acme.com", {Rule.WEBSITE_NORMALISED}),
        ("address", Address(country="Germany"), Address(country="DE"), {Rule.COUNTRY_CODED}),
        (
            "address",
            Address("广东省深圳市南山区科技园1号 518057"),
            Address("南山区科技园1号", "深圳市", "广东省", "518057"),
            {Rule.ADDRESS_PARTED},
        ),
        ("emails", (EmailAddress("A@B.com"),), (EmailAddress("A@B.com", "A@b.com"),), {Rule.EMAIL_NORMALISED}),
        (
            "phones",
            (PhoneNumber("138 1234 5678"),),
            (PhoneNumber("138 1234 5678", "+8613812345678", "", "CN", PhoneValidity.VALID),),
            {Rule.PHONE_READ},
        ),
        (
            "phones",
            (PhoneNumber("95588", "+8695588", "", "", PhoneValidity.POSSIBLE),),
            (PhoneNumber("95588", "+8695588", "", "", PhoneValidity.POSSIBLE),),
            set(),
        ),
    ],
)
def test_each_field_is_cleansed_by_its_rule(field, stored, clean, rules):
    changes, corrections = changed(**{field: stored})
    assert changes.get(field, stored) == clean
    assert {rule for *_, rule in corrections} == rules


def test_what_somebody_filled_in_stays():
    kept = {
        "name": PersonName("Wang Wei", "Wei", "Wang"),
        "emails": (EmailAddress("typo", "ann@example.com"),),
        "phones": (PhoneNumber("ask her", "+8613812345678", "", "CN", PhoneValidity.VALID),),
    }
    assert changed(**kept) == ({}, [])


def test_a_number_is_not_read_worse_than_before():
    known = PhoneNumber("(555) 253-0000", "+15552530000", "", "", PhoneValidity.POSSIBLE)
    assert recleanse(lead(phones=(known,)), CleansingPolicy()).changes == {}


def test_every_rule_has_a_sentence():
    assert set(RULES) == set(Rule)


TYPED = st.text("aＡ １2@.com王小明省市广东/\u200b", max_size=20)


@given(leads(), st.dictionaries(st.sampled_from(["company", "website", "job_title", "industry"]), TYPED), TYPED)
def test_a_second_clean_up_changes_nothing(known, texts, typed):
    known = replaced(
        known,
        {
            **texts,
            "name": PersonName(typed),
            "address": Address(street=typed, country=typed),
            "emails": (EmailAddress(typed or "a@b.com"), *known.emails),
            "phones": (PhoneNumber(typed or "1"), *known.phones),
        },
    )
    first = recleanse(known, POLICY)
    assert bool(first.changes) == bool(first.corrections)
    again = recleanse(replaced(known, first.changes), POLICY)
    assert (dict(again.changes), again.corrections) == ({}, ())
