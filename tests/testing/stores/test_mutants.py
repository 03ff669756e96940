"""The suite is worth what it catches: every broken store, by the promises that its row names."""

import attrs
import pytest
from mutants import MUTANTS

from leadkit.memory import AsyncStore, Store
from leadkit.testing import PROMISES, Capability
from leadkit.testing.stores.checking import check_store

# To look through all raw data takes its time where other checks have left theirs.
RAW = {number for number, promise in PROMISES.items() if Capability.BACK_DOOR in promise.needs}
REST = PROMISES.keys() - RAW


class RawTables:
    """The tables behind a store, as anybody can read them who knows where they are."""

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
        return [name for name, table in vars(self.tables).items() if text in told(table)]


def told(value):
    """Everything in the value as text; not its repr, which masks what people typed."""
    if isinstance(value, dict):
        return " ".join(told(each) for pair in value.items() for each in pair)
    if isinstance(value, tuple | list | set):
        return " ".join(map(told, value))
    return told(attrs.asdict(value, recurse=False)) if attrs.has(type(value)) else str(value)


def failed(make):
    """The numbers of the promises that a store breaks."""
    return sorted({verdict.number for numbers in (REST, RAW) for verdict in lived(make(), numbers)})


def lived(store, numbers):
    again = getattr(store, "reopened", lambda: store)
    calls = iter([store])
    verdicts = check_store(lambda: next(calls, None) or again(), persistent=True, back_door=RawTables, numbers=numbers)
    return [verdict for verdict in verdicts if verdict.passed is False]


def test_the_memory_store_keeps_every_promise():
    assert failed(Store) == []
    verdicts = list(check_store(AsyncStore))
    assert [verdict for verdict in verdicts if verdict.passed is False] == []


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_store_is_caught_by_the_promises_it_breaks(name):
    caught = failed(MUTANTS[name].store)
    assert caught
    # Drawn examples may find it by one more.
    assert {int(number) for number in MUTANTS[name].caught_by.split()} <= set(caught)


def test_every_promise_has_a_store_that_breaks_it():
    assert (
        PROMISES.keys() - {int(number) for mutant in MUTANTS.values() for number in mutant.caught_by.split()} == set()
    )
