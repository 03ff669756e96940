"""Follow-up: what is at risk, who is told about it, and what becomes somebody else's. Each when somebody asks."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime

from leadkit.buffered import Expected
from leadkit.flows._async.assignment import drawn
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import living
from leadkit.flows._async.settling import open_step, saved, settled
from leadkit.flows._async.together import together
from leadkit.flows.paging import page_size
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.statemachine import StatusType
from leadkit.model import FollowUp, Lead
from leadkit.model.events import AlarmRaised
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.followup import Alarm, Deadline, alarms, at_risk, deadlines, is_forfeited, raised

__all__ = ["agenda", "endangered", "reassign_overdue", "remind"]


async def endangered(env: Env, at: datetime, batch: int) -> AsyncIterator[Deadline]:
    """The deadlines of all leads that are at risk or breached, by lead."""
    async for page in _pages(env, batch):
        for deadline in _at_risk(env, page, at):
            yield deadline


def _at_risk(env: Env, page: Iterable[tuple[Lead, FollowUp | None]], at: datetime) -> Iterable[Deadline]:
    return at_risk(page, env.playbook.lead_machine.states, env.playbook.follow_up, at)


async def _pages(
    env: Env, batch: int, owner: str | None = None
) -> AsyncIterator[tuple[tuple[Lead, FollowUp | None], ...]]:
    """All open leads, or those of one owner, each with its planned step."""
    kinds = env.playbook.lead_machine.states
    working = {status for status, kind in kinds.items() if kind in (StatusType.OPEN, StatusType.ON_HOLD)}
    after = ""
    while True:
        async with env.store.begin() as work:
            found = work.leads.where(statuses=working, owner=owner, after=after, limit=page_size(batch))
            leads = [lead async for lead in found]
            plans = await work.follow_ups.open_of_leads([lead.id for lead in leads])
        page = tuple((lead, plans.get(lead.id)) for lead in leads)
        if not page:
            return
        yield page
        after = leads[-1].id


async def agenda(env: Env, person: str, batch: int) -> tuple[Deadline, ...]:
    """All that this person answers for, earliest first."""
    policy, kinds = env.playbook.follow_up, env.playbook.lead_machine.states
    manages = person in (policy.manager, *policy.managers.values())
    found: list[Deadline] = []
    async for page in _pages(env, batch, None if manages else person):
        for lead, plan in page:
            running = deadlines(lead, plan, kinds[lead.status], policy)
            found += [deadline for deadline in running if deadline.accountable == person]
    return tuple(sorted(found, key=lambda deadline: (deadline.due, deadline.lead.id)))


async def remind(env: Env, batch: int) -> AsyncIterator[Alarm]:
    """The alarms that are to be raised by now and were not yet, each after it was committed."""
    async for page in _pages(env, batch):
        now = env.now()
        wanted = {deadline.lead.id: deadline.lead for deadline in _at_risk(env, page, now)}
        if wanted:
            expected = Expected(leads=wanted, steps={lead.id: plan for lead, plan in page})
            for some in await together(env, tuple(wanted), _alarmed, expected):
                for alarm in some:
                    yield alarm


@one_unit_of_work
async def _alarmed(work: AsyncUnitOfWork, env: Env, lead_id: str) -> tuple[Alarm, ...]:
    """What was to be raised about this lead: the history says what was raised before."""
    now, policy = env.now(), env.playbook.follow_up
    lead = await work.leads.get(lead_id)
    plan = await open_step(work, lead_id)
    running = deadlines(lead, plan, env.playbook.lead_machine.states[lead.status], policy)
    known = {event.key for event in await work.events.of(lead_id) if isinstance(event, AlarmRaised)}
    found = {alarm.key: alarm for deadline in running for alarm in alarms(deadline, policy, now)}
    new = tuple(alarm for key, alarm in found.items() if key not in known)
    outcome = Decision(lead)
    for alarm in new:
        outcome = outcome.then(raised(outcome.noun, alarm, now))
    if new:
        await saved(work, lead, outcome)
    return new


async def reassign_overdue(env: Env, batch: int) -> AsyncIterator[Lead]:
    """The leads whose owner did not do in time what was due, with another owner; each after it was committed."""
    async for page in _pages(env, batch):
        now = env.now()
        forfeited = [lead for lead, plan in page if is_forfeited(lead, plan, env.playbook.follow_up, now)]
        for lead in forfeited:
            if changed := await _handed_on(env, lead.id):
                yield changed


@one_unit_of_work
async def _handed_on(work: AsyncUnitOfWork, env: Env, lead_id: str) -> Lead | None:
    """The lead with another owner; `None` when somebody was faster, or the team has nobody else."""
    now = env.now()
    lead = await living(work.leads, lead_id)
    plan = await open_step(work, lead.id)
    if not is_forfeited(lead, plan, env.playbook.follow_up, now):
        return None
    outcome = await drawn(work, env, lead, now, instead_of=lead.owner)
    return None if isinstance(outcome, Refusal) else await settled(work, env, lead, outcome, now, rescore=False)
