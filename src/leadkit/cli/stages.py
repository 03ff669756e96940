"""A file's own stage column, replayed as legal moves, so that the funnel is real."""

from leadkit.desk._sync import LeadDesk
from leadkit.errors import Problem, Refused
from leadkit.kernel.decision import Refusal
from leadkit.kernel.statemachine import StatusType
from leadkit.machines.lead import LeadStatus, LeadTrigger
from leadkit.model import Lead, Message
from leadkit.tabular import StageTarget

__all__ = ["replay_stage", "stage_warning"]


def replay_stage(desk: LeadDesk, lead: Lead, target: StageTarget, label: str) -> None:
    """Move a lead to where the file says it stands, by the shortest legal way, as far as the rules let it."""
    if target.lead is LeadStatus.NEW:
        return  # nobody has worked on it yet: an owner does not change that, and the way back would be a release
    path = desk.playbook.lead_machine.path(lead.status, target.lead)
    try:
        for row in path or ():
            _take(desk, lead.id, row.trigger, target, label)
        if path is not None and target.lead is LeadStatus.CONVERTED:
            _close(desk, lead.id, target)
    except Refused:
        return  # where it stopped, and why, is for `stage_warning` to say: on a second run too


def stage_warning(desk: LeadDesk, lead: Lead, target: StageTarget | None, label: str) -> Problem | None:
    """Why a lead is not where the file says it stands, if it is not."""
    if target is None:
        return Problem("stage_unknown", "stage", f"{label!r} is no stage we know; kept in extra") if label else None
    if target.lead in (lead.status, LeadStatus.NEW):
        return None
    path = desk.playbook.lead_machine.path(lead.status, target.lead)
    stopped = path and desk.playbook.lead.select(lead.status, path[0].trigger, lead, {}, label)
    why = f": {stopped}" if isinstance(stopped, Refusal) else ""
    return Problem("stage_not_reached", "stage", f"the file says {label!r}, the lead is {lead.status}{why}")


def _take(desk: LeadDesk, lead_id: str, trigger: str, target: StageTarget, label: str) -> None:
    match trigger:
        case LeadTrigger.ASSIGN:
            desk.leads.assign(lead_id)
        case LeadTrigger.CONTACT:
            # The file says that somebody was in touch, not how: a message of unknown medium.
            desk.leads.record(lead_id, Message(key_points=f"the file says: {label}", medium="unknown"))
        case LeadTrigger.QUALIFY:
            desk.leads.qualify(lead_id)
        case LeadTrigger.CONVERT:
            desk.leads.convert(lead_id)
        case _:
            desk.leads.move(lead_id, trigger, reason=target.reason or label)


def _close(desk: LeadDesk, lead_id: str, target: StageTarget) -> None:
    """The opportunity that came of the lead, in the stage the file names."""
    deal = desk.opportunities.get(desk.leads.get(lead_id).opportunity_id or "")
    pipeline = desk.playbook.pipeline(deal.pipeline)
    if target.stage is None or target.stage == deal.stage:
        return
    kind = next((stage.type for stage in pipeline.stages if stage.name == target.stage), None)
    if kind is StatusType.WON:
        desk.opportunities.win(deal.id)
    elif kind is StatusType.LOST:
        desk.opportunities.lose(deal.id, reason=target.reason)
    elif kind is StatusType.OPEN:
        desk.opportunities.enter(deal.id, target.stage)
