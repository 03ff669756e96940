"""Cadences for those who have bought: care after the sale, and the ways to win somebody back."""

from datetime import timedelta

from leadkit.kernel.conditions import Condition
from leadkit.model import ContentKind, FollowUpChannel
from leadkit.steps.followup.cadences import Cadence, CadenceStep

__all__ = ["CUSTOMER_CADENCES"]

_PHONE, _EMAIL = FollowUpChannel.PHONE, FollowUpChannel.EMAIL


def _win_back(name: str, *steps: CadenceStep) -> Cadence:
    """Followed by the inquiries that the win-back plan of this name opens."""
    return Cadence(name, steps, [Condition("source.campaign", "is", name)])


#: Ours; a cadence of the policy with the same name goes before each. No lead fits the first one: the step of lifecycle
#: reads it for customers, and its last step comes again and again.
CUSTOMER_CADENCES: tuple[Cadence, ...] = (
    Cadence(
        "after_sales_care",
        [
            CadenceStep(_PHONE, "thank them, and see that all has arrived and works"),
            CadenceStep(_EMAIL, "ask how satisfied they are", timedelta(days=14), ContentKind.SURVEY),
            CadenceStep(_PHONE, "return visit: what goes well, what is missing", timedelta(days=30)),
            CadenceStep(_PHONE, "return visit with something of value to them", timedelta(days=90), ContentKind.GUIDE),
        ],
        [Condition("source.campaign", "is", "after_sales_care")],
    ),
    _win_back(
        "remarketing",
        CadenceStep(_EMAIL, "say what is new since they left", content=ContentKind.PRODUCT_INTRODUCTION),
        CadenceStep(_EMAIL, "show what others like them do with it", timedelta(days=7), ContentKind.CASE_STUDY),
        CadenceStep(_PHONE, "ask what it would take to come back", timedelta(days=7)),
    ),
    _win_back(
        "promotion",
        CadenceStep(_EMAIL, "make an offer to return", content=ContentKind.PROMOTION),
        CadenceStep(_PHONE, "ask whether the offer suits them", timedelta(days=5)),
        CadenceStep(_EMAIL, "say that the offer ends", timedelta(days=9), ContentKind.PROMOTION),
    ),
    _win_back(
        "recommendation",
        CadenceStep(_PHONE, "ask what they need today"),
        CadenceStep(_EMAIL, "recommend what suits them now", timedelta(days=3), ContentKind.PRODUCT_INTRODUCTION),
        CadenceStep(_PHONE, "settle the open questions", timedelta(days=7)),
    ),
)
