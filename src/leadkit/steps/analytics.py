"""Analytics: figures as pure folds over nouns and events. Each says what it counts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from attrs import frozen

from leadkit.kernel.money import Money
from leadkit.machines.lead import LeadStatus
from leadkit.model import Lead, Opportunity, Priority
from leadkit.model.events import Event, LeadAbsorbed, LeadCaptured, LeadRevived

__all__ = [
    "ChannelRow",
    "FunnelStage",
    "FunnelStep",
    "Overview",
    "QualityRow",
    "channels",
    "flaws_of",
    "funnel",
    "furthest",
    "grades",
    "overview",
    "priorities",
    "quality",
    "reached",
    "standing_for",
    "statuses",
    "weighted_pipeline",
]


class FunnelStage(StrEnum):
    """How far a lead came, in order."""

    CAPTURED = "captured"
    ASSIGNED = "assigned"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    CONVERTED = "converted"
    WON = "won"


_STAGE_OF_STATUS: Mapping[str, FunnelStage] = {
    LeadStatus.ASSIGNED: FunnelStage.ASSIGNED,
    LeadStatus.WORKING: FunnelStage.CONTACTED,
    LeadStatus.QUALIFIED: FunnelStage.QUALIFIED,
    LeadStatus.CONVERTED: FunnelStage.CONVERTED,
}
_DEPTH = {stage: depth for depth, stage in enumerate(FunnelStage)}


@frozen
class FunnelStep:
    """leads: how many ever reached this or a later stage. of_previous, of_all: shares from 0 to 1, `None` of none."""

    stage: FunnelStage
    leads: int
    of_previous: float | None
    of_all: float | None


@frozen
class ChannelRow:
    """One channel. rate: converted ÷ leads. score: mean total. revenue: of won deals, by currency."""

    channel: str
    leads: int
    high_priority: int
    score: float
    qualified: int
    converted: int
    won: int
    rate: float
    revenue: tuple[Money, ...]


@frozen
class QualityRow:
    """How many leads have this flaw, and the share of all leads from 0 to 1."""

    flaw: str
    leads: int
    share: float


@frozen
class Overview:
    """All figures of one moment. as_of: the time of the latest event, `None` when nothing has happened yet."""

    as_of: datetime | None
    leads: int
    funnel: tuple[FunnelStep, ...]
    channels: tuple[ChannelRow, ...]
    priorities: Mapping[Priority, int]
    grades: Mapping[str, int]
    statuses: Mapping[str, int]
    quality: tuple[QualityRow, ...]
    weighted_pipeline: tuple[Money, ...]


def overview(leads: Sequence[Lead], deals: Sequence[Opportunity], events: Sequence[Event]) -> Overview:
    """Every figure of this module over the same material."""
    return Overview(
        max((event.at for event in events), default=None),
        len(leads),
        funnel(events, deals),
        channels(leads, events, deals),
        priorities(leads),
        grades(leads),
        statuses(leads),
        quality(leads),
        weighted_pipeline(deals),
    )


def reached(events: Iterable[Event]) -> dict[str, FunnelStage]:
    """Lead id → the furthest stage it, or a lead that it took in, ever reached by events of leads; wins of deals are
    none."""
    events = tuple(events)
    standing = standing_for(events)
    furthest: dict[str, FunnelStage] = {}
    for event in events:
        id = standing.get(event.subject_id, event.subject_id)
        if isinstance(event, LeadCaptured):
            furthest.setdefault(id, FunnelStage.CAPTURED)
        elif event.noun is Lead and (stage := _STAGE_OF_STATUS.get(getattr(event, "target", ""))):
            furthest[id] = max(furthest.get(id, FunnelStage.CAPTURED), stage, key=_DEPTH.__getitem__)
    return furthest


def standing_for(events: Iterable[Event]) -> dict[str, str]:
    """Id of a lead that was merged away → the lead that stands for it today."""
    into: dict[str, str] = {}
    for event in events:
        if isinstance(event, LeadAbsorbed):
            into[event.subject_id] = event.into
        elif isinstance(event, LeadRevived):
            into.pop(event.subject_id, None)
    standing: dict[str, str] = {}
    for id, survivor in into.items():
        while survivor in into:
            survivor = into[survivor]  # noqa: PLW2901
        standing[id] = survivor
    return standing


def furthest(events: Iterable[Event], deals: Iterable[Opportunity]) -> dict[str, FunnelStage]:
    """As `reached`, with the wins of deals."""
    events = tuple(events)
    stages, standing = reached(events), standing_for(events)
    for deal in deals:
        id = standing.get(deal.lead_id or "", deal.lead_id or "")
        if id in stages and _is_won(deal):
            stages[id] = FunnelStage.WON
    return stages


def _is_won(deal: Opportunity) -> bool:
    return deal.closed_at is not None and not deal.lost_reason


def funnel(events: Iterable[Event], deals: Iterable[Opportunity]) -> tuple[FunnelStep, ...]:
    """The funnel over all leads. A lead that skipped a stage counts as having passed it."""
    counts = Counter(furthest(events, deals).values())
    total = sum(counts.values())
    steps: list[FunnelStep] = []
    for stage in FunnelStage:
        leads = sum(count for other, count in counts.items() if _DEPTH[other] >= _DEPTH[stage])
        before = steps[-1].leads if steps else None
        steps.append(FunnelStep(stage, leads, leads / before if before else None, leads / total if total else None))
    return tuple(steps)


def channels(leads: Iterable[Lead], events: Iterable[Event], deals: Sequence[Opportunity]) -> tuple[ChannelRow, ...]:
    """One row a channel, most leads first."""
    events = tuple(events)
    stages = furthest(events, deals)
    by_channel: dict[str, list[Lead]] = {}
    for lead in leads:
        by_channel.setdefault(lead.source.channel.value, []).append(lead)
    revenue = _revenue(deals, standing_for(events))
    rows = []
    for channel, members in by_channel.items():
        depth = [_DEPTH[stages.get(lead.id, FunnelStage.CAPTURED)] for lead in members]
        qualified, converted, won = (sum(at >= _DEPTH[stage] for at in depth) for stage in _COUNTED)
        scores = [lead.score.total for lead in members if lead.score]
        rows.append(
            ChannelRow(
                channel=channel,
                leads=len(members),
                high_priority=sum(lead.priority is Priority.HIGH for lead in members),
                score=sum(scores) / len(scores) if scores else 0.0,
                qualified=qualified,
                converted=converted,
                won=won,
                rate=converted / len(members),
                revenue=_sums(amount for lead in members for amount in revenue.get(lead.id, ())),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.leads, row.channel)))


_COUNTED = (FunnelStage.QUALIFIED, FunnelStage.CONVERTED, FunnelStage.WON)


def _revenue(deals: Iterable[Opportunity], standing: Mapping[str, str]) -> dict[str, list[Money]]:
    revenue: dict[str, list[Money]] = {}
    for deal in deals:
        if deal.lead_id and deal.amount and _is_won(deal):
            revenue.setdefault(standing.get(deal.lead_id, deal.lead_id), []).append(deal.amount)
    return revenue


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum a currency, in the order of the currency codes."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums[amount.currency] + amount if amount.currency in sums else amount
    return tuple(sums[currency] for currency in sorted(sums))


def weighted_pipeline(deals: Iterable[Opportunity]) -> tuple[Money, ...]:
    """Amount × probability of the open deals, by currency."""
    return _sums(deal.expected_amount for deal in deals if deal.expected_amount and deal.closed_at is None)


def priorities(leads: Iterable[Lead]) -> dict[Priority, int]:
    """How many leads of each priority, high first; leads that were never scored are not counted."""
    counts = Counter(lead.priority for lead in leads)
    return {priority: counts[priority] for priority in Priority}


def grades(leads: Iterable[Lead]) -> dict[str, int]:
    """How many leads of each grade, `A1` first; those without a grade are not counted."""
    counts = Counter(lead.score.grade for lead in leads if lead.score and lead.score.grade)
    return dict(sorted(counts.items()))


def statuses(leads: Iterable[Lead]) -> dict[str, int]:
    """How many leads stand in each status, most first."""
    return dict(Counter(str(lead.status) for lead in leads).most_common())


def quality(leads: Sequence[Lead]) -> tuple[QualityRow, ...]:
    """What is missing or wrong in the leads, worst first; flaws that no lead has are left out."""
    counts = {flaw: sum(map(has, leads)) for flaw, has in _FLAWS.items()}
    rows = [QualityRow(flaw, count, count / len(leads)) for flaw, count in counts.items() if count]
    return tuple(sorted(rows, key=lambda row: -row.leads))


def flaws_of(lead: Lead) -> tuple[str, ...]:
    """What is missing or wrong in one lead, by the names of `quality`."""
    return tuple(flaw for flaw, has in _FLAWS.items() if has(lead))


_FLAWS = {
    "no name": lambda lead: not lead.name,
    "no company": lambda lead: not lead.company,
    "no job title": lambda lead: not lead.job_title,
    "no e-mail": lambda lead: not lead.emails,
    "invalid e-mail": lambda lead: any(not email.valid for email in lead.emails),
    "no phone": lambda lead: not lead.phones,
    "no valid phone": lambda lead: bool(lead.phones) and not any(phone.valid for phone in lead.phones),
    "no way to reach them": lambda lead: not any(each.valid for each in (*lead.emails, *lead.phones)),
    "no source": lambda lead: not lead.source.label and lead.source.channel in ("other", "file"),
}
