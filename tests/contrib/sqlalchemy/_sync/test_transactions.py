# Derived from tests/contrib/sqlalchemy/_async/test_transactions.py by tools/twins.py; edit that file.
"""The store as a part of the host's own transaction, and what happens when two want the same, synchronous form."""

import pytest
from attrs import evolve
from sqlalchemy import text

from leadkit import Channel, LeadDesk, VersionConflict
from leadkit.contrib.sqlalchemy import SqlAlchemyStore
from leadkit.contrib.sqlalchemy.running_sync import Session
from leadkit.errors import IdempotencyConflict, StoreError
from leadkit.testing import numbered_ids


def capture(store, name="Ada Byron", **options):
    desk = LeadDesk(store=store, **options)
    return (desk.leads.capture(name=name, email=f"{name[0]}@example.com", channel=Channel.CHAT)).lead


def leads(store):
    with store.begin() as work:
        return [lead.name.full for lead in work.leads.all()]


def orders(store):
    with store.engine.connect() as connection:
        return (connection.execute(text("SELECT id FROM orders"))).scalars().all()


@pytest.fixture
def store(fresh_store_sync, dialect):
    return fresh_store_sync(dialect)


def with_table(store):
    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE orders (id INTEGER PRIMARY KEY)"))


def test_a_lead_and_the_hosts_rows_commit_together(store):
    with_table(store)
    with store.engine.connect() as connection:
        connection.execute(text("INSERT INTO orders VALUES (1)"))
        capture(SqlAlchemyStore(connection))
        assert leads(store) == []
        connection.commit()
    assert (leads(store), orders(store)) == (["Ada Byron"], [1])


@pytest.mark.parametrize("lead_first", [True, False])
def test_they_roll_back_together(store, lead_first):
    with_table(store)
    with store.engine.connect() as connection:
        if lead_first:
            capture(SqlAlchemyStore(connection))
        connection.execute(text("INSERT INTO orders VALUES (1)"))
        capture(SqlAlchemyStore(connection), "Bob Ray")
        connection.rollback()
    assert (leads(store), orders(store)) == ([], [])


def test_a_session_of_the_host_does_as_well(store):
    with_table(store)
    with Session(store.engine) as session:
        inside = SqlAlchemyStore(session)
        assert inside.engine is None
        session.execute(text("INSERT INTO orders VALUES (1)"))
        capture(inside)
        assert leads(inside) == ["Ada Byron"]
        session.commit()
        capture(inside, "Bob Ray")
        session.rollback()
        inside.close()
        assert leads(inside) == ["Ada Byron"]
    assert (leads(store), orders(store)) == (["Ada Byron"], [1])


def test_a_conflict_undoes_the_unit_of_work_and_nothing_of_the_host(store):
    with_table(store)
    lead = capture(store)
    with store.engine.connect() as connection:
        connection.execute(text("INSERT INTO orders VALUES (1)"))
        capture(SqlAlchemyStore(connection), "Bob Ray", new_id=numbered_ids())
        with pytest.raises(VersionConflict):
            capture(SqlAlchemyStore(connection), "Cy Fox", new_id=numbered_ids())
        with SqlAlchemyStore(connection).begin() as work:
            work.leads.add(evolve(lead, id="new"))
            work.leads.put(evolve(lead, version=8), expected=7)
            with pytest.raises(VersionConflict, match="not at version 7"):
                work.commit()
        connection.execute(text("INSERT INTO orders VALUES (2)"))
        connection.commit()
    assert sorted(leads(store)) == ["Ada Byron", "Bob Ray"]
    assert orders(store) == [1, 2]


def test_who_comes_second_is_told_so_and_keeps_nothing(store):
    lead = capture(store)
    with store.begin() as first, store.begin() as second:
        for work, owner in ((first, "li"), (second, "smith")):
            found = work.leads.get(lead.id)
            work.leads.put(evolve(found, owner=owner, version=found.version + 1), expected=found.version)
            work.leads.add(evolve(found, id=owner))
        first.commit()
        with pytest.raises(VersionConflict):
            second.commit()
    with store.begin() as work:
        assert (work.leads.get(lead.id)).owner == "li"
        assert work.leads.find("smith") is None


def test_of_many_changes_the_one_that_lost_is_named(store):
    names = ("Ada Byron", "Bob Ray", "Cy Fox")
    held = [capture(store, name) for name in names]
    with store.begin() as work:
        for lead in held:
            expected = lead.version - (lead.name.full == "Bob Ray")
            work.leads.put(evolve(lead, owner="li", version=lead.version + 1), expected=expected)
        with pytest.raises(VersionConflict, match=f"{held[1].id} has version {held[1].version}, not"):
            work.commit()
    with store.begin() as work:
        for lead in held:
            work.leads.put(evolve(lead, owner="li", version=lead.version + 1), expected=lead.version)
        work.commit()
    with store.begin() as work:
        assert [lead.owner for lead in work.leads.where(owner="li")] == ["li"] * 3


def test_a_key_is_taken_once(store):
    capture(store)
    with store.begin() as work:
        (receipt,) = [receipt for receipt in work.receipts.all()]
        work.receipts.add(receipt)
        with pytest.raises(IdempotencyConflict) as taken:
            work.commit()
    assert [problem.code for problem in taken.value.problems] == ["key_taken"]


def test_there_is_no_version_zero(store):
    lead = capture(store)
    with store.begin() as work:
        work.leads.put(evolve(lead, id="new"), expected=0)
        with pytest.raises(VersionConflict):
            work.commit()


def test_without_tables_the_error_says_what_to_do(store):
    with store.engine.begin() as connection:
        for table in ("lead", "receipt", "event"):
            connection.execute(text(f"DROP TABLE leadkit_{table}"))
    for ask in (lambda: leads(store), lambda: capture(store), store.outbox.unpublished):
        with pytest.raises(StoreError) as failed:
            ask()
        assert [problem.code for problem in failed.value.problems] == ["no_schema"]
        assert "leadkit db init" in str(failed.value)


def test_autocommit_is_refused(fresh_store_sync, server_dialect):
    store = fresh_store_sync(server_dialect)
    engine = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for careless in (SqlAlchemyStore(engine), SqlAlchemyStore(connection)):
            with pytest.raises(StoreError) as failed:
                capture(careless)
            assert [problem.code for problem in failed.value.problems] == ["autocommit"]
    assert leads(store) == []
