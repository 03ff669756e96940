"""Many customers at once, with numpy: the classes of `ExpectedGap` by columns, and a model of churn learnt of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import evolve, frozen

from leadkit.errors import InvalidPlaybook, MissingExtra, Problem, UnusableInput
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.steps.lifecycle import CustomerFacts, ExpectedGap, Learned, LifecyclePolicy, history_cells
from leadkit.steps.lifecycle.facts import ONE_VISIT
from leadkit.steps.lifecycle.rhythm import LATEST

try:
    import numpy as np
    from numpy.typing import NDArray

    from leadkit.contrib.predict import fit_scorecard
except ModuleNotFoundError as missing:
    raise MissingExtra(f'columns of customers need {missing.name}: pip install "leadkit[lifecycle]"') from missing

__all__ = ["CODES", "CustomerColumns", "classify_columns", "columns", "fit_churn"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NEVER = np.iinfo(np.int64).min

#: The class that each number of `classify_columns` stands for is at that place.
CODES: tuple[LifecycleStage, ...] = tuple(LifecycleStage)

Ints = NDArray[np.int64]


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


@frozen(eq=False)
class CustomerColumns:
    """Customers by number, and their purchases, by customer and then by time. All times in microseconds since 1970.

    customer, at: of each purchase. until: the end of the latest term of each customer. score: −1 for none. churned_at:
    as in `CustomerFacts`. What never was is the least number that there is.
    """

    count: int
    customer: Ints
    at: Ints
    until: Ints
    score: Ints
    referrals: Ints
    churned_at: Ints

    @classmethod
    def of_purchases(cls, count: int, customer: Any, at: Any) -> "CustomerColumns":
        """Of purchases in any order, from anywhere. customer: numbers below `count`. at: microseconds since 1970.

        Raises `UnusableInput` when a number is none of a customer.
        """
        number, times = np.asarray(customer, np.int64), np.asarray(at, np.int64)
        if len(number) != len(times) or (len(number) and not 0 <= number.min() <= number.max() < count):
            told = "one number from 0 to the count for each purchase"
            raise UnusableInput([Problem("unknown_customer", "customer", told)])
        order = np.lexsort((times, number))
        never = np.full(count, _NEVER)
        none = np.zeros(count, np.int64)
        return cls(count, number[order], times[order], never, none - 1, none, never)


def columns(customers: Sequence[CustomerFacts]) -> CustomerColumns:
    """These customers as columns, in their order."""
    pairs = [(number, _micros(each.at)) for number, facts in enumerate(customers) for each in facts.purchases]
    number, at = np.array(pairs, np.int64).reshape(-1, 2).T
    terms = [[_micros(each.until) for each in facts.purchases if each.until] for facts in customers]
    return evolve(
        CustomerColumns.of_purchases(len(customers), number, at),
        until=np.array([max(term, default=_NEVER) for term in terms], np.int64),
        score=np.array([-1 if facts.score is None else facts.score for facts in customers], np.int64),
        referrals=np.array([facts.referrals for facts in customers], np.int64),
        churned_at=np.array([_micros(each.churned_at) if each.churned_at else _NEVER for each in customers], np.int64),
    )


def classify_columns(policy: LifecyclePolicy, known: CustomerColumns, at: datetime) -> NDArray[np.int8]:
    """The class of each customer as a number of `CODES`: to the bit what `classified` says of those with purchases.

    Purchases after `at` must have been left out. Raises `InvalidPlaybook` for another strategy than `ExpectedGap`, and
    `UnusableInput` for customers without a purchase: their class depends on deals and leads.
    """
    gap, now = policy.strategy, _micros(at)
    if not isinstance(gap, ExpectedGap):
        raise InvalidPlaybook([Problem("no_columns", "strategy", f"{type(gap).__name__} has no form by columns")])
    counts = np.bincount(known.customer, minlength=known.count)
    if not counts.all():
        raise UnusableInput([Problem("no_purchase", "customer", "every customer needs a purchase to be classified by")])
    last = known.at[np.cumsum(counts) - 1]
    step = np.diff(known.at, prepend=0)
    first = np.zeros(len(step), np.bool_)
    first[np.cumsum(counts) - counts] = True
    apart = ~first & (step >= ONE_VISIT // _MICROSECOND)
    risk, churned = _limits(gap, known.count, known.customer[apart], step[apart])
    risk_at, churned_at = (np.minimum(last + span, _micros(LATEST)) for span in (risk, churned))
    of_term = (known.until != _NEVER) & (known.until >= last)
    risk_at = np.where(of_term, known.until, risk_at)
    ends = np.minimum(known.until[of_term] + gap.term_grace // _MICROSECOND, _micros(LATEST))
    churned_at[of_term] = ends
    lost_before = known.churned_at != _NEVER
    left = lost_before & ~(last > known.churned_at)
    loyal = _keeps_buying(policy, known, first | apart, now)
    if policy.loyal_recommends:
        loyal &= (known.referrals > 0) | (known.score >= policy.loyal_score)
    chosen = [left | (now >= churned_at), now >= risk_at, loyal, lost_before]
    stages = [LifecycleStage.CHURNED, LifecycleStage.AT_RISK, LifecycleStage.LOYAL, LifecycleStage.WON_BACK]
    codes = [np.int8(CODES.index(stage)) for stage in stages]
    return np.select(chosen, codes, np.int8(CODES.index(LifecycleStage.WON)))


def _limits(gap: ExpectedGap, count: int, customer: Ints, gaps: Ints) -> tuple[Ints, Ints]:
    """As `steps.lifecycle.rhythm.limits_of`, of all customers. customer, gaps: of each gap between visits."""
    order = np.lexsort((gaps, customer))
    ordered, many = gaps[order], np.bincount(customer, minlength=count)
    middle = np.zeros(count)
    some = many > 0
    start, length = (np.cumsum(many) - many)[some], many[some]
    middle[some] = (ordered[start + (length - 1) // 2] + ordered[start + length // 2]) / 2
    usual = gap.usual // _MICROSECOND
    expected = (many * middle + gap.weight * usual) / (many + gap.weight)
    spans = []
    for times, bounds in ((gap.at_risk_after, gap.at_risk_between), (gap.churned_after, gap.churned_between)):
        low, high = (bound // _MICROSECOND for bound in bounds)
        spans.append(np.clip(np.rint(times * expected).astype(np.int64), low, high))
    return spans[0], np.maximum(*spans)


def _keeps_buying(policy: LifecyclePolicy, known: CustomerColumns, visit: NDArray[np.bool_], now: int) -> Any:
    visits = np.bincount(known.customer[visit], minlength=known.count)
    enough = visits >= policy.loyal_purchases
    times = known.at[visit]
    latest = np.cumsum(visits)[enough] - policy.loyal_purchases
    enough[enough] = now < times[latest] + policy.loyal_within // _MICROSECOND
    return enough


def fit_churn(customers: Sequence[CustomerFacts], at: datetime, horizon: timedelta, gap: ExpectedGap) -> Learned:
    """A model of churn, learnt from the past: from what was known at `at` − `horizon`, who bought nothing in the
    `horizon` after it. `at`: nothing later is looked at.

    Raises `UnusableInput` as `leadkit.contrib.predict.fit_scorecard`, when too few came back or stayed away.
    """
    then = at - horizon
    known = [evolve(facts, purchases=tuple(each for each in facts.purchases if each.at <= at)) for facts in customers]
    past = [evolve(facts, purchases=tuple(each for each in facts.purchases if each.at <= then)) for facts in known]
    pairs = [(before, after) for before, after in zip(past, known, strict=True) if before.purchases]
    rows = [history_cells(before, then, gap) for before, _ in pairs]
    names = dict.fromkeys(name for row in rows for name in row)
    table = {name: [row.get(name) for row in rows] for name in names}
    stayed_away = [float(len(after.purchases) == len(before.purchases)) for before, after in pairs]
    return Learned(fit_scorecard(table, stayed_away, target="churn"), gap)
