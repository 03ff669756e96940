"""Every figure equals what a patient person would count by hand on random lives of a desk."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from desk_lives import HISTORIES, Life
from hypothesis import HealthCheck, given, settings

from leadkit import Money, Priority
from leadkit.machines.lead import LEAD
from leadkit.model.events import ActivityRecorded, InquiryAttached, LeadCaptured, Moved
from leadkit.steps.analytics import AttributionModel, FunnelStage

ORDER = list(FunnelStage)
DEPTH_OF = {"assigned": 1, "working": 2, "qualified": 3, "converted": 4}
LOST = {"disqualified", "void"}
lives = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def times_of(events, deals):
    """When the lead first came to each stage itself: by hand, from the events of it and of those that it took in."""
    each = [own_times(own) for own in events.values()]
    times = {depth: min((own[depth] for own in each if own[depth]), default=None) for depth in range(5)}
    won = [deal.closed_at for deal in deals if deal.closed_at and not deal.lost_reason]
    return times | {5: min(won, default=None)}


def own_times(events):
    times = dict.fromkeys(range(5))
    for event in events:
        depth = 0 if isinstance(event, LeadCaptured) else None
        if isinstance(event, Moved) and event.target != event.source:
            depth = DEPTH_OF.get(event.target)
            if event.source == "converted":
                times[4] = None  # it was taken back
        if depth is not None and times[depth] is None:
            times[depth] = event.at
    return times


def came_back(events):
    return any(isinstance(event, Moved) and event.source in LOST and event.target not in LOST for event in events)


def at_or_later(times, depth):
    return min((at for stage, at in times.items() if stage >= depth and at), default=None)


def depth_of(times):
    return max(stage for stage, at in times.items() if at)


@lives
@given(HISTORIES)
def test_the_funnel(operations):
    life = Life(operations)
    living = [(lead, times_of(events, deals)) for lead, events, deals in life.living()]
    funnel = life.desk.reports.funnel()
    assert funnel.n == len(living)
    assert funnel.reopened == sum(came_back(events[lead.id]) for lead, events, _ in life.living())
    for depth, (stage, step) in enumerate(zip(ORDER, funnel, strict=True)):
        came = [lead for lead, times in living if depth_of(times) >= depth]
        ended = [lead for lead, times in living if depth_of(times) == depth]
        assert (step.stage, step.leads) == (stage, len(came))
        assert (step.of_all.part, step.of_all.n) == (len(came), len(living))
        assert step.of_previous.n == (funnel[depth - 1].leads if depth else len(living))
        assert step.lost == sum(lead.status in LOST for lead in ended)
        assert step.still == len(ended) - step.lost
        assert (step.leakage.part, step.leakage.n) == (step.lost, len(came))


@lives
@given(HISTORIES)
def test_the_conversion_curve_honours_those_who_were_not_watched_for_long(operations):
    life = Life(operations)
    now = life.clock()
    cases = []
    for _, events, deals in life.living():
        times = times_of(events, deals)
        start, end = at_or_later(times, 0), at_or_later(times, 4)
        cases.append(((end or now) - start, end is not None))
    left = Fraction(1)
    by_day = {}
    for time in sorted({time for time, ended in cases if ended}):
        at_risk = sum(watched >= time for watched, _ in cases)
        left *= 1 - Fraction(sum(case == (time, True) for case in cases), at_risk)
        by_day[-(-time // timedelta(days=1))] = left
    curve = life.desk.reports.funnel().conversion
    assert (curve.n, curve.happened) == (len(cases), sum(ended for _, ended in cases))
    assert {point.after.days: round(point.share, 9) for point in curve.points} == {
        day: round(float(1 - share), 9) for day, share in by_day.items()
    }
    assert all(0 <= point.low <= point.share <= point.high <= 1 for point in curve.points)


@lives
@given(HISTORIES)
def test_the_cohorts_add_up_to_the_funnel(operations):
    life = Life(operations)
    cohorts, funnel = life.desk.reports.cohorts(by="week"), life.desk.reports.funnel()
    for stage, step in zip(ORDER, funnel, strict=True):
        assert sum(cohort.reached[stage] for cohort in cohorts) == step.leads
    by_hand = Counter()
    for _, events, deals in life.living():
        day = at_or_later(times_of(events, deals), 0).date()
        by_hand[day - timedelta(days=day.weekday())] += 1
    assert {cohort.start: cohort.n for cohort in cohorts} == by_hand


@lives
@given(HISTORIES)
def test_the_channels(operations):
    life = Life(operations)
    living = life.living()
    rows = life.desk.reports.channels()
    assert {row.channel for row in rows} == {lead.source.channel.value for lead, *_ in living}
    for row in rows:
        own = [each for each in living if each[0].source.channel == row.channel]
        depths = [depth_of(times_of(events, deals)) for _, events, deals in own]
        points = [lead.score.total for lead, *_ in own if lead.score]
        sold = [deal.amount for *_, deals in own for deal in deals if deal.closed_at and not deal.lost_reason]
        assert row.leads == row.converted.n == len(own)
        assert [row.qualified.part, row.converted.part, row.won.part] == [
            sum(depth >= at for depth in depths) for at in (3, 4, 5)
        ]
        assert row.high_priority == sum(lead.priority is Priority.HIGH for lead, *_ in own)
        assert row.score.n == len(points)
        assert not points or abs(row.score.mean - sum(points) / len(points)) < 1e-9
        assert money(row.revenue) == by_currency(sold)


def money(amounts):
    return {amount.currency: amount.amount for amount in amounts}


def by_currency(amounts):
    totals = {}
    for amount in amounts:
        if amount:
            totals[amount.currency] = totals.get(amount.currency, Decimal(0)) + amount.amount
    return totals


@lives
@given(HISTORIES)
def test_attribution_shares_out_all_of_the_revenue(operations):
    life = Life(operations)
    sold = [d for *_, deals in life.living() for d in deals if d.closed_at and not d.lost_reason]
    revenue = by_currency(deal.amount for deal in sold)
    for model in AttributionModel:
        found = life.desk.reports.attribution(model)
        assert found.n == len(sold)
        assert money(found.revenue) == revenue
        assert by_currency(amount for credit in found.credits for amount in credit.revenue) == revenue
        assert abs(sum(credit.conversions for credit in found.credits) - len(sold)) < 1e-9
    first = {credit.channel: credit.conversions for credit in life.desk.reports.attribution("first").credits}
    assert {channel: n for channel, n in first.items() if n} == Counter(first_channel(life, deal) for deal in sold)


def first_channel(life, deal):
    (events,) = [events for _, events, deals in life.living() if deal.id in [each.id for each in deals]]
    touches = []
    for place, member in enumerate(events):
        for event in events[member]:
            if isinstance(event, LeadCaptured):
                touches.append((event.at, place, event.record.source.channel.value))
            elif isinstance(event, InquiryAttached):
                touches.append((event.at, place, event.channel))
            elif isinstance(event, ActivityRecorded) and event.kind == "download":
                touches.append((event.at, place, "content"))
    return min(touches, key=lambda touch: touch[:1])[2]


@lives
@given(HISTORIES)
def test_deals_forecast_and_reasons(operations):
    life = Life(operations)
    deals = life.all_deals()
    won = [deal for deal in deals if deal.closed_at and not deal.lost_reason]
    lost = [deal for deal in deals if deal.lost_reason]
    still = [deal for deal in deals if not deal.closed_at]
    everybody = life.desk.reports.sales()[0]
    assert (everybody.deals, everybody.open) == (len(deals), len(still))
    assert (everybody.win_rate.part, everybody.win_rate.n) == (len(won), len(won) + len(lost))
    assert money(everybody.revenue) == by_currency(deal.amount for deal in won)
    assert {row.reason: row.n for row in life.desk.reports.lost_reasons()} == Counter(d.lost_reason for d in lost)
    forecast = life.desk.reports.forecast()
    worth = [Money.rounded(d.amount.amount * d.probability / 100, d.amount.currency) for d in still if d.amount]
    assert money(forecast.weighted) == money(life.desk.reports.weighted_pipeline()) == by_currency(worth)
    assert forecast.n == len(still)
    closed = [amount for month in forecast.months for amount in month.closed]
    assert by_currency(closed) == by_currency(deal.amount for deal in won)
    stages = life.desk.reports.pipeline_funnel()
    assert stages[0].reached == len(deals)
    assert stages[-1].reached == len(won)
    assert sum(stage.lost for stage in stages) == len(lost)


@lives
@given(HISTORIES)
def test_what_people_have_and_what_pools_hold(operations):
    life = Life(operations)
    leads = [lead for lead, *_ in life.living()]
    working = {status for status, kind in LEAD.states.items() if kind.value in ("open", "on_hold")}
    rows = {row.owner: row for row in life.desk.reports.workload()}
    assert {owner: row.leads for owner, row in rows.items()} == Counter(lead.owner for lead in leads if lead.owner)
    for owner, row in rows.items():
        assert row.open == sum(lead.owner == owner and lead.status in working for lead in leads)
    inside = {row.pool: row.inside for row in life.desk.reports.pools() if row.inside}
    assert inside == Counter(lead.pool for lead in leads if lead.pool)
    for row in life.desk.reports.pools():
        still = [pool_of(each) == row.pool for _, events, _ in life.living() for each in events.values()]
        assert row.entered == row.wait.n == row.left + sum(still)
    reasons = {row.reason: row.n for row in life.desk.reports.disqualified_reasons()}
    assert reasons == Counter(lead.status_reason for lead in leads if lead.status in LOST)


def pool_of(events):
    pool = None
    for event in events:
        pool = event.record.pool if isinstance(event, LeadCaptured) else event.changes.get("pool", pool)
    return pool


@lives
@given(HISTORIES)
def test_each_lead_is_contacted_first_once(operations):
    life = Life(operations)
    living = life.living()
    rows = {row.clock: row for row in life.desk.reports.responses() if not row.team and not row.owner}
    first = rows.get("first_contact")
    assert (first.n if first else 0) == len(living)
    took = []
    for _, events, _ in living:
        start = min(event.at for each in events.values() for event in each if isinstance(event, LeadCaptured))
        answered = [
            event.changes["first_response_at"]
            for each in events.values()
            for event in each
            if isinstance(event, ActivityRecorded) and event.changes.get("first_response_at")
        ]
        if answered:
            took.append(min(answered) - start)
    assert (first.time.ended if first else 0) == len(took)
