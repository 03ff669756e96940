"""What is stored is cleansed by the rules of today, and never made worse."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.kernel.record import replaced
from leadkit.model import Address, Contact, Customer, EmailAddress, Lead, PersonName, PhoneNumber, PhoneValidity
from leadkit.steps.cleansing import RULES, CleansingPolicy, Rule, recleanse
from leadkit.testing import contacts, customers, leads

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


def assert_settled(known):
    """One clean-up says what it changes, a second finds nothing, and nothing that was typed is gone."""
    first = recleanse(known, POLICY)
    assert first.id == known.id
    assert bool(first.changes) == bool(first.corrections)
    clean = replaced(known, first.changes)
    again = recleanse(clean, POLICY)
    assert (dict(again.changes), again.corrections) == ({}, ())
    told = {one.field.partition(".")[0] for one in first.corrections}
    assert {{"emails": "email", "phones": "phone"}.get(name, name) for name in first.changes} <= told
    return clean


@given(contacts(), st.dictionaries(st.just("job_title"), TYPED), TYPED)
def test_so_it_is_with_contacts(known, texts, typed):
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
    clean = assert_settled(known)
    told = {one.raw for one in recleanse(known, POLICY).corrections}
    for before, after in ((known.emails, clean.emails), (known.phones, clean.phones)):
        assert all(each in after or each.raw in told for each in before)
        assert all(each in after for each in before if each.valid)
    assert clean.name.full == known.name.full or known.name.full in told
    cleansed = {"emails", "phones", "name", "address", "job_title"}
    assert {name for name, value in known.__dict__.items() if value != clean.__dict__[name]} <= cleansed


@given(customers(), st.dictionaries(st.sampled_from(["name", "website", "industry", "company_size"]), TYPED), TYPED)
def test_so_it_is_with_customers(known, texts, typed):
    texts = {name: text for name, text in texts.items() if text or name != "name"}
    clean = assert_settled(replaced(known, {**texts, "address": Address(street=typed, country=typed)}))
    assert clean.name
    assert (clean.persona, clean.purchases, clean.extra) == (known.persona, known.purchases, known.extra)


def test_the_same_value_is_cleansed_alike_wherever_it_stands():
    fields = {"name": PersonName("王小明先生"), "phones": (PhoneNumber("138 1234 5678"),), "job_title": "ＣＴＯ"}
    of_lead = recleanse(lead(**fields), POLICY)
    of_contact = recleanse(Contact("contact-1", "customer-1", NOW, NOW, **fields), POLICY)
    assert (of_lead.changes, of_lead.corrections) == (of_contact.changes, of_contact.corrections)
    customer = recleanse(Customer("customer-1", NOW, NOW, "ＡＣＭＥ", website="acme.com/"), POLICY)
    assert dict(customer.changes) == {"name": "ACME", "website": "https://acme.com"}
