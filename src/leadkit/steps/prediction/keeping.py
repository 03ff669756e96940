"""Models in the course of time: is the new one better, and are today's leads still those that were learnt from?"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log, sqrt
from typing import Any

from attrs import field, frozen

from leadkit.steps.prediction.figures import Figures, figures, log_loss
from leadkit.steps.prediction.protocol import Predictor
from leadkit.steps.prediction.scorecard import Scorecard

__all__ = ["Choice", "Drift", "better", "drift"]

#: What practice makes of a population stability index: below the first nothing, from the second on a shift.
SMALL_SHIFT, SHIFT = 0.1, 0.25
_ROOM = 0.5


@frozen(slots=False)
class Choice:
    """Which of two models to keep, and how both fared on the same leads. gain: in log loss, above 0 for the new one."""

    take_new: bool
    gain: float
    error: float
    old: Figures
    new: Figures

    def __str__(self) -> str:
        kept = "take the new model" if self.take_new else "keep the old model"
        return f"{kept}: log loss {self.old.log_loss:.4f} → {self.new.log_loss:.4f} (± {self.error:.4f})"


def better(old: Predictor, new: Predictor, leads: Sequence[Mapping[str, Any]], won: Sequence[bool]) -> Choice:
    """The new model is taken unless it says worse what became of leads that neither has learnt from.

    leads, won: the holdout, at least one lead. error: the standard error of the gain, of which a tie is made.
    """
    said = [[model.probability(lead) for lead in leads] for model in (old, new)]
    losses = [[log_loss([value], [outcome]) for value, outcome in zip(each, won, strict=True)] for each in said]
    gains = [before - after for before, after in zip(*losses, strict=True)]
    gain = sum(gains) / len(gains)
    error = sqrt(sum((each - gain) ** 2 for each in gains)) / len(gains)
    return Choice(gain >= 0, gain, error, figures(said[0], won), figures(said[1], won))


@frozen(slots=False)
class Drift:
    """How far today's leads are from those learnt from: population stability indices, 0 for the same shares.

    fields: by field, furthest first. score: of the scores, by tenths. leads: how many were looked at.
    """

    fields: tuple[tuple[str, float], ...] = field(converter=tuple[tuple[str, float], ...])
    score: float
    leads: int

    @property
    def shifted(self) -> tuple[str, ...]:
        """The fields that are no longer what they were."""
        return tuple(name for name, index in self.fields if index >= SHIFT)

    @property
    def is_shifted(self) -> bool:
        return self.score >= SHIFT or bool(self.shifted)


def drift(card: Scorecard, leads: Iterable[Mapping[str, Any]]) -> Drift:
    """Compare leads with the snapshot that the scorecard holds of those it was learnt from."""
    seen = [Counter[int]() for _ in card.fields]
    cuts = [logit for logit, _ in card.scores]
    parts: Counter[int] = Counter()
    total = 0
    for lead in leads:
        levels = card.levels(lead)
        for counter, level in zip(seen, levels, strict=True):
            counter[level] += 1
        parts[bisect_left(cuts, card.logit_of(levels))] += 1
        total += 1
    indices = [
        (each.name, stability(each.counts, [counter[level] for level in range(each.size)]))
        for each, counter in zip(card.fields, seen, strict=True)
    ]
    shares = [0.0, *(share for _, share in card.scores), 1.0]
    usual = [card.sample.closed * (high - low) for low, high in pairwise(shares)]
    score = stability(usual, [parts[part] for part in range(len(usual))])
    return Drift(sorted(indices, key=lambda row: -row[1]), score, total)


def stability(before: Sequence[float], now: Sequence[float]) -> float:
    """The population stability index of counts by level; half a lead is added to each, so that none is empty."""
    totals = sum(before) + _ROOM * len(before), sum(now) + _ROOM * len(now)
    if not sum(before) or not sum(now):
        return 0.0
    shares = (((b + _ROOM) / totals[0], (n + _ROOM) / totals[1]) for b, n in zip(before, now, strict=True))
    return sum((after - earlier) * log(after / earlier) for earlier, after in shares)
