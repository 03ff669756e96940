# Derived from tests/flows/_async/test_cleaning.py by tools/twins.py; edit that file.
"""The clean-up of a whole store: reported, then done, then nothing is left to do."""

from leadkit.model import Address, EmailAddress, PersonName, PhoneNumber


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
