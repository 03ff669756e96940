"""Scores of many leads by columns: points, the rows that hit, and what they amount to."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from leadkit.contrib.scoring.behaviour import engagement_worths
from leadkit.contrib.scoring.columns import Columns, Flags, Ints
from leadkit.kernel.instants import utc
from leadkit.model import Axis, Priority
from leadkit.steps.scoring import Overlap, Rule, RuleScorer
from leadkit.steps.scoring.engine import FitEngine

__all__ = ["Scores", "score_columns"]

Texts = NDArray[np.object_]
#: Rows of which the hits fit into one number.
WORD = 62


@frozen(eq=False)
class Scores:
    """One entry a lead, as the row form gives them.

    thousandths: the total exactly. closed: whether a gate holds.
    """

    rules: tuple[Rule, ...]
    fit: Ints
    engagement: Ints
    thousandths: Ints
    priority: Texts
    grade: Texts
    reached: Texts
    closed: Flags
    _fit_hits: tuple[Ints, ...]
    _seen: tuple[Flags, ...]

    @property
    def total(self) -> Ints:
        return self.fit + self.engagement

    def hit(self, rule: Rule) -> Flags:
        """The leads to which this row of the model applies."""
        rows = [each for each in self.rules if each.axis is rule.axis]
        number = rows.index(rule)
        if rule.axis is Axis.ENGAGEMENT:
            return self._seen[number]
        return (self._fit_hits[number // WORD] >> (number % WORD) & 1).astype(np.bool_)


def score_columns(model: RuleScorer, columns: Columns, at: datetime) -> Scores:
    """The scores of all leads as of this time (aware)."""
    at = utc(at)
    engine, _ = model.engines
    fit, hits = _fit(engine, columns, at)
    rules = model.rules_of[Axis.ENGAGEMENT]
    worths = engagement_worths(model, rules, columns, at)
    exact = _counted(rules, worths, model.overlaps, columns.rows)
    engagement = (exact + 500) // 1_000
    closed = np.zeros(columns.rows, np.bool_)
    for gate in model.gates:
        closed |= columns.fields[gate.field].judged(gate.condition.judge()).astype(np.bool_)
    was = _before(model, columns)
    total, margin = fit + engagement, model.hysteresis
    letter = _rung(model.fit, fit, was["letter"], margin, "C")
    level = _rung(model.engagement, engagement, was["level"], margin, "3")
    priority = _rung(model.bands, total, was["priority"], margin, Priority.LOW)
    reached = _rung(model.thresholds, total, was["reached"], margin, "")
    priority[closed] = Priority.LOW
    reached[closed] = ""
    return Scores(
        model.rules,
        fit,
        engagement,
        fit * 1_000 + exact,
        priority,
        letter + level,
        reached,
        closed,
        hits,
        tuple(applies for applies, _ in worths),
    )


def _before(model: RuleScorer, columns: Columns) -> Mapping[str, Texts]:
    """What each lead's last score amounted to, blank where it was another model's."""
    told = [value[1:] if value and value[0] == model.model else ("", "", "") for value in columns.last.values]
    of_value = {
        "priority": [priority for priority, _, _ in told],
        "letter": [grade[:1] for _, grade, _ in told],
        "level": [grade[1:] for _, grade, _ in told],
        "reached": [reached for _, _, reached in told],
    }
    return {name: np.array(values, np.object_)[columns.last.codes] for name, values in of_value.items()}


def _fit(engine: FitEngine, columns: Columns, at: datetime) -> tuple[Ints, tuple[Ints, ...]]:
    """Points of the rows about the lead, and which of them hit, in words of `WORD` bits."""
    points = np.zeros(columns.rows, np.int64)
    words = [np.zeros(columns.rows, np.int64) for _ in range(0, engine.shift, WORD)]
    for path, numbers in engine.rows.items():
        column = columns.fields[path]
        worth = np.zeros(len(column.values), np.int64)
        bits = [np.zeros(len(column.values), np.int64) for _ in words]
        hits = [column.holds(engine.rules[number].condition, at) for number in numbers]
        for number, hit, counted in zip(numbers, hits, _counting(engine, numbers, hits), strict=True):
            worth += engine.rules[number].points * counted
            bits[number // WORD] += hit.astype(np.int64) << (number % WORD)
        points += worth[column.codes]
        for word, of_field in zip(words, bits, strict=True):
            word += of_field[column.codes]  # noqa: PLW2901  in place
    if engine.wide_mask:
        together = np.stack(words, axis=1)
        kinds, codes = np.unique(together, axis=0, return_inverse=True)
        together_hit = [sum(int(word) << number * WORD for number, word in enumerate(row)) for row in kinds]
        wide = np.array([engine.wide_points(each) for each in together_hit], np.int64)
        points += wide[codes.reshape(-1)]
    return points, tuple(words)


def _counting(engine: FitEngine, numbers: Sequence[int], hits: Sequence[Flags]) -> list[Flags]:
    """Where each row of one field counts, by the overlap mode of its group; nowhere, if its group is a wide one."""
    counted = [*hits]
    taken: dict[str, Flags] = {}
    for place in sorted(range(len(numbers)), key=lambda place: engine.precedence(numbers[place])):
        group, mode = engine.group(numbers[place])
        nowhere = np.zeros_like(hits[place])
        if group in engine.wide:
            counted[place] = nowhere
        elif mode is not Overlap.ALL:
            before = taken.get(group, nowhere)
            counted[place] = hits[place] & ~before
            taken[group] = before | hits[place]
    return counted


def _counted(
    rules: Sequence[Rule], worths: Sequence[tuple[Flags, Ints]], overlaps: Mapping[str, Overlap], rows: int
) -> Ints:
    """The thousandths of the rows about behaviour that count, added up."""
    total = np.zeros(rows, np.int64)
    groups: dict[str, list[tuple[Flags, Ints]]] = {}
    for rule, (applies, thousandths) in zip(rules, worths, strict=True):
        group = rule.group or rule.field
        if overlaps.get(group, Overlap.ALL) is Overlap.ALL:
            total += thousandths
        else:
            groups.setdefault(group, []).append((applies, thousandths))
    for group, members in groups.items():
        best, any_applies = np.zeros(rows, np.int64), np.zeros(rows, np.bool_)
        for applies, thousandths in members:
            better = applies & ~any_applies
            if overlaps[group] is Overlap.MAX:
                better |= applies & (thousandths > best)
            best = np.where(better, thousandths, best)
            any_applies |= applies
        total += best
    return total


def _rung(ladder: Sequence[tuple[str, int]], points: Ints, before: Texts, margin: int, lowest: str) -> Texts:
    """The name of each lead's rung. before: the names that held last."""
    names = np.full(len(points), lowest, np.object_)
    for name, low in reversed(ladder):
        held = (before == name) & (points * 100 >= low * 100 - abs(low) * margin)
        names[(points >= low) | held] = name
    return names
