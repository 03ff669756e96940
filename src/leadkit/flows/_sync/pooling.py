# Derived from src/leadkit/flows/_async/pooling.py by tools/twins.py; edit that file.
"""The pool: leads that wait for an owner are seen, claimed, given, released again, and kept for longer."""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from leadkit.errors import Problem
from leadkit.flows._sync.assignment import held
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import lineage, living, living_or_none
from leadkit.flows._sync.settling import settled
from leadkit.kernel.decision import Refusal
from leadkit.kernel.statemachine import StatusType
from leadkit.model import Lead
from leadkit.model.rotation import Rotation
from leadkit.repositories import UnitOfWork
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


def waiting(env: Env, name: str, after: str = "", limit: int | None = None) -> tuple[Lead, ...]:
    """The open leads in this pool, oldest first; of one that the playbook does not know any more, too."""
    pool = name or getattr(env.playbook.pool(), "name", "")
    kinds = env.playbook.lead_machine.states
    working = {status for status, kind in kinds.items() if kind in (StatusType.OPEN, StatusType.ON_HOLD)}
    with env.store.begin() as work:
        found = work.leads.where(statuses=working, pool=pool, after=after, limit=limit)
        return tuple([lead for lead in found])


def browse(env: Env, name: str, by: str, after: str, limit: int | None) -> tuple[PooledLead, ...] | Refusal:
    """What this person may see of the leads in a pool."""
    pool = env.playbook.pool(name)
    if pool is None:
        return _unknown(name)
    if not pool.shows_to(by, env.playbook.assignment.teams_of(by)):
        return Refusal([Problem("not_visible", "by", f"pool {pool.name} is not shown to this person")])
    return tuple(viewed(lead, pool, masked=by not in pool.admins) for lead in waiting(env, pool.name, after, limit))


@frozen
class _Account:
    """What somebody has of a pool, and the ledgers by which it is known that nobody else changed it meanwhile."""

    allowed: Allowance
    claims: Rotation
    given: Rotation
    counted: bool


def _account(work: UnitOfWork, env: Env, pool: Pool, person: str, now: datetime) -> _Account:
    open_limit = env.playbook.assignment.person(person).open_limit
    counted = any(limit is not None for limit in (pool.claim_limit, pool.retention_limit, open_limit))
    # Before what they stand for is counted: of two claims at once one loses the race for a ledger, and counts anew.
    claims = work.rotations.get(claims_ledger(pool.name, person))
    given = work.rotations.get(ledger(person))
    leads = held(work, env, person) if counted else ()
    won: list[str] = []
    if not pool.won_count:
        won = [lead.id for lead in leads if bought(living_or_none(work.customers, lead.customer_id))]
    return _Account(allowance(pool, leads, won, open_limit, claims, now), claims, given, counted)


def allowed(env: Env, name: str, person: str) -> Allowance | Refusal:
    """How many more leads this person may claim from the pool now, by each limit."""
    pool = env.playbook.pool(name)
    if pool is None:
        return _unknown(name)
    with env.store.begin() as work:
        return (_account(work, env, pool, person, env.now())).allowed


def _in_pool(work: UnitOfWork, env: Env, lead_id: str) -> tuple[Lead, Pool] | Refusal:
    lead = living(work.leads, lead_id)
    if lead.pool is None:
        return Refusal([Problem("not_in_pool", "pool", "the lead is in no pool; somebody may have claimed it")])
    pool = env.playbook.pool(lead.pool)
    return (lead, pool) if pool else _unknown(lead.pool)


def _cooling(
    work: UnitOfWork, env: Env, lead: Lead, pool: Pool, person: str, now: datetime, whom: str
) -> Iterator[Problem]:
    if not pool.cool_off:
        return iter(())
    histories = [work.events.of(member.id) for member in lineage(work.leads, lead)]
    calendar = env.playbook.follow_up.calendar_of(person, None)
    return cooling_off(pool, lost_at(histories, person), now, calendar, whom)


@one_unit_of_work
def claim(work: UnitOfWork, env: Env, lead_id: str, by: str) -> Lead | Refusal:
    """A pooled lead taken by a person. Of two who want it, or of two claims by which somebody would exceed a limit, one
    loses the race for the lead or the ledger, and is decided anew."""
    now = env.now()
    found = _in_pool(work, env, lead_id)
    if isinstance(found, Refusal):
        return found
    lead, pool = found
    account = _account(work, env, pool, by, now)
    outcome = claimed(lead, env.playbook.lead, by, now)
    against = [
        *stranger(pool, by, env.playbook.assignment.teams_of(by)),
        *over(account.allowed.limits),
        *_cooling(work, env, lead, pool, by, now, "by"),
    ]
    if against or isinstance(outcome, Refusal):
        return Refusal([*against, *(outcome.problems if isinstance(outcome, Refusal) else ())])
    if pool.daily_cap is not None:
        counts = account.claims.counted(pool.today(now))
        work.rotations.put(counts, expected=account.claims.version)
    if account.counted:
        work.rotations.put(account.given.touched(), expected=account.given.version)
    return settled(work, env, lead, outcome, now, rescore=False)


@one_unit_of_work
def give(work: UnitOfWork, env: Env, lead_id: str, to: str, by: str | None, *, override: bool) -> Lead | Refusal:
    """A pooled lead given to a member by an admin. override: past the member's limits, and although they had it."""
    now = env.now()
    found = _in_pool(work, env, lead_id)
    if isinstance(found, Refusal):
        return found
    lead, pool = found
    account = _account(work, env, pool, to, now)
    told = f"given from pool {pool.name}{f' by {by}' if by else ''}{', whatever their limits' if override else ''}"
    outcome = assigned(lead, env.playbook.lead, Choice(to, told), None, now)
    against = [*stranger(pool, to, env.playbook.assignment.teams_of(to), "to")]
    if by is not None and by not in pool.admins:
        against.append(Problem("not_an_admin", "by", f"is no admin of pool {pool.name}"))
    if not override:
        against += over((limit for limit in account.allowed.limits if limit.code != "daily_cap"), "to")
        against += _cooling(work, env, lead, pool, to, now, "to")
    if against or isinstance(outcome, Refusal):
        return Refusal([*against, *(outcome.problems if isinstance(outcome, Refusal) else ())])
    if account.counted and not override:
        work.rotations.put(account.given.touched(), expected=account.given.version)
    return settled(work, env, lead, outcome, now, rescore=False)


@one_unit_of_work
def release(
    work: UnitOfWork, env: Env, lead_id: str, reason: str, name: str, by: str | None, note: str
) -> Lead | Refusal:
    """The lead in a pool, without an owner, for others to claim."""
    now = env.now()
    lead = living(work.leads, lead_id)
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
    return settled(work, env, lead, outcome, now, rescore=False)
