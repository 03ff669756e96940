"""The desk itself: what it holds, what it shares, and what it does not."""

from datetime import UTC

import pytest

from leadkit import Playbook, Refused
from leadkit.aio import LeadDesk
from leadkit.memory import AsyncStore
from leadkit.steps.assignment import AssignmentPolicy, Team
from leadkit.testing import numbered_ids


async def test_a_desk_needs_nothing_but_a_store():
    desk = LeadDesk(store=AsyncStore())
    lead = (await desk.leads.capture(email="ann@example.com")).lead
    assert await desk.leads.find() == (lead,)
    assert (lead.created_at.tzinfo, len(lead.id)) == (UTC, 36)
    assert desk.playbook == Playbook()


async def test_two_desks_over_one_store_see_the_same(clock):
    store = AsyncStore()
    one, other = LeadDesk(store=store, now=clock), LeadDesk(store=store, now=clock)
    lead = (await one.leads.capture(email="ann@example.com", idempotency_key="k")).lead
    assert await other.leads.get(lead.id) == lead
    assert (await other.leads.capture(email="ann@example.com", idempotency_key="k")).repeated


async def test_each_desk_has_a_playbook_of_its_own(clock):
    store = AsyncStore()
    lead = (await LeadDesk(store=store, now=clock).leads.capture(email="ann@example.com")).lead
    team = Playbook(assignment=AssignmentPolicy([Team("east", ["an"])]))
    assert (await LeadDesk(store=store, playbook=team, now=clock).leads.assign(lead.id)).owner == "an"


async def test_two_desks_in_memory_share_nothing(clock):
    desks = [LeadDesk.in_memory(now=clock, new_id=numbered_ids(prefix)) for prefix in ("a", "b")]
    for desk in desks:
        await desk.leads.capture(email="ann@example.com")
    assert [[lead.id[0] for lead in await desk.leads.find()] for desk in desks] == [["a"], ["b"]]


async def test_a_no_is_raised_with_every_reason():
    desk = LeadDesk.in_memory()
    lead = (await desk.leads.capture(company="Acme", email="ann(at)example")).lead
    await desk.leads.nurture(lead.id)
    with pytest.raises(Refused) as caught:
        await desk.leads.qualify(lead.id)
    assert {(problem.code, problem.field) for problem in caught.value.problems} == {
        ("guard_refused", "owned"),
        ("guard_refused", "reachable"),
    }
    assert all(problem.message for problem in caught.value.problems)
