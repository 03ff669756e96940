"""Who may get which lead: teams, the rules that choose among them, and what is known about each person."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

from attrs import evolve, field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.conditions import Condition
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import time_zone
from leadkit.kernel.record import text
from leadkit.model import Lead
from leadkit.model.rules import lead_faults
from leadkit.steps.assignment.choosing import AssignmentStrategy, Person, RoundRobin, limit_faults

__all__ = ["AssignmentPolicy", "Route", "Team", "TeamRule", "routed", "unripe"]


def _members(members: Iterable[str]) -> tuple[str, ...]:
    if isinstance(members, str):  # it would come out as a team of its letters
        raise InvalidPlaybook([Problem("wrong_members", "members", f"{members!r} is one text; pass a list of owners")])
    return tuple(members)


def _people(people: Mapping[str, Person]) -> FrozenDict[str, Person]:
    return FrozenDict(people)


@frozen
class Team:
    """A sales department. members: owner ids in the host's own naming. open_limit: open leads of each of them at most,
    where their own limit is not smaller."""

    name: str
    members: tuple[str, ...] = field(converter=_members)
    open_limit: int | None = None


@frozen(slots=False)
class TeamRule:
    """Leads that meet all conditions go to this team.

    name: a named rule has a memory of its own, so that its leads are shared out evenly among the members, whatever else
    they get. strategy: in place of the policy's.
    """

    team: str
    conditions: tuple[Condition, ...] = field(converter=tuple[Condition, ...])
    name: str = ""
    strategy: AssignmentStrategy | None = None

    @cached_property
    def _tests(self) -> tuple[Callable[[Any], bool], ...]:
        return tuple(condition.compiled() for condition in self.conditions)

    def fits(self, lead: Lead) -> bool:
        """Whether the lead meets all conditions."""
        return all(test(lead) for test in self._tests)


@frozen(slots=False)
class AssignmentPolicy:
    """teams: at least one. rules: tried in order, the first that fits wins, else `fallback` (blank: the first team).

    strategy: chooses among those of the team who may get the lead. people: owner → weight, limits, strengths. ripe:
    conditions that a lead must meet before it is assigned by rules. overflow_owner, overflow_pool: who or what takes
    the leads that nobody of the team may get; without either they stay where they are. horizon: who is not at work
    within it, by the follow-up policy's calendars, gets nothing. zone: IANA, in which days, weeks (from Monday) and
    months of the limits are counted. seed: of ties; blank: the order of the team.

    Until people are named, the whole desk is one member called "sales". Raises `InvalidPlaybook`.
    """

    teams: tuple[Team, ...] = field(default=(Team("sales", ("sales",)),), converter=tuple[Team, ...])
    rules: tuple[TeamRule, ...] = field(default=(), converter=tuple[TeamRule, ...])
    fallback: str = ""
    strategy: AssignmentStrategy = field(factory=RoundRobin)
    people: Mapping[str, Person] = field(factory=dict, converter=_people)
    ripe: tuple[Condition, ...] = field(default=(), converter=tuple[Condition, ...])
    overflow_owner: str = ""
    overflow_pool: str = ""
    horizon: timedelta = timedelta(hours=120)
    zone: str = "UTC"
    seed: str = ""

    def __attrs_post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise InvalidPlaybook(faults)

    def team(self, name: str) -> Team:
        """The team of this name; raises `KeyError`."""
        return {team.name: team for team in self.teams}[name]

    def person(self, owner: str) -> Person:
        """What is known about this owner; the open limit is the smallest of theirs and their teams'."""
        person = self.people.get(owner) or _ANYBODY
        limits = [team.open_limit for team in self.teams if team.open_limit is not None and owner in team.members]
        if not limits:
            return person
        own = () if person.open_limit is None else (person.open_limit,)
        return evolve(person, open_limit=min([*limits, *own]))

    def teams_of(self, person: str) -> frozenset[str]:
        """The names of the teams that this person is a member of."""
        return frozenset(team.name for team in self.teams if person in team.members)


_ANYBODY = Person()


@frozen
class Route:
    """The team that a lead goes to, and why. memory: the name of the rotation that shares its leads out."""

    team: Team
    because: str
    memory: str
    strategy: AssignmentStrategy


def routed(lead: Lead, policy: AssignmentPolicy) -> Route:
    """The lead's team, by the first rule that fits."""
    for rule in policy.rules:
        if rule.fits(lead):
            memory = f"{rule.team}/{rule.name}" if rule.name else rule.team
            because = " and ".join(map(str, rule.conditions))
            return Route(policy.team(rule.team), because, memory, rule.strategy or policy.strategy)
    team = policy.team(policy.fallback or policy.teams[0].name)
    return Route(team, "no rule names another team", team.name, policy.strategy)


def unripe(lead: Lead, policy: AssignmentPolicy) -> tuple[Problem, ...]:
    """What keeps the lead from being assigned by rules yet."""
    missing = [condition for condition in policy.ripe if not condition.compiled()(lead)]
    return tuple(Problem("not_ripe", condition.field, f"not yet: {condition}") for condition in missing)


_KEY = text(200, required=True)["check"]
_OWNER = text(200)["check"]


def _faults(policy: AssignmentPolicy) -> Iterable[Problem]:
    yield from _team_faults(policy)
    for owner, person in policy.people.items():
        yield from person.faults(owner)
    for field_name in ("overflow_owner", "overflow_pool"):
        if found := _OWNER(getattr(policy, field_name)):
            yield Problem(found[0], field_name, found[1])
    if policy.overflow_owner and policy.overflow_pool:
        yield Problem("two_overflows", "overflow_pool", "leads overflow to an owner or to a pool, not to both")
    if policy.horizon < timedelta(0):
        yield Problem("out_of_range", "horizon", "must not be less than zero")
    if time_zone(policy.zone) is None:
        yield Problem("unknown_zone", "zone", f"{policy.zone!r} is not an IANA time zone")
    yield from lead_faults(condition for rule in policy.rules for condition in rule.conditions)
    yield from lead_faults(policy.ripe)


def _team_faults(policy: AssignmentPolicy) -> Iterable[Problem]:
    names = [team.name for team in policy.teams]
    if not names:
        yield Problem("no_team", "teams", "name at least one team")
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("duplicate_team", name, "is named twice")
    for team in policy.teams:
        if not team.members or len(set(team.members)) < len(team.members):
            yield Problem("wrong_members", team.name, "needs at least one member, and each once")
        yield from limit_faults(team.open_limit, f"{team.name}.open_limit")
    for name in [rule.team for rule in policy.rules] + ([policy.fallback] if policy.fallback else []):
        if name not in names:
            yield Problem("unknown_team", name, "is not among the teams")
    keys = [f"{rule.team}/{rule.name}" for rule in policy.rules if rule.name]
    for key in sorted({key for key in keys if keys.count(key) > 1 or key in names}):
        yield Problem("duplicate_rule", key, "another rule or team remembers under this name")
    for key in [*names, *keys]:
        if found := _KEY(key):
            yield Problem(found[0], key[:50], found[1])
