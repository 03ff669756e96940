"""Points from outcomes: penalised logistic regression whose penalties the data choose.

Each shape of each term has a Gaussian prior with a precision of its own. Newton's method finds the points, and between
its steps every precision is set to where the evidence is largest (MacKay, Neural Computation 4, 1992), held by a
gamma prior. A shape that explains nothing is shrunk away, one that explains much hardly at all. Leads are only ever
counted by level and by pairs of levels, so a step costs counting, and does not depend on how many numbers a level is.
"""

from collections.abc import Sequence

import numpy as np
from attrs import evolve, frozen

from leadkit.contrib.predict.columns import Floats, Levels
from leadkit.contrib.predict.terms import Shaped

__all__ = ["Fit", "Layout", "counted", "curvature", "layout", "logits", "maximise", "scaled_up", "sigmoid", "started"]

#: The prior of a precision: as if two effects had been seen already, with a variance of .1 each, in log-odds; and the
#: least precision: one standard deviation of a shape moves odds by a factor of e, or less.
_SEEN, _SPREAD, LEAST = 1.0, 0.1, 1.0
#: The precision of the line of a field that is trusted beforehand, such as a score by rules.
TRUSTED = 0.1
START = 10.0
_ROUNDS, _HALVINGS = 20, 10
#: Root mean square of a step in log-odds: below the first nothing moves any more; above the second, curvature is stale.
_STILL, _STALE = 0.01, 0.3
_ALMOST_NO = 1e-8


@frozen(eq=False)
class Layout:
    """Where everything is: rows of the table of all levels, columns of all shapes; column 0 is the base.

    least: of each shape, how small its precision may become.
    """

    offsets: tuple[int, ...]
    shapes: Floats
    owner: Levels
    sizes: Floats
    least: Floats

    @property
    def width(self) -> int:
        return int(self.shapes.shape[1])


@frozen(eq=False)
class Fit:
    """layout, coefficients of all shapes, their precisions, each lead's logit, and the information used last."""

    layout: Layout
    coefficients: Floats
    precisions: Floats
    logits: Floats
    information: Floats

    def points(self) -> list[Floats]:
        """Of each term, by level."""
        points = self.layout.shapes @ self.coefficients
        return np.split(points, self.layout.offsets[1:-1])


def sigmoid(logit: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(logit, -700, 700)))


def layout(terms: Sequence[Shaped]) -> Layout:
    sizes = [term.size for term in terms]
    offsets = [0, *np.cumsum(sizes).tolist()]
    shapes = [(at, shape) for at, term in enumerate(terms) for shape in term.shapes]
    table = np.zeros((offsets[-1], 1 + sum(shape.shape[1] for _, shape in shapes)))
    owner = np.full(table.shape[1], -1, np.intp)
    column = 1
    for number, (at, shape) in enumerate(shapes):
        end = column + shape.shape[1]
        table[offsets[at] : offsets[at + 1], column:end] = shape
        owner[column:end] = number
        column = end
    widths = np.array([shape.shape[1] for _, shape in shapes], np.float64)
    trusted = [terms[at].trusted and shape is terms[at].shapes[0] for at, shape in shapes]
    return Layout(tuple(offsets), table, owner, widths, np.where(trusted, TRUSTED, LEAST))


def logits(where: Layout, coefficients: Floats, terms: Sequence[Shaped]) -> Floats:
    """Of each lead."""
    points = where.shapes @ coefficients
    found = np.full(len(terms[0].levels), coefficients[0])
    for term, start, end in zip(terms, where.offsets, where.offsets[1:], strict=False):
        found += points[start:end][term.levels]
    return found


def counted(terms: Sequence[Shaped], weight: Floats) -> Floats:
    """The weight of the leads at each level of each term."""
    return np.concatenate([np.bincount(term.levels, weight, term.size) for term in terms])


def slope(where: Layout, terms: Sequence[Shaped], gaps: Floats) -> Floats:
    """The gradient of the likelihood. gaps: outcome less probability, times the lead's weight."""
    found = where.shapes.T @ counted(terms, gaps)
    found[0] = gaps.sum()
    return found


def curvature(where: Layout, terms: Sequence[Shaped], weight: Floats) -> Floats:
    """The information of the coefficients: from how much weight each pair of levels has."""
    total = np.diag(counted(terms, weight))
    for at, term in enumerate(terms):
        rows = slice(where.offsets[at], where.offsets[at + 1])
        for before in range(at):
            other = terms[before]
            columns = slice(where.offsets[before], where.offsets[before + 1])
            cells = term.levels * other.size
            cells += other.levels
            table = np.bincount(cells, weight, term.size * other.size).reshape(term.size, other.size)
            total[rows, columns] = table
            total[columns, rows] = table.T
    found: Floats = where.shapes.T @ (total @ where.shapes)
    found[0] = found[:, 0] = where.shapes.T @ np.diag(total)
    found[0, 0] = weight.sum()
    return found


