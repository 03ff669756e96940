# Derived from src/leadkit/flows/_async/assignment.py by tools/twins.py; edit that file.
"""Assignment: a team by rule, a person by strategy or by name."""

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from leadkit.errors import Problem
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living
from leadkit.flows._sync.settling import settled
from leadkit.flows.isolation import Failure, isolated, reported
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.instants import time_zone
from leadkit.kernel.statemachine import StatusType
from leadkit.model import Lead
from leadkit.model.rotation import Rotation
from leadkit.repositories import UnitOfWork
from leadkit.steps.assignment import (
    Candidate,
    Choice,
    Known,
    RoundRobin,
    Route,
    assigned,
    candidates_of,
    checked_choice,
    ledger,
    routed,
    turn_taken,
    unripe,
)
from leadkit.steps.pool import Limit, over, released

__all__ = ["Drawn", "assign", "drawn", "held", "proposed"]


@frozen
class Drawn:
    """Who gets a lead and why; nothing is written yet.

    choice: with why the others lost; `None` when nobody may get it. lost: why each member may not. ledgers: of those
    with limits.
    """

    route: Route
    choice: Choice | None
    lost: dict[str, str]
    candidates: tuple[Candidate, ...]
    rotation: Rotation
    ledgers: dict[str, Rotation]
    failure: Failure | None = None


@one_unit_of_work
def assign(
    work: UnitOfWork, env: Env, lead_id: str, to: str | None = None, *, override: bool = False
) -> Lead | Refusal:
    """The lead with an owner: `to`, or whoever the playbook chooses. override: past the limit of `to`."""
    now = env.now()
    lead = living(work.leads, lead_id)
    outcome = drawn(work, env, lead, now) if to is None else _named(work, env, lead, to, now, override=override)
    return outcome if isinstance(outcome, Refusal) else settled(work, env, lead, outcome, now, rescore=False)


def _named(
    work: UnitOfWork, env: Env, lead: Lead, to: str, now: datetime, *, override: bool
) -> Decision[Lead] | Refusal:
    because = "named by hand, whatever their limit" if override else "named by hand"
    outcome = assigned(lead, env.playbook.lead, Choice(to, because), None, now)
    most = env.playbook.assignment.person(to).open_limit
    if most is None or override or to == lead.owner:
        return outcome
    counts = work.rotations.get(ledger(to))  # before what it stands for is counted
    full = tuple(over([Limit("open_limit", most, len(held(work, env, to)))], "to"))
    if full:
        return Refusal(full + (outcome.problems if isinstance(outcome, Refusal) else ()))
    work.rotations.put(counts.touched(), expected=counts.version)
    return outcome


def held(work: UnitOfWork, env: Env, owner: str) -> tuple[Lead, ...]:
    """The open leads of this owner."""
    kinds = env.playbook.lead_machine.states
    working = {status for status, kind in kinds.items() if kind in (StatusType.OPEN, StatusType.ON_HOLD)}
    return tuple([lead for lead in work.leads.where(statuses=working, owner=owner)])


def proposed(env: Env, lead_id: str) -> Choice | Refusal:
    """Who would get the lead now, and why the others would not. Nothing is written."""
    with env.store.begin() as work:
        lead = living(work.leads, lead_id)
        if early := unripe(lead, env.playbook.assignment):
            return Refusal(early)
        found = _choice(work, env, lead, env.now(), None)
    return found.choice or _nobody(found)


