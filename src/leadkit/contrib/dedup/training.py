"""Weights from the data at hand, without labels: expectation and maximisation over candidate pairs.

What is learnt starts from the written tables and leaves them as far as the data says so: a few pairs move little.
"""

from collections.abc import Sequence
from math import log2

import numpy as np
from attrs import evolve

from leadkit.contrib.dedup.agreeing import Evidence, Levels, Ranked, counted, evidence, ranked
from leadkit.contrib.dedup.columns import Columns, Ints
from leadkit.contrib.dedup.vocabulary import BLANK, Codes
from leadkit.contrib.dedup.weights import Floats, Weighing, weigh
from leadkit.steps.dedup.levels import DIFFERENT
from leadkit.steps.dedup.model import Model, Weights, default_model
from leadkit.steps.dedup.weighing import MISSING

__all__ = ["learn"]

# At most so many candidate pairs are learnt from, and so many random ones tell what agrees by chance.
LEARNT, RANDOM, ROUNDS = 200_000, 100_000, 15
# How many pairs the written tables stand for: levels, stories of the same and of others, repeats, random pairs.
_LEVELS, _SAME, _OTHERS, _RECORDS, _RANDOM, _FEW = 30.0, 50.0, 20.0, 20.0, 100.0, 1_000.0
# The rounds end when the number of duplicates moves by no more than this share.
_STILL = 0.001
_HARDLY_ANYBODY, _SURE = 1.0, 8.0
# How many pairs that alone have a value stand for not knowing whether they are one thing or two.
_ALONE = 10.0
# Of two others whose values sound the same, at least so many write them differently.
_SOUNDED = 0.05
# So many pairs of namesakes stand for names that do not depend on each other; and the most that a language may say.
_KIN, _MOST_KIN = 100.0, 3.0
_NAMES = ("given", "family")
# Levels at which the same thing is hardly to be known.
_APART = (DIFFERENT, "near")


def learn(columns: Columns, low: Ints, high: Ints, seed: int = 0) -> Model:
    """low, high: the candidate pairs."""
    start = default_model(columns.plan, max(columns.rows, 2))
    counts = {coded.entry.name: counted(coded) for coded in columns.coded}
    model = evolve(start, counted=columns.rows, counts=counts)
    frequencies = [ranked(coded, counts[coded.entry.name]) for coded in columns.coded]
    rng = np.random.default_rng(seed)
    scale = max(len(low) / LEARNT, 1.0)
    if scale > 1:
        drawn = rng.choice(len(low), LEARNT, replace=False)
        low, high = low[drawn], high[drawn]
    pairs = evidence(columns, frequencies, low, high)
    a, b = rng.integers(0, columns.rows, (2, min(RANDOM, columns.rows**2)))
    a, b = np.minimum(a, b)[a != b], np.maximum(a, b)[a != b]
    random = evidence(columns, frequencies, a, b)
    model = evolve(model, weights=_chances(model, start, random, np.zeros(len(a))))
    names = _names(columns)
    for _ in range(ROUNDS):
        before = model.per_row
        model = _step(model, start, frequencies, pairs, random, scale)
        model = evolve(model, kin=_kin(model, names))
        if abs(model.per_row - before) < _STILL * before:
            break
    return model


def _names(columns: Columns) -> tuple[int, float]:
    """How many pairs of rows have both names the same, and how many would if one name did not depend on the other."""
    both = [coded for coded in columns.coded if coded.entry.comparison.kind in _NAMES]
    if not both:
        return 0, 0.0
    given, family = (coded.codes["form"][coded.ids[0]].astype(np.int64) for coded in both)
    told = (given != BLANK) & (family != BLANK)
    given, family = given[told], family[told]
    whole = given * (len(both[0].words["form"]) + 1) + family
    same = [_pairs(np.unique(each, return_counts=True)[1]) for each in (whole, given, family)]
    return same[0], same[1] * same[2] / max(_pairs(np.array([len(whole)])), 1)


def _pairs(sizes: Ints) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def _kin(model: Model, names: tuple[int, float]) -> float:
    """Bits: how much more often strangers have both names in common than by two chances that know nothing of each
    other. Names follow a language; so do places and job titles, to which the same is applied."""
    seen, expected = names
    duplicates = model.rows * model.per_row / 2
    for row, entry in zip(model.weights, model.plan.entries, strict=True):
        if entry.comparison.kind in _NAMES:
            duplicates *= row.found[0]
    others = max(seen - duplicates, 0.0) + _KIN
    return min(max(log2(others / (expected + _KIN)), 0.0), _MOST_KIN)


