"""Who gets which lead, and the pool where two claimers meet."""

from collections import Counter
from datetime import timedelta

import pytest

from leadkit import BusinessCalendar, Channel, LeadStatus, NotFound, Playbook, Refused, from_json, to_json
from leadkit.aio import LeadDesk
from leadkit.kernel.conditions import Condition
from leadkit.model.events import LeadAssigned, Moved, PluginFailed
from leadkit.steps.assignment import AssignmentPolicy, BestMatch, Choice, Person, Team, TeamRule
from leadkit.steps.followup import FollowUpPolicy
from leadkit.testing import numbered_ids

EAST, WEST = Team("east", ("an", "bo", "cy")), Team("west", ("di",))


async def captured(desk, number=1, **inquiry):
    return (await desk.leads.capture(email=f"lead{number}@example.com", **inquiry)).lead


async def owners(desk, numbers):
    return [(await desk.leads.assign((await captured(desk, number)).id)).owner for number in numbers]


async def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        await call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


# --- by turn --------------------------------------------------------------------------------------------------------


async def test_thirty_leads_are_ten_for_each_of_three(make_desk):
    desk = make_desk(assignment=AssignmentPolicy([EAST]))
    served = await owners(desk, range(30))
    assert Counter(served) == {"an": 10, "bo": 10, "cy": 10}
    assert served[:4] == ["an", "bo", "cy", "an"]


async def test_each_team_has_turns_of_its_own(make_desk):
    rules = [TeamRule("west", [Condition("source.channel", "is", "referral")])]
    desk = make_desk(assignment=AssignmentPolicy([EAST, WEST], rules))
    one = await captured(desk, 1, channel=Channel.REFERRAL)
    assert (await desk.leads.assign(one.id)).team == "west"
    assert await owners(desk, range(2, 5)) == ["an", "bo", "cy"]


async def test_a_refused_assignment_takes_no_turn(make_desk):
    desk = make_desk(assignment=AssignmentPolicy([EAST]))
    lead = await captured(desk)
    await desk.leads.void(lead.id, reason="a test")
    with pytest.raises(Refused, match="not_permitted"):
        await desk.leads.assign(lead.id)
    assert await owners(desk, [2]) == ["an"]


async def test_the_history_says_who_and_why(make_desk):
    rules = [TeamRule("west", [Condition("company", "filled", value=True)])]
    desk = make_desk(assignment=AssignmentPolicy([EAST, WEST], rules))
    lead = await captured(desk, company="Acme")
    await desk.leads.assign(lead.id)
    (event,) = [event for event in await desk.leads.history(lead.id) if isinstance(event, LeadAssigned)]
    assert event.sentence() == "assigned to di: next in turn of 1 in team west; company is known"


# --- by name --------------------------------------------------------------------------------------------------------


async def test_anybody_can_be_named(desk):
    lead = await desk.leads.assign((await captured(desk)).id, to="li")
    assert (lead.owner, lead.team, lead.status) == ("li", None, LeadStatus.ASSIGNED)
    lead = await desk.leads.assign(lead.id, to="mo")
    assert (lead.owner, lead.status) == ("mo", LeadStatus.ASSIGNED)


async def test_nobody_cannot_be_named(desk):
    lead = await captured(desk)
    assert await refusal(desk.leads.assign, lead.id, to="") == [("missing_field", "owner")]


async def test_an_unknown_lead_is_not_found(desk):
    for call, options in (
        (desk.leads.assign, {}),
        (desk.pool.claim, {"by": "li"}),
        (desk.pool.release, {"reason": "x"}),
    ):
        with pytest.raises(NotFound):
            await call("nobody", **options)


# --- by a strategy of the host's ------------------------------------------------------------------------------------


class Strategy:
    def __init__(self, answer):
        self.answer = answer

    def choose(self, lead, candidates):
        return self.answer(candidates) if callable(self.answer) else self.answer


def fail(candidates):
    raise ZeroDivisionError


def leave(candidates):
    raise SystemExit(3)


async def test_a_strategy_chooses_among_the_team(make_desk):
    strategy = Strategy(lambda candidates: Choice(candidates[-1].owner, "speaks French"))
    desk = make_desk(assignment=AssignmentPolicy([EAST], strategy=strategy))
    assert await owners(desk, range(3)) == ["cy"] * 3


@pytest.mark.parametrize(
    "answer", [None, "an", 5, Choice("di", "x"), Choice(None, "x"), Choice("an", None), Choice("an", "\0"), fail, leave]
)
async def test_a_strategy_that_fails_falls_back_to_turns_and_is_reported(make_desk, answer):
    desk = make_desk(assignment=AssignmentPolicy([EAST], strategy=Strategy(answer)))
    assert await owners(desk, range(4)) == ["an", "bo", "cy", "an"]
    (lead, *_) = await desk.leads.find()
    (failed,) = [event for event in await desk.leads.history(lead.id) if isinstance(event, PluginFailed)]
    assert (failed.step, failed.plugin) == ("assignment", "Strategy")


