"""Phone fields: numbers in any spelling, extensions, several numbers in one field, service numbers."""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

from leadkit.errors import Problem
from leadkit.kernel.correction import Correction
from leadkit.kernel.record import vouched
from leadkit.kernel.text import tidy
from leadkit.model import PhoneNumber, PhoneValidity
from leadkit.steps.cleansing.plans import is_country_code, parsed, service_number, verdict
from leadkit.steps.cleansing.rules import Rule

__all__ = ["read_phones"]

# "x5610", "ext. 12", "extension 12", "Durchwahl 12", "转 123", "分机123", "#12" at the end of a number.
_EXTENSION = re.compile(
    r"(?:[,;]?\s*(?:\b(?:ext(?:ension|n)?|poste|durchwahl|dw|interno|доб)\.?|x\.?|#)|\s*(?:转|轉|分机|分機|内线|內線))"
    r"\s*[:：.]?\s*(\d{1,7})\s*$",
    re.I,
)
# "86553322-8001", "86553322(8001)", "86553322*8001": an extension only where what stands before is a number of its own.
_LOOSE_EXTENSION = re.compile(r"(?<=\d)\s*(?:[-*－—]\s*(\d{1,6})|[(（]\s*(\d{1,6})\s*[)）])\s*$")
# Digits as they are usually grouped, with or without an extension: nothing to take apart.
_PLAIN = re.compile(r"(\+?[\d() .-]{7,20}\d)(?:x(\d{1,7}))?", re.ASCII)
_SEPARATORS = re.compile(r"\s*(?:[/;,、|\n]|或|\bor\b)\s*", re.IGNORECASE)
# Whatever may stand between two numbers, or beside one: words, labels, remarks in brackets.
_WORDS = re.compile(r"[^\d+() .*#-]+|\s{2,}|(?<=\d)\s+(?=\+|1[3-9]\d{9}(?!\d)|0\d{2,3}[ -]?\d{7,8}(?!\d))")
# Eleven digits that start like a Chinese mobile are tried as one when the caller's region makes no number of them.
_CN_MOBILE = re.compile(r"\s*1[3-9](?:[\s-]?\d){9}\s*")
# "852-2123 4567", "(852) 2123 4567": a country code that somebody left the + off.
_BARE_CODE = re.compile(r"\(?([1-9]\d{1,2})\)?[\s-]+\(?0?\)?(\d[\d\s-]{6,})", re.ASCII)
# What a spreadsheet makes of a number: "13812345678.0", "1.3812345678E10".
_FLOAT = re.compile(r"(\d{7,15})\.0+|(\d)\.(\d{6,14})E\+?(\d{1,2})", re.IGNORECASE | re.ASCII)
_SERVICE = re.compile(r"[\d -]{3,9}", re.ASCII)
_ENOUGH_DIGITS, _MOST_SERVICE_DIGITS = 7, 8

_EXTENDED = Problem("phone_extension", "phone", "has an extension; it is kept apart")
_MORE = Problem("phone_more", "phone", "has more digits beside the number; see the text as typed")
_DOUBTS = {
    PhoneValidity.POSSIBLE: Problem("phone_possible", "phone", "has a right length, but lies in no range in use"),
    PhoneValidity.SERVICE: Problem("phone_service", "phone", "is a service number, which says nothing about a person"),
    PhoneValidity.INVALID: Problem("phone_invalid", "phone", "is no phone number of any country tried; kept as typed"),
}
_RANK = {validity: rank for rank, validity in enumerate(PhoneValidity)}


def read_phones(
    fields: tuple[str, ...], regions: tuple[str, ...], corrections: list[Correction]
) -> tuple[tuple[PhoneNumber, ...], list[Problem]]:
    """The numbers in these fields, first come first, each once, and warnings about what is odd.

    regions: ISO 3166 alpha-2, tried in order for numbers without a country code; the first valid reading wins.
    """
    found: dict[str, PhoneNumber] = {}
    warnings = []
    for field in fields:
        plain = _plain(field, regions)
        phones, more = (plain, False) if plain else _field(field, regions)
        if len(phones) > 1:
            corrections.append(Correction("phone", field, "; ".join(map(str, phones)), Rule.PHONE_SPLIT))
            warnings.append(Problem("phone_several", "phone", f"{len(phones)} numbers in one field; all are kept"))
        if more:
            warnings.append(_MORE)
        for phone in phones:
            if phone.e164 and phone.e164 != phone.raw:
                corrections.append(Correction("phone", phone.raw, str(phone), Rule.PHONE_READ))
            if phone.extension:
                warnings.append(_EXTENDED)
            if phone.validity in _DOUBTS:
                warnings.append(_DOUBTS[phone.validity])
            found.setdefault(str(phone), phone)
    return tuple(found.values()), warnings


def _plain(field: str, regions: tuple[str, ...]) -> tuple[PhoneNumber, ...]:
    """The one number of a field that holds nothing else and is plain, when it is valid in the first region."""
    match = _PLAIN.fullmatch(field)
    number = parsed(match[1], regions[0]) if match else None
    if not (match and number) or (match[2] and number.extension):
        return ()
    validity, country = verdict(number)
    if validity is not PhoneValidity.VALID:
        return ()
    extension = match[2] or number.extension
    values = {"raw": field, "e164": number.e164, "extension": extension, "country": country, "validity": validity}
    return (vouched(PhoneNumber, values),)


