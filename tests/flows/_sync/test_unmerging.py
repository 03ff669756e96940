# Derived from tests/flows/_async/test_unmerging.py by tools/twins.py; edit that file.
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

    def made(since=Since.SURVIVOR):
        desk = make_desk(merging=MergePolicy(since=since))
        ada = (desk.leads.capture(name="Ada", email="ada@example.com")).lead
        bo = (desk.leads.capture(name="Bo", email="bo@example.com", phone="+44 20 7946 0958")).lead
        receipt = desk.leads.merge(desk.leads.plan_merge([ada.id, bo.id], survivor=ada.id))
        clock.advance(timedelta(hours=1))
        called = desk.leads.record(ada.id, Call())
        clock.advance(timedelta(hours=1))
        desk.leads.capture(email="bo@example.com", phone="020 7123 4567", region="GB", notes="and a price list?")
        clock.advance(timedelta(hours=1))
        desk.leads.capture(email="ada@example.com", notes="and a visit?")
        clock.advance(timedelta(hours=1))
        return desk, ada, bo, receipt, called

    return made


def refused(codes, act, *arguments, **options):
    with pytest.raises(Refused) as no:
        act(*arguments, **options)
    assert [problem.code for problem in no.value.problems] == codes
    return no.value


def kinds(desk, lead):
    return [activity.kind for activity in desk.leads.activities(lead.id)]


def replayed(desk):
    with desk.store.begin() as work:
        for lead in [lead for lead in work.leads.all()]:
            assert replay(work.events.of(lead.id)) == lead


def test_by_default_what_happened_since_stays(merged):
    desk, ada, bo, receipt, _ = merged()
    plan = desk.leads.plan_unmerge(receipt)
    assert {each.lead_id for each in plan.activities} == {ada.id}
    assert plan.moved == {}
    undone = desk.leads.unmerge(receipt, reason="two people")
    assert undone.moved == {}
    assert kinds(desk, ada) == ["call", "repeat_inquiry", "repeat_inquiry"]
    assert kinds(desk, bo) == []


def test_by_rule_an_inquiry_goes_with_whom_it_came_from(merged):
    desk, ada, bo, receipt, called = merged("belonging")
    plan = desk.leads.plan_unmerge(receipt)
    assert [each.lead_id for each in plan.activities] == [ada.id, bo.id, ada.id]
    assert plan.explain().splitlines()[0] == f"{ada.id} gives back {bo.id}"
    assert f"→ {bo.id}: names its contact details" in plan.explain()
    undone = desk.leads.unmerge(receipt, reason="two people")
    assert undone.moved == plan.moved == {plan.activities[1].activity.id: bo.id}
    assert kinds(desk, ada) == ["call", "repeat_inquiry"]
    assert kinds(desk, bo) == ["repeat_inquiry"]
    (fact,) = [event for event in desk.leads.history(ada.id) if isinstance(event, LeadUnmerged)]
    assert fact.moved == plan.moved
    assert undone.survivor.last_contact_at == called.at
    replayed(desk)


def test_with_it_go_the_details_that_it_brought_along(merged):
    desk, ada, bo, receipt, _ = merged("belonging")
    desk.leads.unmerge(receipt, reason="two people")
    assert (desk.leads.capture(phone="+44 20 7123 4567", notes="hello?")).duplicate_of == bo.id
    assert (desk.leads.capture(email="ada@example.com", notes="hello?")).duplicate_of == ada.id
    number = PhoneNumber("+44 20 7123 4567", "+442071234567", validity=PhoneValidity.VALID)
    (key,) = desk.playbook.duplicates.match_keys((), (number,))
    with desk.store.begin() as work:
        assert work.match_keys.find("lead", [key]) == {key: (bo.id,)}


def test_somebody_may_choose_for_each_activity(merged):
    desk, _, bo, receipt, called = merged()
    choices = {called.id: bo.id}
    assert (desk.leads.plan_unmerge(receipt, choices=choices)).moved == choices
    undone = desk.leads.unmerge(receipt, reason="it was Bo on the phone", choices=choices)
    (revived,) = undone.revived
    assert (revived.first_response_at, revived.last_contact_at) == (called.at, called.at)
    assert (undone.survivor.first_response_at, undone.survivor.last_contact_at) == (None, None)
    assert kinds(desk, bo) == ["call"]
    assert (desk.leads.due(called.at + timedelta(days=99)))[-1].lead_id == bo.id
    replayed(desk)


def test_times_of_contact_are_reckoned_without_what_went(merged, clock):
    desk, ada, bo, receipt, called = merged()
    later = desk.leads.record(ada.id, EmailMessage())
    undone = desk.leads.unmerge(receipt, reason="x", choices={called.id: bo.id})
    assert (undone.survivor.first_response_at, undone.survivor.last_contact_at) == (later.at, later.at)
    # and they stay so when another merge is made and taken back
    clock.advance(timedelta(hours=1))
    again = desk.leads.merge(desk.leads.plan_merge([ada.id, bo.id], survivor=ada.id))
    assert (desk.leads.get(ada.id)).first_response_at == called.at
    undone = desk.leads.unmerge(again, reason="x")
    assert (undone.survivor.first_response_at, undone.survivor.last_contact_at) == (later.at, later.at)
    assert undone.revived[0].first_response_at == called.at
    replayed(desk)


