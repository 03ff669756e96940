"""Placing: a lead comes to where another system says it stands, legally, in one piece, as far as the rules let it."""

import pytest

from leadkit import LEAD, LeadStatus, LifecycleStage
from leadkit.memory.snapshot import dumped
from leadkit.model.events import replay
from leadkit.steps.assignment import AssignmentPolicy, Team


async def captured(desk, **inquiry):
    return (await desk.leads.capture(**{"name": "Ann Lee", "email": "ann@example.com", **inquiry})).lead


@pytest.mark.parametrize("status", [status for status in LeadStatus if status is not LeadStatus.NEW])
async def test_a_lead_is_brought_to_any_status(desk, status):
    lead = await desk.leads.place((await captured(desk)).id, status, reason="the old system says so")
    history = await desk.leads.history(lead.id)
    assert (lead.status, lead.owner) == (status, "sales")
    assert lead == await desk.leads.get(lead.id) == replay(history)
    moves = [event for event in history if hasattr(event, "trigger")]
    assert all(LEAD.rows(event.source, event.trigger) for event in moves)
    assert (await desk.leads.follow_up(lead.id) is None) is LEAD.closed(status)


@pytest.mark.parametrize("status", [None, "new", "nonsense"])
async def test_without_a_place_to_go_a_lead_gets_an_owner(desk, status):
    lead = await desk.leads.place((await captured(desk)).id, status)
    assert (lead.status, lead.owner) == (LeadStatus.ASSIGNED, "sales")


async def test_an_owner_who_is_known_stays(make_desk):
    desk = make_desk(assignment=AssignmentPolicy([Team("t", ["an", "bo"])]))
    lead = await desk.leads.place((await captured(desk, owner="li")).id, "working")
    assert lead.owner == "li"
    other = await desk.leads.place((await captured(desk, name="Bo Ray", email="bo@example.com")).id, "working")
    assert (other.owner, other.team) == ("an", "t")


async def test_a_lead_may_wait_in_a_pool_instead_of_getting_an_owner(desk):
    lead = await desk.leads.place((await captured(desk)).id, pool="west", reason="公海")
    assert (lead.owner, lead.pool, lead.status) == (None, "west", LeadStatus.NEW)
    assert await desk.pool.leads("west") == (lead,)
    assert await desk.leads.place(lead.id, pool="west", reason="公海") == lead


async def test_a_lead_goes_as_far_as_the_rules_let_it(desk):
    lead = await captured(desk, email="ann(at)example")
    placed = await desk.leads.place(lead.id, "converted", stage="won")
    assert (placed.status, placed.opportunity_id) == (LeadStatus.ASSIGNED, None)
    assert await desk.opportunities.all() == ()


@pytest.mark.parametrize("status", ["disqualified", "void"])
async def test_without_a_reason_nothing_is_closed(desk, status):
    assert (await desk.leads.place((await captured(desk)).id, status)).status == LeadStatus.ASSIGNED


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
async def test_a_deal_is_brought_to_its_stage(desk, stage, closed, relation):
    lead = await desk.leads.place((await captured(desk)).id, "converted", stage=stage, reason="Closed")
    deal = await desk.opportunities.get(lead.opportunity_id)
    assert deal.stage == (stage if stage not in (None, "nonsense") else "qualification")
    assert (deal.closed_at is not None, (await desk.customers.get(deal.customer_id)).stage) == (closed, relation)
    assert (deal.lost_reason, deal.lost_note) == (("other", "Closed") if stage == "lost" else ("", ""))
    assert replay(await desk.opportunities.history(deal.id)) == deal


async def test_the_contact_that_another_system_tells_of_is_recorded(desk, clock):
    lead = await desk.leads.place((await captured(desk)).id, "working", reason="Contacted")
    (activity,) = await desk.leads.activities(lead.id)
    assert (activity.detail.key_points, activity.detail.medium) == ("Contacted", "unknown")
    assert lead.first_response_at == clock()


async def test_placing_a_lead_where_it_stands_changes_nothing(watched_desk, store):
    desk = watched_desk
    lead = await desk.leads.place((await captured(desk)).id, "working", reason="x")
    before = [*dumped(store.memory)]
    assert await desk.leads.place(lead.id, "working", reason="x") == lead
    assert [*dumped(store.memory)] == before
