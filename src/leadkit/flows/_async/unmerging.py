"""A merge taken back: planned, then done in one unit of work."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import attrs
from attrs import frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import lineage
from leadkit.flows._async.merging import known_of, nouns_of, settled_anew, stages_for
from leadkit.flows._async.recognition import keys_of
from leadkit.kernel.decision import Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.model import Action, Activity, FormSubmission, Inquiry, Receipt, RepeatInquiry
from leadkit.model.events import Event
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps import merging as step
from leadkit.steps.cleansing import cleanse
from leadkit.steps.merging import Since, Subject, UnmergePlan

__all__ = ["TakenApart", "plan_unmerge", "taken_out", "unmerge"]


@frozen
class TakenApart:
    """What came of taking a merge back: the one that had survived it, and those that live again.

    moved: activity → the record that it went over to, of those that had happened since the merge.
    """

    survivor: Any
    revived: tuple[Any, ...]
    moved: Mapping[str, str] = FrozenDict()


@frozen
class _Apart:
    """A plan, and what it was made of. found: those to be given back. staying: the others that the survivor took in.

    named: activity → the match keys of the contact details in it, for all of the survivor's own.
    """

    plan: UnmergePlan
    survivor: Any
    events: tuple[Event, ...]
    found: Mapping[str, Any]
    staying: Mapping[str, Any]
    activities: Mapping[str, Activity]
    named: Mapping[str, frozenset[str]]


async def plan_unmerge(
    env: Env, subject: Subject, what: Receipt | str, choices: Mapping[str, str]
) -> UnmergePlan | Refusal:
    """What taking this merge back would do. Nothing is written."""
    async with env.store.begin() as work:
        ids = await _released_by(work, subject, what)
        if isinstance(ids, Refusal):
            return ids
        apart = await _apart(work, env, subject, ids, choices, env.playbook.merging.since)
        return apart if isinstance(apart, Refusal) else apart.plan


@one_unit_of_work
async def unmerge(
    work: AsyncUnitOfWork,
    env: Env,
    subject: Subject,
    what: Receipt | str,
    reason: str,
    choices: Mapping[str, str] = FrozenDict(),
) -> TakenApart | Refusal:
    """A whole merge taken back, by its receipt; or one record taken out of whatever took it in, by its id.

    choices: activity → the record that it goes with.
    """
    if not reason.strip():
        return Refusal([Problem("missing_reason", "reason", "taking a merge back needs a reason")])
    ids = await _released_by(work, subject, what)
    if isinstance(ids, Refusal):
        return ids
    since = env.playbook.merging.since
    outcome = await taken_out(work, env, subject, ids, reason=reason, now=env.now(), since=since, choices=choices)
    if not isinstance(outcome, Refusal):
        await work.commit()
    return outcome


async def _released_by(work: AsyncUnitOfWork, subject: Subject, what: Receipt | str) -> tuple[str, ...] | Refusal:
    if isinstance(what, str):
        return (what,)
    if what.action is not Action.MERGE or subject.name not in what.results:
        return Refusal([Problem("other_kind", "receipt", f"it is of no merge of a {subject.name}")])
    for id in what.absorbed:
        made = step.merge_of(await work.events.of(id))
        if made and made != what.key:
            return Refusal([Problem("merged_anew", id, "was given back, and merged again since; use that receipt")])
    return what.absorbed


async def taken_out(
    work: AsyncUnitOfWork,
    env: Env,
    subject: Subject,
    ids: Collection[str],
    *,
    reason: str,
    now: datetime,
    since: Since,
    choices: Mapping[str, str] = FrozenDict(),
) -> TakenApart | Refusal:
    """These records, all taken in by the same one, living again; all is changed in this unit of work."""
    apart = await _apart(work, env, subject, ids, choices, since)
    if isinstance(apart, Refusal):
        return apart
    moved = apart.plan.moved
    outcome = step.released(
        subject,
        apart.survivor,
        apart.events,
        apart.found,
        apart.staying,
        stages=stages_for(env, subject),
        at=now,
        reason=reason,
        activities=apart.activities,
        moved=moved,
    )
    brought: dict[str, list[Activity]] = {id: [] for id in apart.found}
    for id, to in moved.items():
        activity = apart.activities[id]
        await work.activities.remove(activity)
        await work.activities.add(attrs.evolve(activity, lead_id=to))
        await work.match_keys.add("lead", to, sorted(apart.named[id]))
        brought[to].append(activity)
    after = await settled_anew(work, env, subject, apart.survivor, outcome, now)
    if moved:
        own = {*keys_of(env, after)[0], *(key for id, keys in apart.named.items() if id not in moved for key in keys)}
        gone = {key for id in moved for key in apart.named[id]} - own
        await work.match_keys.drop("lead", after.id, sorted(gone))
    living_again = [
        await settled_anew(work, env, subject, noun, step.revived(subject, noun, now, reason, brought[noun.id]), now)
        for noun in apart.found.values()
    ]
    return TakenApart(after, tuple(living_again), moved)


async def _apart(
    work: AsyncUnitOfWork, env: Env, subject: Subject, ids: Collection[str], choices: Mapping[str, str], since: Since
) -> _Apart | Refusal:
    nouns = nouns_of(work, subject)
    found = {id: await nouns.find(id) for id in ids}
    into = {noun.merged_into for noun in found.values() if noun and noun.merged_into}
    holders = {id: noun for id in sorted(into) if (noun := await nouns.find(id)) is not None}
    members = {id: await nouns.find(id) for holder in holders.values() for id in holder.absorbed}
    if problems := step.unreleasable(subject, ids, {**found, **members}, holders):
        return Refusal(problems)
    (survivor,) = holders.values()
    staying = {id: await known_of(work, subject, noun) for id, noun in members.items() if id not in found}
    events = await work.events.of(survivor.id)
    own = await work.activities.of_lead(survivor.id) if subject.name == "lead" else ()
    activities = {activity.id: activity for activity in own}
    named = {activity.id: _named(env, activity) for activity in own}
    happened = step.happened_since(events, activities, found)
    details = {}
    if happened:
        told = step.told_without(subject, events, found, staying, stages_for(env, subject))
        details[survivor.id] = _details(env, told.noun, *(each.noun for each in staying.values()))
        for id, noun in found.items():
            details[id] = _details(env, *await lineage(nouns, noun))
    places = step.placed(survivor.id, happened, since, choices, named, details)
    if isinstance(places, Refusal):
        return places
    plan = UnmergePlan(survivor.id, tuple(ids), places)
    return _Apart(plan, survivor, events, found, staying, activities, named)


def _details(env: Env, *leads: Any) -> frozenset[str]:
    keys = (env.playbook.duplicates.match_keys(lead.emails, lead.phones) for lead in leads)
    return frozenset(key for each in keys for key in each)


_TOLD = frozenset("name given_name family_name email phone region company".split())


def _named(env: Env, activity: Activity) -> frozenset[str]:
    """The match keys of the e-mail addresses and phone numbers that an inquiry or a form came with."""
    match activity.detail:
        case RepeatInquiry(submitted=told) | FormSubmission(fields=told):
            pass
        case _:
            return frozenset()
    try:
        inquiry = Inquiry(**{name: value for name, value in told.items() if name in _TOLD})
    except InvalidRecord:  # a form may hold anything
        return frozenset()
    clean = cleanse(inquiry, env.playbook.cleansing)
    if isinstance(clean, Refusal):
        return frozenset()
    return frozenset(env.playbook.duplicates.match_keys(clean.fields["emails"], clean.fields["phones"]))
