"""Phone fields: numbers in any spelling, extensions, two numbers in one field."""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from leadkit.errors import Problem
from leadkit.kernel.text import tidy
from leadkit.model import PhoneNumber, PhoneValidity
from leadkit.steps.cleansing.plans import parsed, verdict

__all__ = ["read_phones"]

# "x5610", "ext. 12", "extension 12", "转 123", "分机123", "#12" at the end of a number.
_EXTENSION = re.compile(
    r"(?:[,;]?\s*(?:ext(?:ension|n)?\.?|x\.?|#)|\s*(?:转|轉|分机|分機))\s*[:：]?\s*(\d{1,7})\s*$", re.I
)
# Digits as they are usually grouped, with or without an extension: nothing to take apart.
_PLAIN = re.compile(r"(\+?[\d() .-]{7,20}\d)(?:x(\d{1,7}))?", re.ASCII)
_SEPARATORS = re.compile(r"\s*(?:[/;,、|\n]|或|\bor\b)\s*", re.IGNORECASE)
# Eleven digits that start like a Chinese mobile are tried as one when the caller's region makes no number of them.
_CN_MOBILE = re.compile(r"\s*1[3-9](?:[\s-]?\d){9}\s*")
_ENOUGH_DIGITS = 7

_EXTENDED = Problem("phone_extension", "phone", "has an extension; it is kept apart")
_DOUBTS = {
    PhoneValidity.POSSIBLE: Problem("phone_possible", "phone", "has a right length, but lies in no range in use"),
    PhoneValidity.INVALID: Problem("phone_invalid", "phone", "is no phone number of any country tried; kept as typed"),
}


def read_phones(fields: tuple[str, ...], regions: tuple[str, ...]) -> tuple[tuple[PhoneNumber, ...], list[Problem]]:
    """The numbers in these fields, first come first, each once, and warnings about what is odd.

    regions: ISO 3166 alpha-2, tried in order for numbers without a country code; the first valid reading wins.
    """
    found: dict[str, PhoneNumber] = {}
    warnings = []
    for field in fields:
        parts = _split(field)
        if len(parts) > 1:
            warnings.append(Problem("phone_several", "phone", f"{len(parts)} numbers in one field; all are kept"))
        for raw, bare, extension in parts:
            phone = _read(raw, bare, extension, regions)
            if phone.extension:
                warnings.append(_EXTENDED)
            if phone.validity in _DOUBTS:
                warnings.append(_DOUBTS[phone.validity])
            found.setdefault(str(phone), phone)
    return tuple(found.values()), warnings


def _split(field: str) -> list[tuple[str, str, str]]:
    """(as typed, without extension, extension) of each number in a field."""
    if plain := _PLAIN.fullmatch(field):
        return [(field, plain[1], plain[2] or "")]
    typed = tidy(field)
    if not typed:
        return []
    whole = typed if typed.isascii() else normalize("NFKC", typed)
    # A line break parts two numbers; tidying makes a space of it.
    lines = whole if "\n" not in field else normalize("NFKC", "\n".join(map(tidy, field.split("\n"))))
    parts = [part for part in _SEPARATORS.split(lines) if part]
    # "0755-8888 6666 / 7777" is one number and an afterthought: cut only where every part could be dialled.
    if len(parts) < 2 or any(sum(map(str.isdigit, _EXTENSION.sub("", part))) < _ENOUGH_DIGITS for part in parts):
        return [(typed, *_bare(whole))]
    return [(part, *_bare(part)) for part in parts]


def _bare(text: str) -> tuple[str, str]:
    match = _EXTENSION.search(text)
    return (text[: match.start()].strip(), match[1]) if match else (text, "")


def _read(raw: str, bare: str, extension: str, regions: Iterable[str]) -> PhoneNumber:
    best: PhoneNumber | None = None
    for text, region in _readings(bare, regions):
        phone = _parsed(raw, text, extension, region)
        if phone is None:
            continue
        if phone.valid:
            return phone
        if best is None or (phone.validity is PhoneValidity.POSSIBLE and best.validity is PhoneValidity.INVALID):
            best = phone
    return best or PhoneNumber(raw, extension=extension)


def _readings(bare: str, regions: Iterable[str]) -> Iterator[tuple[str, str]]:
    for region in regions:
        yield bare, region
    if _CN_MOBILE.fullmatch(bare):
        yield bare, "CN"
    if bare.startswith("00"):  # people write 00 for + even where the country dials another prefix
        yield f"+{bare[2:]}", ""


def _parsed(raw: str, bare: str, extension: str, region: str) -> PhoneNumber | None:
    number = parsed(bare, region)
    if number is None:
        return None
    extension = extension or number.extension
    validity, country = verdict(number)
    if validity is PhoneValidity.INVALID:
        # Digits that no country could dial are worth their raw text only; "+195588" would mislead.
        return PhoneNumber(raw, extension=extension)
    return PhoneNumber(raw, number.e164, extension, country, validity)
