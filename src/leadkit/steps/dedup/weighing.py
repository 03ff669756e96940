"""Two records, one verdict, and its reasons: comparison by comparison, between the best story of each kind."""

from collections.abc import Iterator, Mapping, Sequence
from math import exp2, inf

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.steps.dedup.forms import Facets
from leadkit.steps.dedup.levels import DIFFERENT, NEITHER, SWAPPED
from leadkit.steps.dedup.likeness import Alike, Initial
from leadkit.steps.dedup.model import Model
from leadkit.steps.dedup.plan import Entry, Record
from leadkit.steps.dedup.verdicts import Verdict

__all__ = ["MISSING", "WHOLE_ADDRESS", "Reason", "Weighed", "compare", "crosswise", "verdict"]

Slots = Sequence[Facets]
#: Comparison → form → how many have it.
Held = Mapping[str, Mapping[str, int]]
MISSING = -1
_NOBODY: Mapping[str, int] = FrozenDict({})
_NOWHERE: Held = FrozenDict({})

# Bits from which a pair is a duplicate, and from which a person should look.
DUPLICATE, REVIEW = 1.0, -3.0

_CROSSWISE = (Initial("form"), Alike("form", "jaro_winkler", 0.84))
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
    levels, chances = agreement(a, b, model, held)
    bits = [
        _bits(row.bits, level, chance, entry)
        for row, level, chance, entry in zip(model.weights, levels, chances, model.plan.entries, strict=True)
    ]
    nothing = (False,) * len(bits)
    yes, no = _Told(-inf, "", nothing), _Told(0.0, "strangers", nothing)
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
            for value, inside in zip(bits, about, strict=True):
                if inside:
                    total += value
            if total > no.bits:
                no = _Told(total, story.name, about)
    total = yes.bits - no.bits
    return Weighed(total, verdict(total), yes.story, no.story, _reasons(model, levels, bits, yes, no))


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


def _reasons(model: Model, levels: Sequence[int], bits: Sequence[float], yes: _Told, no: _Told) -> Iterator[Reason]:
    """What each comparison adds that no story explains, and at the end what is left: the odds before looking."""
    rest = yes.bits - no.bits
    rows = zip(model.plan.entries, levels, bits, yes.about, no.about, strict=True)
    for entry, level, value, untold, explained in rows:
        if level != MISSING:
            part = (0.0 if untold else value) - (value if explained else 0.0)
            row = entry.comparison.levels[level]
            rest -= part
            yield Reason(entry.name, row.name, row.means, part)
    yield Reason("prior", "chance", f"chance, or {no.story}", rest)


def _bits(bits: Sequence[float], level: int, chance: float, entry: Entry) -> float:
    """Almost the same never says more than the same would."""
    if level == MISSING:
        return 0.0
    if level == 0:
        return bits[0] - chance
    row = entry.comparison.levels[level]
    return bits[level] if row.name in (NEITHER, DIFFERENT) else min(bits[level], bits[0] - chance)


def agreement(
    a: Sequence[Slots], b: Sequence[Slots], model: Model, held: Held = _NOWHERE
) -> tuple[list[int], list[float]]:
    """Level of each entry (`MISSING` where there is nothing to compare), and the chance of the more frequent value."""
    entries = model.plan.entries
    found = [
        _best(entry, ours, theirs, model, held.get(entry.name, _NOBODY))
        for entry, ours, theirs in zip(entries, a, b, strict=True)
    ]
    levels, chances = [each[0] for each in found], [each[1] for each in found]
    at = {entry.comparison.kind: number for number, entry in enumerate(entries)}
    if "given" in at:
        given, family = at["given"], at["family"]
        marks = [entries[number].comparison.index(SWAPPED) for number in (given, family)]
        if levels[given] > marks[0] - 2 and levels[family] > marks[1] - 2 and _crosswise(a, b, given, family):
            levels[given], levels[family] = marks
        elif all(levels[number] == entries[number].comparison.index(DIFFERENT) for number in (given, family)):
            levels[given] = entries[given].comparison.index(NEITHER)
    if "domain" in at and 0 <= levels[at.get("email", at["domain"])] <= WHOLE_ADDRESS and "email" in at:
        levels[at["domain"]] = MISSING
    return levels, chances


def _best(entry: Entry, ours: Slots, theirs: Slots, model: Model, held: Mapping[str, int]) -> tuple[int, float]:
    def holders(form: str) -> int:
        return max(model.holders(entry, form), held.get(form, 1))

    found = [
        (_level(entry, a, b), model.chance(entry, max(holders(a[0]), holders(b[0]))))
        for a in ours
        if a[0]
        for b in theirs
        if b[0]
    ]
    return min(found, default=(MISSING, 0.0))


def _level(entry: Entry, a: Facets, b: Facets) -> int:
    comparison = entry.comparison
    for number, level in enumerate(comparison.levels):
        for test in level.tests:
            at = comparison.facets.index(test.facet)
            if a[at] and b[at] and test.holds(a[at], b[at]):
                return number
    return comparison.index(DIFFERENT)


def _crosswise(a: Sequence[Slots], b: Sequence[Slots], given: int, family: int) -> bool:
    """One name of each is the other name of the other, and so is the rest, or almost."""
    once = a[given][0][0], b[family][0][0]
    twice = a[family][0][0], b[given][0][0]
    if once[0] == once[1]:
        return twice[0] == twice[1] or crosswise(*twice)
    return twice[0] == twice[1] and crosswise(*once)


def crosswise(a: str, b: str) -> bool:
    """Whether a given name and a family name are near enough to have been swapped."""
    return any(test.holds(a, b) for test in _CROSSWISE)
