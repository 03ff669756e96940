"""An identified chance to sell: a real need, an amount, a stage of a pipeline."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, json_object, price, text, texts, tuple_of, whole
from leadkit.model.contact import ContactRole
from leadkit.model.deal import Competitor, Contract, DealContact, as_competitors
from leadkit.model.line import LINES, QuoteLine

__all__ = ["Opportunity", "StageEntry"]

_EXACT = Context(prec=50)


@frozen(slots=False)
class StageEntry(Record):
    """When the deal entered a stage, and the probability (percent) that stage had then.

    pipeline: of an entry from before the deal went over to another pipeline; blank for the one it is in.
    """

    stage: str = field(metadata=text(64, required=True))
    at: datetime = field(metadata=instant())
    probability: int = field(default=0, metadata=whole(0, 100))
    pipeline: str = field(default="", metadata=text(64))


@frozen(slots=False)
class Opportunity(Record):
    """A deal. probability: percent, taken from the stage when it is entered and never recomputed behind one's back.

    stage_entries: oldest first, one a move; the last one is the current stage. amount: without tax. lines: what it is
    about, product by product. amount_fixed: somebody set the amount, so it does not follow the lines. contacts: who has
    which part in it; contact_id is whom to turn to. lost_reason: the code of a reason in the playbook; lost_note: in
    their words; lost_to: the competitor. quote_ids: oldest first. contracts: oldest first; all but the last are void.
    extra: JSON-safe values that leadkit keeps and never reads.
    """

    id: str = field(metadata=text(64, required=True))
    customer_id: str = field(metadata=text(64, required=True))
    created_at: datetime = field(metadata=instant())
    updated_at: datetime = field(metadata=instant())
    name: str = field(metadata=text(required=True))
    pipeline: str = field(metadata=text(64, required=True))
    stage: str = field(metadata=text(64, required=True))
    probability: int = field(metadata=whole(0, 100))
    stage_entries: tuple[StageEntry, ...] = field(default=(), metadata=tuple_of(StageEntry))
    amount: Money | None = field(default=None, metadata=price(optional=True))
    contact_id: str | None = field(default=None, metadata=text(64, optional=True))
    lead_id: str | None = field(default=None, metadata=text(64, optional=True))
    owner: str | None = field(default=None, metadata=text(200, optional=True))
    products: tuple[str, ...] = field(default=(), metadata=texts())
    competitors: tuple[Competitor, ...] = field(
        default=(), metadata={**tuple_of(Competitor), "convert": as_competitors}
    )
    expected_close: date | None = field(default=None, metadata=instance(date, optional=True))
    lost_reason: str = field(default="", metadata=text(LONG_TEXT))
    closed_at: datetime | None = field(default=None, metadata=instant(optional=True))
    lines: tuple[QuoteLine, ...] = field(default=(), metadata=LINES)
    amount_fixed: bool = field(default=False, metadata=instance(bool))
    contacts: tuple[DealContact, ...] = field(default=(), metadata=tuple_of(DealContact))
    lost_note: str = field(default="", metadata=text(LONG_TEXT))
    lost_to: str = field(default="", metadata=text())
    quote_ids: tuple[str, ...] = field(default=(), metadata=texts(64))
    contracts: tuple[Contract, ...] = field(default=(), metadata=tuple_of(Contract))
    extra: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False)
    version: int = field(default=1, metadata=whole(1))

    @property
    def weighted_amount(self) -> Decimal | None:
        """Amount × probability, exact: finer than the currency's smallest unit, for sums that are rounded once."""
        return (
            _EXACT.multiply(self.amount.amount, Decimal(self.probability).scaleb(-2, _EXACT)) if self.amount else None
        )

    @property
    def expected_amount(self) -> Money | None:
        """Amount × probability, rounded half-even to the smallest unit; a lost deal expects nothing."""
        weighted = self.weighted_amount
        return Money.rounded(weighted, self.amount.currency) if self.amount and weighted is not None else None

    @property
    def last_open_stage(self) -> str:
        """The open stage it is in, or was in when it was closed: where a lost deal died. Blank if nobody knows."""
        if self.closed_at is None:
            return self.stage
        return self.stage_entries[-2].stage if len(self.stage_entries) > 1 else ""

    @property
    def contract(self) -> Contract | None:
        """The contract in force."""
        return self.contracts[-1] if self.contracts and self.contracts[-1].voided_at is None else None

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """The contacts who decide about this deal."""
        return tuple(each.contact_id for each in self.contacts if each.role is ContactRole.DECISION_MAKER)
