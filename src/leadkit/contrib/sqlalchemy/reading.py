"""What is read, as plain functions of a connection: one source for both forms of the store.

Long answers come in pages, each by the key that the one before ended with: no result stays open between two of them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Integer, and_, bindparam, false, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from leadkit.buffered import LeadQuery
from leadkit.contrib.sqlalchemy.tables import (
    ACTIVITY,
    EVENT,
    FOLLOW_UP,
    LEAD,
    MATCH_KEY,
    NOUN_TABLES,
    RECEIPT,
    ROTATION,
)
from leadkit.model import Activity, FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation
from leadkit.serialization import from_json

__all__ = [
    "PAGE",
    "activities",
    "chunks",
    "due",
    "event_page",
    "events_of",
    "holders",
    "latest_receipts",
    "leads",
    "noun",
    "nouns",
    "open_follow_ups",
    "receipt_page",
    "receipts",
    "rotation",
]

T = TypeVar("T")

#: Rows of a page, and keys of one question.
PAGE = 500

_SIZE = bindparam("size", type_=Integer)
_NOUN = {name: select(table.c.body).where(table.c.id == bindparam("own")) for name, table in NOUN_TABLES.items()}
_NOUNS = {
    name: select(table.c.body).where(table.c.id > bindparam("after")).order_by(table.c.id).limit(_SIZE)
    for name, table in NOUN_TABLES.items()
}
_ACTIVITIES = (
    select(ACTIVITY.c.body).where(ACTIVITY.c.lead_id == bindparam("lead")).order_by(ACTIVITY.c.at, ACTIVITY.c.seq)
)
_OPEN = select(FOLLOW_UP.c.body).where(
    FOLLOW_UP.c.lead_id.in_(bindparam("leads", expanding=True)), FOLLOW_UP.c.done == false()
)
_DUE = (
    select(FOLLOW_UP.c.body)
    .where(FOLLOW_UP.c.done == false(), FOLLOW_UP.c.due < bindparam("before"))
    .order_by(FOLLOW_UP.c.due, FOLLOW_UP.c.id)
    .limit(_SIZE)
)
_DUE_AFTER = _DUE.where(
    FOLLOW_UP.c.due >= bindparam("due_after"),
    or_(FOLLOW_UP.c.due > bindparam("due_after"), FOLLOW_UP.c.id > bindparam("after")),
)
_HOLDERS = (
    select(MATCH_KEY.c.key, MATCH_KEY.c.id)
    .where(MATCH_KEY.c.kind == bindparam("kind"), MATCH_KEY.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(MATCH_KEY.c.seq)
)
_RECEIPTS = select(RECEIPT.c.body).where(RECEIPT.c.key.in_(bindparam("keys", expanding=True)))
_ORDER = func.row_number().over(partition_by=RECEIPT.c.digest, order_by=(RECEIPT.c.at.desc(), RECEIPT.c.seq.desc()))
_RANKED = (
    select(RECEIPT.c.seq, _ORDER.label("rank_"))
    .where(RECEIPT.c.digest.in_(bindparam("keys", expanding=True)))
    .subquery("ranked")
)
_LATEST = select(RECEIPT.c.body).join(_RANKED, and_(RECEIPT.c.seq == _RANKED.c.seq, _RANKED.c.rank_ == 1))
_RECEIPT_PAGE = (
    select(RECEIPT.c.seq, RECEIPT.c.body).where(RECEIPT.c.seq > bindparam("after")).order_by(RECEIPT.c.seq).limit(_SIZE)
)
_ROTATION = select(ROTATION.c.body).where(ROTATION.c.team == bindparam("own"))
_EVENTS_OF = select(EVENT.c.payload).where(EVENT.c.aggregateid == bindparam("subject")).order_by(EVENT.c.seq)
_EVENT_PAGE = (
    select(EVENT.c.seq, EVENT.c.payload).where(EVENT.c.seq > bindparam("after")).order_by(EVENT.c.seq).limit(_SIZE)
)


def chunks(values: Iterable[T], size: int = PAGE) -> Iterator[list[T]]:
    """Lists of at most `size`."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def _all(connection: Connection, statement: Any, /, **values: Any) -> list[Any]:
    return [from_json(text) for text in connection.scalars(statement, values)]


