"""The shapes that a term can take: straight, smooth, or free, each with a strength of its own; and pairs of fields."""

from collections.abc import Iterable, Sequence

import numpy as np
from attrs import frozen

from leadkit.contrib.predict.columns import Floats, Levels
from leadkit.steps.prediction.fields import ModelField

__all__ = ["Shaped", "candidates", "combined", "grouped", "of_field", "of_pair"]

#: Waves of a smooth curve; steps of a free one and of each side of a pair, at most.
WAVES, STEPS, SIDE = 4, 12, 8
#: Pairs that are looked for among so many fields, and taken in at most; and how far above chance one has to stand,
#: in standard errors: whatever a pair adds is shrunk anyway.
FIELDS, PAIRS, ABOVE = 40, 16, 2.0
#: The leads' worth of doubt against a cell of a pair.
_DOUBT = 10.0
#: Leads that a cell of a pair needs to be told apart.
_LEADS = 10


@frozen(eq=False)
class Shaped:
    """A term before it has points. levels: of each lead. shapes: (levels × n) matrices, each shrunk on its own.

    fields and groups are those of `leadkit.steps.prediction.Term`. trusted: its first shape is hardly shrunk.
    """

    levels: Levels
    size: int
    shapes: tuple[Floats, ...]
    fields: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...] = ()
    trusted: bool = False


def of_field(at: int, each: ModelField, levels: Levels, *, trusted: bool = False) -> Shaped:
    """An ordered field is straight, and curved, and stepped, as far as the data say so; a category is free."""
    if not each.is_ordered:
        return Shaped(levels, each.size, (np.eye(each.size),), (at,))
    ordered = each.size - 1
    counts = np.array(each.counts, np.float64)[:ordered]
    steps, groups = grouped(each, STEPS)
    free = np.zeros((each.size, groups))
    free[np.arange(each.size), steps] = 1.0
    return Shaped(levels, each.size, (*_curves(counts), free), (at,), trusted=trusted)


def _curves(counts: Floats) -> Iterable[Floats]:
    """Over the ranks: a line, then cosines that weigh less the faster they swing. All have mean 0 over the leads."""
    ordered, weight = len(counts), np.maximum(counts, 1e-9)
    if ordered < 2:
        return
    rank = (np.cumsum(counts) - counts / 2) / max(counts.sum(), 1.0)
    line = rank - np.average(rank, weights=weight)
    yield _with_missing((line / max(np.sqrt(np.average(line**2, weights=weight)), 1e-9))[:, None])
    if waves := min(WAVES, ordered - 2):
        swings = np.arange(2, waves + 2)
        curve = np.sqrt(2) * np.cos(np.pi * rank[:, None] * swings) / (swings - 1)
        yield _with_missing(curve - np.average(curve, axis=0, weights=weight))


def _with_missing(shape: Floats) -> Floats:
    return np.vstack([shape, np.zeros((1, shape.shape[1]))])


def grouped(each: ModelField, most: int) -> tuple[Levels, int]:
    """At most so many groups of levels, and how many: neighbours of equal weight, or the most frequent words."""
    counts = np.array(each.counts, np.float64)
    if each.is_ordered:
        ordered = counts[:-1]
        rank = (np.cumsum(ordered) - ordered / 2) / max(ordered.sum(), 1.0)
        part = np.minimum((rank * (most - 1)).astype(np.intp), most - 2)
        _, part = np.unique(part, return_inverse=True)
        groups = np.append(part, part.max(initial=-1) + 1)
    elif each.size <= most:
        groups = np.arange(each.size)
    else:
        groups = np.full(each.size, most - 1)
        often = np.argsort(-counts, kind="stable")[: most - 1]
        groups[np.sort(often)] = np.arange(most - 1)
    return groups.astype(np.intp), int(groups.max()) + 1


def of_pair(
    first: int, second: int, fields: Sequence[ModelField], levels: Sequence[Levels], side: int = SIDE
) -> Shaped:
    """Every combination of groups is free that some leads have; the others say nothing beyond their fields."""
    (one, ones), (two, twos) = grouped(fields[first], side), grouped(fields[second], side)
    cells = one[levels[first]] * twos + two[levels[second]]
    often = np.bincount(cells, minlength=ones * twos) >= _LEADS
    groups = (tuple(one.tolist()), tuple(two.tolist()))
    return Shaped(cells, ones * twos, (np.eye(ones * twos)[:, often],), (first, second), groups)


def combined(pair: Shaped, levels: Sequence[Levels]) -> Levels:
    """The cells of a pair for other leads."""
    one, two = (np.array(groups, np.intp)[levels[at]] for groups, at in zip(pair.groups, pair.fields, strict=True))
    cells: Levels = one * (max(pair.groups[1]) + 1) + two
    return cells


def candidates(
    fields: Sequence[ModelField], levels: Sequence[Levels], gaps: Floats, weight: Floats
) -> list[tuple[int, int]]:
    """The pairs of fields that explain what single fields leave open, best first.

    gaps: for each lead, outcome less probability, times its weight. weight: its share of the information.
    """
    # Those that vary most over the leads; looking at all pairs would be quadratic.
    among = sorted(sorted(range(len(fields)), key=lambda at: max(fields[at].counts))[:FIELDS])
    sides = {at: grouped(fields[at], SIDE) for at in among}
    parts = {at: groups[levels[at]] for at, (groups, _) in sides.items()}
    found = []
    for place, first in enumerate(among):
        for second in among[:place]:
            width = sides[second][1]
            cells = parts[first] * width + parts[second]
            size = sides[first][1] * width
            gap, mass = np.bincount(cells, gaps, size), np.bincount(cells, weight, size)
            share = mass / (mass + _DOUBT)
            gain = float((gap**2 / (mass + _DOUBT)).sum() - share.sum())
            if gain > ABOVE * np.sqrt(2 * (share**2).sum()):
                found.append((-gain, first, second))
    return [(first, second) for _, first, second in sorted(found)[:PAIRS]]
