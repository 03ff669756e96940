"""What a model says about leads that it did not learn from, without fitting it again and again.

The leads lie in blocks. Leaving blocks out, or counting them less, changes the sums that the fit rests on; from the fit
of all leads a few steps with the remaining sums lead to the fit of the remaining leads.
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from leadkit.contrib.predict.columns import Floats, Levels
from leadkit.contrib.predict.evidence import Fit, logits, penalties, sigmoid, slope
from leadkit.contrib.predict.terms import Shaped

__all__ = ["Calibrated", "Parts", "above_chance", "calibrated", "held_out", "parts"]

_STEPS = 4
_STILL = 1e-4
#: How far from (0, 1) offset and stretch of a block are thought to be, as standard deviations.
_OFFSET, _STRETCH = 0.3, 0.3


@frozen(eq=False)
class Parts:
    """The leads of each block: their terms and outcomes, and what part of all information they are.

    back: by what part of the information remains, the inverse that leads to the remaining leads' fit.
    """

    terms: tuple[Shaped, ...]
    outcome: Floats
    block: Levels
    share: Floats
    back: dict[float, Floats]


def parts(terms: Sequence[Shaped], outcome: Floats, block: Levels, fit: Fit) -> Parts:
    """block: the number of each lead's block, from 0."""
    said = sigmoid(fit.logits)
    share = np.bincount(block, said * (1 - said))
    return Parts(tuple(terms), outcome, block, share / share.sum(), {})


def held_out(fit: Fit, given: Parts, counting: Sequence[float], block: int) -> Floats:
    """The logits of one block by the fit of the others. counting: how much each block counts, 0 for not at all."""
    where, penalty = fit.layout, penalties(fit.layout, fit.precisions)
    left = round(float(np.dot(counting, given.share)), 2)
    if left not in given.back:
        given.back[left] = np.asarray(np.linalg.inv(left * fit.information + np.diag(penalty)), np.float64)
    at, weight = fit.coefficients, np.array(counting)[given.block]
    for _ in range(_STEPS):
        gaps = weight * (given.outcome - sigmoid(logits(where, at, given.terms)))
        at = at + given.back[left] @ (slope(where, given.terms, gaps) - penalty * at)
    said: Floats = logits(where, at, given.terms)[given.block == block]
    return said


@frozen
class Calibrated:
    """What makes held-out logits right on average: offset + stretch · logit."""

    offset: float = 0.0
    stretch: float = 1.0


def calibrated(blocks: Sequence[tuple[Floats, Floats]]) -> Calibrated:
    """What held-out blocks, (logits, outcomes) each, ask for: as far as they agree, after James and Stein.

    Under drift every block asks for something else, and the next one too: then logits are best left as they are.
    """
    asked = np.array([_asked(*block) for block in blocks]) - (0.0, 1.0)
    middle, doubt = asked.mean(axis=0), asked.var(axis=0, ddof=1) / len(asked)
    held = np.where(middle**2 > doubt, 1 - doubt / np.maximum(middle**2, doubt), 0.0) * middle
    return Calibrated(float(held[0]), float(max(1 + held[1], 0.0)))


def _asked(logit: Floats, outcome: Floats) -> Floats:
    """Offset and stretch by logistic regression on the logit, held towards leaving it as it is."""
    at = prior = np.array([0.0, 1.0])
    doubt = np.array([_OFFSET, _STRETCH]) ** -2.0
    design = np.column_stack([np.ones(len(logit)), logit])
    for _ in range(10):
        said = sigmoid(design @ at)
        uphill = design.T @ (outcome - said) - doubt * (at - prior)
        information = (design * (said * (1 - said))[:, None]).T @ design + np.diag(doubt)
        step = np.linalg.solve(information, uphill)
        at = at + step
        if np.abs(step).max() < _STILL:
            break
    return at


def above_chance(logit: Floats, won: NDArray[np.bool_]) -> tuple[float, float]:
    """The AUC, and its standard error if there were nothing to rank by (Mann and Whitney, 1947)."""
    _, place, ties = np.unique(logit, return_inverse=True, return_counts=True)
    rank = (np.cumsum(ties) - (ties - 1) / 2)[place]
    positive, negative = int(won.sum()), int((~won).sum())
    if not positive or not negative:
        return 0.5, np.inf
    area = (rank[won].sum() - positive * (positive + 1) / 2) / (positive * negative)
    return float(area), float(np.sqrt((positive + negative + 1) / (12 * positive * negative)))
