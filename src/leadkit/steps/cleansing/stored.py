"""Cleansing what is stored: the rules of the door for what came in before these rules, or past them.

What was told apart once is not told apart again: a valid address or number stays, and so do parts of a name that
somebody filled in. A second clean-up changes nothing.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from attrs import field, frozen

from leadkit.kernel.correction import Correction
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.text import tidy
from leadkit.model import Contact, Customer, EmailAddress, Lead, PersonName, PhoneNumber, PhoneValidity
from leadkit.steps.cleansing.emails import read_emails
from leadkit.steps.cleansing.names import parted
from leadkit.steps.cleansing.phones import read_phones
from leadkit.steps.cleansing.places import read_address, read_website
from leadkit.steps.cleansing.policy import CleansingPolicy, regions_of
from leadkit.steps.cleansing.rules import Rule
from leadkit.steps.cleansing.texts import LISTS, TEXTS, clean_list, clean_text

__all__ = ["CleanUp", "recleanse"]

_RANK = {validity: rank for rank, validity in enumerate(PhoneValidity)}


def _frozen(changes: Mapping[str, Any]) -> FrozenDict[str, Any]:
    return FrozenDict(changes)


@frozen
class CleanUp:
    """What there is to clean up about one record. changes: its fields as they should be. corrections: what and why."""

    id: str
    changes: Mapping[str, Any] = field(converter=_frozen)
    corrections: tuple[Correction, ...] = field(converter=tuple[Correction, ...])


#: Makes of a record what one of its fields should be, and adds what it corrects.
Reader = Callable[[Any, CleansingPolicy, list[Correction]], Any]


def recleanse(noun: Lead | Contact | Customer, policy: CleansingPolicy) -> CleanUp:
    """What the rules of today would make of a stored record."""
    corrections: list[Correction] = []
    clean = {part: read(noun, policy, corrections) for part, read in _READERS[type(noun)].items()}
    return CleanUp(noun.id, {part: value for part, value in clean.items() if value != getattr(noun, part)}, corrections)


def _name(noun: Lead | Contact, _policy: CleansingPolicy, corrections: list[Correction]) -> PersonName:
    """A name of which only the whole is known, told apart."""
    name, whole = noun.name, tidy(noun.name.full)
    if not whole or name.given or name.family or name.title:
        return name
    if whole != name.full:
        corrections.append(Correction("name", name.full, whole, Rule.TIDIED))
    return parted(whole, corrections)


def _customer_name(customer: Customer, _policy: CleansingPolicy, corrections: list[Correction]) -> str:
    """One that would be blank stays, for a customer has a name."""
    return clean_text("name", customer.name, corrections) if tidy(customer.name) else customer.name


def _emails(noun: Lead | Contact, _policy: CleansingPolicy, corrections: list[Correction]) -> tuple[EmailAddress, ...]:
    """Those that are no address are read again."""
    clean: list[EmailAddress] = []
    for email in noun.emails:
        found: list[Correction] = []
        read = () if email.valid else read_emails((email.raw,), found)[0]
        better = read and all(one.valid for one in read)
        if better:
            corrections += found or [Correction("email", email.raw, str(read[0]), Rule.EMAIL_NORMALISED)]
        clean += [one for one in read if one not in clean] if better else [email]
    return tuple(clean)


def _phones(noun: Lead | Contact, policy: CleansingPolicy, corrections: list[Correction]) -> tuple[PhoneNumber, ...]:
    """Those that are not valid are read again; numbering plans grow. The country in which one was read is not known
    any more, so that only a better reading counts."""
    regions = regions_of(policy, noun.name, getattr(noun, "company", ""), noun.address.country)
    clean: list[PhoneNumber] = []
    for phone in noun.phones:
        found: list[Correction] = []
        read = () if phone.valid else read_phones((phone.raw,), regions, found)[0]
        better = read and max(_RANK[one.validity] for one in read) < _RANK[phone.validity]
        if better:
            corrections += found or [Correction("phone", phone.raw, str(read[0]), Rule.PHONE_READ)]
        clean += [one for one in read if one not in clean] if better else [phone]
    return tuple(clean)


def _text(part: str, noun: Any, _policy: CleansingPolicy, corrections: list[Correction]) -> str:
    return clean_text(part, getattr(noun, part), corrections)


def _list(part: str, noun: Any, _policy: CleansingPolicy, corrections: list[Correction]) -> tuple[str, ...]:
    return clean_list(part, getattr(noun, part), corrections)


_PERSON: dict[str, Reader] = {"name": _name, "emails": _emails, "phones": _phones}
_ADDRESS: dict[str, Reader] = {"address": lambda noun, _, corrections: read_address(noun.address, corrections)}
_WEBSITE: dict[str, Reader] = {"website": lambda noun, _, corrections: read_website(noun.website, corrections)}


def _texts(*parts: str) -> dict[str, Reader]:
    return {part: partial(_text, part) for part in parts}


# Kind of record → its fields that are cleansed, in the order of the report. What only people read stays as they put it.
_READERS: Mapping[type, Mapping[str, Reader]] = FrozenDict(
    {
        Lead: _PERSON | _ADDRESS | _WEBSITE | _texts(*TEXTS) | {part: partial(_list, part) for part in LISTS},
        Contact: _PERSON | _ADDRESS | _texts("job_title"),
        Customer: {"name": _customer_name} | _ADDRESS | _WEBSITE | _texts("industry", "company_size"),
    }
)
