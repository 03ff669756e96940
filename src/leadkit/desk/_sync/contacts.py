# Derived from src/leadkit/desk/_async/contacts.py by tools/twins.py; edit that file.
"""`desk.contacts`: the persons of the customers."""

from typing import ClassVar

from leadkit.desk._sync.records import Records
from leadkit.flows._sync.belonging import activities_with, leads_of, timeline_of
from leadkit.model import Activity, Contact, Lead
from leadkit.model.events import Event

__all__ = ["Contacts"]


class Contacts(Records[Contact]):
    """Contacts of one desk."""

    kind: ClassVar[str] = "contact"

    def leads(self, contact_id: str) -> tuple[Lead, ...]:
        """The leads that were converted to this contact, and to those that it took in, in their order."""
        return leads_of(self._env, self.kind, contact_id)

    def activities(self, contact_id: str) -> tuple[Activity, ...]:
        """What happened with these leads, oldest first: calls, notes, visits, before the conversion and since."""
        return activities_with(self._env, self.kind, contact_id)

    def timeline(self, contact_id: str) -> tuple[Event, ...]:
        """Every fact about the contact and about its leads in the order of time; `str()` of one is a sentence."""
        return timeline_of(self._env, self.kind, contact_id)
