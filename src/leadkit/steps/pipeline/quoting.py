"""Quotes: drafted, revised, sent and answered; and what becomes of the deal when one is accepted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from attrs import evolve as with_fields
from attrs import frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import time_zone, utc
from leadkit.kernel.money import Money
from leadkit.kernel.rounding import Rounding
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.opportunity import Pipeline
from leadkit.machines.quote import QuoteStatus, QuoteTrigger
from leadkit.model import Contract, Opportunity, Quote, QuoteLine, TaxRounding
from leadkit.model.events import OpportunityQuoted, QuoteDrafted, QuoteMoved, created, evolve, moved
from leadkit.model.line import line_totals
from leadkit.steps.pipeline.moving import win

__all__ = ["QuotePolicy", "accept_quote", "draft_quote", "move_quote", "net_amount", "quoted", "revise_quote"]


@frozen
class QuotePolicy:
    """How a business quotes; each quote keeps the rules it was drafted with.

    rounding, tax_rounding, prices_include_tax: of the totals. valid_days: how long a quote is valid that does not say
    so itself, `None` without end. zone: IANA, in which the last day of a quote ends.
    """

    rounding: Rounding = Rounding.HALF_UP
    tax_rounding: TaxRounding = TaxRounding.RATE
    prices_include_tax: bool = False
    valid_days: int | None = None
    zone: str = "UTC"

    def __attrs_post_init__(self) -> None:
        problems = []
        if time_zone(self.zone) is None:
            problems.append(Problem("unknown_zone", "quoting.zone", f"{self.zone!r} is not an IANA time zone"))
        if self.valid_days is not None and not 0 <= self.valid_days <= 3_650:
            problems.append(Problem("out_of_range", "quoting.valid_days", "is not within 0 … 3650"))
        if problems:
            raise InvalidPlaybook(problems)

    def today(self, at: datetime) -> date:
        """The day that it is then."""
        return utc(at).astimezone(time_zone(self.zone)).date()


DEFAULT = QuotePolicy()


def net_amount(lines: Sequence[QuoteLine], policy: QuotePolicy) -> Money | None:
    """What lines are worth without tax; `None` without lines. Raises `InvalidRecord`."""
    if not lines:
        return None
    return line_totals(
        lines,
        prices_include_tax=policy.prices_include_tax,
        rounding=policy.rounding,
        tax_rounding=policy.tax_rounding,
    ).taxable


def draft_quote(
    id: str, opportunity_id: str, at: datetime, policy: QuotePolicy = DEFAULT, **fields: Any
) -> Decision[Quote]:
    """A new quote by the policy's rules, but for the fields that are given; raises `InvalidRecord`."""
    rules: dict[str, Any] = {
        "rounding": policy.rounding,
        "tax_rounding": policy.tax_rounding,
        "prices_include_tax": policy.prices_include_tax,
        "valid_until": _valid_until(policy, at),
    }
    given = {name: value for name, value in fields.items() if value is not None or name not in rules}
    decision: Decision[Quote] = created(QuoteDrafted, Quote(id, opportunity_id, at, at, **{**rules, **given}))
    return decision


def revise_quote(
    quote: Quote,
    id: str,
    machine: BoundMachine,
    at: datetime,
    policy: QuotePolicy = DEFAULT,
    changes: Mapping[str, Any] = FrozenDict(),
) -> tuple[Decision[Quote], Decision[Quote]] | Refusal:
    """The next version of a quote, and the quote after it: superseded, or as it was if it was rejected or expired.

    changes: fields that differ. Without a new `valid_until` the policy's days count from now; without those it stands.
    """
    if guarded := sorted(changes.keys() - {*_KEPT, "valid_until"}):
        return Refusal(Problem("guarded_field", name, "is not edited; use its own operation") for name in guarded)
    before: Decision[Quote] | Refusal = Decision(quote)
    if quote.status not in (QuoteStatus.REJECTED, QuoteStatus.EXPIRED):
        before = move_quote(quote, machine, QuoteTrigger.SUPERSEDE, at, policy=policy)
    if isinstance(before, Refusal):
        return before
    kept = {name: getattr(quote, name) for name in _KEPT}
    renewed = {"valid_until": _valid_until(policy, at) or quote.valid_until}
    own = {"supersedes": quote.id, "revision": quote.revision + 1}
    fields = {**kept, **renewed, **changes, **own}
    drafted: Decision[Quote] = created(QuoteDrafted, Quote(id, quote.opportunity_id, at, at, **fields))
    return drafted, before


