# Derived from src/leadkit/flows/_async/quotes.py by tools/twins.py; edit that file.
"""Quotes: drafted on a deal, revised, sent and answered; an accepted one wins the deal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadkit.errors import Problem
from leadkit.flows._sync.deals import won
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.kernel.decision import Decision, Refusal
from leadkit.machines.quote import QuoteStatus, QuoteTrigger
from leadkit.model import Contract, Opportunity, Quote
from leadkit.repositories import UnitOfWork
from leadkit.steps import pipeline as step

__all__ = ["accept_quote", "draft_quote", "expire_quotes", "move_quote", "quotes_of", "revise_quote"]


@one_unit_of_work
def draft_quote(
    work: UnitOfWork, env: Env, opportunity_id: str, fields: Mapping[str, Any], supersedes: str | None = None
) -> Quote | Refusal:
    """A new quote on a deal, with the deal's lines unless others are given; or a new version of another one."""
    deal = work.opportunities.get(opportunity_id)
    if supersedes is None:
        lines = deal.lines if fields.get("lines") is None else fields["lines"]
        now, policy = env.now(), env.playbook.quoting
        drafted = step.draft_quote(env.new_id(), deal.id, now, policy, **{**fields, "lines": lines})
        return _drafted(work, deal, drafted, now)
    old = work.quotes.get(supersedes)
    if old.opportunity_id != opportunity_id:
        return Refusal([Problem("other_opportunity", "supersedes", f"quote {old.id} is of another deal")])
    return _revised(work, env, deal, old, {name: value for name, value in fields.items() if value is not None})


@one_unit_of_work
def revise_quote(work: UnitOfWork, env: Env, id: str, changes: Mapping[str, Any]) -> Quote | Refusal:
    """The next version of a quote; the one before is superseded along with it."""
    old = work.quotes.get(id)
    return _revised(work, env, work.opportunities.get(old.opportunity_id), old, changes)


def _revised(work: UnitOfWork, env: Env, deal: Opportunity, old: Quote, changes: Mapping[str, Any]) -> Quote | Refusal:
    now = env.now()
    outcome = step.revise_quote(old, env.new_id(), env.playbook.quote, now, env.playbook.quoting, changes)
    if isinstance(outcome, Refusal):
        return outcome
    drafted, before = outcome
    _put(work, old, before)
    return _drafted(work, deal, drafted, now)


def _drafted(work: UnitOfWork, deal: Opportunity, drafted: Decision[Quote], now: datetime) -> Quote:
    on_deal = step.quoted(deal, drafted.noun, now)
    work.quotes.add(drafted.noun)
    work.opportunities.put(on_deal.noun, expected=deal.version)
    work.events.append((*drafted.events, *on_deal.events))
    work.commit()
    return drafted.noun


def move_quote(env: Env, id: str, trigger: str, reason: str = "") -> Quote | Refusal:
    """The quote sent, accepted, rejected, expired or superseded."""
    if trigger == QuoteTrigger.ACCEPT:
        return accept_quote(env, id)
    return _moved(env, id, trigger, env.now(), reason)


@one_unit_of_work
def _moved(work: UnitOfWork, env: Env, id: str, trigger: str, at: datetime, reason: str = "") -> Quote | Refusal:
    quote = work.quotes.get(id)
    outcome = step.move_quote(quote, env.playbook.quote, trigger, at, reason, env.playbook.quoting)
    if isinstance(outcome, Refusal):
        return outcome
    _put(work, quote, outcome)
    work.commit()
    return outcome.noun


@one_unit_of_work
def accept_quote(work: UnitOfWork, env: Env, id: str, contract: Contract | None = None) -> Quote | Refusal:
    """The quote accepted, the deal won with what it says, the deal's other open quotes superseded: together."""
    now, quote = env.now(), work.quotes.get(id)
    deal = work.opportunities.get(quote.opportunity_id)
    known = {each.id: each for each in [quote, *_quotes(work, deal)]}
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
        _put(work, known[each.noun.id], each)
    closed = won(work, env, deal, now, lambda *_: decided)
    if isinstance(closed, Refusal):
        return closed
    work.commit()
    return answered[0].noun


def expire_quotes(env: Env, at: datetime | None = None) -> tuple[Quote, ...]:
    """The sent quotes that are over by this time, expired, each in a unit of work of its own."""
    now, policy = at or env.now(), env.playbook.quoting
    today = policy.today(now)
    with env.store.begin() as work:
        over = [
            quote.id
            for quote in work.quotes.all()
            if quote.status is QuoteStatus.SENT and quote.valid_until and today > quote.valid_until
        ]
    outcomes = [_moved(env, id, QuoteTrigger.EXPIRE, now) for id in over]
    return tuple(each for each in outcomes if isinstance(each, Quote))


def quotes_of(env: Env, opportunity_id: str) -> tuple[Quote, ...]:
    """The quotes of a deal, oldest first."""
    with env.store.begin() as work:
        return _quotes(work, work.opportunities.get(opportunity_id))


def _quotes(work: UnitOfWork, deal: Opportunity) -> tuple[Quote, ...]:
    found = [work.quotes.find(id) for id in deal.quote_ids]
    return tuple(quote for quote in found if quote)


def _put(work: UnitOfWork, before: Quote, outcome: Decision[Quote]) -> None:
    if outcome.events:
        work.quotes.put(outcome.noun, expected=before.version)
        work.events.append(outcome.events)
