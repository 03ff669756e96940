# Derived from tests/flows/_async/test_merging.py by tools/twins.py; edit that file.
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


def captured(desk, name, **inquiry):
    return (desk.leads.capture(name=name, email=f"{name}@example.com", **inquiry)).lead


def merged(desk, *leads, **wishes):
    return desk.leads.merge(desk.leads.plan_merge([each.id for each in leads], **wishes))


def refused(codes, act, *values, **options):
    with pytest.raises(Refused) as caught:
        act(*values, **options)
    assert [problem.code for problem in caught.value.problems] == codes
    return caught.value


def bare(noun):
    """The noun without what counts its history."""
    return evolve(noun, version=1, updated_at=noun.created_at)


def both(desk, clock):
    """Two leads of an hour ago and two."""
    one = captured(desk, "ada", company="Engines", notes="first")
    clock.advance(timedelta(hours=1))
    other = captured(desk, "countess", phone="+44 20 7946 0958", company="Engines Ltd", notes="second")
    clock.advance(timedelta(hours=1))
    return one, other


# --- merging ---


def test_a_plan_changes_nothing(desk, clock):
    pair = both(desk, clock)
    plan = desk.leads.plan_merge([lead.id for lead in pair])
    assert plan.explain().splitlines()[0] == f"{pair[1].id} takes in {pair[0].id}"
    assert desk.leads.find() == pair


def test_the_survivor_has_what_both_knew_and_the_other_stays_as_it_was(desk, clock):
    one, other = both(desk, clock)
    receipt = merged(desk, one, other, survivor=one.id)
    lead = desk.leads.get(one.id)
    assert (lead.company, lead.notes, lead.absorbed) == ("Engines Ltd", "first\n\nsecond", (other.id,))
    assert [str(email) for email in lead.emails] == ["ada@example.com", "countess@example.com"]
    assert (receipt.action, receipt.results, receipt.absorbed) == (Action.MERGE, {"lead": one.id}, (other.id,))
    with desk.store.begin() as work:
        stored = work.leads.get(other.id)
    assert bare(evolve(stored, merged_into=None)) == bare(other)


def test_an_old_id_stands_for_the_survivor_wherever_it_is_given(desk, clock):
    one, other = both(desk, clock)
    merged(desk, one, other, survivor=one.id)
    assert (desk.leads.get(other.id)).id == one.id
    assert (desk.leads.record(other.id, Call(result="keen"))).lead_id == one.id
    assert (desk.leads.assign(other.id, to="li")).id == one.id
    assert (desk.leads.change(other.id, job_title="CEO")).id == one.id
    assert (desk.leads.qualify(other.id, need="ERP")).id == one.id
    assert (desk.leads.follow_up(other.id)).lead_id == one.id
    assert desk.leads.score(other.id) == (desk.leads.get(one.id)).score
    conversion = desk.leads.convert(other.id)
    assert (conversion.lead.id, conversion.opportunity.lead_id) == (one.id, one.id)
    assert (desk.leads.convert(one.id)).repeated


def test_lists_and_figures_know_one_lead(desk, clock):
    one, other = both(desk, clock)
    desk.leads.assign(other.id, to="li")
    merged(desk, one, other, survivor=one.id)
    assert [lead.id for lead in desk.leads.find()] == [one.id]
    assert [step.lead_id for step in desk.leads.due(LATER)] == [one.id]
    assert [step.leads for step in desk.reports.funnel()] == [1, 1, 0, 0, 0, 0]
    assert (desk.reports.overview()).leads == 1


def test_activities_history_and_score_are_those_of_all(desk, clock):
    one, other = both(desk, clock)
    first = desk.leads.record(other.id, Call())
    clock.advance(timedelta(hours=1))
    second = desk.leads.record(one.id, Note("hm"))
    merged(desk, one, other, survivor=one.id)
    assert desk.leads.activities(one.id) == desk.leads.activities(other.id) == (first, second)
    assert "talked to us" in (desk.leads.get(one.id)).score.explain()
    history = desk.leads.history(other.id)
    assert [event.at for event in history] == sorted(event.at for event in history)
    assert {type(event) for event in history} >= {LeadMerged, LeadAbsorbed}
    assert {event.subject_id for event in history} == {one.id, other.id}


