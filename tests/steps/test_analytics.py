"""Every figure equals what a patient person would count by hand."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import LEAD, Channel, Lead, LeadStatus, Money, Opportunity, Priority, Score
from leadkit.model import Axis, Contribution, EmailAddress, PersonName, PhoneNumber, PhoneValidity, Source
from leadkit.model.events import InquiryRefused, LeadMoved, created, evolve
from leadkit.model.events import LeadCaptured as Captured
from leadkit.steps import analytics
from leadkit.steps.analytics import FunnelStage

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ORDER = list(FunnelStage)


@frozen
class Life:
    """What becomes of one lead: the statuses it passes, and its deal (amount, or `None`; "open", "won" or "lost")."""

    channel: Channel
    targets: tuple[LeadStatus, ...]
    points: int | None
    deal: tuple[Money | None, str] | None


LIVES = st.builds(
    Life,
    st.sampled_from([Channel.CHAT, Channel.REFERRAL, Channel.FILE]),
    st.lists(st.sampled_from(LeadStatus), max_size=3).map(tuple),
    st.none() | st.integers(-20, 90),
    st.none()
    | st.tuples(
        st.none() | st.builds(Money, st.integers(0, 10**6), st.sampled_from(["EUR", "CNY"])),
        st.sampled_from(["open", "won", "lost"]),
    ),
)
HISTORIES = st.lists(LIVES, max_size=8)


def lived(number, life):
    """The lead, its events, and its deal."""
    lead = Lead(f"lead-{number}", NOW, NOW, source=Source(life.channel), score=scored(life.points))
    lead, events = created(Captured, lead)
    for target in life.targets:
        for row in LEAD.path(lead.status, target) or ():
            facts = {"trigger": row.trigger, "source": row.source, "target": row.target, "reason": "x"}
            lead, more = evolve(lead, LeadMoved, NOW + timedelta(hours=lead.version), {"status": row.target}, **facts)
            events += more
    return lead, events, sold(number, life.deal)


def scored(points):
    if points is None:
        return None
    band = "high" if points >= 50 else "medium" if points >= 25 else "low"
    return Score((Contribution(Axis.FIT, points, "x"),) if points else (), Priority(band), NOW)


def sold(number, deal):
    if deal is None:
        return None
    amount, end = deal
    closing = {} if end == "open" else {"closed_at": NOW, "lost_reason": "price" if end == "lost" else ""}
    stage, probability = {"open": ("proposal", 50), "won": ("won", 100), "lost": ("lost", 0)}[end]
    lead_id = f"lead-{number}"
    return Opportunity(
        f"o-{number}", "c-1", NOW, NOW, "x", "default", stage, probability, amount=amount, lead_id=lead_id, **closing
    )


def material(lives):
    told = [lived(number, life) for number, life in enumerate(lives)]
    deals = [deal for _, _, deal in told if deal]
    # One day's events, in the order in which they happened, with something in between that is about no lead.
    events = sorted((event for _, events, _ in told for event in events), key=lambda event: event.at)
    return [lead for lead, _, _ in told], deals, [*events, InquiryRefused("key:1", 1, NOW, ("empty_inquiry",))]


def depth_by_hand(lead, life, events):
    """How far the lead came: the deepest status it was ever in, or further by its won deal."""
    if life.deal and life.deal[1] == "won":
        return ORDER.index(FunnelStage.WON)
    steps = {"assigned": "assigned", "working": "contacted", "qualified": "qualified", "converted": "converted"}
    been = [event.target for event in events if isinstance(event, LeadMoved) and event.subject_id == lead.id]
    return max((ORDER.index(FunnelStage(steps[status])) for status in been if status in steps), default=0)


def sums_by_hand(amounts):
    totals = Counter()
    for amount in amounts:
        totals[amount.currency] += amount.amount
    return [(currency, totals[currency]) for currency in sorted({amount.currency for amount in amounts})]


def told(sums):
    return [(money.currency, money.amount) for money in sums]


@settings(max_examples=60)
@given(HISTORIES)
def test_the_funnel_counts_who_ever_came_that_far(lives):
    leads, deals, events = material(lives)
    depths = [depth_by_hand(lead, life, events) for lead, life in zip(leads, lives, strict=True)]
    steps = analytics.funnel(events, deals)
    assert [step.stage for step in steps] == ORDER
    assert [step.leads for step in steps] == [sum(depth >= at for depth in depths) for at in range(len(ORDER))]
    for before, step in zip([None, *steps], steps, strict=False):
        assert step.of_all == (step.leads / len(leads) if leads else None)
        assert step.of_previous == (step.leads / before.leads if before and before.leads else None)


@given(HISTORIES)
def test_the_funnel_never_widens(lives):
    leads, deals, events = material(lives)
    counts = [step.leads for step in analytics.funnel(events, deals)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == len(leads)


@settings(max_examples=60)
@given(HISTORIES)
def test_the_channels_add_up_to_the_whole(lives):
    leads, deals, events = material(lives)
    rows = analytics.channels(leads, events, deals)
    by_stage = {step.stage: step.leads for step in analytics.funnel(events, deals)}
    assert sum(row.leads for row in rows) == len(leads)
    assert sum(row.high_priority for row in rows) == analytics.priorities(leads)[Priority.HIGH]
    assert sum(row.qualified for row in rows) == by_stage[FunnelStage.QUALIFIED]
    assert sum(row.converted for row in rows) == by_stage[FunnelStage.CONVERTED]
    assert sum(row.won for row in rows) == by_stage[FunnelStage.WON]
    assert [row.leads for row in rows] == sorted((row.leads for row in rows), reverse=True)


@settings(max_examples=60)
@given(HISTORIES)
def test_a_channel_is_counted_over_its_own_leads(lives):
    leads, deals, events = material(lives)
    for row in analytics.channels(leads, events, deals):
        members = [(lead, life) for lead, life in zip(leads, lives, strict=True) if life.channel == row.channel]
        points = [life.points for _, life in members if life.points is not None]
        converted = sum(
            depth_by_hand(lead, life, events) >= ORDER.index(FunnelStage.CONVERTED) for lead, life in members
        )
        revenue = [life.deal[0] for _, life in members if life.deal and life.deal[1] == "won" and life.deal[0]]
        assert (row.leads, row.converted, row.rate) == (len(members), converted, converted / len(members))
        assert row.score == (sum(points) / len(points) if points else 0.0)
        assert told(row.revenue) == sums_by_hand(revenue)


@given(HISTORIES)
def test_the_pipeline_weighs_open_deals_only(lives):
    _, deals, _ = material(lives)
    expected = [
        Money.rounded(life.deal[0].amount * Decimal("0.5"), life.deal[0].currency)
        for life in lives
        if life.deal and life.deal[1] == "open" and life.deal[0]
    ]
    assert told(analytics.weighted_pipeline(deals)) == sums_by_hand(expected)


@given(HISTORIES)
def test_priorities_and_statuses_count_each_lead_once(lives):
    leads, _, _ = material(lives)
    assert analytics.statuses(leads) == Counter(str(lead.status) for lead in leads)
    counts = [*analytics.statuses(leads).values()]
    assert counts == sorted(counts, reverse=True)
    assert [*analytics.priorities(leads)] == [Priority.HIGH, Priority.MEDIUM, Priority.LOW]
    assert sum(analytics.priorities(leads).values()) == sum(life.points is not None for life in lives)


@settings(max_examples=30)
@given(HISTORIES)
def test_the_overview_is_each_figure_over_the_same_material(lives):
    leads, deals, events = material(lives)
    whole = analytics.overview(leads, deals, events)
    assert whole.as_of == max(event.at for event in events)
    assert (whole.leads, whole.funnel) == (len(leads), analytics.funnel(events, deals))
    assert whole.channels == analytics.channels(leads, events, deals)
    assert (whole.quality, whole.statuses) == (analytics.quality(leads), analytics.statuses(leads))
    assert whole.weighted_pipeline == analytics.weighted_pipeline(deals)


def test_an_empty_store_has_figures_too():
    whole = analytics.overview((), (), ())
    assert (whole.as_of, whole.leads, whole.channels, whole.quality, whole.weighted_pipeline) == (None, 0, (), (), ())
    assert {step.leads for step in whole.funnel} == {0}
    assert {(step.of_previous, step.of_all) for step in whole.funnel} == {(None, None)}
    assert (whole.statuses, set(whole.priorities.values())) == ({}, {0})


def test_a_step_back_does_not_shrink_the_funnel():
    life = Life(Channel.CHAT, (LeadStatus.QUALIFIED, LeadStatus.DISQUALIFIED, LeadStatus.ASSIGNED), None, None)
    _, events, _ = lived(1, life)
    assert analytics.reached(events) == {"lead-1": FunnelStage.QUALIFIED}


def test_a_reopened_deal_is_no_longer_won():
    life = Life(Channel.CHAT, (LeadStatus.CONVERTED,), None, (Money(5, "EUR"), "open"))
    _, events, deal = lived(1, life)
    assert analytics.funnel(events, [deal])[-1].leads == 0


VALID, POSSIBLE = PhoneNumber("x", "+16502530000", validity=PhoneValidity.VALID), PhoneNumber("y", "+15552530000")
GOOD = {
    "name": PersonName("Ann"),
    "company": "Acme",
    "job_title": "CTO",
    "emails": [EmailAddress("a@b.com", "a@b.com")],
    "phones": [VALID],
    "source": Source(Channel.CHAT),
}


@pytest.mark.parametrize(
    ("fields", "flaws"),
    [
        ({}, set()),
        ({"name": PersonName()}, {"no name"}),
        ({"company": ""}, {"no company"}),
        ({"job_title": ""}, {"no job title"}),
        ({"emails": []}, {"no e-mail"}),
        ({"emails": [EmailAddress("junk")]}, {"invalid e-mail"}),
        ({"phones": []}, {"no phone"}),
        ({"phones": [POSSIBLE]}, {"no valid phone"}),
        ({"phones": [POSSIBLE, VALID]}, set()),
        ({"emails": [EmailAddress("junk")], "phones": []}, {"invalid e-mail", "no phone", "no way to reach them"}),
        ({"source": Source(Channel.FILE)}, {"no source"}),
        ({"source": Source(Channel.OTHER, "Zufall")}, set()),
    ],
)
def test_quality_names_what_is_missing_or_wrong(fields, flaws):
    rows = analytics.quality([Lead("1", NOW, NOW, **{**GOOD, **fields}), Lead("2", NOW, NOW, **GOOD)])
    assert {row.flaw for row in rows} == flaws
    assert {(row.leads, row.share) for row in rows} <= {(1, 0.5)}
