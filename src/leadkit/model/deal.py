"""What hangs on a deal: who decides, who else bids, and what was signed."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, price, text
from leadkit.kernel.text import hidden
from leadkit.model.contact import ContactRole

__all__ = ["Competitor", "CompetitorStatus", "Contract", "DealContact", "as_competitors"]


@frozen(slots=False)
class DealContact(Record):
    """A contact who has a part in a deal, and which one: somebody may decide here and only use elsewhere."""

    contact_id: str = field(metadata=text(64, required=True))
    role: ContactRole = field(default=ContactRole.UNKNOWN, metadata=instance(ContactRole))


class CompetitorStatus(StrEnum):
    """Where a competitor stands on a deal."""

    ACTIVE = "active"
    OUT = "out"
    CHOSEN = "chosen"
    """The deal was lost to this one."""


@frozen(slots=False)
class Competitor(Record):
    """Somebody else who bids for the deal."""

    name: str = field(metadata=text(required=True))
    status: CompetitorStatus = field(default=CompetitorStatus.ACTIVE, metadata=instance(CompetitorStatus))
    strengths: str = field(default="", metadata=text(LONG_TEXT))
    weaknesses: str = field(default="", metadata=text(LONG_TEXT))
    notes: str = field(default="", metadata=text(LONG_TEXT))


def as_competitors(values: Any) -> Any:
    """A text among them is the name of one of whom no more is known."""
    if isinstance(values, list | tuple):
        return tuple(Competitor(value) if isinstance(value, str) and value else value for value in values)
    return values


@frozen(slots=False)
class Contract(Record):
    """What was signed. starts, ends: the first and the last day of its term; blank for one that does not end.

    signed_at and amount are filled in when the deal is won, where they are blank: the amount with the total of the
    accepted quote, tax included, or else with that of the deal. voided_at: when the deal was opened again, and
    void_reason why.
    """

    number: str = field(metadata=text(required=True))
    signed_at: datetime | None = field(default=None, metadata=instant(optional=True))
    signed_by: str = field(default="", metadata=text(), repr=hidden)
    starts: date | None = field(default=None, metadata=instance(date, optional=True))
    ends: date | None = field(default=None, metadata=instance(date, optional=True))
    amount: Money | None = field(default=None, metadata=price(optional=True))
    quote_id: str | None = field(default=None, metadata=text(64, optional=True))
    voided_at: datetime | None = field(default=None, metadata=instant(optional=True))
    void_reason: str = field(default="", metadata=text(LONG_TEXT))

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.starts and self.ends and self.ends < self.starts:
            raise InvalidRecord([Problem("ends_first", "ends", "is before the term starts")])

    @classmethod
    def for_months(cls, number: str, starts: date, months: int, **fields: Any) -> "Contract":
        """A contract with a term of so many months: twelve from 1 April end on 31 March.

        The day before the same day of the month, or before the last day of a month that is shorter.
        """
        if not 1 <= months <= 1_200 or starts.year > 9_000:
            raise InvalidRecord([Problem("out_of_range", "months", "is not within 1 … 1200, or ends too late")])
        return cls(number, starts=starts, ends=_later(starts, months) - timedelta(days=1), **fields)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    next_first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (next_first - first).days))