def test_whoever_asks_again_is_recognised_by_what_either_knew(desk, clock):
    one, other = both(desk, clock)
    merged(desk, one, other, survivor=one.id)
    again = desk.leads.capture(email="countess@example.com", notes="again")
    assert (again.duplicate_of, again.because) == (one.id, ("the same e-mail address (+23.8)",))


def test_nobody_is_turned_away_because_the_survivor_was_erased_past_the_desk(desk, clock):
    one, other = both(desk, clock)
    merged(desk, one, other, survivor=one.id)
    with desk.store.begin() as work:
        work.erase("lead", one.id)
        work.commit()
    assert (desk.leads.capture(email="countess@example.com", notes="again")).duplicate_of is None


def test_the_same_record_of_another_system_is_no_new_interest(desk):
    one = captured(desk, "ada")
    other = captured(desk, "countess", external_id="crm-7", channel=Channel.API)
    merged(desk, one, other, survivor=one.id)
    desk.leads.capture(email="countess@example.com", external_id="crm-7", channel=Channel.API, notes="new")
    (activity,) = desk.leads.activities(one.id)
    assert type(activity.detail) is RecordUpdate


def test_the_same_key_answers_the_first_receipt(desk, clock):
    pair = both(desk, clock)
    plan = desk.leads.plan_merge([lead.id for lead in pair])
    receipt = desk.leads.merge(plan, idempotency_key="k")
    assert desk.leads.merge(plan, idempotency_key="k") == receipt
    third = captured(desk, "third")
    another = desk.leads.plan_merge([plan.survivor, third.id])
    with pytest.raises(IdempotencyConflict):
        desk.leads.merge(another, idempotency_key="k")


def test_the_same_plan_is_carried_out_once(desk, clock):
    pair = both(desk, clock)
    plan = desk.leads.plan_merge([lead.id for lead in pair])
    assert desk.leads.merge(plan) == desk.leads.merge(plan)


def test_a_stale_plan_is_refused_and_says_what_changed(desk, clock):
    pair = both(desk, clock)
    plan = desk.leads.plan_merge([lead.id for lead in pair])
    desk.leads.change(pair[0].id, company="Byron & Sons")
    problem = (refused(["stale_plan"], desk.leads.merge, plan)).problems[0]
    assert problem.field == pair[0].id
    assert "changed company" in problem.message
    assert len(desk.leads.find()) == 2


def test_what_is_merged_away_cannot_be_planned_with(desk, clock):
    one, other = both(desk, clock)
    merged(desk, one, other, survivor=one.id)
    third = captured(desk, "third")
    refused(["merged_away"], desk.leads.plan_merge, [other.id, third.id])
    with pytest.raises(NotFound):
        desk.leads.plan_merge([one.id, "nobody"])


def test_kept_apart_survives_merges(desk, clock):
    one, other = both(desk, clock)
    third = captured(desk, "third")
    told = desk.leads.keep_apart(other.id, third.id, reason="sisters")
    assert [lead.distinct_from for lead in told] == [(third.id,), (other.id,)]
    merged(desk, one, other, survivor=one.id)
    refused(["kept_apart"], desk.leads.plan_merge, [one.id, third.id])
    refused(["kept_apart"], desk.leads.plan_merge, [third.id, one.id])
    assert (desk.leads.plan_merge([one.id, third.id], although_distinct=True)).although_distinct
    refused(["same_record"], desk.leads.keep_apart, one.id, other.id, reason="no")
    refused(["missing_reason"], desk.leads.keep_apart, one.id, third.id, reason=" ")


# --- taking it back ---


def test_nobody_can_tell_that_there_was_a_merge(desk, clock):
    one, other = both(desk, clock)
    receipt = merged(desk, one, other, survivor=one.id)
    undone = desk.leads.unmerge(receipt, reason="mother and daughter")
    assert bare(undone.survivor) == bare(one)
    assert [bare(lead) for lead in undone.revived] == [bare(other)]
    assert [bare(lead) for lead in desk.leads.find()] == [bare(one), bare(other)]
    assert {step.lead_id for step in desk.leads.due(LATER)} == {one.id, other.id}
    assert {type(event) for event in desk.leads.history(one.id)} >= {LeadMerged, LeadUnmerged}
    assert {type(event) for event in desk.leads.history(other.id)} >= {LeadAbsorbed, LeadRevived}


