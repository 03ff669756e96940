"""How one unit of work is written: rows are made before the transaction, and go in within it in one fixed order.

The order keeps two promises. A noun's row is written, and so locked, before its events, which are therefore numbered in
their order. And everybody takes their locks by table and key, so that whoever waits, waits for somebody who does not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Table, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from leadkit.buffered import KINDS, Changes, bare, conflict, key_held, key_taken
from leadkit.contrib.sqlalchemy.reading import chunks, holders
from leadkit.contrib.sqlalchemy.tables import (
    ACTIVITY,
    EVENT,
    FOLLOW_UP,
    MATCH_KEY,
    NOUN_TABLES,
    RECEIPT,
    ROTATION,
)
from leadkit.errors import StoreError
from leadkit.model import FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.repositories import event_id
from leadkit.serialization import from_json, to_json

__all__ = ["Plan", "carry_out", "planned"]

Row = dict[str, Any]


@frozen
class _Nouns:
    """The rows of one table, by key. changed: with `own` and `expected`, the key and version they must find."""

    name: str
    table: Table
    new: Sequence[Row]
    changed: Sequence[Row]


@frozen
class Plan:
    """The rows of a unit of work, ready to be written as often as it takes."""

    erased: Sequence[tuple[tuple[str, str], int | None]]
    nouns: Sequence[_Nouns]
    receipts: Sequence[Row]
    held: Sequence[Row]
    claimed: Sequence[Row]
    dropped: Sequence[Row]
    removed: Sequence[Row]
    activities: Sequence[Row]
    events: Sequence[Row]


def planned(changes: Changes) -> Plan:
    """The rows of these changes."""
    nouns = [
        _nouns(name, table, [written for (of, _), written in changes.nouns.items() if of == name])
        for name, table in NOUN_TABLES.items()
    ]
    rotations = _nouns("rotations", ROTATION, changes.rotations.values())
    held, claimed, dropped = [], [], []
    for (kind, key), held_by in sorted(changes.match_keys.items(), key=itemgetter(0)):
        for id, holds in held_by.items():  # as they came
            if not holds:
                dropped.append({"the_kind": kind, "the_key": key, "the_id": id})
            elif changes.claims.get((kind, key)) == id:
                claimed.append({"kind": kind, "key": key, "id": id, "claimed": True})
            else:
                held.append({"kind": kind, "key": key, "id": id})
    return Plan(
        erased=sorted(changes.erased.items(), key=itemgetter(0)),
        nouns=[part for part in (*nouns, rotations) if part.new or part.changed],
        receipts=[_receipt(receipt) for receipt in changes.receipts.values()],
        held=held,
        claimed=claimed,
        dropped=dropped,
        removed=[{"the_id": id} for id in sorted(changes.removed)],
        activities=[
            {"id": activity.id, "lead_id": activity.lead_id, "at": activity.at, "body": to_json(activity)}
            for activities in changes.activities.values()
            for activity in activities
        ],
        events=[_event(event) for event in changes.events],
    )


def _nouns(name: str, table: Table, writes: Iterable[Any]) -> _Nouns:
    make = _ROWS.get(name, _row)
    new, changed = [], []
    for written in writes:
        row = make(written.noun)
        if written.expected or (written.expected == 0 and table is not ROTATION):
            own = row.pop("team" if table is ROTATION else "id")
            changed.append(row | {"own": own, "expected": written.expected})
        else:
            new.append(row)
    new.sort(key=itemgetter("team" if table is ROTATION else "id"))
    changed.sort(key=itemgetter("own"))
    return _Nouns(name, table, new, changed)


def _row(noun: Any) -> Row:
    return {"id": noun.id, "version": noun.version, "body": to_json(noun)}


def _lead(lead: Lead) -> Row:
    return _row(lead) | {
        "status": str(lead.status),
        "owner": lead.owner,
        "pool": lead.pool,
        "merged_into": lead.merged_into,
        "created_at": lead.created_at,
        "updated_at": lead.updated_at,
    }


def _follow_up(step: FollowUp) -> Row:
    return _row(step) | {"lead_id": step.lead_id, "due": step.due, "done": step.done_at is not None}


def _rotation(rotation: Any) -> Row:
    return {"team": rotation.team, "version": rotation.version, "body": to_json(rotation)}


_ROWS: Mapping[str, Callable[[Any], Row]] = {"leads": _lead, "follow_ups": _follow_up, "rotations": _rotation}


def _receipt(receipt: Receipt) -> Row:
    return {
        "key": receipt.key,
        "digest": receipt.digest,
        "at": receipt.at,
        "lead_id": receipt.lead_id,
        "body": to_json(receipt),
    }


def _event(event: Event) -> Row:
    return {
        "id": event_id(event),
        "aggregatetype": event.noun.__name__,
        "aggregateid": event.subject_id,
        "type": type(event).__name__,
        "version": event.version,
        "at": event.at,
        "payload": to_json(event),
    }


def carry_out(connection: Connection, plan: Plan) -> None:
    """Write it within the transaction that is open. Raises a conflict, after which the transaction must be undone."""
    for (kind, id), expected in plan.erased:
        _erase(connection, kind, id, expected)
    for part in plan.nouns:
        if part.changed:
            _change(connection, part)
        _insert(connection, part.table, part.new, partial(_taken, part))
    _insert(connection, RECEIPT, _by_key(connection, plan.receipts), lambda _: key_taken())
    if plan.dropped:
        connection.execute(_DROP, plan.dropped)
    for kind in dict.fromkeys(row["kind"] for row in plan.claimed):
        _claim(connection, kind, [row for row in plan.claimed if row["kind"] == kind])
    if plan.held:
        connection.execute(_HOLD[connection.dialect.name], plan.held)
    if plan.removed:
        connection.execute(_REMOVE, plan.removed)
    _insert(connection, ACTIVITY, plan.activities, lambda row: conflict("activities", row["id"], None, None))
    _insert(connection, EVENT, plan.events, lambda row: conflict("events of", row["aggregateid"], None, None))


_INSERT = {table: insert(table) for table in (*NOUN_TABLES.values(), ROTATION, RECEIPT, MATCH_KEY, ACTIVITY, EVENT)}
_NUMBERS = text(
    "SELECT nextval(pg_get_serial_sequence('leadkit_receipt', 'seq')) FROM generate_series(1, CAST(:count AS INTEGER))"
)
# psycopg sends many rows in one go, and would log a warning of its own for each such go that a unique key breaks.
_PIPELINES = frozenset({"psycopg", "psycopg_async"})
_INSERT_ABSENT = {
    table: postgresql.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for table in _INSERT
}
_KEY = {table: table.c.team if table is ROTATION else table.c.id for table in (*NOUN_TABLES.values(), ROTATION)}
_UPDATE = {
    table: update(table).where(key == bindparam("own"), table.c.version == bindparam("expected"))
    for table, key in _KEY.items()
}
_LOCK = {
    table: select(key.label("own"), table.c.version)
    .where(key.in_(bindparam("keys", expanding=True)))
    .order_by(key)
    .with_for_update()
    for table, key in _KEY.items()
}
_DROP = delete(MATCH_KEY).where(
    MATCH_KEY.c.kind == bindparam("the_kind"),
    MATCH_KEY.c.key == bindparam("the_key"),
    MATCH_KEY.c.id == bindparam("the_id"),
)
_REMOVE = delete(ACTIVITY).where(ACTIVITY.c.id == bindparam("the_id"))
_ABSENT = ("kind", "key", "id")
_MYSQL_HOLD = mysql.insert(MATCH_KEY).on_duplicate_key_update(seq=MATCH_KEY.c.seq)
_HOLD: Mapping[str, Any] = {
    "sqlite": sqlite.insert(MATCH_KEY).on_conflict_do_nothing(index_elements=_ABSENT),
    "postgresql": postgresql.insert(MATCH_KEY).on_conflict_do_nothing(index_elements=_ABSENT),
    "mysql": _MYSQL_HOLD,
    "mariadb": _MYSQL_HOLD,
}


def _by_key(connection: Connection, receipts: Sequence[Row]) -> Sequence[Row]:
    """By key, so that two imports of the same people wait for each other in one order, yet numbered as they came.

    PostgreSQL takes a second to notice a deadlock. The others notice at once, or have none.
    """
    if connection.dialect.name != "postgresql" or len(receipts) < 2:
        return receipts
    numbers = connection.scalars(_NUMBERS, {"count": len(receipts)})
    numbered = [{**row, "seq": seq} for row, seq in zip(receipts, sorted(numbers), strict=True)]
    return sorted(numbered, key=itemgetter("key"))


def _insert(connection: Connection, table: Table, rows: Sequence[Row], refused: Callable[[Row], StoreError]) -> None:
    if not rows:
        return
    if len(rows) > 1 and connection.dialect.driver in _PIPELINES:
        if connection.execute(_INSERT_ABSENT[table], rows).rowcount < len(rows):
            raise refused(rows[0])
        return
    try:
        connection.execute(_INSERT[table], rows)
    except IntegrityError:
        # Of several rows nobody says which; the first stands for them.
        raise refused(rows[0]) from None


def _taken(part: _Nouns, row: Row) -> StoreError:
    return conflict(part.name, row[_KEY[part.table].name], None, None)


def _change(connection: Connection, part: _Nouns) -> None:
    if len(part.changed) == 1:
        (row,) = part.changed
        if connection.execute(_UPDATE[part.table], row).rowcount != 1:
            raise conflict(part.name, row["own"], row["expected"], None)
        return
    # Not every driver counts the rows of many statements; and whoever locks first can say what was found.
    for rows in chunks(part.changed):
        locked = connection.execute(_LOCK[part.table], {"keys": [row["own"] for row in rows]})
        found = {row.own: row.version for row in locked}
        for row in rows:
            if found.get(row["own"]) != row["expected"]:
                raise conflict(part.name, row["own"], row["expected"], found.get(row["own"]))
    connection.execute(_UPDATE[part.table], part.changed)


def _claim(connection: Connection, kind: str, rows: Sequence[Row]) -> None:
    """Who came first is seen here; who comes at this moment runs into the unique key."""
    known = holders(connection, kind, [row["key"] for row in rows])
    if any(id != row["id"] for row in rows for id in known.get(row["key"], ())):
        raise key_held(kind)
    _insert(connection, MATCH_KEY, [row for row in rows if row["key"] not in known], lambda _: key_held(kind))


def _erase(connection: Connection, kind: str, id: str, expected: int | None) -> None:
    table = NOUN_TABLES[KINDS[kind]]
    of_version = [] if expected is None else [table.c.version == expected]
    gone = connection.execute(delete(table).where(table.c.id == id, *of_version))
    if expected is not None and gone.rowcount != 1:
        raise conflict(KINDS[kind], id, expected, None)
    if kind == "lead":
        connection.execute(delete(FOLLOW_UP).where(FOLLOW_UP.c.lead_id == id))
        connection.execute(delete(ACTIVITY).where(ACTIVITY.c.lead_id == id))
        theirs = select(RECEIPT.c.seq, RECEIPT.c.body).where(RECEIPT.c.lead_id == id).with_for_update()
        for seq, body in connection.execute(theirs).all():
            stripped = {"lead_id": None, "body": to_json(bare(from_json(body)))}
            connection.execute(update(RECEIPT).where(RECEIPT.c.seq == seq).values(stripped))
    connection.execute(delete(MATCH_KEY).where(MATCH_KEY.c.kind == kind, MATCH_KEY.c.id == id))
    connection.execute(delete(EVENT).where(EVENT.c.aggregateid == id))
