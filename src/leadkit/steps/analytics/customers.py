"""Customers: who buys again, who stays, who goes, and who comes back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from attrs import define, field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Customer
from leadkit.model.events import CustomerAbsorbed, CustomerRevived
from leadkit.model.facts import Created, Erased, Event, Moved
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.folding import NEVER, Handlers, micros, of_noun
from leadkit.steps.analytics.measures import Definition, Rate
from leadkit.steps.analytics.survival import Curve, Spread, curve, spread, watched

__all__ = ["CustomerFigures", "Customers", "customer_figures"]


@frozen
class CustomerFigures:
    """The relation with those who ever bought. n: how many; a merged customer counts once, an erased one not at all.

    repurchase: bought at least twice; to_second: from the first purchase to the second; again: the curve of that.
    retention: of those who bought in the period before the last one, those who bought in the last one; period: its
    length, which ends today. churned: stand churned; won_back: of those who ever churned, those who bought or came back
    since. stages: how many customers stand in each stage, all of them and not only those who bought.
    """

    definition: ClassVar[Definition] = DEFINITIONS["customers"]

    as_of: datetime
    n: int
    repurchase: Rate
    to_second: Spread
    again: Curve = field(repr=False)
    period: timedelta
    retention: Rate
    churned: Rate
    won_back: Rate
    stages: Mapping[LifecycleStage, int]


@define(eq=False)
class _Customer:
    stage: LifecycleStage
    bought: tuple[int, ...]
    churned: bool = False
    back: bool = False


class Customers:
    """The fold of all customers."""

    def __init__(self) -> None:
        self._customers: dict[str, _Customer] = {}
        self._into: dict[str, str] = {}

    def handlers(self) -> Handlers:
        return {
            **of_noun(Customer, Event, self._take),
            **of_noun(Customer, Created, self._created),
            **of_noun(Customer, Erased, self._erased),
        }

    def _created(self, event: Created) -> None:
        noun: Customer = event.record
        customer = _Customer(noun.stage, _times(noun.purchases))
        self._customers[event.subject_id] = customer
        self._stands(customer, noun.stage)

    def _erased(self, event: Erased) -> None:
        self._customers.pop(event.subject_id, None)
        self._into.pop(event.subject_id, None)

    def _take(self, event: Event) -> None:
        customer = self._customers.get(event.subject_id)
        if customer is None:
            return
        if isinstance(event, CustomerAbsorbed):
            self._into[event.subject_id] = event.into
        elif isinstance(event, CustomerRevived):
            self._into.pop(event.subject_id, None)
        if "purchases" in event.changes:
            customer.bought = _times(event.changes["purchases"])
        stage = event.target if isinstance(event, Moved) else event.changes.get("stage")
        if stage is not None:
            self._stands(customer, LifecycleStage(stage))

    def _stands(self, customer: _Customer, stage: LifecycleStage) -> None:
        customer.stage = stage
        if stage is LifecycleStage.CHURNED:
            customer.churned = True
        elif customer.churned:
            customer.back = True

    def groups(self) -> Iterator[tuple[_Customer, list[_Customer]]]:
        """Each customer that stands for itself, with those that it took in."""
        members: dict[str, list[_Customer]] = {}
        for id, customer in self._customers.items():
            root = id
            while (into := self._into.get(root)) is not None and into in self._customers:
                root = into
            members.setdefault(root, []).append(customer)
        for root, group in members.items():
            yield self._customers[root], group


def _times(purchases: Iterable[Any]) -> tuple[int, ...]:
    return tuple(sorted(micros(purchase.at) for purchase in purchases))


def customer_figures(found: Customers, as_of: datetime, *, period: timedelta = timedelta(days=365)) -> CustomerFigures:
    """The figures of all customers. period: of retention; a year, so that whoever buys once a season is no loss."""
    now, length = micros(as_of), period // timedelta(microseconds=1)
    stages = dict.fromkeys(LifecycleStage, 0)
    buyers: list[tuple[_Customer, list[_Customer]]] = []
    for customer, group in found.groups():
        stages[customer.stage] += 1
        if customer.bought:
            buyers.append((customer, group))
    times = [
        watched(customer.bought[0], customer.bought[1] if len(customer.bought) > 1 else NEVER, now)
        for customer, _ in buyers
    ]
    before = [each for each, _ in buyers if any(now - 2 * length < at <= now - length for at in each.bought)]
    stayed = sum(any(now - length < at <= now for at in each.bought) for each in before)
    gone = [group for _, group in buyers if any(member.churned for member in group)]
    return CustomerFigures(
        as_of=as_of,
        n=len(buyers),
        repurchase=Rate(sum(len(each.bought) > 1 for each, _ in buyers), len(buyers)),
        to_second=spread(times),
        again=curve(times, daily=True),
        period=period,
        retention=Rate(stayed, len(before)),
        churned=Rate(sum(each.stage is LifecycleStage.CHURNED for each, _ in buyers), len(buyers)),
        won_back=Rate(sum(any(member.back for member in group) for group in gone), len(gone)),
        stages=FrozenDict(stages),
    )
