"""The clean-up of a whole store: what the rules of today would change, reported, and changed if that is wanted."""

from collections.abc import AsyncIterator

from leadkit.buffered import Expected
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.leads import changed
from leadkit.flows._async.together import together
from leadkit.model import Lead
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.cleansing import CleanUp, recleanse

__all__ = ["clean_up"]


async def clean_up(env: Env, batch: int, *, dry_run: bool) -> AsyncIterator[CleanUp]:
    """Each lead that has something to clean up, by id; after it was committed, unless this is a dry run."""
    after = ""
    while page := await _page(env, after, batch):
        found = [each for lead in page if (each := recleanse(lead, env.playbook.cleansing)).changes]
        if found and not dry_run:
            seen = {lead.id: lead for lead in page}
            wanted = {each.lead_id: seen[each.lead_id] for each in found}
            found = await together(env, tuple(wanted), _cleaned, Expected(leads=wanted))
        for each in found:
            yield each
        after = page[-1].id


async def _page(env: Env, after: str, limit: int) -> tuple[Lead, ...]:
    async with env.store.begin() as work:
        return tuple([lead async for lead in work.leads.where(after=after, limit=limit)])


@one_unit_of_work
async def _cleaned(work: AsyncUnitOfWork, env: Env, lead_id: str) -> CleanUp:
    lead = await work.leads.get(lead_id)
    found = recleanse(lead, env.playbook.cleansing)
    if found.changes:  # somebody else may have been faster
        await changed(work, env, lead, found.changes)
    return found
