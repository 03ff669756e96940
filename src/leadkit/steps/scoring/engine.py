"""Rules about a lead, compiled: each field is read once a lead, and each value is judged once.

A field's rows are judged together, and the judgement is kept by value: a title that was seen before costs one look-up,
however many rows ask about titles. A judgement is one number, points above and a bit for each row that hit below, so
that the judgements of all fields add up to those of the lead.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from leadkit.kernel.conditions import TIMED
from leadkit.model import Lead
from leadkit.steps.scoring.judging import Judged, judged, reading
from leadkit.steps.scoring.rules import Overlap, Rule

__all__ = ["FitEngine", "counting"]


def counting(hits: Sequence[Rule], points: Sequence[int], overlaps: Mapping[str, Overlap]) -> list[bool]:
    """Which of the rows that apply count, by the overlap mode of their groups. points: what each would give."""
    best: dict[str, int] = {}
    for at, rule in enumerate(hits):
        group = rule.group or rule.field
        mode = overlaps.get(group, Overlap.ALL)
        if mode is Overlap.ALL:
            continue
        if group not in best or (mode is Overlap.MAX and points[at] > points[best[group]]):
            best[group] = at
    return [best.get(rule.group or rule.field, at) == at for at, rule in enumerate(hits)]


_PAGE = 500


class FitEngine:
    """The rows about the lead itself. Bit i of `hits` is the i-th of the rules."""

    def __init__(self, rules: Sequence[Rule], overlaps: Mapping[str, Overlap]) -> None:
        self.rules = tuple(rules)
        self.shift = len(self.rules)
        self.mask = (1 << self.shift) - 1
        self._overlaps = overlaps
        self.rows: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            self.rows.setdefault(rule.field, []).append(number)
        fields_of: dict[str, set[str]] = {}
        for rule in self.rules:
            fields_of.setdefault(rule.group or rule.field, set()).add(rule.field)
        # A group that is about one field is settled in its judgement, the others when all of a lead's hits are known.
        several = {group for group, fields in fields_of.items() if len(fields) > 1}
        self.wide = {group for group in several if overlaps.get(group, Overlap.ALL) is not Overlap.ALL}
        self.fields, self._timed = [], []
        for path, rows in self.rows.items():
            judge, read = self._judge(rows, None), reading(Lead, path)
            conditions = [self.rules[row].condition for row in rows]
            if any(condition.operator in TIMED for condition in conditions):
                self._timed.append((rows, read, judge(None)))
            else:
                self.fields.append((read, judged(Lead, path, conditions, judge), judge))
        self._asked: tuple[datetime | None, list[Callable[[Any], int]]] = (None, [])
        self.wide_mask = sum(1 << at for at, rule in enumerate(self.rules) if (rule.group or rule.field) in self.wide)
        self._of_wide = Judged(self.wide_points)

    def _judge(self, rows: Sequence[int], at: datetime | None) -> Callable[[Any], int]:
        tests = [(number, self.rules[number].condition.judge(at)) for number in rows]
        groups = {self.rules[number].group or self.rules[number].field for number in rows}
        if all(self._overlaps.get(group, Overlap.ALL) is Overlap.ALL for group in groups):
            worths = [(holds, self._packed([number], narrow=True)) for number, holds in tests]

            def added(value: Any) -> int:
                return sum([worth for holds, worth in worths if holds(value)])

            return added

        def judge(value: Any) -> int:
            hits = [number for number, holds in tests if holds(value)]
            return self._packed(hits, narrow=True) if hits else 0

        return judge

    def _packed(self, numbers: Sequence[int], *, narrow: bool) -> int:
        rules = [self.rules[number] for number in numbers]
        count = counting(rules, [rule.points for rule in rules], self._overlaps)
        points = sum(
            rule.points
            for rule, counts in zip(rules, count, strict=True)
            if counts and ((rule.group or rule.field) in self.wide) is not narrow
        )
        return (points << self.shift) + sum(1 << number for number in numbers)

    def wide_points(self, hits: int) -> int:
        """The points of the groups that are about several fields."""
        return self._packed(self.numbers(hits), narrow=False) >> self.shift

    def group(self, number: int) -> tuple[str, Overlap]:
        """The group of a row, and its mode."""
        group = self.rules[number].group or self.rules[number].field
        return group, self._overlaps.get(group, Overlap.ALL)

    def precedence(self, number: int) -> tuple[int, int]:
        """Smaller for the row of a group that goes before another one."""
        by_points = self.group(number)[1] is Overlap.MAX
        return (-self.rules[number].points if by_points else 0, number)

    def numbers(self, hits: int) -> list[int]:
        """The rows of these bits."""
        return [number for number in range(self.shift) if hits >> number & 1]

    def of(self, lead: Lead, at: datetime) -> tuple[int, int]:
        """(points, hits) of one lead."""
        try:
            packed = sum([judge(read(lead)) for read, judge, _ in self.fields])
        except TypeError:  # a value without a hash
            packed = sum([slowly(read(lead)) for read, _, slowly in self.fields])
        for number, (_, read, nothing) in enumerate(self._timed):
            value = read(lead)
            packed += nothing if value is None else self._as_of(at)[number](value)
        return self.unpacked(packed)

    def _as_of(self, at: datetime) -> list[Callable[[Any], int]]:
        """The judges of the fields with rows that look at the time; of the last time, many leads are asked about."""
        asked, judges = self._asked
        if asked != at:
            judges = [self._judge(rows, at) for rows, _, _ in self._timed]
            self._asked = (at, judges)
        return judges

    def unpacked(self, packed: int) -> tuple[int, int]:
        """(points, hits) of the judgements of all fields, added up."""
        hits = packed & self.mask
        points = packed >> self.shift
        return (points + self._of_wide[hits & self.wide_mask], hits) if self.wide_mask else (points, hits)

    def of_all(self, leads: Sequence[Lead], at: datetime) -> list[tuple[int, int]]:
        """(points, hits) of many leads: the same, field by field, in pages that fit into a processor's memory."""
        found: list[tuple[int, int]] = []
        for start in range(0, len(leads), _PAGE):
            found += self._of_page(leads[start : start + _PAGE], at)
        return found

    def _of_page(self, leads: Sequence[Lead], at: datetime) -> list[tuple[int, int]]:
        columns = []
        for read, judge, slowly in self.fields:
            try:
                columns.append(list(map(judge, map(read, leads))))
            except TypeError:
                columns.append(list(map(slowly, map(read, leads))))
        for judge, (_, read, _) in zip(self._as_of(at), self._timed, strict=True):
            columns.append(list(map(judge, map(read, leads))))
        packed = map(sum, zip(*columns, strict=True)) if columns else iter([0] * len(leads))
        if self.wide_mask:
            return list(map(self.unpacked, packed))
        shift, mask = self.shift, self.mask
        return [(each >> shift, each & mask) for each in packed]
