"""E-mail fields: what is typed there, and the addresses in it."""

import re
from functools import cache

from leadkit.errors import Problem
from leadkit.kernel.text import tidy
from leadkit.model import EmailAddress

__all__ = ["read_emails"]

# Plain addresses that email-validator accepts as they are (domain in lower case). A property test holds the two equal;
# whatever does not look plain goes to the library, which is forty times slower.
_PLAIN = re.compile(
    r"(?!.{255})(?=[^@]{1,64}@)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
    r"@(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
    re.IGNORECASE | re.ASCII,
)
_SEPARATORS = re.compile(r"[;,，；、\s/|]+")
_IN_BRACKETS = re.compile(r"<([^<>@]+@[^<>]+)>")


def read_emails(fields: tuple[str, ...]) -> tuple[tuple[EmailAddress, ...], list[Problem]]:
    """The addresses in these fields, first come first, each once, and a warning for each that is none."""
    found: dict[str, EmailAddress] = {}
    warnings = []
    for field in fields:
        for raw in _split(field):
            email = EmailAddress(raw, _normalised(raw))
            if not email.valid:
                warnings.append(Problem("email_invalid", "email", "is not an e-mail address; kept as typed"))
            found.setdefault(email.address or raw, email)
    return tuple(found.values()), warnings


def _split(field: str) -> list[str]:
    if _PLAIN.fullmatch(field):
        return [field]
    text = tidy(field)
    if not text:
        return []
    if bracketed := _IN_BRACKETS.findall(text):
        return [tidy(address) for address in bracketed]
    if text.count("@") > 1:
        parts = [part for part in _SEPARATORS.split(text) if part]
        # Cut only where each part is an address of its own: "a@@b.com" and "a@b@c" stay one typing error.
        if all(part.count("@") == 1 for part in parts):
            return parts
    return [text]


def _normalised(raw: str) -> str:
    if _PLAIN.fullmatch(raw):
        local, _, domain = raw.rpartition("@")
        domain = domain.lower()
        if not _is_special(domain):
            return f"{local}@{domain}"
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(raw, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


@cache
def _special_domains() -> frozenset[str]:
    from email_validator import SPECIAL_USE_DOMAIN_NAMES

    return frozenset(SPECIAL_USE_DOMAIN_NAMES)


def _is_special(domain: str) -> bool:
    special = _special_domains()
    while domain:
        if domain in special:
            return True
        _, _, domain = domain.partition(".")
    return False