def penalties(where: Layout, precisions: Floats) -> Floats:
    """Of each coefficient; the base has hardly any."""
    found = precisions[where.owner]
    found[0] = _ALMOST_NO
    return found


def maximise(
    terms: Sequence[Shaped],
    outcome: Floats,
    weight: Floats,
    start: Fit | None = None,
    *,
    learn: bool = True,
    rounds: int = _ROUNDS,
) -> Fit:
    """outcome: from 0 to 1 for each lead. start: what to begin from, its information too unless that is empty.

    learn: whether precisions are learnt, or kept.
    """
    fit = start or _from_nothing(terms, outcome, weight)
    where = fit.layout
    fit = evolve(fit, logits=logits(where, fit.coefficients, terms))
    moved = _STALE if len(fit.information) else np.inf
    for _ in range(rounds):
        said = sigmoid(fit.logits)
        if moved > _STALE:
            fit = evolve(fit, information=curvature(where, terms, weight * said * (1 - said)))
        toward, precisions = _newton(fit, slope(where, terms, weight * (outcome - said)), learn=learn)
        fit, moved = _stepped(evolve(fit, precisions=precisions), toward, terms, outcome, weight)
        if moved < _STILL:
            break
    return fit


def _from_nothing(terms: Sequence[Shaped], outcome: Floats, weight: Floats) -> Fit:
    where = layout(terms)
    rate = np.clip(np.average(outcome, weights=weight), 1e-6, 1 - 1e-6)
    coefficients = np.zeros(where.width)
    coefficients[0] = np.log(rate / (1 - rate))
    return Fit(where, coefficients, started(where), np.empty(0), np.empty(0))


def scaled_up(fit: Fit, few: Sequence[Shaped], terms: Sequence[Shaped], weight: Floats) -> Fit:
    """The fit of a few leads as a start for all of them: their information, as if the others were like them.

    Levels that are rarer among the few than among all get what they lack, so that no step goes too far.
    """
    said = sigmoid(fit.logits)
    usual, times = float(np.mean(said * (1 - said))), weight.sum() / len(said)
    lacking = np.maximum(counted(terms, weight) - times * counted(few, np.ones(len(said))), 0.0) * usual
    shapes = fit.layout.shapes
    return evolve(fit, information=times * fit.information + shapes.T @ (lacking[:, None] * shapes))


def started(where: Layout) -> Floats:
    """The precisions to begin with."""
    return np.where(where.least == TRUSTED, TRUSTED, START)


def _newton(fit: Fit, gradient: Floats, *, learn: bool) -> tuple[Floats, Floats]:
    """The coefficients that a step leads to, and the precisions it was made with."""
    where, precisions, information = fit.layout, fit.precisions, fit.information
    wanted = gradient + information @ fit.coefficients
    owners = where.owner[1:]
    if learn:
        inverse = np.linalg.inv(information + np.diag(penalties(where, precisions)))
        reached = inverse @ wanted
        spread = np.bincount(owners, np.diag(inverse)[1:], len(precisions))
        square = np.bincount(owners, reached[1:] ** 2, len(precisions))
        free = np.maximum(where.sizes - precisions * spread, 0.0)
        precisions = np.maximum((free + 2 * _SEEN) / (square + 2 * _SPREAD), where.least)
        precisions[where.least == TRUSTED] = TRUSTED
    toward = np.linalg.solve(information + np.diag(penalties(where, precisions)), wanted)
    return np.asarray(toward, np.float64), precisions


def _stepped(fit: Fit, toward: Floats, terms: Sequence[Shaped], outcome: Floats, weight: Floats) -> tuple[Fit, float]:
    """As far in this direction as it leads up, and the root mean square of what it moved."""
    where, penalty = fit.layout, penalties(fit.layout, fit.precisions)
    goal = logits(where, toward, terms)

    def objective(part: float) -> float:
        logit = fit.logits + part * (goal - fit.logits)
        at = fit.coefficients + part * (toward - fit.coefficients)
        # log(1 + e^logit), as `logaddexp` gives it, in half the time.
        softplus = np.maximum(logit, 0.0) + np.log1p(np.exp(-np.abs(logit)))
        likelihood = (weight * (outcome * logit - softplus)).sum()
        return float(likelihood - (penalty * at * at).sum() / 2)

    part, now = 1.0, objective(0.0)
    for _ in range(_HALVINGS):
        if objective(part) >= now - 1e-6:
            break
        part /= 2
    moved = part * float(np.sqrt(np.mean((goal - fit.logits) ** 2)))
    return evolve(
        fit,
        coefficients=fit.coefficients + part * (toward - fit.coefficients),
        logits=fit.logits + part * (goal - fit.logits),
    ), moved
