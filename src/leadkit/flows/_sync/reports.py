# Derived from src/leadkit/flows/_async/reports.py by tools/twins.py; edit that file.
"""Reports: the events of the store pass by once, and only what the figures need of them is kept."""

from datetime import datetime

from leadkit.flows._sync.env import Env
from leadkit.model import Campaign
from leadkit.steps.analytics import Census, Fold, takers

__all__ = ["as_folded", "campaigns_of", "counted"]


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