@lru_cache(maxsize=4096)
def _field(field: str, regions: tuple[str, ...]) -> tuple[tuple[PhoneNumber, ...], bool]:
    """The numbers of any field, and whether it has digits beside them. No number for a blank field; one of nothing but
    the text as typed where it holds none."""
    typed = tidy(field)
    if not typed:
        return (), False
    whole = typed if typed.isascii() else normalize("NFKC", typed)
    # A line break parts two numbers; tidying makes a space of it.
    lines = whole if "\n" not in field else normalize("NFKC", "\n".join(map(tidy, field.split("\n"))))
    parts = [part for part in _SEPARATORS.split(lines) if part]
    # "0755-8888 6666 / 7777" is one number and an afterthought: cut only where every part could be dialled.
    if len(parts) > 1 and all(_could_be_dialled(part) for part in parts):
        found = [_part(part, part, regions) for part in parts]
        return tuple(phone for phones, _ in found for phone in phones), any(more for _, more in found)
    return _part(_unfloated(whole), typed, regions)


def _could_be_dialled(part: str) -> bool:
    return _digits(_EXTENSION.sub("", part)) >= _ENOUGH_DIGITS


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _part(text: str, typed: str, regions: tuple[str, ...]) -> tuple[tuple[PhoneNumber, ...], bool]:
    """The number in a text without separators; several where only words or wide spaces stand between them."""
    if service := _service(typed, text, regions):
        return (service,), False
    phone = _read(typed, text, regions)
    pieces = () if phone.valid else tuple(filter(_could_be_dialled, _WORDS.split(text)))
    if pieces and pieces != (text,):
        raws = (typed,) if len(pieces) == 1 else pieces
        phones = tuple(_read(raw.strip(), piece.strip(" (-"), regions) for raw, piece in zip(raws, pieces, strict=True))
        if all(each.valid for each in phones):
            return phones, sum(map(_digits, pieces)) < _digits(text)
    return (phone,), False


def _unfloated(text: str) -> str:
    match = _FLOAT.fullmatch(text)
    if not match:
        return text
    if match[1]:
        return match[1]
    # "1.38E+10" has lost its last digits; only where none is missing can the number be read.
    return match[2] + match[3] if len(match[3]) == int(match[4]) else text


def _read(raw: str, text: str, regions: tuple[str, ...]) -> PhoneNumber:
    """The best reading of a text that holds one number; nothing but its raw text where there is none."""
    match = _EXTENSION.search(text)
    bare, extension = (text[: match.start()].strip(), match[1]) if match else (text, "")
    best = PhoneNumber(raw, extension=extension)
    for reading, region in _readings(bare, regions):
        phone = _parsed(raw, reading, extension, region)
        if phone and _RANK[phone.validity] < _RANK[best.validity]:
            best = phone
        if best.valid:
            return best
    return _guessed(raw, bare, extension, regions, best) or best


def _readings(bare: str, regions: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for region in regions:
        yield bare, region
    if _CN_MOBILE.fullmatch(bare):
        yield bare, "CN"
    if bare.startswith("00"):  # people write 00 for + even where the country dials another prefix
        yield f"+{bare[2:]}", ""


def _guessed(raw: str, bare: str, extension: str, regions: tuple[str, ...], best: PhoneNumber) -> PhoneNumber | None:
    """What a text that is no valid number may be all the same; certain, or `None`."""
    if (code := _BARE_CODE.fullmatch(bare)) and is_country_code(code[1]):
        phone = _parsed(raw, f"+{code[1]} {code[2]}", extension, "")
        if phone and phone.valid:
            return phone
    if best.e164 or extension:
        return None
    if loose := _LOOSE_EXTENSION.search(bare):
        for region in regions:
            phone = _parsed(raw, bare[: loose.start()], loose[1] or loose[2], region)
            if phone and phone.valid:
                return phone
    return None


def _service(raw: str, text: str, regions: tuple[str, ...]) -> PhoneNumber | None:
    """A number that is dialled within its country only. An emergency, a bank's hot line: never a person's."""
    digits = re.sub("[ -]", "", text)
    if _SERVICE.fullmatch(text) and len(digits) <= _MOST_SERVICE_DIGITS:
        for region in filter(None, regions):
            if service_number(digits, region):
                return PhoneNumber(raw, country=region, validity=PhoneValidity.SERVICE)
    return None


def _parsed(raw: str, bare: str, extension: str, region: str) -> PhoneNumber | None:
    number = parsed(bare, region)
    if number is None:
        return None
    extension = extension or number.extension
    validity, country = verdict(number)
    if validity is PhoneValidity.INVALID or len(set(number.national)) == 1:
        # Digits that no country could dial are worth their raw text only; "+195588" would mislead.
        return PhoneNumber(raw, extension=extension)
    return PhoneNumber(raw, number.e164, extension, country, validity)
