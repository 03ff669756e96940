"""What a cell says: a number, an instant, a word, or nothing. The same answers for one lead and for a whole column."""

import re
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

from leadkit.kernel.text import match_form

__all__ = ["days_of", "is_blank", "number_of", "word_of"]

#: How exports write that there is no value. `no`, `unknown` and `other` are answers, and stay.
BLANK = frozenset({"", "-", "--", "n/a", "#n/a", "na", "nan", "nat", "none", "null", "nil", "<na>", "(blank)", "空"})

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,'\u00a0\u202f ]\d{3})+(?:\.\d+)?")
_AROUND = re.compile(r"^[€$£¥￥]\s*|\s*[%€元]$")
_GROUPS = re.compile(r"[,'\u00a0\u202f ]")
_SLASHED = re.compile(r"(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?(.*)")
_DAY = 86_400.0
_WHOLE = re.compile(r"-?\d{1,20}\.0")


def is_blank(value: Any) -> bool:
    """`None`, a number that is none, and the words by which exports say nothing."""
    if value is None:
        return True
    if isinstance(value, str):
        return value.strip().lower() in BLANK
    return isinstance(value, float) and not isfinite(value)


def word_of(value: Any) -> str:
    """The comparing form of a category: case, width and spaces do not tell values apart. Blank: no value."""
    if is_blank(value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a column of whole numbers with gaps comes as floats, and 3.0 is 3
    word = match_form(str(value))
    return str(int(word[:-2])) if _WHOLE.fullmatch(word) else word


def number_of(value: Any) -> float | None:
    """A finite number: `1,234.5`, `12 %` and `¥300` too. `None` for what is no number."""
    if not isinstance(value, str):
        if value is None or isinstance(value, date):
            return None
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            return None
        return number if isfinite(number) else None
    try:
        number = float(value)
    except ValueError:
        text = _AROUND.sub("", value.strip())
        if _GROUPED.fullmatch(text):
            text = _GROUPS.sub("", text)
        elif not _NUMBER.fullmatch(text):
            return None
        number = float(text)
    return number if isfinite(number) else None


def days_of(value: Any) -> float | None:
    """An instant as days since 1970 in UTC: ISO 8601, `2024/3/1`, `2024年3月1日`, or a `date`. `None` for others.

    A time without a zone counts as UTC: only differences of days and hours of day are ever looked at.
    """
    if isinstance(value, str):
        text = value.strip()
        if found := _SLASHED.fullmatch(text):
            text = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}{found[4]}"
        if len(text) < 8 or not text[:4].isdigit():
            return None
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            return None
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.timestamp() / _DAY
    return float(value.toordinal() - 719_163) if isinstance(value, date) else None
