"""A playbook in TOML: every table, strictly."""

from datetime import date, timedelta
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from leadkit import BusinessCalendar, Channel, Money
from leadkit.cli import plugins
from leadkit.cli.playbook_file import load_playbook
from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import Condition
from leadkit.model import ContentKind, FollowUpChannel
from leadkit.playbook import Playbook
from leadkit.steps.assignment import (
    AssignmentPolicy,
    BestMatch,
    LeastLoaded,
    Person,
    RoundRobin,
    Team,
    TeamRule,
)
from leadkit.steps.followup import (
    Cadence,
    CadenceStep,
    Content,
    Escalation,
    Exit,
    FollowUpPolicy,
    ResponseTarget,
)
from leadkit.steps.lifecycle import (
    DIMENSIONS,
    Cuts,
    Dimension,
    ExpectedGap,
    LifecyclePolicy,
    RewardTier,
    Segments,
    WinBackPlan,
)

EXAMPLE = Path(__file__).parents[2] / "examples" / "playbook.toml"


def loaded(tmp_path, text):
    file = tmp_path / "playbook.toml"
    file.write_text(text, encoding="utf-8")
    return load_playbook(file)


def test_an_empty_file_is_the_default_playbook(tmp_path):
    playbook, default = loaded(tmp_path, ""), Playbook()
    assert playbook.scorer == default.scorer
    assert playbook.assignment == default.assignment
    assert playbook.follow_up == default.follow_up
    assert playbook.customers == default.customers
    assert playbook.pipelines == default.pipelines
    assert playbook.duplicates == default.duplicates


def test_the_example_loads():
    assert len(load_playbook(EXAMPLE).assignment.teams) > 1


def test_tables_become_policies(tmp_path):
    playbook = loaded(
        tmp_path,
        """
        [follow_up]
        first_contact_hours = 2
        zone = "Asia/Shanghai"
        [scoring]
        name = "ours"
        bands = { high = 10 }
        [[scoring.rules]]
        field = "job_title"
        operator = "contains"
        value = ["总监"]
        points = 15
        [duplicates]
        ignore_plus_tags = false
        [status_labels]
        working = "跟进中"
        """,
    )
    assert (playbook.duplicates.ignore_plus_tags, playbook.duplicates.ignore_gmail_dots) == (False, True)
    assert playbook.follow_up.first_contact_within == timedelta(hours=2)
    assert playbook.follow_up.zone == "Asia/Shanghai"
    assert [rule.points for rule in playbook.scorer.rules] == [15]
    assert playbook.lead_machine.label("working") == "跟进中"


FOLLOW_UP = """
[follow_up]
assign_hours = 1
warn_hours = 2
reassign_hours = 48
manager = "mo"
consent_required = true
goals = { answer = "answer them" }
managers = { china = "wu" }
status_limit_days = { working = 30, qualified = 14.5 }
targets = [{ hours = 0.5, conditions = [{ field = "score.priority", operator = "is", value = "high" }] }]
escalations = [{ after_hours = 24 }, { after_hours = 72, to = "director" }]
contents = [{ kind = "guide", title = "The guide", body = "Dear $name" }]

[follow_up.calendar]
hours = { mon-fri = "09:00-12:00,13:00-18:00" }
zone = "Asia/Shanghai"
country = "CN"
years = [2026]
dates = { "2026-12-31" = "09:00-12:00" }

[follow_up.calendars.li]
away = [[2026-08-03, 2026-08-14]]

[[follow_up.cadences]]
name = "fair"
conditions = [{ field = "source.channel", operator = "is", value = "exhibition" }]
exits = ["meeting"]
steps = [
    { channel = "phone", goal = "thank them" },
    { channel = "email", goal = "send the guide", after_days = 2, content = "guide" },
]
"""


