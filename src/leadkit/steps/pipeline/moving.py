"""Deals move along the table of their pipeline, and from one pipeline to another."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from attrs import evolve as with_fields

from leadkit.errors import Problem
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.statemachine import BoundMachine, StatusType, missing_fields
from leadkit.machines.opportunity import LOSE, WIN, Pipeline, Stage, enter
from leadkit.model import CompetitorStatus, Contract, Opportunity, StageEntry
from leadkit.model.events import OpportunityMoved, OpportunityTransferred, evolve, moved
from leadkit.steps.pipeline.losing import LOST_REASONS, LostReason, read_loss

__all__ = ["enter_stage", "last_open_stage", "lose", "transfer", "win"]


def enter_stage(
    deal: Opportunity, pipeline: Pipeline, machine: BoundMachine, stage: str, at: datetime, reason: str = ""
) -> Decision[Opportunity] | Refusal:
    """The deal in another open stage; going back or reopening needs a reason. The contract of a won deal is void."""
    if stage not in {each.name for each in pipeline.open_stages}:
        return Refusal([_unknown_stage(pipeline, stage)])
    changes = {**_entered(deal, pipeline.stage(stage), at), "closed_at": None, **_NOT_LOST}
    if deal.contract:
        *before, last = deal.contracts
        changes["contracts"] = (*before, with_fields(last, voided_at=at, void_reason=reason))
    if deal.lost_to:
        changes["competitors"] = tuple(
            with_fields(each, status=CompetitorStatus.ACTIVE) if each.status is CompetitorStatus.CHOSEN else each
            for each in deal.competitors
        )
    return moved(deal, machine, enter(stage), OpportunityMoved, at, changes, reason=reason)


def win(
    deal: Opportunity,
    pipeline: Pipeline,
    machine: BoundMachine,
    at: datetime,
    contract: Contract | None = None,
    *,
    changes: Mapping[str, Any] = FrozenDict(),
) -> Decision[Opportunity] | Refusal:
    """The deal won, with what was signed. changes: fields that the win sets, as an accepted quote does."""
    changed: dict[str, Any] = {**_entered(deal, pipeline.closed(StatusType.WON), at), "closed_at": at, **_NOT_LOST}
    changed |= changes
    if contract:
        signed_at, amount = contract.signed_at or at, contract.amount or deal.amount
        signed = with_fields(contract, signed_at=signed_at, amount=amount, voided_at=None, void_reason="")
        changed["contracts"] = (*deal.contracts, signed)
    return moved(deal, machine, WIN, OpportunityMoved, at, changed)


def lose(
    deal: Opportunity,
    pipeline: Pipeline,
    machine: BoundMachine,
    at: datetime,
    reason: str,
    *,
    reasons: Iterable[LostReason] = LOST_REASONS,
    note: str = "",
    competitor: str = "",
) -> Decision[Opportunity] | Refusal:
    """The deal lost, with one of these reasons; free text is `other`, and its note. See `read_loss`."""
    loss = read_loss(deal, reason, reasons, note, competitor)
    changes = {
        **_entered(deal, pipeline.closed(StatusType.LOST), at),
        "closed_at": at,
        "lost_reason": loss.code,
        "lost_note": loss.note,
        "lost_to": loss.competitor,
        "competitors": loss.competitors,
    }
    outcome = moved(deal, machine, LOSE, OpportunityMoved, at, changes, reason=loss.sentence)
    if isinstance(outcome, Refusal) or loss.problems:
        found = outcome.problems if isinstance(outcome, Refusal) else ()
        return Refusal((*found, *loss.problems))
    return outcome


def transfer(
    deal: Opportunity, source: Pipeline, target: Pipeline, stage: str, at: datetime, reason: str
) -> Decision[Opportunity] | Refusal:
    """The open deal in this open stage of another pipeline, with a reason; what the stage requires must be there."""
    problems = []
    if deal.closed_at is not None:
        problems.append(Problem("deal_closed", "pipeline", "reopen the deal first"))
    if target.name == source.name:
        problems.append(Problem("same_pipeline", "pipeline", f"the deal is in {target.name} already"))
    if not reason.strip():
        problems.append(Problem("missing_reason", "reason", "another pipeline needs a reason"))
    found = next((each for each in target.open_stages if each.name == stage), None)
    if found is None:
        return Refusal((*problems, _unknown_stage(target, stage)))
    problems += missing_fields(enter(stage), found.requires, deal, {})
    if problems:
        return Refusal(problems)
    before = tuple(with_fields(each, pipeline=each.pipeline or source.name) for each in deal.stage_entries)
    changes = {
        "pipeline": target.name,
        "stage": stage,
        "probability": found.probability,
        "stage_entries": (*before, StageEntry(stage, at, found.probability)),
    }
    facts = {"source": source.name, "target": target.name, "reason": reason}
    return evolve(deal, OpportunityTransferred, at, changes, **facts)


def last_open_stage(deal: Opportunity, pipeline: Pipeline) -> str:
    """The open stage of its pipeline that the deal was in last: where a reopened one goes on."""
    names = {stage.name for stage in pipeline.open_stages}
    entered = (entry.stage for entry in reversed(deal.stage_entries) if not entry.pipeline and entry.stage in names)
    return next(entered, pipeline.stages[0].name)


_NOT_LOST = FrozenDict({"lost_reason": "", "lost_note": "", "lost_to": ""})


def _unknown_stage(pipeline: Pipeline, stage: str) -> Problem:
    return Problem("unknown_stage", "stage", f"pipeline {pipeline.name} has no open stage {stage!r}")


def _entered(deal: Opportunity, stage: Stage, at: datetime) -> dict[str, Any]:
    entry = StageEntry(stage.name, at, stage.probability)
    return {"probability": stage.probability, "stage_entries": (*deal.stage_entries, entry)}
