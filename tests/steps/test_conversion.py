"""A qualified lead becomes contact, customer and opportunity: as values, from what is known."""

from datetime import UTC, date, datetime

import pytest

from leadkit import Lead, LeadStatus, LifecycleStage, Money, Playbook, Refusal
from leadkit.machines.opportunity import DEFAULT_PIPELINE
from leadkit.model import (
    Address,
    Consent,
    Contact,
    ContactRole,
    Customer,
    CustomerKind,
    EmailAddress,
    PersonName,
    PhoneNumber,
    PhoneValidity,
)
from leadkit.steps.conversion import conversion_key, convert, identified, qualify, reachable

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


def converted(lead, **options):
    return convert(lead, MACHINE, DEFAULT_PIPELINE, NOW, IDS, **options)


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


# --- convert --------------------------------------------------------------------------------------------------------


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
    made, receipt, events = converted(known)
    contact, customer, deal = made.contact, made.customer, made.opportunity
    assert (made.lead.status, made.lead.contact_id, made.lead.customer_id, made.lead.opportunity_id) == (
        LeadStatus.CONVERTED, "p-1", "c-1", "o-1",
    )  # fmt: skip
    assert (contact.id, contact.customer_id, contact.name, contact.emails) == ("p-1", "c-1", known.name, known.emails)
    assert (contact.job_title, contact.consent, contact.notes, contact.extra) == ("CTO", known.consent, "n", {"x": 1})
    assert (contact.role, contact.address) == (ContactRole.UNKNOWN, known.address)
    assert (customer.name, customer.kind, customer.stage) == (
        "Acme",
        CustomerKind.ORGANISATION,
        LifecycleStage.POTENTIAL,
    )
    assert (customer.website, customer.industry, customer.company_size, customer.owner) == (
        "acme.com",
        "Tools",
        "50",
        "an",
    )
    assert (deal.customer_id, deal.contact_id, deal.lead_id, deal.owner) == ("c-1", "p-1", "lead-1", "an")
    assert (deal.name, deal.amount, deal.products, deal.expected_close) == (
        "Acme", Money(5, "EUR"), ("ERP",), date(2026, 6, 1),
    )  # fmt: skip
    assert (deal.pipeline, deal.stage, deal.probability) == ("default", "qualification", 10)
    assert [(entry.stage, entry.at, entry.probability) for entry in deal.stage_entries] == [("qualification", NOW, 10)]
    assert (receipt.key, receipt.lead_id, receipt.results) == (conversion_key("lead-1"), "lead-1", IDS)
    assert [event.subject_id for event in events] == ["c-1", "p-1", "o-1", "lead-1"]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(None, Money(5, "EUR")), (Money(7, "USD"), Money(7, "USD")), (Money(0, "EUR"), Money(0, "EUR"))],
)
def test_the_amount_is_the_budget_unless_one_is_named(amount, expected):
    made, _, _ = converted(lead(budget=Money(5, "EUR")), amount=amount)
    assert made.opportunity.amount == expected


def test_the_deal_may_have_a_name_of_its_own():
    assert converted(lead(company="Acme"), name="ERP for Acme")[0].opportunity.name == "ERP for Acme"


def test_without_a_company_the_customer_is_the_person():
    made, _, _ = converted(lead())
    assert (made.customer.name, made.customer.kind, made.opportunity.name) == (
        "Ann Lee",
        CustomerKind.PERSON,
        "Ann Lee",
    )


def test_a_company_without_a_person_is_a_customer_too():
    made, _, _ = converted(lead(name=PersonName(), company="Acme"))
    assert (made.customer.name, str(made.contact.name)) == ("Acme", "")


def test_known_nouns_are_linked_and_not_made_anew():
    customer = Customer("c-9", NOW, NOW, "Acme")
    contact = Contact("p-9", "c-9", NOW, NOW)
    made, receipt, events = converted(lead(), customer=customer, contact=contact)
    assert (made.customer, made.contact) == (customer, contact)
    assert (made.lead.customer_id, made.lead.contact_id) == ("c-9", "p-9")
    assert receipt.results == {"contact": "p-9", "customer": "c-9", "opportunity": "o-1"}
    assert [type(event).__name__ for event in events] == ["OpportunityOpened", "LeadConverted"]


@pytest.mark.parametrize("status", [status for status in LeadStatus if status is not LeadStatus.QUALIFIED])
def test_only_a_qualified_lead_converts(status):
    assert codes(converted(lead(status=status))) == [("not_permitted", "trigger")]


def test_nobody_does_not_convert():
    assert codes(converted(lead(name=PersonName()))) == [("guard_refused", "identified")]
