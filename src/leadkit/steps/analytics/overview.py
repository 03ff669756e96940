"""The figures that say at a glance how things stand."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.model import Campaign, Lead, Priority
from leadkit.model.events import Event
from leadkit.steps.analytics.census import Census, QualityRow
from leadkit.steps.analytics.deals import Deals
from leadkit.steps.analytics.folding import Latest, folded, instant
from leadkit.steps.analytics.forecast import weighted_pipeline
from leadkit.steps.analytics.funnel import Funnel, funnel
from leadkit.steps.analytics.journeys import Journeys
from leadkit.steps.analytics.sources import SourceRow, channels

__all__ = ["Overview", "overview", "overview_of"]


@frozen
class Overview:
    """Figures of one moment. as_of: the time of the latest event, `None` when nothing has happened yet."""

    as_of: datetime | None
    leads: int
    funnel: Funnel
    channels: tuple[SourceRow, ...]
    priorities: Mapping[Priority, int]
    grades: Mapping[str, int]
    statuses: Mapping[str, int]
    quality: tuple[QualityRow, ...]
    weighted_pipeline: tuple[Money, ...]


def overview(leads: Iterable[Lead], events: Iterable[Event], campaigns: Iterable[Campaign] = ()) -> Overview:
    """The overview of these leads, and of everything that happened."""
    journeys, deals, latest = Journeys(), Deals(), Latest()
    folded(events, journeys, deals, latest)
    return overview_of(Census.of(leads), journeys, deals, latest.at, campaigns)


def overview_of(
    census: Census, journeys: Journeys, deals: Deals, as_of: datetime | None, campaigns: Iterable[Campaign] = ()
) -> Overview:
    """The overview of what was folded."""
    return Overview(
        as_of,
        census.leads,
        funnel(journeys, deals, as_of or instant(0)),
        channels(journeys, deals, campaigns),
        FrozenDict(census.priorities),
        FrozenDict(census.grades),
        FrozenDict(census.statuses),
        census.quality,
        weighted_pipeline(deals),
    )
