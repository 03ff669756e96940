"""Making, checking and upgrading the tables, and the databases of earlier releases."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text, update

from golden import told
from leadkit import Channel, Customer, LeadDesk, from_json
from leadkit.contrib.sqlalchemy import SCHEMA_VERSION, SqlAlchemyStore, check, create_all, metadata, open_store, upgrade
from leadkit.contrib.sqlalchemy import schema as schema_module
from leadkit.contrib.sqlalchemy.opening import open_engine
from leadkit.contrib.sqlalchemy.tables import SCHEMA
from leadkit.errors import StoreError

GOLDEN = sorted(Path(__file__).with_name("golden").glob("*.sql"))


@pytest.fixture
def engine(fresh_store, dialect):
    return fresh_store(dialect).engine


def codes(problems):
    return {(problem.code, problem.field) for problem in problems}


def test_making_the_tables_again_changes_nothing(engine):
    assert check(engine) == ()
    LeadDesk(store=SqlAlchemyStore(engine)).leads.capture(name="Ada", email="ada@example.com", channel=Channel.CHAT)
    create_all(engine)
    upgrade(engine)
    assert check(engine) == ()
    assert len(SqlAlchemyStore(engine).outbox.since()) > 0


def test_what_is_missing_is_named(engine):
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE leadkit_quote"))
        on = " ON leadkit_lead" if engine.dialect.name == "mariadb" else ""
        connection.execute(text(f"DROP INDEX ix_leadkit_lead_pool_id{on}"))
        connection.execute(text("ALTER TABLE leadkit_lead DROP COLUMN created_at"))
    assert codes(check(engine)) == {
        ("missing_table", "leadkit_quote"),
        ("missing_index", "leadkit_lead"),
        ("missing_column", "leadkit_lead.created_at"),
    }


def test_an_empty_database_lacks_every_table(fresh_url, dialect):
    engine = open_engine(fresh_url(dialect))
    assert codes(check(engine)) == {("missing_table", name) for name in metadata.tables}
    with pytest.raises(StoreError) as failed:
        upgrade(engine)
    assert codes(failed.value.problems) == {("no_schema", None)}
    engine.dispose()


def test_a_newer_release_is_not_downgraded(engine):
    with engine.begin() as connection:
        connection.execute(update(SCHEMA).values(version=SCHEMA_VERSION + 1))
    assert codes(check(engine)) == {("newer_schema", "version")}
    with pytest.raises(StoreError) as failed:
        upgrade(engine)
    assert codes(failed.value.problems) == {("newer_schema", "version")}


def test_an_older_release_is_brought_up_step_by_step(engine, monkeypatch):
    ran = []
    steps = {version: lambda _, version=version: ran.append(version) for version in range(1, 4)}
    monkeypatch.setattr(schema_module, "_STEPS", steps)
    monkeypatch.setattr(schema_module, "SCHEMA_VERSION", 4)
    assert codes(check(engine)) == {("older_schema", "version")}
    upgrade(engine)
    assert ran == [1, 2, 3]
    assert check(engine) == ()
    upgrade(engine)
    assert ran == [1, 2, 3]


def test_a_step_that_fails_leaves_the_version(engine, monkeypatch):
    def fails(_):
        raise ZeroDivisionError

    monkeypatch.setattr(schema_module, "_STEPS", {1: fails})
    monkeypatch.setattr(schema_module, "SCHEMA_VERSION", 2)
    with pytest.raises(ZeroDivisionError):
        upgrade(engine)
    assert codes(check(engine)) == {("older_schema", "version")}


def test_alembic_finds_no_difference(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_alembic_makes_the_tables_in_a_migration(fresh_url, dialect):
    engine = open_engine(fresh_url(dialect))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        with context.begin_transaction(), Operations.context(context) as operations:
            create_all(operations.get_bind())
        connection.commit()
    assert check(engine) == ()
    engine.dispose()


@pytest.mark.parametrize("dump", GOLDEN, ids=lambda path: path.stem)
def test_the_database_of_a_release_opens_and_reads_as_it_was_written(dump, tmp_path):
    with closing(sqlite3.connect(tmp_path / "golden.db")) as connection:
        connection.executescript(dump.read_text("utf-8"))
    store = open_store(f"sqlite:///{tmp_path / 'golden.db'}", create=False)
    upgrade(store.engine)
    assert check(store.engine) == ()
    wanted = [from_json(line) for line in dump.with_suffix(".jsonl").read_text("utf-8").splitlines()]
    assert [from_json(line) for line in told(store)] == wanted
    again = LeadDesk(store=store).leads.capture(name="Wang", phone="+86 13812345678", channel=Channel.CHAT)
    (known,) = [noun for noun in wanted if isinstance(noun, Customer)]
    assert again.lead.customer_id == known.id
    store.close()


def test_there_is_a_golden_database():
    assert next(path.stem for path in GOLDEN) == "0.1.0"
