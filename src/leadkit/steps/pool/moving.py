"""What a pool does to a lead: it comes in, somebody claims it, it is taken back, it stays protected for longer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadkit.errors import Problem
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Lead
from leadkit.model.events import LeadClaimed, LeadReclaimed, LeadReleased, moved
from leadkit.model.facts import Moved
from leadkit.steps.pool.policy import OTHER, Pool

__all__ = ["claimed", "reclaimed", "released", "return_reason"]


def claimed(lead: Lead, machine: BoundMachine, person: str, at: datetime) -> Decision[Lead] | Refusal:
    """The pooled lead with this person as its owner."""
    changes = {"owner": person, "owner_since": at, "team": None, "pool": None, "home_pool": lead.pool}
    facts = {"owner": person, "because": "claimed", "pool": lead.pool}
    return moved(lead, machine, LeadTrigger.ASSIGN, LeadClaimed, at, {**changes, "status_reason": ""}, facts=facts)


def released(
    lead: Lead, machine: BoundMachine, pool: str, reason: str, at: datetime, by: str = ""
) -> Decision[Lead] | Refusal:
    """The lead in a pool, without an owner."""
    return _pooled(lead, machine, LeadReleased, pool, reason, at, {"pool": pool, "by": by})


def reclaimed(
    lead: Lead, machine: BoundMachine, pool: str, rule: str, because: str, at: datetime
) -> Decision[Lead] | Refusal:
    """The lead in a pool again, because its owner let it lie."""
    facts = {"pool": pool, "owner": lead.owner, "rule": rule}
    return _pooled(lead, machine, LeadReclaimed, pool, because, at, facts)


def _pooled(
    lead: Lead,
    machine: BoundMachine,
    event: type[Moved],
    pool: str,
    reason: str,
    at: datetime,
    facts: Mapping[str, Any],
) -> Decision[Lead] | Refusal:
    changes: dict[str, Any] = {"owner": None, "team": None, "pool": pool, "home_pool": pool, "status_reason": reason}
    if lead.owner is not None:
        changes["owner_since"] = at
    return moved(lead, machine, LeadTrigger.RELEASE, event, at, changes, reason=reason, facts=facts)


def return_reason(pool: Pool, reason: str, note: str) -> str | Refusal:
    """The reason as it is kept, if the pool takes it."""
    if pool.return_reasons and reason not in (*pool.return_reasons, OTHER):
        known = ", ".join((*pool.return_reasons, OTHER))
        return Refusal([Problem("unknown_reason", "reason", f"is not one of {known}")])
    if pool.return_reasons and reason == OTHER and not note.strip():
        return Refusal([Problem("missing_note", "note", f"the reason {OTHER!r} needs a note")])
    return f"{reason}: {note.strip()}" if note.strip() else reason
