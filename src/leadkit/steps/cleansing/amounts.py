"""Amounts of money and days as people type them. What can be read in two ways is not read at all."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from leadkit.errors import InvalidRecord
from leadkit.kernel.money import MINOR_UNITS, Money

__all__ = ["read_day", "read_money"]

_CURRENCIES = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD",
    "SG$": "SGD", "NZ$": "NZD", "R$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "RS": "INR", "₩": "KRW",
    "CN¥": "CNY", "JP¥": "JPY", "¥": "CNY", "RMB": "CNY", "人民币": "CNY", "元": "CNY", "块": "CNY", "日元": "JPY",
    "美元": "USD", "美金": "USD", "欧元": "EUR", "港币": "HKD", "港元": "HKD", "新台币": "TWD", "YEN": "JPY",
    "DOLLARS": "USD", "EUROS": "EUR", "EURO": "EUR", "YUAN": "CNY",
}  # fmt: skip
# Powers of ten.
_SCALES = {
    "K": 3, "M": 6, "MN": 6, "MIO": 6, "B": 9, "BN": 9,
    "THOUSAND": 3, "MILLION": 6, "BILLION": 9, "LAKH": 5, "CRORE": 7,
    "千": 3, "万": 4, "萬": 4, "百万": 6, "百萬": 6, "千万": 7, "千萬": 7, "亿": 8, "億": 8,
}  # fmt: skip
_CURRENCY_OF = {
    "CN": "CNY", "HK": "HKD", "TW": "TWD", "SG": "SGD", "JP": "JPY", "IN": "INR",
    "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "GB": "GBP", "CH": "CHF",
    **dict.fromkeys("DE FR IT ES NL BE AT IE PT FI GR LU SK SI EE LV LT CY MT HR".split(), "EUR"),
}  # fmt: skip
_HAN_REGIONS = ("CN", "HK", "TW", "SG", "JP")
# Where a sign means the country's own money.
_OWN_SIGNS = {"¥": ("CN", "JP"), "$": ("US", "CA", "AU", "NZ", "HK", "TW", "SG")}
# Words that leave the amount as it is: "budget: about 50k".
_FILLERS = frozenset("ABOUT APPROX APPROXIMATELY AROUND CA CIRCA BUDGET 约 大约 大概 左右 预算 总共 共 整".split())
_KNOWN = frozenset({*_CURRENCIES, *_SCALES, *_FILLERS, *MINOR_UNITS})
_HAN_WORDS = "|".join(sorted((word for word in _KNOWN if not word.isascii()), key=len, reverse=True))
# Thousands in groups (also the Indian ones), or digits alone; then decimals.
_NUMBER = re.compile(r"(?<![\d.-])(\d{1,3}(?:[,' ]\d{2,3})*[,' ]\d{3}|\d+)(\.\d+)?(?![\d,'])")
_WORD = re.compile(rf"[A-Za-z]+[$¥]|{_HAN_WORDS}|\$|[A-Za-z]+|[\u3400-\u9fff]")
_NOISE = " .,:;~()-"


def read_money(text: str, region: str) -> Money | None:
    """`"¥120,000"`, `"12万"`, `"USD 50k"`, `"50000"` as money, `None` when it cannot be read without guessing.

    A text with words that are neither currency nor scale, with two numbers, or with a comma or point that may stand
    for either decimals or thousands ("12,50", "1.500") is not read.
    region: ISO 3166 alpha-2; its currency is meant where the text names none, and by ¥ and $ where they are its own.
    """
    plain = normalize("NFKC", text).strip()
    numbers = list(_NUMBER.finditer(plain))
    if len(numbers) != 1:
        return None
    whole, decimals = numbers[0].groups("")
    words = _words(f"{plain[: numbers[0].start()]} {plain[numbers[0].end() :]}")
    if words is None:
        return None
    scales = [word for word in words if word in _SCALES]
    currencies = {_currency(word, region) for word in words if word not in _SCALES}
    if len(scales) > 1 or len(currencies) > 1 or (len(decimals) == 4 and not scales):
        return None
    scale, digits = scales[0] if scales else "", re.sub("[,' ]", "", whole)
    home = "CN" if scale and not scale.isascii() and region not in _HAN_REGIONS else region
    currency = currencies.pop() if currencies else _CURRENCY_OF.get(home, "")
    try:
        # The scale goes into the text: a product would be rounded by whatever context the host has set.
        amount = Decimal(f"{digits}{decimals}E{_SCALES.get(scale, 0)}")
        return Money.rounded(amount, currency) if currency else None
    except (InvalidOperation, InvalidRecord):
        return None


def _words(rest: str) -> list[str] | None:
    """What stands beside the number, as currencies and scales; `None` when there is anything else."""
    words = [found.upper() for found in _WORD.findall(rest)]
    if _WORD.sub("", rest).strip(_NOISE) or not _KNOWN.issuperset(words):
        return None
    return [word for word in words if word not in _FILLERS]


def _currency(word: str, region: str) -> str:
    return _CURRENCY_OF[region] if region in _OWN_SIGNS.get(word, ()) else _CURRENCIES.get(word, word)


_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?", re.DOTALL)


def read_day(text: str) -> date | None:
    """A day in ISO form (also `20260305`), `2026/3/5` or `2026年3月5日`, with or without a time; else `None`."""
    plain = normalize("NFKC", text).strip()
    try:
        if match := _DAY.fullmatch(plain):
            return date(*map(int, match.groups()))
        return date.fromisoformat(plain)
    except ValueError:
        return None
