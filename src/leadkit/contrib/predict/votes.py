"""Each field by itself, as naive Bayes has it: crude, and with few leads the better guess.

Where fields tell the same twice, their votes count twice; where leads are few, not having to take fields apart is worth
more than that. How much the votes count in the end is decided on leads held out.
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from leadkit.contrib.predict.columns import Floats
from leadkit.contrib.predict.evidence import sigmoid
from leadkit.contrib.predict.terms import Shaped

__all__ = ["Blend", "blended", "vote", "votes"]

#: The leads' worth of doubt against a level.
_DOUBT = 10.0
_SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)


def votes(terms: Sequence[Shaped], outcome: Floats, weight: Floats) -> list[Floats]:
    """Log-odds by level of each term, from the usual ones; pairs of fields do not vote."""
    rate = float(np.clip(np.average(outcome, weights=weight), 1e-6, 1 - 1e-6))
    found = []
    for term in terms:
        if term.groups:
            found.append(np.zeros(term.size))
            continue
        leads = np.bincount(term.levels, weight, term.size) + _DOUBT
        won = np.bincount(term.levels, weight * outcome, term.size) + _DOUBT * rate
        share = np.clip(won / leads, 1e-6, 1 - 1e-6)
        found.append(np.log(share / (1 - share)) - np.log(rate / (1 - rate)))
    return found


def vote(terms: Sequence[Shaped], points: Sequence[Floats]) -> Floats:
    """The sum of the votes, of each lead."""
    total = np.zeros(len(terms[0].levels))
    for term, of_level in zip(terms, points, strict=True):
        total += of_level[term.levels]
    return total


@frozen
class Blend:
    """(1 − share) · logit + share · (offset + stretch · votes)."""

    share: float = 0.0
    offset: float = 0.0
    stretch: float = 1.0

    def __call__(self, logit: Floats, voted: Floats) -> Floats:
        return (1 - self.share) * logit + self.share * (self.offset + self.stretch * voted)


def blended(logit: Floats, voted: Floats, outcome: Floats) -> Blend:
    """The blend that says best what became of leads held out. logit, voted: what was said of them."""
    offset, stretch = _regressed(voted, outcome)
    tried = [Blend(share, offset, stretch) for share in _SHARES]
    return min(tried, key=lambda each: _loss(each(logit, voted), outcome))


def _loss(logit: Floats, outcome: Floats) -> float:
    return float((np.logaddexp(0, logit) - outcome * logit).sum())


def _regressed(voted: Floats, outcome: Floats) -> tuple[float, float]:
    """Logistic regression on the votes, which say too much wherever fields agree."""
    design, at = np.column_stack([np.ones(len(voted)), voted]), np.array([0.0, 0.5])
    rate = float(np.clip(outcome.mean(), 1e-6, 1 - 1e-6))
    at[0] = np.log(rate / (1 - rate))
    for _ in range(15):
        said = sigmoid(design @ at)
        information = (design * (said * (1 - said))[:, None]).T @ design + np.diag([1e-3, 1.0])
        at = at + np.linalg.solve(information, design.T @ (outcome - said) - np.array([0.0, at[1]]))
    return float(at[0]), float(max(at[1], 0.0))
