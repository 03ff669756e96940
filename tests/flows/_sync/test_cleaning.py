# Derived from tests/flows/_async/test_cleaning.py by tools/twins.py; edit that file.
"""The clean-up of a whole store: reported, then done, then nothing is left to do."""

import pytest

from leadkit import Refused
from leadkit.model import Address, EmailAddress, PersonName, PhoneNumber
from leadkit.model.events import replay


def a_few(desk, count=5):
    """Leads of which every second one was edited past the rules."""
    made = []
    for number in range(count):
        lead = (desk.leads.capture(email=f"lead{number}@example.com")).lead
        if number % 2:
            lead = desk.leads.change(
                lead.id,
                company="ＡＣＭＥ",
                name=PersonName("王小明"),
                phones=(PhoneNumber(f"1381234000{number}"),),
                emails=(EmailAddress(f"New{number}@Example.com"),),
                address=Address(country="中国"),
            )
        made.append(lead)
    return made


def test_a_dry_run_says_what_there_is_and_changes_nothing(desk):
    made = a_few(desk)
    found = [each for each in desk.leads.clean_up(batch=2)]
    assert [each.id for each in found] == [made[1].id, made[3].id]
    assert {one.field for one in found[0].corrections} == {"company", "name", "phone", "email", "address.country"}
    assert desk.leads.find() == tuple(made)


def test_a_clean_up_changes_leads_by_events(desk):
    made = a_few(desk)
    found = [each for each in desk.leads.clean_up(dry_run=False, batch=2)]
    assert [each.id for each in found] == [made[1].id, made[3].id]
    lead = desk.leads.get(made[1].id)
    assert (lead.company, lead.name.family, lead.address.country) == ("ACME", "王", "CN")
    assert (lead.phones[0].e164, lead.emails[0].address) == ("+8613812340001", "New1@example.com")
    assert "LeadChanged" in [type(event).__name__ for event in desk.leads.history(lead.id)]
    assert [each for each in desk.leads.clean_up(dry_run=False)] == []


def test_a_person_is_recognised_by_what_was_cleaned_up(desk):
    made = a_few(desk)
    assert (desk.leads.capture(phone="13812340001")).duplicate_of is None
    [each for each in desk.leads.clean_up(dry_run=False)]
    assert (desk.leads.capture(phone="+86 138 1234 0003")).duplicate_of == made[3].id


def test_a_rival_in_the_middle_loses_nothing(watched_desk, store):
    made = a_few(watched_desk)
    store.rival = lambda: watched_desk.leads.change(made[1].id, notes="by a rival")
    found = [each for each in watched_desk.leads.clean_up(dry_run=False)]
    assert len(found) == 2
    lead = watched_desk.leads.get(made[1].id)
    assert (lead.company, lead.notes) == ("ACME", "by a rival")


def test_what_was_rewritten_at_the_door_is_kept_in_the_receipt(desk):
    captured = desk.leads.capture(
        email="Ann <ann@Example.com>", website="WWW.Acme.com/", address=Address(country="China"), idempotency_key="k"
    )
    assert {one.field for one in captured.corrections} == {"email", "website", "address.country"}
    with desk.store.begin() as work:
        (receipt,) = [receipt for receipt in work.receipts.all()]
    assert dict(receipt.submitted) == {
        "email": ("Ann <ann@Example.com>",),
        "website": ("WWW.Acme.com/",),
        "address.country": ("China",),
    }


def converted(desk, name, **inquiry):
    lead = (desk.leads.capture(name=name, email=f"{name}@example.com", owner="li", **inquiry)).lead
    desk.leads.qualify(lead.id)
    return desk.leads.convert(lead.id)


def all_of(desk, table):
    with desk.store.begin() as work:
        nouns = [noun for noun in getattr(work, table).all()]
        for noun in nouns:
            assert replay(work.events.of(noun.id)) == noun
        return nouns


