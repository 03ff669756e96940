"""A qualified lead becomes contact, customer and opportunity: as values, from what is known."""

from datetime import UTC, date, datetime

import pytest

from leadkit import Lead, LeadStatus, LifecycleStage, Money, Playbook, Refusal
from leadkit.errors import InvalidPlaybook
from leadkit.machines.opportunity import DEFAULT_PIPELINE
from leadkit.model import (
    Address,
    Consent,
    Contact,
    ContactRole,
    ConversionChoices,
    CustomerKind,
    EmailAddress,
    PersonName,
    PhoneNumber,
    PhoneValidity,
    TargetAction,
)
from leadkit.model.events import replay
from leadkit.steps.conversion import (
    DEFAULT_MAP,
    ConversionPolicy,
    Row,
    Targets,
    carried_out,
    conversion_key,
    identified,
    planned,
    qualify,
    reachable,
)
from leadkit.steps.conversion.rules import TOLD, shown

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MACHINE = Playbook().lead
IDS = {"contact": "p-1", "customer": "c-1", "opportunity": "o-1"}
EMAIL = EmailAddress("ann@example.com", "ann@example.com")


def lead(**fields):
    known = {
        "name": PersonName("Ann Lee", "Ann", "Lee"),
        "emails": [EMAIL],
        "owner": "an",
        "status": LeadStatus.QUALIFIED,
    }
    return Lead("lead-1", NOW, NOW, **{**known, **fields})


def codes(refusal):
    assert isinstance(refusal, Refusal)
    return [(problem.code, problem.field) for problem in refusal.problems]


# --- guards ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "yes"),
    [
        ({"emails": [EMAIL]}, True),
        ({"emails": [EmailAddress("junk")]}, False),
        ({"emails": [], "phones": [PhoneNumber("x", "+16502530000", validity=PhoneValidity.VALID)]}, True),
        ({"emails": [], "phones": [PhoneNumber("x", "+15552530000", validity=PhoneValidity.POSSIBLE)]}, True),
        ({"emails": [], "phones": [PhoneNumber("call me")]}, False),
        ({"emails": []}, False),
    ],
)
def test_who_has_an_address_or_number_that_can_be_right_is_reachable(fields, yes):
    assert reachable(lead(**fields)) is yes


@pytest.mark.parametrize(
    ("fields", "yes"),
    [
        ({}, True),
        ({"name": PersonName(), "company": "Acme"}, True),
        ({"name": PersonName(), "contact_id": "p-1"}, True),
        ({"name": PersonName()}, False),
    ],
)
def test_a_person_or_a_company_is_somebody(fields, yes):
    assert identified(lead(**fields)) is yes


# --- qualify --------------------------------------------------------------------------------------------------------


def test_qualifying_keeps_what_was_learnt():
    known = lead(status=LeadStatus.WORKING, needs=["CRM"])
    done = qualify(known, MACHINE, NOW, need="ERP", budget=Money(5, "EUR"), decision_date=date(2026, 6, 1))
    assert (done.noun.status, done.noun.needs) == (LeadStatus.QUALIFIED, ("CRM", "ERP"))
    assert (done.noun.budget, done.noun.decision_date) == (Money(5, "EUR"), date(2026, 6, 1))


def test_qualifying_without_news_keeps_what_is_known():
    known = lead(status=LeadStatus.WORKING, needs=["ERP"], budget=Money(5, "EUR"))
    done = qualify(known, MACHINE, NOW, need="ERP")
    assert (done.noun.needs, done.noun.budget) == (("ERP",), Money(5, "EUR"))


def test_a_lead_that_nobody_can_reach_is_not_qualified():
    refusal = qualify(lead(status=LeadStatus.ASSIGNED, emails=[]), MACHINE, NOW)
    assert codes(refusal) == [("guard_refused", "reachable")]


# --- planned and carried out, as values -----------------------------------------------------------------------------

ALL_NEW = Targets(dict.fromkeys(("customer", "contact", "opportunity"), TargetAction.CREATE))
NOTHING_CHOSEN = ConversionChoices()


