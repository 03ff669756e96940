"""The weight of many pairs at once: the arithmetic of `leadkit.steps.dedup.weighing`, in its order, on columns."""

from collections.abc import Sequence
from math import log2



import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from leadkit.contrib.dedup.agreeing import Evidence, Ranked
from leadkit.steps.dedup.model import Model

__all__ = ["Floats", "Weighing", "weigh"]

Floats = NDArray[np.float64]


@frozen(eq=False)
class Weighing:
    """bits: of each pair. same, other: the number of its best story of each kind among the model's; -1: strangers."""

    bits: Floats
    same: NDArray[np.int8]
    other: NDArray[np.int8]
    rarest: tuple[Floats, ...]


def weigh(model: Model, frequencies: Sequence[Ranked], pairs: Evidence) -> Weighing:
    bits, chances = [], []
    for row, frequency, levels, ranks in zip(model.weights, frequencies, pairs.levels, pairs.ranks, strict=True):
        comparison = frequency.coded.entry.comparison
        chance = np.array([model.chance(frequency.coded.entry, count) for count in frequency.counts])[ranks]
        # The last ones are for MISSING, which is -1.
        rare = np.array([*(level.rare for level in comparison.levels), False])[levels]
        value = np.minimum(np.array([*row.bits, 0.0])[levels], log2(row.found[0]) - chance)
        bits.append(np.where(rare, np.log2([*row.found, 1.0])[levels] - chance, value))
        chances.append(np.where(levels == 0, chance, np.inf))
    size = len(bits[0])
    kin = [
        np.clip(value, 0.0, model.kin) if entry.comparison.culture else np.zeros(size)
        for value, entry in zip(bits, model.plan.entries, strict=True)
    ]
    yes, same_story = np.full(size, -np.inf), np.full(size, -1, np.int8)
    no, other_story = np.sum(kin, 0) - np.max(kin, 0), np.full(size, -1, np.int8)
    for number, (story, share, about) in enumerate(model.stories):
        if story.same:
            total = np.full(size, model.prior + share)
            for value, inside in zip(bits, about, strict=True):
                if not inside:
                    total += value
            best, which = yes, same_story
        elif any(about):
            rarest = np.min([chance for chance, inside in zip(chances, about, strict=True) if inside], axis=0)
            total = share + rarest
            for value, likely, inside in zip(bits, kin, about, strict=True):
                total += value if inside else likely
            total[np.isinf(rarest)] = -np.inf
            best, which = no, other_story
        else:
            continue
        better = total > best
        best[better], which[better] = total[better], number
    return Weighing(yes - no, same_story, other_story, tuple(chances))
