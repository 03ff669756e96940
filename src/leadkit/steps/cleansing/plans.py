"""Numbering plans: which numbers are in use where. phonenumbers' own metadata, asked once instead of region by region.

A number of the North American plan that is in use nowhere makes the library try 25 regions with ten patterns each; here
one pattern for the whole plan says so. A property test holds every answer equal to the library's.
"""

import re
from functools import cache
from typing import Any

from attrs import frozen

from leadkit.model import PhoneValidity
from leadkit.steps.cleansing.dialling import Numbered, dialled
from leadkit.steps.cleansing.library import phonenumbers

__all__ = ["is_country_code", "parsed", "service_number", "verdict"]

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


@frozen
class _Region:
    """One region of a plan. claims: the first digits that make a number this region's, where the plan says so."""

    code: str
    claims: re.Pattern[str] | None
    in_use: re.Pattern[str]


@frozen
class _Plan:
    """The regions that share a country code, in the library's order, main region first, and all of them together."""

    regions: tuple[_Region, ...]
    anywhere: re.Pattern[str]
    lengths: frozenset[int]


def parsed(text: str, region: str) -> Numbered | None:
    """The number in the text, read in this region (blank: only with its country code); `None` when there is none."""
    if number := dialled(text, region):
        return number
    library = phonenumbers()
    try:
        found = library.parse(text, region or None)
    except library.NumberParseException:
        return None
    zeros = "0" * (found.number_of_leading_zeros or 1) if found.italian_leading_zero else ""
    return Numbered(found.country_code, f"{zeros}{found.national_number}", found.extension or "")


def service_number(digits: str, region: str) -> bool:
    """Whether so few digits reach a desk when they are dialled within this region; those for messages only do not."""
    library = phonenumbers()
    try:
        number = library.parse(digits, region)
    except library.NumberParseException:
        return False
    valid = library.is_valid_short_number_for_region(number, region)
    return bool(valid and not library.is_sms_service_for_region(number, region))


def is_country_code(digits: str) -> bool:
    """Whether numbers of some country begin with these digits when they are dialled from abroad."""
    return int(digits) in phonenumbers().COUNTRY_CODE_TO_REGION_CODE


def verdict(number: Numbered) -> tuple[PhoneValidity, str]:
    """How good the number is, and its region (ISO 3166 alpha-2) when it is valid."""
    plan = _plan(number.country_code)
    if plan is None:
        return PhoneValidity.INVALID, ""
    digits, main = number.national, plan.regions[0]
    in_use = main.in_use.fullmatch(digits)
    if in_use and main.claims is None:
        return PhoneValidity.VALID, main.code
    if in_use or (len(plan.regions) > 1 and plan.anywhere.fullmatch(digits)):
        for region in plan.regions:
            if region.claims is None:
                if region.in_use.fullmatch(digits):
                    return PhoneValidity.VALID, region.code
            elif region.claims.match(digits):
                if region.in_use.fullmatch(digits):
                    return PhoneValidity.VALID, region.code
                break
    return (PhoneValidity.POSSIBLE if len(digits) in plan.lengths else PhoneValidity.INVALID), ""


@cache
def _plan(country_code: int) -> _Plan | None:
    codes = phonenumbers().COUNTRY_CODE_TO_REGION_CODE.get(country_code)
    if not codes:
        return None
    load = phonenumbers().PhoneMetadata.metadata_for_region_or_calling_code
    known = [load(country_code, code) for code in codes]
    # With one region there is nothing to claim from anybody.
    regions = tuple(
        _Region(
            code,
            re.compile(metadata.leading_digits) if metadata.leading_digits and len(codes) > 1 else None,
            re.compile(_pattern(metadata)),
        )
        for code, metadata in zip(codes, known, strict=True)
    )
    general = known[0].general_desc
    lengths = frozenset(general.possible_length + general.possible_length_local_only)
    return _Plan(regions, re.compile("|".join(region.in_use.pattern for region in regions)), lengths - {-1})


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
