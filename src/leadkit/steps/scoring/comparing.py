"""Two models beside each other, and one model beside what became of the leads."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from math import sqrt
from operator import attrgetter
from typing import Any

from attrs import frozen

from leadkit.kernel.conditions import present, reader
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import replaced
from leadkit.kernel.statistics import roc_area, wilson
from leadkit.model import Activity, Lead, Priority, Score
from leadkit.model.events import Event, replay
from leadkit.steps.scoring.explaining import Change, explained
from leadkit.steps.scoring.model import RuleScorer
from leadkit.steps.scoring.plugins import Scorer, answered

__all__ = [
    "Backtest",
    "Band",
    "Crossing",
    "Difference",
    "Moved",
    "Past",
    "Slice",
    "Verdict",
    "backtest",
    "diff",
    "judge_past",
    "past",
    "slices",
    "verdict",
]

#: A lead and what happened with it.
Seen = tuple[Lead, tuple[Activity, ...]]


# --- two models


@frozen
class Crossing:
    """A threshold, and the leads that reach it under one model only."""

    name: str
    up: tuple[str, ...]
    down: tuple[str, ...]

    def __str__(self) -> str:
        name = self.name.upper() if len(self.name) <= 3 else self.name
        return f"{_leads(len(self.up))} would cross {name}, {_leads(len(self.down))} would fall below"


@frozen
class Moved:
    """A lead whose points change most. changes: by reason, together the difference."""

    lead_id: str
    before: int
    after: int
    changes: tuple[Change, ...]


@frozen
class Difference:
    """What changes when one model takes the place of another. mean: of the difference in points, new minus old."""

    leads: int
    changed: int
    mean: float
    crossings: tuple[Crossing, ...]
    priorities: Mapping[tuple[Priority, Priority], int]
    grades: Mapping[tuple[str, str], int]
    moved: tuple[Moved, ...] = ()

    def __str__(self) -> str:
        told = [f"{self.changed} of {_leads(self.leads)} change, by {self.mean:+.1f} points on average of all"]
        told += [str(crossing) for crossing in self.crossings]
        told += [
            f"{old} → {new}: {_leads(count)}" for (old, new), count in sorted(self.priorities.items()) if old != new
        ]
        return "\n".join(told)


def _leads(count: int) -> str:
    return f"{count} lead{'' if count == 1 else 's'}"


def diff(before: Scorer, after: Scorer, leads: Iterable[Seen], at: datetime, *, most: int = 10) -> Difference:
    """What would change for these leads. most: of how many movers the reasons are told.

    Thresholds are those of the models, without hysteresis: the question is what the rules say, not what was said last.
    """
    count, total, scores = 0, 0, []
    priorities: Counter[tuple[Priority, Priority]] = Counter()
    grades: Counter[tuple[str, str]] = Counter()
    reached: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in _names(before, after)}
    for lead, activities in leads:
        fresh = _unscored(lead)
        old, new = answered(before, fresh, activities, at), answered(after, fresh, activities, at)
        count += 1
        total += new.total - old.total
        priorities[old.priority, new.priority] += 1
        grades[old.grade, new.grade] += 1
        for name, (up, down) in reached.items():
            was, is_now = _reaches(before, old, name), _reaches(after, new, name)
            if was is not is_now:
                (up if is_now else down).append(lead.id)
        if _said(old) != _said(new):
            scores.append((abs(new.total - old.total), lead.id, fresh, activities, old, new))
    top = sorted(scores, key=lambda row: (-row[0], row[1]))[:most]
    moved = tuple(_moved(after, fresh, activities, old, at) for _, _, fresh, activities, old, _ in top)
    crossings = tuple(Crossing(name, tuple(up), tuple(down)) for name, (up, down) in reached.items())
    return Difference(
        count,
        len(scores),
        total / count if count else 0.0,
        crossings,
        FrozenDict(priorities),
        FrozenDict(grades),
        moved,
    )


def _unscored(lead: Lead) -> Lead:
    return lead if lead.score is None else replaced(lead, {"score": None})


def _said(score: Score) -> tuple[object, ...]:
    return score.total, score.priority, score.grade, score.reached


def _names(*scorers: Scorer) -> list[str]:
    ladders = [scorer.thresholds for scorer in scorers if isinstance(scorer, RuleScorer)]
    return [*dict.fromkeys(name for ladder in ladders for name, _ in reversed(ladder))]


def _reaches(scorer: Scorer, score: Score, name: str) -> bool:
    ladder = dict(scorer.thresholds) if isinstance(scorer, RuleScorer) else {}
    return name in ladder and not score.gates and score.total >= ladder[name]


def _moved(after: Scorer, lead: Lead, activities: tuple[Activity, ...], old: Score, at: datetime) -> Moved:
    told = explained(after, replaced(lead, {"score": old}), activities, at)
    return Moved(lead.id, old.total, told.score.total, told.changes)


# --- a model and what became of the leads


@frozen
class Past:
    """A lead as it was at a time, and whether it was won later."""

    lead: Lead
    activities: tuple[Activity, ...]
    at: datetime
    won: bool


def past(history: Sequence[Event], activities: Iterable[Activity], at: datetime, *, won: bool) -> Past | None:
    """The lead as its history tells it at that time; `None` when it was not there yet."""
    lead = replay([event for event in history if event.at <= at])
    return Past(lead, tuple(each for each in activities if each.at <= at), at, won) if lead else None


#: Leads of a class below which a share says nothing.
FEW = 20


@frozen
class Band:
    """Leads that a model put into one class, how many of them were won, and their share from 0 to 1."""

    name: str
    leads: int
    won: int

    @property
    def rate(self) -> float:
        return self.won / self.leads if self.leads else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one lies, 95 times of 100: by `wilson`."""
        return wilson(self.won, self.leads)

    def __str__(self) -> str:
        if self.leads < FEW:
            return f"{self.name}: {self.won} of {self.leads} won, not enough data"
        low, high = self.interval
        return f"{self.name}: {self.won} of {self.leads} won, {self.rate:.1%} ({low:.1%} to {high:.1%})"


