"""From points to words: grades, levels, priorities and stages, each a ladder of thresholds."""

from collections.abc import Iterable, Mapping
from typing import Any

from leadkit.errors import Problem
from leadkit.model import Priority

__all__ = ["Ladder", "as_bands", "as_ladder", "faults_of", "hysteresis_faults", "rung"]

#: (name, the points from which it holds), highest first.
Ladder = tuple[tuple[str, int], ...]


def as_bands(bands: Mapping[Any, int] | Iterable[tuple[Any, int]]) -> tuple[tuple[Any, int], ...]:
    """Bands of priorities, highest first; a name that is no priority stays as it is, for the check to name."""
    known = {priority.value: priority for priority in Priority}
    return tuple((known.get(name, name), low) for name, low in as_ladder(bands))


def as_ladder(rungs: Mapping[str, int] | Iterable[tuple[str, int]]) -> Ladder:
    """Any mapping or pairs as a ladder, highest first."""
    return tuple(sorted(dict(rungs).items(), key=lambda row: (-row[1] if type(row[1]) is int else 0, row[0])))


def rung(ladder: Iterable[tuple[str, int]], points: int, before: str, margin: int) -> str:
    """The highest name whose threshold the points reach, blank below all.

    before: the name that held last; it holds on until the points are more than `margin` percent under its threshold, so
    that a lead at the edge does not go up and down with every click.
    """
    for name, low in ladder:
        if points >= low or (name == before and points * 100 >= low * 100 - abs(low) * margin):
            return name
    return ""


def faults_of(name: str, ladder: Ladder, names: Iterable[str] = ()) -> Iterable[Problem]:
    """What is wrong with a ladder. names: those that its rungs may have, best first; any when there are none."""
    known = tuple(map(str, names))
    wrong = False
    for rung_name, low in ladder:
        if known and str(rung_name) not in known:
            wrong = True
            yield Problem("unknown_band", f"{name}.{rung_name}", f"is not one of {', '.join(known)}")
        elif type(low) is not int:
            wrong = True
            yield Problem("wrong_type", f"{name}.{rung_name}", f"points are a whole number, not {type(low).__name__}")
    named = dict(ladder)
    if not wrong and len(set(named.values())) < len(named):
        yield Problem("impossible_range", name, "two of its names hold from the same number of points")
    elif not wrong and known and [*named] != [each for each in known if each in named]:
        yield Problem("impossible_range", name, f"of {', '.join(known)} each next one holds from fewer points")


def hysteresis_faults(margin: int) -> Iterable[Problem]:
    """What is wrong with a percentage by which a rung holds on."""
    if type(margin) is not int or not 0 <= margin <= 100:
        yield Problem("out_of_range", "hysteresis", "is a whole percentage from 0 to 100")
