"""A table as columns of numbers: each distinct value is put into its normal forms once."""

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from leadkit.contrib.dedup.vocabulary import BLANK, Codes, Vocabulary
from leadkit.steps.dedup.plan import Entry, Plan

__all__ = ["Coded", "Columns", "columns"]

Ints = NDArray[np.int64]


@frozen(eq=False)
class Coded:
    """One comparison's values. ids: for each slot, the number of each row's value; forms: its facets by number.

    codes: facet → for each value its rank among the distinct forms, `BLANK` where it has none; words: the forms.
    """

    entry: Entry
    ids: tuple[Codes, ...]
    codes: Mapping[str, Codes]
    words: Mapping[str, Vocabulary]

    @property
    def values(self) -> int:
        return len(self.codes[self.entry.comparison.facets[0]])


@frozen(eq=False)
class Columns:
    plan: Plan
    rows: int
    coded: tuple[Coded, ...]


def columns(plan: Plan, table: Mapping[str, Sequence[str]]) -> Columns:
    """table: the cells of each field of the plan, one a row."""
    rows = len(table[plan.fields[0].name])
    numbered = [_numbered(entry, table, rows) for entry in plan.entries]
    # Given and family names are told apart by their column only: swapped, the same form has the same number.
    names = [at for at, entry in enumerate(plan.entries) if entry.comparison.kind in {"given", "family"}]
    known: dict[str, Vocabulary] = {}
    coded = []
    for at, (entry, (ids, values)) in enumerate(zip(plan.entries, numbered, strict=True)):
        codes, words = {}, {}
        for place, facet in enumerate(entry.comparison.facets):
            if at in names[1:]:
                words[facet] = known[facet]
            else:
                sources = [numbered[each][1] for each in (names if at in names else [at])]
                words[facet] = Vocabulary(sorted({facets[place] for source in sources for facets in source} - {""}))
                known[facet] = words[facet]
            rank = {form: number for number, form in enumerate(words[facet].forms)}
            codes[facet] = np.fromiter((rank.get(facets[place], BLANK) for facets in values), np.int32, len(values))
        coded.append(Coded(entry, ids, codes, words))
    return Columns(plan, rows, tuple(coded))


def _numbered(
    entry: Entry, table: Mapping[str, Sequence[str]], rows: int
) -> tuple[tuple[Codes, ...], list[tuple[str, ...]]]:
    """The number of each row's value in each slot, and the facets of each number."""
    numbers: dict[tuple[str, ...], int] = {}
    blank: Sequence[str] = [""] * rows
    ids = []
    for slot in entry.slots:
        seen: dict[tuple[str, ...], int] = {}
        raw = zip(*(table[name] if name else blank for name in slot), strict=True)
        kinds = np.fromiter((seen.setdefault(value, len(seen)) for value in raw), np.int32, rows)
        of_kind = [numbers.setdefault(entry.read(*value), len(numbers)) for value in seen]
        ids.append(np.array(of_kind, np.int32)[kinds])
    return tuple(ids), [*numbers]
