"""Who of a team gets a lead: first those fall out who may not, then a strategy chooses among the others.

Turns are shared out by start-time fair queuing (P. Goyal, H. M. Vin, H. Cheng, 1996): everybody has a time, counted in
shares, at which they are next in turn, and whoever gets a lead moves on by one share divided by their weight. Nobody
has a time before that of the last draw, so those who come, or come back from leave, are next once and have nothing to
catch up on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar, Protocol

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.conditions import Condition
from leadkit.kernel.frozendict import FrozenDict, frozen_texts
from leadkit.kernel.record import LONG_TEXT, text
from leadkit.kernel.text import digest
from leadkit.model import Lead
from leadkit.model.rotation import Rotation
from leadkit.model.rules import lead_faults

__all__ = [
    "AssignmentStrategy",
    "BestMatch",
    "Candidate",
    "Choice",
    "Known",
    "LeastLoaded",
    "Person",
    "RoundRobin",
    "candidates_of",
    "checked_choice",
    "ledger",
    "limit_faults",
    "turn_taken",
]

#: One turn of a person of weight 1, in the numbers of a rotation.
SHARE = 1_000_000


@frozen
class Person:
    """weight: 2 gets twice as many leads as 1. open_limit: open leads at most; 0: none at all. per_day, per_week,
    per_month: how many are given by rules at most. strengths: conditions about leads that this person is good at:
    language, country, industry, product, …"""

    weight: float = 1
    open_limit: int | None = None
    per_day: int | None = None
    per_week: int | None = None
    per_month: int | None = None
    strengths: tuple[Condition, ...] = field(default=(), converter=tuple[Condition, ...])

    @property
    def limited(self) -> bool:
        """Whether there is any limit."""
        return any(limit is not None for limit in (self.open_limit, self.per_day, self.per_week, self.per_month))

    def faults(self, owner: str) -> Iterator[Problem]:
        """What is wrong with these values."""
        if isinstance(self.weight, bool) or not 0.001 <= self.weight <= 1_000:
            yield Problem("out_of_range", f"people.{owner}.weight", "a weight is between 0.001 and 1000")
        for name in ("open_limit", "per_day", "per_week", "per_month"):
            yield from limit_faults(getattr(self, name), f"people.{owner}.{name}")
        yield from lead_faults(self.strengths)


def limit_faults(limit: object, path: str) -> Iterator[Problem]:
    """What is wrong with a limit."""
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        yield Problem("out_of_range", path, "a limit is a whole number, or none")


@frozen
class Known:
    """What the flow knows about a member. open: their open leads, `None` when nobody asked. counts: day → how many
    leads they were given. away: not at work within the horizon. knows: the lead belongs to a customer of theirs."""

    open: int | None = None
    counts: Mapping[str, int] = FrozenDict()
    away: bool = False
    knows: bool = False


@frozen
class Candidate:
    """A member who may get the lead. turn: when they are next, the lower the sooner. strong: how many of their
    strengths the lead meets. tie: in which order those with the same turn are asked."""

    owner: str
    person: Person
    turn: int
    open: int | None
    strong: int
    knows: bool
    tie: str


def _lost(lost: Mapping[str, str]) -> FrozenDict[str, str]:
    return frozen_texts(lost)


@frozen
class Choice:
    """Who gets the lead and why. lost: why the others do not, as far as the strategy says so."""

    owner: str
    because: str
    lost: Mapping[str, str] = field(factory=dict, converter=_lost)


class AssignmentStrategy(Protocol):
    """The plug-in: one method.

    One that has an attribute `counts_open` that is true gets candidates with the number of their open leads.
    """

    def choose(self, lead: Lead, candidates: Sequence[Candidate]) -> Choice:
        """One of the candidates; there is at least one. Must not change anything and should not raise."""


@frozen
class RoundRobin:
    """The one who has waited longest, by weight."""

    def choose(self, lead: Lead, candidates: Sequence[Candidate]) -> Choice:  # noqa: ARG002 - the protocol hands it in
        first = min(candidates, key=_turn)
        return Choice(
            first.owner, f"next in turn of {len(candidates)}", _others(candidates, first, "comes later in turn")
        )


@frozen
class LeastLoaded:
    """The one with the fewest open leads by weight; of equals, who has waited longest."""

    counts_open: ClassVar[bool] = True

    def choose(self, lead: Lead, candidates: Sequence[Candidate]) -> Choice:  # noqa: ARG002
        first = min(candidates, key=lambda each: ((each.open or 0) / each.person.weight, *_turn(each)))
        lost = {each.owner: f"has {each.open} open leads" for each in candidates if each is not first}
        return Choice(first.owner, f"has the fewest open leads for their weight, {first.open}", lost)


@frozen
class BestMatch:
    """The owner of a known customer; else the one with most strengths for the lead; of equals, who waited longest."""

    def choose(self, lead: Lead, candidates: Sequence[Candidate]) -> Choice:  # noqa: ARG002
        first = min(candidates, key=lambda each: (not each.knows, -each.strong, *_turn(each)))
        if first.knows:
            return Choice(
                first.owner, "looks after this customer", _others(candidates, first, "does not know the customer")
            )
        lost = {each.owner: f"has {each.strong} strengths for it" for each in candidates if each is not first}
        return Choice(first.owner, f"has {first.strong} strengths for it", lost)


def _turn(candidate: Candidate) -> tuple[int, str]:
    return candidate.turn, candidate.tie


def _others(candidates: Iterable[Candidate], first: Candidate, why: str) -> dict[str, str]:
    return {each.owner: why for each in candidates if each is not first}


def candidates_of(
    lead: Lead,
    members: Sequence[str],
    people: Mapping[str, Person],
    rotation: Rotation,
    known: Mapping[str, Known],
    *,
    today: date,
    seed: str = "",
) -> tuple[tuple[Candidate, ...], dict[str, str]]:
    """The members who may get the lead, in the order of the team; and of the others, why not."""
    found, lost = [], {}
    for number, owner in enumerate(members):
        person, about = people[owner], known[owner]
        if why := _why_not(person, about, today):
            lost[owner] = why
            continue
        turn = max(rotation.turns.get(owner, 0), rotation.clock)
        strong = sum(condition.compiled()(lead) for condition in person.strengths)
        tie = digest(seed, lead.id, owner) if seed else f"{number:09}"
        found.append(Candidate(owner, person, turn, about.open, strong, about.knows, tie))
    return tuple(found), lost


def _why_not(person: Person, about: Known, today: date) -> str:
    if about.away:
        return "is away"
    if person.open_limit is not None and (about.open or 0) >= person.open_limit:
        return f"has {about.open or 0} open leads, of {person.open_limit} at most"
    monday = today - timedelta(days=today.weekday())
    for limit, since, span in (
        (person.per_day, today, "today"),
        (person.per_week, monday, "this week"),
        (person.per_month, today.replace(day=1), "this month"),
    ):
        if limit is not None:
            count = sum(times for day, times in about.counts.items() if date.fromisoformat(day) >= since)
            if count >= limit:
                return f"was given {count} {span}, of {limit} at most"
    return ""


def checked_choice(answer: object, candidates: Sequence[Candidate]) -> Choice:
    """A plug-in's answer, if it names a candidate; raises `InvalidPlaybook` for anything else."""
    owners = [each.owner for each in candidates]
    if not isinstance(answer, Choice) or not all(owner in owners for owner in (answer.owner, *answer.lost)):
        raise InvalidPlaybook([Problem("not_a_member", "owner", "the strategy named somebody who is no candidate")])
    for why in (answer.because, *answer.lost.values()):
        if found := _SENTENCE(why):
            raise InvalidPlaybook([Problem(found[0], "because", found[1])])
    return answer


_SENTENCE = text(LONG_TEXT)["check"]


def turn_taken(rotation: Rotation, owner: str, candidates: Sequence[Candidate]) -> Rotation:
    """The rotation after this owner, one of the candidates, had a turn."""
    (mine,) = (each for each in candidates if each.owner == owner)
    following = mine.turn + max(round(SHARE / mine.person.weight), 1)
    taken = {turn for other, turn in rotation.turns.items() if other != owner}
    while following in taken:  # of equals, who was served earlier waits longer
        following += 1
    turns = {**rotation.turns, owner: following}
    clock = min(each.turn for each in candidates)
    return Rotation(rotation.team, turns, rotation.version + 1, clock)


def ledger(owner: str) -> str:
    """The name of the rotation that remembers how many leads this owner was given a day."""
    return digest("given", owner)
