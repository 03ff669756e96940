"""Facts about customers and their contacts."""

from enum import StrEnum
from typing import ClassVar

from attrs import frozen

from leadkit.kernel.record import Record
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model.contact import Contact
from leadkit.model.customer import Customer
from leadkit.model.facts import Changed, Created, Erased, Moved

__all__ = [
    "ContactChanged",
    "ContactCreated",
    "ContactErased",
    "CustomerChanged",
    "CustomerCreated",
    "CustomerErased",
    "CustomerMoved",
]


@frozen(slots=False)
class ContactCreated(Created):
    noun: ClassVar[type[Record]] = Contact
    record: Contact


@frozen(slots=False)
class ContactChanged(Changed):
    noun: ClassVar[type[Record]] = Contact


@frozen(slots=False)
class ContactErased(Erased):
    noun: ClassVar[type[Record]] = Contact


@frozen(slots=False)
class CustomerCreated(Created):
    noun: ClassVar[type[Record]] = Customer
    record: Customer


@frozen(slots=False)
class CustomerChanged(Changed):
    """Fields were edited, or a purchase was taken back."""

    noun: ClassVar[type[Record]] = Customer


@frozen(slots=False)
class CustomerMoved(Moved):
    noun: ClassVar[type[Record]] = Customer
    state: ClassVar[str] = "stage"
    state_type: ClassVar[type[StrEnum] | None] = LifecycleStage


@frozen(slots=False)
class CustomerErased(Erased):
    noun: ClassVar[type[Record]] = Customer
