"""An offer with lines, in versions. Totals are exact."""

from datetime import date, datetime
from decimal import Decimal

from attrs import field, frozen

from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, price, text, whole
from leadkit.kernel.rounding import Rounding
from leadkit.machines.quote import QuoteStatus
from leadkit.model.line import LINES, PERCENT, QuoteLine, TaxRounding, Totals, as_decimal, line_totals

__all__ = ["Quote"]


@frozen(slots=False)
class Quote(Record):
    """An offer on an opportunity.

    valid_until: the last day on which it can be accepted. supersedes: the id of the version it replaces. revision:
    which version it is, from 1. number: what the customer sees; all versions share it. discount_percent,
    discount_amount: on all lines together, the amount after the percentage. rounding, tax_rounding: the rules of its
    totals stay with the quote, whatever becomes of the playbook.
    """

    id: str = field(metadata=text(64, required=True))
    opportunity_id: str = field(metadata=text(64, required=True))
    created_at: datetime = field(metadata=instant())
    updated_at: datetime = field(metadata=instant())
    lines: tuple[QuoteLine, ...] = field(default=(), metadata=LINES)
    valid_until: date | None = field(default=None, metadata=instance(date, optional=True))
    status: QuoteStatus = field(default=QuoteStatus.DRAFT, metadata=instance(QuoteStatus))
    status_reason: str = field(default="", metadata=text(LONG_TEXT))
    supersedes: str | None = field(default=None, metadata=text(64, optional=True))
    revision: int = field(default=1, metadata=whole(1))
    number: str = field(default="", metadata=text())
    discount_percent: Decimal = field(default=Decimal(0), converter=as_decimal, metadata=PERCENT)
    discount_amount: Money | None = field(default=None, metadata=price(optional=True))
    prices_include_tax: bool = field(default=False, metadata=instance(bool))
    rounding: Rounding = field(default=Rounding.HALF_UP, metadata=instance(Rounding))
    tax_rounding: TaxRounding = field(default=TaxRounding.RATE, metadata=instance(TaxRounding))
    notes: str = field(default="", metadata=text(LONG_TEXT))
    version: int = field(default=1, metadata=whole(1))

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _ = self.totals  # which raises what is wrong with the amounts as they stand together

    @property
    def totals(self) -> Totals | None:
        """What the lines come to, with discounts and tax; `None` without lines."""
        if not self.lines:
            return None
        return line_totals(
            self.lines,
            discount_percent=self.discount_percent,
            discount_amount=self.discount_amount,
            prices_include_tax=self.prices_include_tax,
            rounding=self.rounding,
            tax_rounding=self.tax_rounding,
        )

    @property
    def total(self) -> Money | None:
        """What the customer pays: with tax, after discounts; `None` without lines."""
        totals = self.totals
        return totals.total if totals else None