def test_contacts_are_cleaned_up_too(desk):
    made = [(converted(desk, name)).contact for name in ("ann", "bo", "cy")]
    desk.contacts.change(
        made[1].id,
        name=PersonName("欧阳小明"),
        emails=(EmailAddress("New@Example.com"),),
        phones=(PhoneNumber("13812340001"),),
        job_title=" ＣＴＯ ",
        address=Address(country="中国"),
        notes="  as it was ",
    )
    dry = [each for each in desk.contacts.clean_up(batch=2)]
    assert [each.id for each in dry] == [made[1].id]
    assert {one.field for one in dry[0].corrections} == {"name", "email", "phone", "job_title", "address.country"}
    assert (desk.contacts.get(made[1].id)).job_title == " ＣＴＯ "
    assert [each for each in desk.contacts.clean_up(dry_run=False, batch=2)] == dry
    contact = desk.contacts.get(made[1].id)
    assert (contact.name.family, contact.job_title, contact.address.country) == ("欧阳", "CTO", "CN")
    assert (contact.phones[0].e164, contact.emails[0].raw, contact.notes) == (
        "+8613812340001",
        "New@Example.com",
        "  as it was ",
    )
    assert [type(event).__name__ for event in desk.contacts.history(contact.id)][-2:] == ["ContactChanged"] * 2
    assert [each for each in desk.contacts.clean_up(dry_run=False)] == []
    all_of(desk, "contacts")


def test_a_contact_is_recognised_by_what_was_cleaned_up(desk):
    contact = (converted(desk, "ann")).contact
    desk.contacts.change(contact.id, phones=(PhoneNumber("13812340001"),), emails=())
    [each for each in desk.contacts.clean_up(dry_run=False)]
    lead = (desk.leads.capture(phone="+86 138 1234 0001")).lead
    assert lead.contact_id == contact.id


def test_customers_are_cleaned_up_too(desk):
    made = [(converted(desk, name, company=f"{name} Ltd")).customer for name in ("ann", "bo")]
    changes = {"website": "WWW.Acme.com/", "industry": "a\u200bb ", "address": Address(country="Germany")}
    desk.customers.change(made[0].id, name=" ＡＣＭＥ  Ltd", persona="  as\nit was ", **changes)
    desk.customers.change(made[1].id, name="\u200b")
    (found,) = [each for each in desk.customers.clean_up(dry_run=False)]
    assert {one.field for one in found.corrections} == {"name", "website", "industry", "address.country"}
    customer = desk.customers.get(made[0].id)
    assert (customer.name, customer.website, customer.industry) == ("ACME Ltd", "https://www.acme.com", "ab")
    assert (customer.address.country, customer.persona) == ("DE", "  as\nit was ")
    assert [each for each in desk.customers.clean_up()] == []
    all_of(desk, "customers")


def test_what_was_merged_away_stays_as_it_was(desk):
    one, two = [(converted(desk, name, company=name)).customer for name in ("ann", "bo")]
    desk.customers.change(two.id, name=" Bo ")
    desk.customers.merge(desk.customers.plan_merge([one.id, two.id], survivor=one.id))
    assert [each for each in desk.customers.clean_up(dry_run=False)] == []


def test_one_that_is_gone_meanwhile_is_no_matter(watched_desk, store):
    made = a_few(watched_desk)
    store.rival = lambda: watched_desk.leads.erase(made[1].id, reason="asked")
    found = [each for each in watched_desk.leads.clean_up(dry_run=False)]
    assert [each.id for each in found] == [made[3].id]


@pytest.mark.parametrize(
    ("kind", "guarded"),
    [
        ("contacts", {"customer_id": "x", "absorbed": ("y",), "version": 7}),
        ("customers", {"stage": "won", "purchases": (), "merged_into": "x"}),
    ],
)
def test_what_has_an_operation_of_its_own_is_not_edited(desk, kind, guarded):
    made = converted(desk, "ann")
    noun = {"contacts": made.contact, "customers": made.customer}[kind]
    with pytest.raises(Refused) as no:
        getattr(desk, kind).change(noun.id, **guarded)
    assert {(problem.code, problem.field) for problem in no.value.problems} == {
        ("guarded_field", name) for name in guarded
    }
