"""`desk.customers`: who buys, and how the relation stands."""

from leadkit.desk.refusing import allowed
from leadkit.flows._async import deals
from leadkit.flows._async.env import Env
from leadkit.machines.lifecycle import LifecycleTrigger
from leadkit.model import Contact, Customer
from leadkit.model.events import Event

__all__ = ["AsyncCustomers"]


class AsyncCustomers:
    """Customers of one desk."""

    def __init__(self, env: Env) -> None:
        self._env = env

    async def get(self, customer_id: str) -> Customer:
        """The customer; raises `NotFound`."""
        async with self._env.store.begin() as work:
            return await work.customers.get(customer_id)

    async def contact(self, contact_id: str) -> Contact:
        """One of the customers' contacts; raises `NotFound`."""
        async with self._env.store.begin() as work:
            return await work.contacts.get(contact_id)

    async def history(self, customer_id: str) -> tuple[Event, ...]:
        """Every fact about the customer, oldest first."""
        async with self._env.store.begin() as work:
            return await work.events.of(customer_id)

    async def move(self, customer_id: str, trigger: LifecycleTrigger, *, reason: str = "") -> Customer:
        """Move the relation along the lifecycle table; backward moves need a reason."""
        return allowed(await deals.move_customer_stage(self._env, customer_id, trigger, reason))
