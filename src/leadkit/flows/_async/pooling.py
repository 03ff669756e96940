"""The pool: leads that wait for an owner are seen, claimed, given, released again, and kept for longer."""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from leadkit.errors import Problem
from leadkit.flows._async.assignment import held
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import lineage, living, living_or_none
from leadkit.flows._async.settling import settled
from leadkit.kernel.decision import Refusal
from leadkit.kernel.statemachine import StatusType
from leadkit.model import Lead
from leadkit.model.rotation import Rotation
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.assignment import Choice, assigned, ledger
from leadkit.steps.pool import (
    Allowance,
    Pool,
    PooledLead,
    allowance,
    bought,
    claimed,
    claims_ledger,
    cooling_off,
    lost_at,
    over,
    released,
    return_reason,
    stranger,
    viewed,
)

__all__ = ["allowed", "browse", "claim", "give", "release", "target_pool", "waiting"]


def target_pool(env: Env, lead: Lead, name: str) -> Pool | Refusal:
    """The pool of this name; for a blank one that which the lead was in last, or which takes it."""
    return (env.playbook.pool(name) if name else env.playbook.pool_of(lead)) or _unknown(name)


def _unknown(name: str) -> Refusal:
    told = f"no pool is called {name!r}" if name else "no pool takes the lead; name one"
    return Refusal([Problem("unknown_pool", "pool", told)])


async def waiting(env: Env, name: str, after: str = "", limit: int | None = None) -> tuple[Lead, ...]:
    """The open leads in this pool, oldest first; of one that the playbook does not know any more, too."""
    pool = name or getattr(env.playbook.pool(), "name", "")
    kinds = env.playbook.lead_machine.states
    working = {status for status, kind in kinds.items() if kind in (StatusType.OPEN, StatusType.ON_HOLD)}
    async with env.store.begin() as work:
        found = work.leads.where(statuses=working, pool=pool, after=after, limit=limit)
        return tuple([lead async for lead in found])


async def browse(env: Env, name: str, by: str, after: str, limit: int | None) -> tuple[PooledLead, ...] | Refusal:
    """What this person may see of the leads in a pool."""
    pool = env.playbook.pool(name)
    if pool is None:
        return _unknown(name)
    if not pool.shows_to(by, env.playbook.assignment.teams_of(by)):
        return Refusal([Problem("not_visible", "by", f"pool {pool.name} is not shown to this person")])
    return tuple(
        viewed(lead, pool, masked=by not in pool.admins) for lead in await waiting(env, pool.name, after, limit)
    )


@frozen
class _Account:
    """What somebody has of a pool, and the ledgers by which it is known that nobody else changed it meanwhile."""

    allowed: Allowance
    claims: Rotation
    given: Rotation
    counted: bool


async def _account(work: AsyncUnitOfWork, env: Env, pool: Pool, person: str, now: datetime) -> _Account:
    open_limit = env.playbook.assignment.person(person).open_limit
    counted = any(limit is not None for limit in (pool.claim_limit, pool.retention_limit, open_limit))
    # Before what they stand for is counted: of two claims at once one loses the race for a ledger, and counts anew.
    claims = await work.rotations.get(claims_ledger(pool.name, person))
    given = await work.rotations.get(ledger(person))
    leads = await held(work, env, person) if counted else ()
    won: list[str] = []
    if not pool.won_count:
        won = [lead.id for lead in leads if bought(await living_or_none(work.customers, lead.customer_id))]
    return _Account(allowance(pool, leads, won, open_limit, claims, now), claims, given, counted)


async def allowed(env: Env, name: str, person: str) -> Allowance | Refusal:
    """How many more leads this person may claim from the pool now, by each limit."""
    pool = env.playbook.pool(name)
    if pool is None:
        return _unknown(name)
    async with env.store.begin() as work:
        return (await _account(work, env, pool, person, env.now())).allowed


async def _in_pool(work: AsyncUnitOfWork, env: Env, lead_id: str) -> tuple[Lead, Pool] | Refusal:
    lead = await living(work.leads, lead_id)
    if lead.pool is None:
        return Refusal([Problem("not_in_pool", "pool", "the lead is in no pool; somebody may have claimed it")])
    pool = env.playbook.pool(lead.pool)
    return (lead, pool) if pool else _unknown(lead.pool)


