# Derived from src/leadkit/flows/_async/merging.py by tools/twins.py; edit that file.
"""Merging: several records of one person or company become one, or are kept apart. Each in one unit of work."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from leadkit.errors import Problem
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import lineage, living, living_or_none
from leadkit.flows._sync.settling import open_step, reckoned, written
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.text import digest
from leadkit.model import Action, Lead, Receipt
from leadkit.repositories import UnitOfWork
from leadkit.steps import merging as step
from leadkit.steps.capture import receipt_key, same_payload
from leadkit.steps.followup import done
from leadkit.steps.merging import Known, MergePlan, Stages, Subject

__all__ = [
    "keep_apart",
    "known_of",
    "merge",
    "nouns_of",
    "plan_merge",
    "reconsider",
    "settled_anew",
    "stages_for",
]


def plan_merge(env: Env, subject: Subject, ids: Iterable[str], **wishes: Any) -> MergePlan | Refusal:
    """What merging these records would do. Nothing is written."""
    with env.store.begin() as work:
        return _planned(work, env, subject, ids, **wishes)


def _planned(work: UnitOfWork, env: Env, subject: Subject, ids: Iterable[str], **wishes: Any) -> MergePlan | Refusal:
    records = [known_of(work, subject, nouns_of(work, subject).get(id)) for id in ids]
    return step.plan_merge(subject, records, env.playbook.merging, stages_for(env, subject), env.now(), **wishes)


@one_unit_of_work
def merge(
    work: UnitOfWork, env: Env, subject: Subject, plan: MergePlan, idempotency_key: str | None = None
) -> Receipt | Refusal:
    """The plan carried out, once a key: the receipt of it, or of the first time."""
    now, payload = env.now(), _payload(plan)
    key = f"merge:{payload}" if idempotency_key is None else receipt_key(idempotency_key)
    if first := (work.receipts.find([key])).get(key):
        return same_payload(first, payload)
    if plan.kind != subject.name:
        return Refusal([Problem("other_kind", "plan", f"the plan is about a {plan.kind}, not a {subject.name}")])
    if stale := _stale(work, subject, plan):
        return Refusal(stale)
    wishes = {"choices": plan.chosen, "although_distinct": plan.although_distinct, "rules": plan.rules}
    fresh = _planned(work, env, subject, plan.ids, survivor=plan.survivor, **wishes)
    if isinstance(fresh, Refusal):
        return fresh
    for id in fresh.absorbed:
        noun = nouns_of(work, subject).get(id)
        _put(work, subject, noun, step.absorbed(noun, fresh, key, now))
        if subject.name == "lead":
            _close_steps(work, id, fresh.survivor, now)
    survivor = nouns_of(work, subject).get(fresh.survivor)
    settled_anew(work, env, subject, survivor, step.merged(survivor, fresh, key, now), now)
    lead_id = fresh.survivor if subject.name == "lead" else None
    results = {subject.name: fresh.survivor}
    receipt = Receipt(key, Action.MERGE, payload, now, lead_id=lead_id, results=results, absorbed=fresh.absorbed)
    work.receipts.add(receipt)
    work.commit()
    return receipt


@one_unit_of_work
def keep_apart(
    work: UnitOfWork, env: Env, subject: Subject, one_id: str, other_id: str, reason: str
) -> tuple[Any, Any] | Refusal:
    """Both records, each knowing that it is not the other one."""
    if not reason.strip():
        return Refusal([Problem("missing_reason", "reason", "say why they are not the same")])
    now, nouns = env.now(), nouns_of(work, subject)
    one, other = living(nouns, one_id), living(nouns, other_id)
    if one.id == other.id:
        return Refusal([Problem("same_record", other_id, "they are one record by now; take the merge back first")])
    return _both(
        work,
        subject,
        (one, step.kept_apart(subject, one, other.id, now, reason)),
        (other, step.kept_apart(subject, other, one.id, now, reason)),
    )


@one_unit_of_work
def reconsider(
    work: UnitOfWork, env: Env, subject: Subject, one_id: str, other_id: str, reason: str
) -> tuple[Any, Any] | Refusal:
    """Both records, of which nobody says any more that they are two."""
    if not reason.strip():
        return Refusal([Problem("missing_reason", "reason", "say why they may be the same after all")])
    now, nouns = env.now(), nouns_of(work, subject)
    one, other = living(nouns, one_id), living(nouns, other_id)
    outcomes = []
    for noun, another in ((one, other), (other, one)):
        others = {member.id for member in lineage(nouns, another)}
        outcomes.append((noun, step.reconsidered(subject, noun, another.id, others, now, reason)))
    if not any(outcome.events for _, outcome in outcomes):
        return Refusal([Problem("not_kept_apart", other_id, f"nobody said that it is not the same as {one_id}")])
    return _both(work, subject, *outcomes)


def _both(
    work: UnitOfWork, subject: Subject, one: tuple[Any, Decision[Any]], other: tuple[Any, Decision[Any]]
) -> tuple[Any, Any]:
    """Both records as they are after these decisions. Each comes with how it was before."""
    for before, outcome in (one, other):
        _put(work, subject, before, outcome)
    work.commit()
    return one[1].noun, other[1].noun


def _payload(plan: MergePlan) -> str:
    """What a key of this plan stands for: the same records as they were then, merged in the same way."""
    versions = [f"{id} {plan.versions[id]}" for id in plan.ids]
    return digest(plan.kind, *versions, *map(str, (*plan.rules.items(), *sorted(plan.chosen.items()))))


def _stale(work: UnitOfWork, subject: Subject, plan: MergePlan) -> list[Problem]:
    """What changed in which record since the plan was made."""
    problems = []
    for id in plan.ids:
        noun = nouns_of(work, subject).get(id)
        if noun.version != plan.versions[id]:
            later = [event for event in work.events.of(id) if event.version > plan.versions[id]]
            told = "; ".join(dict.fromkeys(event.sentence() for event in later))
            problems.append(Problem("stale_plan", id, f"changed since the plan was made: {told}; plan again"))
    return problems


def known_of(work: UnitOfWork, subject: Subject, noun: Any) -> Known[Any]:
    members = lineage(nouns_of(work, subject), noun)
    return step.known(subject, noun, work.events.of(noun.id), members, _links(work, subject, noun))


def _links(work: UnitOfWork, subject: Subject, noun: Any) -> Mapping[str, str]:
    """What the record belongs to, by the ids of those that live; what was erased links nobody."""
    links = {}
    for name in subject.links:
        linked = living_or_none(getattr(work, f"{name.removesuffix('_id')}s"), getattr(noun, name))
        if linked is not None:
            links[name] = linked.id
    return links


def _close_steps(work: UnitOfWork, lead_id: str, into: str, now: datetime) -> None:
    while planned := open_step(work, lead_id):
        work.follow_ups.put(done(planned, now, f"merged into {into}"), expected=planned.version)


def settled_anew(
    work: UnitOfWork, env: Env, subject: Subject, before: Any, outcome: Decision[Any], now: datetime
) -> Any:
    """The record written, and of a lead its score and next step too."""
    if isinstance(before, Lead):
        outcome = reckoned(work, env, before, outcome, now, replan=True)
    return _put(work, subject, before, outcome)


def _put(work: UnitOfWork, subject: Subject, before: Any, outcome: Decision[Any]) -> Any:
    return written(work, nouns_of(work, subject), before, outcome)


def nouns_of(work: UnitOfWork, subject: Subject) -> Any:
    return getattr(work, f"{subject.name}s")


def stages_for(env: Env, subject: Subject) -> Stages:
    return step.stages_of(subject, env.playbook.lead_machine)
