# Derived from src/leadkit/buffered/_async/backend.py by tools/twins.py; edit that file.
"""What a store on this base implements, synchronous form."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from leadkit.buffered.changes import Changes
from leadkit.buffered.query import LeadQuery
from leadkit.model import Activity, FollowUp, Lead, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation

__all__ = ["Backend"]


class Backend(Protocol):
    """Committed data. The promises are those of `leadkit.repositories`, without any unit of work's own writes."""

    def noun(self, table: str, id: str) -> Any | None:
        """table: one of `NOUNS`."""

    def nouns(self, table: str, after: str, limit: int | None) -> Iterator[Any]:
        """By id, in the order of code points."""

    def leads(self, query: LeadQuery) -> Iterator[Lead]:
        """By id."""

    def activities(self, lead_id: str) -> tuple[Activity, ...]:
        """By time, then as they were added."""

    def open_follow_ups(self, lead_ids: Collection[str]) -> Iterable[FollowUp]:
        """Those of these leads that are not done, in any order. lead_ids: any number, each once."""

    def due(self, before: datetime, limit: int | None) -> Iterator[FollowUp]:
        """Open ones by due time, then by id."""

    def holders(self, kind: str, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """As `MatchKeyIndex.find`, keys in any order."""

    def receipts(self, keys: Collection[str]) -> Mapping[str, Receipt]:
        """As `ReceiptRepository.find`."""

    def latest_receipts(self, digests: Collection[str]) -> Mapping[str, Receipt]:
        """As `ReceiptRepository.latest`."""

    def all_receipts(self) -> Iterator[Receipt]:
        """As they were added."""

    def rotation(self, team: str) -> Rotation | None:
        """`None` for a team that had no turn yet."""

    def events_of(self, subject_id: str) -> tuple[Event, ...]:
        """Oldest first."""

    def all_events(self) -> Iterator[Event]:
        """As `EventLog.all`."""

    def write(self, changes: Changes) -> None:
        """All of it, or raise `VersionConflict`, `IdempotencyConflict` or another `StoreError` and write nothing.

        What is erased goes first. `changes` is not to be kept or altered.
        """

    def close(self) -> None:
        """The unit of work is over."""
