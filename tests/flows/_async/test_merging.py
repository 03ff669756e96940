"""Merging at the desk: one unit of work, once a key, never over somebody's change; and all of it can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from leadkit import Channel, Money
from leadkit.errors import IdempotencyConflict, NotFound, Refused, StoreError
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Action, Call, Note, RecordUpdate
from leadkit.model.events import LeadAbsorbed, LeadMerged, LeadRevived, LeadUnmerged, replay

LATER = datetime(2100, 1, 1, tzinfo=UTC)


async def captured(desk, name, **inquiry):
    return (await desk.leads.capture(name=name, email=f"{name}@example.com", **inquiry)).lead


async def merged(desk, *leads, **wishes):
    return await desk.leads.merge(await desk.leads.plan_merge([each.id for each in leads], **wishes))


async def refused(codes, act, *values, **options):
    with pytest.raises(Refused) as caught:
        await act(*values, **options)
    assert [problem.code for problem in caught.value.problems] == codes
    return caught.value


def bare(noun):
    """The noun without what counts its history."""
    return evolve(noun, version=1, updated_at=noun.created_at)


async def both(desk, clock):
    """Two leads of an hour ago and two."""
    one = await captured(desk, "ada", company="Engines", notes="first")
    clock.advance(timedelta(hours=1))
    other = await captured(desk, "countess", phone="+44 20 7946 0958", company="Engines Ltd", notes="second")
    clock.advance(timedelta(hours=1))
    return one, other


# --- merging ---


async def test_a_plan_changes_nothing(desk, clock):
    pair = await both(desk, clock)
    plan = await desk.leads.plan_merge([lead.id for lead in pair])
    assert plan.explain().splitlines()[0] == f"{pair[1].id} takes in {pair[0].id}"
    assert await desk.leads.find() == pair


async def test_the_survivor_has_what_both_knew_and_the_other_stays_as_it_was(desk, clock):
    one, other = await both(desk, clock)
    receipt = await merged(desk, one, other, survivor=one.id)
    lead = await desk.leads.get(one.id)
    assert (lead.company, lead.notes, lead.absorbed) == ("Engines Ltd", "first\n\nsecond", (other.id,))
    assert [str(email) for email in lead.emails] == ["ada@example.com", "countess@example.com"]
    assert (receipt.action, receipt.results, receipt.absorbed) == (Action.MERGE, {"lead": one.id}, (other.id,))
    async with desk.store.begin() as work:
        stored = await work.leads.get(other.id)
    assert bare(evolve(stored, merged_into=None)) == bare(other)


async def test_an_old_id_stands_for_the_survivor_wherever_it_is_given(desk, clock):
    one, other = await both(desk, clock)
    await merged(desk, one, other, survivor=one.id)
    assert (await desk.leads.get(other.id)).id == one.id
    assert (await desk.leads.record(other.id, Call(result="keen"))).lead_id == one.id
    assert (await desk.leads.assign(other.id, to="li")).id == one.id
    assert (await desk.leads.change(other.id, job_title="CEO")).id == one.id
    assert (await desk.leads.qualify(other.id, need="ERP")).id == one.id
    assert (await desk.leads.follow_up(other.id)).lead_id == one.id
    assert await desk.leads.score(other.id) == (await desk.leads.get(one.id)).score
    conversion = await desk.leads.convert(other.id)
    assert (conversion.lead.id, conversion.opportunity.lead_id) == (one.id, one.id)
    assert (await desk.leads.convert(one.id)).repeated


async def test_lists_and_figures_know_one_lead(desk, clock):
    one, other = await both(desk, clock)
    await desk.leads.assign(other.id, to="li")
    await merged(desk, one, other, survivor=one.id)
    assert [lead.id for lead in await desk.leads.find()] == [one.id]
    assert [step.lead_id for step in await desk.leads.due(LATER)] == [one.id]
    assert [step.leads for step in await desk.reports.funnel()] == [1, 1, 0, 0, 0, 0]
    assert (await desk.reports.overview()).leads == 1


async def test_activities_history_and_score_are_those_of_all(desk, clock):
    one, other = await both(desk, clock)
    first = await desk.leads.record(other.id, Call())
    clock.advance(timedelta(hours=1))
    second = await desk.leads.record(one.id, Note("hm"))
    await merged(desk, one, other, survivor=one.id)
    assert await desk.leads.activities(one.id) == await desk.leads.activities(other.id) == (first, second)
    assert "talked to us" in (await desk.leads.get(one.id)).score.explain()
    history = await desk.leads.history(other.id)
    assert [event.at for event in history] == sorted(event.at for event in history)
    assert {type(event) for event in history} >= {LeadMerged, LeadAbsorbed}
    assert {event.subject_id for event in history} == {one.id, other.id}


async def test_whoever_asks_again_is_recognised_by_what_either_knew(desk, clock):
    one, other = await both(desk, clock)
    await merged(desk, one, other, survivor=one.id)
    again = await desk.leads.capture(email="countess@example.com", notes="again")
    assert (again.duplicate_of, again.because) == (one.id, ("the same e-mail address (+23.8)",))


async def test_nobody_is_turned_away_because_the_survivor_was_erased_past_the_desk(desk, clock):
    one, other = await both(desk, clock)
    await merged(desk, one, other, survivor=one.id)
    async with desk.store.begin() as work:
        await work.erase("lead", one.id)
        await work.commit()
    assert (await desk.leads.capture(email="countess@example.com", notes="again")).duplicate_of is None


async def test_the_same_record_of_another_system_is_no_new_interest(desk):
    one = await captured(desk, "ada")
    other = await captured(desk, "countess", external_id="crm-7", channel=Channel.API)
    await merged(desk, one, other, survivor=one.id)
    await desk.leads.capture(email="countess@example.com", external_id="crm-7", channel=Channel.API, notes="new")
    (activity,) = await desk.leads.activities(one.id)
    assert type(activity.detail) is RecordUpdate


async def test_the_same_key_answers_the_first_receipt(desk, clock):
    pair = await both(desk, clock)
    plan = await desk.leads.plan_merge([lead.id for lead in pair])
    receipt = await desk.leads.merge(plan, idempotency_key="k")
    assert await desk.leads.merge(plan, idempotency_key="k") == receipt
    third = await captured(desk, "third")
    another = await desk.leads.plan_merge([plan.survivor, third.id])
    with pytest.raises(IdempotencyConflict):
        await desk.leads.merge(another, idempotency_key="k")


async def test_the_same_plan_is_carried_out_once(desk, clock):
    pair = await both(desk, clock)
    plan = await desk.leads.plan_merge([lead.id for lead in pair])
    assert await desk.leads.merge(plan) == await desk.leads.merge(plan)


async def test_a_stale_plan_is_refused_and_says_what_changed(desk, clock):
    pair = await both(desk, clock)
    plan = await desk.leads.plan_merge([lead.id for lead in pair])
    await desk.leads.change(pair[0].id, company="Byron & Sons")
    problem = (await refused(["stale_plan"], desk.leads.merge, plan)).problems[0]
    assert problem.field == pair[0].id
    assert "changed company" in problem.message
    assert len(await desk.leads.find()) == 2


async def test_what_is_merged_away_cannot_be_planned_with(desk, clock):
    one, other = await both(desk, clock)
    await merged(desk, one, other, survivor=one.id)
    third = await captured(desk, "third")
    await refused(["merged_away"], desk.leads.plan_merge, [other.id, third.id])
    with pytest.raises(NotFound):
        await desk.leads.plan_merge([one.id, "nobody"])


async def test_kept_apart_survives_merges(desk, clock):
    one, other = await both(desk, clock)
    third = await captured(desk, "third")
    told = await desk.leads.keep_apart(other.id, third.id, reason="sisters")
    assert [lead.distinct_from for lead in told] == [(third.id,), (other.id,)]
    await merged(desk, one, other, survivor=one.id)
    await refused(["kept_apart"], desk.leads.plan_merge, [one.id, third.id])
    await refused(["kept_apart"], desk.leads.plan_merge, [third.id, one.id])
    assert (await desk.leads.plan_merge([one.id, third.id], although_distinct=True)).although_distinct
    await refused(["same_record"], desk.leads.keep_apart, one.id, other.id, reason="no")
    await refused(["missing_reason"], desk.leads.keep_apart, one.id, third.id, reason=" ")


# --- taking it back ---


async def test_nobody_can_tell_that_there_was_a_merge(desk, clock):
    one, other = await both(desk, clock)
    receipt = await merged(desk, one, other, survivor=one.id)
    undone = await desk.leads.unmerge(receipt, reason="mother and daughter")
    assert bare(undone.survivor) == bare(one)
    assert [bare(lead) for lead in undone.revived] == [bare(other)]
    assert [bare(lead) for lead in await desk.leads.find()] == [bare(one), bare(other)]
    assert {step.lead_id for step in await desk.leads.due(LATER)} == {one.id, other.id}
    assert {type(event) for event in await desk.leads.history(one.id)} >= {LeadMerged, LeadUnmerged}
    assert {type(event) for event in await desk.leads.history(other.id)} >= {LeadAbsorbed, LeadRevived}


async def test_what_happened_since_stays_with_the_survivor(desk, clock):
    one, other = await both(desk, clock)
    await merged(desk, one, other, survivor=one.id)
    emails = (await desk.leads.get(one.id)).emails
    new = evolve(emails[0], raw="new@example.com", address="new@example.com")
    await desk.leads.change(one.id, company="Byron", emails=(*emails, new))
    call = await desk.leads.record(other.id, Call())
    undone = await desk.leads.unmerge(other.id, reason="two people")
    assert (undone.survivor.company, undone.survivor.notes) == ("Byron", "first")
    assert [str(email) for email in undone.survivor.emails] == ["ada@example.com", "new@example.com"]
    assert await desk.leads.activities(one.id) == (call,)
    assert await desk.leads.activities(other.id) == ()
    assert bare(undone.revived[0]) == bare(other)


async def test_one_of_several_goes_and_the_others_stay(desk):
    leads = [await captured(desk, name, company=name, tags=[name]) for name in ("a", "b", "c")]
    receipt = await merged(desk, *leads, survivor=leads[0].id)
    undone = await desk.leads.unmerge(leads[1].id, reason="not b")
    assert (undone.survivor.tags, undone.survivor.absorbed) == (("a", "c"), (leads[2].id,))
    await refused(["not_merged"], desk.leads.unmerge, receipt, reason="all")
    undone = await desk.leads.unmerge(leads[2].id, reason="nor c")
    assert bare(undone.survivor) == bare(leads[0])


async def test_merges_may_be_taken_back_in_any_order(desk, clock):
    leads = []
    for name in ("a", "b", "c"):
        clock.advance(timedelta(hours=1))
        leads.append(await captured(desk, name, company=name))
    first = await merged(desk, leads[0], leads[1], survivor=leads[0].id)
    second = await merged(desk, leads[0], leads[2], survivor=leads[0].id)
    assert (await desk.leads.unmerge(first, reason="x")).survivor.company == "c"
    assert bare((await desk.leads.unmerge(second, reason="x")).survivor) == bare(leads[0])


async def test_an_outer_merge_comes_apart_first(desk):
    a, b, c = [await captured(desk, name) for name in "abc"]
    await merged(desk, b, c, survivor=b.id)
    await merged(desk, a, await desk.leads.get(b.id), survivor=a.id)
    assert (await desk.leads.get(c.id)).id == a.id
    await refused(["merged_later"], desk.leads.unmerge, c.id, reason="x")
    await desk.leads.unmerge(b.id, reason="x")
    assert (await desk.leads.get(c.id)).id == b.id
    await desk.leads.unmerge(c.id, reason="x")
    assert len(await desk.leads.find()) == 3


async def test_what_cannot_be_taken_back_is_refused(desk, clock):
    one, other = await both(desk, clock)
    receipt = await merged(desk, one, other, survivor=one.id)
    await refused(["missing_reason"], desk.leads.unmerge, receipt, reason="")
    await refused(["not_merged"], desk.leads.unmerge, one.id, reason="x")
    await refused(["other_kind"], desk.customers.unmerge, receipt, reason="x")
    await desk.leads.unmerge(receipt, reason="x")
    await refused(["not_merged"], desk.leads.unmerge, receipt, reason="x")
    await merged(desk, one, other, survivor=one.id)
    await refused(["merged_anew"], desk.leads.unmerge, receipt, reason="x")
    async with desk.store.begin() as work:
        await work.erase("lead", other.id)
        await work.commit()
    await refused(["erased"], desk.leads.unmerge, other.id, reason="x")


# --- erasing ---


async def test_erasing_the_survivor_erases_all(desk, clock):
    one, other = await both(desk, clock)
    await merged(desk, one, other, survivor=one.id)
    assert (await desk.leads.erase(other.id, reason="asked")).subject_id == one.id
    async with desk.store.begin() as work:
        assert [await work.leads.find(lead.id) for lead in (one, other)] == [None, None]
        assert [len(await work.events.of(lead.id)) for lead in (one, other)] == [1, 1]


async def test_one_alone_may_be_erased(desk, clock):
    one, other = await both(desk, clock)
    await merged(desk, one, other, survivor=one.id)
    await refused(["has_absorbed"], desk.leads.erase, one.id, reason="asked", alone=True)
    assert (await desk.leads.erase(other.id, reason="asked", alone=True)).subject_id == other.id
    assert bare(await desk.leads.get(one.id)) == bare(one)
    with pytest.raises(NotFound):
        await desk.leads.get(other.id)


# --- customers and contacts ---


async def converted(desk, name, **inquiry):
    lead = await captured(desk, name, owner="li", **inquiry)
    await desk.leads.qualify(lead.id)
    return await desk.leads.convert(lead.id, amount=Money(5, "EUR"))


async def test_customers_then_contacts_then_leads(desk):
    one, other = await converted(desk, "ada"), await converted(desk, "countess")
    await refused(["different_links", "different_links"], desk.leads.plan_merge, [one.lead.id, other.lead.id])
    await refused(["different_links"], desk.contacts.plan_merge, [one.contact.id, other.contact.id])
    plan = await desk.customers.plan_merge([one.customer.id, other.customer.id], survivor=one.customer.id)
    receipt = await desk.customers.merge(plan)
    await desk.opportunities.win(other.opportunity.id)
    customer = await desk.customers.get(other.customer.id)
    assert (customer.id, customer.stage) == (one.customer.id, LifecycleStage.WON)
    assert [purchase.opportunity_id for purchase in customer.purchases] == [other.opportunity.id]
    contacts = await desk.contacts.plan_merge([one.contact.id, other.contact.id], survivor=one.contact.id)
    await desk.contacts.merge(contacts)
    assert (await desk.customers.contact(other.contact.id)).id == one.contact.id
    assert len((await desk.contacts.get(one.contact.id)).emails) == 2
    leads = await desk.leads.plan_merge([one.lead.id, other.lead.id])
    await desk.leads.merge(leads)
    again = await desk.leads.unmerge(leads.absorbed[0], reason="x")
    assert again.survivor.opportunity_id != again.revived[0].opportunity_id
    await desk.contacts.unmerge(other.contact.id, reason="x")
    undone = await desk.customers.unmerge(receipt, reason="x")
    assert bare(undone.revived[0]) == bare(other.customer)
    assert undone.survivor.purchases == customer.purchases, "what was bought since stays"


async def test_a_lead_of_a_merged_contact_converts_to_the_one_that_lives(desk):
    one, other = await converted(desk, "ada"), await converted(desk, "countess")
    for group, pair in (
        (desk.customers, (one.customer, other.customer)),
        (desk.contacts, (one.contact, other.contact)),
    ):
        await group.merge(await group.plan_merge([each.id for each in pair], survivor=pair[0].id))
    lead = (await desk.leads.capture(email="countess@example.com", owner="li", notes="more")).lead
    await desk.leads.qualify(lead.id)
    conversion = await desk.leads.convert(lead.id)
    assert (conversion.contact.id, conversion.customer.id) == (one.contact.id, one.customer.id)


async def test_the_events_make_every_noun(desk, clock):
    one, other = await both(desk, clock)
    await desk.leads.unmerge(await merged(desk, one, other), reason="x")
    await merged(desk, await desk.leads.get(one.id), await desk.leads.get(other.id))
    async with desk.store.begin() as work:
        for lead in (one, other):
            assert replay(await work.events.of(lead.id)) == await work.leads.get(lead.id)


async def test_a_circle_that_somebody_wrote_past_the_desk_is_refused(desk, clock):
    one, other = await both(desk, clock)
    async with desk.store.begin() as work:
        for lead, into in ((one, other), (other, one)):
            await work.leads.put(evolve(lead, merged_into=into.id, version=lead.version + 1), expected=lead.version)
        await work.commit()
    with pytest.raises(StoreError) as caught:
        await desk.leads.get(one.id)
    assert [problem.code for problem in caught.value.problems] == ["merge_cycle"]


async def test_a_scorer_that_fails_stops_no_merge(make_desk, clock):
    desk = make_desk(scorer=Broken())
    one, other = await both(desk, clock)
    receipt = await merged(desk, one, other)
    await desk.leads.unmerge(receipt, reason="x")
    assert len(await desk.leads.find()) == 2


class Broken:
    """A plug-in of a host."""

    def score(self, lead, activities, at):
        raise ZeroDivisionError
