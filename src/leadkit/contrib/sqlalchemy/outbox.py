"""The event table as an outbox, as plain functions of a connection.

Numbers that a database hands out while it writes (`seq`) become visible in another order than they were drawn: whoever
commits late appears below what was read already. So readers give the positions, one reader at a time, to what is
committed by then.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Integer, Select, bindparam, select, update

from leadkit.contrib.sqlalchemy.reading import chunks
from leadkit.contrib.sqlalchemy.tables import EVENT, SCHEMA
from leadkit.repositories import OutboxEntry
from leadkit.serialization import from_json

__all__ = ["after", "mark", "number", "unpublished"]

_SIZE = bindparam("size", type_=Integer)
_UNPUBLISHED = select(EVENT.c.id, EVENT.c.payload).where(EVENT.c.published_at.is_(None)).limit(_SIZE)
_MARK = (
    update(EVENT)
    .where(EVENT.c.id.in_(bindparam("ids", expanding=True)), EVENT.c.published_at.is_(None))
    .values(published_at=bindparam("the_time", type_=EVENT.c.published_at.type))
)
_AFTER = (
    select(EVENT.c.id, EVENT.c.payload, EVENT.c.position)
    .where(EVENT.c.position > bindparam("after"))
    .order_by(EVENT.c.position)
    .limit(_SIZE)
)
_LAST = select(SCHEMA.c.last_position).with_for_update()
_UNNUMBERED = select(EVENT.c.seq).where(EVENT.c.position.is_(None)).limit(_SIZE)
_NUMBER = (
    update(EVENT).where(EVENT.c.seq == bindparam("own"), EVENT.c.position.is_(None)).values(position=bindparam("next"))
)
_COUNTED = update(SCHEMA).values(last_position=bindparam("last"))


def _first_come(connection: Connection, statement: Select[Any], column: Column[Any]) -> Select[Any]:
    """In the order of adding, of rows where this column is null, as this database takes it from an index."""
    if connection.dialect.name == "postgresql":  # which does not see that all nulls are one
        return statement.order_by(column, EVENT.c.seq)
    return statement.order_by(EVENT.c.seq)


def unpublished(connection: Connection, limit: int) -> tuple[OutboxEntry, ...]:
    """Events without a mark."""
    statement = _first_come(connection, _UNPUBLISHED, EVENT.c.published_at)
    rows = connection.execute(statement, {"size": limit})
    return tuple(OutboxEntry(id, from_json(payload)) for id, payload in rows)


def mark(connection: Connection, ids: Iterable[str], at: datetime) -> None:
    """These were published."""
    for chunk in chunks(sorted(set(ids))):
        connection.execute(_MARK, {"ids": chunk, "the_time": at})


def after(connection: Connection, position: int, limit: int) -> tuple[OutboxEntry, ...]:
    """Events by position, of those that have one."""
    rows = connection.execute(_AFTER, {"after": position, "size": limit})
    return tuple(OutboxEntry(id, from_json(payload), place) for id, payload, place in rows)


def number(connection: Connection, limit: int) -> None:
    """Give positions to the next events.

    The lock comes before the first look at the events: so what an earlier reader numbered is seen as numbered, even
    where a transaction sees the data as they were when it first looked.
    """
    last = connection.execute(_LAST).scalar_one()
    found = connection.scalars(_first_come(connection, _UNNUMBERED, EVENT.c.position), {"size": limit})
    rows = [{"own": own, "next": next} for next, own in enumerate(found, last + 1)]
    if rows:
        connection.execute(_NUMBER, rows)
        connection.execute(_COUNTED, {"last": rows[-1]["next"]})
