# Derived from tests/memory/_async/test_store.py by tools/twins.py; edit that file.
"""The memory store keeps every promise, synchronous form; and what it says beyond them."""

import attrs
import pytest

from leadkit.errors import VersionConflict
from leadkit.memory import Store
from leadkit.testing import StoreSuite
from leadkit.testing.stores.samples import changed, lead


class RawTables:
    """The tables behind the store, as anybody can read them who knows where they are."""

    def __init__(self, store):
        self.tables = store._tables

    def rows(self):
        tables = self.tables
        return {
            **{name: len(nouns) for name, nouns in tables.nouns.items()},
            "activities": sum(map(len, tables.activities.values())),
            "receipts": len(tables.receipts),
            "rotations": len(tables.rotations),
            "events": len(tables.events),
            "match_keys": sum(map(len, tables.match_keys.values())),
        }

    def mentions(self, text):
        # Not by repr, which masks what a person typed.
        return [name for name, table in vars(self.tables).items() if text in told(table)]


def told(value):
    """Everything in the value as text."""
    if isinstance(value, dict):
        return " ".join(told(each) for pair in value.items() for each in pair)
    if isinstance(value, tuple | list | set):
        return " ".join(map(told, value))
    return told(attrs.asdict(value, recurse=False)) if attrs.has(type(value)) else str(value)


class TestStore(StoreSuite):
    @pytest.fixture
    def store(self):
        return Store()

    @pytest.fixture
    def reopen(self, store):
        return lambda: store  # its data live as long as it does

    @pytest.fixture
    def back_door(self):
        return RawTables


def test_two_stores_share_nothing():
    store = Store()
    with store.begin() as work:
        work.leads.add(lead("lead-1"))
        work.commit()
    with Store().begin() as work:
        assert work.leads.find("lead-1") is None
    with store.begin() as work:
        assert work.leads.get("lead-1") == lead("lead-1")


def test_a_conflict_says_what_it_is_about():
    store = Store()
    with store.begin() as work:
        work.leads.add(changed(lead("lead-1")))
        work.commit()
    with store.begin() as work:
        work.leads.put(changed(lead("lead-1")), expected=1)
        with pytest.raises(VersionConflict, match="lead-1 has version 2, not 1"):
            work.commit()
        work.leads.add(lead("lead-1"))
        with pytest.raises(VersionConflict, match="lead-1 is taken"):
            work.commit()


def test_a_failed_commit_leaves_a_clean_unit_of_work():
    store = Store()
    with store.begin() as work:
        work.leads.add(lead("lead-1"))
        work.leads.put(changed(lead("other")), expected=7)
        with pytest.raises(VersionConflict):
            work.commit()
        assert work.leads.find("lead-1") is None
        work.commit()  # of nothing
        work.leads.add(lead("lead-2"))
        work.commit()
        assert [noun.id for noun in work.leads.all()] == ["lead-2"]
