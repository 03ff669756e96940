"""An offer with lines. Totals are exact."""

from datetime import date, datetime
from decimal import Decimal

from attrs import field, frozen

from leadkit.kernel.instants import utc
from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT, Record, instance, number, text, tuple_of
from leadkit.machines.quote import QuoteStatus

__all__ = ["Quote", "QuoteLine"]


@frozen(slots=False)
class QuoteLine(Record):
    """Some quantity of a product at a price for one."""

    product: str = field(metadata=text(required=True))
    unit_price: Money = field(metadata=instance(Money))
    quantity: Decimal = field(default=Decimal(1), converter=Decimal, metadata=instance(Decimal))

    @property
    def total(self) -> Money:
        """Price × quantity, rounded half-even to the smallest unit: a line is what the customer can check."""
        return self.unit_price * self.quantity


@frozen(slots=False)
class Quote(Record):
    """An offer on an opportunity. supersedes: the id of the version it replaces."""

    id: str = field(metadata=text(64, required=True))
    opportunity_id: str = field(metadata=text(64, required=True))
    created_at: datetime = field(converter=utc)
    updated_at: datetime = field(converter=utc)
    lines: tuple[QuoteLine, ...] = field(default=(), converter=tuple, metadata=tuple_of(QuoteLine))
    valid_until: date | None = field(default=None, metadata=instance(date, optional=True))
    status: QuoteStatus = field(default=QuoteStatus.DRAFT, metadata=instance(QuoteStatus))
    status_reason: str = field(default="", metadata=text(LONG_TEXT))
    supersedes: str | None = field(default=None, metadata=text(64, optional=True))
    version: int = field(default=1, metadata=number(1))

    @property
    def total(self) -> Money | None:
        """The sum of the line totals, `None` without lines. Raises `InvalidRecord` when currencies are mixed."""
        if not self.lines:
            return None
        total = self.lines[0].total
        for line in self.lines[1:]:
            total = total + line.total
        return total
