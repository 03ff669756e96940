"""The same names as `leadkit`, asynchronous: `from leadkit.aio import LeadDesk`."""

from leadkit.desk._async import AsyncLeadDesk as LeadDesk
from leadkit.memory import AsyncStore as MemoryStore
from leadkit.repositories import AsyncStore as Store
from leadkit.repositories import AsyncUnitOfWork as UnitOfWork

__all__ = ["LeadDesk", "MemoryStore", "Store", "UnitOfWork"]
