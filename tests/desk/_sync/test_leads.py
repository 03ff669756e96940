# Derived from tests/desk/_async/test_leads.py by tools/twins.py; edit that file.
"""`desk.leads`: finding leads, and reading what happened to them."""

import pytest

from leadkit import LeadStatus, NotFound, PageVisit
from leadkit.model import Call


def captured(desk, number, **inquiry):
    return (desk.leads.capture(email=f"lead{number}@example.com", **inquiry)).lead


def test_leads_are_found_by_what_is_asked_oldest_first(desk):
    first, second, third = [captured(desk, number) for number in range(3)]
    first, third = desk.leads.assign(first.id, to="li"), desk.leads.assign(third.id, to="mo")
    assert desk.leads.find() == (first, second, third)
    assert desk.leads.find(statuses={LeadStatus.ASSIGNED}) == (first, third)
    assert desk.leads.find(statuses=["assigned"], owner="mo") == (third,)
    assert desk.leads.find(statuses="assigned") == desk.leads.find(statuses=iter(["assigned"])) == (first, third)
    assert desk.leads.find(owner="nobody") == desk.leads.find(statuses=[]) == ()
    third = desk.pool.release(third.id, reason="on leave", pool="west")
    assert desk.leads.find(pool="west") == desk.pool.leads("west") == (third,)


def test_the_history_reads_as_sentences(desk):
    lead = captured(desk, 1, company="Acme")
    desk.leads.record(lead.id, PageVisit("/blog"))
    desk.leads.assign(lead.id, to="li")
    desk.leads.record(lead.id, Call(result="interested"))
    desk.leads.disqualify(lead.id, reason="no budget")
    assert [event.sentence() for event in desk.leads.history(lead.id)] == [
        "captured from manual",
        "scored 7, priority low",
        "follow-up due 2026-03-03 09:00: make first contact and learn the need",
        "recorded page visit",
        "scored 12, priority low",
        "assigned to li: named by hand",
        "follow-up due 2026-03-03 09:00: make first contact and learn the need",
        "recorded call",
        "assigned → working (contact)",
        "scored 17, priority low",
        "follow-up due 2026-03-09 09:00: settle the open questions and agree on a next step",
        "working → disqualified (disqualify): no budget",
    ]


def test_what_nobody_knows_has_no_history(desk):
    assert desk.leads.history("nobody") == desk.leads.activities("nobody") == ()
    assert desk.leads.follow_up("nobody") is None
    with pytest.raises(NotFound):
        desk.leads.get("nobody")


def test_personal_data_is_masked_in_whatever_is_logged(desk):
    lead = captured(desk, 1, phone="+1 650 253 0000")
    for told in (lead, *desk.leads.history(lead.id)):
        assert "lead1@" not in repr(told)
        assert "2530000" not in repr(told)
