# Derived from src/leadkit/desk/_async/customers.py by tools/twins.py; edit that file.
"""`desk.customers`: who buys, and how the relation stands."""

from leadkit.desk.refusing import allowed
from leadkit.flows._sync import deals
from leadkit.flows._sync.env import Env
from leadkit.machines.lifecycle import LifecycleTrigger
from leadkit.model import Contact, Customer
from leadkit.model.events import Event

__all__ = ["Customers"]


class Customers:
    """Customers of one desk."""

    def __init__(self, env: Env) -> None:
        self._env = env

    def get(self, customer_id: str) -> Customer:
        """The customer; raises `NotFound`."""
        with self._env.store.begin() as work:
            return work.customers.get(customer_id)

    def contact(self, contact_id: str) -> Contact:
        """One of the customers' contacts; raises `NotFound`."""
        with self._env.store.begin() as work:
            return work.contacts.get(contact_id)

    def history(self, customer_id: str) -> tuple[Event, ...]:
        """Every fact about the customer, oldest first."""
        with self._env.store.begin() as work:
            return work.events.of(customer_id)

    def move(self, customer_id: str, trigger: LifecycleTrigger, *, reason: str = "") -> Customer:
        """Move the relation along the lifecycle table; backward moves need a reason."""
        return allowed(deals.move_customer_stage(self._env, customer_id, trigger, reason))
