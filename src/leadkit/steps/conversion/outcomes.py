"""The closed loop: what a deal came to flows back to its leads, their campaigns and their channels."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from attrs import frozen

from leadkit.kernel.decision import Decision
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.statemachine import StatusType
from leadkit.model import Lead, Opportunity
from leadkit.model.events import DealOutcome, Event, LeadOutcomeLearnt, evolve

__all__ = ["OutcomeRow", "outcome_learnt", "outcome_of", "outcomes"]


@frozen
class OutcomeRow:
    """One campaign or channel. leads: all of it. won, lost: those whose last known outcome is this, a lead once however
    many deals it had. revenue: of the won deals, by currency. reasons: why the others were lost → how many."""

    name: str
    leads: int
    won: int
    lost: int
    revenue: tuple[Money, ...]
    reasons: Mapping[str, int]


def outcome_of(before: StatusType, after: StatusType) -> DealOutcome | None:
    """What a deal came to by a move between stages of these types; `None` when nothing was decided."""
    if before is after:
        return None
    return {StatusType.WON: DealOutcome.WON, StatusType.LOST: DealOutcome.LOST}.get(after, DealOutcome.OPEN)


def outcome_learnt(lead: Lead, deal: Opportunity, outcome: DealOutcome, at: datetime, reason: str) -> Decision[Lead]:
    """The lead, which knows what its deal came to."""
    amount = None if outcome is DealOutcome.OPEN else deal.amount
    told = {"opportunity_id": deal.id, "outcome": outcome, "reason": reason, "amount": amount}
    return evolve(lead, LeadOutcomeLearnt, at, **told)


_BY: Mapping[str, Callable[[Lead], str]] = FrozenDict(
    {"campaign": lambda lead: lead.source.campaign, "channel": lambda lead: lead.source.channel.value}
)


def outcomes(leads: Iterable[Lead], events: Iterable[Event], by: str = "campaign") -> tuple[OutcomeRow, ...]:
    """What became of the leads by `campaign` or `channel`, most won first; leads without a campaign are one row.

    events: the histories of the leads. A deal that was opened again counts as neither.
    """
    last: dict[str, dict[str, LeadOutcomeLearnt]] = defaultdict(dict)
    for event in events:
        if isinstance(event, LeadOutcomeLearnt):
            last[event.subject_id][event.opportunity_id] = event
    groups: dict[str, list[Lead]] = defaultdict(list)
    for lead in leads:
        groups[_BY[by](lead)].append(lead)
    rows = [_row(name, members, last) for name, members in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-row.won, -row.leads, row.name)))


def _row(name: str, leads: list[Lead], last: Mapping[str, Mapping[str, LeadOutcomeLearnt]]) -> OutcomeRow:
    reasons: dict[str, int] = defaultdict(int)
    deals: dict[str, Money] = {}  # several leads may have one deal
    won = lost = 0
    for lead in leads:
        ends = [event for id in (lead.id, *lead.absorbed) for event in last.get(id, {}).values()]
        wins = [event for event in ends if event.outcome is DealOutcome.WON]
        losses = [event for event in ends if event.outcome is DealOutcome.LOST]
        won, lost = won + bool(wins), lost + bool(losses and not wins)
        deals |= {event.opportunity_id: event.amount for event in wins if event.amount}
        for event in () if wins else losses:
            reasons[event.reason] += 1
    return OutcomeRow(name, len(leads), won, lost, _sums(deals.values()), FrozenDict(reasons))


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums[amount.currency] + amount if amount.currency in sums else amount
    return tuple(sums[currency] for currency in sorted(sums))
