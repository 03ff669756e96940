"""Two records, one verdict, and its reasons: comparison by comparison, between the best story of each kind."""

from collections.abc import Iterator, Mapping, Sequence
from math import exp2, inf
from typing import NamedTuple

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.steps.dedup.forms import Facets
from leadkit.steps.dedup.levels import COMPARISONS, NEITHER, Comparison
from leadkit.steps.dedup.model import Model
from leadkit.steps.dedup.plan import Entry, Record
from leadkit.steps.dedup.verdicts import Verdict

__all__ = ["MISSING", "WHOLE_ADDRESS", "Reason", "Weighed", "compare", "verdict"]

Slots = Sequence[Facets]
#: Comparison → form → how many have it.
Held = Mapping[str, Mapping[str, int]]
MISSING = -1
_WORST = 1_000
_NOWHERE: Held = FrozenDict({})

# Bits from which a pair is a duplicate, and from which a person should look.
DUPLICATE, REVIEW = 1.0, -3.0

# The names as they are compared: from which level on they do not agree, and where their first letter stands.
_NAMES = COMPARISONS["given"], COMPARISONS["family"]
_AGREE = _NAMES[0].index("alike"), _NAMES[1].index("alike")
_INITIAL = _NAMES[0].facets.index("initial")
_NEITHER = COMPARISONS["given"].index(NEITHER)
# From which level on an e-mail address says nothing of its domain any more that it has not said itself.
WHOLE_ADDRESS = 2


@frozen
class Reason:
    """What one comparison adds. about: its name in the plan, or `prior`: where two records start."""

    about: str
    level: str
    means: str
    bits: float


@frozen
class Weighed:
    """bits: log2 of the odds that both are the same. Its reasons add up to it. story: what would explain it best."""

    bits: float
    verdict: Verdict
    story: str
    instead: str
    reasons: tuple[Reason, ...] = field(converter=tuple[Reason, ...])

    @property
    def probability(self) -> float:
        return 1 / (1 + exp2(-max(min(self.bits, 1000.0), -1000.0)))


def verdict(bits: float) -> Verdict:
    return Verdict.DUPLICATE if bits >= DUPLICATE else Verdict.REVIEW if bits >= REVIEW else Verdict.DIFFERENT


def compare(a: Record, b: Record, model: Model) -> Weighed:
    """What the model thinks of two records; in either order the same."""
    return weigh(model.plan.facets(a), model.plan.facets(b), model)


def weigh(a: Sequence[Slots], b: Sequence[Slots], model: Model, held: Held = _NOWHERE) -> Weighed:
    """`compare` for records whose normal forms are at hand. held: how many have a value, where more is known of it than
    the model knows."""
    levels, bits, yes, no = _balanced(a, b, model, held)
    total = yes.bits - no.bits
    return Weighed(total, verdict(total), yes.story, no.story, _reasons(model, levels, bits, yes, no))


def likely(a: Sequence[Slots], b: Sequence[Slots], model: Model) -> bool:
    """Whether `weigh` would say anything but different: the same arithmetic, without the reasons."""
    *_, yes, no = _balanced(a, b, model, _NOWHERE)
    return yes.bits - no.bits >= REVIEW


def _balanced(
    a: Sequence[Slots], b: Sequence[Slots], model: Model, held: Held
) -> tuple[list[int], list[float], "_Told", "_Told"]:
    """The level and bits of each entry, and the best story of each kind."""
    levels, chances = agreement(a, b, model, held)
    bits = _bits(levels, chances, model)
    kin = _kin(bits, model)
    present = [at for at, level in enumerate(levels) if level != MISSING]
    same = [at for at in present if levels[at] == 0]
    yes = _Told(-inf, "", ())
    # Two strangers of one language are no rarer than the first thing in which it shows.
    no = _Told(sum(kin) - max(kin), "strangers", (False,) * len(bits))
    for story, share, about in model.stories:
        if story.same:
            total = model.prior + share
            for at in present:
                if not about[at]:
                    total += bits[at]
            if total > yes.bits:
                yes = _Told(total, story.name, about)
        elif shared := [chances[at] for at in same if about[at]]:
            total = share + min(shared)  # as often as the rarest value that it would explain
            for at in present:
                total += bits[at] if about[at] else kin[at]
            if total > no.bits:
                no = _Told(total, story.name, about)
    return levels, bits, yes, no


def _kin(bits: Sequence[float], model: Model) -> list[float]:
    """How much more often people of one language agree so."""
    if not model.kin:
        return [0.0] * len(bits)
    return [
        min(value, model.kin) if value > 0 and entry.comparison.culture else 0.0
        for value, entry in zip(bits, model.plan.entries, strict=True)
    ]


def _bits(levels: Sequence[int], chances: Sequence[float], model: Model) -> list[float]:
    """What each level is worth: nothing where there is none; almost the same never more than the same."""
    bits = []
    for entry, level, chance, row in zip(model.plan.entries, levels, chances, model.weights, strict=True):
        if level == MISSING:
            bits.append(0.0)
        elif entry.comparison.levels[level].rare:
            bits.append(row.rare[level] - chance)
        elif level in entry.comparison.apart:
            bits.append(row.bits[level])
        else:
            bits.append(min(row.bits[level], row.rare[0] - chance))
    return bits


