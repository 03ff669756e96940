# Derived from tests/flows/_async/test_placing.py by tools/twins.py; edit that file.
"""Placing: a lead comes to where another system says it stands, legally, in one piece, as far as the rules let it."""

import pytest

from leadkit import LEAD, LeadStatus, LifecycleStage
from leadkit.memory.snapshot import dumped
from leadkit.model.events import replay
from leadkit.steps.assignment import AssignmentPolicy, Team


def captured(desk, **inquiry):
    return (desk.leads.capture(**{"name": "Ann Lee", "email": "ann@example.com", **inquiry})).lead


@pytest.mark.parametrize("status", [status for status in LeadStatus if status is not LeadStatus.NEW])
def test_a_lead_is_brought_to_any_status(desk, status):
    lead = desk.leads.place((captured(desk)).id, status, reason="the old system says so")
    history = desk.leads.history(lead.id)
    assert (lead.status, lead.owner) == (status, "sales")
    assert lead == desk.leads.get(lead.id) == replay(history)
    moves = [event for event in history if hasattr(event, "trigger")]
    assert all(LEAD.rows(event.source, event.trigger) for event in moves)
    assert (desk.leads.follow_up(lead.id) is None) is LEAD.closed(status)


@pytest.mark.parametrize("status", [None, "new", "nonsense"])
def test_without_a_place_to_go_a_lead_gets_an_owner(desk, status):
    lead = desk.leads.place((captured(desk)).id, status)
    assert (lead.status, lead.owner) == (LeadStatus.ASSIGNED, "sales")


def test_an_owner_who_is_known_stays(make_desk):
    desk = make_desk(assignment=AssignmentPolicy([Team("t", ["an", "bo"])]))
    lead = desk.leads.place((captured(desk, owner="li")).id, "working")
    assert lead.owner == "li"
    other = desk.leads.place((captured(desk, name="Bo Ray", email="bo@example.com")).id, "working")
    assert (other.owner, other.team) == ("an", "t")


def test_a_lead_may_wait_in_a_pool_instead_of_getting_an_owner(desk):
    lead = desk.leads.place((captured(desk)).id, pool="west", reason="公海")
    assert (lead.owner, lead.pool, lead.status) == (None, "west", LeadStatus.NEW)
    assert desk.pool.leads("west") == (lead,)
    assert desk.leads.place(lead.id, pool="west", reason="公海") == lead


def test_a_lead_goes_as_far_as_the_rules_let_it(desk):
    lead = captured(desk, email="ann(at)example")
    placed = desk.leads.place(lead.id, "converted", stage="won")
    assert (placed.status, placed.opportunity_id) == (LeadStatus.ASSIGNED, None)
    assert desk.opportunities.all() == ()


@pytest.mark.parametrize("status", ["disqualified", "void"])
def test_without_a_reason_nothing_is_closed(desk, status):
    assert (desk.leads.place((captured(desk)).id, status)).status == LeadStatus.ASSIGNED


@pytest.mark.parametrize(
    ("stage", "closed", "relation"),
    [
        (None, False, LifecycleStage.TARGET),
        ("nonsense", False, LifecycleStage.TARGET),
        ("qualification", False, LifecycleStage.TARGET),
        ("negotiation", False, LifecycleStage.TARGET),
        ("won", True, LifecycleStage.WON),
        ("lost", True, LifecycleStage.TARGET),
    ],
)
def test_a_deal_is_brought_to_its_stage(desk, stage, closed, relation):
    lead = desk.leads.place((captured(desk)).id, "converted", stage=stage, reason="Closed")
    deal = desk.opportunities.get(lead.opportunity_id)
    assert deal.stage == (stage if stage not in (None, "nonsense") else "qualification")
    assert (deal.closed_at is not None, (desk.customers.get(deal.customer_id)).stage) == (closed, relation)
    assert (deal.lost_reason, deal.lost_note) == (("other", "Closed") if stage == "lost" else ("", ""))
    assert replay(desk.opportunities.history(deal.id)) == deal


def test_the_contact_that_another_system_tells_of_is_recorded(desk, clock):
    lead = desk.leads.place((captured(desk)).id, "working", reason="Contacted")
    (activity,) = desk.leads.activities(lead.id)
    assert (activity.detail.key_points, activity.detail.medium) == ("Contacted", "unknown")
    assert lead.first_response_at == clock()


def test_placing_a_lead_where_it_stands_changes_nothing(watched_desk, store):
    desk = watched_desk
    lead = desk.leads.place((captured(desk)).id, "working", reason="x")
    before = [*dumped(store.memory)]
    assert desk.leads.place(lead.id, "working", reason="x") == lead
    assert [*dumped(store.memory)] == before
