"""An identified chance to sell: a real need, an amount, a stage of a pipeline."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, json_object, price, text, texts, tuple_of, whole

__all__ = ["Opportunity", "StageEntry"]


@frozen(slots=False)
class StageEntry(Record):
    """When the deal entered a stage, and the probability (percent) that stage had then."""

    stage: str = field(metadata=text(64, required=True))
    at: datetime = field(metadata=instant())
    probability: int = field(default=0, metadata=whole(0, 100))


@frozen(slots=False)
class Opportunity(Record):
    """A deal. probability: percent, taken from the stage when it is entered and never recomputed behind one's back.

    stage_entries: oldest first, one a move; the last one is the current stage. extra: JSON-safe values that leadkit
    keeps and never reads.
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
    competitors: tuple[str, ...] = field(default=(), metadata=texts())
    expected_close: date | None = field(default=None, metadata=instance(date, optional=True))
    lost_reason: str = field(default="", metadata=text(LONG_TEXT))
    closed_at: datetime | None = field(default=None, metadata=instant(optional=True))
    extra: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False)
    version: int = field(default=1, metadata=whole(1))

    @property
    def expected_amount(self) -> Money | None:
        """Amount × probability, rounded half-even to the smallest unit; a lost deal expects nothing."""
        return Money.rounded(self.amount.amount * self.probability / 100, self.amount.currency) if self.amount else None
