"""A merge, carried out and taken back.

Taking back is not a matter of old values put over new ones: the survivor lived on. Its history is told again without
the records that go, as if they had never been taken in. What happened since stays where it happened.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from attrs import frozen

from leadkit.errors import Problem
from leadkit.kernel.decision import Decision
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import replaced
from leadkit.model import Activity
from leadkit.model.activity import contact_changes
from leadkit.model.events import Event, LeadScored, applied, evolve
from leadkit.model.facts import Created, Moved
from leadkit.model.identity import IDENTITY, Absorbed, Merged, Origin, Unmerged
from leadkit.steps.merging.plans import Known, MergePlan, decided, newly, set_times, values
from leadkit.steps.merging.policy import Stages, Subject

__all__ = [
    "Told",
    "absorbed",
    "kept_apart",
    "merge_of",
    "merged",
    "reconsidered",
    "released",
    "revived",
    "told_without",
    "unreleasable",
]

N = TypeVar("N")


def merged(survivor: N, plan: MergePlan, merge: str, at: datetime) -> Decision[N]:
    """The survivor after the merge. merge: the key of its receipt."""
    facts: dict[str, Any] = {
        "merge": merge,
        "taken": plan.absorbed,
        "rules": {name: str(rule) for name, rule in plan.rules.items()},
        "chosen": plan.chosen,
        "origins": plan.origins,
    }
    noun: Any = survivor
    decision: Decision[Any] = evolve(noun, IDENTITY[plan.kind].merged, at, plan.changes, **facts)
    return decision


def absorbed(noun: N, plan: MergePlan, merge: str, at: datetime) -> Decision[N]:
    """A record after it was merged away."""
    record: Any = noun
    into = {"merged_into": plan.survivor}
    decision: Decision[Any] = evolve(record, IDENTITY[plan.kind].absorbed, at, into, merge=merge, into=plan.survivor)
    return decision


def revived(subject: Subject, noun: N, at: datetime, reason: str, brought: Iterable[Activity] = ()) -> Decision[N]:
    """A record that was merged away, living again. brought: what comes over to a lead from the one that had it."""
    record: Any = noun
    lead = record
    changes: dict[str, Any] = {"merged_into": None}
    for activity in brought:
        changes |= (contacted := contact_changes(lead, activity))
        lead = replaced(lead, contacted)
    facts: dict[str, Any] = {"out_of": record.merged_into, "reason": reason}
    decision: Decision[Any] = evolve(record, IDENTITY[subject.name].revived, at, changes, **facts)
    return decision


def kept_apart(subject: Subject, noun: N, other: str, at: datetime, reason: str) -> Decision[N]:
    """The record, which is not the same as the other one; without an event when that is known already."""
    record: Any = noun
    if other in record.distinct_from:
        return Decision(record)
    apart = {"distinct_from": (*record.distinct_from, other)}
    decision: Decision[Any] = evolve(record, IDENTITY[subject.name].kept_apart, at, apart, other=other, reason=reason)
    return decision


def reconsidered(
    subject: Subject, noun: N, other: str, others: Collection[str], at: datetime, reason: str
) -> Decision[N]:
    """The record, which may be the same as the other one again. others: all ids that the other one goes by."""
    record: Any = noun
    left = tuple(id for id in record.distinct_from if id not in others)
    if left == record.distinct_from:
        return Decision(record)
    event = IDENTITY[subject.name].reconsidered
    decision: Decision[Any] = evolve(record, event, at, {"distinct_from": left}, other=other, reason=reason)
    return decision


def released(
    subject: Subject,
    survivor: N,
    events: Sequence[Event],
    gone: Collection[str],
    staying: Mapping[str, Known[Any]],
    *,
    stages: Stages,
    at: datetime,
    reason: str,
    activities: Mapping[str, Activity] = FrozenDict(),
    moved: Mapping[str, str] = FrozenDict(),
) -> Decision[N]:
    """The survivor without these records, which it took in itself. events: its own history. staying: the others.

    activities: its own, by id. moved: those that go over to one of the records, with that record's id.
    """
    record: Any = survivor
    told = told_without(subject, events, gone, staying, stages, activities, moved)
    after, now = told.noun.__dict__, record.__dict__
    names = [*subject.row_of, *(["score"] if subject.name == "lead" else [])]
    changes = {name: after[name] for name in names if after[name] != now[name]}
    changes["absorbed"] = tuple(id for id in record.absorbed if id not in gone)
    times = set_times(subject, events)
    origins = [
        Origin(name, told.origins.get(name, (record.id,)), told.set_at.get(name))
        for name in subject.row_of
        if name in changes or told.set_at.get(name) != times.get(name)
    ]
    facts: dict[str, Any] = {"released": tuple(gone), "reason": reason, "origins": origins, "moved": moved}
    decision: Decision[Any] = evolve(record, IDENTITY[subject.name].unmerged, at, changes, **facts)
    return decision


@frozen
class Told:
    """What a history comes to: the noun, when each field was set, and whose value it is if not the noun's own."""

    noun: Any
    set_at: Mapping[str, datetime]
    origins: Mapping[str, tuple[str, ...]]


