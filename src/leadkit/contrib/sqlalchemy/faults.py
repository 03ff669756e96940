"""What a driver says, as a `StoreError`. Every driver numbers its errors differently; the tables here know how."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, TimeoutError

from leadkit.errors import Problem, StoreError

__all__ = ["Busy", "translated"]

# Deadlock, serialization failure, lock timeout. 1020: MariaDB's snapshot isolation. SQLite: BUSY and LOCKED.
_BUSY_STATES = frozenset({"40001", "40P01", "55P03"})
_BUSY_NUMBERS = frozenset({1020, 1205, 1213, 3572})
_BUSY_SQLITE = frozenset({5, 6})


class Busy(StoreError):
    """Nothing was written because others were writing; the same write may succeed at once when tried again."""


@contextmanager
def translated() -> Iterator[None]:
    """Errors of SQLAlchemy and the driver come out as `StoreError`; parameters stay out of every message."""
    try:
        yield
    except DBAPIError as error:
        error.hide_parameters = True
        raise _fault(error) from error
    except TimeoutError as error:
        raise Busy([Problem("store_busy", None, "no connection became free in time")]) from error
    except (SQLAlchemyError, UnicodeError, OverflowError) as error:
        raise _refusal(type(error).__name__) from error


def _fault(error: DBAPIError) -> StoreError:
    state = _state(error)
    if isinstance(state, str):
        busy, missing = state in _BUSY_STATES, state in {"42P01", "3F000"}
    elif isinstance(state, int):
        busy, missing = state in _BUSY_NUMBERS, state == 1146
    else:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        busy, missing = code in _BUSY_SQLITE, "no such table" in str(error.orig)
    if busy:
        return Busy([Problem("store_busy", None, "others are writing the same records; try again")])
    if missing:
        message = "the database has no leadkit tables: run create_all, or `leadkit db init --store URL`"
        return StoreError([Problem("no_schema", None, message)])
    return _refusal(f"{type(error.orig).__name__}{f' {state}' if state else ''}")


def _state(error: DBAPIError) -> str | int | None:
    """The number of MySQL and MariaDB, which says more than their SQLSTATE; else the SQLSTATE; SQLite has neither."""
    if hasattr(error.orig, "sqlite_errorcode"):
        return None
    first = error.orig.args[0] if error.orig is not None and error.orig.args else None
    if isinstance(first, int):
        return first
    states = (getattr(error.orig, name, None) for name in ("sqlstate", "pgcode"))
    return next((state for state in states if isinstance(state, str)), None)


def _refusal(what: str) -> StoreError:
    return StoreError([Problem("database_error", None, f"the database could not do it ({what})")])
