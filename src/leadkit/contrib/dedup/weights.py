"""The weight of many pairs at once: the arithmetic of `leadkit.steps.dedup.weighing`, in its order, on columns."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from leadkit.contrib.dedup.agreeing import Evidence, Levels, Ranked
from leadkit.contrib.dedup.vocabulary import Codes
from leadkit.steps.dedup.model import Model
from leadkit.steps.dedup.weighing import MISSING

__all__ = ["Floats", "Weighing", "evidence_bits", "weigh"]

Floats = NDArray[np.float64]


@frozen(eq=False)
class Weighing:
    """bits: of each pair. same, other: the number of its best story of each kind among the model's; -1: strangers."""

    bits: Floats
    same: NDArray[np.int8]
    other: NDArray[np.int8]
    rarest: tuple[Floats, ...]


def evidence_bits(model: Model, at: int, frequency: Ranked, levels: Levels, ranks: Codes) -> tuple[Floats, Floats]:
    """What the levels of an entry say, and the chance of each value, in bits."""
    row, entry = model.weights[at], model.plan.entries[at]
    chance = np.array([model.chance(entry, count) for count in frequency.counts])[ranks]
    # The last ones are for MISSING, which is -1.
    rare = np.array([*(level.rare for level in entry.comparison.levels), False])[levels]
    value = np.array([*row.bits, 0.0])[levels]
    most = np.where(np.isin(levels, [*entry.comparison.apart, MISSING]), np.inf, row.rare[0] - chance)
    return np.where(rare, np.array([*row.rare, 0.0])[levels] - chance, np.minimum(value, most)), chance


def weigh(model: Model, frequencies: Sequence[Ranked], pairs: Evidence) -> Weighing:
    bits, chances = [], []
    for at, (frequency, levels, ranks) in enumerate(zip(frequencies, pairs.levels, pairs.ranks, strict=True)):
        value, chance = evidence_bits(model, at, frequency, levels, ranks)
        bits.append(value)
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