async def _cooling(
    work: AsyncUnitOfWork, env: Env, lead: Lead, pool: Pool, person: str, now: datetime, whom: str
) -> Iterator[Problem]:
    if not pool.cool_off:
        return iter(())
    histories = [await work.events.of(member.id) for member in await lineage(work.leads, lead)]
    calendar = env.playbook.follow_up.calendar_of(person, None)
    return cooling_off(pool, lost_at(histories, person), now, calendar, whom)


@one_unit_of_work
async def claim(work: AsyncUnitOfWork, env: Env, lead_id: str, by: str) -> Lead | Refusal:
    """A pooled lead taken by a person. Of two who want it, or of two claims by which somebody would exceed a limit, one
    loses the race for the lead or the ledger, and is decided anew."""
    now = env.now()
    found = await _in_pool(work, env, lead_id)
    if isinstance(found, Refusal):
        return found
    lead, pool = found
    account = await _account(work, env, pool, by, now)
    outcome = claimed(lead, env.playbook.lead, by, now)
    against = [
        *stranger(pool, by, env.playbook.assignment.teams_of(by)),
        *over(account.allowed.limits),
        *await _cooling(work, env, lead, pool, by, now, "by"),
    ]
    if against or isinstance(outcome, Refusal):
        return Refusal([*against, *(outcome.problems if isinstance(outcome, Refusal) else ())])
    if pool.daily_cap is not None:
        counts = account.claims.counted(pool.today(now))
        await work.rotations.put(counts, expected=account.claims.version)
    if account.counted:
        await work.rotations.put(account.given.touched(), expected=account.given.version)
    return await settled(work, env, lead, outcome, now, rescore=False)


@one_unit_of_work
async def give(
    work: AsyncUnitOfWork, env: Env, lead_id: str, to: str, by: str | None, *, override: bool
) -> Lead | Refusal:
    """A pooled lead given to a member by an admin. override: past the member's limits, and although they had it."""
    now = env.now()
    found = await _in_pool(work, env, lead_id)
    if isinstance(found, Refusal):
        return found
    lead, pool = found
    account = await _account(work, env, pool, to, now)
    told = f"given from pool {pool.name}{f' by {by}' if by else ''}{', whatever their limits' if override else ''}"
    outcome = assigned(lead, env.playbook.lead, Choice(to, told), None, now)
    against = [*stranger(pool, to, env.playbook.assignment.teams_of(to), "to")]
    if by is not None and by not in pool.admins:
        against.append(Problem("not_an_admin", "by", f"is no admin of pool {pool.name}"))
    if not override:
        against += over((limit for limit in account.allowed.limits if limit.code != "daily_cap"), "to")
        against += await _cooling(work, env, lead, pool, to, now, "to")
    if against or isinstance(outcome, Refusal):
        return Refusal([*against, *(outcome.problems if isinstance(outcome, Refusal) else ())])
    if account.counted and not override:
        await work.rotations.put(account.given.touched(), expected=account.given.version)
    return await settled(work, env, lead, outcome, now, rescore=False)


@one_unit_of_work
async def release(
    work: AsyncUnitOfWork, env: Env, lead_id: str, reason: str, name: str, by: str | None, note: str
) -> Lead | Refusal:
    """The lead in a pool, without an owner, for others to claim."""
    now = env.now()
    lead = await living(work.leads, lead_id)
    pool = target_pool(env, lead, name)
    if isinstance(pool, Refusal):
        return pool
    told = return_reason(pool, reason, note)
    outcome = released(
        lead, env.playbook.lead, pool.name, reason if isinstance(told, Refusal) else told, now, by=by or ""
    )
    home = env.playbook.pool_of(lead) or pool
    against: list[Problem] = []
    if by is not None and by not in (lead.owner, *home.admins):
        told_by = f"neither owns the lead nor is an admin of pool {home.name}"
        against.append(Problem("not_the_owner", "by", told_by))
    for answer in (told, outcome):
        against += answer.problems if isinstance(answer, Refusal) else ()
    if against or isinstance(outcome, Refusal):
        return Refusal(against)
    return await settled(work, env, lead, outcome, now, rescore=False)
