"""The scorecard: a sum of points, one for each term, that is the logit of the probability. Plain data, no numpy."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from math import exp
from typing import Any

from attrs import field, frozen

from leadkit.steps.prediction.fields import ModelField
from leadkit.steps.prediction.figures import Figures
from leadkit.steps.prediction.sample import Sample

__all__ = ["GRADES", "Estimate", "Reason", "Scorecard", "Signal", "Term", "grade_of", "probability_of"]

#: A lead's odds, as so many times the usual odds → its grade. Whoever is like everybody is a C.
GRADES: tuple[tuple[str, float], ...] = (("A", 3.0), ("B", 1.5), ("C", 0.5), ("D", 0.0))


class Signal(StrEnum):
    """Whether the fields tell won from lost, on leads held out.

    none: they do not, and everybody gets the base rate. unclear: too few leads to say.
    """

    FOUND = "found"
    UNCLEAR = "unclear"
    NONE = "none"


def _signal(name: str) -> Signal:
    return Signal(name)


def _rows(rows: Iterable[Iterable[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)


@frozen(slots=False)
class Term:
    """Points by level of one field, or of two together.

    fields: places in the scorecard's fields. groups: of two fields, which group each level belongs to.
    points: in log-odds; of two fields row by row: `points[first * groups of second + second]`.
    """

    fields: tuple[int, ...] = field(converter=tuple[int, ...])
    points: tuple[float, ...] = field(converter=tuple[float, ...], repr=False)
    groups: tuple[tuple[int, ...], ...] = field(default=(), converter=_rows, repr=False)

    @cached_property
    def width(self) -> int:
        """How many groups the second field has."""
        return max(self.groups[1]) + 1

    def place(self, levels: Sequence[int]) -> int:
        """Which of the points a lead with these levels gets."""
        if not self.groups:
            return levels[self.fields[0]]
        first, second = self.groups
        return first[levels[self.fields[0]]] * self.width + second[levels[self.fields[1]]]


@frozen(slots=False)
class Reason:
    """What one term adds to the logit, and because of what: (field, level) pairs, one or two."""

    because: tuple[tuple[str, str], ...]
    points: float

    def __str__(self) -> str:
        return f"{' and '.join(f'{name}: {level}' for name, level in self.because)} ({self.points:+.2f})"


@frozen(slots=False)
class Estimate:
    """A probability and where it comes from: `base` and the points of all reasons sum to `logit`."""

    probability: float
    grade: str
    base: float
    logit: float
    reasons: tuple[Reason, ...] = field(repr=False)


def probability_of(logit: float) -> float:
    if logit < 0:
        odds = exp(max(logit, -700.0))
        return odds / (1 + odds)
    return 1 / (1 + exp(-logit))


@frozen(slots=False)
class Scorecard:
    """What was learnt about conversion, as a value that JSON can hold.

    base: the logit of a lead about which nothing speaks for or against. usual: the logit of the rate learnt from.
    signal: if there is none, there are no terms. measured: on leads held out.
    half_life: leads (in order of time) after which one counts half; `None`: all count alike.
    scores: rising logits, about a tenth of the leads learnt from between each, and the share that lies at or below: the
    snapshot for drift.
    target: what is predicted. dropped: columns that were not used, and why.
    """

    fields: tuple[ModelField, ...] = field(converter=tuple[ModelField, ...])
    terms: tuple[Term, ...] = field(converter=tuple[Term, ...], repr=False)
    base: float
    usual: float
    sample: Sample
    signal: Signal = field(default=Signal.FOUND, converter=_signal)
    measured: Figures | None = None
    half_life: float | None = None
    scores: tuple[tuple[float, ...], ...] = field(default=(), converter=_rows, repr=False)
    target: str = ""
    dropped: tuple[tuple[str, ...], ...] = field(default=(), converter=_rows)

    @property
    def calibration(self) -> Figures | None:
        """How the probabilities fared on leads held out; `None` when that was not measured."""
        return self.measured

    def levels(self, lead: Mapping[str, Any]) -> list[int]:
        """The level of each field. Unknown columns are ignored, columns that are not there are missing."""
        return [read(lead) for read in self._readers]

    @cached_property
    def _readers(self) -> tuple[Callable[[Mapping[str, Any]], int], ...]:
        return tuple(each.of_lead for each in self.fields)

    def points(self, levels: Sequence[int]) -> list[float]:
        """The points of each term."""
        return [term.points[term.place(levels)] for term in self.terms]

    def logit_of(self, levels: Sequence[int]) -> float:
        return total(self.base, self.points(levels))

    def probability(self, lead: Mapping[str, Any]) -> float:
        """The chance that this lead converts, from 0 to 1. lead: cells by column, as text or as values."""
        return probability_of(self.logit_of(self.levels(lead)))

    def reasons(self, lead: Mapping[str, Any], most: int = 3) -> tuple[Reason, ...]:
        """What moves this lead most, up or down, strongest first; what moves nothing is no reason."""
        levels = self.levels(lead)
        points = self.points(levels)
        return tuple(self.reason(at, levels, points[at]) for at in strongest(points, most))

    def estimate(self, lead: Mapping[str, Any], most: int | None = None) -> Estimate:
        """Probability, grade and reasons at once. most: how many reasons; `None`: all, which sum to the logit."""
        levels = self.levels(lead)
        points = self.points(levels)
        logit = total(self.base, points)
        kept = strongest(points, len(points) if most is None else most)
        reasons = tuple(self.reason(at, levels, points[at]) for at in kept)
        return Estimate(probability_of(logit), self.grade(logit), self.base, logit, reasons)

    def grade(self, logit: float) -> str:
        return grade_of(logit, self.usual)

    def reason(self, at: int, levels: Sequence[int], points: float) -> Reason:
        """The reason of a term."""
        told = ((self.fields[place].name, self.fields[place].levels[levels[place]]) for place in self.terms[at].fields)
        return Reason(tuple(told), points)


def grade_of(logit: float, usual: float) -> str:
    """From the odds, as so many times the usual ones; both logits."""
    times = exp(min(logit - usual, 50.0))
    return next(name for name, least in GRADES if times >= least)


def total(base: float, points: Iterable[float]) -> float:
    """In the order of the terms, as whole tables are added up too: the same to the last bit."""
    for each in points:
        base += each
    return base


def strongest(points: Sequence[float], most: int) -> list[int]:
    """Places of the points that are furthest from 0; of equal ones the first."""
    places = [at for at, each in enumerate(points) if each]
    return sorted(places, key=lambda at: -abs(points[at]))[:most]
