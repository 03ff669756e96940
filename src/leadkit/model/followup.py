"""A planned next step with a lead: when, how, what for; and the clocks that run until it is done."""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, text, texts, whole

__all__ = ["AlarmLevel", "Clock", "ContentKind", "FollowUp", "FollowUpChannel"]


class FollowUpChannel(StrEnum):
    """How to get in touch."""

    PHONE = "phone"
    EMAIL = "email"
    MESSAGE = "message"
    FACE_TO_FACE = "face_to_face"


class Clock(StrEnum):
    """What must happen in time. The manager answers for the first one, the owner for the others."""

    ASSIGN = "assign"
    FIRST_CONTACT = "first_contact"
    ANSWER = "answer"
    FOLLOW_UP = "follow_up"
    STATUS = "status"


class AlarmLevel(StrEnum):
    """warning: the time is nearly over. breach: it is over. escalation: it has been over for long."""

    WARNING = "warning"
    BREACH = "breach"
    ESCALATION = "escalation"


class ContentKind(StrEnum):
    """What a follow-up brings along."""

    PRODUCT_INTRODUCTION = "product_introduction"
    CASE_STUDY = "case_study"
    PROMOTION = "promotion"
    INDUSTRY_REPORT = "industry_report"
    GUIDE = "guide"
    SURVEY = "survey"


@frozen(slots=False)
class FollowUp(Record):
    """goal: what this step is for. content: what to bring. done_at: `None` while it is open.

    clock: what it is due by. cadence, step: the plan that it belongs to and its place there from 0; blank: none.
    outcome, needs, objections: what came of it, and what was learnt.
    """

    id: str = field(metadata=text(64, required=True))
    lead_id: str = field(metadata=text(64, required=True))
    due: datetime = field(metadata=instant())
    goal: str = field(metadata=text(required=True))
    because: str = field(default="", metadata=text())
    channel: FollowUpChannel = field(default=FollowUpChannel.PHONE, metadata=instance(FollowUpChannel))
    content: str = field(default="", metadata=text(LONG_TEXT))
    owner: str | None = field(default=None, metadata=text(200, optional=True))
    clock: Clock = field(default=Clock.FOLLOW_UP, metadata=instance(Clock))
    content_kind: ContentKind | None = field(default=None, metadata=instance(ContentKind, optional=True))
    cadence: str = field(default="", metadata=text(200))
    step: int = field(default=0, metadata=whole(0))
    done_at: datetime | None = field(default=None, metadata=instant(optional=True))
    outcome: str = field(default="", metadata=text(LONG_TEXT))
    needs: tuple[str, ...] = field(default=(), metadata=texts(LONG_TEXT))
    objections: tuple[str, ...] = field(default=(), metadata=texts(LONG_TEXT))
    version: int = field(default=1, metadata=whole(1))
