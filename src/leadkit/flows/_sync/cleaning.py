# Derived from src/leadkit/flows/_async/cleaning.py by tools/twins.py; edit that file.
"""The clean-up of a whole store: what the rules of today would change, reported, and changed if that is wanted."""

from collections.abc import Iterator

from leadkit.buffered import Expected
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.leads import changed
from leadkit.flows._sync.together import together
from leadkit.model import Lead
from leadkit.repositories import UnitOfWork
from leadkit.steps.cleansing import CleanUp, recleanse

__all__ = ["clean_up"]


def clean_up(env: Env, batch: int, *, dry_run: bool) -> Iterator[CleanUp]:
    """Each lead that has something to clean up, by id; after it was committed, unless this is a dry run."""
    after = ""
    while page := _page(env, after, batch):
        found = [each for lead in page if (each := recleanse(lead, env.playbook.cleansing)).changes]
        if found and not dry_run:
            seen = {lead.id: lead for lead in page}
            wanted = {each.lead_id: seen[each.lead_id] for each in found}
            found = together(env, tuple(wanted), _cleaned, Expected(leads=wanted))
        for each in found:
            yield each
        after = page[-1].id


def _page(env: Env, after: str, limit: int) -> tuple[Lead, ...]:
    with env.store.begin() as work:
        return tuple([lead for lead in work.leads.where(after=after, limit=limit)])


@one_unit_of_work
def _cleaned(work: UnitOfWork, env: Env, lead_id: str) -> CleanUp:
    lead = work.leads.get(lead_id)
    found = recleanse(lead, env.playbook.cleansing)
    if found.changes:  # somebody else may have been faster
        changed(work, env, lead, found.changes)
    return found
