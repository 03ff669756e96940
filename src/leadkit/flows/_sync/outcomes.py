# Derived from src/leadkit/flows/_async/outcomes.py by tools/twins.py; edit that file.
"""The closed loop: whatever a deal comes to, its leads learn it in the same unit of work."""

from datetime import datetime

from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living_or_none
from leadkit.flows._sync.settling import written
from leadkit.model import Opportunity
from leadkit.repositories import UnitOfWork
from leadkit.steps.conversion import linked_leads, outcome_learnt, outcome_of

__all__ = ["outcome_told"]


def outcome_told(
    work: UnitOfWork, env: Env, before: Opportunity, after: Opportunity, now: datetime, reason: str
) -> None:
    """The leads of a deal know that it was won, lost or opened again: the one it came from, and those linked to it.

    Leads that were erased learn nothing.
    """
    was, now_is = (env.playbook.pipeline(deal.pipeline).stage(deal.stage).type for deal in (before, after))
    outcome = outcome_of(was, now_is)
    if outcome is None:
        return
    ids = [after.lead_id, *linked_leads(work.events.of(after.id)).values()]
    found = [living_or_none(work.leads, id) for id in dict.fromkeys(ids)]
    for lead in {lead.id: lead for lead in found if lead}.values():
        written(work, work.leads, lead, outcome_learnt(lead, after, outcome, now, reason))
