"""Assignment: rules choose the team, a strategy chooses the person, and the decision says why."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.conditions import Condition, condition_faults
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.paths import reaches
from leadkit.kernel.record import text
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Lead
from leadkit.model.events import LeadAssigned, LeadMoved, moved
from leadkit.model.rotation import Rotation

__all__ = [
    "AssignmentPolicy",
    "AssignmentStrategy",
    "Choice",
    "RoundRobin",
    "Team",
    "TeamRule",
    "assigned",
    "checked_choice",
    "choose_team",
    "owned",
    "released",
    "turn_taken",
]


def _members(members: Iterable[str]) -> tuple[str, ...]:
    if isinstance(members, str):  # it would come out as a team of its letters
        raise InvalidPlaybook([Problem("wrong_members", "members", f"{members!r} is one text; pass a list of owners")])
    return tuple(members)


@frozen
class Team:
    """A sales department. members: owner ids in the host's own naming."""

    name: str
    members: tuple[str, ...] = field(converter=_members)


@frozen
class TeamRule:
    """Leads that meet all conditions go to this team."""

    team: str
    conditions: tuple[Condition, ...] = field(converter=tuple[Condition, ...])


@frozen
class Choice:
    """Who gets the lead and why."""

    owner: str
    because: str


class AssignmentStrategy(Protocol):
    """The plug-in: one method."""

    def choose(self, lead: Lead, team: Team, rotation: Rotation) -> Choice:
        """One of the team's members. Must not change anything and should not raise."""


@frozen
class RoundRobin:
    """The member who has waited longest. A newcomer goes before the next in line once, and has no backlog to fill."""

    def choose(self, lead: Lead, team: Team, rotation: Rotation) -> Choice:  # noqa: ARG002 - the protocol hands it in
        turns = {member: rotation.turns[member] for member in team.members if member in rotation.turns}
        next_in_line = min(turns.values(), default=0)
        owner = min(team.members, key=lambda member: (turns.get(member, next_in_line), member in turns))
        return Choice(owner, f"next in turn of {len(team.members)} in team {team.name}")


@frozen(slots=False)
class AssignmentPolicy:
    """teams: at least one. rules: tried in order, the first that fits wins, else `fallback` (blank: the first team).

    Until people are named, the whole desk is one member called "sales". Raises `InvalidPlaybook`.
    """

    teams: tuple[Team, ...] = field(default=(Team("sales", ("sales",)),), converter=tuple[Team, ...])
    rules: tuple[TeamRule, ...] = field(default=(), converter=tuple[TeamRule, ...])
    fallback: str = ""
    strategy: AssignmentStrategy = field(factory=RoundRobin)

    def __attrs_post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise InvalidPlaybook(faults)

    def team(self, name: str) -> Team:
        """The team of this name; raises `KeyError`."""
        return {team.name: team for team in self.teams}[name]


def choose_team(lead: Lead, policy: AssignmentPolicy) -> tuple[Team, str]:
    """The lead's team, and why."""
    for rule in policy.rules:
        if all(condition.compiled()(lead) for condition in rule.conditions):
            return policy.team(rule.team), " and ".join(map(str, rule.conditions))
    return policy.team(policy.fallback or policy.teams[0].name), "no rule names another team"


def turn_taken(rotation: Rotation, owner: str) -> Rotation:
    """The rotation after this owner had a turn."""
    turn = max(rotation.turns.values(), default=0) + 1
    return Rotation(rotation.team, {**rotation.turns, owner: turn}, rotation.version + 1)


def checked_choice(answer: object, team: Team) -> Choice:
    """A plug-in's answer, if it names a member of the team; raises `InvalidPlaybook` for anything else."""
    if not isinstance(answer, Choice) or answer.owner not in team.members:
        raise InvalidPlaybook([Problem("not_a_member", "owner", f"the strategy named nobody of team {team.name}")])
    if found := _SENTENCE(answer.because):
        raise InvalidPlaybook([Problem(found[0], "because", found[1])])
    return answer


_SENTENCE = text()["check"]


def assigned(
    lead: Lead, machine: BoundMachine, choice: Choice, team: str | None, at: datetime
) -> Decision[Lead] | Refusal:
    """The lead with its owner, out of any pool."""
    changes = {"owner": choice.owner, "team": team, "pool": None}
    facts = {"owner": choice.owner, "because": choice.because}
    return moved(lead, machine, LeadTrigger.ASSIGN, LeadAssigned, at, changes, facts=facts)


def released(lead: Lead, machine: BoundMachine, pool: str, reason: str, at: datetime) -> Decision[Lead] | Refusal:
    """The lead back in a pool, without an owner."""
    changes = {"owner": None, "team": None, "pool": pool}
    return moved(lead, machine, LeadTrigger.RELEASE, LeadMoved, at, changes, reason=reason)


def owned(lead: Lead) -> bool:
    """Guard: somebody is accountable for the lead."""
    return lead.owner is not None


def _faults(policy: AssignmentPolicy) -> Iterable[Problem]:
    names = [team.name for team in policy.teams]
    if not names:
        yield Problem("no_team", "teams", "name at least one team")
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("duplicate_team", name, "is named twice")
    for team in policy.teams:
        if not team.members or len(set(team.members)) < len(team.members):
            yield Problem("wrong_members", team.name, "needs at least one member, and each once")
    for name in [rule.team for rule in policy.rules] + ([policy.fallback] if policy.fallback else []):
        if name not in names:
            yield Problem("unknown_team", name, "is not among the teams")
    conditions = [condition for rule in policy.rules for condition in rule.conditions]
    yield from condition_faults(conditions)
    for condition in conditions:
        if not reaches(Lead, condition.field.split(".")):
            yield Problem("unknown_field", condition.field, "a lead has no such field")
