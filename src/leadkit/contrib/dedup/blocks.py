"""Candidate pairs: the rows that share a key. The largest blocks of a key are left out, and counted."""

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from leadkit.contrib.dedup.columns import Coded, Columns, Ints
from leadkit.contrib.dedup.vocabulary import BLANK
from leadkit.steps.dedup.blocking import Key, keys_for

__all__ = ["Blocked", "candidates"]

# Pairs that one key may ask for, for each row; a file this small is compared whole.
PER_ROW, AT_LEAST, WHOLE, LARGEST = 0.7, 100_000, 2_000, 1_000
_MIX = np.int64(0x9E3779B97F4A7C1)


@frozen
class Blocked:
    """What a key came to. left_out: blocks that were too large, the rows in them."""

    key: str
    pairs: int
    blocks_left_out: int
    rows_left_out: int


def candidates(columns: Columns) -> tuple[Ints, Ints, tuple[Blocked, ...]]:
    """Pairs of row numbers, the lower one first, each pair once."""
    rows = columns.rows
    if rows <= WHOLE:
        low, high = np.triu_indices(rows, 1)
        return low, high, ()
    found, told = [], []
    for key in keys_for(columns.plan):
        pairs, blocked = _pairs(key, *_hashed(columns, key), rows)
        found.append(pairs)
        told.append(blocked)
    packed = _distinct(np.concatenate(found)) if found else np.empty(0, np.int64)
    return packed // rows, packed % rows, tuple(told)


def _distinct(packed: Ints) -> Ints:
    """In ascending order. Sorting in place is many times as fast as the hash table of `numpy.unique`."""
    packed.sort()
    return np.asarray(packed[np.diff(packed, prepend=packed[:1] - 1) != 0])


def _hashed(columns: Columns, key: Key) -> tuple[Ints, Ints]:
    """Rows and the number of their key; a row that has the key twice comes twice."""
    parts = []
    for atom in key.atoms:
        coded = next(each for each in columns.coded if each.entry.comparison.kind == atom.kind)
        parts.append(_words(coded, atom.facet) if atom.each else _forms(coded, atom.facet))
    rows, hashed = parts[0]
    if len(parts) == 1:
        return rows, hashed
    if key.either:
        whole = [np.full(columns.rows, BLANK, np.int64) for _ in parts[:2]]
        for column, (at, codes) in zip(whole, parts[:2], strict=True):
            column[at] = codes
        low, high = np.minimum(*whole), np.maximum(*whole)
        rows = np.flatnonzero(low != BLANK)
        hashed = low[rows] * _MIX + high[rows]
    for others, codes in parts[2 if key.either else 1 :]:  # only the first part may have several values a row
        column = np.full(columns.rows, BLANK, np.int64)
        column[others] = codes
        kept = column[rows] != BLANK
        rows, hashed = rows[kept], hashed[kept] * _MIX + column[rows[kept]]
    return rows, hashed


def _forms(coded: Coded, facet: str) -> tuple[Ints, Ints]:
    codes = np.concatenate([coded.codes[facet][ids] for ids in coded.ids]).astype(np.int64)
    rows = np.tile(np.arange(len(coded.ids[0])), len(coded.ids))
    kept = codes != BLANK
    return rows[kept], codes[kept]


def _words(coded: Coded, facet: str) -> tuple[Ints, Ints]:
    number: dict[str, int] = {}
    words = [
        np.array([number.setdefault(word, len(number)) for word in {*form.split(" ")} if len(word) > 1], np.int64)
        for form in coded.words[facet].forms
    ]
    sizes = np.array([len(each) for each in words], np.int64)
    rows, codes = _forms(coded, facet)
    flat = np.concatenate(words) if words else np.empty(0, np.int64)
    starts = np.cumsum(sizes) - sizes
    many = sizes[codes]
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return np.repeat(rows, many), flat[np.repeat(starts[codes], many) + within]


def _pairs(key: Key, rows: Ints, hashed: Ints, total: int) -> tuple[Ints, Blocked]:
    order = np.lexsort((rows, hashed))
    rows, hashed = rows[order], hashed[order]
    edges = np.flatnonzero(np.diff(hashed, prepend=hashed[:1] - 1, append=hashed[-1:] + 1))
    starts, sizes = edges[:-1], np.diff(edges)
    by_size = np.bincount(sizes, minlength=2)
    width = np.arange(len(by_size))
    costs = np.cumsum(by_size * width * (width - 1) // 2)
    cap = min(int(np.searchsorted(costs, max(int(PER_ROW * total), AT_LEAST), "right")) - 1, LARGEST)
    found = [_within(rows, starts[sizes == size], size) * np.array([total, 1]) for size in _sizes(by_size, cap)]
    packed = np.concatenate([pairs.sum(1) for pairs in found]) if found else np.empty(0, np.int64)
    large = sizes > cap
    return packed, Blocked(key.means, len(packed), int(large.sum()), int(sizes[large].sum()))


def _sizes(by_size: Ints, cap: int) -> Iterator[int]:
    return (size for size in range(2, min(cap, len(by_size) - 1) + 1) if by_size[size])


def _within(rows: Ints, starts: Ints, size: int) -> Ints:
    """The pairs of all blocks of one size; the same row twice makes none."""
    low, high = np.triu_indices(size, 1)
    pairs = np.stack([rows[starts[:, None] + at].ravel() for at in (low, high)], 1)
    return pairs[pairs[:, 0] < pairs[:, 1]]
