"""Scorers of the host: what they are asked, and what becomes of their answers."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, InvalidRecord, Problem
from leadkit.kernel.decision import Decision
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import Record, vouched
from leadkit.kernel.text import digest
from leadkit.model import Activity, Axis, Lead, Priority, Score
from leadkit.model.events import LeadScored, evolve
from leadkit.steps.scoring.defaults import DEFAULT_BANDS
from leadkit.steps.scoring.ladder import as_bands, faults_of, hysteresis_faults, rung
from leadkit.steps.scoring.model import RuleScorer

__all__ = [
    "Combined",
    "Scorer",
    "Shadowed",
    "Split",
    "answered",
    "checked_score",
    "chosen",
    "may_move",
    "parts_of",
    "scored",
    "summed",
]


class Scorer(Protocol):
    """The plug-in: one method."""

    def score(self, lead: Lead, activities: tuple[Activity, ...], at: datetime) -> Score:
        """The lead's score at this instant. Must not change anything and should not raise."""


@frozen(slots=False)
class Combined:
    """Several scorers whose points are added up. One that fails takes nothing from the others.

    bands: priority → the total from which it holds. The first scorer's grade is the grade of all. hysteresis: by how
    many percent the points must fall below a threshold before the lead loses what it gave, while the same scorers
    answer.
    """

    scorers: tuple[Scorer, ...] = field(converter=tuple[Scorer, ...])
    bands: tuple[tuple[Priority, int], ...] = field(default=DEFAULT_BANDS, converter=as_bands)
    name: str = "combined"
    hysteresis: int = field(default=10, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = [*faults_of("bands", self.bands, Priority), *hysteresis_faults(self.hysteresis)]
        if not self.scorers:
            faults.append(Problem("wrong_scorers", "scorers", "needs at least one scorer"))
        faults += _not_scorers("scorers", self.scorers)
        if faults:
            raise InvalidPlaybook(faults)

    def score(self, lead: Lead, activities: tuple[Activity, ...], at: datetime) -> Score:
        """All of their points. Raises what any of them raises; the desk asks each alone."""
        return summed(self, lead, [answered(scorer, lead, activities, at) for scorer in self.scorers], at)


@frozen(slots=False)
class Split:
    """An A/B test: each lead is scored by one of these, always the same one, chosen by a digest of its id.

    arms: (scorer, weight). salt: another one deals anew. A score's `model` says which arm gave it.
    """

    arms: tuple[tuple[Scorer, int], ...] = field(converter=tuple[tuple[Scorer, int], ...])
    salt: str

    def __attrs_post_init__(self) -> None:
        faults = _not_scorers("arms", (scorer for scorer, _ in self.arms))
        if not self.arms or any(type(weight) is not int or weight < 1 for _, weight in self.arms):
            faults.append(Problem("wrong_weights", "arms", "needs at least one arm, each with a whole weight from 1"))
        if faults:
            raise InvalidPlaybook(faults)

    def arm(self, lead_id: str) -> Scorer:
        """The scorer of this lead."""
        place = int(digest(self.salt, lead_id)[:12], 16) % sum(weight for _, weight in self.arms)
        for scorer, weight in self.arms:
            place -= weight
            if place < 0:
                return scorer
        raise AssertionError("unreachable: the place is less than all weights together")

    def score(self, lead: Lead, activities: tuple[Activity, ...], at: datetime) -> Score:
        """What the lead's own arm says."""
        return answered(self.arm(lead.id), lead, activities, at)


class Note(Protocol):
    """Who is told what a shadow run says."""

    def __call__(self, lead_id: str, live: Score, shadow: Score | None) -> None:
        """live: the score that counts. shadow: what the other scorer says, `None` when it failed."""


@frozen(slots=False)
class Shadowed:
    """A shadow run: the live scorer scores, another one is asked beside it, and only `note` hears its answer."""

    live: Scorer
    shadow: Scorer
    note: Note

    def __attrs_post_init__(self) -> None:
        if faults := _not_scorers("shadow", (self.live, self.shadow)):
            raise InvalidPlaybook(faults)

    def score(self, lead: Lead, activities: tuple[Activity, ...], at: datetime) -> Score:
        """What the live scorer says, whatever becomes of the other one and of the note."""
        live = answered(self.live, lead, activities, at)
        try:
            shadow = answered(self.shadow, lead, activities, at)
        except (Exception, SystemExit):
            shadow = None
        with suppress(Exception, SystemExit):
            self.note(lead.id, live, shadow)
        return live


def _not_scorers(name: str, scorers: Iterable[Scorer]) -> list[Problem]:
    return [
        Problem("not_a_plug_in", name, f"{type(scorer).__name__} is no scorer that can stand here")
        for scorer in scorers
        if not callable(getattr(scorer, "score", None)) or isinstance(scorer, Combined)
    ]


def chosen(scorer: Scorer, lead_id: str) -> Scorer:
    """The scorer whose answer counts for this lead."""
    while isinstance(scorer, Split | Shadowed):
        scorer = scorer.arm(lead_id) if isinstance(scorer, Split) else scorer.live
    return scorer


def parts_of(scorer: Scorer) -> tuple[Scorer, ...]:
    """The scorers to ask one by one."""
    return scorer.scorers if isinstance(scorer, Combined) else (scorer,)


def summed(scorer: Scorer, lead: Lead, scores: Iterable[Score], at: datetime) -> Score:
    """The score that the answers of a scorer's parts about this lead make together."""
    scores = tuple(scores)
    if not isinstance(scorer, Combined):
        return scores[0]
    parts = tuple(part for score in scores for part in score.contributions)
    gates = tuple(gate for score in scores for gate in score.gates)
    total = sum(part.points for part in parts)
    model = " + ".join(dict.fromkeys(score.model or scorer.name for score in scores))
    before = lead.score if lead.score and lead.score.model == model else None
    priority = rung(scorer.bands, total, before.priority if before else "", scorer.hysteresis)
    grade, reached = _held(scorer, scores[0], before)
    return Score(
        parts, Priority(priority) if priority and not gates else Priority.LOW, at, model, grade, reached, gates
    )


def _held(scorer: Combined, first: Score, before: Score | None) -> tuple[str, str]:
    """The grade and threshold of the first answer; of rules, with regard to the last score of all, which kept them."""
    for rules in scorer.scorers:
        if before and isinstance(rules, RuleScorer) and rules.model == first.model:
            fit, engagement = first.on(Axis.FIT), first.on(Axis.ENGAGEMENT)
            standing = rules.standing(fit, engagement, before, closed=bool(first.gates))
            return standing.grade, standing.reached
    return first.grade, first.reached


def answered(scorer: Scorer, lead: Lead, activities: tuple[Activity, ...], at: datetime) -> Score:
    """What the scorer says. Raises `InvalidRecord` when that is no score, or when it changed what it was handed.

    A host's scorer gets copies, so that nothing it does to them reaches the lead.
    """
    if type(scorer) in _OURS:
        return scorer.score(lead, activities, at)
    handed, seen = _copied(lead), tuple(map(_copied, activities))
    answer = checked_score(scorer.score(handed, seen, at))
    if handed != lead or seen != tuple(activities):
        raise InvalidRecord([Problem("changed_input", "score", "the scorer changed what it was handed")])
    return answer


_OURS = frozenset({RuleScorer, Combined, Split, Shadowed})


def _copied(value: Any) -> Any:
    """The same value without a part that somebody could reach through it and change."""
    if isinstance(value, Record):
        return vouched(type(value), {name: _copied(member) for name, member in value.__dict__.items()})
    if isinstance(value, tuple):
        return tuple(map(_copied, value))
    if isinstance(value, Mapping):
        return FrozenDict({key: _copied(member) for key, member in value.items()})
    return value


def checked_score(answer: object) -> Score:
    """A plug-in's answer, if it is a score; raises `InvalidRecord` for anything else (`None`, NaN, text)."""
    if not isinstance(answer, Score):
        raise InvalidRecord([Problem("not_a_score", "score", f"the scorer answered {type(answer).__name__}")])
    return answer


def may_move(scorer: Scorer, before: Lead, after: Lead) -> bool:
    """Whether a new owner, status or link may change what the scorer says; only our rules can tell without scoring."""
    return scorer.is_moved(before, after) if isinstance(scorer, RuleScorer) else True


def scored(lead: Lead, score: Score, at: datetime) -> Decision[Lead]:
    """The lead with this score; without an event when nothing but the time would change."""
    if lead.score and _said(lead.score) == _said(score):
        return Decision(lead)
    facts: dict[str, Any] = {"total": score.total, "priority": score.priority}
    return evolve(lead, LeadScored, at, {"score": score}, **facts)


def _said(score: Score) -> tuple[object, ...]:
    return (score.contributions, score.priority, score.model, score.grade, score.reached, score.gates)
