# Derived from src/leadkit/flows/_async/rereading.py by tools/twins.py; edit that file.
"""Several reads of one unit of work need not be as of one instant: what was saved in between is found out here.

What is written is checked by the store. An answer that writes nothing, such as a refusal, has nobody to check it.
"""

from collections.abc import Sequence
from typing import Any

from leadkit.errors import Problem, VersionConflict
from leadkit.model import Lead
from leadkit.model.events import Event
from leadkit.repositories import UnitOfWork

__all__ = ["in_step", "unmoved"]


def in_step(noun: Any, events: Sequence[Event]) -> None:
    """Raises `VersionConflict` unless these are the events that led to this noun."""
    if noun is not None and (not events or events[-1].version != noun.version):
        raise _saved(noun.id)


def unmoved(work: UnitOfWork, lead: Lead) -> None:
    """Raises `VersionConflict` if somebody saved the lead since it was read."""
    now = work.leads.find(lead.id)
    if now is None or now.version != lead.version:
        raise _saved(lead.id)


def _saved(id: str) -> VersionConflict:
    return VersionConflict([Problem("version_conflict", "version", f"{id} was saved while it was read")])