def told_without(
    subject: Subject,
    events: Iterable[Event],
    gone: Iterable[str],
    staying: Mapping[str, Known[Any]],
    stages: Stages,
    activities: Mapping[str, Activity] = FrozenDict(),
    moved: Collection[str] = (),
) -> Told:
    """The survivor's history as it had been without the records that are gone now, or were given back before.

    Each merge is worked out anew with those that stay, by the rules it had. A later change stays as it was, and goes
    for all the fields of its row; of a tuple or mapping that was changed stays what the change itself put in or took
    out. A score that counted the others' activities is forgotten.

    activities: a lead's own, by id: what they say of times of contact counts anew. moved: ids of those that go over to
    another lead, as if they had never been here; so it is with those that went over before.
    """
    events = tuple(events)
    elsewhere = {*moved, *(id for event in events if isinstance(event, Unmerged) for id in event.moved)}
    lasting = _lasting(events, frozenset(gone))
    noun: Any = None
    told: Any = None
    times: dict[str, datetime] = {}
    origins: dict[str, tuple[str, ...]] = {}
    undone: set[str] = set()
    for event in events:
        before = noun
        noun = event.record if isinstance(event, Created) else applied(noun, event)
        if isinstance(event, Created):
            told, times = noun, dict(set_times(subject, [event]))
        elif isinstance(event, Merged):
            members = [id for id in event.taken if (event.version, id) in lasting]
            undone |= set(event.taken) - set(members)
            records = [Known(told, times), *(staying[id] for id in members)]
            plans = decided(subject, records, event.rules, event.chosen, stages)
            new = newly(subject, plans, noun.id)
            told = replaced(told, values(subject, plans))
            times |= {origin.name: origin.set_at for origin in new if origin.set_at}
            origins |= {origin.name: origin.ids for origin in new}
        elif isinstance(event, Unmerged):
            undone -= set(event.released)
        elif (id := getattr(event, "activity_id", "")) in activities or id in elsewhere:
            contacted = {} if id in elsewhere else contact_changes(told, activities[id])
            told = replaced(told, contacted)
            times |= dict.fromkeys(contacted, event.at)
            for name in contacted:
                origins.pop(name, None)
        elif not (undone and isinstance(event, LeadScored)):
            changed = _changed(subject, event)
            told = replaced(told, {name: _followed(told, before, noun, name) for name in changed})
            times |= dict.fromkeys(changed, event.at)
            for name in changed:
                origins.pop(name, None)
    return Told(told, FrozenDict(times), FrozenDict(origins))


def _lasting(events: Iterable[Event], gone: frozenset[str]) -> frozenset[tuple[int, str]]:
    """(version of the merge, id) of every record that a merge took in and that was not given back, nor is gone now."""
    held: dict[str, int] = {}
    for event in events:
        if isinstance(event, Merged):
            held |= dict.fromkeys(event.taken, event.version)
        elif isinstance(event, Unmerged):
            for id in event.released:
                held.pop(id, None)
    return frozenset((version, id) for id, version in held.items() if id not in gone)


def _changed(subject: Subject, event: Event) -> list[str]:
    names = [*event.changes, *([event.state] if isinstance(event, Moved) else [])]
    rows = (subject.row_of.get(name) for name in names)
    return [*dict.fromkeys([*names, *(name for row in rows if row for name in row.fields)])]


def _followed(told: Any, before: Any, after: Any, name: str) -> Any:
    """The field after the same change, made to another value."""
    mine, old, new = (noun.__dict__[name] for noun in (told, before, after))
    if isinstance(new, tuple):
        return tuple(member for member in new if member in mine or member not in old)
    if isinstance(new, Mapping):
        return FrozenDict({key: new[key] for key in new if key in mine or key not in old or new[key] != old[key]})
    return new


def merge_of(events: Sequence[Event]) -> str:
    """The key of the merge that a record was merged away by last; blank when there was none."""
    return next((event.merge for event in reversed(events) if isinstance(event, Absorbed)), "")


def unreleasable(
    subject: Subject, ids: Iterable[str], nouns: Mapping[str, Any], holders: Mapping[str, Any]
) -> list[Problem]:
    """Why these records cannot be taken out of what took them in.

    nouns: by id, these and all others that the same ones took in; `None` for one that was erased. holders: by id, those
    that took them in, as far as they are still there.
    """
    erased = [id for id, noun in nouns.items() if noun is None]
    problems = [Problem("erased", id, "was erased since; nobody knows any more what came from it") for id in erased]
    for noun in (nouns[id] for id in ids if nouns[id] is not None):
        if noun.merged_into is None:
            problems.append(Problem("not_merged", noun.id, f"this {subject.name} is not merged into another one"))
        elif (holder := holders.get(noun.merged_into)) is None:
            problems.append(Problem("erased", noun.merged_into, f"what took {noun.id} in was erased"))
        elif holder.merged_into is not None:
            message = f"was merged into {holder.merged_into} later; take it out of that one first"
            problems.append(Problem("merged_later", holder.id, message))
    return problems
