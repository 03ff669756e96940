"""A concrete person at a customer."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, json_object, text, texts, tuple_of, whole
from leadkit.model.values import Address, Consent, EmailAddress, PersonName, PhoneNumber

__all__ = ["Contact", "ContactRole"]


class ContactRole(StrEnum):
    """What a person decides about a purchase."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    CHAMPION = "champion"
    USER = "user"
    GATEKEEPER = "gatekeeper"
    BLOCKER = "blocker"
    UNKNOWN = "unknown"


@frozen(slots=False)
class Contact(Record):
    """One of the many persons of a customer. merged_into, absorbed, distinct_from: as in a lead."""

    id: str = field(metadata=text(64, required=True))
    customer_id: str = field(metadata=text(64, required=True))
    created_at: datetime = field(metadata=instant())
    updated_at: datetime = field(metadata=instant())
    name: PersonName = field(default=PersonName(), metadata=instance(PersonName))
    role: ContactRole = field(default=ContactRole.UNKNOWN, metadata=instance(ContactRole))
    job_title: str = field(default="", metadata=text())
    emails: tuple[EmailAddress, ...] = field(default=(), metadata=tuple_of(EmailAddress))
    phones: tuple[PhoneNumber, ...] = field(default=(), metadata=tuple_of(PhoneNumber))
    address: Address = field(default=Address(), metadata=instance(Address))
    consent: Consent = field(default=Consent(), metadata=instance(Consent))
    notes: str = field(default="", metadata=text(LONG_TEXT))
    extra: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False)
    merged_into: str | None = field(default=None, metadata=text(64, optional=True))
    absorbed: tuple[str, ...] = field(default=(), metadata=texts(64))
    distinct_from: tuple[str, ...] = field(default=(), metadata=texts(64))
    version: int = field(default=1, metadata=whole(1))
