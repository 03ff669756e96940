# Derived from src/leadkit/flows/_async/assignment.py by tools/twins.py; edit that file.
"""Assignment: a team by rule, a person by strategy or by name; and the pool that leads wait in."""

from datetime import datetime

from leadkit.errors import Problem
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living
from leadkit.flows._sync.settling import settled
from leadkit.flows.isolation import isolated, reported
from leadkit.kernel.decision import Decision, Refusal
from leadkit.model import Lead
from leadkit.repositories import UnitOfWork
from leadkit.steps.assignment import (
    Choice,
    RoundRobin,
    Team,
    assigned,
    checked_choice,
    choose_team,
    released,
    turn_taken,
)

__all__ = ["assign", "claim", "drawn", "release"]


@one_unit_of_work
def assign(work: UnitOfWork, env: Env, lead_id: str, to: str | None = None) -> Lead | Refusal:
    """The lead with an owner: `to`, or whoever the playbook chooses."""
    now = env.now()
    lead = living(work.leads, lead_id)
    if to is not None:
        outcome = assigned(lead, env.playbook.lead, Choice(to, "named by hand"), None, now)
        return outcome if isinstance(outcome, Refusal) else settled(work, env, lead, outcome, now, rescore=False)
    outcome = drawn(work, env, lead, now)
    return outcome if isinstance(outcome, Refusal) else settled(work, env, lead, outcome, now, rescore=False)


def drawn(
    work: UnitOfWork, env: Env, lead: Lead, now: datetime, *, instead_of: str | None = None
) -> Decision[Lead] | Refusal:
    """The lead with the owner whom the playbook chooses; the turn is taken in this unit of work.

    instead_of: who let it lie, and does not get it again.
    """
    strategy = env.playbook.assignment.strategy
    team, why = choose_team(lead, env.playbook.assignment)
    if instead_of in team.members:
        others = tuple(member for member in team.members if member != instead_of)
        if not others:
            return Refusal([Problem("nobody_else", "owner", f"team {team.name} has nobody else")])
        team, why = Team(team.name, others), f"{why}; {instead_of} let it lie"
    rotation = work.rotations.get(team.name)
    choice, failure = isolated(
        "assignment",
        strategy,
        lambda: checked_choice(strategy.choose(lead, team, rotation), team),
        lambda: RoundRobin().choose(lead, team, rotation),
    )
    outcome = assigned(lead, env.playbook.lead, Choice(choice.owner, f"{choice.because}; {why}"), team.name, now)
    if isinstance(outcome, Refusal):
        return outcome
    work.rotations.put(turn_taken(rotation, choice.owner), expected=rotation.version)
    return outcome.then(reported(outcome.noun, failure, now))


@one_unit_of_work
def release(work: UnitOfWork, env: Env, lead_id: str, reason: str, pool: str) -> Lead | Refusal:
    """The lead back in a pool, without an owner, for others to claim."""
    now = env.now()
    lead = living(work.leads, lead_id)
    outcome = released(lead, env.playbook.lead, pool, reason, now)
    return outcome if isinstance(outcome, Refusal) else settled(work, env, lead, outcome, now, rescore=False)


@one_unit_of_work
def claim(work: UnitOfWork, env: Env, lead_id: str, by: str) -> Lead | Refusal:
    """A pooled lead taken by a person. The store's version check lets only one of two claimers win."""
    now = env.now()
    lead = living(work.leads, lead_id)
    if lead.pool is None:
        return Refusal([Problem("not_in_pool", "pool", "the lead is in no pool; somebody may have claimed it")])
    outcome = assigned(lead, env.playbook.lead, Choice(by, f"claimed from pool {lead.pool}"), None, now)
    return outcome if isinstance(outcome, Refusal) else settled(work, env, lead, outcome, now, rescore=False)
