"""A store from a URL: for programs that have no engine of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.ext.asyncio import create_async_engine

from leadkit.contrib.sqlalchemy._async import AsyncSqlAlchemyStore
from leadkit.contrib.sqlalchemy._sync import SqlAlchemyStore
from leadkit.contrib.sqlalchemy.faults import Busy, translated
from leadkit.contrib.sqlalchemy.running_sync import pause
from leadkit.contrib.sqlalchemy.schema import create_all
from leadkit.errors import MissingExtra, Problem, StoreError
from leadkit.kernel.frozendict import FrozenDict

__all__ = ["open_async_store", "open_engine", "open_store"]

# The driver of a URL that names none: synchronous, asynchronous.
_DRIVERS: Mapping[str, tuple[str, str]] = FrozenDict(
    {
        "postgres": ("postgresql+psycopg", "postgresql+psycopg"),
        "postgresql": ("postgresql+psycopg", "postgresql+psycopg"),
        "mysql": ("mysql+pymysql", "mysql+asyncmy"),
        "mariadb": ("mariadb+pymysql", "mariadb+asyncmy"),
        "sqlite": ("sqlite+pysqlite", "sqlite+aiosqlite"),
    }
)

# An acknowledged lead survives a power cut, and writers wait for each other instead of failing. Digests fall anywhere
# in their indexes: with the 2 MB that SQLite keeps in memory otherwise, an import slows down as the file grows.
_PRAGMAS = (
    "PRAGMA busy_timeout = 30000",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -65536",
    "PRAGMA wal_autocheckpoint = 8000",
)


def open_store(url: str | URL, *, create: bool | None = None, tries: int = 10) -> SqlAlchemyStore:
    """A store on the database of this URL, such as `sqlite:///leads.db` or `postgresql://user@host/name`.

    create: make the tables that are not there; by default for SQLite only. `close` the store when you are done.
    """
    engine = open_engine(url)
    if create or (create is None and engine.dialect.name == "sqlite"):
        create_all(engine)
    return SqlAlchemyStore(engine, tries=tries)


async def open_async_store(url: str | URL, *, create: bool | None = None, tries: int = 10) -> AsyncSqlAlchemyStore:
    """The same for asynchronous programs."""
    chosen = _with_driver(url, 1)
    with _needed(chosen):
        engine = create_async_engine(chosen, **_options(chosen))
    if engine.dialect.name == "sqlite":
        _prepare(engine.sync_engine)
        async with engine.connect() as connection:
            await connection.run_sync(_journal)
    if create or (create is None and engine.dialect.name == "sqlite"):
        async with engine.begin() as connection:
            await connection.run_sync(create_all)
    return AsyncSqlAlchemyStore(engine, tries=tries)


def open_engine(url: str | URL) -> Engine:
    """The engine that `open_store` uses."""
    chosen = _with_driver(url, 0)
    with _needed(chosen):
        engine = create_engine(chosen, **_options(chosen))
    if engine.dialect.name == "sqlite":
        _prepare(engine)
        with translated(), engine.connect() as connection:
            _journal(connection)
    return engine


def _with_driver(url: str | URL, form: int) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError([Problem("unknown_database", "url", "is not a database URL")]) from None
    if parsed.get_backend_name() not in _DRIVERS:
        known = ", ".join(sorted(_DRIVERS))
        raise StoreError([Problem("unknown_database", "url", f"does not begin with one of {known}")])
    return parsed.set(drivername=_DRIVERS.get(parsed.drivername, (parsed.drivername,) * 2)[form])


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() != "sqlite":
        return {"hide_parameters": True, "pool_pre_ping": True}
    in_memory = url.database in {None, "", ":memory:"}  # one connection is one database there
    return {"hide_parameters": True, "connect_args": {"timeout": 30}} | ({"poolclass": StaticPool} if in_memory else {})


@contextmanager
def _needed(url: URL) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        driver = url.get_driver_name()
        raise MissingExtra(f'this database needs {driver}: pip install "leadkit[sqlalchemy]" {driver}') from error
    except (ArgumentError, NoSuchModuleError):
        raise StoreError([Problem("unknown_database", "url", "names a driver that SQLAlchemy does not know")]) from None


def _prepare(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()


def _journal(connection: Connection) -> None:
    """Readers and the writer do not wait for each other. The file remembers it; whoever is late finds it done."""
    for left in reversed(range(20)):
        try:
            with translated():
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            return
        except Busy:  # SQLite does not wait here by itself
            if not left:
                raise
            pause(0.2)
