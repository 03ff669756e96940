"""The closed loop: what a deal came to flows back to its leads; the figures of campaigns and channels count it."""

from datetime import datetime

from leadkit.kernel.decision import Decision
from leadkit.kernel.statemachine import StatusType
from leadkit.model import Lead, Opportunity
from leadkit.model.events import DealOutcome, LeadOutcomeLearnt, evolve

__all__ = ["outcome_learnt", "outcome_of"]


def outcome_of(before: StatusType, after: StatusType) -> DealOutcome | None:
    """What a deal came to by a move between stages of these types; `None` when nothing was decided."""
    if before is after:
        return None
    return {StatusType.WON: DealOutcome.WON, StatusType.LOST: DealOutcome.LOST}.get(after, DealOutcome.OPEN)


def outcome_learnt(lead: Lead, deal: Opportunity, outcome: DealOutcome, at: datetime, reason: str) -> Decision[Lead]:
    """The lead, which knows what its deal came to."""
    amount = None if outcome is DealOutcome.OPEN else deal.amount
    told = {"opportunity_id": deal.id, "outcome": outcome, "reason": reason, "amount": amount}
    return evolve(lead, LeadOutcomeLearnt, at, **told)
