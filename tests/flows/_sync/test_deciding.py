# Derived from tests/flows/_async/test_deciding.py by tools/twins.py; edit that file.
"""Races: somebody else commits between a use case's reading and its commit. Callers get an answer, not a conflict."""

import pytest

from leadkit import LeadDesk, VersionConflict
from leadkit.errors import IdempotencyConflict
from leadkit.flows._sync.deciding import TRIES
from leadkit.model import Note

WANG = {"name": "王小明", "email": "wang@example.com", "phone": "+86 138 1234 5678"}


def receipts(store):
    with store.memory.begin() as work:
        return [receipt for receipt in work.receipts.all()]


@pytest.mark.parametrize("key", [None, "form-17"])
def test_a_double_click_makes_one_lead_and_both_are_answered(watched_desk, store, key):
    store.rival = lambda: watched_desk.leads.capture(idempotency_key=key, **WANG)
    late = watched_desk.leads.capture(idempotency_key=key, **WANG)
    assert late.repeated
    assert watched_desk.leads.find() == (late.lead,)
    assert len(receipts(store)) == 1


def test_a_key_that_somebody_used_meanwhile_for_another_content_is_an_error(watched_desk, store):
    store.rival = lambda: watched_desk.leads.capture(idempotency_key="k", email="other@example.com")
    with pytest.raises(IdempotencyConflict) as caught:
        watched_desk.leads.capture(idempotency_key="k", **WANG)
    assert [problem.code for problem in caught.value.problems] == ["payload_mismatch"]


def test_two_inquiries_of_a_known_person_at_once_are_both_attached(watched_desk, store):
    known = (watched_desk.leads.capture(**WANG)).lead
    store.rival = lambda: watched_desk.leads.capture(email=WANG["email"], needs=("a crane",))
    late = watched_desk.leads.capture(phone=WANG["phone"], needs=("a digger",))
    assert late.duplicate_of == known.id
    assert len(watched_desk.leads.activities(known.id)) == 2


def test_two_activities_at_once_are_both_recorded(watched_desk, store):
    lead = (watched_desk.leads.capture(**WANG)).lead
    store.rival = lambda: watched_desk.leads.record(lead.id, Note("first"))
    watched_desk.leads.record(lead.id, Note("second"))
    assert [each.detail.text for each in watched_desk.leads.activities(lead.id)] == ["first", "second"]


def test_of_two_conversions_at_once_both_get_the_one_outcome(watched_desk, store):
    lead = (watched_desk.leads.capture(**WANG)).lead
    watched_desk.leads.assign(lead.id, to="li")
    watched_desk.leads.qualify(lead.id, need="a crane")
    winner = []

    def convert():
        winner.append(watched_desk.leads.convert(lead.id))

    store.rival = convert
    late = watched_desk.leads.convert(lead.id)
    assert late.repeated
    assert late.opportunity == winner[0].opportunity
    assert len(watched_desk.opportunities.all()) == 1


def test_somebody_who_is_always_faster_is_reported_in_the_end(watched_desk, store):
    lead = (watched_desk.leads.capture(**WANG)).lead
    other, tries = LeadDesk(store=store.memory), []

    def faster():
        store.rival = faster
        tries.append(other.leads.record(lead.id, Note("faster")))

    store.rival = faster
    with pytest.raises(VersionConflict):
        watched_desk.leads.change(lead.id, company="顶点")
    assert len(tries) == TRIES