@frozen
class Verdict:
    """What a scorer said of a lead of the past, and whether it was won later."""

    total: int
    priority: Priority
    grade: str
    won: bool


@frozen
class Backtest:
    """How well scores of the past told who would be won. auc: how often a won lead had more points than one that was
    not, ties count half; `None` without both kinds. error: its standard error. bands: by priority, then by grade."""

    leads: int
    won: int
    auc: float | None
    error: float
    priorities: tuple[Band, ...]
    grades: tuple[Band, ...]

    def lift(self, band: Band) -> float | None:
        """How many times as often as on average the leads of this band were won; `None` where few leads tell it."""
        return band.rate * self.leads / self.won if self.won and band.leads >= FEW else None

    @property
    def tells(self) -> bool:
        """Whether the scores tell more than chance does, beyond two standard errors."""
        return self.auc is not None and self.auc - 2 * self.error > 0.5

    def __str__(self) -> str:
        if self.auc is None:
            return f"{_leads(self.leads)}, {self.won} won: nothing to tell apart"
        verdict = "" if self.tells else " (no more than chance)"
        told = [f"{_leads(self.leads)}, {self.won} won; AUC {self.auc:.3f} ± {self.error:.3f}{verdict}"]
        told += [f"  {band}" for band in self.priorities]
        return "\n".join(told)


def backtest(scorer: Scorer, cases: Iterable[Past]) -> Backtest:
    """The scorer asked about the past, each lead as of its own time."""
    return judge_past([verdict(scorer, case) for case in cases])


def verdict(scorer: Scorer, case: Past) -> Verdict:
    """What the scorer says of the lead as it was, without what was said of it then. Raises what the scorer raises."""
    score = answered(scorer, _unscored(case.lead), case.activities, case.at)
    return Verdict(score.total, score.priority, score.grade, case.won)


def judge_past(verdicts: Sequence[Verdict]) -> Backtest:
    """How well these verdicts told who would be won."""
    won = sum(1 for each in verdicts if each.won)
    area = roc_area((each.total, each.won) for each in verdicts)
    return Backtest(
        len(verdicts),
        won,
        area,
        _error(area, won, len(verdicts) - won),
        _bands(verdicts, attrgetter("priority"), [*Priority]),
        _bands(verdicts, attrgetter("grade"), sorted({each.grade for each in verdicts})),
    )


def _error(area: float | None, won: int, lost: int) -> float:
    """The standard error of Hanley and McNeil (1982)."""
    if area is None:
        return 0.0
    one, two = area / (2 - area), 2 * area * area / (1 + area)
    spread = area * (1 - area) + (won - 1) * (one - area * area) + (lost - 1) * (two - area * area)
    return sqrt(max(spread, 0.0) / (won * lost))


def _bands(verdicts: Sequence[Verdict], of: Callable[[Verdict], str], names: Iterable[str]) -> tuple[Band, ...]:
    made = {name: [each.won for each in verdicts if of(each) == name] for name in names}
    return tuple(Band(str(name), len(won), sum(won)) for name, won in made.items())


# --- segments


@frozen
class Slice:
    """The leads that have one value in a field. apart: their mean minus that of all others; error: its standard error.

    high: the share of them with high priority, from 0 to 1.
    """

    value: str
    leads: int
    mean: float
    high: float
    apart: float
    error: float

    @property
    def unusual(self) -> bool:
        """Whether they get systematically more or less than the others: beyond three standard errors."""
        return self.error > 0 and abs(self.apart) > 3 * self.error


def slices(scored: Iterable[tuple[Lead, Score]], by: str, *, least: int = 20) -> tuple[Slice, ...]:
    """Whether a segment gets systematically more or less, most unusual first. by: a path into the lead.

    least: smaller segments are left out, there is nothing to tell about them. A lead with several values is in several.
    """
    read = reader(by)
    everything: list[int] = []
    groups: dict[str, list[tuple[int, bool]]] = {}
    for lead, score in scored:
        everything.append(score.total)
        values: Iterable[Any] = present(read(lead)) or ("",)
        for value in dict.fromkeys(map(str, values)):
            groups.setdefault(value, []).append((score.total, score.priority is Priority.HIGH))
    rows = [_slice(value, members, everything) for value, members in groups.items() if len(members) >= least]
    return tuple(sorted(rows, key=lambda row: (-abs(row.apart) / row.error if row.error else 0, row.value)))


def _slice(value: str, members: Sequence[tuple[int, bool]], everything: Sequence[int]) -> Slice:
    totals = [total for total, _ in members]
    inside, outside = _spread(totals), _others(everything, totals)
    mean = sum(totals) / len(totals)
    apart = mean - outside[0] if outside[2] else 0.0
    error = sqrt(inside[1] / len(totals) + outside[1] / outside[2]) if outside[2] else 0.0
    return Slice(value, len(totals), mean, sum(high for _, high in members) / len(members), apart, error)


def _spread(totals: Sequence[int]) -> tuple[float, float, int]:
    """(mean, variance, count)"""
    count = len(totals)
    mean = sum(totals) / count if count else 0.0
    return mean, sum((each - mean) ** 2 for each in totals) / max(count - 1, 1), count


def _others(everything: Sequence[int], totals: Sequence[int]) -> tuple[float, float, int]:
    rest = Counter(everything)
    rest.subtract(totals)
    return _spread([total for total, count in rest.items() for _ in range(count)])
