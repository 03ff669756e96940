"""What is learnt about a deal: its fields, its lines and their sum, and who has a part in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadkit.errors import Problem
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.record import replaced
from leadkit.model import ContactRole, DealContact, Opportunity
from leadkit.model.events import OpportunityChanged, evolve
from leadkit.steps.pipeline.quoting import DEFAULT, QuotePolicy, net_amount

__all__ = ["change_deal", "involve"]

#: What only a move, or nothing at all, may change.
_GUARDED = frozenset(
    "id version created_at updated_at pipeline stage probability stage_entries closed_at lost_reason lost_note lost_to"
    " lead_id customer_id quote_ids contracts amount_fixed".split()
)

_BOUGHT = frozenset(("amount", "lines", "products"))


def change_deal(
    deal: Opportunity, at: datetime, changes: Mapping[str, Any], policy: QuotePolicy = DEFAULT
) -> Decision[Opportunity] | Refusal:
    """The deal with edited fields; raises `InvalidRecord`. Stage, quotes and the like have steps of their own.

    What a won deal brought is in the customer's file: its amount, lines and products change when it is opened again.
    The amount follows the lines: it is their sum without tax. An amount that is given stands instead, until it is given
    as `None`.
    """
    if guarded := sorted(_GUARDED & changes.keys()):
        return Refusal(Problem("guarded_field", name, "is not edited; use its own operation") for name in guarded)
    won = deal.closed_at is not None and not deal.lost_reason
    if won and (bought := sorted(_BOUGHT & changes.keys())):
        told = "the purchase is in the customer's file; reopen the deal first"
        return Refusal(Problem("deal_closed", name, told) for name in bought)
    edited = replaced(deal, changes)
    own: dict[str, Any] = {}
    if "lines" in changes or "amount" in changes:
        fixed = changes["amount"] is not None if "amount" in changes else deal.amount_fixed
        total = net_amount(edited.lines, policy)
        if total and not fixed:
            own["amount"] = total
        elif total and edited.amount and edited.amount.currency != total.currency:
            told = f"the lines are in {total.currency}, the amount is in {edited.amount.currency}"
            return Refusal([Problem("currency_mismatch", "amount", told)])
        if fixed != deal.amount_fixed:
            own["amount_fixed"] = fixed
    return evolve(deal, OpportunityChanged, at, {**changes, **own})


def involve(deal: Opportunity, at: datetime, contact_id: str, role: ContactRole) -> Decision[Opportunity]:
    """The deal with this contact in this role, instead of the one that they had."""
    others = [each for each in deal.contacts if each.contact_id != contact_id]
    changes = {"contacts": (*others, DealContact(contact_id, role))}
    return evolve(deal, OpportunityChanged, at, changes)
