"""Who may take a lead out of a pool, and how many more they may have: every limit with what it counts."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from attrs import frozen

from leadkit.errors import Problem
from leadkit.kernel.business_time import BusinessCalendar
from leadkit.kernel.text import digest
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Customer, Lead
from leadkit.model.facts import Created, Event
from leadkit.model.rotation import Rotation
from leadkit.steps.pool.policy import Pool

__all__ = ["Allowance", "Limit", "allowance", "bought", "claims_ledger", "cooling_off", "lost_at", "over", "stranger"]


@frozen
class Limit:
    """code: `claim_limit`, `retention_limit`, `open_limit` or `daily_cap`. used: of `most`, as it counts."""

    code: str
    most: int
    used: int

    @property
    def left(self) -> int:
        """How many more."""
        return max(self.most - self.used, 0)


@frozen
class Allowance:
    """Every limit of a person in a pool; none of them may be exceeded, so the one with the least left binds."""

    limits: tuple[Limit, ...]

    @property
    def left(self) -> int | None:
        """How many more leads the person may claim now; `None`: no limit."""
        return self.binding.left if self.binding else None

    @property
    def binding(self) -> Limit | None:
        """The limit with the least left."""
        return min(self.limits, key=lambda limit: limit.left, default=None)


_BOUGHT = frozenset({LifecycleStage.WON, LifecycleStage.LOYAL, LifecycleStage.AT_RISK, LifecycleStage.WON_BACK})


def bought(customer: Customer | None) -> bool:
    """Whether this is a customer who bought, and has not gone."""
    return customer is not None and customer.stage in _BOUGHT


def allowance(
    pool: Pool,
    held: Collection[Lead],
    won: Collection[str],
    open_limit: int | None,
    claims: Rotation,
    at: datetime,
) -> Allowance:
    """What a person may still have. held: their open leads; won: the ids of those whose customers bought.

    open_limit: of the person and their teams. claims: their ledger of this pool.
    """
    counted = [lead for lead in held if pool.won_count or lead.id not in won]
    used = {
        "claim_limit": (pool.claim_limit, sum(lead.home_pool == pool.name for lead in counted)),
        "retention_limit": (pool.retention_limit, len(counted)),
        "open_limit": (open_limit, len(held)),
        "daily_cap": (pool.daily_cap, claims.turns.get(pool.today(at).isoformat(), 0)),
    }
    return Allowance(tuple(Limit(code, most, count) for code, (most, count) in used.items() if most is not None))


def claims_ledger(pool: str, person: str) -> str:
    """The name of the rotation that remembers how many leads this person claimed from this pool a day."""
    return digest("claimed", pool, person)


def over(limits: Iterable[Limit], whom: str = "by") -> Iterator[Problem]:
    """The limits of which nothing is left. whom: the argument that names the person."""
    for limit in limits:
        if limit.left:
            continue
        told = f"{limit.used}, of {limit.most} at most"
        match limit.code:
            case "claim_limit":
                yield Problem("claim_limit", whom, f"open leads of this pool: {told}")
            case "retention_limit":
                yield Problem("retention_limit", whom, f"open leads: {told} for members of this pool")
            case "open_limit":
                yield Problem("open_limit", whom, f"open leads: {told} for the person or the team")
            case _:
                yield Problem("daily_cap", whom, f"claims of today: {told}")


def stranger(pool: Pool, person: str, teams: Collection[str], whom: str = "by") -> Iterator[Problem]:
    """That this person, of these teams, may not have leads of the pool at all."""
    if not pool.admits(person, teams):
        yield Problem("not_a_member", whom, f"is no member of pool {pool.name}")


def cooling_off(
    pool: Pool, lost: datetime | None, at: datetime, calendar: BusinessCalendar | None, whom: str = "by"
) -> Iterator[Problem]:
    """That the person had the lead a short time ago. lost: when they last lost it, `None`: they never had it."""
    if lost is not None and at < (free := pool.later(lost, pool.cool_off, calendar)):
        told = f"had the lead until {lost:%Y-%m-%d %H:%M} UTC, and may have it again from {free:%Y-%m-%d %H:%M} UTC on"
        yield Problem("cooling_off", whom, told)


def lost_at(histories: Iterable[Iterable[Event]], person: str) -> datetime | None:
    """When the person last lost the lead. histories: its own, and those of the leads that it took in."""
    losses = []
    for events in histories:
        owner = None
        for event in events:
            told = event.record.owner if isinstance(event, Created) else event.changes.get("owner", owner)
            if owner == person != told:
                losses.append(event.at)
            owner = told
    return max(losses, default=None)