# --- limits, absences, overflow, trying it out ----------------------------------------------------------------------


async def test_the_decision_says_who_was_considered_and_why_they_lost(make_desk):
    people = {"an": Person(open_limit=0)}
    desk = make_desk(assignment=AssignmentPolicy([EAST], people=people))
    lead = await captured(desk)
    await desk.leads.assign(lead.id)
    (event,) = [event for event in await desk.leads.history(lead.id) if isinstance(event, LeadAssigned)]
    assert (event.owner, event.considered) == (
        "bo",
        {"an": "has 0 open leads, of 0 at most", "cy": "comes later in turn"},
    )
    assert from_json(to_json(event)) == event


async def test_limits_hold_by_day_and_by_what_is_open(make_desk, clock):
    people = {"an": Person(per_day=1), "bo": Person(open_limit=2), "cy": Person(per_week=3)}
    desk = make_desk(assignment=AssignmentPolicy([EAST], people=people))
    assert Counter(await owners(desk, range(6))) == {"an": 1, "bo": 2, "cy": 3}
    late = await captured(desk, 7)
    assert await refusal(desk.leads.assign, late.id) == [
        ("nobody_available", "an"),
        ("nobody_available", "bo"),
        ("nobody_available", "cy"),
    ]
    clock.advance(timedelta(days=1))
    assert (await desk.leads.assign(late.id)).owner == "an"
    (done, _) = await desk.leads.find(owner="bo")
    await desk.leads.disqualify(done.id, reason="no budget")
    assert (await owners(desk, [8])) == ["bo"]


async def test_who_is_away_gets_nothing_and_nothing_to_catch_up_on(make_desk, clock):
    start = clock()
    always = BusinessCalendar.always()
    follow_up = FollowUpPolicy(calendars={"cy": always.without((start, start + timedelta(days=20)))})
    desk = make_desk(assignment=AssignmentPolicy([EAST]), follow_up=follow_up)
    assert Counter(await owners(desk, range(10))) == {"an": 5, "bo": 5}
    clock.advance(timedelta(days=16))  # within the horizon of five days
    assert Counter(await owners(desk, range(10, 16))) == {"an": 2, "bo": 2, "cy": 2}


@pytest.mark.parametrize(
    ("overflow", "owner", "pool"),
    [({"overflow_owner": "boss"}, "boss", None), ({"overflow_pool": "public"}, None, "public")],
)
async def test_what_nobody_may_get_goes_where_the_policy_says(make_desk, overflow, owner, pool):
    people = dict.fromkeys(EAST.members, Person(open_limit=0))
    desk = make_desk(assignment=AssignmentPolicy([EAST], people=people, **overflow))
    lead = await desk.leads.assign((await captured(desk)).id)
    assert (lead.owner, lead.pool) == (owner, pool)
    last = [event for event in await desk.leads.history(lead.id) if isinstance(event, Moved)][-1]
    assert "of 0 at most" in str(getattr(last, "considered", last.reason))


async def test_a_lead_is_assigned_by_rules_only_when_it_is_ripe(make_desk):
    desk = make_desk(assignment=AssignmentPolicy([EAST], ripe=[Condition("score.total", "at_least", 17)]))
    lead = await captured(desk)
    assert await refusal(desk.leads.assign, lead.id) == [("not_ripe", "score.total")]
    assert await refusal(desk.leads.propose, lead.id) == [("not_ripe", "score.total")]
    await desk.leads.change(lead.id, needs=["ERP"])
    assert (await desk.leads.assign(lead.id)).owner == "an"
    assert (await desk.leads.assign((await captured(desk, 2)).id, to="di")).owner == "di"


async def test_trying_it_out_changes_nothing(make_desk):
    desk = make_desk(assignment=AssignmentPolicy([EAST]))
    lead = await captured(desk)
    before = await desk.leads.history(lead.id)
    proposals = [await desk.leads.propose(lead.id) for _ in range(3)]
    assert {(choice.owner, choice.lost["bo"]) for choice in proposals} == {("an", "comes later in turn")}
    assert await desk.leads.history(lead.id) == before
    assert (await desk.leads.assign(lead.id)).owner == "an"


async def test_the_owner_of_a_known_customer_gets_their_next_lead(make_desk):
    desk = make_desk(assignment=AssignmentPolicy([EAST], strategy=BestMatch()))
    first = await captured(desk, company="Acme")
    await desk.leads.assign(first.id, to="cy")
    await desk.leads.qualify(first.id, need="ERP")
    won = await desk.leads.convert(first.id)
    again = await captured(desk, company="Acme", needs=["CRM"])
    assert again.customer_id == won.customer.id
    assert (await desk.leads.assign(again.id)).owner == "cy"


