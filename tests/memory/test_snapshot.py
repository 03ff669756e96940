"""A store that was written down and read back goes on as if it had never stopped."""

from datetime import UTC, datetime, timedelta

import pytest

from leadkit import LeadDesk
from leadkit.errors import InvalidRecord, LeadkitError, Refused
from leadkit.kernel.money import Money
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.memory import Store
from leadkit.memory.snapshot import dumped, restored
from leadkit.model import Call, Campaign, Channel
from leadkit.testing import FrozenClock, numbered_ids

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)


@pytest.fixture
def busy():
    """A store in which nearly everything has happened once."""
    clock = FrozenClock(AT)
    store = Store()
    desk = LeadDesk(store=store, now=clock, new_id=numbered_ids())
    with store.begin() as work:
        work.campaigns.add(Campaign("spring", "春季展", Channel.EXHIBITION, Money(5000, "CNY")))
        work.commit()
    lead = desk.leads.capture(name="王小明", email="w@example.com", company="顶点", idempotency_key="1").lead
    desk.leads.capture(name="Wang", email="W@example.com", channel=Channel.EMAIL)
    desk.leads.capture(name="Ana García", phone="+34 612 34 56 78")
    with pytest.raises(Refused):
        desk.leads.capture(name="nobody")
    desk.leads.assign(lead.id)
    clock.advance(timedelta(hours=1))
    desk.leads.record(lead.id, Call(result="keen"))
    desk.leads.qualify(lead.id, need="ERP", budget=Money("120000", "CNY"))
    deal = desk.leads.convert(lead.id)
    desk.opportunities.win(deal.opportunity.id)
    return store


def content(store):
    """Everything that a unit of work can read."""
    with store.begin() as work:
        nouns = (
            work.leads,
            work.contacts,
            work.customers,
            work.opportunities,
            work.quotes,
            work.campaigns,
            work.follow_ups,
            work.receipts,
            work.events,
        )
        leads = tuple(work.leads.all())
        return (
            *(tuple(repository.all()) for repository in nouns),
            tuple(work.activities.of_lead(lead.id) for lead in leads),
            dict(work.follow_ups.open_of_leads([lead.id for lead in leads])),
            work.rotations.get("sales"),
        )


def test_a_store_comes_back_as_it_was(busy):
    lines = list(dumped(busy))
    again = restored(lines)
    assert content(again) == content(busy)
    assert sorted(dumped(again)) == sorted(lines)
    assert content(restored([])) == content(Store())


def test_a_restored_store_knows_its_people_and_goes_on(busy):
    store = restored(dumped(busy))
    desk = LeadDesk(store=store, now=FrozenClock(AT + timedelta(days=1)), new_id=numbered_ids("new"))
    with store.begin() as work:
        assert [customer.stage for customer in work.customers.all()] == [LifecycleStage.WON]
    known = desk.leads.capture(name="Ana", phone="+34 612 34 56 78").duplicate_of
    assert desk.leads.get(known).name.full == "Ana García"
    assert desk.leads.capture(name="王小明", email="w@example.com", company="顶点", idempotency_key="1").repeated
    assert desk.leads.assign(known).owner == "sales"


@pytest.mark.parametrize("damage", ["{", "5", "null", '{"type":"Cat","schema_version":1}', '{"type":"MatchKey"}'])
def test_a_damaged_line_is_named(busy, damage):
    lines = list(dumped(busy))
    with pytest.raises(InvalidRecord) as refused:
        restored([*lines[:3], damage, *lines[3:]])
    assert "line 4" in str(refused.value)


def test_a_missing_event_is_noticed(busy):
    lines = [line for line in dumped(busy) if '"LeadAssigned"' not in line]
    with pytest.raises(LeadkitError):
        restored(lines)
