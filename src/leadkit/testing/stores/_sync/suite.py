# Derived from src/leadkit/testing/stores/_async/suite.py by tools/twins.py; edit that file.
"""The suite that a host subclasses, synchronous form."""

from collections.abc import Callable, Collection
from typing import Any, ClassVar

import pytest

from leadkit.testing.stores._sync.capabilities import CapabilityChecks
from leadkit.testing.stores._sync.claims import ClaimChecks
from leadkit.testing.stores._sync.erasure import ErasureChecks
from leadkit.testing.stores._sync.facts import FactChecks
from leadkit.testing.stores._sync.fidelity import FidelityChecks
from leadkit.testing.stores._sync.keys import KeyChecks
from leadkit.testing.stores._sync.listing import ListingChecks
from leadkit.testing.stores._sync.nouns import NounChecks
from leadkit.testing.stores._sync.steps import StepChecks
from leadkit.testing.stores._sync.subject import Subject
from leadkit.testing.stores._sync.works import WorkChecks
from leadkit.testing.stores.promises import Capability

__all__ = ["StoreSuite"]


class StoreSuite(
    WorkChecks,
    NounChecks,
    FidelityChecks,
    ListingChecks,
    StepChecks,
    KeyChecks,
    FactChecks,
    ErasureChecks,
    CapabilityChecks,
    ClaimChecks,
):
    """Every promise of the page "What a store promises" as a test: subclass it and override the fixture `store`.

    The fixture gives a store, or an synchronous context manager that opens one: it is entered in the event loop of
    the test, and no plug-in is needed. Override what else your store can do: `reopen` and `back_door`. Set
    `capabilities` where the store can do less than it seems to.
    """

    #: What the store can do; `None`: all that one can see of it.
    capabilities: ClassVar[Collection[Capability] | None] = None

    @pytest.fixture
    def store(self) -> Any:
        """Your store, or an synchronous context manager that opens it."""
        pytest.fail("override the fixture `store`")

    @pytest.fixture
    def reopen(self) -> Callable[[], Any] | None:
        """A function that opens the data of `store` once more, and gives what `store` may give."""
        return None

    @pytest.fixture
    def back_door(self) -> Any:
        """An `BackDoor` to the raw data of `store`, or a function that makes one of the opened store."""
        return None

    @pytest.fixture
    def subject(self, store: Any, reopen: Callable[[], Any] | None, back_door: Any) -> Subject:
        """The three together, as the checks take them."""
        return Subject(store, capabilities=self.capabilities, reopen=reopen, back_door=back_door)
