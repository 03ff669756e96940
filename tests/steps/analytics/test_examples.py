"""Figures worked by hand, and what a figure says when there is not enough to say."""

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from leadkit import Channel, Lead, LeadDesk, LeadStatus, Money, Opportunity, Playbook, Priority
from leadkit.errors import InvalidRecord
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Axis, Call, Campaign, Contribution, Customer, Direction, Download, EmailMessage, Score, Source
from leadkit.model.customer import Purchase
from leadkit.model.events import (
    CustomerCreated,
    CustomerMoved,
    LeadCaptured,
    LeadErased,
    LeadMoved,
    LeadScored,
    OpportunityOpened,
    created,
    evolve,
)
from leadkit.steps import analytics
from leadkit.steps.analytics import Deals, Factors, FunnelStage, Journeys, Path, Rate, Touch, folded
from leadkit.steps.assignment import AssignmentPolicy, Team
from leadkit.steps.followup import FollowUpPolicy
from leadkit.testing.clock import FrozenClock, numbered_ids

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def came(id, at=NOW, channel=Channel.CHAT, **fields):
    return created(
        LeadCaptured, Lead(id, at, at, source=Source(channel, campaign=fields.pop("campaign", "")), **fields)
    )


def moved(lead, target, at, **changes):
    facts = {"trigger": "x", "source": lead.status, "target": target, "reason": "because"}
    return evolve(lead, LeadMoved, at, {"status": target, **changes}, **facts)


def walked(id, *targets, at=NOW, **fields):
    """A lead that comes to one of these statuses an hour: its events."""
    lead, events = came(id, at, **fields)
    for number, target in enumerate(targets, 1):
        lead, more = moved(lead, target, at + number * HOUR)
        events += more
    return events


def sold(id, lead_id, amount, opened=NOW, closed=None, lost="", **fields):
    stage = "lost" if lost else "won" if closed else "proposal"
    noun = Opportunity(
        id, "c", opened, opened, "x", "default", stage, 50, amount=amount, lead_id=lead_id, closed_at=closed,
        lost_reason=lost, **fields,
    )  # fmt: skip
    return created(OpportunityOpened, noun).events


def read(*events, deals=None):
    journeys, deals = Journeys(), deals or Deals()
    folded([event for each in events for event in each], journeys, deals)
    return journeys, deals


def test_a_conversion_that_is_taken_back_has_not_happened():
    way = (LeadStatus.ASSIGNED, LeadStatus.QUALIFIED, LeadStatus.CONVERTED)
    found = analytics.funnel(*read(walked("1", *way), walked("2", *way, LeadStatus.QUALIFIED)), NOW + DAY)
    assert [step.leads for step in found] == [2, 2, 2, 2, 1, 0]
    assert (found.reverted, found.rate) == (1, Rate(1, 2))
    again = analytics.funnel(*read(walked("2", *way, "qualified", "converted")), NOW + DAY)
    assert (again.rate, again.reverted) == (Rate(1, 1), 1)


def test_a_lead_that_came_back_is_not_lost():
    lost = walked("1", LeadStatus.ASSIGNED, LeadStatus.DISQUALIFIED)
    back = walked("2", LeadStatus.ASSIGNED, LeadStatus.DISQUALIFIED, LeadStatus.ASSIGNED)
    found = analytics.funnel(*read(lost, back), NOW + DAY)
    assert [(step.lost, step.still) for step in found[:3]] == [(0, 0), (1, 1), (0, 0)]
    assert found[1].leakage == Rate(1, 2)
    assert found.reopened == 1


def test_a_live_log_and_the_log_of_the_store_say_the_same_of_erased_leads():
    kept, gone = walked("1", LeadStatus.ASSIGNED), walked("2", "assigned", "disqualified", "assigned")
    fact = (LeadErased("2", 9, NOW + DAY, "asked for it"),)
    live, stored = (analytics.funnel(*read(*events), NOW + DAY) for events in ((kept, gone, fact), (kept, fact)))
    assert live == stored
    assert (live.n, live.erased, live.reopened) == (1, 1, 0)


def test_a_skipped_stage_is_passed_and_takes_no_time():
    leads = [walked(str(n), LeadStatus.QUALIFIED, LeadStatus.CONVERTED) for n in range(10)]
    found = analytics.funnel(*read(*leads), NOW + DAY)
    assert [step.leads for step in found] == [10, 10, 10, 10, 10, 0]
    assert [step.time.n for step in found] == [10, 0, 0, 10, 10, 0]
    assert (found[3].time.median, found[3].time.p90) == (HOUR, HOUR)
    assert found[4].time.ended == 0


