"""What a model says about leads that it did not learn from, without fitting it again and again.

The leads lie in blocks. Leaving blocks out, or counting them less, changes the sums that the fit rests on; from the fit
of all leads a few steps with the remaining sums lead to the fit of the remaining leads.
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from leadkit.contrib.predict.columns import Floats, Levels
from leadkit.contrib.predict.evidence import Fit, curvature, logits, penalties, sigmoid, slope
from leadkit.contrib.predict.terms import Shaped

__all__ = ["Calibrated", "Parts", "calibrated", "held_out", "parts"]

_STEPS = 3
#: How far from (0, 1) offset and stretch are thought to be, as standard deviations.
_OFFSET, _STRETCH = 0.3, 0.3


@frozen(eq=False)
class Parts:
    """The leads of each block: their terms, outcomes, weights, and their share of the information."""

    terms: tuple[tuple[Shaped, ...], ...]
    outcome: tuple[Floats, ...]
    weight: tuple[Floats, ...]
    information: tuple[Floats, ...]


def parts(terms: Sequence[Shaped], outcome: Floats, weight: Floats, block: Levels, fit: Fit) -> Parts:
    """block: the number of each lead's block, from 0."""
    rows = [np.flatnonzero(block == number) for number in range(int(block.max()) + 1)]
    split = [tuple(_only(term, chosen) for term in terms) for chosen in rows]
    said = sigmoid(fit.logits)
    shares = weight * said * (1 - said)
    return Parts(
        tuple(split),
        tuple(outcome[chosen] for chosen in rows),
        tuple(weight[chosen] for chosen in rows),
        tuple(curvature(fit.layout, own, shares[chosen]) for own, chosen in zip(split, rows, strict=True)),
    )


def _only(term: Shaped, rows: Levels) -> Shaped:
    return Shaped(term.levels[rows], term.size, term.shapes, term.fields, term.groups)


def held_out(fit: Fit, given: Parts, counting: Sequence[float], block: int) -> Floats:
    """The logits of one block by the fit of the others. counting: how much each block counts, 0 for not at all."""
    where, penalty = fit.layout, penalties(fit.layout, fit.precisions)
    used = [at for at, share in enumerate(counting) if share]
    information = sum(counting[at] * given.information[at] for at in used) + np.diag(penalty)
    at, back = fit.coefficients.copy(), np.linalg.inv(information)
    for _ in range(_STEPS):
        uphill = -penalty * at
        for number in used:
            gaps = given.outcome[number] - sigmoid(logits(where, at, given.terms[number]))
            uphill += counting[number] * slope(where, given.terms[number], given.weight[number] * gaps)
        at = at + back @ uphill
    return logits(where, at, given.terms[block])


@frozen
class Calibrated:
    """What makes held-out logits right on average: offset + stretch · logit."""

    offset: float = 0.0
    stretch: float = 1.0


def calibrated(logit: Floats, outcome: Floats, weight: Floats) -> Calibrated:
    """Logistic regression on the logit, held towards leaving it as it is; never turned around."""
    at, prior = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    doubt = np.array([_OFFSET, _STRETCH]) ** -2.0
    design = np.column_stack([np.ones(len(logit)), logit])
    for _ in range(12):
        said = sigmoid(design @ at)
        uphill = design.T @ (weight * (outcome - said)) - doubt * (at - prior)
        information = (design * (weight * said * (1 - said))[:, None]).T @ design + np.diag(doubt)
        at = at + np.linalg.solve(information, uphill)
    return Calibrated(float(at[0]), float(max(at[1], 0.0)))
