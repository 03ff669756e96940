"""What came in at the door, before anybody checked it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict, frozen_json
from leadkit.kernel.money import Money
from leadkit.kernel.record import Record, instance
from leadkit.kernel.text import mask_email, mask_phone
from leadkit.model.channel import Channel
from leadkit.model.values import Address, Consent

__all__ = ["Inquiry", "InquiryFields"]


def _texts(value: str | Iterable[str]) -> tuple[str, ...]:
    return ((value,) if value else ()) if isinstance(value, str) else tuple(value)


def _masked(mask: Any) -> Any:
    return lambda values: repr(tuple(mask(value) for value in values))


@frozen(slots=False, kw_only=True)
class Inquiry(Record):
    """One inquiry as it was submitted: raw text, nothing trimmed. `steps.cleansing` turns it into a lead's fields.

    name: the whole name as typed; or given_name and family_name. email, phone: one text or several; a phone field may
    hold two numbers and extensions. region: ISO 3166 alpha-2, the country whose phone numbers may lack a country code.
    budget: `Money`, or text such as "¥120,000" or "12万". decision_date: a date or its ISO form. source_label … as in
    `Source`. owner: keep this owner instead of assigning one.
    """

    name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: tuple[str, ...] = field(default=(), converter=_texts, repr=_masked(mask_email))
    phone: tuple[str, ...] = field(default=(), converter=_texts, repr=_masked(mask_phone))
    region: str = ""
    company: str = ""
    job_title: str = ""
    address: Address = field(default=Address(), metadata=instance(Address))
    website: str = ""
    industry: str = ""
    company_size: str = ""
    interests: tuple[str, ...] = field(default=(), converter=_texts)
    needs: tuple[str, ...] = field(default=(), converter=_texts)
    pain_points: tuple[str, ...] = field(default=(), converter=_texts)
    budget: Money | str | None = None
    decision_date: date | str | None = None
    channel: Channel = field(default=Channel.MANUAL, metadata=instance(Channel))
    source_label: str = ""
    campaign: str = ""
    medium: str = ""
    term: str = ""
    content: str = ""
    landing_page: str = ""
    referrer: str = ""
    external_id: str = ""
    owner: str | None = None
    consent: Consent = field(default=Consent(), metadata=instance(Consent))
    tags: tuple[str, ...] = field(default=(), converter=_texts)
    notes: str = ""
    extra: Mapping[str, Any] = field(default=FrozenDict(), converter=frozen_json, hash=False)


class InquiryFields(TypedDict, total=False):
    """The fields of `Inquiry` as keyword arguments; a test keeps the two alike."""

    name: str
    given_name: str
    family_name: str
    email: str | Iterable[str]
    phone: str | Iterable[str]
    region: str
    company: str
    job_title: str
    address: Address
    website: str
    industry: str
    company_size: str
    interests: str | Iterable[str]
    needs: str | Iterable[str]
    pain_points: str | Iterable[str]
    budget: Money | str | None
    decision_date: date | str | None
    channel: Channel
    source_label: str
    campaign: str
    medium: str
    term: str
    content: str
    landing_page: str
    referrer: str
    external_id: str
    owner: str | None
    consent: Consent
    tags: str | Iterable[str]
    notes: str
    extra: Mapping[str, Any]
