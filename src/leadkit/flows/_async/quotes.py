"""Quotes: drafted on a deal, revised, sent and answered; an accepted one wins the deal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadkit.errors import Problem
from leadkit.flows._async.deals import won
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.kernel.decision import Decision, Refusal
from leadkit.machines.quote import QuoteStatus, QuoteTrigger
from leadkit.model import Contract, Opportunity, Quote
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps import pipeline as step

__all__ = ["accept_quote", "draft_quote", "expire_quotes", "move_quote", "quotes_of", "revise_quote"]


@one_unit_of_work
async def draft_quote(
    work: AsyncUnitOfWork, env: Env, opportunity_id: str, fields: Mapping[str, Any], supersedes: str | None = None
) -> Quote | Refusal:
    """A new quote on a deal, with the deal's lines unless others are given; or a new version of another one."""
    deal = await work.opportunities.get(opportunity_id)
    if supersedes is None:
        lines = deal.lines if fields.get("lines") is None else fields["lines"]
        now, policy = env.now(), env.playbook.quoting
        drafted = step.draft_quote(env.new_id(), deal.id, now, policy, **{**fields, "lines": lines})
        return await _drafted(work, deal, drafted, now)
    old = await work.quotes.get(supersedes)
    if old.opportunity_id != opportunity_id:
        return Refusal([Problem("other_opportunity", "supersedes", f"quote {old.id} is of another deal")])
    return await _revised(work, env, deal, old, {name: value for name, value in fields.items() if value is not None})


@one_unit_of_work
async def revise_quote(work: AsyncUnitOfWork, env: Env, id: str, changes: Mapping[str, Any]) -> Quote | Refusal:
    """The next version of a quote; the one before is superseded along with it."""
    old = await work.quotes.get(id)
    return await _revised(work, env, await work.opportunities.get(old.opportunity_id), old, changes)


async def _revised(
    work: AsyncUnitOfWork, env: Env, deal: Opportunity, old: Quote, changes: Mapping[str, Any]
) -> Quote | Refusal:
    now = env.now()
    outcome = step.revise_quote(old, env.new_id(), env.playbook.quote, now, env.playbook.quoting, changes)
    if isinstance(outcome, Refusal):
        return outcome
    drafted, before = outcome
    await _put(work, old, before)
    return await _drafted(work, deal, drafted, now)


async def _drafted(work: AsyncUnitOfWork, deal: Opportunity, drafted: Decision[Quote], now: datetime) -> Quote:
    on_deal = step.quoted(deal, drafted.noun, now)
    await work.quotes.add(drafted.noun)
    await work.opportunities.put(on_deal.noun, expected=deal.version)
    await work.events.append((*drafted.events, *on_deal.events))
    await work.commit()
    return drafted.noun


async def move_quote(env: Env, id: str, trigger: str, reason: str = "") -> Quote | Refusal:
    """The quote sent, accepted, rejected, expired or superseded."""
    if trigger == QuoteTrigger.ACCEPT:
        return await accept_quote(env, id)
    return await _moved(env, id, trigger, env.now(), reason)


@one_unit_of_work
async def _moved(
    work: AsyncUnitOfWork, env: Env, id: str, trigger: str, at: datetime, reason: str = ""
) -> Quote | Refusal:
    quote = await work.quotes.get(id)
    outcome = step.move_quote(quote, env.playbook.quote, trigger, at, reason, env.playbook.quoting)
    if isinstance(outcome, Refusal):
        return outcome
    await _put(work, quote, outcome)
    await work.commit()
    return outcome.noun


@one_unit_of_work
async def accept_quote(work: AsyncUnitOfWork, env: Env, id: str, contract: Contract | None = None) -> Quote | Refusal:
    """The quote accepted, the deal won with what it says, the deal's other open quotes superseded: together."""
    now, quote = env.now(), await work.quotes.get(id)
    deal = await work.opportunities.get(quote.opportunity_id)
    known = {each.id: each for each in [quote, *await _quotes(work, deal)]}
    line = env.playbook.pipeline(deal.pipeline)
    outcome = step.accept_quote(
        quote,
        deal,
        line,
        now,
        quotes=tuple(known.values()),
        quote_machine=env.playbook.quote,
        deal_machine=env.playbook.deal(line.name),
        contract=contract,
        policy=env.playbook.quoting,
    )
    if isinstance(outcome, Refusal):
        return outcome
    answered, decided = outcome
    for each in answered:
        await _put(work, known[each.noun.id], each)
    closed = await won(work, env, deal, now, lambda *_: decided)
    if isinstance(closed, Refusal):
        return closed
    await work.commit()
    return answered[0].noun


async def expire_quotes(env: Env, at: datetime | None = None) -> tuple[Quote, ...]:
    """The sent quotes that are over by this time, expired, each in a unit of work of its own."""
    now, policy = at or env.now(), env.playbook.quoting
    today = policy.today(now)
    async with env.store.begin() as work:
        over = [
            quote.id
            async for quote in work.quotes.all()
            if quote.status is QuoteStatus.SENT and quote.valid_until and today > quote.valid_until
        ]
    outcomes = [await _moved(env, id, QuoteTrigger.EXPIRE, now) for id in over]
    return tuple(each for each in outcomes if isinstance(each, Quote))


async def quotes_of(env: Env, opportunity_id: str) -> tuple[Quote, ...]:
    """The quotes of a deal, oldest first."""
    async with env.store.begin() as work:
        return await _quotes(work, await work.opportunities.get(opportunity_id))


async def _quotes(work: AsyncUnitOfWork, deal: Opportunity) -> tuple[Quote, ...]:
    found = [await work.quotes.find(id) for id in deal.quote_ids]
    return tuple(quote for quote in found if quote)


async def _put(work: AsyncUnitOfWork, before: Quote, outcome: Decision[Quote]) -> None:
    if outcome.events:
        await work.quotes.put(outcome.noun, expected=before.version)
        await work.events.append(outcome.events)
