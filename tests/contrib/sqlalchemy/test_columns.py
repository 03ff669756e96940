"""What the columns promise on every database: exact instants, exact text, an order, and an index for each question."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, insert, select

from leadkit.contrib.sqlalchemy import outbox, reading
from leadkit.contrib.sqlalchemy.tables import EVENT, LEAD, MATCH_KEY, NOUN_TABLES, RECEIPT, ROTATION

# Pairs that some collation takes for one.
ALIKE = ("a@x", "A@X", "café", "cafe", "cafe\u0301", "a", "a ", "ß", "ss", "ẞ", "Ω", "\u2126", "ﬀ", "ff", "1", "１")
ORDER = ("", "A", "Z", "a", "a ", "a1", "aa", "z", "~", "é", "中", "\uffee", "😀")


@pytest.fixture
def engine(fresh_store, dialect):
    return fresh_store(dialect).engine


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC),
        datetime(2026, 3, 2, 9, 30, 15, 1, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=8))),
    ],
    ids=str,
)
def test_an_instant_comes_back_exact(engine, at):
    row = {"id": "L", "version": 1, "status": "new", "body": "{}", "created_at": at, "updated_at": at}
    with engine.begin() as connection:
        connection.execute(insert(LEAD), row)
        found = connection.scalar(select(LEAD.c.created_at))
        assert connection.scalar(select(LEAD.c.id).where(LEAD.c.updated_at == at)) == "L"
        assert connection.scalar(select(LEAD.c.id).where(LEAD.c.updated_at > at)) is None
    assert found == at
    assert type(found) is datetime
    assert found.tzinfo is UTC


def test_no_two_texts_are_one(engine):
    with engine.begin() as connection:
        connection.execute(insert(NOUN_TABLES["contacts"]), [{"id": id, "version": 1, "body": "{}"} for id in ALIKE])
        connection.execute(insert(ROTATION), [{"team": team, "version": 1, "body": "{}"} for team in ALIKE])
        connection.execute(insert(MATCH_KEY), [{"kind": "lead", "key": key, "id": "L"} for key in ALIKE])
        now = datetime(2026, 3, 2, tzinfo=UTC)
        connection.execute(insert(RECEIPT), [{"key": key, "digest": key, "at": now, "body": "{}"} for key in ALIKE])
        connection.execute(
            insert(LEAD),
            [
                {"id": text, "version": 1, "status": text, "owner": text, "pool": text, "body": "{}"}
                | {"created_at": now, "updated_at": now}
                for text in ALIKE
            ],
        )
        for text in ALIKE:
            for column in (LEAD.c.status, LEAD.c.owner, LEAD.c.pool, LEAD.c.id):
                assert connection.scalars(select(LEAD.c.id).where(column == text)).all() == [text]
            assert connection.scalars(select(RECEIPT.c.key).where(RECEIPT.c.digest == text)).all() == [text]


def test_ids_sort_by_code_point(engine):
    table = NOUN_TABLES["contacts"]
    with engine.begin() as connection:
        connection.execute(insert(table), [{"id": id, "version": 1, "body": "{}"} for id in reversed(ORDER)])
        assert connection.scalars(select(table.c.id).order_by(table.c.id)).all() == sorted(ORDER)
        assert set(connection.scalars(select(table.c.id).where(table.c.id > "z"))) == {id for id in ORDER if id > "z"}


def test_long_and_foreign_bodies_come_back_whole(engine):
    table, body = NOUN_TABLES["contacts"], "王😀\\' \u2028%s:x" * 100_000
    with engine.begin() as connection:
        connection.execute(insert(table), {"id": "C", "version": 1, "body": body})
        assert connection.scalar(select(table.c.body)) == body


# What must not be read row by row, and by which index each database goes. Statement, parameters.
ASKED = {
    "holders": (reading._HOLDERS, {"kind": "lead", "keys": ["k7"]}),
    "keys of one holder": (delete(MATCH_KEY).where(MATCH_KEY.c.kind == "lead", MATCH_KEY.c.id == "L7"), {}),
    "receipts": (reading._RECEIPTS, {"keys": ["k7"]}),
    "leads by owner": (select(LEAD.c.body).where(LEAD.c.owner == "o7", LEAD.c.id > "L").order_by(LEAD.c.id), {}),
    "leads by pool": (select(LEAD.c.body).where(LEAD.c.pool == "o7", LEAD.c.id > "L").order_by(LEAD.c.id), {}),
    "leads by status": (select(LEAD.c.body).where(LEAD.c.status.in_(["o7"])), {}),
    "one noun": (reading._NOUN["leads"], {"own": "L7"}),
    "events of a noun": (reading._EVENTS_OF, {"subject": "L7"}),
    "unpublished events": (outbox._UNPUBLISHED, {"size": 5}, EVENT.c.published_at),
    "events without a position": (outbox._UNNUMBERED, {"size": 5}, EVENT.c.position),
    "events by position": (outbox._AFTER, {"after": 2995, "size": 5}),
    "a page of nouns": (reading._NOUNS["leads"], {"after": "L3", "size": 5}),
}
SCANS = {"sqlite": "SCAN", "postgresql": "Seq Scan", "mariadb": "'ALL'"}


def filled(connection):
    """Enough rows that reading all of them is the worse plan."""
    now, some = datetime(2026, 3, 2, tzinfo=UTC), range(3000)
    body = "{}" + " " * 200
    connection.execute(insert(MATCH_KEY), [{"kind": "lead", "key": f"k{n}", "id": f"L{n}"} for n in some])
    connection.execute(
        insert(RECEIPT),
        [{"key": f"k{n}", "digest": f"d{n}", "at": now, "lead_id": f"L{n}", "body": body} for n in some],
    )
    connection.execute(
        insert(LEAD),
        [
            {"id": f"L{n}", "version": 1, "status": f"o{n}", "owner": f"o{n}", "pool": f"o{n}", "body": body}
            | {"created_at": now, "updated_at": now}
            for n in some
        ],
    )
    connection.execute(
        insert(EVENT),
        [
            {"id": f"e{n}", "aggregatetype": "Lead", "aggregateid": f"L{n}", "type": "LeadCaptured", "version": 1}
            | {"at": now, "payload": body, "position": n or None, "published_at": now if n else None}
            for n in some
        ],
    )


def test_every_question_has_its_index(engine):
    with engine.begin() as connection:
        filled(connection)
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            for table in ("lead", "event", "receipt", "match_key"):
                statement = "ANALYZE TABLE" if engine.dialect.name == "mariadb" else "ANALYZE"
                connection.exec_driver_sql(f"{statement} leadkit_{table}").close()
        for name, (statement, values, *null) in ASKED.items():
            asked = statement.params(values) if values else statement
            asked = outbox._first_come(connection, asked, *null) if null else asked
            compiled = asked.compile(connection, compile_kwargs={"literal_binds": True})
            plan = str(connection.exec_driver_sql(explain + str(compiled).replace("%%", "%")).all())
            assert SCANS[engine.dialect.name] not in plan, f"{name}: {plan}"
            if "events" in name:
                assert not any(word in plan for word in ("Sort", "TEMP B-TREE", "filesort")), f"{name}: {plan}"
