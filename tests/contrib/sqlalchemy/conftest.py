"""A database of each kind: SQLite always, PostgreSQL and MariaDB where there is a server."""

from contextlib import ExitStack
from functools import cache

import pytest
from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from databases import fresh, mariadb, missing, postgres
from leadkit.contrib.sqlalchemy import AsyncSqlAlchemyStore, SqlAlchemyStore, create_all, open_store
from leadkit.contrib.sqlalchemy.opening import open_engine

DIALECTS = ("sqlite", "postgresql", "mariadb")
STARTED = {"postgresql": postgres, "mariadb": mariadb}


@pytest.fixture(params=DIALECTS)
def dialect(request):
    """Each kind of database in turn."""
    return request.param


@pytest.fixture(params=DIALECTS[1:])
def server_dialect(request):
    """Those where many can write at once."""
    return request.param


@pytest.fixture(scope="session")
def servers():
    """Dialect → URL of a server, started when it is first asked for."""
    running = {}
    with ExitStack() as open_servers:

        def server(dialect):
            if reason := missing(dialect):
                pytest.skip(reason)
            if dialect not in running:
                running[dialect] = open_servers.enter_context(STARTED[dialect](durable=False)).url
            return running[dialect]

        yield server


@pytest.fixture
def fresh_url(servers, tmp_path):
    """A function: dialect → URL of an empty database, gone after the test."""
    with ExitStack() as databases:
        made = []

        def url(dialect):
            made.append(dialect)
            if dialect == "sqlite":
                return f"sqlite:///{tmp_path / f'{len(made)}.db'}"
            return databases.enter_context(fresh(servers(dialect)))

        yield url


@pytest.fixture
def fresh_store(fresh_url):
    """A function: dialect → a store on a database of its own."""
    with ExitStack() as stores:

        def store(dialect, **options):
            engine = open_engine(fresh_url(dialect))
            create_all(engine)
            stores.callback(engine.dispose)
            return SqlAlchemyStore(engine, **options)

        yield store


fresh_store_sync = fresh_store


@pytest.fixture
def fresh_store_async(fresh_store):
    """The asynchronous twin. It keeps no connection from one event loop to another."""
    return lambda dialect, **options: asynchronous(fresh_store(dialect), **options)


@pytest.fixture(scope="session")
def shared_store(servers, tmp_path_factory):
    """A function: dialect → a store for tests that have ids of their own, the same whenever it is asked for."""
    with ExitStack() as opened:

        @cache
        def store(dialect):
            url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'leads.db'}"
            if dialect != "sqlite":
                url = opened.enter_context(fresh(servers(dialect)))
            shared = open_store(url, create=True)
            opened.callback(shared.close)
            return shared

        yield store


shared_store_sync = shared_store


@pytest.fixture(scope="session")
def shared_store_async(shared_store):
    """The asynchronous twin."""
    return cache(lambda dialect: asynchronous(shared_store(dialect)))


def asynchronous(store, **options):
    url = store.engine.url
    driver = {"sqlite": "sqlite+aiosqlite", "mariadb": "mariadb+asyncmy"}.get(store.engine.dialect.name, url.drivername)
    engine = create_async_engine(url.set(drivername=driver), poolclass=NullPool)
    return AsyncSqlAlchemyStore(engine, **options)
