"""Scores: asked of the playbook's scorers, each behind its fence; as of any time; of one lead or of all."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from attrs import frozen

from leadkit.buffered import Expected
from leadkit.errors import NotFound, Problem
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import activities_of, lineage, living
from leadkit.flows._async.settling import settled
from leadkit.flows._async.together import together
from leadkit.flows.asking import asked
from leadkit.flows.paging import page_size
from leadkit.kernel.decision import Decision
from leadkit.model import Activity, Lead, Score
from leadkit.model.events import replay
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.scoring import Explanation, explained

__all__ = ["Rescored", "as_of", "explanation", "rescore", "rescore_all", "score_at"]


@frozen
class Rescored:
    """A lead whose score is another one now. before: `None` where it had none."""

    lead_id: str
    before: Score | None
    after: Score | None


@one_unit_of_work
async def rescore(work: AsyncUnitOfWork, env: Env, lead_id: str) -> Lead:
    """The lead with a fresh score. A scorer that fails leaves the old one, and says so in the history."""
    lead = await living(work.leads, lead_id)
    return await settled(work, env, lead, Decision(lead), env.now())


async def rescore_all(env: Env, batch: int) -> AsyncIterator[Rescored]:
    """Every lead scored anew, in units of work of `batch` each; those whose score changed, after it was committed."""
    after = ""
    while page := await _page(env, after, page_size(batch)):
        seen = {lead.id: lead for lead in page}
        for lead in await together(env, tuple(seen), rescore, Expected(leads=seen)):
            if lead.id in seen and lead.score != seen[lead.id].score:
                yield Rescored(lead.id, seen[lead.id].score, lead.score)
        after = page[-1].id


async def _page(env: Env, after: str, limit: int) -> tuple[Lead, ...]:
    async with env.store.begin() as work:
        return tuple([lead async for lead in work.leads.where(after=after, limit=limit)])


async def score_at(env: Env, lead_id: str, at: datetime) -> Score | None:
    """The score as it is at that time by the rules of today; `None` when the scorer fails."""
    async with env.store.begin() as work:
        lead, activities = await as_of(work, lead_id, at)
    return asked(env.playbook.scorer, lead, activities, at)[0]


async def explanation(env: Env, lead_id: str, at: datetime | None) -> Explanation:
    """The score at that time, `None` for now, with all that it consists of. Raises what the scorer raises."""
    when = at or env.now()
    async with env.store.begin() as work:
        lead, activities = await (_now(work, lead_id) if at is None else as_of(work, lead_id, when))
    return explained(env.playbook.scorer, lead, activities, when)


async def _now(work: AsyncUnitOfWork, lead_id: str) -> tuple[Lead, tuple[Activity, ...]]:
    lead = await living(work.leads, lead_id)
    members = await lineage(work.leads, lead)
    return lead, await activities_of(work, [member.id for member in members])


async def as_of(work: AsyncUnitOfWork, lead_id: str, at: datetime) -> tuple[Lead, tuple[Activity, ...]]:
    """The lead as its history tells it at that time, and what had happened by then with it and with those that it had
    taken in. Raises `NotFound` when it was not there yet."""
    await work.leads.get(lead_id)
    lead = await _then(work, lead_id, at)
    while lead is not None and lead.merged_into is not None:
        lead = await _then(work, lead.merged_into, at)
    if lead is None:
        raise NotFound([Problem("not_yet", lead_id, f"there was no such lead at {at:%Y-%m-%d %H:%M}")])
    members = await _lineage_then(work, lead, at)
    seen = await activities_of(work, members)
    return lead, tuple(activity for activity in seen if activity.at <= at)


async def _then(work: AsyncUnitOfWork, lead_id: str, at: datetime) -> Lead | None:
    lead: Lead | None = replay([event for event in await work.events.of(lead_id) if event.at <= at])
    return lead


async def _lineage_then(work: AsyncUnitOfWork, lead: Lead, at: datetime) -> Sequence[str]:
    found, waiting = [lead.id], [*reversed(lead.absorbed)]
    while waiting:
        id = waiting.pop()
        member = None if id in found else await _then(work, id, at)
        if member is not None:
            found.append(id)
            waiting += reversed(member.absorbed)
    return found
