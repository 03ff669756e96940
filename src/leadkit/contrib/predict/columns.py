"""A table as levels: what each column is, where its ranges lie, and every cell's level as a number."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from leadkit.steps.prediction.fields import Kind, ModelField
from leadkit.steps.prediction.reading import days_of, is_blank, number_of, word_of

__all__ = ["Column", "Floats", "Levels", "Plan", "levels_of", "numbers_of", "plan_fields"]

Floats = NDArray[np.float64]
Levels = NDArray[np.intp]
Column = Sequence[Any] | NDArray[Any]

#: A number's ranges and a category's words, at most; a level of fewer leads would only tell about themselves.
MOST_RANGES, MOST_WORDS, FEWEST = 32, 60, 5
#: So many leads say where the ranges lie.
CUT_BY = 5_000
#: The share of cells that must read as numbers, or as instants, for a column to be of that kind.
MOSTLY = 0.95
_CLOCK = 1 / 86_400
_IDENTIFIER = re.compile(r"(?:^|[\s_.-])(?:id|uuid|guid|no|nr|number|key|code)\.?$|编号|序号|单号|#", re.IGNORECASE)


@frozen
class Plan:
    """fields: what is learnt from, with how many leads have each level. levels: of each field, the leads' levels.

    dropped: (column, why it is not used).
    """

    fields: tuple[ModelField, ...]
    levels: tuple[Levels, ...]
    dropped: tuple[tuple[str, str], ...]


def plan_fields(table: Mapping[str, Column], times: str = "") -> Plan:
    """What each column is, from its cells. times: the column of the leads' own times, if there is one."""
    kept: list[tuple[ModelField, Levels]] = []
    dropped: list[tuple[str, str]] = []
    for column, cells in table.items():
        found = [
            (evolve(each, counts=np.bincount(levels, minlength=each.size).tolist()), levels)
            for each, levels in _read(column, cells, table, times)
        ]
        useful = [each for each in found if _tells(each[0])]
        kept += useful
        if not useful:
            dropped.append((column, _why_not(column, cells)))
    return Plan(tuple(each for each, _ in kept), tuple(levels for _, levels in kept), tuple(dropped))


