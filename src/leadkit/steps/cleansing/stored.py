"""Cleansing what is stored: the rules of the door for leads that came in before these rules, or past them.

What was told apart once is not told apart again: a valid address or number stays, and so do parts of a name that
somebody filled in. A second clean-up changes nothing.
"""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from leadkit.kernel.correction import Correction
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.text import tidy
from leadkit.model import EmailAddress, Lead, PersonName, PhoneNumber, PhoneValidity
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
    """What there is to clean up about one lead. changes: its fields as they should be. corrections: what and why."""

    lead_id: str
    changes: Mapping[str, Any] = field(converter=_frozen)
    corrections: tuple[Correction, ...] = field(converter=tuple[Correction, ...])


def recleanse(lead: Lead, policy: CleansingPolicy) -> CleanUp:
    """What the rules of today would make of a stored lead."""
    corrections: list[Correction] = []
    regions = regions_of(policy, lead.name, lead.company, lead.address.country)
    clean: dict[str, Any] = {
        "name": _name(lead.name, corrections),
        "emails": _emails(lead.emails, corrections),
        "phones": _phones(lead.phones, regions, corrections),
        "address": read_address(lead.address, corrections),
        "website": read_website(lead.website, corrections),
        **{part: clean_text(part, getattr(lead, part), corrections) for part in TEXTS},
        **{part: clean_list(part, getattr(lead, part), corrections) for part in LISTS},
    }
    changes = {part: value for part, value in clean.items() if value != getattr(lead, part)}
    return CleanUp(lead.id, changes, corrections)


def _name(name: PersonName, corrections: list[Correction]) -> PersonName:
    whole = tidy(name.full)
    return parted(whole, corrections) if whole and not (name.given or name.family or name.title) else name


def _emails(emails: tuple[EmailAddress, ...], corrections: list[Correction]) -> tuple[EmailAddress, ...]:
    """Those that are no address are read again."""
    clean: list[EmailAddress] = []
    for email in emails:
        found: list[Correction] = []
        read = () if email.valid else read_emails((email.raw,), found)[0]
        better = read and all(one.valid for one in read)
        if better:
            corrections += found or [Correction("email", email.raw, str(read[0]), Rule.EMAIL_NORMALISED)]
        clean += [one for one in read if one not in clean] if better else [email]
    return tuple(clean)


def _phones(
    phones: tuple[PhoneNumber, ...], regions: tuple[str, ...], corrections: list[Correction]
) -> tuple[PhoneNumber, ...]:
    """Those that are not valid are read again; numbering plans grow. The country in which one was read is not known
    any more, so that only a better reading counts."""
    clean: list[PhoneNumber] = []
    for phone in phones:
        found: list[Correction] = []
        read = () if phone.valid else read_phones((phone.raw,), regions, found)[0]
        better = read and max(_RANK[one.validity] for one in read) < _RANK[phone.validity]
        if better:
            corrections += found or [Correction("phone", phone.raw, str(read[0]), Rule.PHONE_READ)]
        clean += [one for one in read if one not in clean] if better else [phone]
    return tuple(clean)
