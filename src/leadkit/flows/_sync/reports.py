# Derived from src/leadkit/flows/_async/reports.py by tools/twins.py; edit that file.
"""Reports: gather what is in the store and hand it to the folds."""

from attrs import frozen

from leadkit.flows._sync.env import Env
from leadkit.model import Lead, Opportunity
from leadkit.model.events import Event

__all__ = ["Material", "gathered"]


@frozen
class Material:
    """Everything the figures are folded from, as of one unit of work."""

    leads: tuple[Lead, ...]
    deals: tuple[Opportunity, ...]
    events: tuple[Event, ...]


def gathered(env: Env) -> Material:
    """All leads, deals and events."""
    with env.store.begin() as work:
        return Material(
            tuple([lead for lead in work.leads.where()]),
            tuple([deal for deal in work.opportunities.all()]),
            tuple([event for event in work.events.all()]),
        )