def _tells(each: ModelField) -> bool:
    """At least two levels that some leads have; and words of one's own tell about nobody else."""
    often = sorted(each.counts)
    few = min(FEWEST, max(sum(each.counts) // 20, 1))
    return len(often) > 1 and often[-2] >= few


def _why_not(column: str, cells: Column) -> str:
    words = {word_of(cell) for cell in set(cells)}
    if _is_identifier(column, cells, words):
        return "names each lead, and says nothing about others"
    return "is the same for all" if len(words) <= 2 else "has hardly any value that occurs more than once"


def _is_identifier(column: str, cells: Column, values: Iterable[Any]) -> bool:
    return bool(_IDENTIFIER.search(column.strip())) and len(set(values)) > 0.98 * len(cells) > 10


def _read(column: str, cells: Column, table: Mapping[str, Column], times: str) -> Iterable[tuple[ModelField, Levels]]:
    """The fields that a column comes to: one, or for instants several, or none for an identifier."""
    if _is_numeric(cells):
        numbers = _finite(cells)
        values = numbers[np.isfinite(numbers)]
        if len(_some(values)) > 2:
            if not _is_identifier(column, cells, values):
                each = ModelField(column, Kind.NUMBER, _cuts(values))
                yield each, _placed(each, numbers)
            return
    distinct, which = _coded(cells)
    counts = np.bincount(which, minlength=len(distinct)).tolist()
    filled = sum(count for cell, count in zip(distinct, counts, strict=True) if not is_blank(cell))
    for read in (number_of, days_of):
        known = [read(cell) for cell in distinct]
        found = sum(count for value, count in zip(known, counts, strict=True) if value is not None)
        if found < MOSTLY * max(filled, 1) or len(set(known) - {None}) <= 2:
            continue
        numbers = np.array(known, np.float64)[which]
        if read is days_of:
            yield from _instants(column, numbers, table, times)
        elif not _is_identifier(column, cells, known):
            each = ModelField(column, Kind.NUMBER, _cuts(numbers[np.isfinite(numbers)]))
            yield each, _placed(each, numbers)
        return
    each = ModelField(column, Kind.CATEGORY, words=_words(dict(zip(distinct, counts, strict=True))))
    yield each, _leveled(each, distinct, which)


def _coded(cells: Column) -> tuple[list[Any], Levels]:
    """The distinct cells, and for each lead which of them it has."""
    cells = cells.tolist() if isinstance(cells, np.ndarray) else cells
    places = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
    return list(places), np.fromiter(map(places.__getitem__, cells), np.intp, len(cells))


def _leveled(each: ModelField, distinct: Sequence[Any], which: Levels) -> Levels:
    found: Levels = np.array([each.of_value(cell) for cell in distinct], np.intp)[which]
    return found


def _some(values: Floats) -> set[float]:
    """Distinct values, of the first thousand if these are enough."""
    first = set(values[:1_000].tolist())
    return first if len(first) > 2 else set(values.tolist())


def _is_numeric(cells: Column) -> bool:
    if isinstance(cells, np.ndarray):
        return cells.dtype.kind in "fiub"
    return set(map(type, cells)) <= {float, int, bool, type(None)}


def numbers_of(cells: Column) -> Floats:
    """Each cell as a number, NaN where it is none; as `number_of` reads it."""
    if _is_numeric(cells):
        return _finite(cells)
    distinct, which = _coded(cells)
    found: Floats = np.array([number_of(cell) for cell in distinct], np.float64)[which]
    return found


def _finite(cells: Column) -> Floats:
    numbers = np.asarray(cells, np.float64)
    return numbers if np.isfinite(numbers).all() else np.where(np.isfinite(numbers), numbers, np.nan)


def _cuts(values: Floats) -> list[float]:
    """Upper ends of ranges. A value that many leads have stays alone; between these, ranges hold equally many."""
    if len(values) > CUT_BY:
        values = values[np.linspace(0, len(values) - 1, CUT_BY).astype(np.intp)]
    distinct, counts = np.unique(values, return_counts=True)
    heavy = counts >= max(len(values) / MOST_RANGES, FEWEST)
    fair = max(counts[~heavy].sum() / max(MOST_RANGES - int(heavy.sum()), 1), FEWEST)
    if len(distinct) <= MOST_RANGES:
        fair = FEWEST  # few enough to keep them all apart
    until = np.cumsum(counts)
    alone = [*np.flatnonzero(heavy).tolist(), len(distinct)]
    cuts: list[int] = []
    held = 0  # leads up to the last cut
    while True:
        full = int(np.searchsorted(until, held + fair))
        next_alone = alone[0]
        if full < next_alone:
            cuts.append(full)
        elif next_alone == len(distinct):
            break
        else:
            if next_alone and until[next_alone - 1] - held >= max(fair / 2, FEWEST):
                cuts.append(next_alone - 1)
            cuts.append(alone.pop(0))
        held = int(until[cuts[-1]])
    while cuts and until[-1] - until[cuts[-1]] < FEWEST:
        cuts.pop()
    # A cut between two values is half-way, so that what lies between goes to the nearer one.
    return [_between(float(distinct[at]), float(distinct[at + 1])) for at in cuts]


def _between(low: float, high: float) -> float:
    middle = low / 2 + high / 2
    return middle if low <= middle < high else low


def _words(counts: Mapping[Any, int]) -> dict[str, str]:
    """The words that enough leads have, most frequent first, and how they are written most often."""
    written: dict[str, tuple[int, str]] = {}
    total: dict[str, int] = {}
    for cell, count in counts.items():
        if word := word_of(cell):
            total[word] = total.get(word, 0) + count
            told = " ".join(str(cell).split())
            written[word] = max(written.get(word, (0, "")), (count, told if isinstance(cell, str) else word))
    few = 2 if sum(counts.values()) < 200 else FEWEST
    often = sorted((word for word, count in total.items() if count >= few), key=lambda word: (-total[word], word))
    return {word: written[word][1] for word in often[:MOST_WORDS]}


def _instants(
    column: str, days: Floats, table: Mapping[str, Column], times: str
) -> Iterable[tuple[ModelField, Levels]]:
    known = np.isfinite(days)
    each = ModelField(column, Kind.WEEKDAY)
    yield each, levels_of(each, table)
    if (np.abs(days[known] - np.round(days[known])) > _CLOCK).mean() > 0.5:
        each = ModelField(column, Kind.HOUR)
        yield each, levels_of(each, table)
    if times and times != column and times in table:
        since = np.array([days_of(cell) for cell in table[times]], np.float64)
        spans = days - since
        if np.isfinite(spans).any():
            each = ModelField(column, Kind.DAYS, _cuts(spans[np.isfinite(spans)]), since=times)
            yield each, _placed(each, spans)


def _placed(each: ModelField, numbers: Floats) -> Levels:
    """`bisect_left` for all at once. Counting the cuts below is faster than searching: they are few."""
    below = np.zeros(len(numbers), np.int32)
    for cut in each.cuts:
        below += numbers > cut
    return np.where(np.isnan(numbers), each.size - 1, below).astype(np.intp)


def levels_of(each: ModelField, table: Mapping[str, Column]) -> Levels:
    """The level of every lead; as `ModelField.of_lead` says for one. A column that is not there is missing."""
    cells = table.get(each.column)
    if cells is None:
        return np.full(len(next(iter(table.values()), ())), each.size - 1, np.intp)
    if each.kind is Kind.NUMBER and _is_numeric(cells):
        return _placed(each, numbers_of(cells))
    if each.kind is Kind.DAYS:
        since = table.get(each.since, [None] * len(cells))
        return np.fromiter(map(each.of_days, since, cells), np.intp, len(cells))
    return _leveled(each, *_coded(cells))
