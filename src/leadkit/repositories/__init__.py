"""What a host's database must offer: Protocols only. `docs/reference` describes each promise.

The synchronous protocols carry the plain names; the same names with `Async` in front are their twins.
"""

from leadkit.repositories._async import (
    AsyncActivityRepository,
    AsyncEventLog,
    AsyncFilePort,
    AsyncFollowUpRepository,
    AsyncLeadRepository,
    AsyncMatchKeyIndex,
    AsyncOutbox,
    AsyncReceiptRepository,
    AsyncRepository,
    AsyncRotationRepository,
    AsyncStore,
    AsyncUnitOfWork,
)
from leadkit.repositories._sync import (
    ActivityRepository,
    EventLog,
    FilePort,
    FollowUpRepository,
    LeadRepository,
    MatchKeyIndex,
    Outbox,
    ReceiptRepository,
    Repository,
    RotationRepository,
    Store,
    UnitOfWork,
)
from leadkit.repositories.outbox import OutboxEntry, event_id

__all__ = [
    "ActivityRepository",
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
    "EventLog",
    "FilePort",
    "FollowUpRepository",
    "LeadRepository",
    "MatchKeyIndex",
    "Outbox",
    "OutboxEntry",
    "ReceiptRepository",
    "Repository",
    "RotationRepository",
    "Store",
    "UnitOfWork",
    "event_id",
]
