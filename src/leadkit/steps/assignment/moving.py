"""What an assignment does to a lead: it gets an owner."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Lead
from leadkit.model.events import LeadAssigned, moved
from leadkit.steps.assignment.choosing import Choice

__all__ = ["assigned", "owned"]


def assigned(
    lead: Lead, machine: BoundMachine, choice: Choice, team: str | None, at: datetime
) -> Decision[Lead] | Refusal:
    """The lead with its owner, out of any pool. The event keeps who else was considered, and why they lost."""
    changes: dict[str, Any] = {"owner": choice.owner, "team": team, "pool": None}
    if choice.owner != lead.owner:
        changes["owner_since"] = at
    if lead.pool is not None:  # why it lay there is over
        changes["status_reason"] = ""
    lost: Mapping[str, str] = FrozenDict(choice.lost)
    facts = {"owner": choice.owner, "because": choice.because, "considered": lost}
    return moved(lead, machine, LeadTrigger.ASSIGN, LeadAssigned, at, changes, facts=facts)


def owned(lead: Lead) -> bool:
    """Guard: somebody is accountable for the lead."""
    return lead.owner is not None
