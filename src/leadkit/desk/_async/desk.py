"""The desk: one object that holds the store and the playbook, and shows the operations by noun."""

from collections.abc import Callable
from datetime import datetime

from leadkit.desk._async.contacts import AsyncContacts
from leadkit.desk._async.customers import AsyncCustomers
from leadkit.desk._async.leads import AsyncLeads
from leadkit.desk._async.opportunities import AsyncOpportunities
from leadkit.desk._async.pool import AsyncPool
from leadkit.desk._async.reports import AsyncReports
from leadkit.flows._async.env import Env
from leadkit.memory import AsyncStore as AsyncMemoryStore
from leadkit.playbook import Playbook
from leadkit.repositories import AsyncStore
from leadkit.runtime import new_id as random_id
from leadkit.runtime import system_now

__all__ = ["AsyncLeadDesk"]


class AsyncLeadDesk:
    """Lead management for one business: its `leads`, `pool`, `opportunities`, `customers`, `contacts` and `reports`.

    store: anything that keeps the promises of `leadkit.repositories`. playbook: the policies, ours by default.
    now, new_id: the clock (aware datetimes) and the id source; tests pass their own. A desk holds no state and no
    connection of its own; make as many as you like.

    Every operation is one unit of work. It raises `Refused` with all reasons when the rules say no, `NotFound` when it
    has to load an unknown id, and `VersionConflict` when others were faster fifty times on end.
    """

    def __init__(
        self,
        *,
        store: AsyncStore,
        playbook: Playbook | None = None,
        now: Callable[[], datetime] = system_now,
        new_id: Callable[[], str] = random_id,
    ) -> None:
        self.store = store
        self.playbook = playbook or Playbook()
        env = Env(store, self.playbook, now, new_id)
        self.leads = AsyncLeads(env)
        self.pool = AsyncPool(env)
        self.opportunities = AsyncOpportunities(env)
        self.customers = AsyncCustomers(env)
        self.contacts = AsyncContacts(env)
        self.reports = AsyncReports(env)

    @classmethod
    def in_memory(
        cls,
        *,
        playbook: Playbook | None = None,
        now: Callable[[], datetime] = system_now,
        new_id: Callable[[], str] = random_id,
    ) -> "AsyncLeadDesk":
        """A desk over a store in this process's memory, for trying out, scripts and tests."""
        return cls(store=AsyncMemoryStore(), playbook=playbook, now=now, new_id=new_id)
