"""What happened between us and a lead: conversations, and behaviour we saw."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, json_object, number, text
from leadkit.kernel.text import hidden
from leadkit.model.channel import Channel
from leadkit.model.lead import Lead

__all__ = [
    "DETAILS",
    "Activity",
    "AdClick",
    "AdResponse",
    "Call",
    "Detail",
    "Direction",
    "Download",
    "EmailClick",
    "EmailMessage",
    "EmailOpen",
    "FormSubmission",
    "Meeting",
    "Message",
    "Note",
    "PageVisit",
    "RecordUpdate",
    "RepeatInquiry",
    "Visit",
    "Webinar",
    "contact_changes",
]


class Direction(StrEnum):
    """Who reached out to whom."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


@frozen(slots=False)
class Detail(Record):
    """What kind of thing happened. is_contact: we and the person were in touch, which starts the work on a lead."""

    is_contact: ClassVar[bool] = False


@frozen(slots=False)
class _Conversation(Detail):
    is_contact: ClassVar[bool] = True

    key_points: str = field(default="", metadata=text(LONG_TEXT))
    result: str = field(default="", metadata=text(LONG_TEXT))
    direction: Direction = field(default=Direction.OUTBOUND, metadata=instance(Direction))


@frozen(slots=False)
class Call(_Conversation):
    """A phone call."""

    minutes: float | None = field(default=None, metadata=number(0, optional=True))


@frozen(slots=False)
class EmailMessage(_Conversation):
    """An e-mail, to them or from them."""

    subject: str = field(default="", metadata=text())


@frozen(slots=False)
class Meeting(_Conversation):
    """A meeting, on site or by video."""

    minutes: float | None = field(default=None, metadata=number(0, optional=True))


@frozen(slots=False)
class Visit(_Conversation):
    """A face-to-face visit."""

    place: str = field(default="", metadata=text())


@frozen(slots=False)
class Message(_Conversation):
    """A chat message. medium: "wechat", "whatsapp", "sms", …"""

    medium: str = field(default="", metadata=text())


@frozen(slots=False)
class Note(Detail):
    """What one of us wants the others to know."""

    text: str = field(metadata=text(LONG_TEXT, required=True))


@frozen(slots=False)
class PageVisit(Detail):
    """A page they looked at, and for how many seconds."""

    url: str = field(metadata=text(LONG_TEXT, required=True))
    seconds: float = field(default=0, metadata=number(0))


@frozen(slots=False)
class Download(Detail):
    """A file they took: a white paper, a price list."""

    asset: str = field(metadata=text(required=True))


@frozen(slots=False)
class Webinar(Detail):
    """A webinar they attended."""

    title: str = field(metadata=text(required=True))
    minutes: float | None = field(default=None, metadata=number(0, optional=True))


@frozen(slots=False)
class FormSubmission(Detail):
    """A form they filled in."""

    form: str = field(metadata=text(required=True))
    fields: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False, repr=hidden)

    @property
    def answers(self) -> int:
        """How many of its fields hold something."""
        return sum(1 for value in self.fields.values() if value or value == 0)


@frozen(slots=False)
class AdClick(Detail):
    """A click on an online advertisement."""

    ad: str = field(metadata=text(required=True))
    campaign: str = field(default="", metadata=text())


@frozen(slots=False)
class AdResponse(Detail):
    """An answer to an offline advertisement. medium: "newspaper", "radio", "billboard", …"""

    ad: str = field(metadata=text(required=True))
    medium: str = field(default="", metadata=text())


@frozen(slots=False)
class EmailOpen(Detail):
    """An e-mail of ours was opened, or its pictures were loaded by a program."""

    subject: str = field(default="", metadata=text())


@frozen(slots=False)
class EmailClick(Detail):
    """A link in an e-mail of ours was clicked."""

    url: str = field(metadata=text(LONG_TEXT, required=True))


@frozen(slots=False)
class RepeatInquiry(Detail):
    """The same person asked again. submitted: all they sent, as they sent it. because: how they were recognised."""

    channel: Channel = field(metadata=instance(Channel))
    submitted: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False, repr=hidden)
    because: str = field(default="", metadata=text(LONG_TEXT))


@frozen(slots=False)
class RecordUpdate(RepeatInquiry):
    """The system a lead came from sent the same record again: news about the lead, but no new interest."""


#: Every kind, by the name it has in JSON.
DETAILS: dict[str, type[Detail]] = {
    "call": Call,
    "email_message": EmailMessage,
    "meeting": Meeting,
    "visit": Visit,
    "message": Message,
    "note": Note,
    "page_visit": PageVisit,
    "download": Download,
    "webinar": Webinar,
    "form_submission": FormSubmission,
    "ad_click": AdClick,
    "ad_response": AdResponse,
    "email_open": EmailOpen,
    "email_click": EmailClick,
    "repeat_inquiry": RepeatInquiry,
    "record_update": RecordUpdate,
}

_KINDS = {detail: kind for kind, detail in DETAILS.items()}


def _known_kind(detail: object) -> tuple[str, str] | None:
    return None if type(detail) in _KINDS else ("wrong_type", f"{type(detail).__name__} is not among DETAILS")


@frozen(slots=False)
class Activity(Record):
    """One thing that happened. by: the person of ours who took part, `None` for behaviour."""

    id: str = field(metadata=text(64, required=True))
    lead_id: str = field(metadata=text(64, required=True))
    at: datetime = field(metadata=instant())
    detail: Detail = field(metadata={"check": _known_kind})
    by: str | None = field(default=None, metadata=text(200, optional=True))

    @property
    def kind(self) -> str:
        """The detail's name in JSON and in rules: `page_visit`, `call`, …"""
        return _KINDS[type(self.detail)]

    @property
    def awaits_answer(self) -> bool:
        """Whether they wrote to us, or asked again. Who calls or meets us has been answered by then."""
        if isinstance(self.detail, EmailMessage | Message):
            return self.detail.direction is Direction.INBOUND
        return type(self.detail) is RepeatInquiry  # the same record, sent again, asks nothing


def contact_changes(lead: Lead, activity: Activity) -> dict[str, datetime | None]:
    """The lead's times after this activity; an older entry that arrives late never moves them back."""
    if activity.awaits_answer:
        answered = lead.last_contact_at is not None and lead.last_contact_at >= activity.at
        earlier = lead.waiting_since is not None and lead.waiting_since <= activity.at
        return {} if answered or earlier else {"waiting_since": activity.at}
    if not activity.detail.is_contact:
        return {}
    changes: dict[str, datetime | None] = {}
    if lead.first_response_at is None or activity.at < lead.first_response_at:
        changes["first_response_at"] = activity.at
    if lead.last_contact_at is None or activity.at > lead.last_contact_at:
        changes["last_contact_at"] = activity.at
    if lead.waiting_since and lead.waiting_since <= activity.at:
        changes["waiting_since"] = None
    return changes
