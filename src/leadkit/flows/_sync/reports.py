# Derived from src/leadkit/flows/_async/reports.py by tools/twins.py; edit that file.
"""Reports: the events of the store pass by once, and only what the figures need of them is kept."""

from datetime import datetime

from leadkit.flows._sync.env import Env
from leadkit.model import Campaign, Lead
from leadkit.model.events import LeadOutcomeLearnt
from leadkit.steps.analytics import Census, Fold, takers

__all__ = ["as_folded", "campaigns_of", "counted", "learnt"]


def as_folded(env: Env, *folds: Fold) -> datetime:
    """Hand every event of the store to these folds; the answer is the time until when they have watched."""
    table = takers(folds)
    with env.store.begin() as work:
        for event in work.events.all():
            for take in table.get(type(event), ()):
                take(event)
    return env.now()


def counted(env: Env) -> Census:
    """The census of all leads that live."""
    census = Census()
    with env.store.begin() as work:
        for lead in work.leads.where():
            census.take(lead)
    return census


def campaigns_of(env: Env) -> tuple[Campaign, ...]:
    """All campaigns."""
    with env.store.begin() as work:
        return tuple([campaign for campaign in work.campaigns.all()])


def learnt(env: Env) -> tuple[list[Lead], list[LeadOutcomeLearnt]]:
    """All leads that live, and what was learnt of what their deals came to."""
    with env.store.begin() as work:
        leads = [lead for lead in work.leads.where()]
        return leads, [event for event in work.events.all() if isinstance(event, LeadOutcomeLearnt)]
