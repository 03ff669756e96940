"""What is written to a lead: whether we may, to which address, and in which words."""

from datetime import datetime
from string import Template
from typing import Protocol

from attrs import frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.decision import Refusal
from leadkit.kernel.record import LONG_TEXT, text
from leadkit.model import EmailMessage, FollowUp, FollowUpChannel, Lead, Message
from leadkit.model.outgoing import OutgoingMessage
from leadkit.steps.followup.cadences import Content

__all__ = [
    "PlainRenderer",
    "Rendered",
    "Renderer",
    "address_of",
    "checked_text",
    "consents",
    "outgoing",
    "permitted",
    "sent_detail",
]

_CONSENTS = {
    FollowUpChannel.PHONE: "phone",
    FollowUpChannel.EMAIL: "email",
    FollowUpChannel.MESSAGE: "message",
}


def consents(lead: Lead, channel: FollowUpChannel) -> bool | None:
    """What the lead said about this way to be contacted; `None`: nothing."""
    if lead.consent.do_not_contact:
        return False
    asked: bool | None = getattr(lead.consent, _CONSENTS[channel]) if channel in _CONSENTS else None
    return asked


def address_of(lead: Lead, channel: FollowUpChannel) -> str:
    """Where the lead is reached this way, blank when nowhere: its first valid e-mail address or number."""
    if channel is FollowUpChannel.EMAIL:
        return next((email.address for email in lead.emails if email.valid), "")
    if channel in (FollowUpChannel.PHONE, FollowUpChannel.MESSAGE):
        return next((phone.e164 for phone in lead.phones if phone.valid), "")
    return ""


def permitted(lead: Lead, plan: FollowUp | None, *, consent_required: bool) -> Refusal | FollowUp:
    """The planned step, if it is one that is written and we may; else every reason why not."""
    if plan is None:
        return Refusal([Problem("nothing_planned", "follow_up", "the lead has no planned step")])
    problems = []
    said = consents(lead, plan.channel)
    if lead.consent.do_not_contact:
        problems.append(Problem("do_not_contact", "consent", "the person does not want to be contacted"))
    elif said is False or (consent_required and said is None):
        problems.append(Problem("no_consent", "consent", f"the person did not agree to be contacted by {plan.channel}"))
    if plan.channel not in (FollowUpChannel.EMAIL, FollowUpChannel.MESSAGE):
        problems.append(Problem("wrong_channel", "channel", f"the planned step is no message, but by {plan.channel}"))
    elif not address_of(lead, plan.channel):
        problems.append(Problem("no_address", plan.channel, "there is no valid address to write to"))
    return Refusal(problems) if problems else plan


@frozen
class Rendered:
    """The words of a message."""

    subject: str
    body: str


class Renderer(Protocol):
    """The plug-in that finds the words: one method."""

    def render(self, lead: Lead, follow_up: FollowUp, content: Content | None) -> Rendered:
        """The words for this step. content: what to bring along, chosen by the policy. Must not change anything."""


@frozen
class PlainRenderer:
    """Fills `$name`, `$company`, `$owner`, `$goal`, `$title` and `$content` into two texts; nothing is evaluated.

    Subject: by default the content's title, or the goal. What a lead does not tell stays blank.
    """

    subject: str = "$title"
    body: str = "$content"

    def render(self, lead: Lead, follow_up: FollowUp, content: Content | None) -> Rendered:
        known = {
            "name": str(lead.name),
            "company": lead.company,
            "owner": follow_up.owner or "",
            "goal": follow_up.goal,
            "title": content.title if content else follow_up.goal,
        }
        known["content"] = Template(content.body).safe_substitute(known) if content else follow_up.content
        return Rendered(Template(self.subject).safe_substitute(known), Template(self.body).safe_substitute(known))


_SUBJECT, _BODY = text(required=True)["check"], text(LONG_TEXT, required=True)["check"]


def checked_text(answer: object) -> Rendered:
    """A renderer's answer, if it can be sent; raises `InvalidRecord` for anything else, and for a blank message."""
    if not isinstance(answer, Rendered):
        raise InvalidRecord([Problem("not_rendered", "body", f"the renderer answered {type(answer).__name__}")])
    told = (("subject", _SUBJECT(answer.subject)), ("body", _BODY(answer.body)))
    if problems := [Problem(found[0], name, found[1]) for name, found in told if found]:
        raise InvalidRecord(problems)
    return Rendered(" ".join(answer.subject.split()), answer.body)  # a subject is one line, or it forges others


def outgoing(lead: Lead, plan: FollowUp, words: Rendered, at: datetime) -> OutgoingMessage:
    """The message that does this step."""
    to = address_of(lead, plan.channel)
    return OutgoingMessage(plan.id, lead.id, at, plan.channel, to, words.subject, words.body)


def sent_detail(message: OutgoingMessage) -> EmailMessage | Message:
    """What is recorded once it is sent."""
    if message.channel is FollowUpChannel.EMAIL:
        return EmailMessage(message.body, "sent", subject=message.subject)
    return Message(message.body, "sent")