def test_by_hand_each_activity_needs_a_choice(merged):
    desk, ada, bo, receipt, called = merged("manual")
    no = refused(["missing_choice"] * 3, desk.leads.unmerge, receipt, reason="x")
    choices = {problem.field: ada.id for problem in no.problems} | {called.id: bo.id}
    desk.leads.unmerge(receipt, reason="x", choices=choices)
    assert kinds(desk, bo) == ["call"]


def test_a_choice_that_cannot_be_is_refused(merged):
    desk, _, _, receipt, called = merged()
    stranger = (desk.leads.capture(email="c@example.com")).lead
    before = desk.leads.record(stranger.id, Note("hm"))
    choices = {called.id: stranger.id, before.id: stranger.id}
    for act in (desk.leads.plan_unmerge, desk.leads.unmerge):
        options = {"reason": "x"} if act == desk.leads.unmerge else {}
        refused(["unknown_choice"] * 2, act, receipt, choices=choices, **options)


def test_what_happened_before_one_was_taken_in_cannot_be_its(merged):
    desk, ada, _, _, called = merged("belonging")
    cy = (desk.leads.capture(email="cy@example.com")).lead
    receipt = desk.leads.merge(desk.leads.plan_merge([ada.id, cy.id], survivor=ada.id))
    desk.leads.record(ada.id, Note("both"))
    plan = desk.leads.plan_unmerge(receipt)
    assert [each.activity.kind for each in plan.activities] == ["note"]
    refused(["unknown_choice"], desk.leads.unmerge, receipt, reason="x", choices={called.id: cy.id})


def test_what_names_both_stays(merged):
    desk, ada, bo, receipt, _ = merged("belonging")
    desk.leads.capture(email=["ada@example.com", "bo@example.com"], notes="from us both")
    desk.leads.record(ada.id, FormSubmission("newsletter", {"email": "Bo <BO@example.com>", "x": 1}))
    desk.leads.record(ada.id, FormSubmission("survey", {"email": 7}))
    plan = desk.leads.plan_unmerge(receipt)
    assert [each.lead_id for each in plan.activities] == [ada.id, bo.id, ada.id, ada.id, bo.id, ada.id]


def test_who_is_erased_alone_takes_its_inquiries_along(merged):
    desk, ada, bo, _, _ = merged()
    desk.leads.erase(bo.id, reason="asked", alone=True)
    assert kinds(desk, ada) == ["call", "repeat_inquiry"]
    with desk.store.begin() as work:
        assert work.activities.of_lead(bo.id) == ()
    assert (desk.leads.capture(phone="+44 20 7123 4567", notes="new here")).duplicate_of is None


def test_contacts_have_no_activities_to_choose(desk):
    for name in ("ada", "bo"):
        lead = (desk.leads.capture(name=name, company="Engines", email=f"{name}@example.com", owner="li")).lead
        desk.leads.qualify(lead.id)
        desk.leads.convert(lead.id)
    with desk.store.begin() as work:
        one, other = [customer.id for customer in work.customers.all()]
    receipt = desk.customers.merge(desk.customers.plan_merge([one, other]))
    assert (desk.customers.plan_unmerge(receipt)).activities == ()
    refused(["unknown_choice"], desk.customers.unmerge, receipt, reason="x", choices={"a": one})


def test_a_pair_that_is_kept_apart_may_be_one_after_all(desk):
    one, other = [(desk.leads.capture(email=f"{name}@example.com")).lead for name in "ab"]
    refused(["not_kept_apart"], desk.leads.reconsider, one.id, other.id, reason="x")
    desk.leads.keep_apart(one.id, other.id, reason="sisters")
    refused(["missing_reason"], desk.leads.reconsider, one.id, other.id, reason=" ")
    told = desk.leads.reconsider(one.id, other.id, reason="one phone")
    assert [lead.distinct_from for lead in told] == [(), ()]
    history = desk.leads.history(other.id)
    assert isinstance(history[-1], LeadReconsidered)
    assert history[-1].other == one.id
    desk.leads.merge(desk.leads.plan_merge([one.id, other.id]))
    replayed(desk)


def test_it_counts_for_all_that_a_record_took_in(desk):
    one, two, other = [(desk.leads.capture(email=f"{name}@example.com")).lead for name in "abc"]
    desk.leads.keep_apart(two.id, other.id, reason="sisters")
    desk.leads.merge(desk.leads.plan_merge([one.id, two.id], survivor=one.id))
    refused(["kept_apart"], desk.leads.plan_merge, [one.id, other.id])
    desk.leads.reconsider(other.id, two.id, reason="one phone")
    desk.leads.plan_merge([one.id, other.id])
    assert [pair for pair in desk.leads.duplicates()] == []
