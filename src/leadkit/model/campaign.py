"""A market activity that brings leads and costs money."""

from datetime import date

from attrs import field, frozen

from leadkit.kernel.money import Money
from leadkit.kernel.record import Record, instance, price, text, whole
from leadkit.model.channel import Channel

__all__ = ["Campaign"]


@frozen(slots=False)
class Campaign(Record):
    """name: what `Source.campaign` of its leads says. starts, ends: first and last day, `None` where open."""

    id: str = field(metadata=text(64, required=True))
    name: str = field(metadata=text(required=True))
    channel: Channel = field(metadata=instance(Channel))
    cost: Money | None = field(default=None, metadata=price(optional=True))
    starts: date | None = field(default=None, metadata=instance(date, optional=True))
    ends: date | None = field(default=None, metadata=instance(date, optional=True))
    version: int = field(default=1, metadata=whole(1))
