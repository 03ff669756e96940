"""Duplicates of a whole table: candidates, weights learnt from them, verdicts, clusters."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from mmap import mmap
from multiprocessing import get_all_start_methods, get_context

import numpy as np
from attrs import frozen

from leadkit.contrib.dedup.agreeing import Ranked, evidence, names, ranked
from leadkit.contrib.dedup.blocks import Blocked, candidates
from leadkit.contrib.dedup.columns import Columns, Ints, columns
from leadkit.contrib.dedup.pruning import most_bits
from leadkit.contrib.dedup.training import learn
from leadkit.contrib.dedup.weights import Floats, weigh
from leadkit.lexicon.chinese_surnames import ChineseReader
from leadkit.steps.dedup.clusters import Pair, clustered, components
from leadkit.steps.dedup.model import Model, default_model
from leadkit.steps.dedup.plan import Field, plan
from leadkit.steps.dedup.weighing import DUPLICATE, REVIEW, Weighed, compare

__all__ = ["Found", "find_duplicates"]

# Pairs that are weighed at a time, and the size from which a component is not weighed pair by pair.
CHUNK, LARGE = 100_000, 200
# From so many pairs on, a process more is worth its start.
FORKED = 1_000_000


@frozen(eq=False)
class Found:
    """model: what was learnt. clusters: of row numbers, every row in exactly one, in the order of their first rows.

    pairs: row numbers, the lower one first, and bits, of all that are duplicates or to be reviewed. blocked: what each
    key came to, and what it left out; empty when all rows were compared with each other.
    """

    model: Model
    clusters: tuple[tuple[int, ...], ...]
    pairs: tuple[tuple[int, int, float], ...]
    compared: int
    blocked: tuple[Blocked, ...]

    def explain(self, table: Mapping[str, Sequence[str]], low: int, high: int) -> Weighed:
        """Why two rows are thought to be the same, or not."""
        a, b = ({name: table[name][row] for name in table} for row in (low, high))
        return compare(a, b, self.model)


def find_duplicates(
    table: Mapping[str, Sequence[str]],
    fields: Iterable[Field],
    *,
    model: Model | None = None,
    chinese: ChineseReader | None = None,
    sides: Sequence[int] | None = None,
    workers: int = 1,
) -> Found:
    """table: cells by column. fields: the columns to compare, and their kinds. model: learnt before, else here.

    chinese: who reads Chinese. workers: processes that weigh the pairs of a large table, forked from this one
    where the system can; the answer is the same.

    sides: for each row the list that it comes from; then only rows of different lists can be the same.
    """
    made = model.plan if model else plan(fields, chinese)
    coded = columns(made, table)
    low, high, blocked = candidates(coded)
    if sides is not None:
        of = np.asarray(sides)
        across = of[low] != of[high]
        low, high = low[across], high[across]
    learnt = model or (learn(coded, low, high) if len(low) else default_model(made))
    frequencies = [ranked(each, learnt.counts.get(each.entry.name, {})) for each in coded.coded]
    bits = _weighed(learnt, coded, frequencies, low, high, workers)
    kept = bits >= REVIEW
    edges = dict(zip(zip(low[kept].tolist(), high[kept].tolist(), strict=True), bits[kept].tolist(), strict=True))
    groups = list(_clusters(learnt, coded, frequencies, edges, linked=sides is not None))
    alone = np.ones(coded.rows, np.bool_)
    for group in groups:
        alone[group] = False
    clusters = sorted([*map(tuple, groups), *((row,) for row in np.flatnonzero(alone).tolist())])
    return Found(learnt, tuple(clusters), tuple((*pair, edges[pair]) for pair in edges), len(low), blocked)


def _weighed(
    model: Model, coded: Columns, frequencies: Sequence[Ranked], low: Ints, high: Ints, workers: int = 1
) -> Floats:
    """In chunks, so that memory does not grow with the number of pairs; those that cannot be the same get no less."""
    starts = range(0, len(low), CHUNK)
    if (workers > 1 and len(low) < FORKED) or "fork" not in get_all_start_methods():
        workers = 1
    # Memory that processes share, so that each writes its part of the answer where it belongs.
    bits: Floats = np.frombuffer(mmap(-1, 8 * len(low)), np.float64) if workers > 1 else np.empty(len(low))
    bits[:] = -np.inf

    def weighed(some: Iterable[int]) -> None:
        for at in some:
            first, second = low[at : at + CHUNK], high[at : at + CHUNK]
            known = names(coded, frequencies, first, second)
            may = np.flatnonzero(most_bits(model, frequencies, first, second, known) >= REVIEW)
            known = {number: (levels[may], ranks[may]) for number, (levels, ranks) in known.items()}
            pairs = evidence(coded, frequencies, first[may], second[may], known)
            bits[at + may] = weigh(model, frequencies, pairs).bits

    shares = [starts[number::workers] for number in range(workers)]
    others = [get_context("fork").Process(target=weighed, args=(share,)) for share in shares[1:]]
    for process in others:
        process.start()
    weighed(shares[0])
    for process, share in zip(others, shares[1:], strict=True):
        process.join()
        if process.exitcode:  # killed, for want of memory perhaps
            weighed(share)
    return bits


def _clusters(
    model: Model, coded: Columns, frequencies: Sequence[Ranked], edges: Mapping[Pair, float], *, linked: bool
) -> Iterator[list[int]]:
    """Pairs inside a component that shared no key are weighed as well, unless it is too large to be one thing."""
    parts = components(pair for pair, bits in edges.items() if bits >= DUPLICATE)
    missing = [
        (a, b)
        for part in parts
        if 2 < len(part) <= LARGE and not linked
        for at, b in enumerate(part)
        for a in part[:at]
        if (a, b) not in edges
    ]
    known = dict(edges)
    if missing:
        low, high = np.array(missing, np.int64).T
        known.update(zip(missing, _weighed(model, coded, frequencies, low, high).tolist(), strict=True))
    inner: dict[int, dict[Pair, float]] = {}
    at = {row: number for number, part in enumerate(parts) if len(part) > 2 for row in part}
    for (a, b), bits in known.items():
        if at.get(a, -1) == at.get(b, -2):
            inner.setdefault(at[a], {})[a, b] = bits - DUPLICATE
    for number, part in enumerate(parts):
        groups = [part] if len(part) == 2 else clustered(part, inner[number], 0.0 if linked else -12.0)
        yield from (group for group in groups if len(group) > 1)
