"""Cleansing: an inquiry as typed becomes the checked fields of a lead. Nothing is dropped; what is odd is said."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.decision import Refusal
from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT
from leadkit.kernel.text import forbidden_character, is_han, tidy
from leadkit.model import Inquiry, PersonName, Source
from leadkit.model.values import Address
from leadkit.steps.cleansing.amounts import read_day, read_money
from leadkit.steps.cleansing.countries import country_code
from leadkit.steps.cleansing.emails import read_emails
from leadkit.steps.cleansing.names import read_name
from leadkit.steps.cleansing.phones import read_phones

__all__ = ["Cleansed", "CleansingPolicy", "cleanse"]

_COPIED = ("company", "job_title", "website", "industry", "company_size")
_LISTS = ("interests", "needs", "pain_points", "tags")
# How many characters a text of a field may have once it is tidied; a field that is not named here, 500.
_LIMITS = {
    "region": 100,
    "owner": 200,
    "website": 2_000,
    **dict.fromkeys("needs pain_points budget decision_date landing_page referrer notes".split(), LONG_TEXT),
}
# Only their ends are trimmed; every other text is tidied.
_AS_TYPED = frozenset({"owner", "budget", "decision_date", "landing_page", "referrer", "notes"})


@frozen
class CleansingPolicy:
    """region: ISO 3166 alpha-2, the country of phone numbers without a code. Blank: only numbers with a code are read,
    and Chinese mobiles, which look like no other number.

    require_contact_details: an inquiry without any e-mail and phone is refused; nobody could answer it.
    """

    region: str = ""
    require_contact_details: bool = True


@frozen
class Cleansed:
    """fields: of a `Lead`, checked. warnings: what was kept although it looks wrong."""

    fields: Mapping[str, Any]
    warnings: tuple[Problem, ...] = field(converter=tuple[Problem, ...])


def cleanse(inquiry: Inquiry, policy: CleansingPolicy) -> Cleansed | Refusal:
    """The lead fields of an inquiry, or a refusal with every problem at once."""
    try:
        return _cleansed(inquiry, policy)
    except InvalidRecord as invalid:
        return Refusal(invalid.problems)


def _cleansed(inquiry: Inquiry, policy: CleansingPolicy) -> Cleansed | Refusal:
    if problems := tuple(_unstorable(inquiry)):
        return Refusal(problems)
    name = read_name(inquiry.name, inquiry.given_name, inquiry.family_name)
    emails, email_warnings = read_emails(inquiry.email)
    regions = _regions(inquiry, policy, name)
    phones, phone_warnings = read_phones(inquiry.phone, regions)
    if not (emails or phones):
        if not (name or inquiry.company.strip()):
            return Refusal([Problem("empty_inquiry", None, "has no name, company, e-mail or phone")])
        if policy.require_contact_details:
            return Refusal([Problem("no_contact_details", "email", "has neither an e-mail nor a phone to answer to")])
    warnings = email_warnings + phone_warnings
    budget, decision_date, extra = _typed(inquiry, regions[0], warnings)
    fields: dict[str, Any] = {
        "name": name,
        "emails": emails,
        "phones": phones,
        "source": _source(inquiry),
        "budget": budget,
        "decision_date": decision_date,
        "consent": inquiry.consent,
        "notes": inquiry.notes.strip(),
        "extra": extra,
    }
    if inquiry.address:
        address = {part: tidy(text) for part, text in inquiry.address.__dict__.items()}
        fields["address"] = Address(**{**address, "country": country_code(address["country"]) or address["country"]})
    for part in _COPIED:
        if value := getattr(inquiry, part):
            fields[part] = tidy(value)
    for part in _LISTS:
        if values := getattr(inquiry, part):
            fields[part] = tuple(dict.fromkeys(filter(None, map(tidy, values))))
    return Cleansed(fields, warnings)


def _unstorable(inquiry: Inquiry) -> Iterable[Problem]:
    """What no store can hold, by the field that it was submitted in; and no pattern has to look at a megabyte."""
    for name, value in inquiry.__dict__.items():
        if not value or not isinstance(value, str | tuple):
            continue
        limit = _LIMITS.get(name, 500)
        for text in (value,) if isinstance(value, str) else value:
            if len(text) <= limit and text.isprintable():
                continue
            clean = text.strip() if name in _AS_TYPED else tidy(text)
            if len(clean) > limit:
                yield Problem("too_long", name, f"{len(clean)} characters, at most {limit} fit")
            elif bad := forbidden_character(clean):
                yield Problem("forbidden_character", name, f"contains {bad}, which no store can hold")


def _regions(inquiry: Inquiry, policy: CleansingPolicy, name: PersonName) -> tuple[str, ...]:
    """Countries to try for a number without a code, most certain first; the first one's currency is meant too."""
    certain = country_code(inquiry.region) or country_code(inquiry.address.country)
    likely = "CN" if not certain and is_han(name.full + inquiry.company) else ""
    regions = dict.fromkeys(filter(None, (certain, likely, country_code(policy.region))))
    # Without any region the library still reads numbers that carry their country code.
    return tuple(regions) or ("",)


def _typed(
    inquiry: Inquiry, region: str, warnings: list[Problem]
) -> tuple[Money | None, date | None, Mapping[str, Any]]:
    """Budget and decision date; text that cannot be read as one goes to `extra` with a warning, so it is not lost."""
    extra = inquiry.extra
    budget, decision_date = inquiry.budget, inquiry.decision_date
    if isinstance(budget, str):
        text, budget = budget.strip(), read_money(budget, region) if budget.strip() else None
        if budget is None and text:
            warnings.append(Problem("budget_unreadable", "budget", "is no amount with a known currency; kept in extra"))
            extra = {**extra, "budget": text}
    if isinstance(decision_date, str):
        text, decision_date = decision_date.strip(), read_day(decision_date) if decision_date.strip() else None
        if decision_date is None and text:
            warnings.append(Problem("date_unreadable", "decision_date", "is no date; kept in extra"))
            extra = {**extra, "decision_date": text}
    return budget, decision_date, extra


def _source(inquiry: Inquiry) -> Source:
    return Source(
        channel=inquiry.channel,
        label=tidy(inquiry.source_label),
        campaign=tidy(inquiry.campaign),
        medium=tidy(inquiry.medium),
        term=tidy(inquiry.term),
        content=tidy(inquiry.content),
        landing_page=inquiry.landing_page.strip(),
        referrer=inquiry.referrer.strip(),
        external_id=tidy(inquiry.external_id),
    )