def carried(lead, targets=ALL_NEW, choices=NOTHING_CHOSEN, policy=None):
    policy = policy or ConversionPolicy()
    return carried_out(lead, targets, choices, policy, MACHINE, DEFAULT_PIPELINE, NOW, ids=IDS, key="k")


def test_everything_known_goes_into_contact_customer_and_opportunity():
    known = lead(
        company="Acme",
        job_title="CTO",
        website="acme.com",
        industry="Tools",
        company_size="50",
        address=Address(city="Berlin"),
        interests=["ERP"],
        budget=Money(5, "EUR"),
        decision_date=date(2026, 6, 1),
        consent=Consent(email=True),
        notes="n",
        extra={"x": 1},
    )
    made = carried(known)
    contact, customer, deal = made.contact.noun, made.customer.noun, made.opportunity.noun
    links = [getattr(made.lead.noun, f"{noun}_id") for noun in IDS]
    assert (made.lead.noun.status, links) == (LeadStatus.CONVERTED, [*IDS.values()])
    assert (contact.id, contact.customer_id, contact.name, contact.emails) == ("p-1", "c-1", known.name, known.emails)
    assert (contact.job_title, contact.consent, contact.notes, contact.extra) == ("CTO", known.consent, "n", {"x": 1})
    assert (contact.role, contact.address) == (ContactRole.UNKNOWN, known.address)
    assert (customer.name, customer.kind, customer.stage, customer.address) == (
        "Acme", CustomerKind.ORGANISATION, LifecycleStage.POTENTIAL, known.address,
    )  # fmt: skip
    assert (customer.website, customer.industry, customer.company_size, customer.owner) == (
        "acme.com", "Tools", "50", "an",
    )  # fmt: skip
    assert (deal.customer_id, deal.contact_id, deal.lead_id, deal.owner) == ("c-1", "p-1", "lead-1", "an")
    assert (deal.name, deal.amount, deal.products, deal.expected_close) == (
        "Acme", Money(5, "EUR"), ("ERP",), date(2026, 6, 1),
    )  # fmt: skip
    assert (deal.pipeline, deal.stage, deal.probability) == ("default", "qualification", 10)
    assert [(entry.stage, entry.at, entry.probability) for entry in deal.stage_entries] == [("qualification", NOW, 10)]
    for decision in (made.customer, made.contact, made.opportunity):
        assert replay(decision.events) == decision.noun


@pytest.mark.parametrize("field", TOLD)
def test_no_field_is_dropped_in_silence(field):
    blank, full = Lead("x", NOW, NOW), TELLING
    plan = planned(
        lead(**{name: getattr(blank, name) for name in TOLD} | {field: full[field]}),
        ALL_NEW,
        NOTHING_CHOSEN,
        ConversionPolicy(fields=()),
        MACHINE,
        NOW,
    )
    names = ("extra.x",) if field == "extra" else (field,)
    assert plan.unmapped == names


TELLING = {
    **dict.fromkeys(("company", "job_title", "website", "industry", "company_size", "notes", "owner"), "t"),
    **dict.fromkeys(("interests", "needs", "pain_points", "objections", "tags"), ("t",)),
    "name": PersonName("Ann"),
    "emails": (EMAIL,),
    "phones": (PhoneNumber("1"),),
    "address": Address(city="Berlin"),
    "budget": Money(0, "EUR"),
    "decision_date": date(2026, 6, 1),
    "consent": Consent(email=False),
    "extra": {"x": False},
}


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(None, Money(5, "EUR")), (Money(7, "USD"), Money(7, "USD")), (Money(0, "EUR"), Money(0, "EUR"))],
)
def test_the_amount_is_the_budget_unless_one_is_named(amount, expected):
    made = carried(lead(budget=Money(5, "EUR")), choices=ConversionChoices(amount=amount))
    assert made.opportunity.noun.amount == expected


