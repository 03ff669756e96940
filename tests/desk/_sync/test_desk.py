# Derived from tests/desk/_async/test_desk.py by tools/twins.py; edit that file.
"""The desk itself: what it holds, what it shares, and what it does not."""

from datetime import UTC

import pytest

from leadkit import LeadDesk, Playbook, Refused
from leadkit.memory import Store
from leadkit.steps.assignment import AssignmentPolicy, Team
from leadkit.testing import numbered_ids


def test_a_desk_needs_nothing_but_a_store():
    desk = LeadDesk(store=Store())
    lead = (desk.leads.capture(email="ann@example.com")).lead
    assert desk.leads.find() == (lead,)
    assert (lead.created_at.tzinfo, len(lead.id)) == (UTC, 36)
    assert desk.playbook == Playbook()


def test_two_desks_over_one_store_see_the_same(clock):
    store = Store()
    one, other = LeadDesk(store=store, now=clock), LeadDesk(store=store, now=clock)
    lead = (one.leads.capture(email="ann@example.com", idempotency_key="k")).lead
    assert other.leads.get(lead.id) == lead
    assert (other.leads.capture(email="ann@example.com", idempotency_key="k")).repeated


def test_each_desk_has_a_playbook_of_its_own(clock):
    store = Store()
    lead = (LeadDesk(store=store, now=clock).leads.capture(email="ann@example.com")).lead
    team = Playbook(assignment=AssignmentPolicy([Team("east", ["an"])]))
    assert (LeadDesk(store=store, playbook=team, now=clock).leads.assign(lead.id)).owner == "an"


def test_two_desks_in_memory_share_nothing(clock):
    desks = [LeadDesk.in_memory(now=clock, new_id=numbered_ids(prefix)) for prefix in ("a", "b")]
    for desk in desks:
        desk.leads.capture(email="ann@example.com")
    assert [[lead.id[0] for lead in desk.leads.find()] for desk in desks] == [["a"], ["b"]]


def test_a_no_is_raised_with_every_reason():
    desk = LeadDesk.in_memory()
    lead = (desk.leads.capture(company="Acme", email="ann(at)example")).lead
    desk.leads.nurture(lead.id)
    with pytest.raises(Refused) as caught:
        desk.leads.qualify(lead.id)
    assert {(problem.code, problem.field) for problem in caught.value.problems} == {
        ("guard_refused", "owned"),
        ("guard_refused", "reachable"),
    }
    assert all(problem.message for problem in caught.value.problems)
