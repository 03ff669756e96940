"""Deadlocks and locks that last: provoked with two connections, and watched until the second one waits."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from attrs import evolve
from sqlalchemy import create_engine, select, text, update

from leadkit import Channel, LeadDesk, LeadkitError, Receipt
from leadkit.contrib.sqlalchemy import SqlAlchemyStore, create_all
from leadkit.contrib.sqlalchemy.tables import LEAD
from leadkit.errors import StoreError
from leadkit.model import Inquiry, Lead
from leadkit.model.receipt import Action

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

# How many wait for a lock, and how a transaction becomes one that is not worth rolling back.
WAITING = {
    "postgresql": "SELECT count(*) FROM pg_locks WHERE NOT granted",
    "mariadb": (
        "SELECT CAST(variable_value AS INTEGER) FROM information_schema.global_status"
        " WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'"
    ),
}


@pytest.fixture
def two_leads(fresh_store, server_dialect):
    """A store and the ids of two leads, the lesser first."""
    store = fresh_store(server_dialect)
    desk = LeadDesk(store=store)
    ids = [
        desk.leads.capture(name=name, email=f"{name}@example.com", channel=Channel.CHAT).lead.id
        for name in ("ann", "bob")
    ]
    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE heavy (id INTEGER PRIMARY KEY)"))
    return store, sorted(ids)


def locked(connection, id):
    connection.execute(select(LEAD.c.id).where(LEAD.c.id == id).with_for_update())


def until_somebody_waits(store):
    with store.engine.connect() as connection:
        for _ in range(100_000):
            if connection.scalar(text(WAITING[connection.dialect.name])):
                return
            connection.rollback()
    raise AssertionError("nobody waits")


def change_both(store, ids):
    with store.begin() as work:
        for id in ids:
            lead: Lead = work.leads.get(id)
            work.leads.put(evolve(lead, owner="li", version=lead.version + 1), expected=lead.version)
        work.commit()


class Aside(threading.Thread):
    """Something that goes on aside; `outcome` is what it raised."""

    def __init__(self, run, *args):
        super().__init__()
        self.call, self.outcome = (run, args), None
        self.start()

    def run(self):
        run, args = self.call
        try:
            run(*args)
        except Exception as error:
            self.outcome = error


def deadlocked(store, other, ids):
    """Make `other`, which changes both leads, the one that a deadlock breaks off."""
    with store.engine.connect() as rival:
        if rival.dialect.name == "postgresql":
            rival.execute(text("SET LOCAL deadlock_timeout = '1h'"))  # so that it is not us who find it
        # MariaDB breaks off who has written less.
        rival.execute(text("INSERT INTO heavy VALUES (:id)"), [{"id": id} for id in range(200)])
        locked(rival, ids[1])
        aside = Aside(change_both, other, ids)
        until_somebody_waits(store)
        locked(rival, ids[0])
        rival.rollback()
    aside.join(30)
    assert not aside.is_alive()
    return aside.outcome


def test_a_write_that_a_deadlock_broke_off_is_tried_again(two_leads):
    store, ids = two_leads
    assert deadlocked(store, store, ids) is None
    with store.begin() as work:
        assert [work.leads.get(id).owner for id in ids] == ["li", "li"]


def test_with_one_try_the_caller_is_told(two_leads):
    store, ids = two_leads
    failed = deadlocked(store, SqlAlchemyStore(store.engine, tries=1), ids)
    assert isinstance(failed, StoreError)
    assert [problem.code for problem in failed.problems] == ["store_busy"]


def test_in_the_hosts_transaction_nothing_is_tried_again(two_leads):
    store, ids = two_leads
    with store.engine.connect() as connection:
        failed = deadlocked(store, SqlAlchemyStore(connection), ids)
        assert [problem.code for problem in failed.problems] == ["store_busy"]
        connection.rollback()
        assert connection.scalar(text("SELECT 1")) == 1


def test_sqlite_waits_for_its_turn_and_says_so_when_it_does_not_come(fresh_url):
    engine = create_engine(fresh_url("sqlite"), connect_args={"timeout": 0})  # not opened by us: no WAL, no pragma
    create_all(engine)
    store = SqlAlchemyStore(engine, tries=2)
    capture = LeadDesk(store=store).leads.capture
    with engine.connect() as rival:
        rival.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as failed:
            capture(name="Ada Byron", email="ada@example.com", channel=Channel.CHAT)
        assert [problem.code for problem in failed.value.problems] == ["store_busy"]
        rival.rollback()
    assert capture(name="Ada Byron", email="ada@example.com", channel=Channel.CHAT).lead
    engine.dispose()


def test_a_host_that_updates_a_row_beside_us_is_waited_for(two_leads):
    store, ids = two_leads
    with store.engine.connect() as host:
        host.execute(update(LEAD).where(LEAD.c.id == ids[0]).values(pool=None))
        aside = Aside(change_both, store, ids)
        until_somebody_waits(store)
        host.commit()
    aside.join(30)
    assert aside.outcome is None


def test_imports_of_the_same_people_in_opposite_orders_double_nobody(fresh_store, dialect, caplog):
    store = fresh_store(dialect)
    people = [
        (f"key-{n:02d}", Inquiry(name=f"P {n}", email=f"p{n}@example.com", channel=Channel.WEB_FORM)) for n in range(24)
    ]

    def imported(order):
        return [*LeadDesk(store=store).leads.capture_many(people[::order], batch=8)]

    with ThreadPoolExecutor(4) as threads:
        outcomes = [outcome for done in threads.map(imported, (1, -1, 1, -1)) for outcome in done]
    assert [outcome for outcome in outcomes if isinstance(outcome, LeadkitError)] == []
    assert len({outcome.lead.id for outcome in outcomes}) == 24
    with store.begin() as work:
        assert len([*work.leads.all()]) == 24
        assert len([*work.receipts.all()]) == 24
    assert caplog.messages == []


def test_receipts_stand_in_the_order_of_adding(fresh_store, dialect):
    store = fresh_store(dialect)
    keys = [f"key-{n * 7 % 30:02d}" for n in range(30)]
    with store.begin() as work:
        for key in keys:
            work.receipts.add(Receipt(key, Action.CAPTURE, "digest", NOW))
        work.commit()
    with store.begin() as work:
        assert [receipt.key for receipt in work.receipts.all()] == keys
        assert work.receipts.latest(["digest"])["digest"].key == keys[-1]
