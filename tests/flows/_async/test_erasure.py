"""Erased is gone, except the fact."""

import pytest

from leadkit import NotFound, Refused, to_json
from leadkit.model import Call, Note
from leadkit.model.events import LeadErased

SENTINEL = "sentinel"
PERSON = {"name": f"Ada {SENTINEL}", "email": f"{SENTINEL}@example.com", "phone": "+86 138 1234 5678"}


async def everything(desk):
    async with desk.store.begin() as work:
        repositories = (work.leads, work.follow_ups, work.contacts, work.receipts, work.events)
        return [noun for repository in repositories async for noun in repository.all()]


async def test_nothing_of_an_erased_lead_is_left(desk):
    lead = (await desk.leads.capture(idempotency_key="k", **PERSON)).lead
    other = (await desk.leads.capture(email="bo@example.com")).lead
    await desk.leads.assign(lead.id)
    await desk.leads.record(lead.id, Call(key_points=SENTINEL))
    await desk.leads.change(lead.id, notes=SENTINEL)
    fact = await desk.leads.erase(lead.id, reason="asked to be forgotten")
    assert not any(SENTINEL in to_json(noun) for noun in await everything(desk))
    assert await desk.leads.history(lead.id) == (fact,)
    assert isinstance(fact, LeadErased)
    assert await desk.leads.activities(lead.id) == ()
    assert await desk.leads.follow_up(lead.id) is None
    assert await desk.leads.find() == (other,)
    with pytest.raises(NotFound):
        await desk.leads.get(lead.id)
    with pytest.raises(NotFound):
        await desk.leads.record(lead.id, Note("too late"))


async def test_a_retry_makes_no_new_lead_but_the_person_may_come_again(desk):
    lead = (await desk.leads.capture(idempotency_key="k", **PERSON)).lead
    await desk.leads.erase(lead.id, reason="asked")
    with pytest.raises(Refused) as caught:
        await desk.leads.capture(idempotency_key="k", **PERSON)
    assert [problem.code for problem in caught.value.problems] == ["erased"]
    again = await desk.leads.capture(idempotency_key="k2", **PERSON)
    assert again.duplicate_of is None
    assert again.lead.id != lead.id


async def test_a_corrected_number_is_forgotten_as_a_key(desk):
    lead = (await desk.leads.capture(email="wrong@example.com", phone=PERSON["phone"])).lead
    await desk.leads.change(lead.id, emails=())
    stranger = await desk.leads.capture(email="wrong@example.com")
    assert stranger.duplicate_of is None
    assert (await desk.leads.capture(phone=PERSON["phone"])).duplicate_of == lead.id
