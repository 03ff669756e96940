"""What leads, contacts and customers have in common: they are edited, and erased."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from leadkit.errors import Problem
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import lineage, living
from leadkit.flows._async.recognition import recognised_by
from leadkit.flows._async.settling import settled, written
from leadkit.flows._async.unmerging import taken_out
from leadkit.kernel.decision import Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.model import Lead
from leadkit.model.events import (
    Changed,
    ContactChanged,
    ContactErased,
    CustomerChanged,
    CustomerErased,
    Erased,
    LeadChanged,
    LeadErased,
    evolve,
)
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.merging import SUBJECTS, Since

__all__ = ["change", "changed", "erase"]

_BORN = "id version created_at updated_at merged_into absorbed distinct_from"


@frozen
class _Kind:
    """changed, erased: its events. guarded: what only a step of its own may change."""

    changed: type[Changed]
    erased: type[Erased]
    guarded: frozenset[str]


_KINDS: Mapping[str, _Kind] = FrozenDict(
    {
        "lead": _Kind(
            LeadChanged,
            LeadErased,
            frozenset(
                f"{_BORN} may_be status score owner team pool home_pool contact_id customer_id opportunity_id"
                " referred_by first_response_at last_contact_at waiting_since status_since owner_since".split()
            ),
        ),
        "contact": _Kind(ContactChanged, ContactErased, frozenset(f"{_BORN} customer_id".split())),
        "customer": _Kind(
            CustomerChanged,
            CustomerErased,
            frozenset(
                f"{_BORN} stage stage_reason furthest_stage purchases feedback care referrals"
                " churned_at churn_reason".split()
            ),
        ),
    }
)


@one_unit_of_work
async def change(work: AsyncUnitOfWork, env: Env, kind: str, id: str, changes: Mapping[str, Any]) -> Any:
    """The record with edited fields, or a refusal. Status, stage, owner and the like have steps of their own."""
    if guarded := sorted(_KINDS[kind].guarded & changes.keys()):
        return Refusal(Problem("guarded_field", name, "is not edited; use its own operation") for name in guarded)
    return await changed(work, env, await living(getattr(work, f"{kind}s"), id), changes)


async def changed(work: AsyncUnitOfWork, env: Env, noun: Any, changes: Mapping[str, Any]) -> Any:
    """The record with these fields, saved together with the keys by which its person is recognised."""
    now, kind = env.now(), type(noun).__name__.lower()
    outcome = evolve(noun, _KINDS[kind].changed, now, changes)
    before, keys = recognised_by(env, noun), recognised_by(env, outcome.noun)
    await work.match_keys.drop(kind, noun.id, sorted({*before}.difference(keys)))
    await work.match_keys.add(kind, noun.id, keys)
    if isinstance(noun, Lead):
        return await settled(work, env, noun, outcome, now)
    after = await written(work, getattr(work, f"{kind}s"), noun, outcome)
    await work.commit()
    return after


@one_unit_of_work
async def erase(work: AsyncUnitOfWork, env: Env, kind: str, id: str, reason: str, *, alone: bool = False) -> Any:
    """The fact that there was such a record; nothing else stays of it, nor of what it took in. Or a refusal.

    Whoever publishes events can tell the others. alone: only the one of this id, taken out of the one that it was
    merged into.
    """
    now, nouns = env.now(), getattr(work, f"{kind}s")
    noun = await (nouns.get(id) if alone else living(nouns, id))
    if alone and noun.merged_into:
        outcome = await taken_out(work, env, SUBJECTS[kind], (id,), reason=reason, now=now, since=Since.BELONGING)
        if isinstance(outcome, Refusal):
            return outcome
        (noun,) = outcome.revived
    elif alone and noun.absorbed:
        return Refusal([Problem("has_absorbed", id, "others were merged into it; take them out of it first")])
    facts = [_KINDS[kind].erased(each.id, each.version + 1, now, reason) for each in await lineage(nouns, noun)]
    for fact in facts:
        await work.erase(kind, fact.subject_id)
    await work.events.append(facts)
    await work.commit()
    return facts[0]
