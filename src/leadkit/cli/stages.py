"""Whether a lead stands where its file says it does."""

from leadkit.errors import Problem
from leadkit.kernel.decision import Refusal
from leadkit.machines.lead import LeadStatus
from leadkit.model import Lead
from leadkit.playbook import Playbook
from leadkit.tabular import StageTarget

__all__ = ["stage_warning"]


def stage_warning(playbook: Playbook, lead: Lead, target: StageTarget | None, label: str) -> Problem | None:
    """Why a lead is not where the file says it stands, if it is not."""
    if target is None:
        return Problem("stage_unknown", "stage", f"{label!r} is no stage we know; kept in extra") if label else None
    if target.lead in (lead.status, LeadStatus.NEW):
        return None
    path = playbook.lead_machine.path(lead.status, target.lead)
    stopped = path and playbook.lead.select(lead.status, path[0].trigger, lead, {}, label)
    why = f": {stopped}" if isinstance(stopped, Refusal) else ""
    return Problem("stage_not_reached", "stage", f"the file says {label!r}, the lead is {lead.status}{why}")
