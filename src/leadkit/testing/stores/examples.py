"""Nouns to store: many of each kind, the same every time."""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from leadkit.kernel.frozendict import FrozenDict
from leadkit.model import Campaign, Contact, Customer, FollowUp, Lead, Opportunity, Quote
from leadkit.model.activity import DETAILS
from leadkit.model.events import EVENTS, Event
from leadkit.testing import strategies

__all__ = ["REPOSITORIES", "activities_of_every_kind", "events_of_every_type", "nouns", "receipts", "rotations"]

#: Noun → the repository of a unit of work that keeps it.
REPOSITORIES: Mapping[type[Any], str] = FrozenDict(
    {
        Lead: "leads",
        Contact: "contacts",
        Customer: "customers",
        Opportunity: "opportunities",
        Quote: "quotes",
        Campaign: "campaigns",
        FollowUp: "follow_ups",
    }
)


def _drawn(strategy: SearchStrategy[Any], count: int) -> tuple[Any, ...]:
    """Values that the strategy gives. They are stored together, so that no store must be made anew for each."""
    drawn: list[Any] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def take(value: Any) -> None:
        drawn.append(value)

    take()
    return tuple(drawn)


@cache
def nouns(repository: str, count: int = 20) -> tuple[Any, ...]:
    """Nouns of one repository; the caller gives them ids and versions."""
    return _drawn(getattr(strategies, repository)(), count)


@cache
def activities_of_every_kind() -> tuple[Any, ...]:
    """Activities: some of each kind of detail."""
    details = {kind: _drawn(strategies._built(detail, {}), 4) for kind, detail in DETAILS.items()}
    shells = _drawn(strategies.activities(), sum(map(len, details.values())))
    every = [detail for some in details.values() for detail in some]
    return tuple(attrs.evolve(shell, detail=detail) for shell, detail in zip(shells, every, strict=False))


@cache
def events_of_every_type() -> tuple[Event, ...]:
    """Events: some of each type."""
    return tuple(event for kind in EVENTS.values() for event in _drawn(strategies._of_event(cast(Any, kind)), 4))


@cache
def receipts(count: int = 20) -> tuple[Any, ...]:
    """Receipts; the caller gives them keys."""
    return _drawn(strategies.receipts(), count)


@cache
def rotations(count: int = 10) -> tuple[Any, ...]:
    """Rotations; the caller gives them teams and versions."""
    return _drawn(strategies.rotations(), count)