_KEPT = "lines number discount_percent discount_amount prices_include_tax rounding tax_rounding notes".split()


def quoted(deal: Opportunity, quote: Quote, at: datetime) -> Decision[Opportunity]:
    """The deal with one more quote."""
    changes = {"quote_ids": (*deal.quote_ids, quote.id)}
    return evolve(deal, OpportunityQuoted, at, changes, quote_id=quote.id)


def move_quote(
    quote: Quote,
    machine: BoundMachine,
    trigger: str,
    at: datetime,
    reason: str = "",
    policy: QuotePolicy = DEFAULT,
) -> Decision[Quote] | Refusal:
    """The quote sent, accepted, rejected, expired or superseded.

    After its last day it can be neither sent nor accepted, and until then it does not expire.
    """
    outcome = moved(quote, machine, trigger, QuoteMoved, at, {"status_reason": reason}, reason=reason)
    if isinstance(outcome, Refusal) or quote.valid_until is None:
        return outcome
    over = policy.today(at) > quote.valid_until
    if over and trigger in (QuoteTrigger.SEND, QuoteTrigger.ACCEPT):
        return Refusal([Problem("quote_expired", "valid_until", f"it was valid until {quote.valid_until}; revise it")])
    if trigger == QuoteTrigger.EXPIRE and not over:
        return Refusal([Problem("still_valid", "valid_until", f"it is valid until {quote.valid_until}")])
    return outcome


def accept_quote(
    quote: Quote,
    deal: Opportunity,
    pipeline: Pipeline,
    at: datetime,
    *,
    quotes: Sequence[Quote],
    quote_machine: BoundMachine,
    deal_machine: BoundMachine,
    contract: Contract | None = None,
    policy: QuotePolicy = DEFAULT,
) -> tuple[tuple[Decision[Quote], ...], Decision[Opportunity]] | Refusal:
    """The quote accepted, the deal's other open quotes superseded, and the deal won with its lines and amount.

    quotes: all of the deal. contract: what was signed; its amount is the quote's total unless it says another.
    """
    accepted = move_quote(quote, quote_machine, QuoteTrigger.ACCEPT, at, policy=policy)
    totals = quote.totals
    changes: dict[str, Any] = {"lines": quote.lines}
    if totals:
        changes |= {"amount": totals.taxable, "amount_fixed": totals.taxable != net_amount(quote.lines, policy)}
    if contract and totals:
        contract = with_fields(contract, quote_id=quote.id, amount=contract.amount or totals.total)
    won = win(deal, pipeline, deal_machine, at, contract, changes=changes)
    because = f"quote {quote.number or quote.id} was accepted"
    others = [
        move_quote(other, quote_machine, QuoteTrigger.SUPERSEDE, at, because, policy)
        for other in quotes
        if other.id != quote.id and other.status in (QuoteStatus.DRAFT, QuoteStatus.SENT)
    ]
    problems = [problem for each in (accepted, *others, won) if isinstance(each, Refusal) for problem in each.problems]
    if problems or isinstance(won, Refusal):
        return Refusal(dict.fromkeys(problems))
    return tuple(each for each in (accepted, *others) if isinstance(each, Decision)), won


def _valid_until(policy: QuotePolicy, at: datetime) -> date | None:
    return policy.today(at) + timedelta(days=policy.valid_days) if policy.valid_days is not None else None
