# Derived from src/leadkit/desk/_async/customers.py by tools/twins.py; edit that file.
"""`desk.customers`: who buys, how the relation stands, and what is due for it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar, Unpack

from leadkit.desk._sync.records import Records
from leadkit.desk.refusing import allowed
from leadkit.flows._sync import lifecycle, watching, winning_back
from leadkit.flows._sync.belonging import activities_with, leads_of, timeline_of
from leadkit.flows._sync.lifecycle import Reviewed
from leadkit.flows._sync.lineage import living
from leadkit.kernel.instants import utc, utc_or_none
from leadkit.kernel.money import Money
from leadkit.machines.lifecycle import LifecycleTrigger
from leadkit.model import Activity, Channel, Contact, Customer, Inquiry, InquiryFields, Lead
from leadkit.model.events import Event
from leadkit.steps.capture import Captured
from leadkit.steps.lifecycle import ChurnPattern, Classification, DueCare, EarlyWarning, Measure, Reward

__all__ = ["Customers"]


class Customers(Records[Customer]):
    """Customers of one desk."""

    kind: ClassVar[str] = "customer"

    def contact(self, contact_id: str) -> Contact:
        """As `desk.contacts.get`."""
        with self._env.store.begin() as work:
            return living(work.contacts, contact_id)

    def move(self, customer_id: str, trigger: LifecycleTrigger, *, reason: str = "") -> Customer:
        """Move the relation along the lifecycle table; backward moves need a reason."""
        return allowed(lifecycle.move_customer_stage(self._env, customer_id, trigger, reason))

    def leads(self, customer_id: str) -> tuple[Lead, ...]:
        """The leads that were converted to this customer, and to those that it took in, in their order."""
        return leads_of(self._env, self.kind, customer_id)

    def activities(self, customer_id: str) -> tuple[Activity, ...]:
        """What happened with these leads, oldest first: calls, notes, visits, before the conversion and since."""
        return activities_with(self._env, self.kind, customer_id)

    def timeline(self, customer_id: str) -> tuple[Event, ...]:
        """Every fact about the customer and about its leads in the order of time; `str()` of one is a sentence."""
        return timeline_of(self._env, self.kind, customer_id)

    def classify(self, customer_id: str, *, at: datetime | None = None) -> Classification:
        """The class by the playbook's policy, what decided, and when it changes without a purchase. Changes nothing.

        at (aware): as of then; what was bought or said later is not known yet. Raises what a strategy raises. Of a
        customer that has bought nothing, all deals and leads are read.
        """
        return lifecycle.classify(self._env, customer_id, utc_or_none(at))

    def review(self, *, batch: int = 500) -> Iterator[Reviewed]:
        """Classify every customer, and move those whose class changed by the legal moves, with the reason.

        Yields these, each after it was committed; a second run at the same time finds nothing. A strategy that fails
        leaves the customer where it is, and its history says so. Where no legal move leads to the class, as from lost
        without a purchase, nothing moves. Nothing runs by itself: ask once a day.
        """
        for reviewed in lifecycle.review(self._env, batch):
            yield reviewed

    def early_warning(self, *, at: datetime | None = None, batch: int = 500) -> tuple[EarlyWarning, ...]:
        """Who is at risk, or will be within `LifecyclePolicy.warn_before`; whom there is most to lose with first."""
        return lifecycle.early_warning(self._env, self._env.now() if at is None else utc(at), batch)

    def purchase(
        self,
        customer_id: str,
        *,
        at: datetime | None = None,
        amount: Money | None = None,
        products: Iterable[str] = (),
        contract_ends: date | None = None,
        idempotency_key: str = "",
    ) -> Customer:
        """Record a purchase that was no deal here, as from an order system. A won deal records its own.

        at: when, if not now. contract_ends: the last day of its term. idempotency_key: of the order, which counts once;
        raises `IdempotencyConflict` when it was used for another purchase. The relation moves as by any purchase: who
        was lost is won back.
        """
        return allowed(
            lifecycle.purchase(
                self._env,
                customer_id,
                utc_or_none(at),
                amount,
                tuple(products),
                contract_ends=contract_ends,
                key=idempotency_key,
            )
        )

    def record_feedback(
        self, customer_id: str, score: int | None = None, comment: str = "", *, at: datetime | None = None
    ) -> Customer:
        """Keep what a customer said in a survey: whether it would recommend us, from 0 to 10, and in its own words."""
        return allowed(lifecycle.record_feedback(self._env, customer_id, score, comment, utc_or_none(at)))

    def churn(self, customer_id: str, reason: str, *, note: str = "") -> Customer:
        """Close the relation for one of `LifecyclePolicy.churn_reasons`, as when a customer gives notice."""
        return allowed(lifecycle.churn(self._env, customer_id, reason, note))

    def churn_patterns(self) -> tuple[ChurnPattern, ...]:
        """Which reasons were given by lost customers of which kind, by the policy's dimensions; first the reasons over
        all, then what stands out."""
        return watching.patterns(self._env, 500)

    def record_care(
        self,
        customer_id: str,
        goal: str = "",
        *,
        outcome: str = "",
        by: str | None = None,
        at: datetime | None = None,
    ) -> Customer:
        """Record a contact after the sale: a return visit, a service call. goal: blank for the next step of the plan,
        which this does; another one is a contact outside of it."""
        return allowed(lifecycle.record_care(self._env, customer_id, goal, outcome, by, utc_or_none(at)))

    def next_care(self, customer_id: str) -> DueCare | None:
        """The next contact with the customer by the care plan, the cadence that `LifecyclePolicy.care` names.

        A purchase starts it. `None` for who bought nothing, or is lost.
        """
        return lifecycle.next_care(self._env, customer_id)

    def care_due(self, before: datetime, *, batch: int = 500) -> tuple[DueCare, ...]:
        """The contacts with customers that are due by this instant (aware), earliest first."""
        return lifecycle.care_due(self._env, utc(before), batch)

    def reward(self, customer_id: str) -> Reward:
        """The tier that the customer has earned, why, and what the next one asks for."""
        return lifecycle.reward(self._env, customer_id)

    def win_back(self, customer_id: str, plan: str = "", *, contact_id: str | None = None) -> Lead:
        """Open a new inquiry to win a customer back who is at risk or lost; the cadence of the plan's name is followed.

        plan: one of `LifecyclePolicy.win_back`, the first when blank. contact_id: whom to approach, if not who bought
        last. Asked again before the customer buys, it is the same inquiry. Raises `Refused` with every reason.
        """
        return allowed(winning_back.win_back(self._env, customer_id, plan, contact_id))

    def refer(
        self, customer_id: str, *, idempotency_key: str | None = None, **inquiry: Unpack[InquiryFields]
    ) -> Captured:
        """Take in the inquiry of somebody to whom this customer recommended us; both are linked.

        As `desk.leads.capture`, with the channel `referral` unless another one is given. That of a known person counts,
        too; the lead remembers who recommended us first.
        """
        inquiry.setdefault("channel", Channel.REFERRAL)
        return allowed(winning_back.refer(self._env, customer_id, Inquiry(**inquiry), idempotency_key))

    def grouped(self, dimension: str) -> Mapping[str, tuple[str, ...]]:
        """Label → ids of the customers, by one of `LifecyclePolicy.dimensions` or by `value tier`; most first."""
        return allowed(watching.customers_by(self._env, dimension, 500))

    def leads_grouped(self, dimension: str) -> Mapping[str, tuple[str, ...]]:
        """Label → ids of the leads, by one of `LifecyclePolicy.dimensions`; most first."""
        return allowed(watching.leads_by(self._env, dimension))

    def measures(self, start: datetime, end: datetime) -> tuple[Measure, ...]:
        """Repurchase, referral, satisfaction, promoters and loyalty as of `end`; retention and churn from `start` to
        it, against the period of the same length before. Each with its definition, or "not enough data"."""
        return watching.measures(self._env, utc(start), utc(end), 500)
