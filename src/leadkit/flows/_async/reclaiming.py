"""Leads that their owners let lie: who loses which one when, who is warned, and what goes back into the pool."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime

from leadkit.errors import Problem
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import living, living_or_none
from leadkit.flows._async.settling import saved, settled
from leadkit.flows.paging import page_size
from leadkit.kernel.decision import Refusal
from leadkit.kernel.statemachine import StatusType
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Lead
from leadkit.model.events import Event, ReclaimWarned
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.pool import Holding, Pool, extended, holding, reclaimed, warned

__all__ = ["due", "explained", "extend", "reclaim", "warn"]


async def explained(env: Env, lead_id: str) -> Holding:
    """How the lead stands with its owner: when which rule takes it, or why none does."""
    async with env.store.begin() as work:
        return await _standing(work, env, await living(work.leads, lead_id))


async def due(env: Env, at: datetime, batch: int) -> AsyncIterator[Holding]:
    """The leads that rules take by this instant, or about which their owners are to know by then."""
    async for page in _pages(env, at, batch):
        for held, _ in page:
            yield held


async def warn(env: Env, batch: int) -> AsyncIterator[Holding]:
    """The warnings that are to be given by now and were not yet, each after it was committed."""
    async for page in _pages(env, env.now(), batch):
        for held, events in page:
            if held.key not in _given(events) and (told := await _warned(env, held.lead.id)):
                yield told


async def reclaim(env: Env, batch: int) -> AsyncIterator[Lead]:
    """The leads that rules take by now, back in their pools, each after it was committed."""
    now = env.now()
    async for page in _pages(env, now, batch):
        for held, _ in page:
            if held.is_due(now) and (lead := await _reclaimed(env, held.lead.id)):
                yield lead


@one_unit_of_work
async def extend(work: AsyncUnitOfWork, env: Env, lead_id: str, by: str, reason: str) -> Lead | Refusal:
    """The lead protected for longer."""
    now = env.now()
    lead = await living(work.leads, lead_id)
    pool = _ruling(env, lead)
    if not isinstance(pool, Pool):
        return Refusal([Problem("nothing_to_extend", "owner", f"no rule takes the lead: {pool}")])
    calendar = env.playbook.follow_up.calendar_of(lead.owner, lead.team)
    outcome = extended(
        lead, await _held(work, env, lead, pool, await work.events.of(lead.id)), pool, by, reason, now, calendar
    )
    return outcome if isinstance(outcome, Refusal) else await settled(work, env, lead, outcome, now, rescore=False)


@one_unit_of_work
async def _warned(work: AsyncUnitOfWork, env: Env, lead_id: str) -> Holding | None:
    """The warning, if it is still to be given: the history says what was given before."""
    now = env.now()
    lead = await work.leads.get(lead_id)
    held = await _standing(work, env, lead)
    if not held.is_near(now) or held.key in _given(await work.events.of(lead_id)):
        return None
    await saved(work, lead, warned(held, now))
    return held


def _given(events: tuple[Event, ...]) -> set[str]:
    return {event.key for event in events if isinstance(event, ReclaimWarned)}


@one_unit_of_work
async def _reclaimed(work: AsyncUnitOfWork, env: Env, lead_id: str) -> Lead | None:
    """The lead in its pool; `None` when its owner was faster and did something about it."""
    now = env.now()
    lead = await work.leads.get(lead_id)
    held = await _standing(work, env, lead)
    if not held.is_due(now):
        return None
    outcome = reclaimed(lead, env.playbook.lead, held.to, held.rule, held.because, now)
    return None if isinstance(outcome, Refusal) else await settled(work, env, lead, outcome, now, rescore=False)


async def _standing(work: AsyncUnitOfWork, env: Env, lead: Lead) -> Holding:
    pool = _ruling(env, lead)
    if not isinstance(pool, Pool):
        return Holding(lead, lead.pool, pool)
    return await _held(work, env, lead, pool, await work.events.of(lead.id))


async def _held(work: AsyncUnitOfWork, env: Env, lead: Lead, pool: Pool, events: tuple[Event, ...]) -> Holding:
    customer = await living_or_none(work.customers, lead.customer_id) if pool.asks_customer else None
    calendar = env.playbook.follow_up.calendar_of(lead.owner, lead.team)
    return holding(lead, pool, events, customer, calendar)


def _ruling(env: Env, lead: Lead) -> Pool | str:
    """The pool whose rules hold for the lead and its owner; or why none does."""
    if lead.merged_into is not None:
        return f"it is merged into {lead.merged_into}"
    if lead.owner is None:
        return "nobody owns it"
    if env.playbook.lead_machine.states[lead.status] in (StatusType.WON, StatusType.LOST):
        return f"it is {lead.status}"
    way = env.playbook.lead.select(lead.status, LeadTrigger.RELEASE, lead, {"owner": None}, "a rule")
    if isinstance(way, Refusal):
        return str(way)
    return env.playbook.pool_of(lead) or "no pool takes it"


async def _pages(env: Env, at: datetime, batch: int) -> AsyncIterator[list[tuple[Holding, tuple[Event, ...]]]]:
    """By pages of open leads, those that are due or nearly due at this instant, each with its history."""
    size = page_size(batch)
    if not any(pool.reclaim for pool in env.playbook.pools):
        return
    kinds = env.playbook.lead_machine.states
    working = {status for status, kind in kinds.items() if kind in (StatusType.OPEN, StatusType.ON_HOLD)}
    after = ""
    while True:
        async with env.store.begin() as work:
            leads = [lead async for lead in work.leads.where(statuses=working, after=after, limit=size)]
            near = []
            for lead, pool in _ruled(env, leads):
                # Most leads are far from any rule, and what the history says only moves it further away.
                if (await _held(work, env, lead, pool, ())).is_near(at):
                    events = await work.events.of(lead.id)
                    found = await _held(work, env, lead, pool, events)
                    near += [(found, events)] if found.is_near(at) else []
        if near:
            yield near
        if len(leads) < size:
            return
        after = leads[-1].id


def _ruled(env: Env, leads: list[Lead]) -> Iterator[tuple[Lead, Pool]]:
    for lead in leads:
        pool = _ruling(env, lead)
        if isinstance(pool, Pool) and pool.reclaim:
            yield lead, pool
