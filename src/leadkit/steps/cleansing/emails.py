"""E-mail fields: what is typed there, and the addresses in it."""

import re
from functools import cache
from unicodedata import normalize

from leadkit.errors import Problem
from leadkit.kernel.correction import Correction
from leadkit.kernel.record import vouched
from leadkit.kernel.text import tidy
from leadkit.lexicon.domains import is_disposable, mixed_script
from leadkit.model import EmailAddress
from leadkit.steps.cleansing.rules import Rule

__all__ = ["read_emails"]

# Plain addresses that email-validator accepts as they are (domain in lower case). A property test holds the two equal;
# whatever does not look plain goes to the library, which is forty times slower.
_PLAIN = re.compile(
    r"(?!.{255})(?=[^@]{1,64}@)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
    r"@((?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})",
    re.IGNORECASE | re.ASCII,
)
_SEPARATORS = re.compile(r"[;,，；、\s/|]+")
_IN_BRACKETS = re.compile(r"<([^<>@＠]+[@＠][^<>]+)>")
_AT = re.compile("[@＠]")
# What comes along when an address is copied out of a sentence or a list.
_AROUND = " ,;:!?'\"<>()[]、，；"
# What people write before an address: "E-mail: ann@example.com".
_LABEL = re.compile(r"^(?:e-?mail|mailto|mail|邮箱|电子邮件|電郵|邮件)\s*[:：]\s*", re.I)

_INVALID = Problem("email_invalid", "email", "is not an e-mail address; kept as typed")
_MIXED = Problem("email_mixed_script", "email", "mixes letters of scripts that look alike, as a forged address does")
_DISPOSABLE = Problem("email_disposable", "email", "is at a domain of mailboxes that are thrown away")


def read_emails(
    fields: tuple[str, ...], corrections: list[Correction]
) -> tuple[tuple[EmailAddress, ...], list[Problem]]:
    """The addresses in these fields, first come first, each once, and a warning for each that is odd or none."""
    found: dict[str, EmailAddress] = {}
    warnings = []
    for field in fields:
        for email in _plain(field) or _read(field, corrections):
            if not email.address:
                warnings.append(_INVALID)
            elif email.address != email.raw:
                corrections.append(Correction("email", email.raw, email.address, Rule.EMAIL_NORMALISED))
            if not email.raw.isascii() and mixed_script(email.raw):
                warnings.append(_MIXED)
            if is_disposable(email.address.rpartition("@")[2]):
                warnings.append(_DISPOSABLE)
            found.setdefault(email.address or email.raw, email)
    return tuple(found.values()), warnings


def _plain(raw: str) -> tuple[EmailAddress, ...]:
    """The one address of a field that holds nothing else and is plain."""
    match = _PLAIN.fullmatch(raw)
    if not match or _special().search(domain := match[1].lower()):
        return ()
    return (vouched(EmailAddress, {"raw": raw, "address": f"{raw[: match.start(1)]}{domain}"}),)


def _read(field: str, corrections: list[Correction]) -> list[EmailAddress]:
    parts = _split(tidy(field))
    if parts != [field]:
        rule = Rule.TIDIED if parts == [tidy(field)] else Rule.EMAIL_EXTRACTED
        corrections.append(Correction("email", field, "; ".join(parts), rule))
    return [email for part in parts for email in _plain(part) or (EmailAddress(part, _address(part)),)]


def _split(text: str) -> list[str]:
    if not text:
        return []
    if bracketed := _IN_BRACKETS.findall(text):
        return [tidy(address) for address in bracketed]
    if len(_AT.findall(text)) > 1:
        parts = [part for part in _SEPARATORS.split(text) if part]
        # Cut only where each part is an address of its own: "a@@b.com" and "a@b@c" stay one typing error.
        if all(len(_AT.findall(part)) == 1 for part in parts):
            return parts
    return [_LABEL.sub("", text) or text]


def _address(typed: str) -> str:
    """The address in a text, blank where there is none: as it stands, else in half-width letters and by itself."""
    return _normalised(typed) or _normalised(normalize("NFKC", typed).strip(_AROUND).rstrip("."))


def _normalised(raw: str) -> str:
    if raw.count("@") != 1:
        return ""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(raw, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


@cache
def _special() -> re.Pattern[str]:
    """Domains that nobody has a mailbox at, and everything below them."""
    from email_validator import SPECIAL_USE_DOMAIN_NAMES

    return re.compile(rf"(?:^|\.)(?:{'|'.join(map(re.escape, SPECIAL_USE_DOMAIN_NAMES))})$")
