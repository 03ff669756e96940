"""An offer with lines. Totals are exact."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import field, frozen

from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, text, tuple_of, whole
from leadkit.machines.quote import QuoteStatus

__all__ = ["Quote", "QuoteLine"]


def _decimal(value: Decimal | int | str) -> Decimal:
    try:
        # Never by way of a float, which cannot hold 0.1.
        return Decimal(value) if isinstance(value, Decimal | int | str) else value
    except InvalidOperation:
        return Decimal("NaN")


def _countable(value: object) -> tuple[str, str] | None:
    if not isinstance(value, Decimal):
        return "not_decimal", f"expected a Decimal, int or text, got {type(value).__name__}"
    if not value.is_finite():
        return "not_decimal", "is not a finite decimal number"
    return ("out_of_range", "is larger than 18 digits") if value.adjusted() > 17 else None


@frozen(slots=False)
class QuoteLine(Record):
    """Some quantity of a product at a price for one."""

    product: str = field(metadata=text(required=True))
    unit_price: Money = field(metadata=instance(Money))
    quantity: Decimal = field(default=Decimal(1), converter=_decimal, metadata={"check": _countable})

    @property
    def total(self) -> Money:
        """Price × quantity, rounded half-even to the smallest unit: a line is what the customer can check."""
        return self.unit_price * self.quantity


_LINES = tuple_of(QuoteLine)


def _of_one_currency(lines: Any) -> tuple[str, str] | None:
    if found := _LINES["check"](lines):
        return found[0], found[1]
    mixed = len({line.unit_price.currency for line in lines}) > 1
    return ("currency_mismatch", "the lines of a quote have one currency") if mixed else None


@frozen(slots=False)
class Quote(Record):
    """An offer on an opportunity. supersedes: the id of the version it replaces."""

    id: str = field(metadata=text(64, required=True))
    opportunity_id: str = field(metadata=text(64, required=True))
    created_at: datetime = field(metadata=instant())
    updated_at: datetime = field(metadata=instant())
    lines: tuple[QuoteLine, ...] = field(default=(), metadata={**_LINES, "check": _of_one_currency})
    valid_until: date | None = field(default=None, metadata=instance(date, optional=True))
    status: QuoteStatus = field(default=QuoteStatus.DRAFT, metadata=instance(QuoteStatus))
    status_reason: str = field(default="", metadata=text(LONG_TEXT))
    supersedes: str | None = field(default=None, metadata=text(64, optional=True))
    version: int = field(default=1, metadata=whole(1))

    @property
    def total(self) -> Money | None:
        """The sum of the line totals, `None` without lines."""
        if not self.lines:
            return None
        total = self.lines[0].total
        for line in self.lines[1:]:
            total = total + line.total
        return total
