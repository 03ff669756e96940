"""`desk.opportunities`: deals and their quotes."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from leadkit.desk.refusing import allowed
from leadkit.flows._async import deals, pipeline, quotes
from leadkit.flows._async.env import Env
from leadkit.kernel.money import Money
from leadkit.model import ContactRole, Contract, Opportunity, Quote, QuoteLine
from leadkit.model.events import Event
from leadkit.steps.pipeline import Proposal, RoleCoverage, Rotting, StageTime, coverage, time_in_stage

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

    async def win(self, opportunity_id: str, *, contract: Contract | None = None) -> Opportunity:
        """Close the deal as won; the purchase goes into the customer's file. contract: what was signed, if anything."""
        return allowed(await deals.win(self._env, opportunity_id, contract))

    async def lose(self, opportunity_id: str, *, reason: str, note: str = "", competitor: str = "") -> Opportunity:
        """Close the deal as lost.

        reason: the code or a label of one of the playbook's `lost_reasons`; any other text is kept as `other`, with
        itself as the note. note: in their words; `other` needs one. competitor: to whom.
        """
        return allowed(await deals.lose(self._env, opportunity_id, reason, note, competitor))

    async def reopen(self, opportunity_id: str, *, reason: str, stage: str = "") -> Opportunity:
        """Open a closed deal again, in the open stage it was in last unless another is named. The purchase of a won one
        is taken back, and its contract is void."""
        return allowed(await deals.reopen(self._env, opportunity_id, reason, stage))

    async def transfer(self, opportunity_id: str, pipeline: str, *, stage: str, reason: str) -> Opportunity:
        """Move an open deal to this open stage of another pipeline."""
        return allowed(await deals.transfer(self._env, opportunity_id, pipeline, stage, reason))

    async def involve(self, opportunity_id: str, contact_id: str, role: ContactRole | None = None) -> Opportunity:
        """Give a contact a part in the deal: this role, or else the one that the contact has everywhere."""
        return allowed(await deals.involve(self._env, opportunity_id, contact_id, role))

    async def coverage(self, opportunity_id: str) -> RoleCoverage:
        """Which roles are covered on the deal, and whether a decision maker is on it."""
        return coverage(await self.get(opportunity_id))

    async def time_in_stage(self, opportunity_id: str, *, at: datetime | None = None) -> tuple[StageTime, ...]:
        """How long the deal was in each stage, up to this time or now."""
        return time_in_stage(await self.get(opportunity_id), at or self._env.now())

    async def rotting(self, *, at: datetime | None = None) -> tuple[Rotting, ...]:
        """The open deals that are longer in their stage than its rot days, the longest overdue first; as of this time
        or now. Deals of a pipeline that the playbook does not know are not judged."""
        return await pipeline.rotting(self._env, at)

    async def proposal(self, opportunity_id: str) -> Proposal:
        """Notes for a proposal: needs and pain points with the products that answer them, and what is still open."""
        return await pipeline.proposal(self._env, opportunity_id)

    async def quote(
        self,
        opportunity_id: str,
        lines: Iterable[QuoteLine] | None = None,
        *,
        valid_until: date | None = None,
        supersedes: str | None = None,
        number: str = "",
        discount_percent: Decimal | int | str = 0,
        discount_amount: Money | None = None,
        prices_include_tax: bool | None = None,
        notes: str = "",
    ) -> Quote:
        """Draft a quote, with the deal's lines unless others are given; the one it supersedes is closed along with it.

        What is not said is as the playbook's `quoting` has it. Raises `InvalidRecord` for amounts that cannot be.
        """
        fields = {
            "lines": None if lines is None else tuple(lines),
            "valid_until": valid_until,
            "number": number or None,
            "discount_percent": discount_percent or None,
            "discount_amount": discount_amount,
            "prices_include_tax": prices_include_tax,
            "notes": notes or None,
        }
        given = {name: value for name, value in fields.items() if value is not None}
        return allowed(await quotes.draft_quote(self._env, opportunity_id, given, supersedes))

    async def quotes(self, opportunity_id: str) -> tuple[Quote, ...]:
        """The quotes of a deal, oldest first."""
        return await quotes.quotes_of(self._env, opportunity_id)

    async def revise_quote(self, quote_id: str, **changes: Any) -> Quote:
        """Draft the next version of a quote: the same but for these fields; the one before is superseded, unless it was
        rejected or has expired."""
        return allowed(await quotes.revise_quote(self._env, quote_id, changes))

    async def move_quote(self, quote_id: str, trigger: str, *, reason: str = "") -> Quote:
        """Send, accept, reject or expire a quote: any `QuoteTrigger`. Accepting is `accept_quote`."""
        return allowed(await quotes.move_quote(self._env, quote_id, trigger, reason))

    async def accept_quote(self, quote_id: str, *, contract: Contract | None = None) -> Quote:
        """Accept a quote that is valid: the deal is won with its lines and its amount, what was signed is kept, the
        purchase goes into the customer's file, and the deal's other open quotes are superseded. All of it or nothing.
        """
        return allowed(await quotes.accept_quote(self._env, quote_id, contract))

    async def expire_quotes(self, now: datetime | None = None) -> tuple[Quote, ...]:
        """Expire the sent quotes whose last day is over by this time, or by now; those that were."""
        return await quotes.expire_quotes(self._env, now)
