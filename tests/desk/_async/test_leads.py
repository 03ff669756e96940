"""`desk.leads`: finding leads, and reading what happened to them."""

import pytest

from leadkit import LeadStatus, NotFound, PageVisit
from leadkit.model import Call


async def captured(desk, number, **inquiry):
    return (await desk.leads.capture(email=f"lead{number}@example.com", **inquiry)).lead


async def test_leads_are_found_by_what_is_asked_oldest_first(desk):
    first, second, third = [await captured(desk, number) for number in range(3)]
    first, third = await desk.leads.assign(first.id, to="li"), await desk.leads.assign(third.id, to="mo")
    assert await desk.leads.find() == (first, second, third)
    assert await desk.leads.find(statuses={LeadStatus.ASSIGNED}) == (first, third)
    assert await desk.leads.find(statuses=["assigned"], owner="mo") == (third,)
    assert (
        await desk.leads.find(statuses="assigned")
        == await desk.leads.find(statuses=iter(["assigned"]))
        == (first, third)
    )
    assert await desk.leads.find(owner="nobody") == await desk.leads.find(statuses=[]) == ()
    third = await desk.pool.release(third.id, reason="on leave", pool="west")
    assert await desk.leads.find(pool="west") == await desk.pool.leads("west") == (third,)


async def test_the_history_reads_as_sentences(desk):
    lead = await captured(desk, 1, company="Acme")
    await desk.leads.record(lead.id, PageVisit("/blog"))
    await desk.leads.assign(lead.id, to="li")
    await desk.leads.record(lead.id, Call(result="interested"))
    await desk.leads.disqualify(lead.id, reason="no budget")
    assert [event.sentence() for event in await desk.leads.history(lead.id)] == [
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


async def test_what_nobody_knows_has_no_history(desk):
    assert await desk.leads.history("nobody") == await desk.leads.activities("nobody") == ()
    assert await desk.leads.follow_up("nobody") is None
    with pytest.raises(NotFound):
        await desk.leads.get("nobody")


async def test_personal_data_is_masked_in_whatever_is_logged(desk):
    lead = await captured(desk, 1, phone="+1 650 253 0000")
    for told in (lead, *await desk.leads.history(lead.id)):
        assert "lead1@" not in repr(told)
        assert "2530000" not in repr(told)
