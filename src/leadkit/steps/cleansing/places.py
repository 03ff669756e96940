"""Addresses and web sites: countries as codes, a Chinese address in one line in its parts, hosts in one spelling."""

from leadkit.kernel.correction import Correction
from leadkit.kernel.record import vouched
from leadkit.kernel.text import is_han, tidy
from leadkit.lexicon.countries import country_code
from leadkit.lexicon.places import split_chinese_address
from leadkit.lexicon.websites import web_address
from leadkit.model import Address
from leadkit.steps.cleansing.rules import Rule

__all__ = ["WEBSITE_LENGTH", "read_address", "read_website"]

#: How many characters of a web address a lead holds.
WEBSITE_LENGTH = 2_000


def read_address(typed: Address, corrections: list[Correction]) -> Address:
    """The address with a country code, and in parts where its street holds all of a Chinese one."""
    parts = typed.__dict__
    for part, raw in typed.__dict__.items():
        if raw and (text := tidy(raw)) != raw:
            corrections.append(Correction(f"address.{part}", raw, text, Rule.TIDIED))
            parts = {**parts, part: text}
    country = parts["country"]
    if country and (code := country_code(country)) not in ("", country):
        corrections.append(Correction("address.country", country, code, Rule.COUNTRY_CODED))
        parts = {**parts, "country": code}
    if parts["street"] and not (parts["city"] or parts["region"]) and is_han(parts["street"]):
        parts = {**parts, **_parted(parts["street"], parts["postal_code"], corrections)}
    # Each part is one that was checked, or a piece of it.
    return typed if parts is typed.__dict__ else vouched(Address, parts)


def _parted(street: str, postal_code: str, corrections: list[Correction]) -> dict[str, str]:
    """The parts of a Chinese address in one line; none when it names neither province nor city."""
    found = split_chinese_address(street)
    if not (found.province or found.city) or (postal_code and found.postal_code):
        return {}
    parts = {
        "street": found.district + found.street,
        "city": found.city,
        "region": found.province,
        "postal_code": found.postal_code or postal_code,
    }
    clean = " ".join(filter(None, (parts["region"], parts["city"], parts["street"], found.postal_code)))
    corrections.append(Correction("address.street", street, clean, Rule.ADDRESS_PARTED))
    return parts


def read_website(typed: str, corrections: list[Correction]) -> str:
    """The web address in one spelling; text that is none stays as it was typed, tidied."""
    text = tidy(typed)
    address = web_address(text)
    if not 0 < len(address) <= WEBSITE_LENGTH:
        address = text
    if address != typed:
        rule = Rule.TIDIED if address == text else Rule.WEBSITE_NORMALISED
        corrections.append(Correction("website", typed, address, rule))
    return address
