"""Reading through merges: which record an id stands for today, and what all of its records have seen."""

from collections.abc import Iterable
from heapq import merge
from typing import TypeVar

from leadkit.errors import NotFound, Problem, StoreError
from leadkit.model import Activity, Contact, Customer, Lead
from leadkit.model.events import Event
from leadkit.repositories import AsyncRepository, AsyncUnitOfWork

__all__ = ["activities_of", "history_of", "lineage", "living", "living_or_none", "members"]

M = TypeVar("M", Lead, Contact, Customer)


async def living(nouns: AsyncRepository[M], id: str) -> M:
    """The record that this id stands for: its own, or the one that took it in, however many merges ago."""
    noun = await nouns.get(id)
    passed = {noun.id}
    while noun.merged_into is not None:
        if noun.merged_into in passed:
            # A merge takes in living records only, so none of ours goes round.
            raise StoreError([Problem("merge_cycle", "merged_into", f"{id} is merged into itself, by way of others")])
        passed.add(noun.merged_into)
        noun = await nouns.get(noun.merged_into)
    return noun


async def living_or_none(nouns: AsyncRepository[M], id: str | None) -> M | None:
    """As `living`; `None` for no id, and where the record was erased."""
    try:
        return await living(nouns, id) if id else None
    except NotFound:
        return None


async def lineage(nouns: AsyncRepository[M], noun: M) -> tuple[M, ...]:
    """The record, and all that it took in and they took in before; without those that are erased."""
    found, waiting = {noun.id: noun}, [*reversed(noun.absorbed)]
    while waiting:
        id = waiting.pop()
        member = None if id in found else await nouns.find(id)
        if member is not None:
            found[id] = member
            waiting += reversed(member.absorbed)
    return tuple(found.values())


async def members(nouns: AsyncRepository[M], id: str) -> tuple[str, ...]:
    """The ids of the record that this id stands for and of all that it took in; the id alone when nobody has it."""
    if await nouns.find(id) is None:
        return (id,)
    return tuple(noun.id for noun in await lineage(nouns, await living(nouns, id)))


async def activities_of(work: AsyncUnitOfWork, ids: Iterable[str]) -> tuple[Activity, ...]:
    """What happened with these leads, oldest first."""
    of_each = [await work.activities.of_lead(id) for id in ids]
    return of_each[0] if len(of_each) == 1 else tuple(merge(*of_each, key=lambda activity: activity.at))


async def history_of(work: AsyncUnitOfWork, ids: Iterable[str]) -> tuple[Event, ...]:
    """The facts about these records in the order of time, those about one of them always in their own."""
    of_each = [await work.events.of(id) for id in ids]
    return of_each[0] if len(of_each) == 1 else tuple(merge(*of_each, key=lambda event: event.at))
