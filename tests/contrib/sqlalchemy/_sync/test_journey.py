# Derived from tests/contrib/sqlalchemy/_async/test_journey.py by tools/twins.py; edit that file.
"""The desk over a real database, synchronous form."""

from datetime import UTC, datetime

from attrs import evolve

from leadkit import Channel, LeadDesk, LifecycleStage, Money, PageVisit
from leadkit.testing import FrozenClock

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_the_whole_journey(fresh_store_sync, dialect):
    store = fresh_store_sync(dialect)
    desk = LeadDesk(store=store, now=FrozenClock(NOW))
    lead = (
        desk.leads.capture(
            name="王小明",
            email="Wang@Example.com",
            phone="138 1234 5678",
            region="CN",
            company="顶点科技有限公司",
            channel=Channel.EXHIBITION,
            idempotency_key="booth-17",
        )
    ).lead
    desk.leads.record(lead.id, PageVisit(url="/pricing", seconds=95))
    again = desk.leads.capture(name="Wang Xiaoming", phone="+86 13812345678", channel=Channel.WEB_FORM)
    assert again.duplicate_of == lead.id
    desk.leads.assign(lead.id)
    desk.leads.qualify(lead.id, need="ERP", budget=Money("120000", "CNY"))
    assert [step.lead_id for step in desk.leads.due(datetime(2027, 1, 1, tzinfo=UTC))] == [lead.id]
    deal = desk.leads.convert(lead.id, amount=Money("120000", "CNY"))
    desk.opportunities.win(deal.opportunity.id)
    assert (desk.customers.get(deal.customer.id)).stage == LifecycleStage.WON
    assert [step.leads for step in desk.reports.funnel()] == [1] * 6
    history = desk.leads.history(lead.id)
    assert [event.version for event in history] == [*range(1, len(history) + 1)]
    assert (desk.leads.get(lead.id)).name == lead.name
    waiting = store.outbox.unpublished()
    assert {event.subject_id for entry in waiting for event in [entry.event]} >= {lead.id, deal.customer.id}


def test_an_erased_lead_leaves_no_trace(fresh_store_sync, dialect):
    store = fresh_store_sync(dialect)
    desk = LeadDesk(store=store, now=FrozenClock(NOW))
    captured = desk.leads.capture(
        name="Ada Byron", email="ada@example.com", channel=Channel.CHAT, idempotency_key="chat-1"
    )
    desk.leads.record(captured.lead.id, PageVisit(url="/pricing", seconds=95))
    with store.begin() as work:
        work.erase("lead", captured.lead.id)
        work.commit()
    with store.begin() as work:
        assert work.leads.find(captured.lead.id) is None
        assert work.activities.of_lead(captured.lead.id) == ()
        assert work.events.of(captured.lead.id) == ()
        assert not work.follow_ups.open_of_leads([captured.lead.id])
        (receipt,) = [receipt for receipt in work.receipts.all()]
    assert receipt.lead_id is None
    assert store.outbox.unpublished() == ()


def test_long_answers_come_whole_and_in_order(fresh_store_sync, dialect):
    store = fresh_store_sync(dialect)
    desk = LeadDesk(store=store)
    desk.leads.capture(name="Ada Byron", email="ada@example.com", channel=Channel.CHAT)
    with store.begin() as work:
        (one,) = [lead for lead in work.leads.all()]
        (step,) = [step for step in work.follow_ups.all()]
        (receipt,) = [receipt for receipt in work.receipts.all()]
        for number in range(1100):
            work.leads.add(evolve(one, id=f"lead-{number:04d}"))
            work.follow_ups.add(evolve(step, id=f"step-{number:04d}", lead_id=f"lead-{number:04d}"))
            work.receipts.add(evolve(receipt, key=f"key-{number:04d}", digest=f"{number % 700:064d}"))
            work.match_keys.add("lead", f"lead-{number:04d}", [f"match-{number:04d}"])
        work.commit()
    with store.begin() as work:
        assert [lead.id for lead in work.leads.all(after="lead-", limit=600)] == [
            f"lead-{number:04d}" for number in range(600)
        ]
        assert len([lead for lead in work.leads.where(statuses=[one.status])]) == 1101
        due = [found.id for found in work.follow_ups.due(datetime(2099, 1, 1, tzinfo=UTC))]
        assert due == [*sorted(due[:-1]), step.id] or due == sorted(due)
        assert len(due) == 1101
        assert [receipt.key for receipt in work.receipts.all()][1:] == [f"key-{n:04d}" for n in range(1100)]
        assert len(work.receipts.find([f"key-{number:04d}" for number in range(1200)])) == 1100
        latest = work.receipts.latest([f"{number:064d}" for number in range(700)])
        assert latest[f"{3:064d}"].key == "key-0703"
        assert latest[f"{699:064d}"].key == "key-0699"
        found = work.match_keys.find("lead", [f"match-{number:04d}" for number in range(1100)])
        assert [*found.values()] == [(f"lead-{number:04d}",) for number in range(1100)]
