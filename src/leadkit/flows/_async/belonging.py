"""What belongs to a contact or customer by way of the leads that were converted to it."""

from heapq import merge

from leadkit.flows._async.conversion_material import leads_linked_to
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import activities_of, history_of, living, members
from leadkit.model import Activity, Lead
from leadkit.model.events import Event

__all__ = ["activities_with", "leads_of", "timeline_of"]


async def leads_of(env: Env, kind: str, id: str) -> tuple[Lead, ...]:
    """The leads that were converted to this record, in their order."""
    async with env.store.begin() as work:
        return await leads_linked_to(work, await living(getattr(work, f"{kind}s"), id))


async def activities_with(env: Env, kind: str, id: str) -> tuple[Activity, ...]:
    """What happened with these leads, oldest first."""
    async with env.store.begin() as work:
        leads = await leads_linked_to(work, await living(getattr(work, f"{kind}s"), id))
        ids = [member for lead in leads for member in await members(work.leads, lead.id)]
        return await activities_of(work, ids) if ids else ()


async def timeline_of(env: Env, kind: str, id: str) -> tuple[Event, ...]:
    """Every fact about the record and about these leads, in the order of time."""
    async with env.store.begin() as work:
        nouns = getattr(work, f"{kind}s")
        own = await history_of(work, await members(nouns, id))
        leads = await leads_linked_to(work, await living(nouns, id))
        ids = [member for lead in leads for member in await members(work.leads, lead.id)]
        theirs = await history_of(work, ids) if ids else ()
        return tuple(merge(own, theirs, key=lambda event: event.at))
