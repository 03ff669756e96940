"""Who buys: customers (organisations or persons) and the contacts who act for them."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, json_object, price, text, texts, tuple_of, whole
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model.line import LINES, QuoteLine
from leadkit.model.values import Address

__all__ = ["Customer", "CustomerKind", "Feedback", "Purchase"]


class CustomerKind(StrEnum):
    """Who signs: 单位 or 个人."""

    ORGANISATION = "organisation"
    PERSON = "person"


@frozen(slots=False)
class Purchase(Record):
    """Something bought. amount: without tax, `None` when nobody said. contract_ends: the last day of its term."""

    at: datetime = field(metadata=instant())
    amount: Money | None = field(default=None, metadata=price(optional=True))
    products: tuple[str, ...] = field(default=(), metadata=texts())
    opportunity_id: str | None = field(default=None, metadata=text(64, optional=True))
    lines: tuple[QuoteLine, ...] = field(default=(), metadata=LINES)
    contract_number: str = field(default="", metadata=text())
    contract_ends: date | None = field(default=None, metadata=instance(date, optional=True))


@frozen(slots=False)
class Feedback(Record):
    """What a customer said after buying. score: 0 to 10, as in a recommendation survey."""

    at: datetime = field(metadata=instant())
    score: int | None = field(default=None, metadata=whole(0, 10, optional=True))
    comment: str = field(default="", metadata=text(LONG_TEXT))


@frozen(slots=False)
class Customer(Record):
    """A customer of ours, or one in the making. furthest_stage never goes back, whatever `stage` does.

    merged_into, absorbed, distinct_from: as in a lead.
    """

    id: str = field(metadata=text(64, required=True))
    created_at: datetime = field(metadata=instant())
    updated_at: datetime = field(metadata=instant())
    name: str = field(metadata=text(required=True))
    kind: CustomerKind = field(default=CustomerKind.ORGANISATION, metadata=instance(CustomerKind))
    address: Address = field(default=Address(), metadata=instance(Address))
    website: str = field(default="", metadata=text(2_000))
    industry: str = field(default="", metadata=text())
    company_size: str = field(default="", metadata=text())
    owner: str | None = field(default=None, metadata=text(200, optional=True))
    stage: LifecycleStage = field(default=LifecycleStage.POTENTIAL, metadata=instance(LifecycleStage))
    stage_reason: str = field(default="", metadata=text(LONG_TEXT))
    furthest_stage: LifecycleStage = field(default=LifecycleStage.POTENTIAL, metadata=instance(LifecycleStage))
    purchases: tuple[Purchase, ...] = field(default=(), metadata=tuple_of(Purchase))
    feedback: tuple[Feedback, ...] = field(default=(), metadata=tuple_of(Feedback))
    preferences: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False)
    persona: str = field(default="", metadata=text(LONG_TEXT))
    extra: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False)
    merged_into: str | None = field(default=None, metadata=text(64, optional=True))
    absorbed: tuple[str, ...] = field(default=(), metadata=texts(64))
    distinct_from: tuple[str, ...] = field(default=(), metadata=texts(64))
    version: int = field(default=1, metadata=whole(1))
