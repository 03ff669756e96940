"""Most pairs that share a key are two colleagues or two namesakes: which ones need not be looked at to the end.

Before the letters of e-mail, company and street are compared, each is worth at best so much and at worst so much. A
pair that could not even be reviewed with the best of them is left out: it would have been found different.
"""

from collections.abc import Mapping, Sequence
from math import log2

import numpy as np

from leadkit.contrib.dedup.agreeing import UNREAD, Ranked, Told, agreement
from leadkit.contrib.dedup.columns import Ints
from leadkit.contrib.dedup.weights import Floats, evidence_bits
from leadkit.steps.dedup.model import Model
from leadkit.steps.dedup.weighing import MISSING

__all__ = ["most_bits"]


def most_bits(model: Model, frequencies: Sequence[Ranked], low: Ints, high: Ints, known: Mapping[int, Told]) -> Floats:
    """At least the bits that each pair will get. known: what is known already, by the number of the entry."""
    most, least, chances, doubtful = [], [], [], np.zeros(len(low), np.bool_)
    for at, frequency in enumerate(frequencies):
        levels, ranks = known.get(at) or agreement(frequency, low, high, same_only=True)
        unread = levels == UNREAD
        best, worst = _range(model, at)
        bits, chance = evidence_bits(model, at, frequency, np.where(unread, MISSING, levels), ranks)
        most.append(np.where(unread, best, bits))
        least.append(np.where(unread, worst, bits))
        chances.append(np.where(levels == 0, chance, np.inf))
        if frequency.coded.entry.comparison.kind == "email":
            doubtful = unread
    sure = list(chances)
    places = model.plan.at
    if "domain" in places:  # beside an e-mail address that agrees it says nothing, and explains nothing
        domain = places["domain"]
        most[domain], least[domain] = np.maximum(most[domain], 0.0), np.minimum(least[domain], 0.0)
        sure[domain] = np.where(doubtful, np.inf, chances[domain])
    return _bound(model, most, least, chances, sure)


def _range(model: Model, at: int) -> tuple[float, float]:
    """The most and the least that two values can say that are not the same."""
    row, entry = model.weights[at], model.plan.entries[at]
    told = [
        row.rare[number] - model.chance(entry, 1) if level.rare else row.bits[number]
        for number, level in enumerate(entry.comparison.levels)
        if number
    ]
    return max(told), min(*told, log2(row.found[0]), *row.rare)


def _bound(
    model: Model, most: Sequence[Floats], least: Sequence[Floats], chances: Sequence[Floats], sure: Sequence[Floats]
) -> Floats:
    """The best story of the same against each other story; what both leave out or both count cancels out.

    chances: of the values that both have; sure: of those of them that will count as such whatever is read.
    """
    strangers = (0.0, (False,) * len(most))
    bound = np.full(len(most[0]), np.inf)
    for share, about in (strangers, *((share, about) for story, share, about in model.stories if not story.same)):
        rarest = [chance for chance, inside in zip(chances, about, strict=True) if inside]
        against = share + np.min(rarest, axis=0) if rarest else np.full(len(bound), share)
        best = np.full(len(bound), -np.inf)
        for story, of_same, untold in model.stories:
            if story.same:
                total = np.full(len(bound), model.prior + of_same)
                for at, (explained, left_out) in enumerate(zip(about, untold, strict=True)):
                    if not explained and not left_out:
                        total += most[at]
                    elif explained and left_out:
                        total -= least[at]
                np.maximum(best, total, out=best)
        told = np.full(len(bound), not any(about))
        for chance, inside in zip(sure, about, strict=True):
            if inside:
                told |= np.isfinite(chance)
        bound[told] = np.minimum(bound[told], best[told] - against[told])
    return bound
