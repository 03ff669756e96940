"""Which level each pair reaches in each comparison, on distinct pairs of values instead of rows."""

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from leadkit.contrib.dedup.columns import Coded, Columns, Ints
from leadkit.contrib.dedup.vocabulary import BLANK, Codes, passes
from leadkit.steps.dedup.levels import DIFFERENT, NEITHER, Comparison
from leadkit.steps.dedup.weighing import MISSING, WHOLE_ADDRESS

__all__ = ["UNREAD", "Evidence", "Levels", "Ranked", "Told", "agreement", "counted", "evidence", "names", "ranked"]

Levels = NDArray[np.int8]
# Two values that are not the same, before anybody looked how far they are.
UNREAD = np.int8(100)


def counted(coded: Coded) -> dict[str, int]:
    """How many rows have each main form, and each sound, where more than one has."""
    counts: dict[str, int] = {}
    for at in {coded.entry.comparison.counted, 0}:
        facet = coded.entry.comparison.facets[at]
        held = np.concatenate([coded.codes[facet][ids] for ids in coded.ids])
        many = np.bincount(held[held != BLANK], minlength=len(coded.words[facet]))
        words = coded.words[facet].forms
        for code in np.flatnonzero(many > 1):
            counts[words[code]] = max(int(many[code]), counts.get(words[code], 0))
    return counts


@frozen(eq=False)
class Ranked:
    """How frequent each form is. ranks: of each main form of `coded`, sounds: of each sound; counts: how many records
    have a form of this rank."""

    coded: Coded
    ranks: Codes
    sounds: Codes
    counts: tuple[int, ...]


def ranked(coded: Coded, counts: Mapping[str, int]) -> Ranked:
    comparison = coded.entry.comparison
    main, sounds = (coded.words[comparison.facets[at]] for at in (0, comparison.counted))
    held = np.fromiter(map(counts.get, chain([""], main.forms, sounds.forms), repeat(1)), np.int64)
    distinct, inverse = np.unique(held, return_inverse=True)
    ranks: Codes = inverse.astype(np.int32)
    return Ranked(coded, ranks[1 : len(main) + 1], ranks[len(main) + 1 :], tuple(distinct.tolist()))


def _rank(frequency: Ranked, levels: Levels, first: tuple[Coded, Codes], second: tuple[Coded, Codes]) -> Codes:
    """The rank of the more frequent of two values; unless they are the same, by what they have in common."""
    facets = frequency.coded.entry.comparison.facets
    main, sound = facets[0], facets[frequency.coded.entry.comparison.counted]
    exact = np.maximum(*(frequency.ranks[coded.codes[main][ids]] for coded, ids in (first, second)))
    alike = np.maximum(*(frequency.sounds[coded.codes[sound][ids]] for coded, ids in (first, second)))
    return np.where(levels == 0, exact, alike)


@frozen(eq=False)
class Evidence:
    """Pairs as arrays, one an entry of the plan: the level, and the rank of the more frequent of both values."""

    levels: tuple[Levels, ...]
    ranks: tuple[Codes, ...]


Told = tuple[Levels, Codes]


def evidence(
    columns: Columns, frequencies: Sequence[Ranked], low: Ints, high: Ints, known: Mapping[int, Told] | None = None
) -> Evidence:
    """known: what is known of the pairs already, by the number of the entry."""
    known = known or names(columns, frequencies, low, high)
    found = [known.get(at) or agreement(each, low, high) for at, each in enumerate(frequencies)]
    levels, ranks = [each[0] for each in found], [each[1] for each in found]
    at = {coded.entry.comparison.kind: number for number, coded in enumerate(columns.coded)}
    if "email" in at:
        mails = levels[at["email"]]
        levels[at["domain"]][(mails >= 0) & (mails <= WHOLE_ADDRESS)] = MISSING
    return Evidence(tuple(levels), tuple(ranks))


def names(columns: Columns, frequencies: Sequence[Ranked], low: Ints, high: Ints) -> Mapping[int, Told]:
    """What given and family name say, by the number of their entries."""
    at = {coded.entry.comparison.kind: number for number, coded in enumerate(columns.coded)}
    if "given" not in at:
        return {}
    given, family = frequencies[at["given"]], frequencies[at["family"]]
    told = {at["given"]: agreement(given, low, high), at["family"]: agreement(family, low, high)}
    _crosswise(given, family, low, high, *told.values())
    return told