def noun(connection: Connection, table: str, id: str) -> Any | None:
    """One noun."""
    text = connection.scalar(_NOUN[table], {"own": id})
    return None if text is None else from_json(text)


def nouns(connection: Connection, table: str, after: str, size: int) -> list[Any]:
    """A page of nouns by id."""
    return _all(connection, _NOUNS[table], after=after, size=size)


def leads(connection: Connection, query: LeadQuery, after: str, size: int) -> list[Lead]:
    """A page of leads by id."""
    conditions: list[ColumnElement[bool]] = [LEAD.c.id > after]
    if query.statuses is not None:
        conditions.append(LEAD.c.status.in_([str(status) for status in query.statuses]))
    if query.owner is not None:
        conditions.append(LEAD.c.owner == query.owner)
    if query.pool is not None:
        conditions.append(LEAD.c.pool == query.pool)
    if query.updated_since is not None:
        conditions.append(LEAD.c.updated_at >= query.updated_since)
    if query.merged is not None:
        conditions.append(LEAD.c.merged_into.is_not(None) if query.merged else LEAD.c.merged_into.is_(None))
    return _all(connection, select(LEAD.c.body).where(*conditions).order_by(LEAD.c.id).limit(size))


def activities(connection: Connection, lead_id: str) -> tuple[Activity, ...]:
    """A lead's activities, oldest first."""
    return tuple(_all(connection, _ACTIVITIES, lead=lead_id))


def open_follow_ups(connection: Connection, lead_ids: Collection[str]) -> list[FollowUp]:
    """The follow-ups of these leads that are not done."""
    return [step for chunk in chunks(lead_ids) for step in _all(connection, _OPEN, leads=chunk)]


def due(connection: Connection, before: datetime, after: tuple[datetime, str] | None, size: int) -> list[FollowUp]:
    """A page of open follow-ups by due time and id."""
    if after is None:
        return _all(connection, _DUE, before=before, size=size)
    return _all(connection, _DUE_AFTER, before=before, size=size, due_after=after[0], after=after[1])


def holders(connection: Connection, kind: str, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Key → ids, first come first."""
    found: dict[str, list[str]] = {}
    for chunk in chunks(dict.fromkeys(keys)):
        for key, id in connection.execute(_HOLDERS, {"kind": kind, "keys": chunk}):
            found.setdefault(key, []).append(id)
    return {key: tuple(ids) for key, ids in found.items()}


def receipts(connection: Connection, keys: Collection[str]) -> Mapping[str, Receipt]:
    """Key → receipt."""
    found = (receipt for chunk in chunks(keys) for receipt in _all(connection, _RECEIPTS, keys=chunk))
    return {receipt.key: receipt for receipt in found}


def latest_receipts(connection: Connection, digests: Collection[str]) -> Mapping[str, Receipt]:
    """Digest → its latest receipt."""
    found = (receipt for chunk in chunks(digests) for receipt in _all(connection, _LATEST, keys=chunk))
    return {receipt.digest: receipt for receipt in found}


def receipt_page(connection: Connection, after: int, size: int) -> list[tuple[int, Receipt]]:
    """A page of receipts as they were added, each with its number."""
    return [(seq, from_json(text)) for seq, text in connection.execute(_RECEIPT_PAGE, {"after": after, "size": size})]


def rotation(connection: Connection, team: str) -> Rotation | None:
    """Whose turn it was last."""
    text = connection.scalar(_ROTATION, {"own": team})
    return None if text is None else from_json(text)


def events_of(connection: Connection, subject_id: str) -> tuple[Event, ...]:
    """One noun's events, oldest first."""
    return tuple(_all(connection, _EVENTS_OF, subject=subject_id))


def event_page(connection: Connection, after: int, size: int) -> list[tuple[int, Event]]:
    """A page of events as they were added, each with its number."""
    return [(seq, from_json(text)) for seq, text in connection.execute(_EVENT_PAGE, {"after": after, "size": size})]
