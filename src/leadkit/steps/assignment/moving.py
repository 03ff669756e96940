"""What an assignment does to a lead: it gets an owner, or it goes back to a pool."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Lead
from leadkit.model.events import LeadAssigned, LeadMoved, moved
from leadkit.steps.assignment.choosing import Choice

__all__ = ["assigned", "owned", "released"]


def assigned(
    lead: Lead, machine: BoundMachine, choice: Choice, team: str | None, at: datetime
) -> Decision[Lead] | Refusal:
    """The lead with its owner, out of any pool. The event keeps who else was considered, and why they lost."""
    changes = {**_owner(lead, choice.owner, at), "team": team, "pool": None}
    lost: Mapping[str, str] = FrozenDict(choice.lost)
    facts = {"owner": choice.owner, "because": choice.because, "considered": lost}
    return moved(lead, machine, LeadTrigger.ASSIGN, LeadAssigned, at, changes, facts=facts)


def released(lead: Lead, machine: BoundMachine, pool: str, reason: str, at: datetime) -> Decision[Lead] | Refusal:
    """The lead back in a pool, without an owner."""
    changes = {**_owner(lead, None, at), "team": None, "pool": pool}
    return moved(lead, machine, LeadTrigger.RELEASE, LeadMoved, at, changes, reason=reason)


def _owner(lead: Lead, owner: str | None, at: datetime) -> dict[str, Any]:
    return {"owner": owner} if owner == lead.owner else {"owner": owner, "owner_since": at}


def owned(lead: Lead) -> bool:
    """Guard: somebody is accountable for the lead."""
    return lead.owner is not None
