"""The suite that a host subclasses, asynchronous form."""

from collections.abc import Callable, Collection
from typing import Any, ClassVar

import pytest

from leadkit.testing.stores._async.capabilities import AsyncCapabilityChecks
from leadkit.testing.stores._async.claims import AsyncClaimChecks
from leadkit.testing.stores._async.erasure import AsyncErasureChecks
from leadkit.testing.stores._async.facts import AsyncFactChecks
from leadkit.testing.stores._async.fidelity import AsyncFidelityChecks
from leadkit.testing.stores._async.keys import AsyncKeyChecks
from leadkit.testing.stores._async.listing import AsyncListingChecks
from leadkit.testing.stores._async.nouns import AsyncNounChecks
from leadkit.testing.stores._async.steps import AsyncStepChecks
from leadkit.testing.stores._async.subject import AsyncSubject
from leadkit.testing.stores._async.works import AsyncWorkChecks
from leadkit.testing.stores.promises import Capability

__all__ = ["AsyncStoreSuite"]


class AsyncStoreSuite(
    AsyncWorkChecks,
    AsyncNounChecks,
    AsyncFidelityChecks,
    AsyncListingChecks,
    AsyncStepChecks,
    AsyncKeyChecks,
    AsyncFactChecks,
    AsyncErasureChecks,
    AsyncCapabilityChecks,
    AsyncClaimChecks,
):
    """Every promise of the page "What a store promises" as a test: subclass it and override the fixture `store`.

    The fixture gives a store, or an asynchronous context manager that opens one: it is entered in the event loop of
    the test, and no plug-in is needed. Override what else your store can do: `reopen` and `back_door`. Set
    `capabilities` where the store can do less than it seems to.
    """

    #: What the store can do; `None`: all that one can see of it.
    capabilities: ClassVar[Collection[Capability] | None] = None

    @pytest.fixture
    def store(self) -> Any:
        """Your store, or an asynchronous context manager that opens it."""
        pytest.fail("override the fixture `store`")

    @pytest.fixture
    def reopen(self) -> Callable[[], Any] | None:
        """A function that opens the data of `store` once more, and gives what `store` may give."""
        return None

    @pytest.fixture
    def back_door(self) -> Any:
        """An `AsyncBackDoor` to the raw data of `store`, or a function that makes one of the opened store."""
        return None

    @pytest.fixture
    def subject(self, store: Any, reopen: Callable[[], Any] | None, back_door: Any) -> AsyncSubject:
        """The three together, as the checks take them."""
        return AsyncSubject(store, capabilities=self.capabilities, reopen=reopen, back_door=back_door)
