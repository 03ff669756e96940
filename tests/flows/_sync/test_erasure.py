# Derived from tests/flows/_async/test_erasure.py by tools/twins.py; edit that file.
"""Erased is gone, except the fact."""

import pytest

from leadkit import NotFound, Refused, to_json
from leadkit.model import Call, Note
from leadkit.model.events import LeadErased, replay

SENTINEL = "sentinel"
PERSON = {"name": f"Ada {SENTINEL}", "email": f"{SENTINEL}@example.com", "phone": "+86 138 1234 5678"}


def everything(desk):
    with desk.store.begin() as work:
        repositories = (work.leads, work.follow_ups, work.contacts, work.receipts, work.events)
        return [noun for repository in repositories for noun in repository.all()]


def test_nothing_of_an_erased_lead_is_left(desk):
    lead = (desk.leads.capture(idempotency_key="k", **PERSON)).lead
    other = (desk.leads.capture(email="bo@example.com")).lead
    desk.leads.assign(lead.id)
    desk.leads.record(lead.id, Call(key_points=SENTINEL))
    desk.leads.change(lead.id, notes=SENTINEL)
    fact = desk.leads.erase(lead.id, reason="asked to be forgotten")
    assert not any(SENTINEL in to_json(noun) for noun in everything(desk))
    assert desk.leads.history(lead.id) == (fact,)
    assert isinstance(fact, LeadErased)
    assert desk.leads.activities(lead.id) == ()
    assert desk.leads.follow_up(lead.id) is None
    assert desk.leads.find() == (other,)
    with pytest.raises(NotFound):
        desk.leads.get(lead.id)
    with pytest.raises(NotFound):
        desk.leads.record(lead.id, Note("too late"))


def test_a_retry_makes_no_new_lead_but_the_person_may_come_again(desk):
    lead = (desk.leads.capture(idempotency_key="k", **PERSON)).lead
    desk.leads.erase(lead.id, reason="asked")
    with pytest.raises(Refused) as caught:
        desk.leads.capture(idempotency_key="k", **PERSON)
    assert [problem.code for problem in caught.value.problems] == ["erased"]
    again = desk.leads.capture(idempotency_key="k2", **PERSON)
    assert again.duplicate_of is None
    assert again.lead.id != lead.id


def test_a_corrected_number_is_forgotten_as_a_key(desk):
    lead = (desk.leads.capture(email="wrong@example.com", phone=PERSON["phone"])).lead
    desk.leads.change(lead.id, emails=())
    stranger = desk.leads.capture(email="wrong@example.com")
    assert stranger.duplicate_of is None
    assert (desk.leads.capture(phone=PERSON["phone"])).duplicate_of == lead.id


def converted(desk, name=SENTINEL, **inquiry):
    lead = (desk.leads.capture(email=f"{name}@example.com", company=name, owner="li", **inquiry)).lead
    desk.leads.qualify(lead.id)
    return desk.leads.convert(lead.id)


def stored(desk):
    with desk.store.begin() as work:
        parts = (work.contacts, work.customers, work.events)
        return [to_json(noun) for part in parts for noun in part.all()]


@pytest.mark.parametrize("kind", ["contact", "customer"])
def test_nothing_of_an_erased_contact_or_customer_is_left(desk, kind):
    one, other = converted(desk), converted(desk, "bo")
    group, noun = getattr(desk, f"{kind}s"), getattr(one, kind)
    own = [line for line in stored(desk) if f'"subject_id": "{noun.id}"' in line.replace('":"', '": "')]
    assert own, "there was something to erase"
    fact = group.erase(noun.id, reason="asked to be forgotten")
    assert (type(fact).__name__, fact.version) == (f"{kind.title()}Erased", noun.version + 1)
    assert group.history(noun.id) == (fact,)
    left = stored(desk)
    assert not set(own) & set(left)
    with pytest.raises(NotFound):
        group.get(noun.id)
    assert group.get(getattr(other, kind).id) == getattr(other, kind)


def test_an_erased_contact_is_recognised_no_more_and_may_come_again(desk):
    made = converted(desk)
    desk.contacts.erase(made.contact.id, reason="asked")
    desk.leads.erase(made.lead.id, reason="asked")
    again = converted(desk, notes="here again")
    assert again.contact.id != made.contact.id


def test_a_conversion_whose_results_were_erased_says_so(desk):
    made = converted(desk)
    desk.contacts.erase(made.contact.id, reason="asked")
    desk.customers.erase(made.customer.id, reason="asked")
    with pytest.raises(Refused) as no:
        desk.leads.convert(made.lead.id)
    assert [(problem.code, problem.field) for problem in no.value.problems] == [
        ("erased", "contact"),
        ("erased", "customer"),
    ]


def test_a_lead_of_an_erased_contact_lives_on(desk):
    made = converted(desk)
    lead = (desk.leads.capture(email=f"{SENTINEL}@example.com", notes="more", owner="li")).lead
    assert lead.contact_id == made.contact.id
    desk.contacts.erase(made.contact.id, reason="asked")
    other = (desk.leads.capture(email="bo@example.com")).lead
    receipt = desk.leads.merge(desk.leads.plan_merge([lead.id, other.id], survivor=lead.id))
    desk.leads.unmerge(receipt, reason="x")
    desk.leads.qualify(lead.id)
    again = desk.leads.convert(lead.id)
    assert again.contact.id != made.contact.id
    assert again.customer.id == made.customer.id


def test_a_contact_outlives_its_customer(desk):
    made = converted(desk)
    lead = (desk.leads.capture(email=f"{SENTINEL}@example.com", notes="more", owner="li")).lead
    desk.customers.erase(made.customer.id, reason="closed down")
    desk.leads.qualify(lead.id)
    again = desk.leads.convert(lead.id)
    assert again.contact.id == made.contact.id
    assert again.contact.customer_id == again.customer.id != made.customer.id
    assert desk.contacts.get(made.contact.id) == again.contact
    with desk.store.begin() as work:
        assert replay(work.events.of(again.contact.id)) == again.contact


def test_a_deal_outlives_its_customer(desk):
    made = converted(desk)
    desk.customers.erase(made.customer.id, reason="closed down")
    assert (desk.opportunities.win(made.opportunity.id)).stage == "won"
    assert (desk.opportunities.reopen(made.opportunity.id, reason="a mistake")).stage != "won"


@pytest.mark.parametrize("kind", ["contact", "customer"])
def test_the_merged_go_with_the_survivor_or_alone(desk, kind):
    made = [converted(desk, name) for name in ("ann", "bo", "cy", "di")]
    group, nouns = getattr(desk, f"{kind}s"), [getattr(each, kind) for each in made]
    if kind == "contact":
        customers = [each.customer.id for each in made]
        desk.customers.merge(desk.customers.plan_merge(customers))
    group.merge(group.plan_merge([noun.id for noun in nouns[:3]], survivor=nouns[0].id))
    with pytest.raises(Refused):
        group.erase(nouns[0].id, reason="asked", alone=True)
    group.erase(nouns[2].id, reason="asked", alone=True)
    assert (group.get(nouns[1].id)).id == nouns[0].id
    group.erase(nouns[1].id, reason="asked")
    for noun in nouns[:3]:
        with pytest.raises(NotFound):
            group.get(noun.id)
        assert [type(fact).__name__ for fact in group.history(noun.id)] == [f"{kind.title()}Erased"]
    assert (group.get(nouns[3].id)).id == nouns[3].id
