"""The reference store: everything in this process's memory, with the promises a database makes."""

from leadkit.memory._async import AsyncStore
from leadkit.memory._sync import Store

__all__ = ["AsyncStore", "Store"]
