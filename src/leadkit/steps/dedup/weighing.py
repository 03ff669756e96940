"""Two records, one verdict, and its reasons: comparison by comparison, between the best story of each kind."""

from collections.abc import Iterator, Mapping, Sequence
from math import exp2, inf
from typing import NamedTuple

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.steps.dedup.forms import Facets
from leadkit.steps.dedup.levels import COMPARISONS, NEITHER, SWAPPED
from leadkit.steps.dedup.likeness import Alike, Initial
from leadkit.steps.dedup.model import Model
from leadkit.steps.dedup.plan import Entry, Record
from leadkit.steps.dedup.verdicts import Verdict

__all__ = ["MISSING", "WHOLE_ADDRESS", "Reason", "Weighed", "compare", "crosswise", "verdict"]

Slots = Sequence[Facets]
#: Comparison → form → how many have it.
Held = Mapping[str, Mapping[str, int]]
MISSING = -1
_WORST = 1_000
_NOWHERE: Held = FrozenDict({})

# Bits from which a pair is a duplicate, and from which a person should look.
DUPLICATE, REVIEW = 1.0, -3.0

_CROSSWISE = (Initial("form"), Alike("form", "jaro_winkler", 0.84))
_MARKS = COMPARISONS["given"].index(SWAPPED), COMPARISONS["family"].index(SWAPPED)
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
    present = [at for at, level in enumerate(levels) if level != MISSING]
    same = [at for at in present if levels[at] == 0]
    yes, no = _Told(-inf, "", ()), _Told(0.0, "strangers", (False,) * len(bits))
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
                if about[at]:
                    total += bits[at]
            if total > no.bits:
                no = _Told(total, story.name, about)
    return levels, bits, yes, no


def _bits(levels: Sequence[int], chances: Sequence[float], model: Model) -> list[float]:
    """What each level is worth: nothing where there is none; almost the same never more than the same."""
    bits = []
    for entry, level, chance, row in zip(model.plan.entries, levels, chances, model.weights, strict=True):
        if level == MISSING:
            bits.append(0.0)
        elif level == 0:
            bits.append(row.bits[0] - chance)
        elif level in entry.comparison.apart:
            bits.append(row.bits[level])
        else:
            bits.append(min(row.bits[level], row.bits[0] - chance))
    return bits


class _Told(NamedTuple):
    """How well a story explains a pair, in bits, and which entries it is about."""

    bits: float
    story: str
    about: tuple[bool, ...]


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
        if levels[given] > _MARKS[0] - 2 and levels[family] > _MARKS[1] - 2 and _crosswise(a, b, given, family):
            levels[given], levels[family] = _MARKS
            for number in (given, family):
                chances[number] = _chance(entries[number], a[number][0][0], b[number][0][0], model)
        elif all(levels[number] == entries[number].comparison.last for number in (given, family)):
            levels[given] = _NEITHER
    if "domain" in at and 0 <= levels[at.get("email", at["domain"])] <= WHOLE_ADDRESS and "email" in at:
        levels[at["domain"]] = MISSING
    return levels, chances


def _best(entry: Entry, ours: Slots, theirs: Slots, model: Model, held: Mapping[str, int] | None) -> tuple[int, float]:
    """Of values that are there."""
    best = (_WORST, 0.0)
    comparison = entry.comparison
    for a in ours:
        for b in theirs:
            level, chance = 0, 0.0
            if a[0] != b[0]:
                for number, at, holds in comparison.tests:
                    if a[at] and b[at] and holds(a[at], b[at]):
                        level = number
                        break
                else:
                    level = comparison.last
            if level not in comparison.apart:  # what differs does so whatever it is
                chance = _chance(entry, a[0], b[0], model, held)
            best = min(best, (level, chance))
    return best


def _chance(entry: Entry, a: str, b: str, model: Model, held: Mapping[str, int] | None = None) -> float:
    """The chance of the more frequent of two values."""
    known = model.holders(entry, a) if a == b else max(model.holders(entry, a), model.holders(entry, b))
    return model.chance(entry, max(known, held.get(a, 1), held.get(b, 1)) if held else known)


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
