"""When a lead is due next, what for, and why; and what a contact does to its times."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Activity, BusinessCalendar, Channel, Lead, Playbook, Priority, Score, StatusType
from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import Condition
from leadkit.model import (
    Call,
    Clock,
    Direction,
    EmailMessage,
    FollowUp,
    FollowUpChannel,
    Meeting,
    Message,
    Note,
    PageVisit,
    PhoneNumber,
    PhoneValidity,
    Source,
)
from leadkit.model.activity import contact_changes
from leadkit.steps.followup import (
    Escalation,
    FollowUpPolicy,
    ResponseTarget,
    done,
    learnt,
    next_step,
    planned,
)
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
        "f-1",
        "lead-1",
        NOW + timedelta(days=1),
        step.goal,
        step.because,
        FollowUpChannel.EMAIL,
        owner="an",
        clock=Clock.FIRST_CONTACT,
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


# --- targets, calendars, answers ------------------------------------------------------------------------------------

HIGH = Score((), Priority.HIGH, NOW, "test")
TARGETS = [
    ResponseTarget(
        timedelta(minutes=30), [Condition("score.priority", "is", "high"), Condition("source.channel", "is", "chat")]
    ),
    ResponseTarget(timedelta(hours=2), [Condition("score.priority", "is", "high")]),
    ResponseTarget(timedelta(days=3), [Condition("source.channel", "in", ("purchased_list", "file"))]),
]


@pytest.mark.parametrize(
    ("fields", "within"),
    [
        ({"score": HIGH, "source": Source(Channel.CHAT)}, timedelta(minutes=30)),
        ({"score": HIGH}, timedelta(hours=2)),
        ({"source": Source(Channel.FILE)}, timedelta(days=3)),
        ({}, timedelta(hours=24)),
    ],
)
def test_the_first_target_that_fits_says_how_soon(fields, within):
    assert due(OPEN, FollowUpPolicy(targets=TARGETS), **fields)[0] == NOW + within


def test_a_lead_that_became_urgent_is_urgent_from_then_on():
    policy = FollowUpPolicy(targets=TARGETS)
    _, plan = planned(lead(), step_of(lead(), OPEN, policy), "f-1", NOW)
    later = NOW + timedelta(hours=1)
    assert step_of(lead(score=HIGH), OPEN, policy, plan, later).due == later + timedelta(hours=2)
    calm = NOW + timedelta(hours=23)
    assert step_of(lead(score=HIGH), OPEN, policy, plan, calm).due == plan.due


OFFICE = BusinessCalendar.weekly("09:00-17:00")
FRIDAY = datetime(2026, 3, 6, 16, tzinfo=UTC)


def test_first_contacts_are_counted_in_work_time():
    policy = FollowUpPolicy(timedelta(hours=2), calendar=OFFICE)
    assert step_of(lead(), OPEN, policy, at=FRIDAY).due == datetime(2026, 3, 9, 10, tzinfo=UTC)


def test_what_is_due_after_days_is_due_on_a_day_of_work():
    policy = FollowUpPolicy(then_every=timedelta(days=1), calendar=OFFICE)
    assert step_of(lead(last_contact_at=FRIDAY), OPEN, policy).due == datetime(2026, 3, 9, 9, tzinfo=UTC)


def test_persons_and_teams_may_have_hours_of_their_own():
    late = BusinessCalendar.weekly("12:00-20:00")
    policy = FollowUpPolicy(timedelta(hours=2), calendar=OFFICE, calendars={"an": late, "west": late})
    for fields, hour in (({"owner": "an"}, 18), ({"team": "west"}, 18), ({"owner": "bo"}, None)):
        due = step_of(lead(**fields), OPEN, policy, at=FRIDAY).due
        assert due == (FRIDAY.replace(hour=hour) if hour else datetime(2026, 3, 9, 10, tzinfo=UTC))


def test_an_answer_is_counted_from_what_they_wrote():
    called, wrote = NOW, NOW + timedelta(days=2)
    step = step_of(lead(last_contact_at=called, waiting_since=wrote), OPEN)
    assert (step.clock, step.due) == (Clock.ANSWER, wrote + timedelta(hours=24))
    on_hold = step_of(lead(waiting_since=wrote), ON_HOLD)
    assert (on_hold.clock, on_hold.due) == (Clock.ANSWER, wrote + timedelta(hours=24))


def test_a_message_before_the_first_contact_does_not_put_it_off():
    step = step_of(lead(waiting_since=NOW + timedelta(hours=20)), OPEN)
    assert (step.clock, step.due) == (Clock.FIRST_CONTACT, NOW + timedelta(hours=24))


def test_a_new_owner_of_what_was_overdue_gets_time_to_do_it():
    handed_on = NOW + timedelta(days=30)
    held = lead(owner="bo", owner_since=handed_on, last_contact_at=NOW)
    step = step_of(held, OPEN)
    assert step.due == handed_on + timedelta(hours=24)
    assert step_of(held, OPEN, plan=planned(held, step, "f-1", handed_on)[1], at=handed_on) == step
    not_overdue = lead(owner="bo", owner_since=NOW + timedelta(days=2), last_contact_at=NOW)
    assert step_of(not_overdue, OPEN).due == NOW + timedelta(days=7)


# --- what is learnt -------------------------------------------------------------------------------------------------


def test_needs_and_objections_flow_into_the_lead_once():
    known = lead(needs=["ERP"])
    decision = learnt(known, ["erp", "a shop", "a shop"], ["too dear"], NOW)
    assert (decision.noun.needs, decision.noun.objections) == (("ERP", "a shop"), ("too dear",))
    assert learnt(decision.noun, ["A Shop"], ["Too dear"], NOW).events == ()


# --- contact times --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("detail", [Call(), Meeting(), Message(medium="wechat")])
def test_a_conversation_is_a_contact(detail):
    changes = contact_changes(lead(), Activity("a", "lead-1", NOW, detail))
    assert changes == {"first_response_at": NOW, "last_contact_at": NOW}


@pytest.mark.parametrize("detail", [Note("x"), PageVisit("/x")])
def test_a_note_or_a_visit_of_our_pages_is_none(detail):
    assert contact_changes(lead(), Activity("a", "lead-1", NOW, detail)) == {}


WROTE = EmailMessage(direction=Direction.INBOUND)


def test_a_message_of_theirs_waits_for_an_answer_and_is_none():
    known = lead(last_contact_at=NOW)
    for at, expected in ((NOW + timedelta(hours=1), {"waiting_since": NOW + timedelta(hours=1)}), (NOW, {})):
        assert contact_changes(known, Activity("a", "lead-1", at, WROTE)) == expected
    waiting = lead(waiting_since=NOW)
    assert contact_changes(waiting, Activity("a", "lead-1", NOW + timedelta(hours=1), WROTE)) == {}
    answered = contact_changes(waiting, Activity("a", "lead-1", NOW + timedelta(hours=2), EmailMessage()))
    assert answered["waiting_since"] is None
    called = contact_changes(waiting, Activity("a", "lead-1", NOW, Call(direction=Direction.INBOUND)))
    assert called["first_response_at"] == NOW


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
    assert activity.detail.is_contact or activity.awaits_answer or not changes


# --- wrong policies -------------------------------------------------------------------------------------------------


def test_what_is_no_span_and_no_calendar_is_told_as_such():
    with pytest.raises(InvalidPlaybook) as caught:
        FollowUpPolicy(24, warn_before="4 h", calendar="office", calendars={"li": object()})
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("wrong_type", "first_contact_within"),
        ("wrong_type", "warn_before"),
        ("wrong_type", "calendar"),
        ("wrong_type", "calendars.li"),
    ]


def test_a_wrong_policy_is_refused_with_every_fault():
    with pytest.raises(InvalidPlaybook) as caught:
        FollowUpPolicy(
            timedelta(0),
            timedelta(days=-1),
            zone="Mars/Olympus",
            goals={"first": "call", "next": ""},
            targets=[ResponseTarget(timedelta(0), [Condition("scor.priority", "is", "high")])],
            status_limits={"new": timedelta(0)},
            warn_before=timedelta(hours=-1),
            escalations=[Escalation(timedelta(hours=-1))],
            reassign_after=timedelta(0),
            manager="",
        )
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("out_of_range", "first_contact_within"),
        ("out_of_range", "then_every"),
        ("out_of_range", "targets.0"),
        ("out_of_range", "status_limits.new"),
        ("out_of_range", "reassign_after"),
        ("out_of_range", "warn_before"),
        ("out_of_range", "escalations.0"),
        ("missing_goal", "next"),
        ("unknown_zone", "zone"),
        ("required", "manager"),
        ("unknown_field", "scor.priority"),
    ]


def test_a_limit_for_a_status_that_there_is_not_is_refused():
    with pytest.raises(InvalidPlaybook, match=r"status_limits\.dancing.*unknown_state"):
        Playbook(follow_up=FollowUpPolicy(status_limits={"dancing": timedelta(days=1)}))


@pytest.mark.parametrize("zone", ["", "UTC+8", "../etc/passwd", "Asia", "\0", "Europe/"])
def test_what_is_no_zone_is_refused(zone):
    with pytest.raises(InvalidPlaybook, match="unknown_zone"):
        FollowUpPolicy(zone=zone)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "Europe/Berlin"])
def test_a_zone_of_the_tz_database_is_one(zone):
    assert due(OPEN, FollowUpPolicy(zone=zone)) == (NOW + timedelta(hours=24), "first contact within 24 h")
