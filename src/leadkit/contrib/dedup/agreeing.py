"""Which level each pair reaches in each comparison, on distinct pairs of values instead of rows."""

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from leadkit.contrib.dedup.columns import BLANK, Coded, Columns, Ints
from leadkit.steps.dedup.levels import DIFFERENT, SWAPPED, Comparison
from leadkit.steps.dedup.likeness import SCALES, Alike, Equal, Test, Within

__all__ = ["MISSING", "agreement", "counts", "levels"]

MISSING = -1
Levels = NDArray[np.int8]
Bools = NDArray[np.bool_]


def counts(coded: Coded) -> Ints:
    """How many rows have each main form."""
    facet = coded.entry.comparison.facets[0]
    held = np.concatenate([coded.codes[facet][ids] for ids in coded.ids])
    return np.bincount(held[held != BLANK], minlength=len(coded.words[facet]))


def agreement(coded: Coded, low: Ints, high: Ints) -> tuple[Levels, Ints]:
    """For each pair its level, and the form that both have where it is the same (else `BLANK`)."""
    main = coded.codes[coded.entry.comparison.facets[0]]
    worst = np.int8(len(coded.entry.comparison.levels))
    best = np.full(len(low), worst, np.int8)
    form = np.full(len(low), BLANK, np.int64)
    for first in coded.ids:
        for second in coded.ids:
            a, b = first[low], second[high]
            form_a, form_b = main[a], main[b]
            here = (form_a != BLANK) & (form_b != BLANK) & (best > 0)
            same = here & (form_a == form_b)
            best[same], form[same] = 0, form_a[same]
            rest = np.flatnonzero(here & ~same)
            best[rest] = np.minimum(best[rest], _distinct(coded, a[rest], b[rest]))
    best[best == worst] = MISSING
    return best, form


def _distinct(coded: Coded, a: Ints, b: Ints) -> Levels:
    if len(coded.entry.comparison.levels) == 2:  # nothing but the same and different
        return np.ones(len(a), np.int8)
    size = np.int64(coded.values)
    packed, back = np.unique(np.minimum(a, b) * size + np.maximum(a, b), return_inverse=True)
    return levels(coded, packed // size, packed % size)[back]


def levels(coded: Coded, a: Ints, b: Ints) -> Levels:
    """The level of pairs of values whose main forms differ."""
    comparison = coded.entry.comparison
    found = np.full(len(a), comparison.index(DIFFERENT), np.int8)
    open_ = np.arange(len(a))
    for number, level in enumerate(comparison.levels):
        for test in level.tests:
            if number and len(open_):
                passed = _passes(coded, test, a[open_], b[open_])
                found[open_[passed]] = number
                open_ = open_[~passed]
    return found


def _passes(coded: Coded, test: Test, a: Ints, b: Ints) -> Bools:
    codes, words = coded.codes[test.facet], coded.words[test.facet]
    a, b = codes[a], codes[b]
    held = (a != BLANK) & (b != BLANK)
    if isinstance(test, Equal):
        return held & (a == b)
    at = np.flatnonzero(held)
    low, high = np.minimum(a, b)[at], np.maximum(a, b)[at]
    first, second = [words[code] for code in low], [words[code] for code in high]
    passed = np.zeros(len(a), np.bool_)
    passed[at] = _holds(test, first, second)
    return passed


def _holds(test: Test, first: list[str], second: list[str]) -> Bools:
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA, JaroWinkler

    if isinstance(test, Alike):
        measure = {
            "jaro_winkler": JaroWinkler.normalized_similarity,
            "ratio": fuzz.ratio,
            "words": fuzz.token_sort_ratio,
            "subset": fuzz.token_set_ratio,
        }[test.measure]
        return process.cpdist(first, second, scorer=measure, dtype=np.float64, workers=2) >= test.least * SCALES[test.measure]
    if isinstance(test, Within):
        return process.cpdist(first, second, scorer=OSA.distance, dtype=np.int32, workers=2) <= test.most
    return np.fromiter(map(test.holds, first, second), np.bool_, len(first))


def swapped(given: Coded, family: Coded, low: Ints, high: Ints, of_given: Levels, of_family: Levels) -> None:
    """Where the names agree crosswise, both comparisons reach the level `SWAPPED`."""
    marks = given.entry.comparison.index(SWAPPED), family.entry.comparison.index(SWAPPED)
    at = np.flatnonzero((of_given > marks[0] - 2) & (of_family > marks[1] - 2))
    g, f = given.codes["form"][given.ids[0]], family.codes["form"][family.ids[0]]
    i, j = low[at], high[at]
    once, twice = g[i] == f[j], f[i] == g[j]
    crossed = once & twice
    half = np.flatnonzero(once ^ twice)
    words = given.words["form"]
    if len(half):
        x = np.where(once[half], f[i[half]], g[i[half]])
        y = np.where(once[half], g[j[half]], f[j[half]])
        a, b = np.minimum(x, y), np.maximum(x, y)
        alike = _holds(Alike("form", "jaro_winkler", 0.84), [words[code] for code in a], [words[code] for code in b])
        crossed[half[alike]] = True
    of_given[at[crossed]], of_family[at[crossed]] = marks