def test_young_leads_do_not_look_bad():
    """Of the old ones, half were converted after an hour; the young ones were not watched for so long."""
    old = [walked(f"o{n}", *(["converted"] if n % 2 else [])) for n in range(20)]
    young = [walked(f"y{n}", at=NOW + DAY - HOUR / 2) for n in range(20)]
    found = analytics.funnel(*read(*old, *young), NOW + DAY)
    assert found.rate.value == 0.25
    assert found.conversion.at(DAY).share == 0.5
    (cohort,) = analytics.cohorts(*read(*old, *young), NOW + DAY)
    assert (cohort.start, cohort.n, cohort.conversion) == (date(2026, 3, 1), 40, found.rate)
    assert cohort.curve == found.conversion
    exact = analytics.conversion_curve(read(*old, *young)[0], NOW + DAY)
    assert [(point.after, point.share) for point in exact.points] == [(HOUR, 0.5)]


@pytest.mark.parametrize("wrong", [{"by": "moon"}, {"zone": "Mars/Olympus"}])
def test_cohorts_that_are_none(wrong):
    with pytest.raises(InvalidRecord):
        analytics.cohorts(*read(), NOW, **wrong)


def test_too_few_say_not_enough_data():
    assert (Rate(1, 9).value, Rate(1, 9).share) == (None, 1 / 9)
    assert str(Rate(1, 9)) == "not enough data (1 of 9)"
    assert str(Rate(5, 10)) == "50.0% (23.7% to 76.3%, n = 10)"
    assert (Rate(0, 0).share, Rate(0, 0).low, Rate(0, 0).high) == (None, 0, 1)
    assert analytics.average(2, 4, 10).value is None
    assert analytics.average(10, 20, 40) == analytics.Average(10, 2, 2, 2)


def test_what_a_campaign_costs_and_brings():
    spring = Campaign("c1", "spring", Channel.EXHIBITION, Money(300, "EUR"), starts=date(2026, 3, 1))
    leads = [walked(str(n), "converted", channel=Channel.EXHIBITION, campaign="spring") for n in range(3)]
    deals = [sold(f"d{n}", str(n), Money(200, "EUR"), closed=NOW + (n + 1) * DAY) for n in range(2)]
    (row,) = analytics.campaigns(*read(*leads, *deals), [spring])
    assert (row.channel, row.campaign, row.leads, row.won.part) == ("exhibition", "spring", 3, 2)
    assert (row.per_lead, row.per_customer) == ((Money(100, "EUR"),), (Money(150, "EUR"),))
    assert row.roi == pytest.approx(1 / 3)
    assert row.payback == datetime(2026, 3, 4, 9, tzinfo=UTC) - datetime(2026, 3, 1, tzinfo=UTC)
    (unsold,) = analytics.campaigns(*read(), [spring])
    assert (unsold.leads, unsold.cost, unsold.per_lead, unsold.roi) == (0, (Money(300, "EUR"),), (), -1)
    (yen,) = analytics.campaigns(*read(*leads, *deals), [attrs.evolve(spring, cost=Money(5, "JPY"))])
    assert (yen.roi, yen.payback) == (None, None)


def test_marks_survive_many_comparisons():
    leads = [walked(f"a{n}", *(["converted"] if n < 30 else [])) for n in range(100)]
    leads += [walked(f"b{n}", *(["converted"] if n < 8 else []), channel=Channel.EMAIL) for n in range(100)]
    leads += [walked(f"c{n}", *(["converted"] if n < 18 else []), channel=Channel.PHONE) for n in range(100)]
    rows = {row.channel: row for row in analytics.channels(*read(*leads))}
    assert rows["chat"].better_than == ("email",)
    assert (rows["email"].worse_than, rows["phone"].better_than) == (("chat",), ())
    by_pair = {(each.first, each.second): each.contrast for each in analytics.contrasts([*rows.values()])}
    assert by_pair["email", "phone"].p < 0.05 < by_pair["email", "phone"].adjusted


def path(*days, value=100, won=True, captured=0):
    touches = [Touch(NOW + day * DAY, f"t{at}", at == captured) for at, day in enumerate(days)]
    end = NOW + (days[-1] + 1) * DAY
    return Path(tuple(touches), *((end, end, Money(value, "EUR")) if won else ()))


