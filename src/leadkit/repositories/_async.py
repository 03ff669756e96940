"""The protocols a store implements, asynchronous form.

Every write belongs to a unit of work: others see nothing before `commit`, nothing stays after leaving without it.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
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
from leadkit.repositories.outbox import OutboxEntry

__all__ = [
    "AsyncActivityRepository",
    "AsyncEventLog",
    "AsyncFilePort",
    "AsyncFollowUpRepository",
    "AsyncLeadRepository",
    "AsyncMatchKeyIndex",
    "AsyncOutbox",
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

    def all(self, *, after: str = "", limit: int | None = None) -> AsyncIterator[N]:
        """Every noun by id, in the order of code points. after, limit: a page, from the id that follows this one."""


class AsyncLeadRepository(AsyncRepository[Lead], Protocol):
    def where(
        self,
        *,
        statuses: Collection[str] | None = None,
        owner: str | None = None,
        pool: str | None = None,
        updated_since: datetime | None = None,
        merged: bool | None = False,
        after: str = "",
        limit: int | None = None,
    ) -> AsyncIterator[Lead]:
        """The leads that meet every condition given, by id.

        updated_since: at this instant or later. merged: False for those that live, True for those that were merged
        away, `None` for both.
        """


class AsyncActivityRepository(Protocol):
    async def add(self, activity: Activity) -> None:
        """A new activity."""

    async def remove(self, activity: Activity) -> None:
        """The activity is not there any more; one that is not there is no error. Added again for another lead in the
        same unit of work, it has gone over to that one."""

    async def of_lead(self, lead_id: str) -> tuple[Activity, ...]:
        """A lead's activities, oldest first by `at`, then in the order in which they were added."""


class AsyncFollowUpRepository(AsyncRepository[FollowUp], Protocol):
    async def open_of_leads(self, lead_ids: Iterable[str]) -> Mapping[str, FollowUp]:
        """Lead id → its follow-up that is not done, the earliest due if several, then by id; for those of these leads
        that have one. Any number of ids."""

    def due(self, before: datetime, *, limit: int | None = None) -> AsyncIterator[FollowUp]:
        """Open follow-ups due before this instant, earliest due first, then by id."""


class AsyncMatchKeyIndex(Protocol):
    """Digests by which a person is recognised. A key may have several holders; a holder many keys."""

    async def add(self, kind: str, id: str, keys: Iterable[str]) -> None:
        """This noun holds these keys from now on."""

    async def claim(self, kind: str, id: str, keys: Iterable[str]) -> None:
        """This noun holds these keys from now on, and is the first to do so.

        Raises `VersionConflict` with the code `key_held`, at the latest on commit, if another noun of this kind holds
        one: of all units of work that claim one key, one commits. So two that come at once and took each other for
        strangers cannot both be right.
        """

    async def drop(self, kind: str, id: str, keys: Iterable[str]) -> None:
        """This noun does not hold these keys any more; those that it does not hold are no error."""

    async def find(self, kind: str, keys: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Key → ids of this kind that hold it, first come first. Keys as given, without those that nobody holds."""


class AsyncReceiptRepository(Protocol):
    async def find(self, keys: Iterable[str]) -> Mapping[str, Receipt]:
        """Key → receipt, for those of these keys that have one."""

    async def add(self, receipt: Receipt) -> None:
        """A new receipt. Raises `IdempotencyConflict` with the code `key_taken`, at the latest on commit, if the key is
        taken: of all units of work that add one key, one commits."""

    async def latest(self, digests: Iterable[str]) -> Mapping[str, Receipt]:
        """Payload digest → its latest receipt by `at`, the last added of equal ones, for those that have any."""

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
        """Every fact; those about one noun in their order, and those of one unit of work in theirs."""


class AsyncOutbox(Protocol):
    """The event log as something to publish from: a capability of a store, not every store has one.

    Each operation is a transaction of its own. Two ways to read: by mark, or by position.
    """

    async def unpublished(self, limit: int = 100) -> tuple[OutboxEntry, ...]:
        """The oldest committed events that are not marked; those about one noun in their order."""

    async def mark_published(self, ids: Iterable[str]) -> None:
        """These entries were delivered. Marking one twice is marking it once."""

    async def since(self, position: int = 0, limit: int = 100) -> tuple[OutboxEntry, ...]:
        """The committed events after this position, in the order of positions.

        Whatever commits later has a higher position: a reader that goes on from the last one it saw misses nothing.
        """


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

    async def erase(self, kind: str, id: str, *, expected: int | None = None) -> None:
        """Nothing of this noun stays: neither itself nor its events and match keys. No error when there is none.

        expected: raises `VersionConflict`, at the latest on commit, unless there is one and this is its version.

        kind: `lead`, `contact`, `customer`, `opportunity`, `quote` or `campaign`. Of a lead its activities and
        follow-ups go too; its receipts keep key, action, digest and time, so that a retry makes no new lead.
        """

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


class AsyncFilePort(Protocol):
    """Where a host keeps the files that hang on its records."""

    async def link(self, lead_id: str, records: Mapping[str, str], *, dry_run: bool) -> Iterable[str]:
        """From now on the lead's files are to be seen with these records, and with no others that an earlier call named
        for this lead. Returns their names. Called after the commit, and again when the same is asked for again: what is
        so already stays so.

        records: `contact`, `customer`, `opportunity` → id; empty when a conversion was taken back. dry_run: only say
        which files there are.
        """
