"""Numbering plans: which numbers are in use where. phonenumbers' own metadata, asked once instead of region by region.

A number of the North American plan that is in use nowhere makes the library try 25 regions with ten patterns each; here
one pattern for the whole plan says so. A property test holds every answer equal to the library's.
"""

import re
from functools import cache
from types import ModuleType
from typing import Any

from attrs import frozen

from leadkit.model import PhoneValidity

__all__ = ["Numbered", "library", "parsed", "verdict"]

_TYPES = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)
# The two spellings that most of our users' files hold: a North American number, and a Chinese mobile.
_NANP = re.compile(r"(?:(?:\+|00)?1[ .-]?)?(?:\(([2-9]\d\d)\)|([2-9]\d\d))[ .-]?(\d{3})[ .-]?(\d{4})", re.ASCII)
_CN_MOBILE = re.compile(r"(?:(?:\+|00)?86[ -]?)?(1(?:[3-689]\d|7[0-8]))[ -]?(\d{4})[ -]?(\d{4})", re.ASCII)
# (179 dials a carrier, and what follows is another number.)
_NANP_REGIONS = ("US", "CA")


@frozen
class Numbered:
    """A number as its plan writes it. national: with the leading zeros that belong to it. extension: or blank."""

    country_code: int
    national: str
    extension: str = ""

    @property
    def e164(self) -> str:
        return f"+{self.country_code}{self.national}"


@frozen
class _Plan:
    """main: the region whose own pattern decides first. one_region: nobody else shares the country code."""

    main: str
    one_region: bool
    in_main: re.Pattern[str]
    anywhere: re.Pattern[str]
    lengths: frozenset[int]


@cache
def library() -> ModuleType:
    """phonenumbers, loaded when the first phone number is read."""
    import phonenumbers

    return phonenumbers


def parsed(text: str, region: str) -> Numbered | None:
    """The number in the text, read in this region (blank: only with its country code); `None` when there is none."""
    if region in _NANP_REGIONS and (match := _NANP.fullmatch(text)):
        return Numbered(1, "".join(filter(None, match.groups())))
    if region == "CN" and (match := _CN_MOBILE.fullmatch(text)):
        return Numbered(86, "".join(match.groups()))
    phonenumbers: Any = library()
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None
    zeros = "0" * (number.number_of_leading_zeros or 1) if number.italian_leading_zero else ""
    return Numbered(number.country_code, f"{zeros}{number.national_number}", number.extension or "")


def verdict(number: Numbered) -> tuple[PhoneValidity, str]:
    """How good the number is, and its region (ISO 3166 alpha-2) when it is valid."""
    plan = _plan(number.country_code)
    if plan is None:
        return PhoneValidity.INVALID, ""
    if plan.in_main.fullmatch(number.national):
        return PhoneValidity.VALID, plan.main
    if not plan.one_region and plan.anywhere.fullmatch(number.national):
        phonenumbers: Any = library()
        whole = phonenumbers.parse(number.e164)
        region = phonenumbers.region_code_for_number(whole)
        if region and phonenumbers.is_valid_number_for_region(whole, region):
            return PhoneValidity.VALID, region
    return (PhoneValidity.POSSIBLE if len(number.national) in plan.lengths else PhoneValidity.INVALID), ""


@cache
def _plan(country_code: int) -> _Plan | None:
    phonenumbers: Any = library()
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(country_code)
    if not regions:
        return None
    known = [phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(country_code, region) for region in regions]
    main, *_ = known
    lengths = main.general_desc.possible_length + main.general_desc.possible_length_local_only
    # A main region that claims its numbers by their first digits is not decided by its patterns alone.
    decides = "(?!)" if main.leading_digits else _pattern(main)
    return _Plan(
        regions[0],
        len(regions) == 1,
        re.compile(decides if len(regions) > 1 else _pattern(main)),
        re.compile("|".join(map(_pattern, known))),
        frozenset(length for length in lengths if length > 0),
    )


def _pattern(metadata: Any) -> str:
    """Every number in use in a region: of its general form, and of one of its types."""
    general = metadata.general_desc.national_number_pattern
    if not general:
        return "(?!)"
    types = "|".join(
        kind.national_number_pattern
        for name in _TYPES
        if (kind := getattr(metadata, name)) is not None and kind.national_number_pattern
    )
    return f"(?:(?=(?:{general})$)(?:{types}))" if types else "(?!)"
