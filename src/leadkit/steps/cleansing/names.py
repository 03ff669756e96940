"""Person names in Chinese and Western order."""

import re

from leadkit.kernel.text import is_han, tidy
from leadkit.model import PersonName

__all__ = ["read_name"]

# Surnames of two characters; every other Han name is taken to start with one.
_COMPOUND = frozenset(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 宇文 司徒 司空 端木 东方 東方 独孤 獨孤"
    " 南宫 南宮 长孙 長孫 轩辕 軒轅 呼延 申屠 太史 闻人 聞人 万俟 赫连 赫連 澹台 澹臺 濮阳 濮陽 淳于 单于 單于 百里"
    " 东郭 東郭 西门 西門".split()
)
_HONORIFICS = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof|sir|madam)\.?\s+|\s*(?:先生|女士|小姐|太太|总|老师|博士)$", re.I)
_PARTICLES = frozenset("van von de der den del della di da dos du la le bin ibn al el ter ten".split())
_LONGEST_HAN_NAME = 6


def read_name(full: str, given: str, family: str) -> PersonName:
    """The name with as many parts as can be told; `full` stays as it was typed, tidied."""
    full, given, family = tidy(full), tidy(given), tidy(family)
    if not full:
        joined = family + given if is_han(family + given) else f"{given} {family}".strip()
        return PersonName(joined, given, family)
    if not (given or family):
        given, family = _parts(_HONORIFICS.sub("", full).strip())
    return PersonName(full, given, family)


def _parts(full: str) -> tuple[str, str]:
    """(given, family), blank where it cannot be told."""
    if is_han(full):
        han = full.replace(" ", "").replace("·", "")
        if not 2 <= len(han) <= _LONGEST_HAN_NAME or "·" in full:
            return "", ""
        cut = 2 if len(han) > 2 and han[:2] in _COMPOUND else 1
        return han[cut:], han[:cut]
    if "," in full:
        family, _, given = full.partition(",")
        return given.strip(), family.strip()
    words = full.split()
    if len(words) < 2:
        return full, ""
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])
