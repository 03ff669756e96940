# Derived from tests/flows/_async/test_erasure.py by tools/twins.py; edit that file.
"""Erased is gone, except the fact."""

import pytest

from leadkit import NotFound, Refused, to_json
from leadkit.model import Call, Note
from leadkit.model.events import LeadErased

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
