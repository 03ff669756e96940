"""Reports: the events of the store pass by once, and only what the figures need of them is kept."""

from datetime import datetime

from leadkit.flows._async.env import Env
from leadkit.model import Campaign, Lead
from leadkit.model.events import LeadOutcomeLearnt
from leadkit.steps.analytics import Census, Fold, takers

__all__ = ["as_folded", "campaigns_of", "counted", "learnt"]


async def as_folded(env: Env, *folds: Fold) -> datetime:
    """Hand every event of the store to these folds; the answer is the time until when they have watched."""
    table = takers(folds)
    async with env.store.begin() as work:
        async for event in work.events.all():
            for take in table.get(type(event), ()):
                take(event)
    return env.now()


async def counted(env: Env) -> Census:
    """The census of all leads that live."""
    census = Census()
    async with env.store.begin() as work:
        async for lead in work.leads.where():
            census.take(lead)
    return census


async def campaigns_of(env: Env) -> tuple[Campaign, ...]:
    """All campaigns."""
    async with env.store.begin() as work:
        return tuple([campaign async for campaign in work.campaigns.all()])


async def learnt(env: Env) -> tuple[list[Lead], list[LeadOutcomeLearnt]]:
    """All leads that live, and what was learnt of what their deals came to."""
    async with env.store.begin() as work:
        leads = [lead async for lead in work.leads.where()]
        return leads, [event async for event in work.events.all() if isinstance(event, LeadOutcomeLearnt)]
