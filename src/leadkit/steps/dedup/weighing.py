"""Two records, one verdict, and its reasons: comparison by comparison, between the best story of each kind."""

from collections.abc import Iterator, Sequence
from math import exp2, inf, log2

from attrs import field, frozen

from leadkit.steps.dedup.forms import Facets
from leadkit.steps.dedup.levels import DIFFERENT, NEITHER, Comparison
from leadkit.steps.dedup.model import Model, Weights
from leadkit.steps.dedup.plan import Entry, Record
from leadkit.steps.dedup.verdicts import Verdict

__all__ = ["MISSING", "WHOLE_ADDRESS", "Reason", "Weighed", "compare", "verdict"]

Slots = Sequence[Facets]
MISSING = -1

# Bits from which a pair is a duplicate, and from which a person should look.
DUPLICATE, REVIEW = 1.0, -3.0

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


def weigh(a: Sequence[Slots], b: Sequence[Slots], model: Model) -> Weighed:
    """`compare` for records whose normal forms are at hand."""
    levels, chances = agreement(a, b, model)
    rows = [*zip(model.weights, levels, chances, model.plan.entries, strict=True)]
    bits = [_bits(row, level, chance, entry) for row, level, chance, entry in rows]
    kin = [min(max(value, 0.0), model.kin) if row[3].comparison.culture else 0.0 for value, row in zip(bits, rows, strict=True)]
    nothing = (False,) * len(bits)
    yes = _Told(-inf, "", nothing)
    # Two strangers of one language are no rarer than the first thing in which it shows.
    no = _Told(sum(kin) - max(kin), "strangers", nothing)
    for story, share, about in model.stories:
        if story.same:
            total = model.prior + share
            for value, inside in zip(bits, about, strict=True):
                if not inside:
                    total += value
            if total > yes.bits:
                yes = _Told(total, story.name, about)
        elif (rarest := _rarest(levels, chances, about)) is not None:
            total = share + rarest
            for value, likely, inside in zip(bits, kin, about, strict=True):
                total += value if inside else likely
            if total > no.bits:
                no = _Told(total, story.name, about)
    total = yes.bits - no.bits
    return Weighed(total, verdict(total), yes.story, no.story, _reasons(model, levels, bits, kin, yes, no))


@frozen
class _Told:
    """How well a story explains a pair, in bits, and which entries it is about."""

    bits: float
    story: str
    about: tuple[bool, ...]


def _rarest(levels: Sequence[int], chances: Sequence[float], about: Sequence[bool]) -> float | None:
    """The chance of the rarest value that both have among those that a story is about."""
    return min(
        (chance for chance, level, inside in zip(chances, levels, about, strict=True) if inside and level == 0),
        default=None,
    )


def _reasons(
    model: Model, levels: Sequence[int], bits: Sequence[float], kin: Sequence[float], yes: _Told, no: _Told
) -> Iterator[Reason]:
    """What each comparison adds that no story explains, and at the end what is left: the odds before looking."""
    rest = yes.bits - no.bits
    rows = zip(model.plan.entries, levels, bits, kin, yes.about, no.about, strict=True)
    for entry, level, value, likely, untold, explained in rows:
        if level != MISSING:
            part = (0.0 if untold else value) - (value if explained else likely)
            row = entry.comparison.levels[level]
            rest -= part
            yield Reason(entry.name, row.name, row.means, part)
    yield Reason("prior", "chance", f"chance, or {no.story}", rest)


def _bits(weights: Weights, level: int, chance: float, entry: Entry) -> float:
    """Almost the same never says more than the same would."""
    if level == MISSING:
        return 0.0
    if entry.comparison.levels[level].rare:
        return log2(weights.found[level]) - chance
    return min(weights.bits[level], log2(weights.found[0]) - chance)


def agreement(a: Sequence[Slots], b: Sequence[Slots], model: Model) -> tuple[list[int], list[float]]:
    """Level of each entry (`MISSING` where there is nothing to compare), and the chance of the more frequent value."""
    entries = model.plan.entries
    found = [_best(entry, ours, theirs, model) for entry, ours, theirs in zip(entries, a, b, strict=True)]
    levels, chances = [each[0] for each in found], [each[1] for each in found]
    at = {entry.comparison.kind: number for number, entry in enumerate(entries)}
    if "given" in at:
        given, family = at["given"], at["family"]
        if (crossed := _crosswise(a, b, given, family, levels, model)) is not None:
            (levels[given], chances[given]), (levels[family], chances[family]) = crossed
        elif all(levels[number] == entries[number].comparison.index(DIFFERENT) for number in (given, family)):
            levels[given] = entries[given].comparison.index(NEITHER)
    if "domain" in at and 0 <= levels[at.get("email", at["domain"])] <= WHOLE_ADDRESS and "email" in at:
        levels[at["domain"]] = MISSING
    return levels, chances


def _best(entry: Entry, ours: Slots, theirs: Slots, model: Model) -> tuple[int, float]:
    found = [_one(entry, a, b, model) for a in ours if a[0] for b in theirs if b[0]]
    return min(found, default=(MISSING, 0.0))


def _one(entry: Entry, a: Facets, b: Facets, model: Model) -> tuple[int, float]:
    """Level of two values, and the chance of the more frequent one."""
    level = _level(entry.comparison, a, b)
    return level, model.chance(entry, _count(entry, level, a, b, model))


def _count(entry: Entry, level: int, a: Facets, b: Facets, model: Model) -> int:
    """How many have the more frequent of two values; unless they are the same, by what they have in common."""
    held, at = model.counts.get(entry.name, {}), entry.comparison.counted if level else 0
    return max(held.get(a[at], 1), held.get(b[at], 1))


def _level(comparison: Comparison, a: Facets, b: Facets) -> int:
    for number, level in enumerate(comparison.levels):
        for test in level.tests:
            at = comparison.facets.index(test.facet)
            if a[at] and b[at] and test.holds(a[at], b[at]):
                return number
    return comparison.index(DIFFERENT)


def _crosswise(
    a: Sequence[Slots], b: Sequence[Slots], given: int, family: int, straight: Sequence[int], model: Model
) -> tuple[tuple[int, float], tuple[int, float]] | None:
    """What the names say when given and family name of one record are swapped, if that says more."""
    entries = model.plan.entries[given], model.plan.entries[family]
    tables = entries[0].comparison, entries[1].comparison
    agree = tables[0].index("alike"), tables[1].index("alike")
    levels = straight[given], straight[family]
    if MISSING in levels or (levels[0] <= agree[0] and levels[1] <= agree[1]):
        return None
    pairs = (a[given][0], b[family][0]), (a[family][0], b[given][0])
    initial = tables[0].facets.index("initial")
    if all(one[initial] != other[initial] for one, other in pairs):
        return None
    ways = []
    for first, second in (pairs, pairs[::-1]):
        found = _one(entries[0], *first, model), _one(entries[1], *second, model)
        counts = _count(entries[0], found[0][0], *first, model), _count(entries[1], found[1][0], *second, model)
        if found[0][0] <= agree[0] and found[1][0] <= agree[1]:
            # Of two ways that say the same, the one in which the names are the more frequent.
            ways.append((_strength(tables, found[0][0], found[1][0]), sum(counts), -found[0][0], counts[0], found))
    best = max(ways, default=None)
    return best[-1] if best and best[0] > _strength(tables, *levels) else None


def _strength(tables: tuple[Comparison, Comparison], given: int, family: int) -> float:
    """What two levels say by the written tables, in bits."""
    return tables[0].strengths[given] + tables[1].strengths[family]