@pytest.mark.parametrize(
    ("model", "shares"),
    [
        ("first", [100, 0, 0, 0, 0]),
        ("last", [0, 0, 0, 0, 100]),
        ("linear", [20, 20, 20, 20, 20]),
        ("position", [40, "6.67", "6.67", "6.66", 40]),
        ("w_shaped", [30, 5, 30, 5, 30]),
        ("time_decay", ["3.23", "6.45", "12.90", "25.81", "51.61"]),
        ("markov", [20, 20, 20, 20, 20]),
    ],
)
def test_five_touches_a_week_apart(model, shares):
    found = analytics.attribution([path(0, 7, 14, 21, 28, captured=2), path(0, won=False)], model)
    revenue = {credit.channel: credit.revenue for credit in found.credits}
    assert (found.n, found.paths, found.revenue) == (1, 2, (Money(100, "EUR"),))
    if model != "markov":  # there, nothing is sold without the first touch, nor without any other
        assert [revenue[f"t{at}"] or (Money(0, "EUR"),) for at in range(5)] == [(Money(s, "EUR"),) for s in shares]


@pytest.mark.parametrize("model", ["position", "w_shaped"])
def test_few_touches_share_all_of_it(model):
    for days in ((0,), (0, 7)):
        weights = analytics.weights(path(*days), analytics.AttributionModel(model))
        assert sum(weights) == pytest.approx(1)


@pytest.mark.parametrize("wrong", [{"model": "guess"}, {"model": "linear", "half_life": timedelta(0)}])
def test_attribution_that_is_none(wrong):
    with pytest.raises(InvalidRecord):
        analytics.attribution([], **wrong)


def test_a_forecast_and_what_came_of_it():
    march, april = date(2026, 3, 31), date(2026, 4, 15)
    before = [
        *sold("won", "1", Money(100, "EUR"), closed=NOW),
        *sold("lost", "2", Money(900, "EUR"), closed=NOW, lost="price"),
        *sold("open", "3", Money(80, "EUR"), expected_close=march),
        *sold("later", "4", Money(10, "EUR"), expected_close=april),
        *sold("some day", "5", None),
    ]
    _, deals = read(before)
    snapshot = analytics.forecast(deals, Playbook().pipelines, NOW)
    told = {month.month: month for month in snapshot.months}
    assert list(told) == [date(2026, 3, 1), date(2026, 4, 1), None]
    first = told[date(2026, 3, 1)]
    assert (first.closed, first.best_case) == ((Money(100, "EUR"),), (Money(80, "EUR"),))
    assert (first.weighted, first.expected) == ((Money(40, "EUR"),), (Money(140, "EUR"),))
    assert (told[None].deals, told[None].unpriced, snapshot.weighted) == (1, 1, (Money(45, "EUR"),))
    after = [*before[:2], *sold("open", "3", Money(80, "EUR"), closed=NOW + DAY), *before[3:]]
    rows = analytics.accuracy(snapshot, read(after)[1], NOW + 30 * DAY)
    assert [(row.month.month, row.said, row.came, row.complete) for row in rows] == [
        (3, Money(140, "EUR"), Money(180, "EUR"), True),
        (4, Money(5, "EUR"), Money(0, "EUR"), False),
    ]
    assert rows[0].error == pytest.approx(-40 / 180)


def test_velocity_needs_enough_deals():
    won = [sold(f"w{n}", "1", Money(100, "EUR"), closed=NOW + 20 * DAY) for n in range(10)]
    lost = [sold(f"l{n}", "1", Money(100, "EUR"), closed=NOW + DAY, lost="price") for n in range(10)]
    still = [sold(f"o{n}", "1", Money(100, "EUR")) for n in range(8)]
    (row,) = analytics.velocity(read(*won, *lost, *still)[1])
    assert (row.n, row.open, row.win_rate.value, row.deal_size, row.cycle) == (10, 8, 0.5, Money(100, "EUR"), 20 * DAY)
    assert row.per_day == Money(20, "EUR")
    assert analytics.velocity(read(*won[1:], *lost, *still)[1])[0].per_day is None


def test_who_buys_again_and_who_comes_back():
    days = {"once": [0], "twice": [0, 400], "back": [0]}
    events = []
    for id, at in days.items():
        bought = [Purchase(NOW + day * DAY) for day in at]
        noun, more = created(CustomerCreated, Customer(id, NOW, NOW, id, purchases=bought))
        events += more
        for target in [LifecycleStage.CHURNED, LifecycleStage.WON_BACK] if id == "back" else []:
            facts = {"trigger": "x", "source": noun.stage, "target": target, "reason": "x"}
            noun, more = evolve(noun, CustomerMoved, NOW + DAY, {"stage": target}, **facts)
            events += more
    customers = analytics.Customers()
    folded(events, customers)
    found = analytics.customer_figures(customers, NOW + 500 * DAY)
    assert (found.n, found.repurchase, found.retention) == (3, Rate(1, 3), Rate(1, 3))
    assert (found.churned, found.won_back) == (Rate(0, 3), Rate(1, 1))
    assert (found.again.happened, found.again.at(400 * DAY).share) == (1, pytest.approx(1 / 3))
    assert analytics.customer_figures(customers, NOW + 401 * DAY, period=300 * DAY).retention == Rate(1, 3)


