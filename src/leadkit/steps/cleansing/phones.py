"""Phone fields: numbers in any spelling, extensions, several numbers in one field, service numbers."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple
from unicodedata import normalize

from leadkit.errors import Problem
from leadkit.kernel.correction import Correction
from leadkit.kernel.record import vouched
from leadkit.kernel.text import tidy
from leadkit.model import PhoneNumber, PhoneValidity
from leadkit.steps.cleansing.dialling import dialled
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
# Digits as they are usually grouped, with an extension: nothing to take apart.
_EXTENDED_PLAIN = re.compile(r"(\+?[\d() .-]{7,20}\d)x(\d{1,7})", re.ASCII)
_SEPARATORS = re.compile(r"\s*(?:[/;,、|\n]|或|\bor\b)\s*", re.IGNORECASE)
# Whatever may stand between two numbers, or beside one: words, labels, remarks in brackets.
_WORDS = re.compile(r"[^\d+() .*#-]+|\s{2,}|(?<=\d)\s+(?=\+|1[3-9]\d{9}(?!\d)|0\d{2,3}[ -]?\d{7,8}(?!\d))")
# Where a number begins: what stands before it is a label or a name.
_START = re.compile(r"[+(\d]")
_NOTHING_ELSE = re.compile(r"\(?\+?[\d() .*-]*", re.ASCII)
# Eleven digits that start like a Chinese mobile are tried as one when the caller's region makes no number of them.
_CN_MOBILE = re.compile(r"\s*1[3-9](?:[\s-]?\d){9}\s*")
# "852-2123 4567", "(852) 2123 4567": a country code that somebody left the + off.
_BARE_CODE = re.compile(r"\(?([1-9]\d{1,2})\)?[\s-]+\(?0?\)?(\d[\d\s-]{6,})", re.ASCII)
# What a spreadsheet makes of a number: "13812345678.0", "1.3812345678E10".
_FLOAT = re.compile(r"(\d{7,15})\.0+|(\d)\.(\d{6,14})E\+?(\d{1,2})", re.IGNORECASE | re.ASCII)
_SERVICE = re.compile(r"[\d -]{3,9}", re.ASCII)
_ENOUGH_DIGITS, _MOST_DIGITS, _MOST_SERVICE_DIGITS = 7, 15, 8

_EXTENDED = Problem("phone_extension", "phone", "has an extension; it is kept apart")
_MORE = Problem("phone_more", "phone", "has more digits beside the number; see the text as typed")
_DOUBTS = {
    PhoneValidity.POSSIBLE: Problem("phone_possible", "phone", "has a right length, but lies in no range in use"),
    PhoneValidity.SERVICE: Problem("phone_service", "phone", "is a service number, which says nothing about a person"),
    PhoneValidity.INVALID: Problem("phone_invalid", "phone", "is no phone number of any country tried; kept as typed"),
}
# Digits that E.164 allows, and the sign in front.
_LONGEST_E164 = 16
_RANK = {validity: rank for rank, validity in enumerate(PhoneValidity)}


class _Reading(NamedTuple):
    """What a text may say, as a `PhoneNumber` has it."""

    validity: PhoneValidity
    e164: str = ""
    extension: str = ""
    country: str = ""


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
            shown = str(phone)
            if phone.e164 and phone.e164 != phone.raw:
                corrections.append(Correction("phone", phone.raw, shown, Rule.PHONE_READ))
            if phone.extension:
                warnings.append(_EXTENDED)
            if phone.validity is not PhoneValidity.VALID:
                warnings.append(_DOUBTS[phone.validity])
            found.setdefault(shown, phone)
    return tuple(found.values()), warnings


def _plain(field: str, regions: tuple[str, ...]) -> tuple[PhoneNumber, ...]:
    """The one number of a field that holds nothing else and is plain, when it is valid in the first region."""
    extension = ""
    number = dialled(field, regions[0])
    if number is None and (match := _EXTENDED_PLAIN.fullmatch(field)):
        number, extension = dialled(match[1], regions[0]), match[2]
    if number is None:
        return ()
    validity, country = verdict(number)
    if validity is not PhoneValidity.VALID or len(number.e164) > _LONGEST_E164:
        return ()
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
    match = _EXTENSION.search(text)
    bare, extension = (text[: match.start()].strip(), match[1]) if match else (text, "")
    if start := _START.search(bare):
        bare = bare[start.start() :]
    alone = _NOTHING_ELSE.fullmatch(bare) and _digits(bare) <= _MOST_DIGITS
    pieces = () if alone else tuple(filter(_could_be_dialled, _WORDS.split(bare)))
    if pieces:
        raws = (typed,) if len(pieces) == 1 else pieces
        extensions = (*[""] * (len(pieces) - 1), extension)
        bares = [piece.strip(" (-") for piece in pieces]
        phones = tuple(map(_read, map(str.strip, raws), bares, extensions, repeat(regions)))
        if all(each.valid for each in phones):
            return phones, sum(map(_digits, pieces)) < _digits(bare)
    return (_read(typed, bare, extension, regions),), False


def _unfloated(text: str) -> str:
    match = _FLOAT.fullmatch(text)
    if not match:
        return text
    if match[1]:
        return match[1]
    # "1.38E+10" has lost its last digits; only where none is missing can the number be read.
    return match[2] + match[3] if len(match[3]) == int(match[4]) else text


def _read(raw: str, bare: str, extension: str, regions: tuple[str, ...]) -> PhoneNumber:
    """The best reading of a text that holds one number; nothing but its raw text where there is none."""
    best = _Reading(PhoneValidity.INVALID, extension=extension)
    for text, region in _readings(bare, regions):
        found = _parsed(text, extension, region)
        if found and _RANK[found.validity] < _RANK[best.validity]:
            best = found
        if best.validity is PhoneValidity.VALID:
            break
    else:
        best = _guessed(bare, extension, regions, best) or best
    return PhoneNumber(raw, best.e164, best.extension, best.country, best.validity)


def _readings(bare: str, regions: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for region in regions:
        yield bare, region
    if _CN_MOBILE.fullmatch(bare):
        yield bare, "CN"
    if bare.startswith("00"):  # people write 00 for + even where the country dials another prefix
        yield f"+{bare[2:]}", ""


def _guessed(bare: str, extension: str, regions: tuple[str, ...], best: _Reading) -> _Reading | None:
    """What a text that is no valid number may be all the same; certain, or `None`."""
    if (code := _BARE_CODE.fullmatch(bare)) and is_country_code(code[1]):
        found = _parsed(f"+{code[1]} {code[2]}", extension, "")
        if found and found.validity is PhoneValidity.VALID:
            return found
    if best.e164 or extension or not (loose := _LOOSE_EXTENSION.search(bare)):
        return None
    for region in regions:
        found = _parsed(bare[: loose.start()], loose[1] or loose[2], region)
        if found and found.validity is PhoneValidity.VALID:
            return found
    return None


def _service(raw: str, text: str, regions: tuple[str, ...]) -> PhoneNumber | None:
    """A number that is dialled within its country only. An emergency, a bank's hot line: never a person's."""
    digits = re.sub("[ -]", "", text)
    if _SERVICE.fullmatch(text) and len(digits) <= _MOST_SERVICE_DIGITS:
        for region in filter(None, regions):
            if service_number(digits, region):
                return PhoneNumber(raw, country=region, validity=PhoneValidity.SERVICE)
    return None


def _parsed(text: str, extension: str, region: str) -> _Reading | None:
    number = parsed(text, region)
    if number is None:
        return None
    extension = extension or number.extension
    validity, country = verdict(number)
    if validity is PhoneValidity.INVALID or len(set(number.national)) == 1 or len(number.e164) > _LONGEST_E164:
        # Digits that no country could dial are worth their raw text only; "+195588" would mislead. A German number
        # with its extension is valid to the library, and has more digits than E.164 allows.
        return _Reading(PhoneValidity.INVALID, extension=extension)
    return _Reading(validity, number.e164, extension, country)
