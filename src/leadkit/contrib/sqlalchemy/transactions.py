"""Transactions as plain functions of a connection: one of our own, or a part of the host's."""

from collections.abc import Callable
from contextlib import suppress
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from leadkit.errors import Problem, StoreError

__all__ = ["alone", "begin", "inside"]

P = ParamSpec("P")
T = TypeVar("T")


def alone(
    connection: Connection, run: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run it in a transaction of its own; what was read before is over."""
    connection.rollback()
    with connection.begin():
        # SQLite gives a transaction that began by reading no second chance to write.
        begin(connection, "BEGIN IMMEDIATE")
        return run(connection, *args, **kwargs)


def inside(
    connection: Connection, run: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run it within the host's transaction, all or nothing; the host's own rows stay either way."""
    begin(connection, "BEGIN")
    savepoint = connection.begin_nested()
    try:
        result = run(connection, *args, **kwargs)
    except BaseException:
        with suppress(DBAPIError):  # after a deadlock MySQL has no transaction any more, and so no savepoint
            savepoint.rollback()
        raise
    savepoint.commit()
    return result


def begin(connection: Connection, statement: str) -> None:
    """Python's sqlite3 begins a transaction at its first insert: too late for a lock, and for a savepoint."""
    if not connection.in_transaction():
        connection.begin()  # the host may have taught its engine to begin in earnest here
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        if not getattr(driver, "in_transaction", False):
            connection.exec_driver_sql(statement)
    elif _commits_by_itself(connection):
        message = "the engine is in autocommit mode, in which nothing can be all or nothing"
        raise StoreError([Problem("autocommit", "bind", message)])


def _commits_by_itself(connection: Connection) -> bool:
    driver = connection.connection.dbapi_connection
    with suppress(AttributeError, NotImplementedError):  # new in SQLAlchemy 2.0.43, and not in every dialect
        return bool(connection.dialect.detect_autocommit_setting(driver))  # type: ignore[arg-type]  # it is open
    return connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"
