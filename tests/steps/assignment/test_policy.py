"""Which team gets a lead and why, and what being assigned does to it."""

from datetime import UTC, datetime, timedelta

import pytest

from leadkit import Channel, Lead, Money, Playbook, Priority, Refusal, Score
from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import Condition
from leadkit.model import Source
from leadkit.steps.assignment import (
    AssignmentPolicy,
    Choice,
    LeastLoaded,
    Person,
    RoundRobin,
    Team,
    TeamRule,
    assigned,
    owned,
    routed,
    unripe,
)
from leadkit.steps.pool import released

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MACHINE = Playbook().lead
EAST, WEST = Team("east", ("an", "bo")), Team("west", ("cy",))
BIG = TeamRule("west", (Condition("company_size", "is", "500+"), Condition("source.channel", "in", ("referral",))))
RULES = (BIG, TeamRule("east", (Condition("source.channel", "is", "referral"),)))


def lead(**fields):
    return Lead("lead-1", NOW, NOW, **fields)


@pytest.mark.parametrize(
    ("fields", "team", "why"),
    [
        (
            {"source": Source(Channel.REFERRAL), "company_size": "500+"},
            "west",
            "company size is 500+ and source channel in referral",
        ),
        ({"source": Source(Channel.REFERRAL)}, "east", "source channel is referral"),
        ({"company_size": "500+"}, "east", "no rule names another team"),
        ({}, "east", "no rule names another team"),
    ],
)
def test_the_first_rule_whose_conditions_all_hold_names_the_team(fields, team, why):
    route = routed(lead(**fields), AssignmentPolicy((EAST, WEST), RULES))
    assert (route.team.name, route.because) == (team, why)


def test_the_fallback_is_named_or_the_first_team():
    assert routed(lead(), AssignmentPolicy((EAST, WEST), fallback="west")).team is WEST
    assert routed(lead(), AssignmentPolicy((EAST, WEST))).team is EAST
    assert routed(lead(), AssignmentPolicy()).team.members == ("sales",)


def test_assigning_names_owner_team_and_reason():
    done = assigned(lead(pool="public"), MACHINE, Choice("an", "next in turn"), "east", NOW)
    assert (done.noun.owner, done.noun.team, done.noun.pool, done.noun.status) == ("an", "east", None, "assigned")
    assert [str(event) for event in done.events] == ["2026-03-02 09:00 assigned to an: next in turn"]
    assert owned(done.noun)


def test_releasing_takes_owner_and_team_away_and_needs_a_reason():
    held = assigned(lead(budget=Money(5, "EUR")), MACHINE, Choice("an", "x"), "east", NOW).noun
    done = released(held, MACHINE, "public", "on leave", NOW)
    assert (done.noun.owner, done.noun.team, done.noun.pool, done.noun.status) == (None, None, "public", "new")
    assert not owned(done.noun)
    refusal = released(held, MACHINE, "public", " ", NOW)
    assert [problem.code for problem in refusal.problems] == ["missing_reason"]


def test_nobody_cannot_own_a_lead():
    refusal = assigned(lead(), MACHINE, Choice("", "x"), None, NOW)
    assert isinstance(refusal, Refusal)
    assert [(problem.code, problem.field) for problem in refusal.problems] == [("missing_field", "owner")]


def test_a_named_rule_remembers_by_itself_and_may_have_a_strategy_of_its_own():
    rules = [
        TeamRule("east", [Condition("score.priority", "is", "high")], "hot", LeastLoaded()),
        TeamRule("east", [Condition("company", "filled")]),
    ]
    policy = AssignmentPolicy([EAST, WEST], rules)
    hot = lead(score=Score((), Priority.HIGH, NOW, "x"))
    assert [(routed(each, policy).memory, routed(each, policy).strategy) for each in (hot, lead(company="x"))] == [
        ("east/hot", LeastLoaded()),
        ("east", RoundRobin()),
    ]


def test_a_lead_is_ripe_when_it_meets_what_the_policy_wants():
    policy = AssignmentPolicy(ripe=[Condition("emails.valid", "is"), Condition("company", "filled")])
    assert [(problem.code, problem.field) for problem in unripe(lead(company="x"), policy)] == [
        ("not_ripe", "emails.valid")
    ]
    assert unripe(lead(), AssignmentPolicy()) == ()


def test_a_wrong_policy_is_refused_with_every_fault():
    with pytest.raises(InvalidPlaybook) as caught:
        AssignmentPolicy(
            (EAST, EAST, Team("none", ()), Team("twice", ("a", "a"))),
            (TeamRule("north", (Condition("company", "equals", "x"), Condition("sorce.channel", "is", "chat"))),),
            fallback="south",
        )
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("duplicate_team", "east"),
        ("wrong_members", "none"),
        ("wrong_members", "twice"),
        ("unknown_team", "north"),
        ("unknown_team", "south"),
        ("unknown_operator", "company"),
        ("unknown_field", "sorce.channel"),
    ]
    with pytest.raises(InvalidPlaybook, match="no_team"):
        AssignmentPolicy(())


def test_wrong_people_and_overflows_are_refused_with_every_fault():
    with pytest.raises(InvalidPlaybook) as caught:
        AssignmentPolicy(
            (EAST, Team("east/hot", ["x"])),
            [TeamRule("east", [], "hot"), TeamRule("east", [], "x" * 200)],
            people={"an": Person(weight=0, open_limit=-1, per_day=1.5, strengths=[Condition("compny", "filled")])},
            ripe=[Condition("compny", "filled")],
            overflow_owner="mo",
            overflow_pool="public",
            horizon=timedelta(-1),
            zone="Mars",
        )
    assert [(problem.code, problem.field[:20]) for problem in caught.value.problems] == [
        ("duplicate_rule", "east/hot"),
        ("too_long", "east/xxxxxxxxxxxxxxx"),
        ("out_of_range", "people.an.weight"),
        ("out_of_range", "people.an.open_limit"),
        ("out_of_range", "people.an.per_day"),
        ("unknown_field", "compny"),
        ("two_overflows", "overflow_pool"),
        ("out_of_range", "horizon"),
        ("unknown_zone", "zone"),
        ("unknown_field", "compny"),
    ]