def test_what_happened_since_stays_with_the_survivor(desk, clock):
    one, other = both(desk, clock)
    merged(desk, one, other, survivor=one.id)
    emails = (desk.leads.get(one.id)).emails
    new = evolve(emails[0], raw="new@example.com", address="new@example.com")
    desk.leads.change(one.id, company="Byron", emails=(*emails, new))
    call = desk.leads.record(other.id, Call())
    undone = desk.leads.unmerge(other.id, reason="two people")
    assert (undone.survivor.company, undone.survivor.notes) == ("Byron", "first")
    assert [str(email) for email in undone.survivor.emails] == ["ada@example.com", "new@example.com"]
    assert desk.leads.activities(one.id) == (call,)
    assert desk.leads.activities(other.id) == ()
    assert bare(undone.revived[0]) == bare(other)


def test_one_of_several_goes_and_the_others_stay(desk):
    leads = [captured(desk, name, company=name, tags=[name]) for name in ("a", "b", "c")]
    receipt = merged(desk, *leads, survivor=leads[0].id)
    undone = desk.leads.unmerge(leads[1].id, reason="not b")
    assert (undone.survivor.tags, undone.survivor.absorbed) == (("a", "c"), (leads[2].id,))
    refused(["not_merged"], desk.leads.unmerge, receipt, reason="all")
    undone = desk.leads.unmerge(leads[2].id, reason="nor c")
    assert bare(undone.survivor) == bare(leads[0])


def test_merges_may_be_taken_back_in_any_order(desk, clock):
    leads = []
    for name in ("a", "b", "c"):
        clock.advance(timedelta(hours=1))
        leads.append(captured(desk, name, company=name))
    first = merged(desk, leads[0], leads[1], survivor=leads[0].id)
    second = merged(desk, leads[0], leads[2], survivor=leads[0].id)
    assert (desk.leads.unmerge(first, reason="x")).survivor.company == "c"
    assert bare((desk.leads.unmerge(second, reason="x")).survivor) == bare(leads[0])


def test_an_outer_merge_comes_apart_first(desk):
    a, b, c = [captured(desk, name) for name in "abc"]
    merged(desk, b, c, survivor=b.id)
    merged(desk, a, desk.leads.get(b.id), survivor=a.id)
    assert (desk.leads.get(c.id)).id == a.id
    refused(["merged_later"], desk.leads.unmerge, c.id, reason="x")
    desk.leads.unmerge(b.id, reason="x")
    assert (desk.leads.get(c.id)).id == b.id
    desk.leads.unmerge(c.id, reason="x")
    assert len(desk.leads.find()) == 3


def test_what_cannot_be_taken_back_is_refused(desk, clock):
    one, other = both(desk, clock)
    receipt = merged(desk, one, other, survivor=one.id)
    refused(["missing_reason"], desk.leads.unmerge, receipt, reason="")
    refused(["not_merged"], desk.leads.unmerge, one.id, reason="x")
    refused(["other_kind"], desk.customers.unmerge, receipt, reason="x")
    desk.leads.unmerge(receipt, reason="x")
    refused(["not_merged"], desk.leads.unmerge, receipt, reason="x")
    merged(desk, one, other, survivor=one.id)
    refused(["merged_anew"], desk.leads.unmerge, receipt, reason="x")
    with desk.store.begin() as work:
        work.erase("lead", other.id)
        work.commit()
    refused(["erased"], desk.leads.unmerge, other.id, reason="x")


# --- erasing ---


def test_erasing_the_survivor_erases_all(desk, clock):
    one, other = both(desk, clock)
    merged(desk, one, other, survivor=one.id)
    assert (desk.leads.erase(other.id, reason="asked")).subject_id == one.id
    with desk.store.begin() as work:
        assert [work.leads.find(lead.id) for lead in (one, other)] == [None, None]
        assert [len(work.events.of(lead.id)) for lead in (one, other)] == [1, 1]


