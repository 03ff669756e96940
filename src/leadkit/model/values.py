"""The small values that nouns are made of: names, addresses, e-mails, phones, sources, consent."""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, text
from leadkit.kernel.text import is_han, mask_email, mask_phone, match_form
from leadkit.lexicon.domains import company_domain, is_disposable, is_free_mail, is_role, mixed_script
from leadkit.model.channel import Channel

__all__ = ["Address", "Consent", "EmailAddress", "PersonName", "PhoneNumber", "PhoneValidity", "Source"]


@frozen(slots=False)
class PersonName(Record):
    """full: as typed. given, family: as far as they are known, in whatever order `full` has them.

    title: `Dr.`, `先生`, where the full name has one.
    """

    full: str = field(default="", metadata=text())
    given: str = field(default="", metadata=text())
    family: str = field(default="", metadata=text())
    title: str = field(default="", metadata=text())

    def __bool__(self) -> bool:
        return bool(self.full or self.given or self.family)

    def __str__(self) -> str:
        if self.full or not (self.given and self.family):
            return self.full or self.given or self.family
        return self.family + self.given if is_han(self.family) else f"{self.given} {self.family}"


@frozen(slots=False)
class EmailAddress(Record):
    """raw: as typed. address: normalised by email-validator, blank when the raw text is no e-mail address."""

    raw: str = field(metadata=text(required=True), repr=mask_email)
    address: str = field(default="", metadata=text(320), repr=mask_email)

    @property
    def valid(self) -> bool:
        """True when the syntax is right; nobody has asked a mail server."""
        return bool(self.address)

    @property
    def domain(self) -> str:
        """The part after the @ in comparing form, blank when invalid."""
        return match_form(self.address.rpartition("@")[2])

    @property
    def company_domain(self) -> str:
        """The registrable domain of the company, blank where anybody may have a mailbox, and when invalid."""
        return company_domain(self.address)

    @property
    def free_mail(self) -> bool:
        """Whether anybody may have a mailbox at its domain."""
        return is_free_mail(self.domain)

    @property
    def disposable(self) -> bool:
        """Whether it is at a domain of mailboxes that are thrown away."""
        return is_disposable(self.domain)

    @property
    def role(self) -> bool:
        """Whether a whole office reads it: `info@…`, `sales@…`."""
        return is_role(self.address)

    @property
    def mixed_script(self) -> bool:
        """Whether it mixes letters that look alike, as a forged address does."""
        return mixed_script(self.address or self.raw)

    def __str__(self) -> str:
        return self.address or self.raw


class PhoneValidity(StrEnum):
    """valid: in a range that is in use. possible: a length that exists there. service: a short number that is dialled
    within its country only, such as 95588. invalid: none of these, or not a number."""

    VALID = "valid"
    POSSIBLE = "possible"
    SERVICE = "service"
    INVALID = "invalid"


@frozen(slots=False)
class PhoneNumber(Record):
    """raw: as typed. e164: `+8613812345678`, blank when the raw text holds none, or a service number.

    extension: digits, blank when none. country: ISO 3166 alpha-2 where the number's plan says so.
    """

    raw: str = field(metadata=text(required=True), repr=mask_phone)
    e164: str = field(default="", metadata=text(16), repr=mask_phone)
    extension: str = field(default="", metadata=text(20))
    country: str = field(default="", metadata=text(2))
    validity: PhoneValidity = field(default=PhoneValidity.INVALID, metadata=instance(PhoneValidity))

    @property
    def valid(self) -> bool:
        return self.validity is PhoneValidity.VALID

    def __str__(self) -> str:
        if not self.e164:
            return self.raw
        return f"{self.e164} x{self.extension}" if self.extension else self.e164


@frozen(slots=False)
class Address(Record):
    """A postal address as far as it is known. country: ISO 3166 alpha-2 or as typed."""

    street: str = field(default="", metadata=text())
    city: str = field(default="", metadata=text())
    region: str = field(default="", metadata=text())
    postal_code: str = field(default="", metadata=text(40))
    country: str = field(default="", metadata=text(100))

    def __bool__(self) -> bool:
        return any(self.__dict__.values())


@frozen(slots=False)
class Source(Record):
    """Where an inquiry came from.

    label: what the source itself called it ("Trade Show", "百度推广"). campaign … content: the five UTM values.
    external_id: the record's id in the system it came from.
    """

    channel: Channel = field(default=Channel.MANUAL, metadata=instance(Channel))
    label: str = field(default="", metadata=text())
    campaign: str = field(default="", metadata=text())
    medium: str = field(default="", metadata=text())
    term: str = field(default="", metadata=text())
    content: str = field(default="", metadata=text())
    landing_page: str = field(default="", metadata=text(LONG_TEXT))
    referrer: str = field(default="", metadata=text(LONG_TEXT))
    external_id: str = field(default="", metadata=text())


@frozen(slots=False)
class Consent(Record):
    """May we contact this person by this way? `None`: never asked. do_not_contact overrides all of them."""

    email: bool | None = field(default=None, metadata=instance(bool, optional=True))
    phone: bool | None = field(default=None, metadata=instance(bool, optional=True))
    message: bool | None = field(default=None, metadata=instance(bool, optional=True))
    do_not_contact: bool = field(default=False, metadata=instance(bool))
    given_at: datetime | None = field(default=None, metadata=instant(optional=True))
