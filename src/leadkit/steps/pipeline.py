"""Pipeline: deals and quotes move along their tables."""

from datetime import datetime
from typing import Any

from leadkit.errors import Problem
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.statemachine import BoundMachine, StatusType
from leadkit.machines.opportunity import LOSE, WIN, Pipeline, enter
from leadkit.model import Opportunity, Quote, StageEntry
from leadkit.model.events import OpportunityMoved, QuoteDrafted, QuoteMoved, created, moved

__all__ = ["draft_quote", "enter_stage", "last_open_stage", "lose", "move_quote", "win"]


def enter_stage(
    deal: Opportunity, pipeline: Pipeline, machine: BoundMachine, stage: str, at: datetime, reason: str = ""
) -> Decision[Opportunity] | Refusal:
    """The deal in another open stage; going back or reopening needs a reason."""
    if stage not in {each.name for each in pipeline.open_stages}:
        return Refusal([Problem("unknown_stage", "stage", f"pipeline {pipeline.name} has no open stage {stage!r}")])
    changes = {**_entered(deal, pipeline, stage, at), "closed_at": None, "lost_reason": ""}
    return moved(deal, machine, enter(stage), OpportunityMoved, at, changes, reason=reason)


def win(deal: Opportunity, pipeline: Pipeline, machine: BoundMachine, at: datetime) -> Decision[Opportunity] | Refusal:
    """The deal won."""
    stage = pipeline.closed(StatusType.WON).name
    changes = {**_entered(deal, pipeline, stage, at), "closed_at": at, "lost_reason": ""}
    return moved(deal, machine, WIN, OpportunityMoved, at, changes)


def lose(
    deal: Opportunity, pipeline: Pipeline, machine: BoundMachine, at: datetime, reason: str
) -> Decision[Opportunity] | Refusal:
    """The deal lost, with its reason."""
    stage = pipeline.closed(StatusType.LOST).name
    changes = {**_entered(deal, pipeline, stage, at), "closed_at": at, "lost_reason": reason}
    return moved(deal, machine, LOSE, OpportunityMoved, at, changes, reason=reason)


def last_open_stage(deal: Opportunity, pipeline: Pipeline) -> str:
    """The open stage the deal was in last: where it died, or where a reopened one goes on."""
    names = {stage.name for stage in pipeline.open_stages}
    return next(
        (entry.stage for entry in reversed(deal.stage_entries) if entry.stage in names), pipeline.stages[0].name
    )


def _entered(deal: Opportunity, pipeline: Pipeline, name: str, at: datetime) -> dict[str, Any]:
    probability = pipeline.stage(name).probability
    return {
        "probability": probability,
        "stage_entries": (*deal.stage_entries, StageEntry(name, at, probability)),
    }


def draft_quote(id: str, opportunity_id: str, at: datetime, **fields: Any) -> Decision[Quote]:
    """A new quote; raises `InvalidRecord`."""
    decision: Decision[Quote] = created(QuoteDrafted, Quote(id, opportunity_id, at, at, **fields))
    return decision


def move_quote(
    quote: Quote, machine: BoundMachine, trigger: str, at: datetime, reason: str = ""
) -> Decision[Quote] | Refusal:
    """The quote sent, accepted, rejected, expired or superseded."""
    return moved(quote, machine, trigger, QuoteMoved, at, {"status_reason": reason}, reason=reason)
