"""The conformance suite of stores: what they promise, and the checks that hold them to it."""

from leadkit.testing.stores._async.subject import AsyncBackDoor
from leadkit.testing.stores._async.suite import AsyncStoreSuite
from leadkit.testing.stores._sync.subject import BackDoor
from leadkit.testing.stores._sync.suite import StoreSuite
from leadkit.testing.stores.checking import Verdict, check_store
from leadkit.testing.stores.histories import StoreHistories, run_histories
from leadkit.testing.stores.promises import PROMISES, Capability, Promise

__all__ = [
    "PROMISES",
    "AsyncBackDoor",
    "AsyncStoreSuite",
    "BackDoor",
    "Capability",
    "Promise",
    "StoreHistories",
    "StoreSuite",
    "Verdict",
    "check_store",
    "run_histories",
]
