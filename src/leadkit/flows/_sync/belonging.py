# Derived from src/leadkit/flows/_async/belonging.py by tools/twins.py; edit that file.
"""What belongs to a contact or customer by way of the leads that were converted to it."""

from heapq import merge

from leadkit.flows._sync.conversion_material import leads_linked_to
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import activities_of, history_of, living, members
from leadkit.model import Activity, Lead
from leadkit.model.events import Event

__all__ = ["activities_with", "leads_of", "timeline_of"]


def leads_of(env: Env, kind: str, id: str) -> tuple[Lead, ...]:
    """The leads that were converted to this record, in their order."""
    with env.store.begin() as work:
        return leads_linked_to(work, living(getattr(work, f"{kind}s"), id))


def activities_with(env: Env, kind: str, id: str) -> tuple[Activity, ...]:
    """What happened with these leads, oldest first."""
    with env.store.begin() as work:
        leads = leads_linked_to(work, living(getattr(work, f"{kind}s"), id))
        ids = [member for lead in leads for member in members(work.leads, lead.id)]
        return activities_of(work, ids) if ids else ()


def timeline_of(env: Env, kind: str, id: str) -> tuple[Event, ...]:
    """Every fact about the record and about these leads, in the order of time."""
    with env.store.begin() as work:
        nouns = getattr(work, f"{kind}s")
        own = history_of(work, members(nouns, id))
        leads = leads_linked_to(work, living(nouns, id))
        ids = [member for lead in leads for member in members(work.leads, lead.id)]
        theirs = history_of(work, ids) if ids else ()
        return tuple(merge(own, theirs, key=lambda event: event.at))
