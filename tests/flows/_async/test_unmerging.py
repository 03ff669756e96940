"""What happened since a merge, when the merge is taken back; and pairs of which nobody knows any more."""

from datetime import timedelta

import pytest

from leadkit import Refused
from leadkit.model import Call, EmailMessage, FormSubmission, Note, PhoneNumber, PhoneValidity
from leadkit.model.events import LeadReconsidered, LeadUnmerged, replay
from leadkit.steps.merging import MergePolicy, Since


@pytest.fixture
def merged(make_desk, clock):
    """A desk of this rule, and the leads of Ada and Bo, of whom Ada took Bo in; and what happened with her since."""

    async def made(since=Since.SURVIVOR):
        desk = make_desk(merging=MergePolicy(since=since))
        ada = (await desk.leads.capture(name="Ada", email="ada@example.com")).lead
        bo = (await desk.leads.capture(name="Bo", email="bo@example.com", phone="+44 20 7946 0958")).lead
        receipt = await desk.leads.merge(await desk.leads.plan_merge([ada.id, bo.id], survivor=ada.id))
        clock.advance(timedelta(hours=1))
        called = await desk.leads.record(ada.id, Call())
        clock.advance(timedelta(hours=1))
        await desk.leads.capture(email="bo@example.com", phone="020 7123 4567", region="GB", notes="and a price list?")
        clock.advance(timedelta(hours=1))
        await desk.leads.capture(email="ada@example.com", notes="and a visit?")
        clock.advance(timedelta(hours=1))
        return desk, ada, bo, receipt, called

    return made


async def refused(codes, act, *arguments, **options):
    with pytest.raises(Refused) as no:
        await act(*arguments, **options)
    assert [problem.code for problem in no.value.problems] == codes
    return no.value


async def kinds(desk, lead):
    return [activity.kind for activity in await desk.leads.activities(lead.id)]


async def replayed(desk):
    async with desk.store.begin() as work:
        for lead in [lead async for lead in work.leads.all()]:
            assert replay(await work.events.of(lead.id)) == lead


async def test_by_default_what_happened_since_stays(merged):
    desk, ada, bo, receipt, _ = await merged()
    plan = await desk.leads.plan_unmerge(receipt)
    assert {each.lead_id for each in plan.activities} == {ada.id}
    assert plan.moved == {}
    undone = await desk.leads.unmerge(receipt, reason="two people")
    assert undone.moved == {}
    assert await kinds(desk, ada) == ["call", "repeat_inquiry", "repeat_inquiry"]
    assert await kinds(desk, bo) == []


async def test_by_rule_an_inquiry_goes_with_whom_it_came_from(merged):
    desk, ada, bo, receipt, called = await merged("belonging")
    plan = await desk.leads.plan_unmerge(receipt)
    assert [each.lead_id for each in plan.activities] == [ada.id, bo.id, ada.id]
    assert plan.explain().splitlines()[0] == f"{ada.id} gives back {bo.id}"
    assert f"→ {bo.id}: names its contact details" in plan.explain()
    undone = await desk.leads.unmerge(receipt, reason="two people")
    assert undone.moved == plan.moved == {plan.activities[1].activity.id: bo.id}
    assert await kinds(desk, ada) == ["call", "repeat_inquiry"]
    assert await kinds(desk, bo) == ["repeat_inquiry"]
    (fact,) = [event for event in await desk.leads.history(ada.id) if isinstance(event, LeadUnmerged)]
    assert fact.moved == plan.moved
    assert undone.survivor.last_contact_at == called.at
    await replayed(desk)


async def test_with_it_go_the_details_that_it_brought_along(merged):
    desk, ada, bo, receipt, _ = await merged("belonging")
    await desk.leads.unmerge(receipt, reason="two people")
    assert (await desk.leads.capture(phone="+44 20 7123 4567", notes="hello?")).duplicate_of == bo.id
    assert (await desk.leads.capture(email="ada@example.com", notes="hello?")).duplicate_of == ada.id
    number = PhoneNumber("+44 20 7123 4567", "+442071234567", validity=PhoneValidity.VALID)
    (key,) = desk.playbook.duplicates.match_keys((), (number,))
    async with desk.store.begin() as work:
        assert await work.match_keys.find("lead", [key]) == {key: (bo.id,)}


async def test_somebody_may_choose_for_each_activity(merged):
    desk, _, bo, receipt, called = await merged()
    choices = {called.id: bo.id}
    assert (await desk.leads.plan_unmerge(receipt, choices=choices)).moved == choices
    undone = await desk.leads.unmerge(receipt, reason="it was Bo on the phone", choices=choices)
    (revived,) = undone.revived
    assert (revived.first_response_at, revived.last_contact_at) == (called.at, called.at)
    assert (undone.survivor.first_response_at, undone.survivor.last_contact_at) == (None, None)
    assert await kinds(desk, bo) == ["call"]
    assert (await desk.leads.due(called.at + timedelta(days=99)))[-1].lead_id == bo.id
    await replayed(desk)