def test_one_alone_may_be_erased(desk, clock):
    one, other = both(desk, clock)
    merged(desk, one, other, survivor=one.id)
    refused(["has_absorbed"], desk.leads.erase, one.id, reason="asked", alone=True)
    assert (desk.leads.erase(other.id, reason="asked", alone=True)).subject_id == other.id
    assert bare(desk.leads.get(one.id)) == bare(one)
    with pytest.raises(NotFound):
        desk.leads.get(other.id)


# --- customers and contacts ---


def converted(desk, name, **inquiry):
    lead = captured(desk, name, owner="li", **inquiry)
    desk.leads.qualify(lead.id)
    return desk.leads.convert(lead.id, amount=Money(5, "EUR"))


def test_customers_then_contacts_then_leads(desk):
    one, other = converted(desk, "ada"), converted(desk, "countess")
    refused(["different_links", "different_links"], desk.leads.plan_merge, [one.lead.id, other.lead.id])
    refused(["different_links"], desk.contacts.plan_merge, [one.contact.id, other.contact.id])
    plan = desk.customers.plan_merge([one.customer.id, other.customer.id], survivor=one.customer.id)
    receipt = desk.customers.merge(plan)
    desk.opportunities.win(other.opportunity.id)
    customer = desk.customers.get(other.customer.id)
    assert (customer.id, customer.stage) == (one.customer.id, LifecycleStage.WON)
    assert [purchase.opportunity_id for purchase in customer.purchases] == [other.opportunity.id]
    contacts = desk.contacts.plan_merge([one.contact.id, other.contact.id], survivor=one.contact.id)
    desk.contacts.merge(contacts)
    assert (desk.customers.contact(other.contact.id)).id == one.contact.id
    assert len((desk.contacts.get(one.contact.id)).emails) == 2
    leads = desk.leads.plan_merge([one.lead.id, other.lead.id])
    desk.leads.merge(leads)
    again = desk.leads.unmerge(leads.absorbed[0], reason="x")
    assert again.survivor.opportunity_id != again.revived[0].opportunity_id
    desk.contacts.unmerge(other.contact.id, reason="x")
    undone = desk.customers.unmerge(receipt, reason="x")
    assert bare(undone.revived[0]) == bare(other.customer)
    assert undone.survivor.purchases == customer.purchases, "what was bought since stays"


def test_a_lead_of_a_merged_contact_converts_to_the_one_that_lives(desk):
    one, other = converted(desk, "ada"), converted(desk, "countess")
    for group, pair in (
        (desk.customers, (one.customer, other.customer)),
        (desk.contacts, (one.contact, other.contact)),
    ):
        group.merge(group.plan_merge([each.id for each in pair], survivor=pair[0].id))
    lead = (desk.leads.capture(email="countess@example.com", owner="li", notes="more")).lead
    desk.leads.qualify(lead.id)
    conversion = desk.leads.convert(lead.id)
    assert (conversion.contact.id, conversion.customer.id) == (one.contact.id, one.customer.id)


def test_the_events_make_every_noun(desk, clock):
    one, other = both(desk, clock)
    desk.leads.unmerge(merged(desk, one, other), reason="x")
    merged(desk, desk.leads.get(one.id), desk.leads.get(other.id))
    with desk.store.begin() as work:
        for lead in (one, other):
            assert replay(work.events.of(lead.id)) == work.leads.get(lead.id)


def test_a_circle_that_somebody_wrote_past_the_desk_is_refused(desk, clock):
    one, other = both(desk, clock)
    with desk.store.begin() as work:
        for lead, into in ((one, other), (other, one)):
            work.leads.put(evolve(lead, merged_into=into.id, version=lead.version + 1), expected=lead.version)
        work.commit()
    with pytest.raises(StoreError) as caught:
        desk.leads.get(one.id)
    assert [problem.code for problem in caught.value.problems] == ["merge_cycle"]


def test_a_scorer_that_fails_stops_no_merge(make_desk, clock):
    desk = make_desk(scorer=Broken())
    one, other = both(desk, clock)
    receipt = merged(desk, one, other)
    desk.leads.unmerge(receipt, reason="x")
    assert len(desk.leads.find()) == 2


class Broken:
    """A plug-in of a host."""

    def score(self, lead, activities, at):
        raise ZeroDivisionError
