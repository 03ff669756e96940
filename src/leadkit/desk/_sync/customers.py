# Derived from src/leadkit/desk/_async/customers.py by tools/twins.py; edit that file.
"""`desk.customers`: who buys, and how the relation stands."""

from typing import ClassVar

from leadkit.desk._sync.records import Records
from leadkit.desk.refusing import allowed
from leadkit.flows._sync import deals
from leadkit.flows._sync.belonging import activities_with, leads_of, timeline_of
from leadkit.flows._sync.lineage import living
from leadkit.machines.lifecycle import LifecycleTrigger
from leadkit.model import Activity, Contact, Customer, Lead
from leadkit.model.events import Event

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

    def leads(self, customer_id: str) -> tuple[Lead, ...]:
        """The leads that were converted to this customer, and to those that it took in, in their order."""
        return leads_of(self._env, self.kind, customer_id)

    def activities(self, customer_id: str) -> tuple[Activity, ...]:
        """What happened with these leads, oldest first: calls, notes, visits, before the conversion and since."""
        return activities_with(self._env, self.kind, customer_id)

    def timeline(self, customer_id: str) -> tuple[Event, ...]:
        """Every fact about the customer and about its leads in the order of time; `str()` of one is a sentence."""
        return timeline_of(self._env, self.kind, customer_id)
