"""One pass over the events: each fold says which kinds of events it takes, and gets no others."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from leadkit.model.events import EVENTS, Event

__all__ = ["NEVER", "Fold", "Handlers", "Latest", "Take", "folded", "instant", "micros", "of_noun", "span", "takers"]

Take = Callable[[Any], None]
Handlers = Mapping[type[Event], Take]


class Fold(Protocol):
    """Takes events one by one and keeps what a figure needs. Events about one noun come in their order; those about
    different nouns in any."""

    def handlers(self) -> Handlers:
        """Kind of event → what is done with each of that kind."""


def takers(folds: Iterable[Fold]) -> dict[type[Event], tuple[Take, ...]]:
    """Kind of event → all that take it."""
    table: dict[type[Event], tuple[Take, ...]] = {}
    for fold in folds:
        for kind, take in fold.handlers().items():
            table[kind] = (*table.get(kind, ()), take)
    return table


def folded(events: Iterable[Event], *folds: Fold) -> None:
    """Hand every event to the folds that take it, in one pass."""
    table = takers(folds)
    for event in events:
        for take in table.get(type(event), ()):
            take(event)


def of_noun(noun: type, kind: type[Event], take: Take) -> dict[type[Event], Take]:
    """`take` for every event of this kind about this noun."""
    return {each: take for each in EVENTS.values() if each.noun is noun and issubclass(each, kind)}


class Latest:
    """When the latest event happened; `None` before the first."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def handlers(self) -> Handlers:
        return dict.fromkeys(EVENTS.values(), self._take)

    def _take(self, event: Event) -> None:
        if self.at is None or event.at > self.at:
            self.at = event.at


# --- instants as numbers, eight bytes each

#: Later than any instant.
NEVER = 2**63 - 1

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(at: datetime) -> int:
    """The instant as whole microseconds since 1970, exactly."""
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def instant(number: int) -> datetime:
    """The instant of these microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=number)


def span(number: int) -> timedelta:
    """So many microseconds."""
    return timedelta(microseconds=number)
