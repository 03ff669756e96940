"""Follow-up: the next step with a lead, when it is due, who answers for it, and what to bring along."""

from leadkit.steps.followup.cadences import Cadence, CadenceStep, Content, Exit
from leadkit.steps.followup.clocks import Alarm, Deadline, Standing, alarms, at_risk, deadlines, is_forfeited, raised
from leadkit.steps.followup.customers import CUSTOMER_CADENCES
from leadkit.steps.followup.messages import (
    PlainRenderer,
    Rendered,
    Renderer,
    checked_text,
    outgoing,
    permitted,
    sent_detail,
)
from leadkit.steps.followup.planning import (
    NextStep,
    continued,
    done,
    learnt,
    next_step,
    planned,
    says,
)
from leadkit.steps.followup.policy import Escalation, FollowUpPolicy, ResponseTarget

__all__ = [
    "CUSTOMER_CADENCES",
    "Alarm",
    "Cadence",
    "CadenceStep",
    "Content",
    "Deadline",
    "Escalation",
    "Exit",
    "FollowUpPolicy",
    "NextStep",
    "PlainRenderer",
    "Rendered",
    "Renderer",
    "ResponseTarget",
    "Standing",
    "alarms",
    "at_risk",
    "checked_text",
    "continued",
    "deadlines",
    "done",
    "is_forfeited",
    "learnt",
    "next_step",
    "outgoing",
    "permitted",
    "planned",
    "raised",
    "says",
    "sent_detail",
]
