"""The words of a report in one language, and numbers, shares, money and times as its readers write them.

All words stand in texts.toml, English and Chinese side by side.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from attrs import field, frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.money import Money
from leadkit.steps.analytics import Rate

__all__ = ["LANGUAGES", "Word", "Words", "texts"]

#: The languages of a report, in the order of the columns of texts.toml.
LANGUAGES = ("en", "zh")

_UNITS = {"days": timedelta(days=1), "hours": timedelta(hours=1), "minutes": timedelta(minutes=1)}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@cache
def texts() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Kind → key → the text in each language."""
    source = resources.files(__package__).joinpath("texts.toml").read_text("utf-8")
    return {kind: {key: tuple(row) for key, row in rows.items()} for kind, rows in tomllib.loads(source).items()}


@frozen
class Word:
    """How something is called. is_data: by the host or by whoever typed it, in whatever language, and not by us."""

    text: str
    is_data: bool = False


def _known(_record: object, _field: object, language: str) -> None:
    if language not in LANGUAGES:
        raise InvalidRecord([Problem("unknown_language", "language", f"{language!r} is not one of en, zh")])


@frozen
class Words:
    """The words of one language. Raises `InvalidRecord` for a language that has none."""

    language: str = field(default="en", validator=_known)

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return "zh-CN" if self.language == "zh" else "en"

    def say(self, key: str, **filled: object) -> str:
        """The text of `kind.key`, its braces filled in."""
        kind, _, name = key.partition(".")
        return texts()[kind][name][LANGUAGES.index(self.language)].format_map(filled)

    def name(self, kind: str, code: str) -> Word:
        """What a code of this kind is called; one that we have no word for is the host's own, and stays as it is."""
        if known := self.known(kind, code):
            return Word(known)
        words = code.replace("_", " ")
        return Word(words[:1].upper() + words[1:], is_data=True)

    def known(self, kind: str, code: str) -> str:
        """Our word for a code; blank if there is none."""
        row = texts().get(kind, {}).get(code)
        return row[LANGUAGES.index(self.language)] if row else ""

    def number(self, number: float) -> str:
        """`1,234`, `41.5`; the same in both languages."""
        return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"

    def share(self, share: float | None) -> str:
        """`12.3%`. A few of many are not rounded to none, nor all but a few to all."""
        if share is None:
            return self.say("page.none")
        if share in (0, 1):
            return f"{share:.0%}"
        return "<0.1%" if 0 < share < 0.0005 else ">99.9%" if 0.9995 <= share < 1 else f"{share:.1%}"

    def rate(self, rate: Rate) -> str:
        """A share with its 95 % interval, or that there is not enough data to tell."""
        if rate.value is None:
            return self.say("page.few", part=self.number(rate.part), n=self.number(rate.n))
        return f"{self.share(rate.value)} ({self.share(rate.low)}–{self.share(rate.high)})"

    def span(self, span: timedelta | None) -> str:
        """How long, in minutes, hours or days."""
        if span is None:
            return self.say("page.none")
        for unit, size in _UNITS.items():
            if span >= size:
                return self.say(f"unit.{unit}", n=f"{span / size:.1f}".removesuffix(".0"))
        return self.say("unit.minutes", n="0" if not span else "<1")

    def money(self, amounts: Iterable[Money]) -> str:
        """One amount a line, each with its currency."""
        return "\n".join(map(str, amounts)) or self.say("page.none")

    def day(self, at: datetime, now: datetime) -> str:
        """`22 Nov`, `11月22日`; with its year when that is not this one."""
        if self.language == "zh":
            year = "" if at.year == now.year else f"{at.year}年"
            return f"{year}{at.month}月{at.day}日"
        return f"{at.day} {_MONTHS[at.month - 1]}{'' if at.year == now.year else f' {at.year}'}"

    def time(self, at: datetime | None, now: datetime) -> str:
        """Day and time of day in the zone of `now`, which is called today when it is; blank for none."""
        if at is None:
            return ""
        here = at.astimezone(now.tzinfo)
        if here.date() == now.date():
            return self.say("page.today_at", time=f"{here:%H:%M}")
        return f"{self.day(here, now)} {here:%H:%M}"

    def moment(self, at: datetime) -> str:
        """`22 Nov 2026, 18:18 UTC+08:00`, `2026年11月22日 18:18 UTC+08:00`"""
        zone = f"UTC{at.isoformat()[-6:].replace('+00:00', '')}"
        if self.language == "zh":
            return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M} {zone}"
        return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M} {zone}"

    def table(self, kind: str) -> dict[str, Any]:
        """Code → its name, for all codes of a kind."""
        at = LANGUAGES.index(self.language)
        return {code: row[at] for code, row in texts()[kind].items()}
