"""The memory store keeps every promise, asynchronous form; and what it says beyond them."""

import attrs
import pytest

from leadkit.errors import VersionConflict
from leadkit.memory import AsyncStore
from leadkit.testing import AsyncStoreSuite
from leadkit.testing.stores.samples import changed, lead


class RawTables:
    """The tables behind the store, as anybody can read them who knows where they are."""

    def __init__(self, store):
        self.tables = store._tables

    async def rows(self):
        tables = self.tables
        return {
            **{name: len(nouns) for name, nouns in tables.nouns.items()},
            "activities": sum(map(len, tables.activities.values())),
            "receipts": len(tables.receipts),
            "rotations": len(tables.rotations),
            "events": len(tables.events),
            "match_keys": sum(map(len, tables.match_keys.values())),
        }

    async def mentions(self, text):
        # Not by repr, which masks what a person typed.
        return [name for name, table in vars(self.tables).items() if text in told(table)]


def told(value):
    """Everything in the value as text."""
    if isinstance(value, dict):
        return " ".join(told(each) for pair in value.items() for each in pair)
    if isinstance(value, tuple | list | set):
        return " ".join(map(told, value))
    return told(attrs.asdict(value, recurse=False)) if attrs.has(type(value)) else str(value)


class TestStore(AsyncStoreSuite):
    @pytest.fixture
    def store(self):
        return AsyncStore()

    @pytest.fixture
    def reopen(self, store):
        return lambda: store  # its data live as long as it does

    @pytest.fixture
    def back_door(self):
        return RawTables


async def test_two_stores_share_nothing():
    store = AsyncStore()
    async with store.begin() as work:
        await work.leads.add(lead("lead-1"))
        await work.commit()
    async with AsyncStore().begin() as work:
        assert await work.leads.find("lead-1") is None
    async with store.begin() as work:
        assert await work.leads.get("lead-1") == lead("lead-1")


async def test_a_conflict_says_what_it_is_about():
    store = AsyncStore()
    async with store.begin() as work:
        await work.leads.add(changed(lead("lead-1")))
        await work.commit()
    async with store.begin() as work:
        await work.leads.put(changed(lead("lead-1")), expected=1)
        with pytest.raises(VersionConflict, match="lead-1 has version 2, not 1"):
            await work.commit()
        await work.leads.add(lead("lead-1"))
        with pytest.raises(VersionConflict, match="lead-1 is taken"):
            await work.commit()


async def test_a_failed_commit_leaves_a_clean_unit_of_work():
    store = AsyncStore()
    async with store.begin() as work:
        await work.leads.add(lead("lead-1"))
        await work.leads.put(changed(lead("other")), expected=7)
        with pytest.raises(VersionConflict):
            await work.commit()
        assert await work.leads.find("lead-1") is None
        await work.commit()  # of nothing
        await work.leads.add(lead("lead-2"))
        await work.commit()
        assert [noun.id async for noun in work.leads.all()] == ["lead-2"]
