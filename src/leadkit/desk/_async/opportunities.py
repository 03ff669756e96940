"""`desk.opportunities`: deals and their quotes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from leadkit.desk.refusing import allowed
from leadkit.flows._async import deals
from leadkit.flows._async.env import Env
from leadkit.model import Opportunity, Quote, QuoteLine
from leadkit.model.events import Event

__all__ = ["AsyncOpportunities"]


class AsyncOpportunities:
    """Opportunities of one desk."""

    def __init__(self, env: Env) -> None:
        self._env = env

    async def get(self, opportunity_id: str) -> Opportunity:
        """The opportunity; raises `NotFound`."""
        async with self._env.store.begin() as work:
            return await work.opportunities.get(opportunity_id)

    async def all(self) -> tuple[Opportunity, ...]:
        """Every opportunity, oldest first."""
        async with self._env.store.begin() as work:
            return tuple([deal async for deal in work.opportunities.all()])

    async def history(self, opportunity_id: str) -> tuple[Event, ...]:
        """Every fact about the opportunity, oldest first."""
        async with self._env.store.begin() as work:
            return await work.events.of(opportunity_id)

    async def change(self, opportunity_id: str, **changes: Any) -> Opportunity:
        """Edit fields of the deal. Raises `InvalidRecord`, or `Refused` for fields with an operation of their own."""
        return allowed(await deals.change(self._env, opportunity_id, changes))

    async def enter(self, opportunity_id: str, stage: str, *, reason: str = "") -> Opportunity:
        """Move the deal to another open stage; backward needs a reason."""
        return allowed(await deals.enter_stage(self._env, opportunity_id, stage, reason))

    async def win(self, opportunity_id: str) -> Opportunity:
        """Close the deal as won; the purchase goes into the customer's file."""
        return allowed(await deals.win(self._env, opportunity_id))

    async def lose(self, opportunity_id: str, *, reason: str) -> Opportunity:
        """Close the deal as lost, with the reason."""
        return allowed(await deals.lose(self._env, opportunity_id, reason))

    async def reopen(self, opportunity_id: str, *, reason: str, stage: str = "") -> Opportunity:
        """Open a closed deal again, in the open stage it was in last unless another is named."""
        return allowed(await deals.reopen(self._env, opportunity_id, reason, stage))

    async def quote(
        self,
        opportunity_id: str,
        lines: Iterable[QuoteLine],
        *,
        valid_until: date | None = None,
        supersedes: str | None = None,
    ) -> Quote:
        """Draft a quote; the one it supersedes is closed along with it."""
        fields = {"lines": tuple(lines), "valid_until": valid_until, "supersedes": supersedes}
        return allowed(await deals.draft_quote(self._env, opportunity_id, fields))

    async def move_quote(self, quote_id: str, trigger: str, *, reason: str = "") -> Quote:
        """Send, accept, reject or expire a quote: any `QuoteTrigger`."""
        return allowed(await deals.move_quote(self._env, quote_id, trigger, reason))
