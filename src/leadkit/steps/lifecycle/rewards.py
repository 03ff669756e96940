"""Reward tiers: what a customer has earned, by what it bought and by whom it brought along."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import frozen

from leadkit.errors import Problem
from leadkit.kernel.money import Money
from leadkit.kernel.record import text
from leadkit.steps.lifecycle.classes import Part
from leadkit.steps.lifecycle.facts import CustomerFacts

__all__ = ["TIERS", "Reward", "RewardTier", "reward_of", "spent", "spent_in", "tier_faults"]


@frozen
class RewardTier:
    """Reached by whoever meets all of it. purchases: visits. value: spent in that currency; `None` asks for none.
    recommends: only for who recommends us."""

    name: str
    purchases: int = 1
    value: Money | None = None
    recommends: bool = False
    name_zh: str = ""


#: Ours, lowest first. Without a currency, and so by purchases and recommendation.
TIERS: tuple[RewardTier, ...] = (
    RewardTier("bronze", 1, name_zh="铜牌"),
    RewardTier("silver", 3, name_zh="银牌"),
    RewardTier("gold", 6, recommends=True, name_zh="金牌"),
)


@frozen
class Reward:
    """The highest tier that is reached, `None` for none, and why; missing: what the next one asks for besides."""

    tier: RewardTier | None
    parts: tuple[Part, ...] = ()
    missing: tuple[Part, ...] = ()


def spent(facts: CustomerFacts) -> dict[str, Money]:
    """Currency → the sum of what was bought in it."""
    return {money.currency: money for money in spent_in(facts)}


def spent_in(facts: CustomerFacts, since: datetime | None = None) -> tuple[Money, ...]:
    """The sums of what was bought after this instant, one a currency."""
    sums: dict[str, Money] = {}
    for purchase in facts.purchases:
        if (money := purchase.amount) and (since is None or purchase.at > since):
            sums[money.currency] = sums[money.currency] + money if money.currency in sums else money
    return tuple(sums.values())


def reward_of(facts: CustomerFacts, tiers: Sequence[RewardTier], *, recommends: bool) -> Reward:
    """The reward of a customer. tiers: lowest first; the last one that is reached counts."""
    asked = [(tier, [*_asked(tier, facts, recommends=recommends)]) for tier in tiers]
    reached = [place for place, (_, rows) in enumerate(asked) if all(met for met, _ in rows)]
    best = reached[-1] if reached else -1
    tier, met = (asked[best][0], tuple(part for _, part in asked[best][1])) if reached else (None, ())
    above = asked[best + 1][1] if best + 1 < len(asked) else []
    return Reward(tier, met, tuple(part for is_met, part in above if not is_met))


def _asked(tier: RewardTier, facts: CustomerFacts, *, recommends: bool) -> Iterable[tuple[bool, Part]]:
    count = len(facts.visits)
    yield (
        count >= tier.purchases,
        Part("purchases", f"{count} of {tier.purchases} purchases", f"{tier.purchases}次购买已有{count}次"),
    )
    if tier.value:
        have = spent(facts).get(tier.value.currency) or Money(0, tier.value.currency)
        yield have >= tier.value, Part("value", f"spent {have} of {tier.value}", f"{tier.value}已消费{have}")
    if tier.recommends:
        yield recommends, Part("recommends", *_RECOMMENDS[recommends])


_RECOMMENDS = {True: ("recommends us", "愿意推荐"), False: ("has not recommended us", "尚未推荐")}
_NAME = text(200, required=True)["check"]


def tier_faults(tiers: Iterable[RewardTier]) -> Iterable[Problem]:
    """What is wrong with these, all at once."""
    names: set[str] = set()
    for tier in tiers:
        if found := _NAME(tier.name):
            yield Problem(found[0], "tiers", found[1])
        elif tier.name in names:
            yield Problem("duplicate_tier", tier.name, "is named twice")
        names.add(tier.name)
        if tier.purchases < 0 or (tier.value and tier.value.amount < 0):
            yield Problem("out_of_range", tier.name, "must not ask for less than nothing")