async def test_rules_with_a_name_share_out_by_themselves(make_desk):
    hot = TeamRule("east", [Condition("company", "filled", value=True)], "hot")
    desk = make_desk(assignment=AssignmentPolicy([EAST], [hot]))
    assert await owners(desk, range(2)) == ["an", "bo"]
    assert (await desk.leads.assign((await captured(desk, 3, company="Acme")).id)).owner == "an"
    assert await owners(desk, [4]) == ["cy"]


async def test_two_who_assign_at_once_do_not_overshoot_a_limit(watched_desk, store, clock, make_desk):
    policy = AssignmentPolicy(
        [EAST], people={"an": Person(per_day=1), "bo": Person(per_day=0), "cy": Person(per_day=0)}
    )
    desk = LeadDesk(store=store, playbook=Playbook(assignment=policy), now=clock, new_id=numbered_ids())
    one, other = await captured(desk, 1), await captured(desk, 2)

    async def rival():
        assert (await desk.leads.assign(other.id)).owner == "an"

    store.rival = rival
    assert await refusal(desk.leads.assign, one.id) == [("nobody_available", name) for name in EAST.members]


# --- the pool -------------------------------------------------------------------------------------------------------


async def pooled(desk, pool="public"):
    lead = await captured(desk)
    await desk.leads.assign(lead.id, to="li")
    return await desk.pool.release(lead.id, reason="on leave", pool=pool)


async def test_a_released_lead_waits_in_its_pool_until_it_is_claimed(desk):
    lead = await pooled(desk, "west")
    assert (lead.owner, lead.pool, lead.status) == (None, "west", LeadStatus.NEW)
    assert (await desk.pool.leads("west"), await desk.pool.leads()) == ((lead,), ())
    claimed = await desk.pool.claim(lead.id, by="mo")
    assert (claimed.owner, claimed.pool, claimed.status) == ("mo", None, LeadStatus.ASSIGNED)
    assert await desk.pool.leads("west") == ()
    sentences = [event.sentence() for event in await desk.leads.history(lead.id)]
    assert {"released to pool west: on leave", "claimed by mo from pool west"} <= {*sentences}


async def test_a_release_needs_a_reason(desk):
    lead = await desk.leads.assign((await captured(desk)).id)
    assert await refusal(desk.pool.release, lead.id, reason=" ") == [("missing_reason", "reason")]


async def test_a_lead_that_nobody_owns_can_wait_in_a_pool_too(desk):
    lead = await desk.pool.release((await captured(desk)).id, reason="for whoever is first", pool="west")
    assert (lead.owner, lead.pool, lead.status) == (None, "west", LeadStatus.NEW)
    lead = await desk.pool.release(lead.id, reason="nobody came", pool="east")
    assert (await desk.pool.leads("west"), await desk.pool.leads("east")) == ((), (lead,))


@pytest.mark.parametrize("close", ["disqualify", "void"])
async def test_a_closed_lead_waits_in_no_pool(desk, close):
    lead = await captured(desk)
    await desk.leads.move(lead.id, close, reason="spam")
    assert await refusal(desk.pool.release, lead.id, reason="x") == [("not_permitted", "trigger")]


async def test_a_lead_in_no_pool_is_not_claimed(desk):
    lead = await captured(desk)
    assert await refusal(desk.pool.claim, lead.id, by="li") == [("not_in_pool", "pool")]


async def test_nobody_claims_nothing(desk):
    lead = await pooled(desk)
    assert await refusal(desk.pool.claim, lead.id, by="") == [("missing_field", "owner")]
    assert await desk.pool.leads() == (lead,)


async def test_the_second_claimer_is_told_that_the_lead_is_gone(desk):
    lead = await pooled(desk)
    await desk.pool.claim(lead.id, by="an")
    assert await refusal(desk.pool.claim, lead.id, by="bo") == [("not_in_pool", "pool")]
    assert (await desk.leads.get(lead.id)).owner == "an"


async def test_of_two_claimers_at_the_same_moment_one_wins(watched_desk, store):
    desk = watched_desk
    lead = await pooled(desk)
    store.rival = lambda: desk.pool.claim(lead.id, by="faster")
    assert await refusal(desk.pool.claim, lead.id, by="slower") == [("not_in_pool", "pool")]
    assert (await desk.leads.get(lead.id)).owner == "faster"
    owners = [event.owner for event in await desk.leads.history(lead.id) if isinstance(event, LeadAssigned)]
    assert owners == ["li", "faster"]


async def test_two_leads_assigned_at_the_same_moment_do_not_share_a_turn(watched_desk, store):
    desk = watched_desk
    first, second = await captured(desk, 1), await captured(desk, 2)
    store.rival = lambda: desk.leads.assign(second.id)
    assert (await desk.leads.assign(first.id)).owner == "sales"
