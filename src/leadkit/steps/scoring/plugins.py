"""Scorers of the host: what they are asked, and what becomes of their answers."""

from datetime import datetime
from typing import Any, Protocol

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.decision import Decision
from leadkit.model import Activity, Lead, Score
from leadkit.model.events import LeadScored, evolve
from leadkit.steps.scoring.model import RuleScorer

__all__ = ["Scorer", "checked_score", "may_move", "scored"]


class Scorer(Protocol):
    """The plug-in: one method."""

    def score(self, lead: Lead, activities: tuple[Activity, ...], at: datetime) -> Score:
        """The lead's score at this instant. Must not change anything and should not raise."""


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
