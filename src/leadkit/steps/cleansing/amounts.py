"""Amounts of money and days as people type them."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from leadkit.errors import InvalidRecord
from leadkit.kernel.money import MINOR_UNITS, Money

__all__ = ["read_day", "read_money"]

_SYMBOLS = {
    "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW",
    "元": "CNY", "RMB": "CNY", "¥": "CNY", "人民币": "CNY",
}  # fmt: skip
_SCALES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9,
    "千": 10**3, "万": 10**4, "萬": 10**4, "百万": 10**6, "亿": 10**8, "億": 10**8,
}  # fmt: skip
_CURRENCY_OF = {
    "CN": "CNY", "HK": "HKD", "TW": "TWD", "SG": "SGD", "JP": "JPY", "IN": "INR",
    "US": "USD", "CA": "CAD", "AU": "AUD", "GB": "GBP", "CH": "CHF",
}  # fmt: skip
_HAN = ("CN", "HK", "TW", "SG", "JP")
_EURO = frozenset("DE FR IT ES NL BE AT IE PT FI GR LU SK SI EE LV LT CY MT HR".split())
_AMOUNT = re.compile(r"(-?\d[\d,' ]*(?:\.\d+)?)\s*([a-z]{1,2}\b|百万|[千万萬亿億])?", re.IGNORECASE)


def read_money(text: str, region: str) -> Money | None:
    """`"¥120,000"`, `"12万"`, `"USD 50k"`, `"50000"` as money, `None` when it cannot be read without guessing.

    region: ISO 3166 alpha-2; its currency is meant where the text names none, and by ¥ in Japan.
    """
    plain = normalize("NFKC", text).strip()
    found = _AMOUNT.findall(plain)
    if len(found) != 1:
        return None
    digits, scale = found[0]
    if scale and scale.lower() not in _SCALES:
        if scale.upper() not in MINOR_UNITS and scale.upper() not in _SYMBOLS:
            return None
        scale = ""
    currency = _currency(plain, "CN" if scale and not scale.isascii() and region not in _HAN else region)
    try:
        amount = Decimal(re.sub(r"[,' ]", "", digits)) * _SCALES.get(scale.lower(), 1)
        return Money.rounded(amount, currency) if currency else None
    except (InvalidOperation, InvalidRecord):
        return None


def _currency(text: str, region: str) -> str:
    upper = text.upper()
    words: list[str] = re.findall(r"[A-Z]{3}", upper)
    for word in words:
        if word in MINOR_UNITS:
            return word
    if "¥" in text and region == "JP":
        return "JPY"
    for symbol, currency in _SYMBOLS.items():
        if symbol in upper:
            return currency
    return "EUR" if region in _EURO else _CURRENCY_OF.get(region, "")


_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")


def read_day(text: str) -> date | None:
    """A day in ISO form, `2026/3/5`, `2026年3月5日`, or another that pendulum reads without guessing; else `None`."""
    plain = normalize("NFKC", text).strip()
    if match := _DAY.fullmatch(plain):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            return None
    import pendulum

    try:
        parsed = pendulum.parse(plain, exact=True, strict=True)
    except Exception:  # the parser raises several families of errors on free text
        return None
    if isinstance(parsed, datetime):
        parsed = parsed.date()
    return date(parsed.year, parsed.month, parsed.day) if isinstance(parsed, date) else None
