"""Units of work inside a batch: they see each other, and the store sees all of them or none."""

from datetime import UTC, datetime

import attrs
import pytest

from leadkit.aio import LeadDesk
from leadkit.buffered import AsyncBatch
from leadkit.errors import VersionConflict
from leadkit.memory import AsyncStore
from leadkit.model import Lead

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)
LEAD = Lead("lead-1", AT, AT)
CHANGED = attrs.evolve(LEAD, company="顶点", version=2)


async def leads(store):
    async with store.begin() as work:
        return [lead async for lead in work.leads.all()]


async def saved(store, lead, expected=None):
    async with store.begin() as work:
        await (work.leads.add(lead) if expected is None else work.leads.put(lead, expected=expected))
        await work.commit()


async def test_the_store_sees_nothing_before_the_batch_commits_and_all_of_it_after():
    store = AsyncStore()
    async with AsyncBatch(store) as batch:
        await saved(batch, LEAD)
        await saved(batch, CHANGED, 1)
        assert await leads(batch) == [CHANGED]
        assert await leads(store) == []
        await batch.commit()
    assert await leads(store) == [CHANGED]


async def test_a_batch_left_without_commit_keeps_nothing():
    store = AsyncStore()
    async with AsyncBatch(store) as batch:
        await saved(batch, LEAD)
    assert await leads(store) == []


async def test_a_unit_of_work_that_is_left_takes_nothing_else_of_the_batch_with_it():
    store = AsyncStore()
    async with AsyncBatch(store) as batch:
        await saved(batch, LEAD)
        async with batch.begin() as work:
            await work.leads.put(CHANGED, expected=1)
        with pytest.raises(VersionConflict):
            await saved(batch, CHANGED, 7)
        await batch.commit()
    assert await leads(store) == [LEAD]


async def test_somebody_who_was_faster_outside_fails_the_batch_whole():
    store = AsyncStore()
    await saved(store, LEAD)
    async with AsyncBatch(store) as batch:
        await saved(batch, CHANGED, 1)
        await saved(batch, attrs.evolve(LEAD, id="lead-2"))
        await saved(store, attrs.evolve(CHANGED, company="faster"), 1)
        with pytest.raises(VersionConflict):
            await batch.commit()
    assert [lead.company for lead in await leads(store)] == ["faster"]


async def test_a_whole_journey_runs_inside_a_batch():
    store = AsyncStore()
    async with AsyncBatch(store) as batch:
        desk = LeadDesk(store=batch)
        lead = (await desk.leads.capture(name="Ada", email="ada@example.com")).lead
        assert (await desk.leads.capture(email="ada@example.com", needs=("a crane",))).duplicate_of == lead.id
        await desk.leads.assign(lead.id, to="li")
        await desk.leads.qualify(lead.id, need="a crane")
        made = await desk.leads.convert(lead.id)
        await desk.opportunities.win(made.opportunity.id)
        assert await leads(store) == []
        await batch.commit()
    outside = LeadDesk(store=store)
    assert (await outside.leads.get(lead.id)).opportunity_id == made.opportunity.id
    assert len(await outside.leads.history(lead.id)) == (await outside.leads.get(lead.id)).version
    assert (await outside.opportunities.get(made.opportunity.id)).stage == "won"
