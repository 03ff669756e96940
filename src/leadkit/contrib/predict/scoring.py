"""Whole tables through a scorecard: the same answers as `Scorecard.estimate`, by columns."""

from collections.abc import Mapping

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from leadkit.contrib.predict.columns import Column, Floats, Levels, levels_of
from leadkit.contrib.predict.evidence import sigmoid
from leadkit.steps.prediction.scorecard import GRADES, Reason, Scorecard

__all__ = ["Scored", "score_table"]


@frozen(eq=False)
class Scored:
    """Of each lead: logit, probability, grade (a place in `GRADES`), and its strongest terms.

    strongest: (leads × reasons) places of terms, −1 where there is none; points: what they add to the logit.
    """

    card: Scorecard
    logit: Floats
    probability: Floats
    grade: NDArray[np.int8]
    strongest: NDArray[np.int16]
    points: Floats
    levels: tuple[Levels, ...]

    def grades(self) -> list[str]:
        return [GRADES[at][0] for at in self.grade]

    def reasons(self, row: int) -> tuple[Reason, ...]:
        """Why the lead of this row stands where it does, strongest first."""
        levels = [int(each[row]) for each in self.levels]
        told = zip(self.strongest[row].tolist(), self.points[row].tolist(), strict=True)
        return tuple(self.card.reason(at, levels, points) for at, points in told if at >= 0)


def score_table(card: Scorecard, table: Mapping[str, Column], *, reasons: int = 3) -> Scored:
    """table: cells by column, all of one length; columns that the scorecard does not know are ignored."""
    rows = len(next(iter(table.values()), ()))
    levels = tuple(levels_of(each, table) for each in card.fields)
    logit = np.full(rows, card.base)
    points = np.empty((rows, len(card.terms)))
    for at, term in enumerate(card.terms):
        place = levels[term.fields[0]]
        if term.groups:
            first, second = (np.array(groups, np.intp) for groups in term.groups)
            place = (first * term.width)[place] + second[levels[term.fields[1]]]
        given = np.array(term.points)[place]
        points[:, at] = given
        logit += given
    strongest, added = _strongest(points, reasons)
    times = np.exp(np.minimum(logit - card.usual, 50.0))
    grade = np.zeros(rows, np.int8)
    for _, least in GRADES[:-1]:
        grade += times < least
    return Scored(card, logit, sigmoid(logit), grade, strongest, added, levels)


def _strongest(points: Floats, most: int) -> tuple[NDArray[np.int16], Floats]:
    rows, terms = points.shape
    strongest, added = np.full((rows, most), -1, np.int16), np.zeros((rows, most))
    left, every = np.abs(points), np.arange(rows)
    for at in range(min(most, terms)):
        place = left.argmax(axis=1)
        strongest[:, at] = np.where(left[every, place] > 0, place, -1)
        added[:, at] = points[every, place]
        left[every, place] = 0.0
    return strongest, added