def test_follow_up_is_told_in_tables(tmp_path):
    policy = loaded(tmp_path, FOLLOW_UP).follow_up
    hour, day = timedelta(hours=1), timedelta(days=1)
    usual = BusinessCalendar.weekly("09:00-12:00,13:00-18:00", zone="Asia/Shanghai")
    assert policy == FollowUpPolicy(
        goals={"answer": "answer them"},
        targets=[ResponseTarget(hour / 2, [Condition("score.priority", "is", "high")])],
        assign_within=hour,
        status_limits={"working": 30 * day, "qualified": 14.5 * day},
        calendar=policy.calendar,
        calendars={"li": policy.calendar.without((date(2026, 8, 3), date(2026, 8, 14)))},
        warn_before=2 * hour,
        escalations=[Escalation(day), Escalation(3 * day, "director")],
        reassign_after=2 * day,
        manager="mo",
        managers={"china": "wu"},
        cadences=[
            Cadence(
                "fair",
                [
                    CadenceStep(FollowUpChannel.PHONE, "thank them"),
                    CadenceStep(FollowUpChannel.EMAIL, "send the guide", 2 * day, ContentKind.GUIDE),
                ],
                [Condition("source.channel", "is", "exhibition")],
                [Exit.MEETING],
            )
        ],
        contents=[Content(ContentKind.GUIDE, "The guide", "Dear $name")],
        consent_required=True,
    )
    assert policy.calendar.hours == usual.hours
    assert policy.calendar.dates[date(2026, 10, 1)] == ""
    assert policy.calendar.dates[date(2026, 2, 14)] == "09:00-12:00,13:00-18:00"
    assert policy.calendar.dates[date(2026, 12, 31)] == "09:00-12:00"


ASSIGNMENT = """
[[teams]]
name = "east"
members = ["an", "bo"]

[assignment]
strategy = "least_loaded"
ripe = [{ field = "score.total", operator = "at_least", value = 30 }]
overflow_pool = "public"
horizon_hours = 24
zone = "Asia/Shanghai"
seed = "2026"

[assignment.people.an]
weight = 2
open_limit = 40
per_day = 5
strengths = [{ field = "address.country", operator = "is", value = "CN" }]

[[assignment.rules]]
team = "east"
name = "hot"
strategy = "round_robin"
conditions = [{ field = "company", operator = "filled", value = true }]
"""


def test_assignment_is_told_in_tables(tmp_path):
    assert loaded(tmp_path, ASSIGNMENT).assignment == AssignmentPolicy(
        [Team("east", ["an", "bo"])],
        [TeamRule("east", [Condition("company", "filled")], "hot", RoundRobin())],
        strategy=LeastLoaded(),
        people={"an": Person(2, 40, 5, strengths=[Condition("address.country", "is", "CN")])},
        ripe=[Condition("score.total", "at_least", 30)],
        overflow_pool="public",
        horizon=timedelta(hours=24),
        zone="Asia/Shanghai",
        seed="2026",
    )


