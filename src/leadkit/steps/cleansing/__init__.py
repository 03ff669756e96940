"""Cleansing: an inquiry as typed becomes the checked fields of a lead. Nothing is dropped; what is odd is said."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import Any

from attrs import frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.correction import Correction
from leadkit.kernel.decision import Refusal
from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT
from leadkit.kernel.text import escaped, forbidden_character, tidy
from leadkit.model import Channel, Inquiry, Source
from leadkit.steps.cleansing.amounts import read_day, read_money
from leadkit.steps.cleansing.emails import read_emails
from leadkit.steps.cleansing.names import read_name
from leadkit.steps.cleansing.phones import read_phones
from leadkit.steps.cleansing.places import WEBSITE_LENGTH, read_address, read_website
from leadkit.steps.cleansing.policy import CleansingPolicy, regions_of
from leadkit.steps.cleansing.rules import KEEPS_TYPED, RULES, Rule
from leadkit.steps.cleansing.stored import CleanUp, recleanse
from leadkit.steps.cleansing.texts import LISTS, TEXTS, clean_list, clean_text

__all__ = ["RULES", "CleanUp", "Cleansed", "CleansingPolicy", "Correction", "Rule", "cleanse", "recleanse"]

# How many characters a text of a field may have once it is tidied; a field that is not named here, 500.
_LIMITS = {
    "region": 100,
    "owner": 200,
    "website": WEBSITE_LENGTH,
    **dict.fromkeys("needs pain_points budget decision_date landing_page referrer notes".split(), LONG_TEXT),
}
_LIMIT = 500
_TEXT = itemgetter(*[name for name, value in Inquiry().__dict__.items() if value == ""])
_LISTED = itemgetter(*[name for name, value in Inquiry().__dict__.items() if value == ()])
_MAYBE_TEXT = itemgetter("owner", "budget", "decision_date")
# Only their ends are trimmed; every other text is tidied.
_AS_TYPED = frozenset({"owner", "budget", "decision_date", "landing_page", "referrer", "notes"})


@frozen(slots=False)
class Cleansed:
    """fields: of a `Lead`, checked. warnings: what was kept although it looks wrong. corrections: what was changed."""

    fields: Mapping[str, Any]
    warnings: tuple[Problem, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def rewritten(self) -> dict[str, list[str]]:
        """What was typed, by field, where the lead does not show it any more."""
        typed: dict[str, list[str]] = {}
        for correction in self.corrections:
            if correction.rule not in KEEPS_TYPED:
                typed.setdefault(correction.field, []).append(escaped(correction.raw))
        return typed


def cleanse(inquiry: Inquiry, policy: CleansingPolicy) -> Cleansed | Refusal:
    """The lead fields of an inquiry, or a refusal with every problem at once."""
    try:
        return _cleansed(inquiry, policy)
    except InvalidRecord as invalid:
        return Refusal(invalid.problems)


def _cleansed(inquiry: Inquiry, policy: CleansingPolicy) -> Cleansed | Refusal:
    if not _is_ordinary(inquiry) and (problems := tuple(_unstorable(inquiry))):
        return Refusal(problems)
    corrections: list[Correction] = []
    name = read_name(inquiry.name, inquiry.given_name, inquiry.family_name, corrections)
    emails, email_warnings = read_emails(inquiry.email, corrections)
    regions = regions_of(policy, name, inquiry.company, inquiry.region, inquiry.address.country)
    phones, phone_warnings = read_phones(inquiry.phone, regions, corrections)
    if not (emails or phones):
        if not (name or inquiry.company.strip()):
            return Refusal([Problem("empty_inquiry", None, "has no name, company, e-mail or phone")])
        if policy.require_contact_details:
            return Refusal([Problem("no_contact_details", "email", "has neither an e-mail nor a phone to answer to")])
    warnings = email_warnings + phone_warnings
    budget, decision_date, extra = _typed(inquiry, regions[0], warnings, corrections)
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
    _add_texts(inquiry, fields, corrections)
    if inquiry.address:
        fields["address"] = read_address(inquiry.address, corrections)
    return Cleansed(fields, tuple(warnings), tuple(corrections))


def _add_texts(inquiry: Inquiry, fields: dict[str, Any], corrections: list[Correction]) -> None:
    """The fields that are text or lists of it, without the blank ones."""
    values = inquiry.__dict__
    for part in TEXTS:
        if raw := values[part]:
            fields[part] = clean_text(part, raw, corrections)
    for part in LISTS:
        if raw := values[part]:
            fields[part] = clean_list(part, raw, corrections)
    if inquiry.website:
        fields["website"] = read_website(inquiry.website, corrections)


def _is_ordinary(inquiry: Inquiry) -> bool:
    """Whether no text in it can be too long or unstorable: asked once for all of them, as it nearly always is so."""
    values = inquiry.__dict__
    maybe = [value for value in _MAYBE_TEXT(values) if type(value) is str]
    told = "".join([*_TEXT(values), *maybe, *chain.from_iterable(_LISTED(values))])
    short = len(told) <= _LIMIT and len(inquiry.region) <= _LIMITS["region"]
    return short and len(inquiry.owner or "") <= _LIMITS["owner"] and told.isprintable()


def _unstorable(inquiry: Inquiry) -> Iterable[Problem]:
    """What no store can hold, by the field that it was submitted in; and no pattern has to look at a megabyte."""
    for name, value in inquiry.__dict__.items():
        if not value or not isinstance(value, str | tuple):
            continue
        limit = _LIMITS.get(name, _LIMIT)
        for text in (value,) if isinstance(value, str) else value:
            if len(text) <= limit and text.isprintable():
                continue
            clean = text.strip() if name in _AS_TYPED else tidy(text)
            if len(clean) > limit:
                yield Problem("too_long", name, f"{len(clean)} characters, at most {limit} fit")
            elif bad := forbidden_character(clean):
                yield Problem("forbidden_character", name, f"contains {bad}, which no store can hold")


def _typed(
    inquiry: Inquiry, region: str, warnings: list[Problem], corrections: list[Correction]
) -> tuple[Money | None, date | None, Mapping[str, Any]]:
    """Budget and decision date; text that cannot be read as one goes to `extra` with a warning, so it is not lost."""
    extra = inquiry.extra
    budget, decision_date = inquiry.budget, inquiry.decision_date
    if isinstance(budget, str):
        text, budget = budget.strip(), read_money(budget, region) if budget.strip() else None
        if budget is not None:
            corrections.append(Correction("budget", text, str(budget), Rule.AMOUNT_READ))
        elif text:
            warnings.append(Problem("budget_unreadable", "budget", "is no amount with a known currency; kept in extra"))
            extra = {**extra, "budget": text}
    if isinstance(decision_date, str):
        text, decision_date = decision_date.strip(), read_day(decision_date) if decision_date.strip() else None
        if decision_date is not None:
            corrections.append(Correction("decision_date", text, str(decision_date), Rule.DAY_READ))
        elif text:
            warnings.append(Problem("date_unreadable", "decision_date", "is no date; kept in extra"))
            extra = {**extra, "decision_date": text}
    return budget, decision_date, extra


# A source of which nothing but the channel is known: most are, and each is checked once.
_SOURCES = {channel: Source(channel=channel) for channel in Channel}


def _source(inquiry: Inquiry) -> Source:
    told = (
        inquiry.source_label,
        inquiry.campaign,
        inquiry.medium,
        inquiry.term,
        inquiry.content,
        inquiry.landing_page,
        inquiry.referrer,
        inquiry.external_id,
    )
    if not any(told):
        return _SOURCES[inquiry.channel]
    label, campaign, medium, term, content = map(tidy, told[:5])
    return Source(
        channel=inquiry.channel,
        label=label,
        campaign=campaign,
        medium=medium,
        term=term,
        content=content,
        landing_page=inquiry.landing_page.strip(),
        referrer=inquiry.referrer.strip(),
        external_id=tidy(inquiry.external_id),
    )
