"""What a pool may be, who it admits, what it shows, and what is wrong with one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leadkit import BusinessCalendar, Channel, Lead, Playbook
from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import Condition
from leadkit.model import Address, EmailAddress, PersonName, PhoneNumber, Source
from leadkit.steps.assignment import AssignmentPolicy, Person, Team
from leadkit.steps.pool import (
    BACK_IN_TIME,
    MASKABLE,
    AllOf,
    AnyOf,
    Pool,
    ReclaimRule,
    Since,
    Visibility,
    return_reason,
    viewed,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LEAD = Lead(
    "lead-1",
    NOW,
    NOW,
    name=PersonName("王小明"),
    company="顶点 Tel 0571-8888 7777",
    emails=[EmailAddress("wang@example.com", "wang@example.com")],
    phones=[PhoneNumber("13812345678", "+8613812345678")],
    address=Address("Street 1", "杭州", "浙江", country="CN"),
    needs=["请联系 wang@example.com 或 138 1234 5678", "ERP for 250 people in 2027"],
    source=Source(Channel.EXHIBITION, "广交会", landing_page="https://example.com/?email=wang@example.com"),
    status_reason="没有预算",
    pool="公海",
)


def codes(build):
    with pytest.raises(InvalidPlaybook) as caught:
        build()
    return {(problem.code, problem.field) for problem in caught.value.problems}


def test_everything_that_is_wrong_is_said_at_once():
    rules = [
        ReclaimRule("a", Condition("status", "is", "working"), BACK_IN_TIME),
        ReclaimRule(
            "a", AnyOf([Since("owner_since", 30 * DAY), Condition("nothing", "is", 1)]), NOW.replace(tzinfo=None)
        ),
        ReclaimRule("b", AllOf([Since("customer.nothing", 0 * DAY), AllOf([])]), BACK_IN_TIME),
    ]
    found = codes(
        lambda: Pool(
            "p",
            members=["an", "an"],
            claim_limit=-1,
            daily_cap=True,
            extensions=1,
            cool_off=-DAY,
            masked=["iq"],
            zone="Mars",
            conditions=[Condition("nothing", "is", 1)],
            reclaim=rules,
        )
    )
    assert found == {
        ("wrong_members", "p.members"),
        ("out_of_range", "p.claim_limit"),
        ("out_of_range", "p.daily_cap"),
        ("out_of_range", "p.cool_off"),
        ("out_of_range", "p.extension"),
        ("unknown_field", "p.masked"),
        ("unknown_zone", "p.zone"),
        ("unknown_field", "nothing"),
        ("duplicate_rule", "p.a"),
        ("no_clock", "p.a"),
        ("naive_datetime", "p.a.applies"),
        ("unknown_field", "customer.nothing"),
        ("out_of_range", "p.b.customer.nothing"),
        ("required", "p.b"),
    }
    assert codes(lambda: Pool("")) == {("required", "pools")}
    assert codes(lambda: Pool("p", members="an")) == {("wrong_members", "members")}


def test_a_playbook_knows_its_pools_and_teams():
    rule = ReclaimRule("idle", Since("owner_since", DAY), BACK_IN_TIME, to="nowhere")
    pools = [Pool("a", teams=["north"], reclaim=[rule]), Pool("a", visible_to=["sales"])]
    assert codes(lambda: Playbook(pools=pools, assignment=AssignmentPolicy(overflow_pool="public"))) == {
        ("wrong_pools", "pools"),
        ("unknown_team", "a.north"),
        ("unknown_pool", "a.idle.to"),
        ("unknown_pool", "assignment.overflow_pool"),
    }
    east = Pool("east", conditions=[Condition("address.region", "is", "浙江")])
    book = Playbook(pools=[east, Pool("rest")])
    assert [book.pool_of(lead).name for lead in (LEAD, Lead("2", NOW, NOW), Lead("3", NOW, NOW, home_pool="rest"))] == [
        "east",
        "rest",
        "rest",
    ]
    assert (book.pool().name, book.pool("gone")) == ("east", None)
    assert Playbook(pools=[east]).pool_of(Lead("2", NOW, NOW)) is None


def test_until_a_pool_is_named_any_name_is_one_that_is_open_to_everybody():
    book = Playbook()
    assert (book.pool().name, book.pool("west"), book.pool_of(LEAD).name) == ("public", Pool("west"), "public")
    assert Pool("west").admits("anybody", ())
    assert Pool("west").shows_to("anybody", ())


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        (Visibility.EVERYBODY, {"an", "bo", "boss", "cy", "di"}),
        (Visibility.MEMBERS, {"an", "bo", "boss", "cy"}),
        (Visibility.ADMINS, {"boss", "cy"}),
    ],
)
def test_members_claim_and_whoever_it_is_shown_to_sees(visibility, seen_by):
    teams = {"bo": ["north"], "cy": ["audit"]}
    pool = Pool("p", members=["an"], teams=["north"], admins=["boss"], visibility=visibility, visible_to=["audit"])
    people = ("an", "bo", "boss", "cy", "di")
    assert {who for who in people if pool.admits(who, teams.get(who, ()))} == {"an", "bo", "boss"}
    assert {who for who in people if pool.shows_to(who, teams.get(who, ()))} == seen_by


def test_a_view_says_what_it_is_about_and_not_how_to_reach_it():
    view = viewed(LEAD, Pool("公海"))
    assert (view.name, view.emails, view.phones) == ("王**", ("w***@example.com",), ("+86***78",))
    assert view.needs == ("请联系 w***@example.com 或 138***78", "ERP for 250 people in 2027")
    assert (view.company, view.region, view.because) == ("顶点 Tel 057***77", "CN 浙江 杭州", "没有预算")
    assert view.source == Source(Channel.EXHIBITION, "广交会")
    told = repr(view)
    assert not any(secret in told for secret in ("小明", "wang@", "13812345678", "1234 5678", "8888"))
    assert viewed(LEAD, Pool("p"), masked=False).phones == ("+8613812345678",)


@pytest.mark.parametrize("name", sorted(MASKABLE))
def test_whatever_can_be_masked_is(name):
    plain, hidden = (viewed(LEAD, Pool("p", masked=masked)) for masked in ((), [name]))
    full = viewed(Lead("1", NOW, NOW), Pool("p", masked=MASKABLE))
    assert getattr(hidden, name) != getattr(plain, name) or not getattr(plain, name)
    assert not getattr(full, name) or name == "source"


def test_western_names_leave_a_trace_of_each_word():
    lead = Lead("1", NOW, NOW, name=PersonName("Ann Lee"))
    assert viewed(lead, Pool("p")).name == "A*** L***"


def test_return_reasons_are_those_of_the_list_and_other_needs_a_note():
    pool = Pool("p", return_reasons=["无预算", "no answer"])
    assert return_reason(pool, "无预算", "") == "无预算"
    assert return_reason(pool, "other", " moved away ") == "other: moved away"
    assert [each.code for each in return_reason(pool, "other", " ").problems] == ["missing_note"]
    assert [each.code for each in return_reason(pool, "because", "").problems] == ["unknown_reason"]
    assert return_reason(Pool("p"), "anything", "") == "anything"


def test_days_are_those_of_the_zone_or_of_work():
    office = BusinessCalendar.weekly("09:00-17:00", zone="Asia/Shanghai", holidays=[date(2026, 3, 3)])
    friday = datetime(2026, 2, 27, 20, tzinfo=UTC)  # Saturday, four in the morning, in Shanghai
    calendar_days, working = Pool("p", zone="Asia/Shanghai"), Pool("p", zone="Asia/Shanghai", working_days=True)
    assert calendar_days.today(friday) == date(2026, 2, 28)
    assert calendar_days.later(friday, 3 * DAY, office) == friday + 3 * DAY
    assert working.later(friday, 3 * DAY, office) == datetime(2026, 3, 4, 20, tzinfo=UTC)  # Mon 2, Wed 4, Thu 5 there
    assert working.later(friday, 3 * DAY, None) == friday + 3 * DAY


def test_a_team_s_limit_and_a_person_s_are_one_the_smallest():
    policy = AssignmentPolicy(
        [Team("a", ["an", "bo"], open_limit=5), Team("b", ["bo", "cy"], open_limit=3)],
        people={"an": Person(open_limit=9, weight=2), "cy": Person(open_limit=1)},
    )
    assert [policy.person(who).open_limit for who in ("an", "bo", "cy", "di")] == [5, 3, 1, None]
    assert policy.person("an").weight == 2
    assert policy.teams_of("bo") == {"a", "b"}
    assert codes(lambda: AssignmentPolicy([Team("a", ["an"], open_limit=-1)])) == {("out_of_range", "a.open_limit")}
