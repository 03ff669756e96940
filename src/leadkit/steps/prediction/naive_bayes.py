"""Naive Bayes as Odoo's CRM has it (predictive lead scoring): for who comes from there, and for a start with few leads.

Each field votes with how often its value was won and lost; a value that nobody had, and a blank, does not vote. A stage
counts as passed: a won lead has passed every stage, a lost one all up to where it stood.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import log
from statistics import quantiles
from typing import Any, Self

from attrs import evolve, field, frozen

from leadkit.errors import Problem, UnusableInput
from leadkit.kernel.frozendict import FrozenDict
from leadkit.steps.prediction.figures import Figures
from leadkit.steps.prediction.reading import number_of, word_of
from leadkit.steps.prediction.sample import Sample
from leadkit.steps.prediction.scorecard import Reason, probability_of, strongest

__all__ = ["NaiveBayes"]

Counts = FrozenDict[str, tuple[float, float]]


def _words_of(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(word_of, names))


def _nobody() -> Sample:
    return Sample(0, 0)


@frozen(slots=False)
class NaiveBayes:
    """smoothing: how many leads every value is thought to have had already, won and lost. ranges: numbers are put into
    so many of equally many leads; 0 leaves each number a word of its own. stage: the column that holds a stage, and
    stages: their order.
    """

    smoothing: float = 0.1
    ranges: int = 0
    stage: str = ""
    stages: tuple[str, ...] = field(default=(), converter=_words_of)
    sample: Sample = field(factory=_nobody)
    cuts: FrozenDict[str, tuple[float, ...]] = field(factory=FrozenDict, repr=False)
    counts: FrozenDict[str, Counts] = field(factory=FrozenDict, repr=False)
    calibration: Figures | None = None

    def fit(self, table: Mapping[str, Sequence[Any]], outcome: Sequence[float], *, in_time: bool = False) -> Self:
        """Count; in_time changes nothing. Raises `UnusableInput` unless there are both outcomes."""
        won = [value > 0.5 for value in outcome]
        sample = Sample(sum(won), len(won) - sum(won))
        if not sample.won or not sample.lost:
            raise UnusableInput([Problem("one_outcome", "target", "all leads have one outcome")])
        cuts = FrozenDict(
            (name, found) for name, cells in table.items() if self.ranges and (found := _cuts(cells, self.ranges))
        )
        ready = evolve(self, sample=sample, cuts=cuts)
        counts = {name: self._smoothed(ready._counted(name, cells, won)) for name, cells in table.items()}
        return evolve(ready, counts=FrozenDict(counts))

    def _smoothed(self, counts: Mapping[str, list[float]]) -> Counts:
        return FrozenDict((word, (w + self.smoothing, lost + self.smoothing)) for word, (w, lost) in counts.items())

    def _counted(self, name: str, cells: Sequence[Any], won: Sequence[bool]) -> dict[str, list[float]]:
        counts: dict[str, list[float]] = {}
        for cell, outcome in zip(cells, won, strict=True):
            for word in self._words(name, cell, won=outcome):
                counts.setdefault(word, [0.0, 0.0])[not outcome] += 1
        return counts

    def _words(self, name: str, cell: Any, *, won: bool) -> Iterable[str]:
        word = self._word(name, cell)
        if name != self.stage or word not in self.stages:
            return (word,) if word else ()
        return self.stages if won else self.stages[: self.stages.index(word) + 1]

    def _word(self, name: str, cell: Any) -> str:
        if name in self.cuts:
            number = number_of(cell)
            return "" if number is None else str(bisect_left(self.cuts[name], number))
        return word_of(cell)

    @cached_property
    def base(self) -> float:
        """The logit of the smoothed rate of won leads."""
        return log((self.sample.won + self.smoothing) / (self.sample.lost + self.smoothing))

    @cached_property
    def _points(self) -> dict[str, dict[str, float]]:
        """Log-odds by field and value."""
        points = {}
        for name, counts in self.counts.items():
            if name == self.stage and self.stages:
                totals = counts.get(self.stages[0], (1.0, 1.0))
            else:
                totals = (sum(row[0] for row in counts.values()), sum(row[1] for row in counts.values()))
            points[name] = {word: log(won / totals[0]) - log(lost / totals[1]) for word, (won, lost) in counts.items()}
        return points

    def _votes(self, lead: Mapping[str, Any]) -> list[tuple[str, str, float]]:
        words = ((name, self._word(name, lead.get(name))) for name in self._points)
        return [(name, word, self._points[name].get(word, 0.0)) for name, word in words]

    def probability(self, lead: Mapping[str, Any]) -> float:
        """The chance that the lead converts, as far as its fields are independent; correlated ones vote twice."""
        return probability_of(self.base + sum(points for *_, points in self._votes(lead)))

    def probabilities(self, table: Mapping[str, Sequence[Any]]) -> list[float]:
        rows = zip(*(table[name] for name in table), strict=True)
        return [self.probability(dict(zip(table, row, strict=True))) for row in rows]

    def reasons(self, lead: Mapping[str, Any], most: int = 3) -> tuple[Reason, ...]:
        """The strongest votes."""
        votes = self._votes(lead)
        kept = strongest([points for *_, points in votes], most)
        return tuple(Reason(((votes[at][0], votes[at][1]),), votes[at][2]) for at in kept)


def _cuts(cells: Sequence[Any], ranges: int) -> tuple[float, ...]:
    """Where the quantiles of a column of numbers lie; empty for anything else."""
    numbers = [number for cell in cells if (number := number_of(cell)) is not None]
    filled = sum(bool(word_of(cell)) for cell in cells)
    if len(numbers) < 0.95 * filled or len(set(numbers)) <= ranges:
        return ()
    return tuple(sorted(set(quantiles(numbers, n=ranges))))
