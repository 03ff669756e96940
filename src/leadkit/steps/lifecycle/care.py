"""After the sale: which contact with a customer is due when, what was said and done, and who brought whom along."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from attrs import frozen

from leadkit.errors import Problem
from leadkit.kernel.decision import Decision, Refusal
from leadkit.model import Care, ContentKind, Customer, Feedback, FollowUpChannel, Lead
from leadkit.model.events import (
    CustomerCaredFor,
    CustomerReferred,
    FeedbackGiven,
    LeadReferred,
    WinBackStarted,
    evolve,
)

__all__ = ["CareStep", "DueCare", "answered", "cared_for", "due_care", "referred", "referring", "win_back_started"]


class CareStep(Protocol):
    """A step of a cadence, as the follow-up policy has them."""

    @property
    def channel(self) -> FollowUpChannel: ...
    @property
    def goal(self) -> str: ...
    @property
    def after(self) -> timedelta: ...
    @property
    def content(self) -> ContentKind | None: ...


@frozen
class DueCare:
    """The next contact with a customer. due: may lie in the past. step: its number in the care plan, from 0."""

    customer_id: str
    due: datetime
    goal: str
    channel: FollowUpChannel
    step: int
    because: str
    owner: str | None = None


def due_care(customer: Customer, steps: Sequence[CareStep]) -> DueCare | None:
    """The next step of the care plan; `None` where nothing was bought, or there is no plan.

    A purchase starts the plan anew. Each step is due so long after the one before was done, and what was done later
    than it stands for it, too; the last one comes again and again. Feedback does a step that is there to get it.
    """
    if not customer.purchases or not steps:
        return None
    since = max(purchase.at for purchase in customer.purchases)
    number, done_at = 0, since
    for care in sorted(customer.care, key=lambda care: care.at):
        if care.step is not None and care.at >= since and care.step >= number:
            number, done_at = care.step + 1, care.at
    told = [feedback.at for feedback in customer.feedback if feedback.at >= since]
    if told and number < len(steps) and steps[number].content is ContentKind.SURVEY:
        number, done_at = number + 1, max(done_at, *told)
    step = steps[min(number, len(steps) - 1)]
    counted = "the last purchase" if number == 0 else "the contact before"
    because = f"step {number + 1}, {step.after.days} days after {counted}"
    return DueCare(customer.id, done_at + step.after, step.goal, step.channel, number, because, customer.owner)


def cared_for(
    customer: Customer, steps: Sequence[CareStep], goal: str, outcome: str, by: str | None, at: datetime, now: datetime
) -> Decision[Customer]:
    """The customer with this contact in its file. goal: blank for the next step of the care plan."""
    due = None if goal else due_care(customer, steps)
    told = goal or (due.goal if due else "stay in touch")
    care = Care(at, told, due.step if due else None, outcome, by)
    return evolve(customer, CustomerCaredFor, now, {"care": (*customer.care, care)}, goal=told)


def answered(customer: Customer, feedback: Feedback, now: datetime) -> Decision[Customer] | Refusal:
    """The customer with this feedback; one that says nothing is refused."""
    if feedback.score is None and not feedback.comment.strip():
        return Refusal([Problem("blank_feedback", "score", "give a score from 0 to 10, a comment, or both")])
    return evolve(customer, FeedbackGiven, now, {"feedback": (*customer.feedback, feedback)}, score=feedback.score)


def referring(customer: Customer, lead: Lead, at: datetime) -> Decision[Customer]:
    """The customer that recommended us to this lead; without an event when that is known already."""
    if lead.id in customer.referrals:
        return Decision(customer)
    return evolve(customer, CustomerReferred, at, {"referrals": (*customer.referrals, lead.id)}, lead_id=lead.id)


def referred(lead: Lead, customer: Customer, at: datetime) -> Decision[Lead]:
    """The lead with the customer who recommended us to it first."""
    if lead.referred_by is not None:
        return Decision(lead)
    return evolve(lead, LeadReferred, at, {"referred_by": customer.id}, customer_id=customer.id)


def win_back_started(customer: Customer, lead: Lead, plan: str, at: datetime) -> Decision[Customer]:
    """The customer whom this new inquiry is to win back."""
    return evolve(customer, WinBackStarted, at, lead_id=lead.id, plan=plan)
