# Derived from src/leadkit/flows/_async/reclaiming.py by tools/twins.py; edit that file.
"""Leads that their owners let lie: who loses which one when, who is warned, and what goes back into the pool."""

from collections.abc import Iterator
from datetime import datetime

from leadkit.errors import Problem
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living, living_or_none
from leadkit.flows._sync.settling import saved, settled
from leadkit.flows.paging import page_size
from leadkit.kernel.decision import Refusal
from leadkit.kernel.statemachine import StatusType
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Lead
from leadkit.model.events import Event, ReclaimWarned
from leadkit.repositories import UnitOfWork
from leadkit.steps.pool import Holding, Pool, extended, holding, reclaimed, warned

__all__ = ["due", "explained", "extend", "reclaim", "warn"]


def explained(env: Env, lead_id: str) -> Holding:
    """How the lead stands with its owner: when which rule takes it, or why none does."""
    with env.store.begin() as work:
        return _standing(work, env, living(work.leads, lead_id))


def due(env: Env, at: datetime, batch: int) -> Iterator[Holding]:
    """The leads that rules take by this instant, or about which their owners are to know by then."""
    for page in _pages(env, at, batch):
        for held, _ in page:
            yield held


def warn(env: Env, batch: int) -> Iterator[Holding]:
    """The warnings that are to be given by now and were not yet, each after it was committed."""
    for page in _pages(env, env.now(), batch):
        for held, events in page:
            if held.key not in _given(events) and (told := _warned(env, held.lead.id)):
                yield told


def reclaim(env: Env, batch: int) -> Iterator[Lead]:
    """The leads that rules take by now, back in their pools, each after it was committed."""
    now = env.now()
    for page in _pages(env, now, batch):
        for held, _ in page:
            if held.is_due(now) and (lead := _reclaimed(env, held.lead.id)):
                yield lead


@one_unit_of_work
def extend(work: UnitOfWork, env: Env, lead_id: str, by: str, reason: str) -> Lead | Refusal:
    """The lead protected for longer."""
    now = env.now()
    lead = living(work.leads, lead_id)
    pool = _ruling(env, lead)
    if not isinstance(pool, Pool):
        return Refusal([Problem("nothing_to_extend", "owner", f"no rule takes the lead: {pool}")])
    calendar = env.playbook.follow_up.calendar_of(lead.owner, lead.team)
    outcome = extended(lead, _held(work, env, lead, pool, work.events.of(lead.id)), pool, by, reason, now, calendar)
    return outcome if isinstance(outcome, Refusal) else settled(work, env, lead, outcome, now, rescore=False)


@one_unit_of_work
def _warned(work: UnitOfWork, env: Env, lead_id: str) -> Holding | None:
    """The warning, if it is still to be given: the history says what was given before."""
    now = env.now()
    lead = work.leads.get(lead_id)
    held = _standing(work, env, lead)
    if not held.is_near(now) or held.key in _given(work.events.of(lead_id)):
        return None
    saved(work, lead, warned(held, now))
    return held


def _given(events: tuple[Event, ...]) -> set[str]:
    return {event.key for event in events if isinstance(event, ReclaimWarned)}


@one_unit_of_work
def _reclaimed(work: UnitOfWork, env: Env, lead_id: str) -> Lead | None:
    """The lead in its pool; `None` when its owner was faster and did something about it."""
    now = env.now()
    lead = work.leads.get(lead_id)
    held = _standing(work, env, lead)
    if not held.is_due(now):
        return None
    outcome = reclaimed(lead, env.playbook.lead, held.to, held.rule, held.because, now)
    return None if isinstance(outcome, Refusal) else settled(work, env, lead, outcome, now, rescore=False)


def _standing(work: UnitOfWork, env: Env, lead: Lead) -> Holding:
    pool = _ruling(env, lead)
    if not isinstance(pool, Pool):
        return Holding(lead, lead.pool, pool)
    return _held(work, env, lead, pool, work.events.of(lead.id))


def _held(work: UnitOfWork, env: Env, lead: Lead, pool: Pool, events: tuple[Event, ...]) -> Holding:
    customer = living_or_none(work.customers, lead.customer_id) if pool.asks_customer else None
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


def _pages(env: Env, at: datetime, batch: int) -> Iterator[list[tuple[Holding, tuple[Event, ...]]]]:
    """By pages of open leads, those that are due or nearly due at this instant, each with its history."""
    size = page_size(batch)
    if not any(pool.reclaim for pool in env.playbook.pools):
        return
    kinds = env.playbook.lead_machine.states
    working = {status for status, kind in kinds.items() if kind in (StatusType.OPEN, StatusType.ON_HOLD)}
    after = ""
    while True:
        with env.store.begin() as work:
            leads = [lead for lead in work.leads.where(statuses=working, after=after, limit=size)]
            near = []
            for lead, pool in _ruled(env, leads):
                # Most leads are far from any rule, and what the history says only moves it further away.
                if (_held(work, env, lead, pool, ())).is_near(at):
                    events = work.events.of(lead.id)
                    found = _held(work, env, lead, pool, events)
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
