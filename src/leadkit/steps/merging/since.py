"""What happened with a survivor since a merge: with whom it goes when the merge is taken back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from attrs import frozen

from leadkit.errors import Problem
from leadkit.kernel.decision import Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.model import Activity
from leadkit.model.events import Event
from leadkit.model.identity import Merged, Unmerged

__all__ = ["Happened", "Place", "Since", "UnmergePlan", "happened_since", "placed"]


class Since(StrEnum):
    """survivor: it stays where it happened. belonging: what names the contact details of one of the records, and none
    of the survivor's, goes with that record. manual: somebody has to say so for each."""

    SURVIVOR = "survivor"
    BELONGING = "belonging"
    MANUAL = "manual"


@frozen
class Happened:
    """An activity of the survivor. of: those records to be given back that it had taken in by then."""

    activity: Activity
    of: tuple[str, ...]


@frozen
class Place:
    """With which lead an activity is when the merge is taken back, and why."""

    activity: Activity
    lead_id: str
    because: str

    def __str__(self) -> str:
        return f"{self.activity.kind} of {self.activity.at:%Y-%m-%d %H:%M} → {self.lead_id}: {self.because}"


@frozen
class UnmergePlan:
    """What taking a merge back will do. Nothing is done yet.

    released: the ids that live again. activities: what happened with the survivor since it took them in, and with whom
    it goes.
    """

    survivor: str
    released: tuple[str, ...]
    activities: tuple[Place, ...] = ()

    @property
    def moved(self) -> Mapping[str, str]:
        """Activity → the lead it goes over to, for those that do not stay with the survivor."""
        return FrozenDict({each.activity.id: each.lead_id for each in self.activities if each.lead_id != self.survivor})

    def explain(self) -> str:
        """Who is given back, and each activity since with its place, a line each."""
        lines = [f"{self.survivor} gives back {', '.join(self.released)}", *(f"  {each}" for each in self.activities)]
        return "\n".join(lines)


def happened_since(
    events: Iterable[Event], activities: Mapping[str, Activity], released: Collection[str]
) -> tuple[Happened, ...]:
    """The survivor's own activities since it took these records in. events: its history, oldest first."""
    held: dict[str, None] = {}
    found = []
    for event in events:
        if isinstance(event, Merged):
            held |= dict.fromkeys(id for id in event.taken if id in released)
        elif isinstance(event, Unmerged):
            for id in event.released:
                held.pop(id, None)
        elif held and (activity := activities.get(getattr(event, "activity_id", ""))):
            found.append(Happened(activity, tuple(held)))
    return tuple(found)


def placed(
    survivor: str,
    happened: Sequence[Happened],
    rule: Since,
    choices: Mapping[str, str],
    named: Mapping[str, frozenset[str]],
    details: Mapping[str, frozenset[str]],
) -> tuple[Place, ...] | Refusal:
    """With whom each activity goes, or what is wrong with the choices.

    choices: activity → the lead it goes with, as somebody wants it; they go before the rule. named: activity → the
    match keys of the contact details in it. details: lead → those of its own contact details.
    """
    problems = _wrong(survivor, happened, rule, choices)
    if problems:
        return Refusal(problems)
    places = []
    for each in happened:
        id = each.activity.id
        keys = named.get(id, frozenset())
        owners = [member for member in each.of if keys & details[member]]
        if id in choices:
            place = Place(each.activity, choices[id], "chosen")
        elif rule is Since.BELONGING and len(owners) == 1 and not keys & details[survivor]:
            place = Place(each.activity, owners[0], "names its contact details")
        else:
            place = Place(each.activity, survivor, "happened with the survivor")
        places.append(place)
    return tuple(places)


def _wrong(survivor: str, happened: Sequence[Happened], rule: Since, choices: Mapping[str, str]) -> list[Problem]:
    may_be = {each.activity.id: (survivor, *each.of) for each in happened}
    problems = []
    for id, lead_id in choices.items():
        if id not in may_be:
            problems.append(Problem("unknown_choice", id, "is no activity of the survivor since the merge"))
        elif lead_id not in may_be[id]:
            problems.append(Problem("unknown_choice", id, f"can be with one of {', '.join(may_be[id])} only"))
    if rule is Since.MANUAL:
        message = "the policy leaves it to you: choose with whom this activity goes"
        problems += [Problem("missing_choice", id, message) for id in may_be if id not in choices]
    return problems
