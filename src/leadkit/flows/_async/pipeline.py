"""What deals look like now: which are rotting, who decides, what to propose. Nothing is written."""

from datetime import datetime

from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import activities_of, lineage, living_or_none
from leadkit.steps import pipeline as step
from leadkit.steps.pipeline import Proposal, Rotting

__all__ = ["proposal", "rotting"]


async def rotting(env: Env, at: datetime | None = None) -> tuple[Rotting, ...]:
    """The deals that are too long in their stage, the longest overdue first."""
    now, pipelines = at or env.now(), {line.name: line for line in env.playbook.pipelines}
    times = env.playbook.follow_up
    async with env.store.begin() as work:
        found = [
            step.rotting(
                deal, pipelines[deal.pipeline], now, zone=times.zone, calendar=times.calendar_of(deal.owner, None)
            )
            async for deal in work.opportunities.all()
            if deal.closed_at is None and deal.pipeline in pipelines
        ]
    return tuple(sorted(filter(None, found), key=lambda one: (one.due, one.deal.id)))


async def proposal(env: Env, opportunity_id: str) -> Proposal:
    """The notes for a deal's proposal."""
    async with env.store.begin() as work:
        deal = await work.opportunities.get(opportunity_id)
        lead = await living_or_none(work.leads, deal.lead_id)
        members = await lineage(work.leads, lead) if lead else ()
        activities = await activities_of(work, [member.id for member in members]) if members else ()
    return step.proposal(deal, lead, activities, env.playbook.offers)
