# Derived from src/leadkit/desk/_async/opportunities.py by tools/twins.py; edit that file.
"""`desk.opportunities`: deals and their quotes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from leadkit.desk.refusing import allowed
from leadkit.flows._sync import deals
from leadkit.flows._sync.env import Env
from leadkit.model import Opportunity, Quote, QuoteLine
from leadkit.model.events import Event

__all__ = ["Opportunities"]


class Opportunities:
    """Opportunities of one desk."""

    def __init__(self, env: Env) -> None:
        self._env = env

    def get(self, opportunity_id: str) -> Opportunity:
        """The opportunity; raises `NotFound`."""
        with self._env.store.begin() as work:
            return work.opportunities.get(opportunity_id)

    def all(self) -> tuple[Opportunity, ...]:
        """Every opportunity, oldest first."""
        with self._env.store.begin() as work:
            return tuple([deal for deal in work.opportunities.all()])

    def history(self, opportunity_id: str) -> tuple[Event, ...]:
        """Every fact about the opportunity, oldest first."""
        with self._env.store.begin() as work:
            return work.events.of(opportunity_id)

    def change(self, opportunity_id: str, **changes: Any) -> Opportunity:
        """Edit fields of the deal. Raises `InvalidRecord`, or `Refused` for fields with an operation of their own."""
        return allowed(deals.change(self._env, opportunity_id, changes))

    def enter(self, opportunity_id: str, stage: str, *, reason: str = "") -> Opportunity:
        """Move the deal to another open stage; backward needs a reason."""
        return allowed(deals.enter_stage(self._env, opportunity_id, stage, reason))

    def win(self, opportunity_id: str) -> Opportunity:
        """Close the deal as won; the purchase goes into the customer's file."""
        return allowed(deals.win(self._env, opportunity_id))

    def lose(self, opportunity_id: str, *, reason: str) -> Opportunity:
        """Close the deal as lost, with the reason."""
        return allowed(deals.lose(self._env, opportunity_id, reason))

    def reopen(self, opportunity_id: str, *, reason: str, stage: str = "") -> Opportunity:
        """Open a closed deal again, in the open stage it was in last unless another is named."""
        return allowed(deals.reopen(self._env, opportunity_id, reason, stage))

    def quote(
        self,
        opportunity_id: str,
        lines: Iterable[QuoteLine],
        *,
        valid_until: date | None = None,
        supersedes: str | None = None,
    ) -> Quote:
        """Draft a quote; the one it supersedes is closed along with it."""
        fields = {"lines": tuple(lines), "valid_until": valid_until, "supersedes": supersedes}
        return allowed(deals.draft_quote(self._env, opportunity_id, fields))

    def move_quote(self, quote_id: str, trigger: str, *, reason: str = "") -> Quote:
        """Send, accept, reject or expire a quote: any `QuoteTrigger`."""
        return allowed(deals.move_quote(self._env, quote_id, trigger, reason))
