"""Who buys: customers (organisations or persons) and the contacts who act for them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, json_object, price, text, texts, tuple_of, whole
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model.line import LINES, QuoteLine
from leadkit.model.values import Address

__all__ = ["Care", "Customer", "CustomerKind", "Feedback", "FeedbackGroup", "Purchase"]


class CustomerKind(StrEnum):
    """Who signs: 单位 or 个人."""

    ORGANISATION = "organisation"
    PERSON = "person"


@frozen(slots=False)
class Purchase(Record):
    """Something bought. amount: without tax, `None` when nobody said. contract_ends: the last day of its term. key: by
    which the system that it comes from knows it, blank: none.
    """

    at: datetime = field(metadata=instant())
    amount: Money | None = field(default=None, metadata=price(optional=True))
    products: tuple[str, ...] = field(default=(), metadata=texts())
    opportunity_id: str | None = field(default=None, metadata=text(64, optional=True))
    lines: tuple[QuoteLine, ...] = field(default=(), metadata=LINES)
    contract_number: str = field(default="", metadata=text())
    contract_ends: date | None = field(default=None, metadata=instance(date, optional=True))
    key: str = field(default="", metadata=text(200))

    @property
    def until(self) -> datetime | None:
        """The first instant after its term, in UTC; `None` when it has none."""
        if self.contract_ends is None or self.contract_ends >= date.max:
            return None
        return datetime.combine(self.contract_ends + timedelta(days=1), time(0), UTC)


class FeedbackGroup(StrEnum):
    """Who recommends us: 9 and 10, 7 and 8, 0 to 6 (Reichheld, "The One Number You Need to Grow", HBR 12/2003)."""

    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"


@frozen(slots=False)
class Feedback(Record):
    """What a customer said after buying. score: 0 to 10, as in a recommendation survey."""

    at: datetime = field(metadata=instant())
    score: int | None = field(default=None, metadata=whole(0, 10, optional=True))
    comment: str = field(default="", metadata=text(LONG_TEXT))

    @property
    def group(self) -> FeedbackGroup | None:
        """`None` without a score."""
        if self.score is None:
            return None
        if self.score >= 9:
            return FeedbackGroup.PROMOTER
        return FeedbackGroup.PASSIVE if self.score >= 7 else FeedbackGroup.DETRACTOR


@frozen(slots=False)
class Care(Record):
    """A contact after the sale: a return visit, a survey, a service call. step: of the care plan, counted from 0;
    `None`: outside of it. by: the person of ours."""

    at: datetime = field(metadata=instant())
    goal: str = field(metadata=text(required=True))
    step: int | None = field(default=None, metadata=whole(0, optional=True))
    outcome: str = field(default="", metadata=text(LONG_TEXT))
    by: str | None = field(default=None, metadata=text(200, optional=True))


@frozen(slots=False)
class Customer(Record):
    """A customer of ours, or one in the making. furthest_stage never goes back, whatever `stage` does.

    care: contacts after the sale. referrals: ids of the leads that it recommended us to. churned_at: when it was lost;
    `None` when it never was, or is an ordinary customer again. churn_reason: why, the last time, one of the policy's;
    blank: nobody said. merged_into, absorbed, distinct_from: as in a lead.
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
    care: tuple[Care, ...] = field(default=(), metadata=tuple_of(Care))
    referrals: tuple[str, ...] = field(default=(), metadata=texts(64))
    churned_at: datetime | None = field(default=None, metadata=instant(optional=True))
    churn_reason: str = field(default="", metadata=text(200))
    preferences: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False)
    persona: str = field(default="", metadata=text(LONG_TEXT))
    extra: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False)
    merged_into: str | None = field(default=None, metadata=text(64, optional=True))
    absorbed: tuple[str, ...] = field(default=(), metadata=texts(64))
    distinct_from: tuple[str, ...] = field(default=(), metadata=texts(64))
    version: int = field(default=1, metadata=whole(1))
