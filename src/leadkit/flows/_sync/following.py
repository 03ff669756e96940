# Derived from src/leadkit/flows/_async/following.py by tools/twins.py; edit that file.
"""Follow-up: what is at risk, who is told about it, and what becomes somebody else's. Each when somebody asks."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from leadkit.buffered import Expected
from leadkit.flows._sync.assignment import drawn
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living
from leadkit.flows._sync.settling import open_step, saved, settled
from leadkit.flows._sync.together import together
from leadkit.flows.paging import page_size
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.statemachine import StatusType
from leadkit.model import FollowUp, Lead
from leadkit.model.events import AlarmRaised
from leadkit.repositories import UnitOfWork
from leadkit.steps.followup import Alarm, Deadline, alarms, at_risk, deadlines, is_forfeited, raised

__all__ = ["agenda", "endangered", "reassign_overdue", "remind"]


def endangered(env: Env, at: datetime, batch: int) -> Iterator[Deadline]:
    """The deadlines of all leads that are at risk or breached, by lead."""
    for page in _pages(env, batch):
        for deadline in _at_risk(env, page, at):
            yield deadline


def _at_risk(env: Env, page: Iterable[tuple[Lead, FollowUp | None]], at: datetime) -> Iterable[Deadline]:
    return at_risk(page, env.playbook.lead_machine.states, env.playbook.follow_up, at)


def _pages(env: Env, batch: int, owner: str | None = None) -> Iterator[tuple[tuple[Lead, FollowUp | None], ...]]:
    """All open leads, or those of one owner, each with its planned step."""
    kinds = env.playbook.lead_machine.states
    working = {status for status, kind in kinds.items() if kind in (StatusType.OPEN, StatusType.ON_HOLD)}
    after = ""
    while True:
        with env.store.begin() as work:
            found = work.leads.where(statuses=working, owner=owner, after=after, limit=page_size(batch))
            leads = [lead for lead in found]
            plans = work.follow_ups.open_of_leads([lead.id for lead in leads])
        page = tuple((lead, plans.get(lead.id)) for lead in leads)
        if not page:
            return
        yield page
        after = leads[-1].id


def agenda(env: Env, person: str, batch: int) -> tuple[Deadline, ...]:
    """All that this person answers for, earliest first."""
    policy, kinds = env.playbook.follow_up, env.playbook.lead_machine.states
    manages = person in (policy.manager, *policy.managers.values())
    found: list[Deadline] = []
    for page in _pages(env, batch, None if manages else person):
        for lead, plan in page:
            running = deadlines(lead, plan, kinds[lead.status], policy)
            found += [deadline for deadline in running if deadline.accountable == person]
    return tuple(sorted(found, key=lambda deadline: (deadline.due, deadline.lead.id)))


def remind(env: Env, batch: int) -> Iterator[Alarm]:
    """The alarms that are to be raised by now and were not yet, each after it was committed."""
    for page in _pages(env, batch):
        now = env.now()
        wanted = {deadline.lead.id: deadline.lead for deadline in _at_risk(env, page, now)}
        if wanted:
            expected = Expected(leads=wanted, steps={lead.id: plan for lead, plan in page})
            for some in together(env, tuple(wanted), _alarmed, expected):
                for alarm in some:
                    yield alarm


@one_unit_of_work
def _alarmed(work: UnitOfWork, env: Env, lead_id: str) -> tuple[Alarm, ...]:
    """What was to be raised about this lead: the history says what was raised before."""
    now, policy = env.now(), env.playbook.follow_up
    lead = work.leads.get(lead_id)
    plan = open_step(work, lead_id)
    running = deadlines(lead, plan, env.playbook.lead_machine.states[lead.status], policy)
    known = {event.key for event in work.events.of(lead_id) if isinstance(event, AlarmRaised)}
    found = {alarm.key: alarm for deadline in running for alarm in alarms(deadline, policy, now)}
    new = tuple(alarm for key, alarm in found.items() if key not in known)
    outcome = Decision(lead)
    for alarm in new:
        outcome = outcome.then(raised(outcome.noun, alarm, now))
    if new:
        saved(work, lead, outcome)
    return new


def reassign_overdue(env: Env, batch: int) -> Iterator[Lead]:
    """The leads whose owner did not do in time what was due, with another owner; each after it was committed."""
    for page in _pages(env, batch):
        now = env.now()
        forfeited = [lead for lead, plan in page if is_forfeited(lead, plan, env.playbook.follow_up, now)]
        for lead in forfeited:
            if changed := _handed_on(env, lead.id):
                yield changed


@one_unit_of_work
def _handed_on(work: UnitOfWork, env: Env, lead_id: str) -> Lead | None:
    """The lead with another owner; `None` when somebody was faster, or the team has nobody else."""
    now = env.now()
    lead = living(work.leads, lead_id)
    plan = open_step(work, lead.id)
    if not is_forfeited(lead, plan, env.playbook.follow_up, now):
        return None
    outcome = drawn(work, env, lead, now, instead_of=lead.owner)
    return None if isinstance(outcome, Refusal) else settled(work, env, lead, outcome, now, rescore=False)
