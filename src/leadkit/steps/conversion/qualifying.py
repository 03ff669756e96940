"""Before a conversion: what a lead must be, and what is learnt when the interest is confirmed."""

from datetime import datetime
from typing import Any

from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.money import Money
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Lead
from leadkit.model.events import LeadMoved, moved

__all__ = ["identified", "qualify", "reachable"]


def reachable(lead: Lead) -> bool:
    """Guard: there is an e-mail address or phone number that can be right."""
    return any(email.valid for email in lead.emails) or any(phone.e164 for phone in lead.phones)


def identified(lead: Lead) -> bool:
    """Guard: we know who it is, a person or a company, or somebody who is a contact of ours already."""
    return bool(lead.name or lead.company or lead.contact_id)


def qualify(
    lead: Lead,
    machine: BoundMachine,
    at: datetime,
    *,
    need: str = "",
    budget: Money | None = None,
    decision_date: Any = None,
) -> Decision[Lead] | Refusal:
    """The lead with its confirmed need, budget and decision date."""
    changes: dict[str, Any] = {}
    if need and need not in lead.needs:
        changes["needs"] = (*lead.needs, need)
    if budget is not None:
        changes["budget"] = budget
    if decision_date is not None:
        changes["decision_date"] = decision_date
    return moved(lead, machine, LeadTrigger.QUALIFY, LeadMoved, at, changes)
