"""The desk over a real database, asynchronous form."""

from datetime import UTC, datetime

from attrs import evolve

from leadkit import Channel, LifecycleStage, Money, PageVisit
from leadkit.aio import LeadDesk
from leadkit.testing import FrozenClock

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def test_the_whole_journey(fresh_store_async, dialect):
    store = fresh_store_async(dialect)
    desk = LeadDesk(store=store, now=FrozenClock(NOW))
    lead = (
        await desk.leads.capture(
            name="王小明",
            email="Wang@Example.com",
            phone="138 1234 5678",
            region="CN",
            company="顶点科技有限公司",
            channel=Channel.EXHIBITION,
            idempotency_key="booth-17",
        )
    ).lead
    await desk.leads.record(lead.id, PageVisit(url="/pricing", seconds=95))
    again = await desk.leads.capture(name="Wang Xiaoming", phone="+86 13812345678", channel=Channel.WEB_FORM)
    assert again.duplicate_of == lead.id
    await desk.leads.assign(lead.id)
    await desk.leads.qualify(lead.id, need="ERP", budget=Money("120000", "CNY"))
    assert [step.lead_id for step in await desk.leads.due(datetime(2027, 1, 1, tzinfo=UTC))] == [lead.id]
    deal = await desk.leads.convert(lead.id, amount=Money("120000", "CNY"))
    await desk.opportunities.win(deal.opportunity.id)
    assert (await desk.customers.get(deal.customer.id)).stage == LifecycleStage.WON
    assert [step.leads for step in await desk.reports.funnel()] == [1] * 6
    history = await desk.leads.history(lead.id)
    assert [event.version for event in history] == [*range(1, len(history) + 1)]
    assert (await desk.leads.get(lead.id)).name == lead.name
    waiting = await store.outbox.unpublished()
    assert {event.subject_id for entry in waiting for event in [entry.event]} >= {lead.id, deal.customer.id}


async def test_an_erased_lead_leaves_no_trace(fresh_store_async, dialect):
    store = fresh_store_async(dialect)
    desk = LeadDesk(store=store, now=FrozenClock(NOW))
    captured = await desk.leads.capture(
        name="Ada Byron", email="ada@example.com", channel=Channel.CHAT, idempotency_key="chat-1"
    )
    await desk.leads.record(captured.lead.id, PageVisit(url="/pricing", seconds=95))
    async with store.begin() as work:
        await work.erase("lead", captured.lead.id)
        await work.commit()
    async with store.begin() as work:
        assert await work.leads.find(captured.lead.id) is None
        assert await work.activities.of_lead(captured.lead.id) == ()
        assert await work.events.of(captured.lead.id) == ()
        assert not await work.follow_ups.open_of_leads([captured.lead.id])
        (receipt,) = [receipt async for receipt in work.receipts.all()]
    assert receipt.lead_id is None
    assert await store.outbox.unpublished() == ()


async def test_long_answers_come_whole_and_in_order(fresh_store_async, dialect):
    store = fresh_store_async(dialect)
    desk = LeadDesk(store=store)
    await desk.leads.capture(name="Ada Byron", email="ada@example.com", channel=Channel.CHAT)
    async with store.begin() as work:
        (one,) = [lead async for lead in work.leads.all()]
        (step,) = [step async for step in work.follow_ups.all()]
        (receipt,) = [receipt async for receipt in work.receipts.all()]
        for number in range(1100):
            await work.leads.add(evolve(one, id=f"lead-{number:04d}"))
            await work.follow_ups.add(evolve(step, id=f"step-{number:04d}", lead_id=f"lead-{number:04d}"))
            await work.receipts.add(evolve(receipt, key=f"key-{number:04d}", digest=f"{number % 700:064d}"))
            await work.match_keys.add("lead", f"lead-{number:04d}", [f"match-{number:04d}"])
        await work.commit()
    async with store.begin() as work:
        assert [lead.id async for lead in work.leads.all(after="lead-", limit=600)] == [
            f"lead-{number:04d}" for number in range(600)
        ]
        assert len([lead async for lead in work.leads.where(statuses=[one.status])]) == 1101
        due = [found.id async for found in work.follow_ups.due(datetime(2099, 1, 1, tzinfo=UTC))]
        assert due == [*sorted(due[:-1]), step.id] or due == sorted(due)
        assert len(due) == 1101
        assert [receipt.key async for receipt in work.receipts.all()][1:] == [f"key-{n:04d}" for n in range(1100)]
        assert len(await work.receipts.find([f"key-{number:04d}" for number in range(1200)])) == 1100
        latest = await work.receipts.latest([f"{number:064d}" for number in range(700)])
        assert latest[f"{3:064d}"].key == "key-0703"
        assert latest[f"{699:064d}"].key == "key-0699"
        found = await work.match_keys.find("lead", [f"match-{number:04d}" for number in range(1100)])
        assert [*found.values()] == [(f"lead-{number:04d}",) for number in range(1100)]
