"""The tables. `body` and `payload` hold what `leadkit.to_json` says, and are the truth; other columns are for queries.

Text is compared byte by byte on every database, never folding case, accents or trailing spaces: two people must not
become one because of a collation. So ids sort by code point, too.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

from leadkit.kernel.frozendict import FrozenDict

__all__ = [
    "ACTIVITY",
    "EVENT",
    "FOLLOW_UP",
    "LEAD",
    "MATCH_KEY",
    "NOUN_TABLES",
    "RECEIPT",
    "ROTATION",
    "SCHEMA",
    "Document",
    "Exact",
    "Instant",
    "metadata",
]

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=_NAMES)


def _is_mariadb(dialect: Dialect) -> bool:
    # A MariaDB server behind a mysql:// URL keeps the name of the URL.
    return dialect.name == "mariadb" or bool(getattr(dialect, "is_mariadb", False))


class Exact(TypeDecorator[str]):
    """Text that is equal to itself only."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that compares byte by byte."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(String(self.length, collation="C"))
        if dialect.name in {"mysql", "mariadb"}:
            collation = "utf8mb4_nopad_bin" if _is_mariadb(dialect) else "utf8mb4_0900_bin"
            return dialect.type_descriptor(mysql.VARCHAR(self.length, charset="utf8mb4", collation=collation))
        return dialect.type_descriptor(String(self.length))


class Document(TypeDecorator[str]):
    """JSON text of any length."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """MySQL's plain TEXT ends at 64 KB."""
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(mysql.LONGTEXT(charset="utf8mb4", collation="utf8mb4_bin"))
        return dialect.type_descriptor(Text())


class Instant(TypeDecorator[datetime]):
    """An exact UTC instant in and out, to the microsecond, whatever the zone of server and session."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """With a zone where the database knows instants; elsewhere the bare UTC time."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(mysql.DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """MySQL and SQLite drop or refuse a zone."""
        return value if value is None or dialect.name == "postgresql" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """What comes bare is UTC."""
        return value if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_ID, _WHO, _KEY, _DIGEST = 64, 200, 200, 64
_COUNTER = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts up there
_OPTIONS: Mapping[str, Any] = FrozenDict(
    {
        "mysql_engine": "InnoDB",
        "mysql_charset": "utf8mb4",
        "mariadb_engine": "InnoDB",
        "mariadb_charset": "utf8mb4",
        "sqlite_autoincrement": True,  # the number of an erased row is not given to another one
    }
)


def _text(name: str, length: int, *, null: bool = False) -> Column[str]:
    return Column(name, Exact(length), nullable=null)


def _instant(name: str, *, null: bool = False) -> Column[datetime]:
    return Column(name, Instant(), nullable=null)


def _version() -> Column[int]:
    return Column("version", BigInteger, nullable=False)


def _body(name: str = "body") -> Column[str]:
    return Column(name, Document(), nullable=False)


def _counted() -> Column[int]:
    return Column("seq", _COUNTER, primary_key=True, autoincrement=True)


def _noun(name: str, *columns: Any) -> Table:
    own: Column[str] = Column("id", Exact(_ID), primary_key=True)
    options = {key: value for key, value in _OPTIONS.items() if key != "sqlite_autoincrement"}
    return Table(f"leadkit_{name}", metadata, own, _version(), *columns, _body(), **options)


LEAD = _noun(
    "lead",
    _text("status", _ID),
    _text("owner", _WHO, null=True),
    _text("pool", _WHO, null=True),
    _text("merged_into", _ID, null=True),
    _instant("created_at"),
    _instant("updated_at"),
    Index(None, "status", "id"),
    Index(None, "owner", "id"),
    Index(None, "pool", "id"),
    Index(None, "updated_at", "id"),
)

FOLLOW_UP = _noun(
    "follow_up",
    _text("lead_id", _ID),
    _instant("due"),
    Column("done", Boolean(create_constraint=False), nullable=False),
    Index(None, "lead_id", "done"),
    Index(None, "done", "due", "id"),
)

#: Repository → table.
NOUN_TABLES: Mapping[str, Table] = FrozenDict(
    {
        "leads": LEAD,
        "contacts": _noun("contact"),
        "customers": _noun("customer"),
        "opportunities": _noun("opportunity"),
        "quotes": _noun("quote"),
        "campaigns": _noun("campaign"),
        "follow_ups": FOLLOW_UP,
    }
)

ACTIVITY = Table(
    "leadkit_activity",
    metadata,
    _counted(),
    _text("id", _ID),
    _text("lead_id", _ID),
    _instant("at"),
    _body(),
    UniqueConstraint("id"),
    Index(None, "lead_id", "at", "seq"),
    **_OPTIONS,
)

# claimed: true for a holder that had to be the only one, else null; no database takes two nulls for the same.
MATCH_KEY = Table(
    "leadkit_match_key",
    metadata,
    _counted(),
    _text("kind", _ID),
    _text("key", _KEY),
    _text("id", _ID),
    Column("claimed", Boolean(create_constraint=False), nullable=True),
    UniqueConstraint("kind", "key", "id"),
    UniqueConstraint("kind", "key", "claimed"),
    Index(None, "kind", "id"),
    **_OPTIONS,
)

RECEIPT = Table(
    "leadkit_receipt",
    metadata,
    _counted(),
    _text("key", _KEY),
    _text("digest", _DIGEST),
    _instant("at"),
    _text("lead_id", _ID, null=True),
    _body(),
    UniqueConstraint("key"),
    Index(None, "digest", "at"),
    Index(None, "lead_id"),
    **_OPTIONS,
)

ROTATION = Table(
    "leadkit_rotation",
    metadata,
    Column("team", Exact(_WHO), primary_key=True),
    _version(),
    _body(),
    **{key: value for key, value in _OPTIONS.items() if key != "sqlite_autoincrement"},
)

# The names that Debezium's outbox event router expects.
EVENT = Table(
    "leadkit_event",
    metadata,
    _counted(),
    _text("id", 36),
    _text("aggregatetype", _ID),
    _text("aggregateid", _KEY),
    _text("type", _ID),
    _version(),
    _instant("at"),
    _body("payload"),
    Column("position", BigInteger, nullable=True),
    _instant("published_at", null=True),
    UniqueConstraint("id"),
    UniqueConstraint("aggregatetype", "aggregateid", "version"),
    Index(None, "aggregateid", "seq"),
    Index(None, "position", "seq"),  # unique because one reader at a time counts; a constraint would misguide MariaDB
    **_OPTIONS,
)

# What waits to be published is little, so its index is little, too, where an index can be partial.
_UNPUBLISHED = EVENT.c.published_at.is_(None)
Index(None, EVENT.c.published_at, EVENT.c.seq, postgresql_where=_UNPUBLISHED, sqlite_where=_UNPUBLISHED)

#: One row. last_position: no event that is erased gives its position to another one.
SCHEMA = Table(
    "leadkit_schema",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("last_position", BigInteger, nullable=False),
    **{key: value for key, value in _OPTIONS.items() if key != "sqlite_autoincrement"},
)
