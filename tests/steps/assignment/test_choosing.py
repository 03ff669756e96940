"""Who of a team gets a lead: fairly, within everybody's limits, and the decision says why the others did not."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from leadkit import Lead
from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import Condition
from leadkit.model import Address
from leadkit.model.rotation import Rotation
from leadkit.steps.assignment import (
    BestMatch,
    Choice,
    Known,
    LeastLoaded,
    Person,
    RoundRobin,
    candidates_of,
    checked_choice,
    turn_taken,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = NOW.date()  # a Monday
NOBODY = Known()


def lead(id="lead-1", **fields):
    return Lead(id, NOW, NOW, **fields)


def weighed(members, people=None, rotation=None, known=None, *, today=TODAY, seed="", who=None):
    people = {member: (people or {}).get(member, Person()) for member in members}
    known = {member: (known or {}).get(member, NOBODY) for member in members}
    return candidates_of(who or lead(), members, people, rotation or Rotation("t"), known, today=today, seed=seed)


def served(members, turns, rotation=None, people=None, away=()):
    """(owner, rotation) of each turn."""
    rotation = rotation or Rotation("t")
    known = {member: Known(away=True) for member in away}
    for number in range(turns):
        candidates, _ = weighed(members, people, rotation, known, who=lead(str(number)))
        choice = RoundRobin().choose(lead(), candidates)
        rotation = turn_taken(rotation, choice.owner, candidates)
        yield choice.owner, rotation


def owners(members, turns, rotation=None, **options):
    return [owner for owner, _ in served(members, turns, rotation, **options)]


def rotation_after(members, turns, rotation=None, **options):
    *_, (_, after) = served(members, turns, rotation, **options)
    return after


# --- turns ----------------------------------------------------------------------------------------------------------


def test_turns_go_round_in_the_order_of_the_team():
    assert owners(("a", "b", "c"), 7) == ["a", "b", "c", "a", "b", "c", "a"]


@examples(st.integers(1, 6), st.integers(0, 40))
def test_turns_are_fair(members, turns):
    team = tuple(f"m{number}" for number in range(members))
    counts = Counter(owners(team, turns))
    assert sum(counts.values()) == turns
    assert max(counts.values(), default=0) - min((counts[member] for member in team), default=0) <= 1


def test_weights_are_kept_over_ten_thousand_leads():
    counts = Counter(owners(("a", "b", "c"), 10_000, people={"c": Person(weight=2)}))
    for owner, share in (("a", 2_500), ("b", 2_500), ("c", 5_000)):
        assert abs(counts[owner] - share) <= share / 100


@examples(st.lists(st.floats(0.1, 10), min_size=1, max_size=5), st.integers(1, 200))
def test_nobody_is_ever_far_from_their_share(weights, turns):
    people = {f"m{number}": Person(weight=weight) for number, weight in enumerate(weights)}
    counts = Counter(owners(tuple(people), turns, people=people))
    for owner, person in people.items():
        # The bound of start-time fair queuing: one own turn and one of everybody else's.
        share = turns * person.weight / sum(weights)
        slack = 1 + person.weight * sum(1 / other for other in weights) / sum(weights) * max(weights) + len(weights)
        assert abs(counts[owner] - share) <= slack


@pytest.mark.parametrize("order", [("a", "b", "new"), ("new", "b", "a")])
def test_a_new_member_is_next_once_and_has_no_backlog(order):
    after = rotation_after(("a", "b"), 20)
    counts = Counter(owners(order, 9, after))
    assert owners(order, 1, after) == ["new"]
    assert max(counts.values()) - min(counts.values()) <= 1


@examples(st.integers(1, 60))
def test_who_comes_back_from_leave_gets_no_burst(absent):
    team = ("a", "b", "c")
    before = rotation_after(team, 9)
    during = rotation_after(team, absent, before, away=("c",))
    back = owners(team, 6, during)
    assert Counter(back) == {"a": 2, "b": 2, "c": 2}
    assert all(pair != ("c", "c") for pair in pairwise(back))


@examples(st.integers(1, 10), st.permutations(["a", "b", "c", "d"]), st.integers(1, 4))
def test_members_who_come_and_go_are_served_evenly_from_then_on(before, order, stay):
    counts = Counter(owners(tuple(order[:stay]), 4 * stay, rotation_after(("a", "b"), before)))
    assert max(counts.values()) - min(counts.values()) <= 2
    assert set(counts) == set(order[:stay])


def test_a_strategy_that_skips_somebody_does_not_take_their_turn_away():
    candidates, _ = weighed(("a", "b", "c"))
    rotation = turn_taken(Rotation("t"), "c", candidates)
    assert owners(("a", "b", "c"), 5, rotation) == ["a", "b", "c", "a", "b"]


def test_ties_are_broken_by_a_seed_that_gives_the_same_answer_again():
    firsts = [weighed(("a", "b", "c"), seed="2026", who=lead(str(number)))[0] for number in range(60)]
    chosen = [RoundRobin().choose(lead(), candidates).owner for candidates in firsts]
    assert set(chosen) == {"a", "b", "c"}
    again = [weighed(("c", "b", "a"), seed="2026", who=lead(str(number)))[0] for number in range(60)]
    assert chosen == [RoundRobin().choose(lead(), candidates).owner for candidates in again]


# --- limits ---------------------------------------------------------------------------------------------------------

DAYS = {"2026-03-02": 2, "2026-03-01": 3, "2026-02-28": 4}


@pytest.mark.parametrize(
    ("person", "known", "why"),
    [
        (Person(), Known(away=True), "is away"),
        (Person(open_limit=5), Known(open=5), "has 5 open leads, of 5 at most"),
        (Person(open_limit=5), Known(open=4), None),
        (Person(open_limit=0), Known(open=0), "has 0 open leads, of 0 at most"),
        (Person(per_day=2), Known(counts=DAYS), "was given 2 today, of 2 at most"),
        (Person(per_day=3), Known(counts=DAYS), None),
        (Person(per_week=2), Known(counts=DAYS), "was given 2 this week, of 2 at most"),
        (Person(per_month=5), Known(counts=DAYS), "was given 5 this month, of 5 at most"),
        (Person(per_month=6), Known(counts=DAYS), None),
    ],
)
def test_who_may_not_get_it_falls_out_with_the_reason(person, known, why):
    candidates, lost = weighed(("a", "b"), {"a": person}, known={"a": known})
    assert lost == ({"a": why} if why else {})
    assert [each.owner for each in candidates] == (["b"] if why else ["a", "b"])


def test_a_ledger_counts_days_and_forgets_old_ones():
    counts = Rotation("x", {"2025-12-01": 4, "2026-03-01": 1, "2026-03-02": 1}, 3)
    after = counts.counted(TODAY)
    assert (after.turns, after.version) == ({"2026-03-01": 1, "2026-03-02": 2}, 4)


@examples(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=80), st.integers(0, 3), st.integers(0, 6))
def test_limits_are_never_exceeded(days, per_day, per_week):
    person, counts, got = Person(per_day=per_day, per_week=per_week), Rotation("x"), Counter()
    for number, _ in sorted(days):
        today = date.fromordinal(TODAY.toordinal() + number)
        candidates, lost = weighed(("a",), {"a": person}, known={"a": Known(counts=counts.turns)}, today=today)
        assert bool(candidates) != bool(lost)
        if candidates:
            counts = counts.counted(today)
            got[today] += 1
    assert max(got.values(), default=0) <= per_day
    weeks = Counter()
    for day, count in got.items():
        weeks[day.isocalendar()[:2]] += count
    assert max(weeks.values(), default=0) <= per_week


# --- other strategies -----------------------------------------------------------------------------------------------


def test_the_least_loaded_gets_it_by_weight():
    known = {"a": Known(open=4), "b": Known(open=3), "c": Known(open=6)}
    candidates, _ = weighed(("a", "b", "c"), {"c": Person(weight=3)}, known=known)
    choice = LeastLoaded().choose(lead(), candidates)
    assert (choice.owner, choice.because) == ("c", "has the fewest open leads for their weight, 6")
    assert choice.lost == {"a": "has 4 open leads", "b": "has 3 open leads"}


GERMAN = Condition("address.country", "in", ("DE", "AT"))
MACHINES = Condition("industry", "contains", ("machinery",))


@pytest.mark.parametrize(
    ("fields", "known", "owner", "because"),
    [
        ({"industry": "Machinery", "address": Address(country="DE")}, {}, "b", "has 2 strengths for it"),
        ({"address": Address(country="AT")}, {}, "a", "has 1 strengths for it"),
        ({"industry": "Machinery"}, {"c": Known(knows=True)}, "c", "looks after this customer"),
        ({}, {}, "a", "has 0 strengths for it"),
    ],
)
def test_who_knows_the_customer_or_the_matter_gets_it(fields, known, owner, because):
    people = {"a": Person(strengths=[GERMAN]), "b": Person(strengths=[GERMAN, MACHINES])}
    candidates, _ = weighed(("a", "b", "c"), people, known=known, who=lead(**fields))
    choice = BestMatch().choose(lead(**fields), candidates)
    assert (choice.owner, choice.because) == (owner, because)
    assert set(choice.lost) == {"a", "b", "c"} - {owner}


# --- answers of plug-ins --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "a",
        Choice("z", "x"),
        Choice(["a"], "x"),
        Choice("a", None),
        Choice("a", "\0"),
        Choice("a", "x" * 100_001),
        Choice("a", "x", {"z": "x"}),
        Choice("a", "x", {"b": None}),
    ],
)
def test_only_a_candidate_with_a_storable_reason_is_a_choice(answer):
    with pytest.raises(InvalidPlaybook):
        checked_choice(answer, weighed(("a", "b"))[0])


def test_a_proper_choice_is_taken_as_it_is():
    choice = Choice("a", "speaks French", {"b": "does not"})
    assert checked_choice(choice, weighed(("a", "b"))[0]) is choice
