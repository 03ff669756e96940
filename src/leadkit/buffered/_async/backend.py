"""What a store on this base implements, asynchronous form."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from leadkit.buffered.changes import Changes
from leadkit.buffered.query import LeadQuery
from leadkit.model import Activity, FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation

__all__ = ["AsyncBackend"]


class AsyncBackend(Protocol):
    """Committed data. The promises are those of `leadkit.repositories`, without any unit of work's own writes."""

    async def noun(self, table: str, id: str) -> Any | None:
        """table: one of `NOUNS`."""

    def nouns(self, table: str, after: str, limit: int | None) -> AsyncIterator[Any]:
        """By id, in the order of code points."""

    def leads(self, query: LeadQuery) -> AsyncIterator[Lead]:
        """By id."""

    async def activities(self, lead_id: str) -> tuple[Activity, ...]:
        """By time, then as they were added."""

    async def open_follow_ups(self, lead_ids: Collection[str]) -> Iterable[FollowUp]:
        """Those of these leads that are not done, in any order. lead_ids: any number, each once."""

    def due(self, before: datetime, limit: int | None) -> AsyncIterator[FollowUp]:
        """Open ones by due time, then by id."""

    async def holders(self, kind: str, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """As `MatchKeyIndex.find`, keys in any order."""

    async def receipts(self, keys: Collection[str]) -> Mapping[str, Receipt]:
        """As `ReceiptRepository.find`."""

    async def latest_receipts(self, digests: Collection[str]) -> Mapping[str, Receipt]:
        """As `ReceiptRepository.latest`."""

    def all_receipts(self) -> AsyncIterator[Receipt]:
        """As they were added."""

    async def rotation(self, team: str) -> Rotation | None:
        """`None` for a team that had no turn yet."""

    async def events_of(self, subject_id: str) -> tuple[Event, ...]:
        """Oldest first."""

    def all_events(self) -> AsyncIterator[Event]:
        """As `EventLog.all`."""

    async def write(self, changes: Changes) -> None:
        """All of it, or raise `VersionConflict`, `IdempotencyConflict` or another `StoreError` and write nothing.

        What is erased goes first. `changes` is not to be kept or altered.
        """

    async def close(self) -> None:
        """The unit of work is over."""
