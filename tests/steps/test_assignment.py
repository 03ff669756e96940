"""Who gets a lead: the team by rule, the person by turn, and why."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Channel, Lead, Money, Playbook, Refusal
from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import Condition
from leadkit.model import Source
from leadkit.model.rotation import Rotation
from leadkit.steps.assignment import (
    AssignmentPolicy,
    Choice,
    RoundRobin,
    Team,
    TeamRule,
    assigned,
    checked_choice,
    choose_team,
    owned,
    released,
    turn_taken,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MACHINE = Playbook().lead
EAST, WEST = Team("east", ("an", "bo")), Team("west", ("cy",))
BIG = TeamRule("west", (Condition("company_size", "is", "500+"), Condition("source.channel", "in", ("referral",))))
RULES = (BIG, TeamRule("east", (Condition("source.channel", "is", "referral"),)))


def lead(**fields):
    return Lead("lead-1", NOW, NOW, **fields)


def served(team, turns, rotation=None):
    rotation = rotation or Rotation(team.name)
    for _ in range(turns):
        choice = RoundRobin().choose(lead(), team, rotation)
        rotation = turn_taken(rotation, choice.owner)
        yield choice.owner, rotation


def owners(team, turns, rotation=None):
    return [owner for owner, _ in served(team, turns, rotation)]


def test_turns_go_round_in_the_order_of_the_team():
    assert owners(Team("t", ("a", "b", "c")), 7) == ["a", "b", "c", "a", "b", "c", "a"]


@given(st.integers(1, 6), st.integers(0, 40))
def test_turns_are_fair(members, turns):
    team = Team("t", tuple(f"m{number}" for number in range(members)))
    counts = Counter(owners(team, turns))
    assert sum(counts.values()) == turns
    assert max(counts.values(), default=0) - min((counts[member] for member in team.members), default=0) <= 1


@pytest.mark.parametrize("order", [("a", "b", "new"), ("new", "b", "a")])
def test_a_new_member_is_next_once_and_has_no_backlog(order):
    *_, (_, rotation) = served(Team("t", ("a", "b")), 20)
    assert owners(Team("t", order), 7, rotation) == ["new", "a", "b"] * 2 + ["new"]


@given(st.integers(1, 10), st.permutations(["a", "b", "c", "d"]), st.integers(1, 4))
def test_members_who_come_and_go_are_served_evenly_from_then_on(before, order, stay):
    *_, (_, rotation) = served(Team("t", ("a", "b")), before)
    counts = Counter(owners(Team("t", tuple(order[:stay])), 4 * stay, rotation))
    assert max(counts.values()) - min(counts.values()) <= 2
    assert set(counts) == set(order[:stay])


def test_a_rotation_remembers_its_turns():
    rotation = turn_taken(turn_taken(Rotation("t"), "a"), "b")
    assert (rotation.turns, rotation.version) == ({"a": 1, "b": 2}, 2)


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
    chosen, because = choose_team(lead(**fields), AssignmentPolicy((EAST, WEST), RULES))
    assert (chosen.name, because) == (team, why)


def test_the_fallback_is_named_or_the_first_team():
    assert choose_team(lead(), AssignmentPolicy((EAST, WEST), fallback="west"))[0] is WEST
    assert choose_team(lead(), AssignmentPolicy((EAST, WEST)))[0] is EAST
    assert choose_team(lead(), AssignmentPolicy())[0].members == ("sales",)


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


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "an",
        Choice("cy", "x"),
        Choice(["an"], "x"),
        Choice("an", None),
        Choice("an", "\0"),
        Choice("an", "x" * 501),
    ],
)
def test_only_a_member_with_a_storable_reason_is_a_choice(answer):
    with pytest.raises(InvalidPlaybook):
        checked_choice(answer, EAST)


def test_a_proper_choice_is_taken_as_it_is():
    choice = Choice("an", "speaks French")
    assert checked_choice(choice, EAST) is choice


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
