"""The scoring model: rules, and what their points amount to. A value with a version; nothing in it changes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import time_zone
from leadkit.kernel.record import vouched
from leadkit.kernel.text import digest
from leadkit.model import Activity, Axis, Contribution, Lead, Priority, Score
from leadkit.steps.scoring.checks import model_faults
from leadkit.steps.scoring.defaults import DEFAULT_BANDS, DEFAULT_GATES, DEFAULT_OVERLAPS, DEFAULT_RULES
from leadkit.steps.scoring.engine import FitEngine, counting
from leadkit.steps.scoring.judging import Judged, reading
from leadkit.steps.scoring.ladder import Ladder, as_bands, as_ladder, faults_of, hysteresis_faults, rung
from leadkit.steps.scoring.ledger import LedgerEngine, Worth
from leadkit.steps.scoring.rules import BotFilter, Gate, Overlap, Rule, row_data

__all__ = ["RuleScorer", "Standing", "apportioned", "whole"]

_HANDLING = frozenset(
    "status status_reason owner team pool contact_id customer_id opportunity_id version updated_at".split()
)


def _overlaps(overlaps: Mapping[str, Any]) -> FrozenDict[str, Any]:
    known = {mode.value: mode for mode in Overlap}
    return FrozenDict({group: known.get(mode, mode) for group, mode in overlaps.items()})


@frozen
class Standing:
    """What points amount to."""

    priority: Priority
    grade: str
    reached: str


@frozen(slots=False)
class RuleScorer:
    """Adds up the points of every row that applies. Raises `InvalidPlaybook` with every wrong row when built.

    bands: priority → the total from which it holds. fit, engagement: the grade of each axis, A to C and 1 to 3, by its
    points; the lowest has no threshold. thresholds: name → the total from which a lead qualifies for it, such as `mql`.
    hysteresis: by how many percent the points must fall below a threshold before the lead loses what it gave. gates:
    rows that close a lead to sales. overlaps: group of rows → what counts when several apply, all when it is not named.
    bots: what is left out because a program did it; `None` to leave nothing out. zone: the IANA time zone in which the
    days of `per_day` are counted.
    """

    rules: tuple[Rule, ...] = field(default=DEFAULT_RULES, converter=tuple[Rule, ...])
    bands: tuple[tuple[Priority, int], ...] = field(default=DEFAULT_BANDS, converter=as_bands)
    name: str = "rules"
    fit: Ladder = field(default=FrozenDict({"A": 50, "B": 25}), kw_only=True, converter=as_ladder)
    engagement: Ladder = field(default=FrozenDict({"1": 40, "2": 15}), kw_only=True, converter=as_ladder)
    thresholds: Ladder = field(default=FrozenDict({"mql": 50, "sql": 75}), kw_only=True, converter=as_ladder)
    hysteresis: int = field(default=10, kw_only=True)
    gates: tuple[Gate, ...] = field(default=DEFAULT_GATES, kw_only=True, converter=tuple[Gate, ...])
    overlaps: Mapping[str, Overlap] = field(default=DEFAULT_OVERLAPS, kw_only=True, converter=_overlaps)
    bots: BotFilter | None = field(factory=BotFilter, kw_only=True)
    zone: str = field(default="UTC", kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = [
            *model_faults(self.rules, self.gates, self.overlaps, self.bots),
            *faults_of("bands", self.bands, Priority),
            *faults_of("fit", self.fit, "AB"),
            *faults_of("engagement", self.engagement, "12"),
            *faults_of("thresholds", self.thresholds),
            *_setting_faults(self),
        ]
        if faults:
            raise InvalidPlaybook(faults)

    def as_data(self) -> dict[str, Any]:
        """The model as a JSON-safe table. `read_model` gives the model again."""
        bots = self.bots and {"most": self.bots.most, "seconds": self.bots.seconds, "kinds": [*self.bots.kinds]}
        return {
            "name": self.name,
            "rules": [row_data(rule) for rule in self.rules],
            "bands": {str(name): low for name, low in self.bands},
            "fit": dict(self.fit),
            "engagement": dict(self.engagement),
            "thresholds": dict(self.thresholds),
            "hysteresis": self.hysteresis,
            "gates": [row_data(gate) for gate in self.gates],
            "overlaps": {group: str(mode) for group, mode in self.overlaps.items()},
            "bots": bots or False,
            "zone": self.zone,
        }

    @cached_property
    def version(self) -> str:
        """12 hex digits that stand for all that decides a score: the same rows in the same order have the same."""
        data = self.as_data() | {"name": ""}
        if self.zone == "UTC":
            del data["zone"]  # a model that names no zone keeps the version that it had when there was none to name
        rows = [{name: value for name, value in row.items() if name != "source"} for row in data["rules"]]
        return digest(json.dumps(data | {"rules": rows}, sort_keys=True))[:12]

    @property
    def model(self) -> str:
        """Name and version, as scores keep them."""
        return f"{self.name} {self.version}"

    @cached_property
    def rules_of(self) -> Mapping[Axis, tuple[Rule, ...]]:
        """The rows of each axis, in their order."""
        return FrozenDict({axis: tuple(rule for rule in self.rules if rule.axis is axis) for axis in Axis})

    @cached_property
    def engines(self) -> tuple[FitEngine, LedgerEngine]:
        """The rows compiled, once for a model: those about the lead, and those about behaviour."""
        fit, engagement = self.rules_of[Axis.FIT], self.rules_of[Axis.ENGAGEMENT]
        return FitEngine(fit, self.overlaps), LedgerEngine(engagement, self.bots, self.zone)

    @cached_property
    def _contributions(self) -> Judged:
        return Judged(self._fit_parts)

    def _fit_parts(self, hits: int) -> tuple[tuple[Contribution, ...], int]:
        rules = [rule for number, rule in enumerate(self.rules_of[Axis.FIT]) if hits >> number & 1]
        count = counting(rules, [rule.points for rule in rules], self.overlaps)
        parts = tuple([rule.contribution for rule, counts in zip(rules, count, strict=True) if counts])
        return parts, sum(part.points for part in parts)

    @cached_property
    def _overlapping(self) -> bool:
        groups = {rule.group or rule.field for rule in self.rules_of[Axis.ENGAGEMENT]}
        return any(self.overlaps.get(group, Overlap.ALL) is not Overlap.ALL for group in groups)

    @cached_property
    def _closing(self) -> tuple[tuple[Any, Any, str], ...]:
        return tuple((reading(Lead, gate.field), gate.condition.judge(), gate.reason) for gate in self.gates)

    @cached_property
    def _about_handling(self) -> tuple[Any, ...]:
        conditions = [row.condition for row in self.rules_of[Axis.FIT]] + [gate.condition for gate in self.gates]
        return tuple(each.compiled() for each in conditions if each.field.partition(".")[0] in _HANDLING)

    def is_moved(self, before: Lead, after: Lead) -> bool:
        """Whether any rule answers otherwise for leads that differ in nothing but who works on them and how far."""
        return any(applies(before) != applies(after) for applies in self._about_handling)

    def hits(self, leads: Iterable[Lead], at: datetime) -> list[tuple[int, int]]:
        """(points, rows that hit) of the rows about the lead, for many leads. Bit i is the i-th of `rules_of[FIT]`."""
        return self.engines[0].of_all(tuple(leads), at)

    def score(self, lead: Lead, activities: Sequence[Activity], at: datetime) -> Score:
        """The lead's score at this instant: what happened later counts nothing, in whatever order it became known."""
        fit, ledger = self.engines
        _, hits = fit.of(lead, at)
        parts, fit_points = self._contributions[hits]
        worths = self.counted(ledger.totals(activities, at))
        engagement = 0
        if worths:
            shares = apportioned([thousandths for _, thousandths in worths])
            engagement = sum(shares)
            parts += tuple(
                [
                    rule.contribution if share == rule.points else rule.giving(share)
                    for (rule, _), share in zip(worths, shares, strict=True)
                    if share
                ]
            )
        return self.summed(lead, parts, fit_points, engagement, at)

    def counted(self, worths: Sequence[tuple[Rule, int]]) -> list[tuple[Rule, int]]:
        """Of the rows about behaviour that apply, those that count."""
        if not self._overlapping:
            return [*worths]
        count = counting([rule for rule, _ in worths], [points for _, points in worths], self.overlaps)
        return [worth for worth, counts in zip(worths, count, strict=True) if counts]

    def summed(self, lead: Lead, parts: tuple[Contribution, ...], fit: int, engagement: int, at: datetime) -> Score:
        """The score of these contributions, which give so many points on each axis."""
        before = lead.score if lead.score and lead.score.model == self.model else None
        gates = tuple([reason for read, closes, reason in self._closing if closes(read(lead))])
        standing = self.standing(fit, engagement, before, closed=bool(gates))
        values = {
            "contributions": parts,
            "priority": standing.priority,
            "at": at,
            "model": self.model,
            "grade": standing.grade,
            "reached": standing.reached,
            "gates": gates,
        }
        return vouched(Score, values)

    def standing(self, fit: int, engagement: int, before: Score | None = None, *, closed: bool = False) -> Standing:
        """What these points amount to. before: the last score, if it was this model's. closed: by a gate."""
        margin, total = self.hysteresis, fit + engagement
        was_grade = before.grade if before else ""
        letter = rung(self.fit, fit, was_grade[:1], margin) or "C"
        level = rung(self.engagement, engagement, was_grade[1:], margin) or "3"
        if closed:
            return Standing(Priority.LOW, letter + level, "")
        priority = rung(self.bands, total, before.priority if before else "", margin)
        reached = rung(self.thresholds, total, before.reached if before else "", margin)
        return Standing(Priority(priority) if priority else Priority.LOW, letter + level, reached)

    def worths(self, lead: Lead, activities: Sequence[Activity], at: datetime) -> tuple[list[Rule], list[Worth]]:
        """The rows about the lead that apply, and those about behaviour with their worth, all before overlap."""
        fit, ledger = self.engines
        _, hits = fit.of(lead, at)
        return [fit.rules[number] for number in fit.numbers(hits)], ledger.worths(activities, at)


def whole(thousandths: int) -> int:
    """The nearest number of points; halves go up."""
    return (thousandths + 500) // 1_000


def apportioned(thousandths: Sequence[int]) -> list[int]:
    """Each of these as whole points that differ by less than one from it, and add up to their sum as whole points."""
    floors = [each // 1_000 for each in thousandths]
    missing = whole(sum(thousandths)) - sum(floors)
    if missing:
        by_remainder = sorted(range(len(floors)), key=lambda at: (-(thousandths[at] % 1_000), at))
        for at in by_remainder[:missing]:
            floors[at] += 1
    return floors


def _setting_faults(model: RuleScorer) -> Iterable[Problem]:
    yield from hysteresis_faults(model.hysteresis)
    for group, mode in model.overlaps.items():
        if not isinstance(mode, Overlap):
            yield Problem("unknown_overlap", f"overlaps.{group}", f"{mode!r} is not one of {', '.join(Overlap)}")
    if time_zone(model.zone) is None:
        yield Problem("unknown_zone", "zone", f"{model.zone!r} is not an IANA time zone")
    if not isinstance(model.name, str) or not model.name.strip() or len(model.name) > 100:
        yield Problem("wrong_type", "name", "is a text of up to 100 characters")
