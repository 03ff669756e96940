"""The figures of a desk: its store is read once, and every list and number of the report is made of that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from attrs import evolve, frozen

from leadkit.contrib.report.figures import CallRow, DeadlineRow, LeadRow, PairRow, ReportFigures
from leadkit.desk._sync import LeadDesk
from leadkit.flows._sync.duplicates import Pair
from leadkit.flows.isolation import isolated
from leadkit.kernel.instants import time_zone, utc
from leadkit.kernel.statemachine import StatusType
from leadkit.model import Campaign, FollowUp, Lead, Priority, Score
from leadkit.playbook import Playbook
from leadkit.steps import analytics
from leadkit.steps.analytics import (
    AttributionModel,
    Census,
    Deals,
    Factors,
    FunnelStage,
    Journeys,
    Latest,
    Overview,
    Responses,
    Touches,
)
from leadkit.steps.dedup import Match, Verdict
from leadkit.steps.dedup.wording import in_chinese
from leadkit.steps.followup import Deadline, Standing, at_risk

__all__ = ["Call", "Material", "call_list", "doubts", "figures_of", "material_of", "reasons_of"]

_EVER = datetime.max.replace(tzinfo=UTC)
_DAY = timedelta(days=1)
_RANK = {Priority.HIGH: 0, Priority.MEDIUM: 1, Priority.LOW: 2, None: 3}


@frozen
class Call:
    """One line of the call list: whom to talk to next, and the planned step."""

    lead: Lead
    follow_up: FollowUp


@frozen
class Material:
    """What a store holds, as of one unit of work: its leads, and all of its events, folded.

    steps: lead id → its open follow-up, the earliest due of several.
    """

    leads: tuple[Lead, ...]
    steps: Mapping[str, FollowUp]
    campaigns: tuple[Campaign, ...]
    journeys: Journeys
    deals: Deals
    touches: Touches
    responses: Responses
    factors: Factors
    overview: Overview


def material_of(desk: LeadDesk) -> Material:
    """Everything that the report is made of."""
    policy, kinds = desk.playbook.follow_up, desk.playbook.lead_machine.states

    def assign_due(since: datetime, team: str | None) -> datetime:
        return policy.later(since, policy.assign_within, policy.calendar_of(None, team))

    journeys, deals, touches, latest = Journeys(kinds), Deals(), Touches(), Latest()
    responses, factors = Responses(kinds, assign_due), Factors()
    with desk.store.begin() as work:
        leads, campaigns = tuple(work.leads.where()), tuple(work.campaigns.all())
        analytics.folded(work.events.all(), journeys, deals, touches, latest, responses, factors)
        steps: dict[str, FollowUp] = {}
        for step in work.follow_ups.due(_EVER):
            steps.setdefault(step.lead_id, step)  # the earliest comes first
    overview = analytics.overview_of(Census.of(leads), journeys, deals, latest.at, campaigns)
    return Material(leads, steps, campaigns, journeys, deals, touches, responses, factors, overview)


def call_list(material: Material) -> list[Call]:
    """Leads with an open follow-up: best priority first, then highest score, then earliest due."""
    calls = [Call(lead, material.steps[lead.id]) for lead in material.leads if lead.id in material.steps]

    def rank(call: Call) -> tuple[int, int, datetime, str]:
        total = call.lead.score.total if call.lead.score else 0
        return _RANK[call.lead.priority], -total, call.follow_up.due, call.lead.id

    return sorted(calls, key=rank)


def doubts(desk: LeadDesk, leads: Sequence[Lead]) -> Iterator[Pair]:
    """The pairs that were in doubt when the later one came in, and still are two: much faster than to compare all with
    all, as `desk.leads.duplicates()` does."""
    known = {lead.id: lead for lead in leads} | {id: lead for lead in leads for id in lead.absorbed}
    for lead in leads:
        others = {known[id].id: known[id] for id in lead.may_be if id in known}
        for other in others.values():
            if other.id != lead.id and not {other.id, *other.absorbed} & set(lead.distinct_from):
                for match in _judged(desk, lead, other):
                    yield Pair(other, lead, Verdict.REVIEW, match.because)


def _judged(desk: LeadDesk, lead: Lead, other: Lead) -> tuple[Match, ...]:
    """What the strategy says of the pair; of one that fails, that there was a doubt."""
    strategy = desk.playbook.duplicates.strategy
    matches, _ = isolated(
        "dedup",
        strategy,
        lambda: tuple(strategy.judge(lead, (other,))),
        lambda: (Match(other.id, Verdict.REVIEW),),
    )
    return matches


def figures_of(
    desk: LeadDesk,
    material: Material,
    at: datetime,
    *,
    source: str = "",
    pairs: Iterable[Pair] | None = None,
    sentences: int = 25,
) -> ReportFigures:
    """The figures of a report as of this aware time. Times are shown in the zone of the follow-up policy.

    source: what the report is about, as people call it. pairs: the duplicates to review, by default all of the store.
    sentences: of how many calls, from the top, the score is explained; the others have the reasons they were scored by.
    """
    policy = desk.playbook.follow_up
    name = policy.calendar.zone if policy.calendar else policy.zone
    zone = time_zone(name) or UTC
    deadlines = sorted(_deadlines(desk.playbook, material, utc(at)), key=lambda each: (each.due, each.lead.id))
    deadlines.sort(key=lambda each: each.standing(at) is not Standing.BREACHED)
    found = [pair for pair in (desk.leads.duplicates() if pairs is None else pairs) if pair.verdict is Verdict.REVIEW]
    rows = _lead_rows(desk.playbook, material, deadlines, found, at)
    journeys, deals, overview = material.journeys, material.deals, material.overview
    paths = tuple(analytics.paths(journeys, material.touches, deals))
    funnel = analytics.funnel(journeys, deals, utc(at))
    return ReportFigures(
        as_of=utc(at).astimezone(zone),
        source=source,
        leads=sorted(rows.values(), key=lambda row: (_RANK[row.priority], -(row.score or 0), row.id)),
        calls=[_call_row(desk, call, rows, at, number < sentences) for number, call in enumerate(call_list(material))],
        deadlines=[_deadline_row(each, rows, at) for each in deadlines],
        pairs=[_pair_row(pair, rows) for pair in found if pair.lead.id in rows and pair.other.id in rows],
        quality=overview.quality,
        funnel=funnel if funnel.n else (),
        # An import tells a life in minutes: how long conversion takes can be said once leads were watched for a day.
        conversion=funnel.conversion if any(lead.created_at <= utc(at) - _DAY for lead in material.leads) else None,
        cohorts=analytics.cohorts(journeys, deals, utc(at), zone=name),
        campaigns=analytics.campaigns(journeys, deals, material.campaigns),
        attributions=[analytics.attribution(paths, model) for model in AttributionModel],
        responses=analytics.responses(material.responses, journeys, utc(at)),
        disqualified=analytics.disqualified_reasons(journeys),
        lost=analytics.lost_reasons(deals),
        forecast=analytics.forecast(deals, desk.playbook.pipelines, utc(at), zone=name),
        factors=analytics.factors(material.factors, journeys, utc(at)),
        channels=overview.channels,
        priorities=overview.priorities,
        grades=overview.grades,
        statuses=overview.statuses,
        pipeline=overview.weighted_pipeline,
    )


def _deadlines(playbook: Playbook, material: Material, at: datetime) -> Iterator[Deadline]:
    kinds = playbook.lead_machine.states
    # A status of another host's machine has no clock here.
    planned = [(lead, material.steps.get(lead.id)) for lead in material.leads if lead.status in kinds]
    return at_risk(planned, kinds, playbook.follow_up, at)


def _lead_rows(
    playbook: Playbook, material: Material, deadlines: Iterable[Deadline], pairs: Iterable[Pair], at: datetime
) -> dict[str, LeadRow]:
    kinds = playbook.lead_machine.states
    standing: dict[str, Standing] = {}
    for deadline in deadlines:  # breached ones come first
        standing.setdefault(deadline.lead.id, deadline.standing(at))
    doubtful = {lead.id for pair in pairs for lead in (pair.lead, pair.other)}
    furthest = analytics.reached(material.journeys, material.deals)
    rows = {}
    for lead in material.leads:
        step = material.steps.get(lead.id)
        rows[lead.id] = evolve(
            _lead_row(lead),
            stage=furthest.get(lead.id, FunnelStage.CAPTURED),
            due=step.due if step else None,
            standing=standing.get(lead.id, Standing.RUNNING),
            doubtful=lead.id in doubtful,
            reason=lead.status_reason if kinds.get(lead.status) is StatusType.LOST else "",
        )
    return rows


def _lead_row(lead: Lead) -> LeadRow:
    phones = sorted(lead.phones, key=lambda phone: not phone.valid)
    return LeadRow(
        id=lead.id,
        name=str(lead.name),
        company=lead.company,
        job_title=lead.job_title,
        phones=map(str, phones),
        emails=[str(email) for email in sorted(lead.emails, key=lambda email: not email.valid)],
        city=lead.address.city,
        country=lead.address.country,
        status=lead.status,
        priority=lead.priority,
        score=lead.score.total if lead.score else None,
        grade=lead.score.grade if lead.score else "",
        channel=str(lead.source.channel),
        source=lead.source.label,
        campaign=lead.source.campaign,
        owner=lead.owner or "",
        team=lead.team or "",
        created=lead.created_at,
        flaws=analytics.flaws_of(lead),
    )


def reasons_of(score: Score | None) -> tuple[str, ...]:
    """The three strongest reasons of a score, each with its points."""
    parts = sorted(score.contributions, key=lambda part: -abs(part.points)) if score else []
    # Points last: a cell that starts with + would be taken for a formula, and defused with an apostrophe.
    return tuple(f"{part.because} {part.points:+d}" for part in parts[:3])


def _call_row(desk: LeadDesk, call: Call, rows: Mapping[str, LeadRow], at: datetime, explain: bool) -> CallRow:
    plain = "; ".join(reasons_of(call.lead.score))
    told, told_zh = plain, ""
    if explain:
        explanation, _ = isolated(
            "scoring", desk.playbook.scorer, lambda: desk.leads.explain(call.lead.id, at=at), lambda: None
        )
        if explanation:
            told, told_zh = explanation.sentence(), explanation.sentence("zh")
    return CallRow(lead=rows[call.lead.id], goal=call.follow_up.goal, why=told, why_zh=told_zh)


def _deadline_row(deadline: Deadline, rows: Mapping[str, LeadRow], at: datetime) -> DeadlineRow:
    return DeadlineRow(
        lead=rows[deadline.lead.id],
        clock=deadline.clock,
        standing=deadline.standing(at),
        due=deadline.due,
        accountable=deadline.accountable,
        goal=deadline.plan.goal if deadline.plan else "",
    )


def _pair_row(pair: Pair, rows: Mapping[str, LeadRow]) -> PairRow:
    return PairRow(
        lead=rows[pair.lead.id],
        other=rows[pair.other.id],
        because=pair.because,
        because_zh=map(in_chinese, pair.because),
    )
