"""Merging: several records of one person or company become one, and come apart again. Each in one unit of work."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from leadkit.errors import Problem
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import lineage, living
from leadkit.flows._async.settling import reckoned, written
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.text import digest
from leadkit.model import Action, Lead, Receipt
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps import merging as step
from leadkit.steps.capture import receipt_key, same_payload
from leadkit.steps.followup import done
from leadkit.steps.merging import Known, MergePlan, Stages, Subject

__all__ = ["TakenApart", "keep_apart", "merge", "plan_merge", "taken_out", "unmerge"]


@frozen
class TakenApart:
    """What came of taking a merge back: the one that had survived it, and those that live again."""

    survivor: Any
    revived: tuple[Any, ...]


async def plan_merge(env: Env, subject: Subject, ids: Iterable[str], **wishes: Any) -> MergePlan | Refusal:
    """What merging these records would do. Nothing is written."""
    async with env.store.begin() as work:
        return await _planned(work, env, subject, ids, **wishes)


async def _planned(
    work: AsyncUnitOfWork, env: Env, subject: Subject, ids: Iterable[str], **wishes: Any
) -> MergePlan | Refusal:
    records = [await _known(work, subject, await _nouns(work, subject).get(id)) for id in ids]
    return step.plan_merge(subject, records, env.playbook.merging, _stages(env, subject), env.now(), **wishes)


@one_unit_of_work
async def merge(
    work: AsyncUnitOfWork, env: Env, subject: Subject, plan: MergePlan, idempotency_key: str | None = None
) -> Receipt | Refusal:
    """The plan carried out, once a key: the receipt of it, or of the first time."""
    now, payload = env.now(), _payload(plan)
    key = f"merge:{payload}" if idempotency_key is None else receipt_key(idempotency_key)
    if first := (await work.receipts.find([key])).get(key):
        return same_payload(first, payload)
    if plan.kind != subject.name:
        return Refusal([Problem("other_kind", "plan", f"the plan is about a {plan.kind}, not a {subject.name}")])
    if stale := await _stale(work, subject, plan):
        return Refusal(stale)
    wishes = {"choices": plan.chosen, "although_distinct": plan.although_distinct, "rules": plan.rules}
    fresh = await _planned(work, env, subject, plan.ids, survivor=plan.survivor, **wishes)
    if isinstance(fresh, Refusal):
        return fresh
    for id in fresh.absorbed:
        noun = await _nouns(work, subject).get(id)
        await _put(work, subject, noun, step.absorbed(noun, fresh, key, now))
        if subject.name == "lead":
            await _close_steps(work, id, fresh.survivor, now)
    survivor = await _nouns(work, subject).get(fresh.survivor)
    await _settled(work, env, subject, survivor, step.merged(survivor, fresh, key, now), now)
    lead_id = fresh.survivor if subject.name == "lead" else None
    results = {subject.name: fresh.survivor}
    receipt = Receipt(key, Action.MERGE, payload, now, lead_id=lead_id, results=results, absorbed=fresh.absorbed)
    await work.receipts.add(receipt)
    await work.commit()
    return receipt


@one_unit_of_work
async def unmerge(
    work: AsyncUnitOfWork, env: Env, subject: Subject, what: Receipt | str, reason: str
) -> TakenApart | Refusal:
    """A whole merge taken back, by its receipt; or one record taken out of whatever took it in, by its id."""
    if not reason.strip():
        return Refusal([Problem("missing_reason", "reason", "taking a merge back needs a reason")])
    ids = (what,) if isinstance(what, str) else what.absorbed
    if isinstance(what, Receipt) and (what.action is not Action.MERGE or subject.name not in what.results):
        return Refusal([Problem("other_kind", "receipt", f"it is of no merge of a {subject.name}")])
    if isinstance(what, Receipt):
        for id in ids:
            made = step.merge_of(await work.events.of(id))
            if made and made != what.key:
                return Refusal([Problem("merged_anew", id, "was given back, and merged again since; use that receipt")])
    outcome = await taken_out(work, env, subject, ids, reason, env.now())
    if not isinstance(outcome, Refusal):
        await work.commit()
    return outcome


async def taken_out(
    work: AsyncUnitOfWork, env: Env, subject: Subject, ids: Collection[str], reason: str, now: datetime
) -> TakenApart | Refusal:
    """These records, all taken in by the same one, living again; all is changed in this unit of work."""
    nouns = _nouns(work, subject)
    found = {id: await nouns.find(id) for id in ids}
    into = {noun.merged_into for noun in found.values() if noun and noun.merged_into}
    holders = {id: noun for id in sorted(into) if (noun := await nouns.find(id)) is not None}
    members = {id: await nouns.find(id) for holder in holders.values() for id in holder.absorbed}
    if problems := step.unreleasable(subject, ids, {**found, **members}, holders):
        return Refusal(problems)
    (survivor,) = holders.values()
    staying = {id: await _known(work, subject, noun) for id, noun in members.items() if id not in found}
    events, stages = await work.events.of(survivor.id), _stages(env, subject)
    outcome = step.released(subject, survivor, events, found, staying, stages=stages, at=now, reason=reason)
    after = await _settled(work, env, subject, survivor, outcome, now)
    living_again = [
        await _settled(work, env, subject, noun, step.revived(subject, noun, now, reason), now)
        for noun in found.values()
    ]
    return TakenApart(after, tuple(living_again))


@one_unit_of_work
async def keep_apart(
    work: AsyncUnitOfWork, env: Env, subject: Subject, one_id: str, other_id: str, reason: str
) -> tuple[Any, Any] | Refusal:
    """Both records, each knowing that it is not the other one."""
    if not reason.strip():
        return Refusal([Problem("missing_reason", "reason", "say why they are not the same")])
    now, nouns = env.now(), _nouns(work, subject)
    one, other = await living(nouns, one_id), await living(nouns, other_id)
    if one.id == other.id:
        return Refusal([Problem("same_record", other_id, "they are one record by now; take the merge back first")])
    told = []
    for noun, another in ((one, other), (other, one)):
        outcome = step.kept_apart(subject, noun, another.id, now, reason)
        await _put(work, subject, noun, outcome)
        told.append(outcome.noun)
    await work.commit()
    return told[0], told[1]


def _payload(plan: MergePlan) -> str:
    """What a key of this plan stands for: the same records as they were then, merged in the same way."""
    versions = [f"{id} {plan.versions[id]}" for id in plan.ids]
    return digest(plan.kind, *versions, *map(str, (*plan.rules.items(), *sorted(plan.chosen.items()))))


async def _stale(work: AsyncUnitOfWork, subject: Subject, plan: MergePlan) -> list[Problem]:
    """What changed in which record since the plan was made."""
    problems = []
    for id in plan.ids:
        noun = await _nouns(work, subject).get(id)
        if noun.version != plan.versions[id]:
            later = [event for event in await work.events.of(id) if event.version > plan.versions[id]]
            told = "; ".join(dict.fromkeys(event.sentence() for event in later))
            problems.append(Problem("stale_plan", id, f"changed since the plan was made: {told}; plan again"))
    return problems


async def _known(work: AsyncUnitOfWork, subject: Subject, noun: Any) -> Known[Any]:
    members = await lineage(_nouns(work, subject), noun)
    return step.known(subject, noun, await work.events.of(noun.id), members, await _links(work, subject, noun))


async def _links(work: AsyncUnitOfWork, subject: Subject, noun: Any) -> Mapping[str, str]:
    """What the record belongs to, by the ids of those that live."""
    links = {}
    for name in subject.links:
        if id := getattr(noun, name):
            links[name] = (await living(getattr(work, f"{name.removesuffix('_id')}s"), id)).id
    return links


async def _close_steps(work: AsyncUnitOfWork, lead_id: str, into: str, now: datetime) -> None:
    while planned := await work.follow_ups.open_of_lead(lead_id):
        await work.follow_ups.put(done(planned, now, f"merged into {into}"), expected=planned.version)


async def _settled(
    work: AsyncUnitOfWork, env: Env, subject: Subject, before: Any, outcome: Decision[Any], now: datetime
) -> Any:
    """The record written, and of a lead its score and next step too."""
    if isinstance(before, Lead):
        outcome = await reckoned(work, env, before, outcome, now, replan=True)
    return await _put(work, subject, before, outcome)


async def _put(work: AsyncUnitOfWork, subject: Subject, before: Any, outcome: Decision[Any]) -> Any:
    return await written(work, _nouns(work, subject), before, outcome)


def _nouns(work: AsyncUnitOfWork, subject: Subject) -> Any:
    return getattr(work, f"{subject.name}s")


def _stages(env: Env, subject: Subject) -> Stages:
    return step.stages_of(subject, env.playbook.lead_machine)
