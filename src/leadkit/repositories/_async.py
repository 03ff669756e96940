"""The protocols a store implements, asynchronous form.

Every write belongs to a unit of work: others see nothing before `commit`, nothing stays after leaving without it.
"""

from collections.abc import AsyncIterator, Collection, Iterable
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self, TypeVar

from leadkit.model import (
    Activity,
    Campaign,
    Contact,
    Customer,
    FollowUp,
    Lead,
    Opportunity,
    Quote,
    Receipt,
)
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation

__all__ = [
    "AsyncActivityRepository",
    "AsyncEventLog",
    "AsyncFollowUpRepository",
    "AsyncLeadRepository",
    "AsyncMatchKeyIndex",
    "AsyncReceiptRepository",
    "AsyncRepository",
    "AsyncRotationRepository",
    "AsyncStore",
    "AsyncUnitOfWork",
]

N = TypeVar("N")


class AsyncRepository(Protocol[N]):
    """Nouns of one kind by id."""

    async def find(self, id: str) -> N | None:
        """The noun, or `None`."""

    async def get(self, id: str) -> N:
        """The noun; raises `NotFound`."""

    async def add(self, noun: N) -> None:
        """A new noun. Raises `VersionConflict` at the latest on commit when the id is taken."""

    async def put(self, noun: N, *, expected: int) -> None:
        """A changed noun. Raises `VersionConflict` at the latest on commit unless the stored version is `expected`."""

    def all(self) -> AsyncIterator[N]:
        """Every noun, oldest id first."""


class AsyncLeadRepository(AsyncRepository[Lead], Protocol):
    def where(
        self, *, statuses: Collection[str] | None = None, owner: str | None = None, pool: str | None = None
    ) -> AsyncIterator[Lead]:
        """The leads that meet every condition given, oldest id first."""


class AsyncActivityRepository(Protocol):
    async def add(self, activity: Activity) -> None:
        """A new activity."""

    async def of_lead(self, lead_id: str) -> tuple[Activity, ...]:
        """A lead's activities, oldest first by `at`, then in the order in which they were added."""


class AsyncFollowUpRepository(AsyncRepository[FollowUp], Protocol):
    async def open_of_lead(self, lead_id: str) -> FollowUp | None:
        """The lead's follow-up that is not done, the earliest due if several."""

    def due(self, before: datetime) -> AsyncIterator[FollowUp]:
        """Open follow-ups due before this instant, earliest due first."""


class AsyncMatchKeyIndex(Protocol):
    """Digests by which a person is recognised. A key may have several holders; a holder many keys."""

    async def add(self, kind: str, id: str, keys: Iterable[str]) -> None:
        """This noun holds these keys from now on."""

    async def find(self, kind: str, keys: Iterable[str]) -> tuple[str, ...]:
        """The ids of this kind that hold any of the keys: key by key as given, first come first within a key."""


class AsyncReceiptRepository(Protocol):
    async def find(self, key: str) -> Receipt | None:
        """The receipt under this key, or `None`."""

    async def add(self, receipt: Receipt) -> None:
        """A new receipt. Raises `IdempotencyConflict` at the latest on commit when the key is taken."""

    async def recent(self, digest: str, since: datetime) -> Receipt | None:
        """The latest receipt with this payload digest at or after `since`, or `None`."""

    def all(self) -> AsyncIterator[Receipt]:
        """Every receipt, in the order in which they were added."""


class AsyncRotationRepository(Protocol):
    async def get(self, team: str) -> Rotation:
        """Whose turn it was last in this team; an empty rotation for a new team."""

    async def put(self, rotation: Rotation, *, expected: int) -> None:
        """Raises `VersionConflict`, at the latest on commit, unless the stored version is `expected` (0: none yet)."""


class AsyncEventLog(Protocol):
    async def append(self, events: Iterable[Event]) -> None:
        """Facts, in order. They are kept if and only if the unit of work commits."""

    async def of(self, subject_id: str) -> tuple[Event, ...]:
        """The facts about one noun, oldest first."""

    def all(self) -> AsyncIterator[Event]:
        """Every fact, in commit order."""


class AsyncUnitOfWork(Protocol):
    """All or nothing. Leaving the block without `commit` rolls back."""

    @property
    def leads(self) -> AsyncLeadRepository: ...
    @property
    def contacts(self) -> AsyncRepository[Contact]: ...
    @property
    def customers(self) -> AsyncRepository[Customer]: ...
    @property
    def opportunities(self) -> AsyncRepository[Opportunity]: ...
    @property
    def quotes(self) -> AsyncRepository[Quote]: ...
    @property
    def campaigns(self) -> AsyncRepository[Campaign]: ...
    @property
    def activities(self) -> AsyncActivityRepository: ...
    @property
    def follow_ups(self) -> AsyncFollowUpRepository: ...
    @property
    def match_keys(self) -> AsyncMatchKeyIndex: ...
    @property
    def receipts(self) -> AsyncReceiptRepository: ...
    @property
    def rotations(self) -> AsyncRotationRepository: ...
    @property
    def events(self) -> AsyncEventLog: ...

    async def commit(self) -> None:
        """Make everything visible at once, or raise a `StoreError` and keep nothing."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class AsyncStore(Protocol):
    """What a host hands to the desk: the way to open a unit of work."""

    def begin(self) -> AsyncUnitOfWork:
        """A new unit of work, to be entered with `async with`."""