def test_an_installed_package_may_offer_a_strategy(tmp_path, monkeypatch):
    offered = EntryPoint("ours", "leadkit.steps.assignment:BestMatch", plugins.STRATEGIES)
    monkeypatch.setattr(plugins, "entry_points", lambda group: [offered] if group == plugins.STRATEGIES else [])
    assert loaded(tmp_path, '[assignment]\nstrategy = "ours"').assignment.strategy == BestMatch()
    with pytest.raises(InvalidPlaybook, match="unknown_plugin"):
        loaded(tmp_path, '[assignment]\nstrategy = "theirs"')


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[follow_up]\nfirst_contact_hours = 0", "first_contact_within"),
        ("[follow_up]\nhours = 1", "follow_up.hours"),
        ('[duplicates]\nignore_plus_tags = "no"', "duplicates.ignore_plus_tags"),
        ('[[teams]]\nname = "a"\nmembers = []', "a"),
        ('[[teams]]\nname = "a"\nmembers = "kim"', "teams[0].members"),
        ('[[scoring.rules]]\nfield = "compny"\noperator = "filled"\nvalue = true\npoints = 5', "compny"),
        ('[[scoring.rules]]\nfield = "company"\noperator = "~"\nvalue = 1\npoints = 5', "company"),
        ('[assignment]\nfallback = "nobody"', "nobody"),
        ('[[pipelines]]\nname = "p"\nstages = []', "pipelines[0]"),
        (
            '[[pipelines]]\nname = "p"\nstages = [{ name = "a", probability = "10" }]',
            "pipelines[0].stages[0].probability",
        ),
        ('[quoting]\nrounding = "up"', "quoting.rounding"),
        ('[quoting]\nzone = "Mars"', "quoting.zone"),
        ('[[lost_reasons]]\ncode = "price"', "lost_reasons[0].label"),
        ('[[offers]]\nproduct = "ERP"\nanswers = "stock"', "offers[0].answers"),
        ('[status_labels]\nwibble = "x"', "wibble"),
        ("not = [toml", "playbook"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, field):
    with pytest.raises(InvalidPlaybook) as wrong:
        loaded(tmp_path, text)
    assert any(field in (problem.field or "") for problem in wrong.value.problems), wrong.value


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("[follow_up]\nfirst_contact_hours = inf", "out_of_range", "follow_up.first_contact_hours"),
        ("[follow_up]\nthen_days = nan", "out_of_range", "follow_up.then_days"),
        ("[follow_up]\nnurturing_days = 1e300", "out_of_range", "follow_up.nurturing_days"),
        ("[capture]\nsame_content_seconds = -inf", "out_of_range", "capture.same_content_seconds"),
        ('[follow_up]\nzone = "Mars/Olympus"', "unknown_zone", "zone"),
        ("[scoring.bands]\nhot = 50", "unknown_band", "scoring.bands.hot"),
        ('[scoring.bands]\nhigh = "50"', "wrong_type", "scoring.bands.high"),
        ('[scoring]\nrules = ["status is x, y: +5", {}]', "required", "scoring.rules[1].field"),
        ('[[scoring.rules]]\nfield="status"\noperator="in"\nvalue=[["a"]]\npoints=5', "wrong_type", "scoring.status"),
        ("surprise = 1", "unknown_field", "surprise"),
        ("[follow_up]\nreassign_hours = nan", "out_of_range", "follow_up.reassign_hours"),
        ("[follow_up.status_limit_days]\nworking = inf", "out_of_range", "follow_up.status_limit_days.working"),
        ("[follow_up.status_limit_days]\ndancing = 5", "unknown_state", "status_limits.dancing"),
        ('[follow_up.calendar]\nhours = { mon = "9-9" }', "wrong_hours", "follow_up.calendar.mon"),
        ("[follow_up.calendar]\n", "never_opens", "follow_up.calendar.hours"),
        ('[follow_up.calendar]\ndates = { xmas = "" }', "not_a_date", "follow_up.calendar.dates"),
        (
            '[follow_up.calendar]\nhours = { mon = "9-17" }\ncountry = "ZZ"',
            "unknown_country",
            "follow_up.calendar.country",
        ),
        (
            '[follow_up.calendars.li]\naway = [["2026-08-01", "2026-08-14"]]',
            "never_opens",
            "follow_up.calendars.li.hours",
        ),
        ('[[follow_up.cadences]]\nname = "x"\nsteps = [{ channel = "fax", goal = "x" }]', "invalid_value", None),
    ],
)
def test_values_that_no_policy_can_hold_are_named(tmp_path, text, code, field):
    with pytest.raises(InvalidPlaybook) as wrong:
        loaded(tmp_path, text)
    assert (code, field or wrong.value.problems[0].field) in [(each.code, each.field) for each in wrong.value.problems]


def test_every_wrong_table_is_told_at_once(tmp_path):
    with pytest.raises(InvalidPlaybook) as wrong:
        loaded(tmp_path, '[cleansing]\nregion = 5\n[[teams]]\nname = "a"\n[follow_up]\nzone = 5\n')
    assert {problem.field for problem in wrong.value.problems} == {
        "cleansing.region",
        "teams[0].members",
        "follow_up.zone",
    }


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00", None])
def test_a_file_that_is_no_text_is_told(tmp_path, data):
    file = tmp_path / "playbook.toml"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(InvalidPlaybook, match="unreadable"):
        load_playbook(file)