def _step(
    model: Model, start: Model, frequencies: Sequence[Ranked], pairs: Evidence, random: Evidence, scale: float
) -> Model:
    weighed = weigh(model, frequencies, pairs)
    same = _probability(weighed.bits)
    learnt = evolve(
        model,
        weights=[
            evolve(
                row,
                found=_found(number, model, start, pairs, weighed, same * scale),
                alone=_alone(frequencies[number], pairs.levels[number], pairs.ranks[number], same),
            )
            for number, row in enumerate(model.weights)
        ],
        per_row=float((2 * same.sum() * scale + _RECORDS * start.per_row) / (model.rows + _RECORDS)),
        shares=_shares(model, start, weighed, same, scale),
    )
    return evolve(
        learnt, weights=_chances(learnt, start, random, _probability(weigh(learnt, frequencies, random).bits))
    )


def _probability(bits: Floats) -> Floats:
    return 1 / (1 + np.exp2(-np.clip(bits, -60, 60)))


def _found(
    number: int, model: Model, start: Model, pairs: Evidence, weighed: Weighing, same: Floats
) -> tuple[float, ...]:
    """How often the same agree on each level, over the pairs whose story leaves this comparison its say."""
    levels, usual = pairs.levels[number], np.array(start.weights[number].found)
    about = np.array([inside[number] for _, _, inside in model.stories])
    told = (levels != MISSING) & ~about[weighed.same]
    seen = np.bincount(levels[told], weights=same[told], minlength=len(usual))
    found = (seen + _LEVELS * usual) / (seen.sum() + _LEVELS)
    comparison = model.plan.entries[number].comparison
    apart = np.array([level.name in _APART for level in comparison.levels])
    if (sum_apart := found[apart].sum()) > comparison.most_different:
        found[apart] *= comparison.most_different / sum_apart
        found[~apart] *= (1 - comparison.most_different) / (1 - sum_apart)
    return tuple(found.tolist())


def _alone(frequency: Ranked, levels: Levels, ranks: Codes, same: Floats) -> float:
    """Of the pairs that alone have a value, the share of those that are not the same thing."""
    alone = (levels == 0) & (np.array(frequency.counts)[ranks] == 2)
    return float(((1 - same[alone]).sum() + _ALONE * 0.5) / (alone.sum() + _ALONE))


def _chances(model: Model, start: Model, random: Evidence, same: Floats) -> list[Weights]:
    """How often two others agree on each level; what no random pair did is at most as frequent as usual."""
    rows = []
    for entry, row, usual, levels in zip(model.plan.entries, model.weights, start.weights, random.levels, strict=True):
        told = levels != MISSING
        seen = np.bincount(levels[told], weights=1 - same[told], minlength=len(row.found))
        given = np.array([level.learnt for level in entry.comparison.levels])
        drawn = seen.sum()
        seen[-1] += seen[~given].sum()  # by chance, they are just different
        # A few pairs say little; of many, what was not seen is rarer than one of them.
        known = _RANDOM * np.array(usual.chance) + 0.5 * drawn / (drawn + _FEW)
        chance = (seen + known) / (drawn + _RANDOM)
        chance = np.where(seen < 1, np.minimum(chance, usual.chance), chance)
        # Too few random pairs sound the same to count those that are not the same.
        rare = np.array([level.rare for level in entry.comparison.levels])
        chance = np.where(rare, np.maximum(chance, _SOUNDED * chance[0]), chance)
        implied = np.array(row.found) * np.array(usual.chance) / np.array(usual.found)
        rows.append(evolve(row, chance=np.where(given, chance, implied).tolist()))
    return rows


def _shares(model: Model, start: Model, weighed: Weighing, same: Floats, scale: float) -> dict[str, float]:
    shares = dict(model.shares)
    usual = sum(start.shares[story.name] for story, _, _ in model.stories if story.same)
    total = same.sum() * scale
    for number, (story, _, about) in enumerate(model.stories):
        if story.same:
            mine = same[weighed.same == number].sum() * scale
            share = float((mine + _SAME * start.shares[story.name] / usual) / (total + _SAME))
            # A change explains away what differs: were it thought frequent, namesakes would come to be the same.
            shares[story.name] = min(share, story.share) if story.about else share
        elif any(about):
            # How many of those who share a value that hardly anybody has are not surely the same.
            rarest = np.min([chance for chance, inside in zip(weighed.rarest, about, strict=True) if inside], axis=0)
            could = np.exp2(rarest) * model.rows < _HARDLY_ANYBODY
            unsure = np.count_nonzero(weighed.bits[could] < _SURE) * scale
            shares[story.name] = float((unsure + _OTHERS * story.share) / (could.sum() * scale + _OTHERS)) * story.share
    return shares
