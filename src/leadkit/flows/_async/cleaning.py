"""The clean-up of a whole store: what the rules of today would change, reported, and changed if that is wanted."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from leadkit.buffered import Expected
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.records import changed
from leadkit.flows._async.together import together
from leadkit.flows.paging import page_size
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.cleansing import CleanUp, recleanse

__all__ = ["clean_up"]


async def clean_up(env: Env, kind: str, batch: int, *, dry_run: bool) -> AsyncIterator[CleanUp]:
    """Each record of this kind that has something to clean up, by id; after it was committed, unless this is a dry run.

    What was merged away stays as it was.
    """
    after = ""
    while page := await _page(env, kind, after, page_size(batch)):
        living = {noun.id: noun for noun in page if noun.merged_into is None}
        found = [each for noun in living.values() if (each := recleanse(noun, env.playbook.cleansing)).changes]
        if found and not dry_run:
            ids = [each.id for each in found]
            seen = Expected(leads={id: living[id] for id in ids}) if kind == "lead" else Expected()
            found = await together(env, ids, partial(_cleaned, kind=kind), seen)
        for each in found:
            if each.changes:
                yield each
        after = page[-1].id


async def _page(env: Env, kind: str, after: str, limit: int) -> list[Any]:
    async with env.store.begin() as work:
        return [noun async for noun in getattr(work, f"{kind}s").all(after=after, limit=limit)]


@one_unit_of_work
async def _cleaned(work: AsyncUnitOfWork, env: Env, id: str, kind: str) -> CleanUp:
    noun = await getattr(work, f"{kind}s").find(id)
    if noun is None or noun.merged_into is not None:  # somebody else may have been faster
        return CleanUp(id, {}, ())
    found = recleanse(noun, env.playbook.cleansing)
    if found.changes:
        await changed(work, env, noun, found.changes)
    return found
