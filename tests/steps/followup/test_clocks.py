"""What of a lead must happen by when, who answers for it, and who is told; the same whenever it is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import LEAD, BusinessCalendar, Lead, StatusType
from leadkit.model import AlarmLevel, Clock, FollowUp
from leadkit.steps.followup import (
    Escalation,
    FollowUpPolicy,
    Standing,
    alarms,
    at_risk,
    deadlines,
    is_forfeited,
    raised,
)
from leadkit.testing import follow_ups, instants, leads

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN, ON_HOLD = StatusType.OPEN, StatusType.ON_HOLD
POLICY = FollowUpPolicy(
    status_limits={"qualified": 30 * DAY},
    escalations=[Escalation(DAY), Escalation(3 * DAY, "director")],
    reassign_after=5 * DAY,
    manager="mo",
    managers={"west": "wu"},
)


def lead(id="lead-1", **fields):
    return Lead(id, NOW, NOW, **fields)


def plan(due, **fields):
    return FollowUp("f-1", "lead-1", due, "call", **fields)


def one(known, step=None, kind=OPEN, policy=POLICY):
    (deadline,) = deadlines(known, step, kind, policy)
    return deadline


def test_a_lead_without_an_owner_is_to_be_assigned_and_the_manager_answers_for_it():
    deadline = one(lead())
    assert (deadline.clock, deadline.due, deadline.accountable) == (Clock.ASSIGN, NOW + 4 * HOUR, "mo")
    assert one(lead(team="west")).accountable == "wu"
    lost = one(lead(owner_since=NOW + DAY))
    assert (lost.since, lost.due) == (NOW + DAY, NOW + DAY + 4 * HOUR)


def test_a_planned_step_is_due_and_the_owner_answers_for_it():
    deadline = one(lead(owner="an"), plan(NOW + DAY, clock=Clock.FIRST_CONTACT))
    assert (deadline.clock, deadline.due, deadline.accountable) == (Clock.FIRST_CONTACT, NOW + DAY, "an")
    both = deadlines(lead(), plan(NOW + DAY), OPEN, POLICY)
    assert [(each.clock, each.accountable) for each in both] == [(Clock.ASSIGN, "mo"), (Clock.FOLLOW_UP, "mo")]


def test_a_lead_on_hold_waits_for_no_owner_but_its_step_is_due():
    assert [each.clock for each in deadlines(lead(), plan(NOW), ON_HOLD, POLICY)] == [Clock.FOLLOW_UP]


def test_a_status_has_a_limit():
    deadline = one(lead(owner="an", status="qualified", status_since=NOW + DAY))
    assert (deadline.clock, deadline.due, deadline.accountable) == (Clock.STATUS, NOW + 31 * DAY, "an")
    assert deadlines(lead(owner="an", status="working"), None, OPEN, POLICY) == []


@pytest.mark.parametrize("kind", [StatusType.WON, StatusType.LOST])
def test_the_clocks_of_a_closed_lead_stand(kind):
    assert deadlines(lead(), plan(NOW), kind, POLICY) == []


def test_a_step_that_is_done_is_not_due():
    assert deadlines(lead(owner="an"), plan(NOW, done_at=NOW), OPEN, POLICY) == []


def test_a_deadline_is_at_risk_before_it_is_breached():
    deadline = one(lead(owner="an"), plan(NOW + DAY))
    stands = [(5 * HOUR, "running"), (4 * HOUR, "at_risk"), (0 * HOUR, "at_risk"), (-HOUR / 60, "breached")]
    assert [deadline.standing(NOW + DAY - before) for before, _ in stands] == [Standing(name) for _, name in stands]


def test_warnings_and_escalations_are_counted_in_work_time():
    office = FollowUpPolicy(calendar=BusinessCalendar.weekly("09:00-17:00"), escalations=[Escalation(4 * HOUR)])
    monday = datetime(2026, 3, 9, 10, tzinfo=UTC)
    deadline = one(lead(owner="an"), plan(monday), policy=office)
    assert deadline.warn_at == datetime(2026, 3, 6, 14, tzinfo=UTC)
    assert len(alarms(deadline, office, monday + 4 * HOUR)) == 1
    assert len(alarms(deadline, office, monday + 4 * HOUR + HOUR)) == 2


def told(known, step, at):
    return [
        (alarm.level, alarm.to) for each in deadlines(known, step, OPEN, POLICY) for alarm in alarms(each, POLICY, at)
    ]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-5 * HOUR, []),
        (-3 * HOUR, [(AlarmLevel.WARNING, "an")]),
        (HOUR, [(AlarmLevel.BREACH, "an")]),
        (25 * HOUR, [(AlarmLevel.BREACH, "an"), (AlarmLevel.ESCALATION, "mo")]),
        (
            4 * DAY,
            [(AlarmLevel.BREACH, "an"), (AlarmLevel.ESCALATION, "mo"), (AlarmLevel.ESCALATION, "director")],
        ),
    ],
)
def test_the_longer_it_is_over_the_more_are_told(after, expected):
    assert told(lead(owner="an"), plan(NOW + 10 * DAY), NOW + 10 * DAY + after) == expected


def test_an_alarm_has_one_key_whenever_it_is_asked_for_and_another_for_another_time_or_person():
    def keys(known, step, at):
        return [alarm.key for each in deadlines(known, step, OPEN, POLICY) for alarm in alarms(each, POLICY, at)]

    first = keys(lead(owner="an"), plan(NOW), NOW + HOUR)
    assert first == ["follow_up/f-1/2026-03-02T09:00:00.000000Z/breach/an"]
    assert keys(lead(owner="an", tags=["x"]), plan(NOW), NOW + 2 * HOUR) == first
    assert keys(lead(owner="bo"), plan(NOW), NOW + HOUR) != first
    assert keys(lead(owner="an"), plan(NOW + HOUR), NOW + 2 * HOUR) != first


def test_an_alarm_is_a_fact_of_the_lead():
    deadline = one(lead(owner="an"), plan(NOW))
    (alarm,) = alarms(deadline, POLICY, NOW + HOUR)
    decision = raised(deadline.lead, alarm, NOW + HOUR)
    (event,) = decision.events
    assert (event.key, event.level, event.to, event.clock) == (alarm.key, AlarmLevel.BREACH, "an", Clock.FOLLOW_UP)
    assert event.sentence() == "breach to an: follow up due 2026-03-02 09:00"
    assert decision.noun.version == 2


def test_what_was_let_lie_for_too_long_is_somebody_elses():
    held, step = lead(owner="an"), plan(NOW)
    assert not is_forfeited(held, step, POLICY, NOW + 5 * DAY)
    assert is_forfeited(held, step, POLICY, NOW + 5 * DAY + HOUR)
    assert not is_forfeited(lead(), step, POLICY, NOW + 9 * DAY)
    assert not is_forfeited(held, None, POLICY, NOW + 9 * DAY)
    assert not is_forfeited(held, step, FollowUpPolicy(), NOW + 900 * DAY)


OFFICE = FollowUpPolicy(
    calendar=BusinessCalendar.weekly("09:00-17:00", zone="America/New_York"),
    calendars={"an": BusinessCalendar.weekly("22:00-06:00", days="mon-sun", zone="Europe/Berlin")},
    status_limits={"qualified": 30 * DAY, "nurturing": DAY / 2},
    warn_before=10 * HOUR,
    zone="Europe/Berlin",
)
LONG_WARNING = FollowUpPolicy(warn_before=3 * DAY, zone="Europe/Berlin", status_limits={"working": DAY})
# Clocks change in New York on 8 March 2026, in Berlin on 29 March.
NEAR = st.timedeltas(-5 * DAY, 5 * DAY).map(lambda off: datetime(2026, 3, 8, 7, tzinfo=UTC) + off)
OPEN_LEADS = leads(
    status=st.sampled_from(["new", "assigned", "working", "nurturing", "qualified"]),
    owner=st.sampled_from([None, "an", "bo"]),
    created_at=NEAR,
    owner_since=st.none() | NEAR,
    status_since=st.none() | NEAR | NEAR.map(lambda at: at - 30 * DAY),
)
STEPS = st.none() | follow_ups(due=NEAR, done_at=st.none())


@given(st.lists(st.tuples(OPEN_LEADS, STEPS), max_size=8), NEAR, st.sampled_from([POLICY, OFFICE, LONG_WARNING]))
def test_many_leads_get_the_answers_of_each(pairs, at, policy):
    found = list(at_risk(pairs, LEAD.states, policy, at))
    single = [
        deadline
        for known, step in pairs
        for deadline in deadlines(known, step, LEAD.states[known.status], policy)
        if deadline.standing(at) is not Standing.RUNNING
    ]
    assert found == single
    assert found == list(at_risk(iter(pairs), LEAD.states, policy, at))


def test_a_due_time_at_the_beginning_of_all_time_does_not_stop_the_others():
    first = datetime(1, 1, 1, tzinfo=UTC)
    for policy in (POLICY, OFFICE):
        pairs = [(lead(owner="bo", id=str(number)), plan(due)) for number, due in enumerate((first, NOW - DAY))]
        assert len(list(at_risk(pairs, LEAD.states, policy, NOW))) == 2


@given(leads(), st.none() | follow_ups(), instants(), st.timedeltas(timedelta(0), 9 * DAY))
def test_what_is_breached_stays_breached_until_something_is_done(known, step, at, later):
    kind = LEAD.states[known.status]
    for deadline in deadlines(known, step, kind, POLICY):
        before, after = (
            {alarm.key for alarm in alarms(deadline, POLICY, time) if alarm.level is not AlarmLevel.WARNING}
            for time in (at, at + later)
        )
        assert before <= after
        assert deadline.warn_at <= deadline.due
