"""A planned next step with a lead: when, how, what for."""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, text, whole

__all__ = ["FollowUp", "FollowUpChannel"]


class FollowUpChannel(StrEnum):
    """How to get in touch."""

    PHONE = "phone"
    EMAIL = "email"
    MESSAGE = "message"
    FACE_TO_FACE = "face_to_face"


@frozen(slots=False)
class FollowUp(Record):
    """goal: what this step is for. content: what to bring. done_at: `None` while it is open."""

    id: str = field(metadata=text(64, required=True))
    lead_id: str = field(metadata=text(64, required=True))
    due: datetime = field(metadata=instant())
    goal: str = field(metadata=text(required=True))
    because: str = field(default="", metadata=text())
    channel: FollowUpChannel = field(default=FollowUpChannel.PHONE, metadata=instance(FollowUpChannel))
    content: str = field(default="", metadata=text(LONG_TEXT))
    owner: str | None = field(default=None, metadata=text(200, optional=True))
    done_at: datetime | None = field(default=None, metadata=instant(optional=True))
    outcome: str = field(default="", metadata=text(LONG_TEXT))
    version: int = field(default=1, metadata=whole(1))
