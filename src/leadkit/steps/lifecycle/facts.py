"""What is known about a customer when it is classified, as of one instant."""

from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from attrs import frozen

from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Care, Customer, Feedback, Purchase

__all__ = ["CustomerFacts", "Prospect", "facts_of"]

#: Purchases less than a day apart are one visit: an order of three lines is not somebody who keeps coming back.
ONE_VISIT = timedelta(days=1)


@frozen
class Prospect:
    """What speaks for a purchase to come: deals and leads of the customer.

    open_deals: how many. needs: whether a lead in work told a need. reached: the thresholds that the scores of its
    leads in work reach, such as `sql`. grades: the letters of their fit. qualified: whether one of them was qualified
    by a person, or has become a deal.
    """

    open_deals: int = 0
    needs: bool = False
    reached: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    qualified: bool = False


@frozen(slots=False)
class CustomerFacts:
    """purchases: oldest first. score: of the last survey, 0 to 10. referrals: how many leads it recommended us to.

    last_contact_at: the last purchase, feedback or care. churned_at: when somebody, or a review, said that it is lost.
    """

    id: str
    stage: LifecycleStage = LifecycleStage.POTENTIAL
    purchases: tuple[Purchase, ...] = ()
    score: int | None = None
    referrals: int = 0
    last_contact_at: datetime | None = None
    churned_at: datetime | None = None
    churn_reason: str = ""
    prospect: Prospect = Prospect()

    @cached_property
    def visits(self) -> tuple[datetime, ...]:
        """When it bought: the first purchase of each visit."""
        times = [purchase.at for purchase in self.purchases]
        return (*times[:1], *(at for before, at in pairwise(times) if at - before >= ONE_VISIT))

    @cached_property
    def gaps(self) -> tuple[timedelta, ...]:
        """From each visit to the next, counted from the last purchase of the one to the first of the other."""
        times = [purchase.at for purchase in self.purchases]
        return tuple(at - before for before, at in pairwise(times) if at - before >= ONE_VISIT)

    @property
    def last(self) -> datetime:
        """The latest purchase. There must be one."""
        return self.purchases[-1].at

    @property
    def left(self) -> bool:
        """Whether it was lost and has bought nothing since."""
        return self.churned_at is not None and not (self.purchases and self.last > self.churned_at)


def facts_of(
    customer: Customer, at: datetime, prospect: Prospect = Prospect(), referrals: int | None = None
) -> CustomerFacts:
    """The customer as of `at`: what was said or bought later is not known yet.

    referrals: distinct leads, where some of those that the customer names were merged; they have no date.
    """
    purchases = customer.purchases
    if any(purchase.at > at for purchase in purchases):
        purchases = tuple(purchase for purchase in purchases if purchase.at <= at)
    if len(purchases) > 1:
        purchases = tuple(sorted(purchases, key=_at))
    scored = [told for told in customer.feedback if told.score is not None and told.at <= at]
    said = (*map(_at, customer.feedback), *map(_at, customer.care))
    times = [*map(_at, purchases), *(when for when in said if when <= at)]
    left = customer.churned_at is not None and customer.churned_at <= at
    return CustomerFacts(
        customer.id,
        customer.stage,
        purchases,
        max(scored, key=_at).score if scored else None,
        len(customer.referrals) if referrals is None else referrals,
        max(times, default=None),
        customer.churned_at if left else None,
        customer.churn_reason if left else "",
        prospect,
    )


def _at(each: Purchase | Feedback | Care) -> datetime:
    return each.at
