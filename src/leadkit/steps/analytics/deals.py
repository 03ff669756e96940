"""The way of each deal, from its events."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from attrs import define

from leadkit.kernel.money import Money
from leadkit.model import Opportunity
from leadkit.model.facts import Created, Erased, Event, Moved
from leadkit.steps.analytics.folding import Handlers, of_noun

__all__ = ["Deal", "Deals"]


@define(eq=False)
class Deal:
    """What is known of a deal so far. entries: (stage, when it entered), oldest first. closed_at, lost_reason,
    probability, …: as in `Opportunity`."""

    id: str
    opened_at: datetime
    stage: str
    pipeline: str
    entries: tuple[tuple[str, datetime], ...] = ()
    lead_id: str | None = None
    customer_id: str = ""
    owner: str | None = None
    amount: Money | None = None
    probability: int = 0
    expected_close: date | None = None
    closed_at: datetime | None = None
    lost_reason: str = ""

    @property
    def won(self) -> bool:
        """Whether it stands won; one that was reopened does not."""
        return self.closed_at is not None and not self.lost_reason

    @property
    def lost(self) -> bool:
        """Whether it stands lost."""
        return self.closed_at is not None and bool(self.lost_reason)


_KEPT = frozenset(
    "stage pipeline lead_id customer_id owner amount probability expected_close closed_at lost_reason".split()
)


class Deals:
    """The fold of all deals. until: events after this instant are left out, so that the deals stand as they did then;
    `None` for as they stand now."""

    def __init__(self, until: datetime | None = None) -> None:
        self._until = until
        self._deals: dict[str, Deal] = {}

    def handlers(self) -> Handlers:
        return {
            **of_noun(Opportunity, Event, self._take),
            **of_noun(Opportunity, Created, self._opened),
            **of_noun(Opportunity, Erased, self._erased),
        }

    def _opened(self, event: Created) -> None:
        if self._until is not None and event.at > self._until:
            return
        noun: Opportunity = event.record
        said: dict[str, Any] = {name: getattr(noun, name) for name in _KEPT}
        entries = tuple([(entry.stage, entry.at) for entry in noun.stage_entries])
        entries = entries or ((noun.stage, noun.created_at),)
        self._deals[noun.id] = Deal(noun.id, noun.created_at, entries=entries, **said)

    def _take(self, event: Event) -> None:
        deal = self._deals.get(event.subject_id)
        if deal is None or (self._until is not None and event.at > self._until):
            return
        before = deal.stage
        for name, value in event.changes.items():
            if name in _KEPT:
                setattr(deal, name, value)
        if isinstance(event, Moved):
            deal.stage = event.target
        if deal.stage != before:
            deal.entries = (*deal.entries, (deal.stage, event.at))

    def _erased(self, event: Event) -> None:
        if self._until is None or event.at <= self._until:
            self._deals.pop(event.subject_id, None)

    def __iter__(self) -> Iterator[Deal]:
        return iter(self._deals.values())

    def __len__(self) -> int:
        return len(self._deals)
