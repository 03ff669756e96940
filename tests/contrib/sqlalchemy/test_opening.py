"""Stores from a URL."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import make_url

from leadkit import Channel, LeadDesk, aio
from leadkit.contrib.sqlalchemy import open_async_store, open_store, opening
from leadkit.errors import MissingExtra, StoreError


def captured(store):
    desk = LeadDesk(store=store)
    lead = desk.leads.capture(name="Ada Byron", email="ada@example.com", channel=Channel.CHAT).lead
    return desk.leads.get(lead.id) == lead


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory(url):
    store = open_store(url)
    assert captured(store)
    store.close()


def test_a_file_is_made_to_last(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/leads.db")
    assert captured(store)
    with store.engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert found == ["wal", 2, 30_000, 1]
    store.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///{folder}/leads.db"])
def test_an_asynchronous_store(url, tmp_path):
    async def main():
        store = await open_async_store(url.format(folder=tmp_path))
        desk = aio.LeadDesk(store=store)
        lead = (await desk.leads.capture(name="Ada Byron", email="ada@example.com", channel=Channel.CHAT)).lead
        assert await desk.leads.get(lead.id) == lead
        await store.close()

    asyncio.run(main())


def test_servers_are_asked_for_tables_only_when_told_to(fresh_url, server_dialect):
    url = fresh_url(server_dialect)
    store = open_store(url)
    with pytest.raises(StoreError, match="no_schema"):
        captured(store)
    store.close()
    store = open_store(url, create=True)
    assert captured(store)
    store.close()


def test_mysql_in_the_url_of_a_mariadb_server_does_as_well(fresh_url):
    store = open_store(fresh_url("mariadb").replace("mariadb+pymysql", "mysql"), create=True)
    assert captured(store)
    store.close()


def test_many_may_open_a_new_database_at_once(fresh_url, dialect):
    url = fresh_url(dialect)

    def opened(_):
        store = open_store(url, create=True)
        store.close()

    with ThreadPoolExecutor(6) as threads:
        assert [*threads.map(opened, range(6))] == [None] * 6
    store = open_store(url)
    assert captured(store)
    store.close()


@pytest.mark.parametrize(
    ("url", "drivers"),
    [
        ("sqlite:///x.db", ("sqlite+pysqlite", "sqlite+aiosqlite")),
        ("postgres://u@h/d", ("postgresql+psycopg", "postgresql+psycopg")),
        ("postgresql://u@h/d", ("postgresql+psycopg", "postgresql+psycopg")),
        ("postgresql+asyncpg://u@h/d", ("postgresql+asyncpg", "postgresql+asyncpg")),
        ("mysql://u@h/d", ("mysql+pymysql", "mysql+asyncmy")),
        ("mariadb://u@h/d", ("mariadb+pymysql", "mariadb+asyncmy")),
    ],
)
def test_a_url_without_a_driver_gets_one(url, drivers):
    assert tuple(opening._with_driver(make_url(url), form).drivername for form in (0, 1)) == drivers


@pytest.mark.parametrize("url", ["nonsense", "oracle://u@h/d", "sqlite+nonsense:///x.db"])
def test_other_databases_are_refused(url):
    with pytest.raises(StoreError) as failed:
        open_store(url)
    assert [problem.code for problem in failed.value.problems] == ["unknown_database"]


def test_a_missing_driver_is_named():
    with pytest.raises(MissingExtra, match="psycopg2"):
        open_store("postgresql+psycopg2://u@h/d")


def test_no_parameter_stands_in_an_error(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/leads.db")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE leadkit_event")
    with pytest.raises(StoreError) as failed:
        captured(store)
    assert "ada@" not in f"{failed.value} {failed.value.__cause__}"
    store.close()
