# Derived from src/leadkit/desk/_async/desk.py by tools/twins.py; edit that file.
"""The desk: one object that holds the store and the playbook, and shows the operations by noun."""

from collections.abc import Callable
from datetime import datetime

from leadkit.desk._sync.contacts import Contacts
from leadkit.desk._sync.customers import Customers
from leadkit.desk._sync.leads import Leads
from leadkit.desk._sync.opportunities import Opportunities
from leadkit.desk._sync.pool import Pool
from leadkit.desk._sync.reports import Reports
from leadkit.flows._sync.env import Env
from leadkit.memory import Store as MemoryStore
from leadkit.playbook import Playbook
from leadkit.repositories import Store
from leadkit.runtime import new_id as random_id
from leadkit.runtime import system_now

__all__ = ["LeadDesk"]


class LeadDesk:
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
        store: Store,
        playbook: Playbook | None = None,
        now: Callable[[], datetime] = system_now,
        new_id: Callable[[], str] = random_id,
    ) -> None:
        self.store = store
        self.playbook = playbook or Playbook()
        env = Env(store, self.playbook, now, new_id)
        self.leads = Leads(env)
        self.pool = Pool(env)
        self.opportunities = Opportunities(env)
        self.customers = Customers(env)
        self.contacts = Contacts(env)
        self.reports = Reports(env)

    @classmethod
    def in_memory(
        cls,
        *,
        playbook: Playbook | None = None,
        now: Callable[[], datetime] = system_now,
        new_id: Callable[[], str] = random_id,
    ) -> "LeadDesk":
        """A desk over a store in this process's memory, for trying out, scripts and tests."""
        return cls(store=MemoryStore(), playbook=playbook, now=now, new_id=new_id)
