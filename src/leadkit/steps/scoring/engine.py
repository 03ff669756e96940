"""Rules about a lead, compiled: each field is read once a lead, and each value is judged once.

A field's rows are judged together, and the judgement is kept by value: a title that was seen before costs one look-up,
however many rows ask about titles. A judgement is one number, points above and a bit for each row that hit below, so
that the judgements of all fields add up to those of the lead.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import add, attrgetter
from typing import Any

from leadkit.kernel.conditions import TIMED, reader
from leadkit.kernel.paths import ends, is_plain
from leadkit.model import Lead
from leadkit.steps.scoring.rules import Overlap, Rule

__all__ = ["FitEngine", "Judged", "counting", "is_timed", "judged", "reading"]

#: Values of one field whose judgement is kept. A table of a million free texts must not stay in memory.
KEPT = 20_000


class Judged(dict[Any, Any]):
    """Value → judgement, made when a value is first seen."""

    __slots__ = ("_judge",)

    def __init__(self, judge: Callable[[Any], Any]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, value: Any) -> Any:
        made = self._judge(value)
        if len(self) >= KEPT:
            self.clear()
        self[value] = made
        return made


def reading(noun: Any, path: str) -> Callable[[Any], Any]:
    """The fastest function from a noun of this type to what `conditions.reader` reads there."""
    return attrgetter(path) if is_plain(noun, tuple(path.split("."))) else reader(path)


def judged(noun: Any, path: str, judge: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The judge with a memory, where equal values are judged alike: True equals 1, and only one of them is a number."""
    kinds = ends(noun, tuple(path.split("."))) if path else frozenset()
    if Any in kinds or (bool in kinds and len(kinds) > 1):
        return judge
    return Judged(judge).__getitem__


def is_timed(rules: Iterable[Rule]) -> bool:
    """Whether a row looks at the time of asking."""
    return any(rule.operator in TIMED for rule in rules)


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


class FitEngine:
    """The rows about the lead itself. Bit i of `hits` is the i-th of the rules."""

    def __init__(self, rules: Sequence[Rule], overlaps: Mapping[str, Overlap], at: datetime | None) -> None:
        self.rules = tuple(rules)
        self.shift = len(self.rules)
        self.mask = (1 << self.shift) - 1
        self._overlaps = overlaps
        by_field: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            by_field.setdefault(rule.field, []).append(number)
        fields_of: dict[str, set[str]] = {}
        for rule in self.rules:
            fields_of.setdefault(rule.group or rule.field, set()).add(rule.field)
        # A group that is about one field is settled in its judgement, the others when all of a lead's hits are known.
        self._wide = {group for group, fields in fields_of.items() if len(fields) > 1 and group in overlaps}
        self.fields = [
            (path, reading(Lead, path), judged(Lead, path, self._judge(rows, at))) for path, rows in by_field.items()
        ]
        self.raw = {path: self._judge(rows, at) for path, rows in by_field.items()}
        self.wide_mask = sum(1 << at for at, rule in enumerate(self.rules) if (rule.group or rule.field) in self._wide)
        self._of_wide = Judged(self.wide_points)

    def _judge(self, rows: Sequence[int], at: datetime | None) -> Callable[[Any], int]:
        tests = [(number, self.rules[number].condition.judge(at)) for number in rows]

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
            if counts and ((rule.group or rule.field) in self._wide) is not narrow
        )
        return (points << self.shift) + sum(1 << number for number in numbers)

    def wide_points(self, hits: int) -> int:
        """The points of the groups that are about several fields."""
        return self._packed(self.numbers(hits), narrow=False) >> self.shift

    def numbers(self, hits: int) -> list[int]:
        """The rows of these bits."""
        return [number for number in range(self.shift) if hits >> number & 1]

    def of(self, lead: Lead) -> tuple[int, int]:
        """(points, hits) of one lead."""
        packed = 0
        for path, read, judge in self.fields:
            value = read(lead)
            try:
                packed += judge(value)
            except TypeError:  # a value without a hash
                packed += self.raw[path](value)
        return self.unpacked(packed)

    def unpacked(self, packed: int) -> tuple[int, int]:
        """(points, hits) of the judgements of all fields, added up."""
        hits = packed & self.mask
        points = packed >> self.shift
        return (points + self._of_wide[hits & self.wide_mask], hits) if self.wide_mask else (points, hits)

    def of_all(self, leads: Sequence[Lead]) -> list[tuple[int, int]]:
        """(points, hits) of many leads: the same, field by field."""
        packed: list[int] = [0] * len(leads)
        for path, read, judge in self.fields:
            try:
                packed = list(map(add, packed, map(judge, map(read, leads))))
            except TypeError:
                packed = list(map(add, packed, map(self.raw[path], map(read, leads))))
        if self.wide_mask:
            return list(map(self.unpacked, packed))
        shift, mask = self.shift, self.mask
        return [(each >> shift, each & mask) for each in packed]
