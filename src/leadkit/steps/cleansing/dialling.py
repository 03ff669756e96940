"""How numbers are dialled: the country code and the prefixes taken off, by phonenumbers' own metadata, only sooner.

The library looks for letters, extensions and second numbers first. A text of nothing but digits and the usual signs has
none of these. A property test holds every answer equal to the library's.
"""

import re
from functools import cache
from typing import Any

from attrs import frozen

from leadkit.steps.cleansing.library import phonenumbers

__all__ = ["Numbered", "dialled"]

# The two spellings that most of our users' files hold: a North American number, and a Chinese mobile.
_NANP = re.compile(r"(?:\+?1[ .-]?)?(?:\(([2-9]\d\d)\)|([2-9]\d\d))[ .-]?(\d{3})[ .-]?(\d{4})", re.ASCII)
_CN_MOBILE = re.compile(r"(?:(?:\+|00)?86[ -]?)?(1(?:[3-689]\d|7[0-8]))[ -]?(\d{4})[ -]?(\d{4})", re.ASCII)
# (179 dials a carrier, and what follows is another number.)
_NANP_REGIONS = ("US", "CA")
_PLAIN = re.compile(r"\(?(\+?)\(?([\d() .-]{6,24}\d)", re.ASCII)
_SIGNS = str.maketrans("", "", "() .-")
_FEWEST, _MOST = 6, 15


@frozen(slots=False)
class Numbered:
    """A number as its plan writes it. national: with the leading zeros that belong to it. extension: or blank."""

    country_code: int
    national: str
    extension: str = ""

    @property
    def e164(self) -> str:
        return f"+{self.country_code}{self.national}"


@frozen
class _Dialling:
    """How a region dials. abroad: what comes before a country code. prefix: what comes before a number at home, and
    transformed: what it is replaced with, where it is. general: any number there. lengths: possible ones, from short to
    long. local: those without an area code."""

    country_code: str
    abroad: re.Pattern[str]
    prefix: re.Pattern[str] | None
    transformed: str
    general: re.Pattern[str]
    lengths: tuple[int, ...]
    local: frozenset[int]

    def is_viable(self, digits: str) -> bool:
        return bool(self.general.fullmatch(digits))

    def without_prefix(self, digits: str) -> str:
        """The digits without the prefix of home, where they make a number without it."""
        match = self.prefix.match(digits) if self.prefix and digits else None
        if not (match and self.prefix):
            return digits
        transforms = self.transformed and match.groups()[-1] is not None
        rest = self.prefix.sub(self.transformed, digits, count=1) if transforms else digits[match.end() :]
        return digits if self.is_viable(digits) and not self.is_viable(rest) else rest

    def national(self, digits: str) -> str:
        """What of the digits is the number: without the prefix, unless too little would be left."""
        rest = self.without_prefix(digits)
        long_enough = len(rest) in self.lengths or len(rest) > self.lengths[-1]
        return rest if long_enough and len(rest) not in self.local else digits


def dialled(text: str, region: str) -> Numbered | None:
    """The number in a plain text, read in this region; `None` when it is not plain, and the library has to look."""
    if region in _NANP_REGIONS and (match := _NANP.fullmatch(text)):
        return Numbered(1, "".join(filter(None, match.groups())))
    if region == "CN" and (match := _CN_MOBILE.fullmatch(text)):
        return Numbered(86, "".join(match.groups()))
    if not (match := _PLAIN.fullmatch(text)):
        return None
    digits = match[2].translate(_SIGNS)
    return _from_abroad(digits) if match[1] else _from_home(digits, region)


def _from_home(digits: str, region: str) -> Numbered | None:
    home = _of_region(region) if region else None
    if home is None:
        return None
    if abroad := home.abroad.match(digits):
        after = digits[abroad.end() :]
        return None if after[:1] in ("", "0") else _from_abroad(after)
    if digits.startswith(home.country_code):
        rest = home.without_prefix(digits[len(home.country_code) :])
        if (not home.is_viable(digits) and home.is_viable(rest)) or len(digits) > home.lengths[-1]:
            digits = rest
    return _numbered(home, digits)


def _from_abroad(digits: str) -> Numbered | None:
    for length in (1, 2, 3):
        if there := _of_code(digits[:length]):
            return _numbered(there, digits[length:])
    return None


def _numbered(there: _Dialling, digits: str) -> Numbered | None:
    national = there.national(digits)
    # The library has rules of its own for what is too short or too long.
    return Numbered(int(there.country_code), national) if _FEWEST <= len(national) <= _MOST else None


@cache
def _of_code(country_code: str) -> _Dialling | None:
    regions = phonenumbers().COUNTRY_CODE_TO_REGION_CODE.get(int(country_code)) if country_code[0] != "0" else None
    if not regions:
        return None
    load = phonenumbers().PhoneMetadata.metadata_for_region_or_calling_code
    return _dialling(load(int(country_code), regions[0]))


@cache
def _of_region(region: str) -> _Dialling | None:
    metadata = phonenumbers().PhoneMetadata.metadata_for_region(region, None) if region.isupper() else None
    return _dialling(metadata) if metadata else None


def _dialling(metadata: Any) -> _Dialling | None:
    general = metadata.general_desc
    if not (general.national_number_pattern and general.possible_length):
        return None
    return _Dialling(
        str(metadata.country_code),
        re.compile(metadata.international_prefix or "NonMatch"),
        re.compile(metadata.national_prefix_for_parsing) if metadata.national_prefix_for_parsing else None,
        metadata.national_prefix_transform_rule or "",
        re.compile(general.national_number_pattern),
        tuple(general.possible_length),
        frozenset(general.possible_length_local_only),
    )
