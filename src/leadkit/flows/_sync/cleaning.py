# Derived from src/leadkit/flows/_async/cleaning.py by tools/twins.py; edit that file.
"""The clean-up of a whole store: what the rules of today would change, reported, and changed if that is wanted."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from leadkit.buffered import Expected
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.records import changed
from leadkit.flows._sync.together import together
from leadkit.flows.paging import page_size
from leadkit.repositories import UnitOfWork
from leadkit.steps.cleansing import CleanUp, recleanse

__all__ = ["clean_up"]


def clean_up(env: Env, kind: str, batch: int, *, dry_run: bool) -> Iterator[CleanUp]:
    """Each record of this kind that has something to clean up, by id; after it was committed, unless this is a dry run.

    What was merged away stays as it was.
    """
    after = ""
    while page := _page(env, kind, after, page_size(batch)):
        living = {noun.id: noun for noun in page if noun.merged_into is None}
        found = [each for noun in living.values() if (each := recleanse(noun, env.playbook.cleansing)).changes]
        if found and not dry_run:
            ids = [each.id for each in found]
            seen = Expected(leads={id: living[id] for id in ids}) if kind == "lead" else Expected()
            found = together(env, ids, partial(_cleaned, kind=kind), seen)
        for each in found:
            if each.changes:
                yield each
        after = page[-1].id


def _page(env: Env, kind: str, after: str, limit: int) -> list[Any]:
    with env.store.begin() as work:
        return [noun for noun in getattr(work, f"{kind}s").all(after=after, limit=limit)]


@one_unit_of_work
def _cleaned(work: UnitOfWork, env: Env, id: str, kind: str) -> CleanUp:
    noun = getattr(work, f"{kind}s").find(id)
    if noun is None or noun.merged_into is not None:  # somebody else may have been faster
        return CleanUp(id, {}, ())
    found = recleanse(noun, env.playbook.cleansing)
    if found.changes:
        changed(work, env, noun, found.changes)
    return found
