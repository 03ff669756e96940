"""`desk.customers`: who buys, and how the relation stands."""

from typing import ClassVar

from leadkit.desk._async.records import AsyncRecords
from leadkit.desk.refusing import allowed
from leadkit.flows._async import deals
from leadkit.flows._async.lineage import living
from leadkit.machines.lifecycle import LifecycleTrigger
from leadkit.model import Contact, Customer

__all__ = ["AsyncCustomers"]


class AsyncCustomers(AsyncRecords[Customer]):
    """Customers of one desk."""

    kind: ClassVar[str] = "customer"

    async def contact(self, contact_id: str) -> Contact:
        """As `desk.contacts.get`."""
        async with self._env.store.begin() as work:
            return await living(work.contacts, contact_id)

    async def move(self, customer_id: str, trigger: LifecycleTrigger, *, reason: str = "") -> Customer:
        """Move the relation along the lifecycle table; backward moves need a reason."""
        return allowed(await deals.move_customer_stage(self._env, customer_id, trigger, reason))
