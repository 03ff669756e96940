"""Merging happens whole or not at all: a store that fails on the way, and somebody who was faster."""

import pytest

from leadkit.errors import Refused, StoreError
from leadkit.model import Note


async def captured(desk, name, **inquiry):
    return (await desk.leads.capture(name=name, email=f"{name}@example.com", **inquiry)).lead


async def stored(desk):
    async with desk.store.memory.begin() as work:
        parts = (work.leads, work.follow_ups, work.receipts, work.events)
        return [[each async for each in part.all()] for part in parts]


@pytest.mark.parametrize("step", ["merge", "unmerge", "keep_apart", "erase"])
async def test_half_of_it_cannot_exist(watched_desk, store, step):
    desk = watched_desk
    leads = [await captured(desk, name, notes=name) for name in "abc"]
    plan = await desk.leads.plan_merge([lead.id for lead in leads])
    receipt = None if step == "merge" else await desk.leads.merge(plan)
    other = await captured(desk, "other")
    acts = {
        "merge": lambda: desk.leads.merge(plan),
        "unmerge": lambda: desk.leads.unmerge(receipt, reason="x"),
        "keep_apart": lambda: desk.leads.keep_apart(leads[0].id, other.id, reason="x"),
        "erase": lambda: desk.leads.erase(plan.absorbed[0], reason="x", alone=True),
    }
    before, breaks_at = await stored(desk), 0
    while True:
        breaks_at += 1
        store.watch(breaks_at)
        try:
            await acts[step]()
            break
        except StoreError:
            assert await stored(desk) == before, f"something stayed after call {breaks_at} failed"
    assert breaks_at > 5
    assert await stored(desk) != before


async def test_who_was_faster_makes_the_plan_stale(watched_desk, store):
    desk = watched_desk
    one, other = await captured(desk, "ada"), await captured(desk, "countess")
    plan = await desk.leads.plan_merge([one.id, other.id])

    async def rival():
        await desk.leads.record(other.id, Note("wait"))

    store.rival = rival
    with pytest.raises(Refused) as refused:
        await desk.leads.merge(plan)
    assert [problem.code for problem in refused.value.problems] == ["stale_plan"]
    assert len(await desk.leads.find()) == 2
