"""Which level each pair reaches in each comparison, on distinct pairs of values instead of rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from leadkit.contrib.dedup.columns import BLANK, Coded, Codes, Columns, Ints
from leadkit.steps.dedup.levels import DIFFERENT, NEITHER, SWAPPED
from leadkit.steps.dedup.likeness import SCALES, Alike, Equal, Test, Within, scorer
from leadkit.steps.dedup.model import Model
from leadkit.steps.dedup.weighing import MISSING, WHOLE_ADDRESS, crosswise

__all__ = ["Evidence", "Levels", "Ranked", "counted", "evidence", "ranked"]

Levels = NDArray[np.int8]
Bools = NDArray[np.bool_]


def counted(coded: Coded) -> dict[str, int]:
    """How many rows have each main form, where more than one has."""
    facet = coded.entry.comparison.facets[0]
    held = np.concatenate([coded.codes[facet][ids] for ids in coded.ids])
    many = np.bincount(held[held != BLANK], minlength=len(coded.words[facet]))
    words = coded.words[facet]
    return {words[code]: int(many[code]) for code in np.flatnonzero(many > 1)}


@frozen(eq=False)
class Ranked:
    """How frequent each form is. ranks: of each form of `coded`; counts: how many records have a form of this rank."""

    coded: Coded
    ranks: Codes
    counts: tuple[int, ...]


def ranked(coded: Coded, model: Model) -> Ranked:
    held = [model.holders(coded.entry, word) for word in coded.words[coded.entry.comparison.facets[0]]]
    distinct, ranks = np.unique(np.array(held or [1], np.int64), return_inverse=True)
    return Ranked(coded, ranks.astype(np.int32), tuple(distinct.tolist()))


@frozen(eq=False)
class Evidence:
    """Pairs as arrays, one an entry of the plan: the level, and the rank of the more frequent of both values."""

    levels: tuple[Levels, ...]
    ranks: tuple[Codes, ...]


def evidence(columns: Columns, frequencies: Sequence[Ranked], low: Ints, high: Ints) -> Evidence:
    found = [_agreement(each, low, high) for each in frequencies]
    levels, ranks = [each[0] for each in found], [each[1] for each in found]
    at = {coded.entry.comparison.kind: number for number, coded in enumerate(columns.coded)}
    if "given" in at:
        given, family = at["given"], at["family"]
        _swapped(columns.coded[given], columns.coded[family], low, high, levels[given], levels[family])
    if "email" in at:
        mails = levels[at["email"]]
        levels[at["domain"]][(mails >= 0) & (mails <= WHOLE_ADDRESS)] = MISSING
    return Evidence(tuple(levels), tuple(ranks))


def _agreement(frequency: Ranked, low: Ints, high: Ints) -> tuple[Levels, Codes]:
    coded = frequency.coded
    main = coded.codes[coded.entry.comparison.facets[0]]
    worst = np.int8(len(coded.entry.comparison.levels))
    best, rarest = np.full(len(low), worst, np.int8), np.zeros(len(low), np.int32)
    for first in coded.ids:
        for second in coded.ids:
            a, b = first[low], second[high]
            form_a, form_b = main[a], main[b]
            both = np.flatnonzero((form_a != BLANK) & (form_b != BLANK))
            form_a, form_b = form_a[both], form_b[both]
            level = np.zeros(len(both), np.int8)
            rest = np.flatnonzero(form_a != form_b)
            level[rest] = _distinct(coded, a[both[rest]], b[both[rest]])
            rank = np.maximum(frequency.ranks[form_a], frequency.ranks[form_b])
            better = (level < best[both]) | ((level == best[both]) & (rank < rarest[both]))
            best[both[better]], rarest[both[better]] = level[better], rank[better]
    best[best == worst] = MISSING
    return best, rarest


def _distinct(coded: Coded, a: Codes, b: Codes) -> Levels:
    if len(coded.entry.comparison.levels) == 2:  # nothing but the same and different
        return np.ones(len(a), np.int8)
    size = np.int64(coded.values)
    packed, back = np.unique(np.minimum(a, b) * size + np.maximum(a, b), return_inverse=True)
    return _levels(coded, packed // size, packed % size)[back]


def _levels(coded: Coded, a: Ints, b: Ints) -> Levels:
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
    form_a, form_b = codes[a], codes[b]
    held = (form_a != BLANK) & (form_b != BLANK)
    if isinstance(test, Equal):
        return np.asarray(held & (form_a == form_b))
    at = np.flatnonzero(held)
    # Forms are numbered in their order, so the lower number is the one that comes first.
    low, high = np.minimum(form_a, form_b)[at], np.maximum(form_a, form_b)[at]
    passed = np.zeros(len(a), np.bool_)
    passed[at] = _holds(test, [words[code] for code in low], [words[code] for code in high])
    return passed


def _holds(test: Test, first: list[str], second: list[str]) -> Bools:
    """The test on many pairs. Where rapidfuzz has a bulk form, it sorts out what the test itself need not look at."""
    from rapidfuzz import process

    if isinstance(test, Alike):
        measure: Any = scorer(test.measure)
        scores = process.cpdist(first, second, scorer=measure, dtype=np.float64, workers=2)
        passed = scores >= test.least * SCALES[test.measure]
    elif isinstance(test, Within):
        slips: Any = scorer("slips")
        passed = process.cpdist(first, second, scorer=slips, dtype=np.int32, workers=2) <= test.most
    else:
        return np.fromiter(map(test.holds, first, second), np.bool_, len(first))
    if isinstance(test, Within) or test.digits:
        for at in np.flatnonzero(passed):
            passed[at] = test.holds(first[at], second[at])
    return np.asarray(passed)


def _swapped(given: Coded, family: Coded, low: Ints, high: Ints, of_given: Levels, of_family: Levels) -> None:
    """Where the names agree crosswise, both comparisons say so; where neither agrees at all, the given name does."""
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
        pairs = zip(x.tolist(), y.tolist(), strict=True)
        alike = np.fromiter((crosswise(words[a], words[b]) for a, b in pairs), np.bool_, len(half))
        crossed[half[alike]] = True
    of_given[at[crossed]], of_family[at[crossed]] = marks
    neither = (of_given == given.entry.comparison.index(DIFFERENT)) & (
        of_family == family.entry.comparison.index(DIFFERENT)
    )
    of_given[neither] = given.entry.comparison.index(NEITHER)