async def test_times_of_contact_are_reckoned_without_what_went(merged, clock):
    desk, ada, bo, receipt, called = await merged()
    later = await desk.leads.record(ada.id, EmailMessage())
    undone = await desk.leads.unmerge(receipt, reason="x", choices={called.id: bo.id})
    assert (undone.survivor.first_response_at, undone.survivor.last_contact_at) == (later.at, later.at)
    # and they stay so when another merge is made and taken back
    clock.advance(timedelta(hours=1))
    again = await desk.leads.merge(await desk.leads.plan_merge([ada.id, bo.id], survivor=ada.id))
    assert (await desk.leads.get(ada.id)).first_response_at == called.at
    undone = await desk.leads.unmerge(again, reason="x")
    assert (undone.survivor.first_response_at, undone.survivor.last_contact_at) == (later.at, later.at)
    assert undone.revived[0].first_response_at == called.at
    await replayed(desk)


async def test_by_hand_each_activity_needs_a_choice(merged):
    desk, ada, bo, receipt, called = await merged("manual")
    no = await refused(["missing_choice"] * 3, desk.leads.unmerge, receipt, reason="x")
    choices = {problem.field: ada.id for problem in no.problems} | {called.id: bo.id}
    await desk.leads.unmerge(receipt, reason="x", choices=choices)
    assert await kinds(desk, bo) == ["call"]


async def test_a_choice_that_cannot_be_is_refused(merged):
    desk, _, _, receipt, called = await merged()
    stranger = (await desk.leads.capture(email="c@example.com")).lead
    before = await desk.leads.record(stranger.id, Note("hm"))
    choices = {called.id: stranger.id, before.id: stranger.id}
    for act in (desk.leads.plan_unmerge, desk.leads.unmerge):
        options = {"reason": "x"} if act == desk.leads.unmerge else {}
        await refused(["unknown_choice"] * 2, act, receipt, choices=choices, **options)


async def test_what_happened_before_one_was_taken_in_cannot_be_its(merged):
    desk, ada, _, _, called = await merged("belonging")
    cy = (await desk.leads.capture(email="cy@example.com")).lead
    receipt = await desk.leads.merge(await desk.leads.plan_merge([ada.id, cy.id], survivor=ada.id))
    await desk.leads.record(ada.id, Note("both"))
    plan = await desk.leads.plan_unmerge(receipt)
    assert [each.activity.kind for each in plan.activities] == ["note"]
    await refused(["unknown_choice"], desk.leads.unmerge, receipt, reason="x", choices={called.id: cy.id})


async def test_what_names_both_stays(merged):
    desk, ada, bo, receipt, _ = await merged("belonging")
    await desk.leads.capture(email=["ada@example.com", "bo@example.com"], notes="from us both")
    await desk.leads.record(ada.id, FormSubmission("newsletter", {"email": "Bo <BO@example.com>", "x": 1}))
    await desk.leads.record(ada.id, FormSubmission("survey", {"email": 7}))
    plan = await desk.leads.plan_unmerge(receipt)
    assert [each.lead_id for each in plan.activities] == [ada.id, bo.id, ada.id, ada.id, bo.id, ada.id]


async def test_who_is_erased_alone_takes_its_inquiries_along(merged):
    desk, ada, bo, _, _ = await merged()
    await desk.leads.erase(bo.id, reason="asked", alone=True)
    assert await kinds(desk, ada) == ["call", "repeat_inquiry"]
    async with desk.store.begin() as work:
        assert await work.activities.of_lead(bo.id) == ()
    assert (await desk.leads.capture(phone="+44 20 7123 4567", notes="new here")).duplicate_of is None


async def test_contacts_have_no_activities_to_choose(desk):
    for name in ("ada", "bo"):
        lead = (await desk.leads.capture(name=name, company="Engines", email=f"{name}@example.com", owner="li")).lead
        await desk.leads.qualify(lead.id)
        await desk.leads.convert(lead.id)
    async with desk.store.begin() as work:
        one, other = [customer.id async for customer in work.customers.all()]
    receipt = await desk.customers.merge(await desk.customers.plan_merge([one, other]))
    assert (await desk.customers.plan_unmerge(receipt)).activities == ()
    await refused(["unknown_choice"], desk.customers.unmerge, receipt, reason="x", choices={"a": one})


async def test_a_pair_that_is_kept_apart_may_be_one_after_all(desk):
    one, other = [(await desk.leads.capture(email=f"{name}@example.com")).lead for name in "ab"]
    await refused(["not_kept_apart"], desk.leads.reconsider, one.id, other.id, reason="x")
    await desk.leads.keep_apart(one.id, other.id, reason="sisters")
    await refused(["missing_reason"], desk.leads.reconsider, one.id, other.id, reason=" ")
    told = await desk.leads.reconsider(one.id, other.id, reason="one phone")
    assert [lead.distinct_from for lead in told] == [(), ()]
    history = await desk.leads.history(other.id)
    assert isinstance(history[-1], LeadReconsidered)
    assert history[-1].other == one.id
    await desk.leads.merge(await desk.leads.plan_merge([one.id, other.id]))
    await replayed(desk)


async def test_it_counts_for_all_that_a_record_took_in(desk):
    one, two, other = [(await desk.leads.capture(email=f"{name}@example.com")).lead for name in "abc"]
    await desk.leads.keep_apart(two.id, other.id, reason="sisters")
    await desk.leads.merge(await desk.leads.plan_merge([one.id, two.id], survivor=one.id))
    await refused(["kept_apart"], desk.leads.plan_merge, [one.id, other.id])
    await desk.leads.reconsider(other.id, two.id, reason="one phone")
    await desk.leads.plan_merge([one.id, other.id])
    assert [pair async for pair in desk.leads.duplicates()] == []
