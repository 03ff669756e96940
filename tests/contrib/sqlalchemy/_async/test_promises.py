"""Every promise of a store, kept by each database and inside a host's transaction, asynchronous form."""

from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Text, cast, func, select

from leadkit.contrib.sqlalchemy import AsyncSqlAlchemyStore, metadata
from leadkit.contrib.sqlalchemy.tables import ACTIVITY, EVENT, MATCH_KEY, NOUN_TABLES, RECEIPT, ROTATION
from leadkit.testing import AsyncStoreSuite
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

    async def rows(self):
        async with self.engine.connect() as connection:
            return {
                name: (await connection.execute(select(func.count()).select_from(table))).scalar()
                for name, table in TABLES.items()
            }

    async def mentions(self, text):
        found = []
        async with self.engine.connect() as connection:
            for name, table in metadata.tables.items():
                for column in table.columns:
                    there = select(func.count()).where(cast(column, Text).contains(text, autoescape=True))
                    if (await connection.execute(there)).scalar():
                        found.append(name)
        return found


class TestStore(AsyncStoreSuite):
    @pytest.fixture
    def store(self, shared_store_async, dialect):
        return shared_store_async(dialect)

    @pytest.fixture
    def reopen(self, shared_store_async, dialect):
        return lambda: AsyncSqlAlchemyStore(shared_store_async(dialect).engine)

    @pytest.fixture
    def back_door(self):
        return RawTables


class TestInsideTheHostsTransaction(AsyncStoreSuite):
    capabilities = (Capability.OUTBOX,)  # all that belongs to one transaction

    @pytest.fixture
    def store(self, shared_store_async, dialect):
        @asynccontextmanager
        async def opened():
            async with shared_store_async(dialect).engine.connect() as connection:
                yield AsyncSqlAlchemyStore(connection)
                await connection.rollback()

        return opened()
