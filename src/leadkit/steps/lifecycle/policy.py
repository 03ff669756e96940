"""What makes a customer a target, loyal, at risk or lost in this business, and what is done about it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.frozendict import frozen_texts
from leadkit.kernel.record import text
from leadkit.model import Channel
from leadkit.steps.lifecycle.classes import LifecycleStrategy
from leadkit.steps.lifecycle.dimensions import DIMENSIONS, Dimension, dimension_faults
from leadkit.steps.lifecycle.rewards import TIERS, RewardTier, tier_faults
from leadkit.steps.lifecycle.rhythm import ExpectedGap

__all__ = ["CHURN_REASONS", "WIN_BACK", "LifecyclePolicy", "WinBackPlan"]

#: Code → what people are shown.
CHURN_REASONS: Mapping[str, str] = {
    "price": "the price",
    "competitor": "went to a competitor",
    "product": "the product lacks something",
    "service": "unhappy with the service",
    "no_need": "the need is gone",
    "no_budget": "the budget is gone",
    "contact_left": "whoever wanted us has left",
    "closed": "went out of business",
    "silence": "bought nothing more",
    "other": "another reason",
}


@frozen
class WinBackPlan:
    """name: also the campaign of the inquiry that it opens, by which cadences, reports and attribution know it.
    channel: by which the customer is approached. need: what the inquiry is about."""

    name: str
    channel: Channel
    need: str


#: Ours. The cadence of each has its name, and stands in `leadkit.steps.followup.CUSTOMER_CADENCES`.
WIN_BACK: tuple[WinBackPlan, ...] = (
    WinBackPlan("remarketing", Channel.EMAIL, "win back: remind them of what has changed since"),
    WinBackPlan("promotion", Channel.EMAIL, "win back: an offer to return"),
    WinBackPlan("recommendation", Channel.PHONE, "win back: what suits them now"),
)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(str, names))


@frozen(slots=False)
class LifecyclePolicy:
    """strategy: whether those who bought still do.

    Target needs intent and fit. Intent: an open deal, a need told by a lead in work, or a score that reaches one of
    `intent_reached`. Fit: the letter of the score's grade is one of `fit_grades`; with `qualified_fits`, also whoever a
    person has qualified. Without `fit_grades` everybody fits.

    Loyal: bought at least `loyal_purchases` times within `loyal_within`, and recommends us: the last survey score is
    `loyal_score` or more, or a lead came by its recommendation. Without `loyal_recommends` buying is enough.

    warn_before: whoever will be at risk within this span is warned of. churn_reasons: code → what people are shown.
    win_back: the plans to win customers back. care: the name of the cadence that follows a purchase, blank for none.
    tiers: rewards, lowest first. dimensions: by what customers and leads are grouped.
    """

    strategy: LifecycleStrategy = field(factory=ExpectedGap)
    intent_reached: tuple[str, ...] = field(default=("sql",), converter=_names)
    fit_grades: tuple[str, ...] = field(default=("A", "B"), converter=_names)
    qualified_fits: bool = True
    loyal_purchases: int = 3
    loyal_within: timedelta = timedelta(days=730)
    loyal_score: int = 9
    loyal_recommends: bool = True
    warn_before: timedelta = timedelta(days=30)
    churn_reasons: Mapping[str, str] = field(factory=lambda: CHURN_REASONS, converter=frozen_texts)
    win_back: tuple[WinBackPlan, ...] = field(default=WIN_BACK, converter=tuple[WinBackPlan, ...])
    care: str = "after_sales_care"
    tiers: tuple[RewardTier, ...] = field(default=TIERS, converter=tuple[RewardTier, ...])
    dimensions: tuple[Dimension, ...] = field(default=DIMENSIONS, converter=tuple[Dimension, ...])

    def __attrs_post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise InvalidPlaybook(faults)

    def win_back_plan(self, name: str) -> WinBackPlan | None:
        """The plan of this name, the first one for a blank name."""
        return next((plan for plan in self.win_back if name in ("", plan.name)), None)

    def dimension(self, name: str) -> Dimension | None:
        """The dimension of this name."""
        return next((each for each in self.dimensions if each.name == name), None)


_NAME = text(200, required=True)["check"]
_REASON = text(required=True)["check"]
_LONGEST = timedelta(days=36_525)


def _faults(policy: LifecyclePolicy) -> Iterator[Problem]:
    if not timedelta(0) < policy.loyal_within <= _LONGEST:
        yield Problem("out_of_range", "loyal_within", "must be longer than zero, and no more than a hundred years")
    if not timedelta(0) <= policy.warn_before <= _LONGEST:
        yield Problem("out_of_range", "warn_before", "must not be less than zero, nor more than a hundred years")
    if not 1 <= policy.loyal_purchases <= 1_000:
        yield Problem("out_of_range", "loyal_purchases", "must be 1 to 1,000")
    if not 0 <= policy.loyal_score <= 10:
        yield Problem("out_of_range", "loyal_score", "must be 0 to 10")
    for code, shown in policy.churn_reasons.items():
        if found := _NAME(code) or _REASON(shown):
            yield Problem(found[0], "churn_reasons", found[1])
    names: set[str] = set()
    for plan in policy.win_back:
        if found := _NAME(plan.name) or _REASON(plan.need):
            yield Problem(found[0], "win_back", found[1])
        elif plan.name in names:
            yield Problem("duplicate_plan", plan.name, "is named twice")
        names.add(plan.name)
    yield from tier_faults(policy.tiers)
    yield from dimension_faults(policy.dimensions)
