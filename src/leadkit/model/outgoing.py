"""A message to a lead, ready to be sent."""

from datetime import datetime

from attrs import field, frozen

from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, text
from leadkit.kernel.text import mask_email, mask_phone
from leadkit.model.followup import FollowUpChannel

__all__ = ["OutgoingMessage"]


def _masked(to: str) -> str:
    return mask_email(to) if "@" in to else mask_phone(to)


@frozen(slots=False)
class OutgoingMessage(Record):
    """id: of the follow-up that it does, so that a message sent again can be told from another one.

    channel: `EMAIL`, or `MESSAGE` for SMS and chat. to: an e-mail address, or a number like `+8613812345678`.
    """

    id: str = field(metadata=text(64, required=True))
    lead_id: str = field(metadata=text(64, required=True))
    at: datetime = field(metadata=instant())
    channel: FollowUpChannel = field(metadata=instance(FollowUpChannel))
    to: str = field(metadata=text(required=True), repr=_masked)
    subject: str = field(metadata=text())
    body: str = field(metadata=text(LONG_TEXT), repr=False)
