"""Making, checking and upgrading the tables. Each takes an engine or, inside a host's own migration, a connection.

With an asynchronous engine: `async with engine.begin() as connection: await connection.run_sync(create_all)`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Inspector, Table, UniqueConstraint, insert, inspect, select, text, update

from leadkit.contrib.sqlalchemy.faults import translated
from leadkit.contrib.sqlalchemy.tables import SCHEMA, metadata
from leadkit.contrib.sqlalchemy.transactions import begin
from leadkit.errors import Problem, StoreError
from leadkit.kernel.frozendict import FrozenDict

__all__ = ["SCHEMA_VERSION", "check", "create_all", "upgrade"]

#: The version of the tables that this release reads and writes.
SCHEMA_VERSION = 1

# Version → what makes the next one of it. A step runs once, within the lock; it stays here for good.
_STEPS: Mapping[int, Callable[[Connection], None]] = FrozenDict()

# Any number, as long as it stays the same: two processes that start at once must not both make the tables.
_LOCK = 7_305_201_403
_LOCKS: Mapping[str, tuple[str, str | None]] = FrozenDict(
    {
        "postgresql": (f"SELECT pg_advisory_xact_lock({_LOCK})", None),
        "mysql": (f"SELECT GET_LOCK('leadkit_schema_{_LOCK}', 60)", f"SELECT RELEASE_LOCK('leadkit_schema_{_LOCK}')"),
    }
)


def create_all(bind: Engine | Connection) -> None:
    """Make the tables that are not there yet. Doing it again changes nothing; neither does it upgrade."""
    with _locked(bind) as connection:
        metadata.create_all(connection)
        if connection.scalar(select(SCHEMA.c.version)) is None:
            connection.execute(insert(SCHEMA).values(id=1, version=SCHEMA_VERSION, last_position=0))


def check(bind: Engine | Connection) -> tuple[Problem, ...]:
    """What is missing or of another version; nothing when all is well. Reads the catalogue, no leads."""
    with _connected(bind) as connection:
        inspector = inspect(connection)
        problems = [problem for table in metadata.sorted_tables for problem in _faults(inspector, table)]
        if inspector.has_table(SCHEMA.name):
            version = connection.scalar(select(SCHEMA.c.version))
            if version != SCHEMA_VERSION:
                problems.append(_other_version(version))
        return tuple(problems)


def upgrade(bind: Engine | Connection) -> None:
    """Bring the tables of an older release up to this one. Raises `StoreError` when a newer release made them."""
    with _locked(bind) as connection:
        version = connection.scalar(select(SCHEMA.c.version).with_for_update())
        if version is None or version > SCHEMA_VERSION:
            raise StoreError([_other_version(version)])
        for step in range(version, SCHEMA_VERSION):
            _STEPS[step](connection)
            connection.execute(update(SCHEMA).values(version=step + 1))


def _other_version(version: int | None) -> Problem:
    if version is not None and version > SCHEMA_VERSION:
        message = f"the tables have version {version}, and this leadkit knows {SCHEMA_VERSION}: install a newer one"
        return Problem("newer_schema", "version", message)
    message = f"the tables have version {version}, not {SCHEMA_VERSION}: run upgrade, or `leadkit db upgrade`"
    return Problem("older_schema", "version", message)


def _faults(inspector: Inspector, table: Table) -> Iterator[Problem]:
    if not inspector.has_table(table.name):
        yield Problem("missing_table", table.name, "there is no such table: run create_all, or `leadkit db init`")
        return
    there = {column["name"] for column in inspector.get_columns(table.name)}
    for column in table.columns:
        if column.name not in there:
            yield Problem("missing_column", f"{table.name}.{column.name}", "there is no such column")
    indexed = {tuple(index["column_names"]) for index in inspector.get_indexes(table.name)}
    indexed |= {tuple(unique["column_names"]) for unique in inspector.get_unique_constraints(table.name)}
    for columns in _indexes(table):
        if columns not in indexed:
            yield Problem("missing_index", table.name, f"there is no index on {', '.join(columns)}")


def _indexes(table: Table) -> Iterator[tuple[str, ...]]:
    """The columns of each index."""
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        yield tuple(column.name for column in index.columns)
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(column.name for column in constraint.columns)


@contextmanager
def _connected(bind: Engine | Connection) -> Iterator[Connection]:
    with translated():
        if isinstance(bind, Connection):
            yield bind
        else:
            with bind.connect() as connection:
                yield connection


@contextmanager
def _locked(bind: Engine | Connection) -> Iterator[Connection]:
    """A transaction in which nobody else alters the tables."""
    with _connected(bind) as connection:
        lock, unlock = _LOCKS.get(connection.dialect.name.replace("mariadb", "mysql"), (None, None))
        begin(connection, "BEGIN IMMEDIATE")
        if lock:
            connection.execute(text(lock))
        try:
            yield connection
            if bind is not connection:
                connection.commit()
        finally:
            if unlock:
                connection.execute(text(unlock))
