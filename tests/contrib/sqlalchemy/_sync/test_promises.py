# Derived from tests/contrib/sqlalchemy/_async/test_promises.py by tools/twins.py; edit that file.
"""Every promise of a store, kept by each database and inside a host's transaction, synchronous form."""

from contextlib import contextmanager

import pytest
from sqlalchemy import Text, cast, func, select

from leadkit.contrib.sqlalchemy import SqlAlchemyStore, metadata
from leadkit.contrib.sqlalchemy.tables import ACTIVITY, EVENT, MATCH_KEY, NOUN_TABLES, RECEIPT, ROTATION
from leadkit.testing import StoreSuite
from leadkit.testing.stores.promises import Capability

pytestmark = pytest.mark.proof  # minutes, for the host's transaction and three databases

TABLES = {
    **NOUN_TABLES,
    "activities": ACTIVITY,
    "receipts": RECEIPT,
    "rotations": ROTATION,
    "events": EVENT,
    "match_keys": MATCH_KEY,
}


class RawTables:
    """The tables, asked in SQL."""

    def __init__(self, store):
        self.engine = store.engine

    def rows(self):
        with self.engine.connect() as connection:
            return {
                name: (connection.execute(select(func.count()).select_from(table))).scalar()
                for name, table in TABLES.items()
            }

    def mentions(self, text):
        found = []
        with self.engine.connect() as connection:
            for name, table in metadata.tables.items():
                for column in table.columns:
                    there = select(func.count()).where(cast(column, Text).contains(text, autoescape=True))
                    if (connection.execute(there)).scalar():
                        found.append(name)
        return found


class TestStore(StoreSuite):
    @pytest.fixture
    def store(self, shared_store_sync, dialect):
        return shared_store_sync(dialect)

    @pytest.fixture
    def reopen(self, shared_store_sync, dialect):
        return lambda: SqlAlchemyStore(shared_store_sync(dialect).engine)

    @pytest.fixture
    def back_door(self):
        return RawTables


class TestInsideTheHostsTransaction(StoreSuite):
    capabilities = (Capability.OUTBOX,)  # all that belongs to one transaction

    @pytest.fixture
    def store(self, shared_store_sync, dialect):
        @contextmanager
        def opened():
            with shared_store_sync(dialect).engine.connect() as connection:
                yield SqlAlchemyStore(connection)
                connection.rollback()

        return opened()