def drawn(
    work: UnitOfWork, env: Env, lead: Lead, now: datetime, *, instead_of: str | None = None
) -> Decision[Lead] | Refusal:
    """The lead with the owner whom the playbook chooses; the turn is taken in this unit of work.

    instead_of: who let it lie, and does not get it again.
    """
    policy, machine = env.playbook.assignment, env.playbook.lead
    if early := unripe(lead, policy):
        return Refusal(early)
    found = _choice(work, env, lead, now, instead_of)
    choice = found.choice
    if choice is None:
        if policy.overflow_pool and not instead_of:
            return released(lead, machine, policy.overflow_pool, str(_nobody(found)), now)
        if not policy.overflow_owner or policy.overflow_owner == instead_of:
            return _nobody(found)
        choice = Choice(policy.overflow_owner, f"nobody else of team {found.route.team.name} may get it", found.lost)
    outcome = assigned(lead, machine, choice, found.route.team.name, now)
    if isinstance(outcome, Refusal):
        return outcome
    if found.choice is not None:
        _remembered(work, env, found, choice.owner, now)
    return outcome.then(reported(outcome.noun, found.failure, now))


def _nobody(found: Drawn) -> Refusal:
    """Why each of the team may not get the lead."""
    return Refusal(Problem("nobody_available", owner, why) for owner, why in found.lost.items())


def _choice(work: UnitOfWork, env: Env, lead: Lead, now: datetime, instead_of: str | None) -> Drawn:
    policy = env.playbook.assignment
    route = routed(lead, policy)
    rotation = work.rotations.get(route.memory)
    members = [member for member in route.team.members if member != instead_of]
    customer = work.customers.find(lead.customer_id) if lead.customer_id else None
    looks_after = customer.owner if customer else None
    people = {member: policy.person(member) for member in members}
    # Before what they stand for is counted: who counted what somebody else then changed loses the race for the ledger.
    ledgers = {member: work.rotations.get(ledger(member)) for member in members if people[member].limited}
    known = {}
    for member in members:
        days = ledgers[member].turns if member in ledgers else {}
        known[member] = _known(work, env, lead, route, member, now, days, knows=member == looks_after)
    today = now.astimezone(time_zone(policy.zone)).date()
    candidates, lost = candidates_of(lead, members, people, rotation, known, today=today, seed=policy.seed)
    why = route.because
    if instead_of in route.team.members:
        lost[instead_of] = "let it lie"
        why = f"{why}; {instead_of} let it lie"
    if not candidates:
        return Drawn(route, None, lost, candidates, rotation, ledgers)
    choice, failure = isolated(
        "assignment",
        route.strategy,
        lambda: checked_choice(route.strategy.choose(lead, candidates), candidates),
        lambda: RoundRobin().choose(lead, candidates),
    )
    told = f"{choice.because} in team {route.team.name}; {why}"
    others = {each.owner: "was not chosen" for each in candidates if each.owner != choice.owner}
    whole = Choice(choice.owner, told, {**lost, **others, **choice.lost})
    return Drawn(route, whole, lost, candidates, rotation, ledgers, failure)


def _known(
    work: UnitOfWork,
    env: Env,
    lead: Lead,
    route: Route,
    member: str,
    now: datetime,
    days: Mapping[str, int],
    *,
    knows: bool,
) -> Known:
    """What has to be known about a member to say whether they may get the lead, and no more than that."""
    policy, person = env.playbook.assignment, env.playbook.assignment.person(member)
    calendar = env.playbook.follow_up.calendar_of(member, route.team.name)
    away = calendar is not None and calendar.next_opening(now) > now + policy.horizon
    opened = None
    if person.open_limit is not None or getattr(route.strategy, "counts_open", False):
        opened = sum(other.id != lead.id for other in held(work, env, member))
    return Known(opened, days, away, knows)


def _remembered(work: UnitOfWork, env: Env, found: Drawn, owner: str, now: datetime) -> None:
    """The turn, and for an owner with limits the count: of two that come at once one is decided anew."""
    policy = env.playbook.assignment
    work.rotations.put(turn_taken(found.rotation, owner, found.candidates), expected=found.rotation.version)
    if (counts := found.ledgers.get(owner)) is not None:
        today = now.astimezone(time_zone(policy.zone)).date()
        work.rotations.put(counts.counted(today), expected=counts.version)
