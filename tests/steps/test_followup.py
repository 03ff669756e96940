"""When a lead is due next, what for, and why; and what a contact does to its times."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Activity, Lead, StatusType
from leadkit.errors import InvalidPlaybook
from leadkit.model import Call, FollowUp, FollowUpChannel, Meeting, Message, Note, PageVisit, PhoneNumber, PhoneValidity
from leadkit.model.activity import contact_changes
from leadkit.steps.followup import FollowUpPolicy, done, next_step, planned
from leadkit.testing import activities, instants

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPEN, ON_HOLD = StatusType.OPEN, StatusType.ON_HOLD


def lead(**fields):
    return Lead("lead-1", NOW, NOW, **fields)


def step_of(known, kind, policy=None, plan=None, at=NOW):
    return next_step(known, kind, policy or FollowUpPolicy(), plan, at)


def due(kind, policy=None, **fields):
    step = step_of(lead(**fields), kind, policy)
    return step.due, step.because


def test_the_first_contact_is_due_within_a_day_of_the_capture():
    assert due(OPEN) == (NOW + timedelta(hours=24), "first contact within 24 h")


def test_after_a_contact_the_next_is_due_in_a_week():
    called = NOW + timedelta(days=3)
    assert due(OPEN, last_contact_at=called) == (called + timedelta(days=7), "every 7 days")


@pytest.mark.parametrize("called", [None, NOW + timedelta(days=3)], ids=["never called", "called"])
def test_a_lead_on_hold_is_nurtured_more_slowly(called):
    assert due(ON_HOLD, last_contact_at=called) == ((called or NOW) + timedelta(days=30), "every 30 days")


@pytest.mark.parametrize("kind", [StatusType.WON, StatusType.LOST])
def test_a_closed_lead_has_no_next_step(kind):
    assert step_of(lead(), kind) is None


def test_the_rhythm_is_a_policy():
    policy = FollowUpPolicy(timedelta(minutes=90), timedelta(days=2), timedelta(days=90), goals=GOALS)
    assert due(OPEN, policy) == (NOW + timedelta(minutes=90), "first contact within 1.5 h")
    assert due(OPEN, policy, last_contact_at=NOW) == (NOW + timedelta(days=2), "every 2 days")
    assert step_of(lead(), ON_HOLD, policy).goal == "send news"


GOALS = {"first": "call", "next": "call again", "nurture": "send news"}


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        # Clocks go forward in New York on 8 March 2026 and back on 1 November: nine o'clock stays nine o'clock.
        (datetime(2026, 3, 4, 14, tzinfo=UTC), datetime(2026, 3, 11, 13, tzinfo=UTC)),
        (datetime(2026, 10, 28, 13, tzinfo=UTC), datetime(2026, 11, 4, 14, tzinfo=UTC)),
        (datetime(2026, 6, 3, 13, tzinfo=UTC), datetime(2026, 6, 10, 13, tzinfo=UTC)),
    ],
)
def test_a_week_keeps_its_wall_time_when_clocks_change(called, expected):
    assert due(OPEN, FollowUpPolicy(zone="America/New_York"), last_contact_at=called)[0] == expected


def test_hours_are_elapsed_time_even_when_clocks_change():
    policy = FollowUpPolicy(first_contact_within=timedelta(hours=4), zone="America/New_York")
    step = step_of(lead(), OPEN, policy, at=datetime(2026, 3, 8, 5, tzinfo=UTC))
    assert step.due == datetime(2026, 3, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("validity", "channel"),
    [(PhoneValidity.VALID, FollowUpChannel.PHONE), (PhoneValidity.POSSIBLE, FollowUpChannel.EMAIL)],
)
def test_who_can_be_called_is_called(validity, channel):
    phones = [PhoneNumber("x", "+16502530000", validity=validity)]
    assert step_of(lead(phones=phones), OPEN).channel is channel


def test_a_plan_is_a_follow_up_and_a_fact():
    step = step_of(lead(owner="an"), OPEN)
    decision, follow_up = planned(lead(owner="an"), step, "f-1", NOW)
    assert follow_up == FollowUp(
        "f-1", "lead-1", NOW + timedelta(days=1), step.goal, step.because, FollowUpChannel.EMAIL, owner="an"
    )
    (event,) = decision.events
    assert (event.follow_up_id, event.due, event.goal) == ("f-1", follow_up.due, follow_up.goal)
    assert (decision.noun.version, event.version) == (2, 2)


def test_a_plan_that_changes_keeps_its_id_and_counts_its_versions():
    _, first = planned(lead(), step_of(lead(), OPEN), "f-1", NOW)
    held = lead(owner="bo")
    _, second = planned(held, step_of(held, ON_HOLD, plan=first), first, NOW)
    assert (second.id, second.version, second.owner, second.due) == ("f-1", 2, "bo", NOW + timedelta(days=30))


def test_without_a_contact_a_plan_of_the_same_goal_keeps_its_time():
    _, first = planned(lead(), step_of(lead(), OPEN), "f-1", NOW)
    later = NOW + timedelta(hours=20)
    assert step_of(lead(owner="an"), OPEN, plan=first, at=later).due == first.due
    assert step_of(lead(), ON_HOLD, plan=first, at=later).due == later + timedelta(days=30)


def test_a_lead_that_came_back_gets_its_time_from_then_on():
    back = NOW + timedelta(days=400)
    assert step_of(lead(), OPEN, at=back).due == back + timedelta(hours=24)


def test_a_follow_up_is_ticked_off_with_its_outcome():
    ticked = done(FollowUp("f-1", "lead-1", NOW, "call"), NOW, "talked")
    assert (ticked.done_at, ticked.outcome, ticked.version) == (NOW, "talked", 2)


# --- contact times --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("detail", [Call(), Meeting(), Message(medium="wechat")])
def test_a_conversation_is_a_contact(detail):
    changes = contact_changes(lead(), Activity("a", "lead-1", NOW, detail))
    assert changes == {"first_response_at": NOW, "last_contact_at": NOW}


@pytest.mark.parametrize("detail", [Note("x"), PageVisit("/x")])
def test_a_note_or_a_visit_of_our_pages_is_none(detail):
    assert contact_changes(lead(), Activity("a", "lead-1", NOW, detail)) == {}


@given(st.permutations([0, 1, 2, 3, 4]))
def test_contacts_entered_in_any_order_give_the_same_times(days):
    known = lead()
    for day in days:
        before = known.last_contact_at
        known = lead(
            **{**times(known), **contact_changes(known, Activity("a", "x", NOW + timedelta(days=day), Call()))}
        )
        assert before is None or known.last_contact_at >= before
    assert (known.first_response_at, known.last_contact_at) == (NOW, NOW + timedelta(days=4))


def times(known):
    return {"first_response_at": known.first_response_at, "last_contact_at": known.last_contact_at}


@given(activities(), instants(), instants())
def test_the_last_contact_never_moves_back_nor_the_first_response_forward(activity, first, last):
    changes = contact_changes(lead(first_response_at=first, last_contact_at=last), activity)
    assert changes.get("last_contact_at", last) >= last
    assert changes.get("first_response_at", first) <= first
    assert activity.detail.is_contact or not changes


# --- wrong policies -------------------------------------------------------------------------------------------------


def test_a_wrong_policy_is_refused_with_every_fault():
    with pytest.raises(InvalidPlaybook) as caught:
        FollowUpPolicy(timedelta(0), timedelta(days=-1), zone="Mars/Olympus", goals={"first": "call", "next": ""})
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("out_of_range", "first_contact_within"),
        ("out_of_range", "then_every"),
        ("missing_goal", "next"),
        ("missing_goal", "nurture"),
        ("unknown_zone", "zone"),
    ]


@pytest.mark.parametrize("zone", ["", "UTC+8", "../etc/passwd", "Asia", "\0", "Europe/"])
def test_what_is_no_zone_is_refused(zone):
    with pytest.raises(InvalidPlaybook, match="unknown_zone"):
        FollowUpPolicy(zone=zone)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "Europe/Berlin"])
def test_a_zone_of_the_tz_database_is_one(zone):
    assert due(OPEN, FollowUpPolicy(zone=zone)) == (NOW + timedelta(hours=24), "first contact within 24 h")
