"""Tests of two normal forms. A blank form passes none; each test is symmetric, since a pair is put in order first."""

from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from attrs import frozen

from leadkit.kernel.text import is_han

__all__ = [
    "SCALES",
    "SLIPS_FROM",
    "Alike",
    "Equal",
    "Half",
    "Initial",
    "OtherScript",
    "PartOf",
    "SameBefore",
    "Shares",
    "SharesNone",
    "Test",
    "Within",
    "ordered",
    "same_digits",
    "scorer",
]


class Test(Protocol):
    """facet: which form of the value is tested."""

    @property
    def facet(self) -> str: ...

    def holds(self, a: str, b: str) -> bool:
        """Whether two forms, neither of them blank, are alike in this sense."""


def ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


@frozen
class Equal:
    """The same form."""

    facet: str

    def holds(self, a: str, b: str) -> bool:
        return a == b


@frozen
class Shares:
    """A word in common."""

    facet: str

    def holds(self, a: str, b: str) -> bool:
        return not set(a.split(" ")).isdisjoint(b.split(" "))


@frozen
class SharesNone:
    """Words on both sides, and none in common."""

    facet: str

    def holds(self, a: str, b: str) -> bool:
        return set(a.split(" ")).isdisjoint(b.split(" "))


@frozen
class PartOf:
    """All words of one are among those of the other: `García` and `García Pérez`."""

    facet: str

    def holds(self, a: str, b: str) -> bool:
        ours, theirs = set(a.split(" ")), set(b.split(" "))
        return ours <= theirs or theirs <= ours


@frozen
class Half:
    """A word in common, and one each that the other has not: `García Pérez` and `García Caballero`."""

    facet: str

    def holds(self, a: str, b: str) -> bool:
        ours, theirs = set(a.split(" ")), set(b.split(" "))
        return bool(ours & theirs) and not (ours <= theirs or theirs <= ours)


@frozen
class Initial:
    """One is a letter or two with which the other starts."""

    facet: str

    def holds(self, a: str, b: str) -> bool:
        short, long = (a, b) if len(a) < len(b) else (b, a)
        return len(short) == 1 and short.isalpha() and long.startswith(short)


@frozen
class SameBefore:
    """The same in front of the @, and a slip or two behind it."""

    facet: str

    def holds(self, a: str, b: str) -> bool:
        local, _, host = a.rpartition("@")
        other, _, elsewhere = b.rpartition("@")
        return local == other and bool(scorer("slips")(*ordered(host, elsewhere)) <= max(2, len(host) // 5))


@frozen
class OtherScript:
    """One in Chinese characters, the other in Latin letters: nothing can be said of them."""

    facet: str

    def holds(self, a: str, b: str) -> bool:
        return a.isascii() != b.isascii() and is_han(a) != is_han(b)


@frozen
class Alike:
    """A similarity of rapidfuzz of at least so much, from 0 to 1. digits: they have to be the same ones."""

    facet: str
    measure: str
    least: float
    digits: bool = False

    def holds(self, a: str, b: str) -> bool:
        alike = bool(scorer(self.measure)(*ordered(a, b)) >= self.least * SCALES[self.measure])
        return alike and (not self.digits or same_digits(a, b))


@frozen
class Within:
    """At most so many letters typed wrong, left out, put in, or the wrong way round; a short form has no slips."""

    facet: str
    most: int
    digits: bool = False

    def holds(self, a: str, b: str) -> bool:
        long_enough = min(len(a), len(b)) >= SLIPS_FROM * self.most
        slipped = long_enough and bool(scorer("slips")(*ordered(a, b)) <= self.most)
        return slipped and (not self.digits or same_digits(a, b))


# Of how many letters a form must be that may hold a slip: two Chinese names of two characters are just two names.
SLIPS_FROM = 3
SCALES = {"jaro_winkler": 1.0, "ratio": 100.0, "words": 100.0, "subset": 100.0}


def same_digits(a: str, b: str) -> bool:
    """`lindab52` and `lindab59` are two people; that the letters agree says no more than their names do."""
    return "".join(filter(str.isdigit, a)) == "".join(filter(str.isdigit, b))


@cache
def scorer(measure: str) -> Callable[[str, str], Any]:
    """The function of rapidfuzz, which is loaded when the first values are compared."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA, JaroWinkler

    functions: dict[str, Any] = {
        "jaro_winkler": JaroWinkler.normalized_similarity,
        "ratio": fuzz.ratio,
        "words": fuzz.token_sort_ratio,
        "subset": fuzz.token_set_ratio,
        "slips": OSA.distance,
    }
    found: Callable[[str, str], Any] = functions[measure]
    return found