def test_the_customers_table(tmp_path):
    text = """
    [customers]
    fit_grades = []
    loyal_purchases = 2
    loyal_days = 100
    churn_reasons = { price = "too dear" }
    care = "visits"
    [customers.expected_gap]
    usual_days = 7
    at_risk_days = [3, 90]
    [[customers.win_back]]
    name = "letter"
    channel = "offline_ad"
    need = "come back"
    [[customers.tiers]]
    name = "gold"
    amount = "5000"
    currency = "EUR"
    [[customers.dimensions]]
    name = "segment"
    customers = "extra.segment"
    labels = { k = "key account" }
    [[follow_up.cadences]]
    name = "visits"
    steps = [{ channel = "phone", goal = "call them" }]
    """
    policy = loaded(tmp_path, text).customers
    days = timedelta(days=1)
    assert policy == LifecyclePolicy(
        ExpectedGap(usual=7 * days, at_risk_between=(3 * days, 90 * days)),
        fit_grades=(),
        loyal_purchases=2,
        loyal_within=100 * days,
        churn_reasons={"price": "too dear"},
        win_back=[WinBackPlan("letter", Channel.OFFLINE_AD, "come back")],
        care="visits",
        tiers=[RewardTier("gold", value=Money(5_000, "EUR"))],
        dimensions=[*DIMENSIONS, Dimension("segment", "extra.segment", labels={"k": "key account"})],
    )
    segments = loaded(tmp_path, "[customers.segments]\nrecency_days = [30, 90]\nfrequency = [2, 4]").customers.strategy
    assert segments == Segments(Cuts([30, 90], [2, 4]))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[customers]\ncare = "none such"', "unknown_cadence"),
        ("[customers]\nloyal_purchases = 0", "out_of_range"),
        ("[customers.expected_gap]\nat_risk_days = [3]", "wrong_type"),
        ("[customers.segments]\nrecency_days = [9, 3]\nfrequency = [1]", "impossible_range"),
        ('[[customers.dimensions]]\nname = "x"\ncustomers = "shoe"', "unknown_field"),
        ("[customers.expected_gap]\nusual_days = inf", "out_of_range"),
    ],
)
def test_a_wrong_customers_table_is_named(tmp_path, text, code):
    with pytest.raises(InvalidPlaybook) as caught:
        loaded(tmp_path, text)
    assert code in {problem.code for problem in caught.value.problems}


def test_stages_reasons_quoting_and_offers_are_read():
    playbook = load_playbook(EXAMPLE)
    stage = playbook.pipeline("service").stage("quoted")
    assert (stage.rot_days, stage.business_days, stage.called("zh"), stage.called()) == (7, True, "已报价", "Quoted")
    assert [reason.code for reason in playbook.lost_reasons] == ["price", "rival", "other"]
    assert playbook.lost_reasons[1].needs_competitor
    assert (playbook.quoting.tax_rounding, playbook.quoting.valid_days) == ("line", 30)
    assert playbook.offers[0].answers == ("turning", "车床")


def test_all_that_is_wrong_with_pipelines_is_told_at_once(tmp_path):
    text = """
        [[pipelines]]
        name = "one"
        stages = [{ name = "a", probability = 101, rot_days = 0 }, { name = "a", probability = 5 }]
        [[pipelines]]
        name = "two"
        stages = [{ name = "b" }]
        [[lost_reasons]]
        code = 5
        label = "Price"
    """
    with pytest.raises(InvalidPlaybook) as wrong:
        loaded(tmp_path, text)
    found = {(problem.code, problem.field) for problem in wrong.value.problems}
    assert found >= {
        ("duplicate_stage", "pipelines[0].a"),
        ("out_of_range", "pipelines[0].a"),
        ("closed_stages", "pipelines[0].won"),
        ("closed_stages", "pipelines[0].lost"),
        ("wrong_type", "lost_reasons[0].code"),
    }
    assert any(field.startswith("pipelines[1].stages[0]") for _, field in found)
