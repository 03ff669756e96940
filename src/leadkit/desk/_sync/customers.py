# Derived from src/leadkit/desk/_async/customers.py by tools/twins.py; edit that file.
"""`desk.customers`: who buys, and how the relation stands."""

from typing import ClassVar

from leadkit.desk._sync.records import Records
from leadkit.desk.refusing import allowed
from leadkit.flows._sync import deals
from leadkit.flows._sync.lineage import living
from leadkit.machines.lifecycle import LifecycleTrigger
from leadkit.model import Contact, Customer

__all__ = ["Customers"]


class Customers(Records[Customer]):
    """Customers of one desk."""

    kind: ClassVar[str] = "customer"

    def contact(self, contact_id: str) -> Contact:
        """As `desk.contacts.get`."""
        with self._env.store.begin() as work:
            return living(work.contacts, contact_id)

    def move(self, customer_id: str, trigger: LifecycleTrigger, *, reason: str = "") -> Customer:
        """Move the relation along the lifecycle table; backward moves need a reason."""
        return allowed(deals.move_customer_stage(self._env, customer_id, trigger, reason))
