"""Erased is gone, except the fact."""

import pytest

from leadkit import NotFound, Refused, to_json
from leadkit.model import Call, Note
from leadkit.model.events import LeadErased, replay

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


async def converted(desk, name=SENTINEL, **inquiry):
    lead = (await desk.leads.capture(email=f"{name}@example.com", company=name, owner="li", **inquiry)).lead
    await desk.leads.qualify(lead.id)
    return await desk.leads.convert(lead.id)


async def stored(desk):
    async with desk.store.begin() as work:
        parts = (work.contacts, work.customers, work.events)
        return [to_json(noun) for part in parts async for noun in part.all()]


@pytest.mark.parametrize("kind", ["contact", "customer"])
async def test_nothing_of_an_erased_contact_or_customer_is_left(desk, kind):
    one, other = await converted(desk), await converted(desk, "bo")
    group, noun = getattr(desk, f"{kind}s"), getattr(one, kind)
    own = [line for line in await stored(desk) if f'"subject_id": "{noun.id}"' in line.replace('":"', '": "')]
    assert own, "there was something to erase"
    fact = await group.erase(noun.id, reason="asked to be forgotten")
    assert (type(fact).__name__, fact.version) == (f"{kind.title()}Erased", noun.version + 1)
    assert await group.history(noun.id) == (fact,)
    left = await stored(desk)
    assert not set(own) & set(left)
    with pytest.raises(NotFound):
        await group.get(noun.id)
    assert await group.get(getattr(other, kind).id) == getattr(other, kind)


async def test_an_erased_contact_is_recognised_no_more_and_may_come_again(desk):
    made = await converted(desk)
    await desk.contacts.erase(made.contact.id, reason="asked")
    await desk.leads.erase(made.lead.id, reason="asked")
    again = await converted(desk, notes="here again")
    assert again.contact.id != made.contact.id


async def test_a_conversion_whose_results_were_erased_says_so(desk):
    made = await converted(desk)
    await desk.contacts.erase(made.contact.id, reason="asked")
    await desk.customers.erase(made.customer.id, reason="asked")
    with pytest.raises(Refused) as no:
        await desk.leads.convert(made.lead.id)
    assert [(problem.code, problem.field) for problem in no.value.problems] == [
        ("erased", "contact"),
        ("erased", "customer"),
    ]


async def test_a_lead_of_an_erased_contact_lives_on(desk):
    made = await converted(desk)
    lead = (await desk.leads.capture(email=f"{SENTINEL}@example.com", notes="more", owner="li")).lead
    assert lead.contact_id == made.contact.id
    await desk.contacts.erase(made.contact.id, reason="asked")
    other = (await desk.leads.capture(email="bo@example.com")).lead
    receipt = await desk.leads.merge(await desk.leads.plan_merge([lead.id, other.id], survivor=lead.id))
    await desk.leads.unmerge(receipt, reason="x")
    await desk.leads.qualify(lead.id)
    again = await desk.leads.convert(lead.id)
    assert again.contact.id != made.contact.id
    assert again.customer.id == made.customer.id


async def test_a_contact_outlives_its_customer(desk):
    made = await converted(desk)
    lead = (await desk.leads.capture(email=f"{SENTINEL}@example.com", notes="more", owner="li")).lead
    await desk.customers.erase(made.customer.id, reason="closed down")
    await desk.leads.qualify(lead.id)
    again = await desk.leads.convert(lead.id)
    assert again.contact.id == made.contact.id
    assert again.contact.customer_id == again.customer.id != made.customer.id
    assert await desk.contacts.get(made.contact.id) == again.contact
    async with desk.store.begin() as work:
        assert replay(await work.events.of(again.contact.id)) == again.contact


async def test_a_deal_outlives_its_customer(desk):
    made = await converted(desk)
    await desk.customers.erase(made.customer.id, reason="closed down")
    assert (await desk.opportunities.win(made.opportunity.id)).stage == "won"
    assert (await desk.opportunities.reopen(made.opportunity.id, reason="a mistake")).stage != "won"


@pytest.mark.parametrize("kind", ["contact", "customer"])
async def test_the_merged_go_with_the_survivor_or_alone(desk, kind):
    made = [await converted(desk, name) for name in ("ann", "bo", "cy", "di")]
    group, nouns = getattr(desk, f"{kind}s"), [getattr(each, kind) for each in made]
    if kind == "contact":
        customers = [each.customer.id for each in made]
        await desk.customers.merge(await desk.customers.plan_merge(customers))
    await group.merge(await group.plan_merge([noun.id for noun in nouns[:3]], survivor=nouns[0].id))
    with pytest.raises(Refused):
        await group.erase(nouns[0].id, reason="asked", alone=True)
    await group.erase(nouns[2].id, reason="asked", alone=True)
    assert (await group.get(nouns[1].id)).id == nouns[0].id
    await group.erase(nouns[1].id, reason="asked")
    for noun in nouns[:3]:
        with pytest.raises(NotFound):
            await group.get(noun.id)
        assert [type(fact).__name__ for fact in await group.history(noun.id)] == [f"{kind.title()}Erased"]
    assert (await group.get(nouns[3].id)).id == nouns[3].id
