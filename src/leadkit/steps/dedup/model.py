"""What was learnt, as a value: how often fields agree, how often by chance, how frequent each value is."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import log2
from typing import Any, Self

from attrs import field, frozen

from leadkit.errors import Problem, UnusableInput
from leadkit.kernel.frozendict import FrozenDict
from leadkit.lexicon.chinese_surnames import ChineseReader
from leadkit.steps.dedup.plan import Entry, Field, Plan, plan
from leadkit.steps.dedup.stories import STORIES, Story

__all__ = ["Model", "Weights", "default_model"]

VERSION = 1

# What a value's frequency is worth: so many records of prior knowledge are mixed in.
_PRIOR_RECORDS = 100.0
# How many records there are, and how many others of each are the same, before anything was learnt.
_ROWS, _PER_ROW = 10_000, 0.2


@frozen(slots=False)
class Weights:
    """One comparison's levels: found, how often the same thing agrees so; chance, how often two others do.

    alone: of the pairs that alone have a value, the share of those that are two things.
    """

    found: tuple[float, ...] = field(converter=tuple[float, ...])
    chance: tuple[float, ...] = field(converter=tuple[float, ...])
    alone: float = 0.5

    @cached_property
    def bits(self) -> tuple[float, ...]:
        """Evidence of each level in bits, for an average value."""
        return tuple(log2(found / chance) for found, chance in zip(self.found, self.chance, strict=True))

    @cached_property
    def rare(self) -> tuple[float, ...]:
        """The same but for the chance of the value itself, which is for whoever knows the value: how often the same
        thing agrees so, and, of two others that have the value in common, how many do so on this level."""
        usual = self.chance[0]
        return tuple(log2(found * usual / chance) for found, chance in zip(self.found, self.chance, strict=True))


def _frozen(values: Mapping[str, Any]) -> FrozenDict[str, Any]:
    return FrozenDict(values)


@frozen(slots=False)
class Model:
    """rows: how many records there are. per_row: how many other records of each are the same thing.

    counted: over how many records `counts` was taken: comparison → form → how many have it, if more than one does.
    kin: bits by which people of one language or country agree more often than any two people, in each such comparison.
    others: comparison → how many others are expected to have the value of a record, for values that are given to one
    person only; where it is not said, chance goes by how frequent a value is.
    """

    plan: Plan
    rows: int
    per_row: float
    counted: int
    weights: tuple[Weights, ...] = field(converter=tuple[Weights, ...])
    shares: Mapping[str, float] = field(converter=_frozen)
    counts: Mapping[str, Mapping[str, int]] = field(converter=_frozen, repr=False)
    kin: float = 0.0
    others: Mapping[str, float] = field(factory=dict, converter=_frozen)

    @cached_property
    def prior(self) -> float:
        """Bits for any two records to be the same, before they are looked at."""
        return log2(self.per_row / self.rows)

    @cached_property
    def stories(self) -> tuple[tuple[Story, float, tuple[bool, ...]], ...]:
        """The stories that fit the plan: its share in bits, and which entries it is about."""
        return tuple(
            (story, log2(self.shares[story.name]), tuple(e.comparison.kind in story.about for e in self.plan.entries))
            for story in fitting(self.plan)
        )

    def chance(self, entry: Entry, count: int) -> float:
        """log2 of how often another record has, by chance, a value that so many records have."""
        if count == 1:
            return self._usual[entry.name]
        return self._chance(entry, count)

    @cached_property
    def _usual(self) -> Mapping[str, float]:
        """The chance of a value that nobody else is known to have."""
        return {entry.name: self._chance(entry, 1) for entry in self.plan.entries}

    def _chance(self, entry: Entry, count: int) -> float:
        if (expected := self.others.get(entry.comparison.kind)) is not None:
            # Of further holders, as many may be the same person once more as somebody else.
            return log2(min((expected + max(count - 2, 0) / 2) / self.rows, 1.0))
        usual = entry.comparison.levels[0].by_chance
        others = max(count - 1 - self.per_row, self._alone[entry.name]) if self.counted else 0.0
        return log2((others + _PRIOR_RECORDS * usual) / (self.counted + _PRIOR_RECORDS))

    @cached_property
    def _alone(self) -> Mapping[str, float]:
        return {entry.name: row.alone for entry, row in zip(self.plan.entries, self.weights, strict=True)}

    def as_json(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "fields": {each.name: each.kind.value for each in self.plan.fields},
            "rows": self.rows,
            "per_row": self.per_row,
            "counted": self.counted,
            "kin": self.kin,
            "weights": {
                entry.name: {
                    level.name: [found, chance]
                    for level, found, chance in zip(entry.comparison.levels, row.found, row.chance, strict=True)
                }
                | {"alone": row.alone}
                for entry, row in zip(self.plan.entries, self.weights, strict=True)
            },
            "shares": dict(self.shares),
            "counts": {name: dict(counts) for name, counts in self.counts.items()},
            "others": dict(self.others),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any], chinese: ChineseReader | None = None) -> Self:
        """chinese: who reads Chinese, as when it was learnt.

        Raises `UnusableInput` for what this version did not write.
        """
        if value.get("version") != VERSION:
            raise UnusableInput([Problem("unknown_version", "version", f"is not {VERSION}")])
        try:
            made = plan((Field(name, kind) for name, kind in value["fields"].items()), chinese)
            weights = []
            for entry in made.entries:
                told = value["weights"][entry.name]
                found, chance = zip(*(told[level.name] for level in entry.comparison.levels), strict=True)
                weights.append(Weights(found, chance, told["alone"]))
            shares = {story.name: float(value["shares"][story.name]) for story in STORIES}
            counted, kin, others = value["counted"], float(value["kin"]), value["others"]
            return cls(made, value["rows"], value["per_row"], counted, weights, shares, value["counts"], kin, others)
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            raise UnusableInput([Problem("unusable_model", None, f"is no model of duplicates: {wrong}")]) from None


def fitting(plan: Plan) -> Iterable[Story]:
    """The stories that make sense for what is compared."""
    kinds = {entry.comparison.kind for entry in plan.entries}
    for story in STORIES:
        told = not story.about or (bool(story.about & kinds) and (not story.same or bool(kinds - story.about)))
        if told and story.people in (None, plan.people):
            yield story


def default_model(plan: Plan, rows: int = _ROWS) -> Model:
    """Sound weights for when there is nothing to learn from. rows: how many records are expected."""
    weights = [
        Weights([level.found for level in e.comparison.levels], [level.by_chance for level in e.comparison.levels])
        for e in plan.entries
    ]
    return Model(plan, rows, _PER_ROW, 0, weights, {story.name: story.share for story in STORIES}, {})