def agreement(frequency: Ranked, low: Ints, high: Ints, *, same_only: bool = False) -> Told:
    """same_only: `UNREAD` where both have a value and it is not the same one."""
    coded = frequency.coded
    main = coded.codes[coded.entry.comparison.facets[0]]
    worst = np.int8(127)
    best, rarest = np.full(len(low), worst, np.int8), np.zeros(len(low), np.int32)
    for first in coded.ids:
        for second in coded.ids:
            a, b = first[low], second[high]
            form_a, form_b = main[a], main[b]
            both = np.flatnonzero((form_a != BLANK) & (form_b != BLANK))
            a, b = a[both], b[both]
            level = np.zeros(len(both), np.int8)
            rest = np.flatnonzero(form_a[both] != form_b[both])
            level[rest] = UNREAD if same_only else _distinct(coded, a[rest], b[rest])
            rank = _rank(frequency, level, (coded, a), (coded, b))
            better = (level < best[both]) | ((level == best[both]) & (rank < rarest[both]))
            best[both[better]], rarest[both[better]] = level[better], rank[better]
    best[best == worst] = MISSING
    return best, rarest


def _distinct(coded: Coded, a: Codes, b: Codes) -> Levels:
    """The level of pairs of values whose main forms differ; each pair of values once."""
    if len(coded.entry.comparison.levels) == 2:  # nothing but the same and different
        return np.ones(len(a), np.int8)
    size = np.int64(coded.values)
    packed, back = np.unique(np.minimum(a, b) * size + np.maximum(a, b), return_inverse=True)
    return _levels(coded.entry.comparison, coded, packed // size, coded, packed % size)[back]


def _levels(comparison: Comparison, coded: Coded, a: Ints, other: Coded, b: Ints) -> Levels:
    found = np.full(len(a), comparison.index(DIFFERENT), np.int8)
    open_ = np.arange(len(a))
    for number, level in enumerate(comparison.levels):
        for test in level.tests:
            if len(open_):
                codes = coded.codes[test.facet][a[open_]], other.codes[test.facet][b[open_]]
                passed = passes(test, coded.words[test.facet], *codes)
                found[open_[passed]] = number
                open_ = open_[~passed]
    return found


def _crosswise(given: Ranked, family: Ranked, low: Ints, high: Ints, told_given: Told, told_family: Told) -> None:
    """Where given and family name of one row are swapped, the levels and ranks that they have then; where neither name
    agrees either way, the given name says so. What `leadkit.steps.dedup.weighing` does, on columns."""
    tables = given.coded.entry.comparison, family.coded.entry.comparison
    (of_given, _), (of_family, _) = told_given, told_family
    agree = [table.index("alike") for table in tables]
    strengths = [np.array(table.strengths) for table in tables]
    open_ = np.flatnonzero(
        (of_given != MISSING) & (of_family != MISSING) & ((of_given > agree[0]) | (of_family > agree[1]))
    )
    i, j = low[open_], high[open_]
    (g,), (f,) = given.coded.ids, family.coded.ids
    initials = given.coded.codes["initial"], family.coded.codes["initial"]
    near = (initials[0][g[i]] == initials[1][f[j]]) | (initials[1][f[i]] == initials[0][g[j]])
    open_, i, j = open_[near], i[near], j[near]
    size = np.int64(family.coded.values)
    packed, back = np.unique(np.concatenate((g[i] * size + f[j], g[j] * size + f[i])), return_inverse=True)
    crossed = [_levels(each, given.coded, packed // size, family.coded, packed % size)[back] for each in tables]
    half = len(open_)
    one, other = slice(half), slice(half, None)  # the first row's given name beside the other's family name; and so on
    values = [((given.coded, g[i]), (family.coded, f[j])), ((given.coded, g[j]), (family.coded, f[i]))]
    ways = []
    for mine, theirs, pair in ((one, other, values), (other, one, values[::-1])):
        of = [crossed[0][mine], crossed[1][theirs]]
        rank = [_rank(each, level, *two) for each, level, two in zip((given, family), of, pair, strict=True)]
        held = [np.array(each.counts)[at] for each, at in zip((given, family), rank, strict=True)]
        told = strengths[0][of[0]] + strengths[1][of[1]]
        told[(of[0] > agree[0]) | (of[1] > agree[1])] = -np.inf
        ways.append((told, held[0] + held[1], -of[0], held[0], of, rank))
    first = np.ones(half, np.bool_)
    for at_one, at_other in zip(reversed(ways[0][:4]), reversed(ways[1][:4]), strict=True):
        first = np.where(at_one == at_other, first, at_one > at_other)
    said = np.where(first, ways[0][0], ways[1][0])
    better = said > strengths[0][of_given[open_]] + strengths[1][of_family[open_]]
    for number, (levels, ranks) in enumerate((told_given, told_family)):
        levels[open_[better]] = np.where(first, ways[0][4][number], ways[1][4][number])[better]
        ranks[open_[better]] = np.where(first, ways[0][5][number], ways[1][5][number])[better]
    neither = (of_given == tables[0].index(DIFFERENT)) & (of_family == tables[1].index(DIFFERENT))
    of_given[neither] = tables[0].index(NEITHER)
