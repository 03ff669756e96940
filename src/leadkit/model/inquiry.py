"""What came in at the door, before anybody checked it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.record import Record, instance, json_object, tuple_of
from leadkit.kernel.text import mask_email, mask_phone
from leadkit.model.channel import Channel
from leadkit.model.values import Address, Consent

__all__ = ["Inquiry", "InquiryFields"]


def _texts(value: str | Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value) if isinstance(value, Iterable) else value  # which the rule of the field refuses


def _masked(mask: Any) -> Any:
    return lambda values: repr(tuple(mask(value) for value in values))


# Any text at all: what no store can hold is escaped when the inquiry is kept, and named when it is cleansed.
_TEXT = instance(str)


@frozen(slots=False, kw_only=True)
class Inquiry(Record):
    """One inquiry as it was submitted: raw text, nothing trimmed. `steps.cleansing` turns it into a lead's fields.

    name: the whole name as typed; or given_name and family_name. email, phone: one text or several; a phone field may
    hold two numbers and extensions. region: ISO 3166 alpha-2, the country whose phone numbers may lack a country code.
    budget: `Money`, or text such as "¥120,000" or "12万". decision_date: a date or its ISO form. source_label … as in
    `Source`. owner: keep this owner instead of assigning one.
    """

    name: str = field(default="", metadata=_TEXT)
    given_name: str = field(default="", metadata=_TEXT)
    family_name: str = field(default="", metadata=_TEXT)
    email: tuple[str, ...] = field(default=(), converter=_texts, metadata=tuple_of(str), repr=_masked(mask_email))
    phone: tuple[str, ...] = field(default=(), converter=_texts, metadata=tuple_of(str), repr=_masked(mask_phone))
    region: str = field(default="", metadata=_TEXT)
    company: str = field(default="", metadata=_TEXT)
    job_title: str = field(default="", metadata=_TEXT)
    address: Address = field(default=Address(), metadata=instance(Address))
    website: str = field(default="", metadata=_TEXT)
    industry: str = field(default="", metadata=_TEXT)
    company_size: str = field(default="", metadata=_TEXT)
    interests: tuple[str, ...] = field(default=(), converter=_texts, metadata=tuple_of(str))
    needs: tuple[str, ...] = field(default=(), converter=_texts, metadata=tuple_of(str))
    pain_points: tuple[str, ...] = field(default=(), converter=_texts, metadata=tuple_of(str))
    budget: Money | str | None = field(default=None, metadata=instance(Money, str, optional=True))
    decision_date: date | str | None = field(default=None, metadata=instance(date, str, optional=True))
    channel: Channel = field(default=Channel.MANUAL, metadata=instance(Channel))
    source_label: str = field(default="", metadata=_TEXT)
    campaign: str = field(default="", metadata=_TEXT)
    medium: str = field(default="", metadata=_TEXT)
    term: str = field(default="", metadata=_TEXT)
    content: str = field(default="", metadata=_TEXT)
    landing_page: str = field(default="", metadata=_TEXT)
    referrer: str = field(default="", metadata=_TEXT)
    external_id: str = field(default="", metadata=_TEXT)
    owner: str | None = field(default=None, metadata=instance(str, optional=True))
    consent: Consent = field(default=Consent(), metadata=instance(Consent))
    tags: tuple[str, ...] = field(default=(), converter=_texts, metadata=tuple_of(str))
    notes: str = field(default="", metadata=_TEXT)
    extra: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False)


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