def test_the_deal_may_have_a_name_of_its_own():
    made = carried(lead(company="Acme"), choices=ConversionChoices(name="ERP for Acme"))
    assert made.opportunity.noun.name == "ERP for Acme"


def test_without_a_company_the_customer_is_the_person():
    made = carried(lead())
    assert (made.customer.noun.name, made.customer.noun.kind, made.opportunity.noun.name) == (
        "Ann Lee", CustomerKind.PERSON, "Ann Lee",
    )  # fmt: skip


def test_a_company_without_a_person_is_a_customer_too():
    made = carried(lead(name=PersonName(), company="Acme"))
    assert (made.customer.noun.name, str(made.contact.noun.name)) == ("Acme", "")


def test_a_contact_that_outlived_its_customer_goes_over_to_the_new_one():
    contact = Contact("p-9", "gone", NOW, NOW)
    made = carried(lead(), Targets({**ALL_NEW.actions, "contact": TargetAction.LINK}, contact=contact))
    assert (made.contact.noun.id, made.contact.noun.customer_id) == ("p-9", "c-1")
    assert made.contact.noun.name == PersonName("Ann Lee", "Ann", "Lee")


@pytest.mark.parametrize("status", [status for status in LeadStatus if status is not LeadStatus.QUALIFIED])
def test_only_a_qualified_lead_converts(status):
    assert codes(carried(lead(status=status))) == [("not_permitted", "trigger")]


def test_nobody_does_not_convert():
    assert codes(carried(lead(name=PersonName()))) == [("guard_refused", "identified")]


def test_the_first_conversion_of_a_lead_has_its_id_and_the_next_one_a_number():
    assert [conversion_key("lead-1", number) for number in range(3)] == [
        "convert:lead-1", "convert:lead-1:1", "convert:lead-1:2",
    ]  # fmt: skip


# --- the policy -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Row("status", "contact.notes"), "unknown_field"),
        (Row("extra.", "contact.notes"), "unknown_field"),
        (Row("notes", "contact.customer_id"), "unknown_target"),
        (Row("notes", "customer.purchases"), "unknown_target"),
        (Row("notes", "invoice.notes"), "unknown_target"),
        (Row("notes", "contact.extra.*"), "unknown_target"),
        (Row("extra.*", "contact.notes"), "unknown_target"),
        (Row("budget", "contact.notes"), "wrong_target"),
        (Row("emails", "contact.phones"), "wrong_target"),
        (Row("extra.price", "opportunity.amount"), "wrong_target"),
        (Row("budget", "opportunity.amount"), "duplicate_row"),
    ],
)
def test_a_wrong_row_cannot_be_built(row, code):
    with pytest.raises(InvalidPlaybook) as wrong:
        ConversionPolicy(fields=(*DEFAULT_MAP, row))
    assert {(problem.code, problem.field) for problem in wrong.value.problems} == {(code, f"conversion.{row.name}")}


def test_a_wrong_rule_and_an_unknown_noun_are_named():
    with pytest.raises(InvalidPlaybook, match="unknown_rule"):
        ConversionPolicy(survivorship="newest")
    with pytest.raises(InvalidPlaybook, match="unknown_noun"):
        ConversionPolicy(creates=["invoice"])


def test_a_row_replaces_the_one_of_its_field_and_target():
    policy = ConversionPolicy().with_rows(Row("notes", "contact.notes", survivorship="overwrite"), without=["budget"])
    assert [row.survivorship for row in policy.fields if row.name == "notes"] == ["overwrite"]
    assert policy.rows_of("budget") == ()
    assert [row.target for row in policy.rows_of("extra.a.b")] == ["contact.extra.a.b"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        (("a", EMAIL), "a, ann@example.com"),
        (Address(city="Berlin", country="DE"), "Berlin, DE"),
        (Consent(email=False, do_not_contact=True), "email: no, do_not_contact: yes"),
        ({"a": True, "b": (1, None)}, "a: yes, b: 1, "),
        (date(2026, 6, 1), "2026-06-01"),
    ],
)
def test_values_are_shown_in_words(value, told):
    assert shown(value) == told