def test_the_score_is_the_latest():
    lead, events = came("1")
    for points, band in ((10, "low"), (80, "high")):
        score = Score((Contribution(Axis.FIT, points, "x"),), Priority(band), NOW)
        lead, more = evolve(lead, LeadScored, NOW, {"score": score}, total=points, priority=band)
        events += more
    (row,) = analytics.channels(*read(events))
    assert (row.score.mean, row.high_priority) == (80, 1)


def test_the_factor_that_matters_is_found():
    journeys, found = Journeys(), Factors()
    way = lambda n, good: ["converted"] if n % 10 < (6 if good else 1) else []  # noqa: E731
    events = [walked(f"{good}{n}", *way(n, good), industry="software" if good else "retail") for n in range(50)
              for good in (True, False)]  # fmt: skip
    folded([event for each in events for event in each], journeys, found)
    rows = {(row.name, row.value): row for row in analytics.factors(found, journeys, NOW + 30 * DAY)}
    best = rows["industry", "software"]
    assert (best.n, best.contrast.first, best.contrast.second) == (100, Rate(30, 50), Rate(5, 50))
    assert best.contrast.significant
    assert best.effect == pytest.approx(0.5)
    assert ("channel", "chat") not in rows  # all have it: nothing to compare


@pytest.fixture
def desk():
    return LeadDesk.in_memory(now=FrozenClock(NOW), new_id=numbered_ids())


def test_response_times_by_the_clocks_of_the_desk(desk):
    clock = desk.reports._env.now
    lead = desk.leads.capture(name="Ann", email="ann@example.com").lead
    clock.advance(2 * HOUR)
    desk.leads.assign(lead.id, to="li")
    clock.advance(3 * HOUR)
    desk.leads.record(lead.id, Call())
    clock.advance(DAY)
    desk.leads.record(lead.id, EmailMessage(direction=Direction.INBOUND))
    clock.advance(30 * HOUR)
    desk.leads.record(lead.id, Call())
    rows = {(row.clock, row.owner): row for row in desk.reports.responses() if not row.team}
    assert {clock for clock, _ in rows} == {"assign", "first_contact", "answer", "follow_up"}
    assert rows["assign", ""].kept == rows["first_contact", "li"].kept == Rate(1, 1)
    assert rows["answer", "li"].kept == Rate(0, 1)
    assert (rows["follow_up", "li"].running, rows["follow_up", "li"].kept) == (1, Rate(0, 0))


def test_two_playbooks_over_one_history(desk):
    desk.leads.capture(name="Ann", email="ann@example.com", company="Acme", job_title="CEO", channel=Channel.REFERRAL)
    (ann,) = desk.leads.find()
    desk.leads.assign(ann.id)
    desk.leads.record(ann.id, Download("x"))
    desk.reports._env.now.advance(5 * HOUR)
    desk.leads.record(ann.id, Call())
    quick = attrs.evolve(
        desk.playbook,
        follow_up=FollowUpPolicy(first_contact_within=HOUR),
        assignment=AssignmentPolicy(teams=(Team("east", ("wang",)),)),
    )
    found = desk.reports.compare(desk.playbook, quick)
    assert (found.leads, found.owners.moved) == (1, {("sales", "wang"): (ann.id,)})
    assert (found.kept_first, found.kept_second) == (Rate(1, 1), Rate(0, 1))
    assert found.late.moved == {("kept", "late"): (ann.id,)}
    assert (found.scores.n, found.scores.moved, found.dues.changed) == (1, {}, Rate(1, 1))
    with desk.store.begin() as work:
        assert desk.reports.compare(desk.playbook, quick, tuple(work.events.all())) == found
    same = desk.reports.compare(quick, quick)
    assert not any(each.moved for each in (same.scores, same.owners, same.dues, same.late))


def test_every_figure_has_its_definition_in_two_languages():
    figures = [getattr(analytics, name) for name in analytics.__all__]
    defined = {each.definition for each in figures if isinstance(each, type) and hasattr(each, "definition")}
    assert defined <= set(analytics.DEFINITIONS.values())
    for definition in analytics.DEFINITIONS.values():
        assert definition.en.endswith(".")
        assert definition.zh.endswith("。")
    assert FunnelStage.CAPTURED in [step.stage for step in analytics.funnel(*read(), NOW)]