class _Told(NamedTuple):
    """How well a story explains a pair, in bits, and which entries it is about."""

    bits: float
    story: str
    about: tuple[bool, ...]


def _reasons(model: Model, levels: Sequence[int], bits: Sequence[float], yes: _Told, no: _Told) -> Iterator[Reason]:
    """What each comparison adds that no story explains, and at the end what is left: the odds before looking."""
    rest = yes.bits - no.bits
    rows = zip(model.plan.entries, levels, bits, _kin(bits, model), yes.about, no.about, strict=True)
    for entry, level, value, likely, untold, explained in rows:
        if level != MISSING:
            part = (0.0 if untold else value) - (value if explained else likely)
            row = entry.comparison.levels[level]
            rest -= part
            yield Reason(entry.name, row.name, row.means, part)
    yield Reason("prior", "chance", f"chance, or {no.story}", rest)


def agreement(
    a: Sequence[Slots], b: Sequence[Slots], model: Model, held: Held = _NOWHERE
) -> tuple[list[int], list[float]]:
    """Level of each entry (`MISSING` where there is nothing to compare), and the chance of the more frequent value."""
    entries = model.plan.entries
    levels, chances = [], []
    for entry, ours, theirs in zip(entries, a, b, strict=True):
        level, chance = MISSING, 0.0
        if ours and theirs and ours[0][0] and theirs[0][0]:
            level, chance = _best(entry, ours, theirs, model, held.get(entry.name) if held else None)
        levels.append(level)
        chances.append(chance)
    at = model.plan.at
    if "given" in at:
        given, family = at["given"], at["family"]
        if MISSING not in (levels[given], levels[family]):
            if crossed := _crosswise(a, b, given, family, (levels[given], levels[family]), model):
                (levels[given], chances[given]), (levels[family], chances[family]) = crossed
            elif levels[given] == _NAMES[0].last and levels[family] == _NAMES[1].last:
                levels[given] = _NEITHER
    if "domain" in at and 0 <= levels[at.get("email", at["domain"])] <= WHOLE_ADDRESS and "email" in at:
        levels[at["domain"]] = MISSING
    return levels, chances


def _best(entry: Entry, ours: Slots, theirs: Slots, model: Model, held: Mapping[str, int] | None) -> tuple[int, float]:
    """Of values that are there."""
    best = (_WORST, 0.0)
    for a in ours:
        for b in theirs:
            level = _level(entry.comparison, a, b)
            # What differs does so whatever it is.
            chance = 0.0 if level in entry.comparison.apart else _chance(entry, level, a, b, model, held)
            best = min(best, (level, chance))
    return best


def _level(comparison: Comparison, a: Facets, b: Facets) -> int:
    if a[0] == b[0]:
        return 0
    for number, at, holds in comparison.tests:
        if a[at] and b[at] and holds(a[at], b[at]):
            return number
    return comparison.last


def _chance(
    entry: Entry, level: int, a: Facets, b: Facets, model: Model, held: Mapping[str, int] | None = None
) -> float:
    """The chance of the more frequent of two values."""
    count = _count(entry, level, a, b, model)
    return model.chance(entry, max(count, held.get(a[0], 1), held.get(b[0], 1)) if held else count)


def _count(entry: Entry, level: int, a: Facets, b: Facets, model: Model) -> int:
    """How many have it; unless both are the same, by what they have in common."""
    known = model.counts.get(entry.name)
    if not known:
        return 1
    at = entry.comparison.counted if level else 0
    return max(known.get(a[at], 1), known.get(b[at], 1))


def _crosswise(
    a: Sequence[Slots], b: Sequence[Slots], given: int, family: int, straight: tuple[int, int], model: Model
) -> tuple[tuple[int, float], tuple[int, float]] | None:
    """What the names say when given and family name of one record are swapped, if that says more."""
    if straight[0] <= _AGREE[0] and straight[1] <= _AGREE[1]:
        return None
    pairs = (a[given][0], b[family][0]), (a[family][0], b[given][0])
    if all(one[_INITIAL] != other[_INITIAL] for one, other in pairs):
        return None
    entries = model.plan.entries[given], model.plan.entries[family]
    ways = []
    for first, second in (pairs, pairs[::-1]):
        levels = _level(_NAMES[0], *first), _level(_NAMES[1], *second)
        if levels[0] <= _AGREE[0] and levels[1] <= _AGREE[1]:
            counts = _count(entries[0], levels[0], *first, model), _count(entries[1], levels[1], *second, model)
            # Of two ways that say the same, the one in which the names are the more frequent.
            ways.append((_strength(*levels), sum(counts), -levels[0], counts[0], levels, counts))
    best = max(ways, default=None)
    if best is None or best[0] <= _strength(*straight):
        return None
    (of_given, of_family), counts = best[4:]
    return (of_given, model.chance(entries[0], counts[0])), (of_family, model.chance(entries[1], counts[1]))


def _strength(given: int, family: int) -> float:
    """What two levels say by the written tables, in bits."""
    return _NAMES[0].strengths[given] + _NAMES[1].strengths[family]
