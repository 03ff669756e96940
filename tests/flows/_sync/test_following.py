# Derived from tests/flows/_async/test_following.py by tools/twins.py; edit that file.
"""Follow-up at the desk: what is at risk, who is told and how often, what is handed on, and what is learnt."""

from datetime import timedelta

import pytest

from leadkit import LEAD, Channel, LeadStatus
from leadkit.kernel.conditions import Condition
from leadkit.model import AlarmLevel, Call, Clock, Direction, EmailMessage, FollowUpChannel, Meeting
from leadkit.model.events import AlarmRaised, replay
from leadkit.steps.assignment import AssignmentPolicy, Team
from leadkit.steps.followup import Cadence, CadenceStep, Escalation, FollowUpPolicy, Standing, deadlines

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEAM = AssignmentPolicy([Team("sales", ["an", "bo"])])
POLICY = FollowUpPolicy(escalations=[Escalation(2 * DAY)], reassign_after=3 * DAY, manager="mo")


@pytest.fixture
def desk(make_desk):
    return make_desk(assignment=TEAM, follow_up=POLICY)


NAMES = {"a": "Ann Lee", "b": "Bo Ek", "c": "Cy Young", "d": "Dee Wu"}


def captured(desk, email="ann@example.com", **inquiry):
    return (desk.leads.capture(**{"name": NAMES[email[0]], "email": email, **inquiry})).lead


def reminded(desk):
    return [(alarm.level, alarm.deadline.clock, alarm.to) for alarm in desk.leads.remind()]


def clocks(desk, at=None):
    return [(deadline.clock, deadline.accountable) for deadline in desk.leads.at_risk(at)]


def test_what_is_at_risk_is_listed_before_it_is_due(desk, clock):
    captured(desk, "a@example.com")
    captured(desk, "b@example.com", owner="an")
    assert clocks(desk) == [(Clock.ASSIGN, "mo")]
    assert clocks(desk, clock() + 20 * HOUR) == [
        (Clock.ASSIGN, "mo"),
        (Clock.FIRST_CONTACT, "mo"),
        (Clock.FIRST_CONTACT, "an"),
    ]
    found = [each.standing(clock() + 5 * HOUR) for each in desk.leads.at_risk(clock() + 5 * HOUR, batch=1)]
    assert found == [Standing.BREACHED]


def test_an_alarm_is_raised_once_however_often_it_is_asked_for(desk, clock):
    lead = captured(desk, owner="an")
    assert reminded(desk) == []
    clock.advance(21 * HOUR)
    assert reminded(desk) == [(AlarmLevel.WARNING, Clock.FIRST_CONTACT, "an")]
    assert reminded(desk) == []
    clock.advance(4 * HOUR)
    assert reminded(desk) == [(AlarmLevel.BREACH, Clock.FIRST_CONTACT, "an")]
    clock.advance(2 * DAY)
    assert reminded(desk) == [(AlarmLevel.ESCALATION, Clock.FIRST_CONTACT, "mo")]
    assert reminded(desk) == []
    history = desk.leads.history(lead.id)
    keys = [event.key for event in history if isinstance(event, AlarmRaised)]
    assert len(keys) == len(set(keys)) == 3
    assert replay(history) == desk.leads.get(lead.id)


def test_who_comes_late_is_told_of_the_breach_and_no_more_warned(desk, clock):
    captured(desk, owner="an")
    clock.advance(30 * HOUR)
    assert reminded(desk) == [(AlarmLevel.BREACH, Clock.FIRST_CONTACT, "an")]


def test_two_who_remind_at_once_remind_once(watched_desk, store, clock):
    lead = captured(watched_desk, owner="an")
    clock.advance(30 * HOUR)

    def rival():
        assert len([alarm for alarm in watched_desk.leads.remind()]) == 1

    store.rival = rival
    assert [alarm for alarm in watched_desk.leads.remind()] == []
    events = watched_desk.leads.history(lead.id)
    assert len([event for event in events if isinstance(event, AlarmRaised)]) == 1


def test_what_was_done_raises_no_alarm_and_the_next_step_its_own(desk, clock):
    lead = captured(desk, owner="an")
    desk.leads.record(lead.id, Call())
    clock.advance(3 * DAY)
    assert reminded(desk) == []
    clock.advance(5 * DAY)
    assert reminded(desk) == [(AlarmLevel.BREACH, Clock.FOLLOW_UP, "an")]
    desk.leads.record(lead.id, Call())
    clock.advance(8 * DAY)
    assert reminded(desk) == [(AlarmLevel.BREACH, Clock.FOLLOW_UP, "an")]


def test_a_lead_without_an_owner_alarms_the_manager_until_it_has_one(desk, clock):
    lead = captured(desk)
    clock.advance(5 * HOUR)
    assert reminded(desk) == [(AlarmLevel.BREACH, Clock.ASSIGN, "mo")]
    desk.leads.assign(lead.id)
    assert clocks(desk) == []
    desk.pool.release(lead.id, reason="on leave", pool="public")
    clock.advance(4 * HOUR + HOUR / 2)
    assert (AlarmLevel.BREACH, Clock.ASSIGN, "mo") in reminded(desk)


def test_closed_leads_alarm_nobody(desk, clock):
    lead = captured(desk, owner="an")
    desk.leads.disqualify(lead.id, reason="no budget")
    clock.advance(90 * DAY)
    assert clocks(desk) == []
    assert reminded(desk) == []


# --- agenda ---------------------------------------------------------------------------------------------------------


def test_an_agenda_is_what_a_person_answers_for_earliest_first(desk, clock):
    early = captured(desk, "a@example.com", owner="an")
    captured(desk, "b@example.com", owner="bo")
    unowned = captured(desk, "c@example.com")
    desk.leads.record(early.id, Call())
    clock.advance(HOUR)
    late = captured(desk, "d@example.com", owner="an")
    agenda = desk.leads.agenda("an")
    assert [(each.lead.id, each.plan.channel) for each in agenda] == [
        (late.id, FollowUpChannel.EMAIL),
        (early.id, FollowUpChannel.EMAIL),
    ]
    assert [(each.lead.id, each.clock) for each in desk.leads.agenda("mo")] == [
        (unowned.id, Clock.ASSIGN),
        (unowned.id, Clock.FIRST_CONTACT),
    ]
    assert desk.leads.agenda("nobody") == ()


# --- handing on -----------------------------------------------------------------------------------------------------


def handed_on(desk):
    return [(lead.owner, lead.status) for lead in desk.leads.reassign_overdue()]


def test_what_an_owner_let_lie_goes_to_somebody_else_who_gets_time_for_it(desk, clock):
    lead = captured(desk, owner="an")
    clock.advance(4 * DAY)
    assert handed_on(desk) == []
    clock.advance(HOUR)
    assert handed_on(desk) == [("bo", LeadStatus.ASSIGNED)]
    assert handed_on(desk) == []
    assert (desk.leads.follow_up(lead.id)).due == clock() + DAY
    assert "an let it lie" in str((desk.leads.history(lead.id))[-2])
    assert reminded(desk) == []
    clock.advance(5 * DAY)
    assert handed_on(desk) == [("an", LeadStatus.ASSIGNED)]


def test_who_is_alone_in_the_team_keeps_the_lead(make_desk, clock):
    desk = make_desk(assignment=AssignmentPolicy([Team("sales", ["an"])]), follow_up=POLICY)
    captured(desk, owner="an")
    clock.advance(30 * DAY)
    assert handed_on(desk) == []


def test_nothing_is_handed_on_unless_the_policy_says_so(make_desk, clock):
    desk = make_desk(assignment=TEAM)
    captured(desk, owner="an")
    clock.advance(300 * DAY)
    assert handed_on(desk) == []


# --- answers, cadences, what is learnt ------------------------------------------------------------------------------

WROTE = EmailMessage(direction=Direction.INBOUND)


def test_what_they_write_is_to_be_answered_within_a_day(desk, clock):
    lead = captured(desk, owner="an")
    desk.leads.record(lead.id, Call())
    clock.advance(2 * DAY)
    wrote = clock()
    desk.leads.record(lead.id, WROTE)
    clock.advance(HOUR)
    desk.leads.record(lead.id, WROTE)
    plan = desk.leads.follow_up(lead.id)
    assert (plan.clock, plan.due) == (Clock.ANSWER, wrote + DAY)
    desk.leads.record(lead.id, EmailMessage(result="sent the prices"))
    assert (desk.leads.follow_up(lead.id)).due == clock() + 7 * DAY
    assert (desk.leads.get(lead.id)).waiting_since is None


def test_a_message_of_theirs_is_no_first_contact_of_ours(desk):
    lead = captured(desk, owner="an")
    planned = desk.leads.follow_up(lead.id)
    desk.leads.record(lead.id, WROTE)
    worked = desk.leads.get(lead.id)
    assert (worked.first_response_at, worked.status) == (None, LeadStatus.ASSIGNED)
    assert desk.leads.follow_up(lead.id) == planned


def test_who_asks_again_is_to_be_answered_again(desk, clock):
    lead = captured(desk, owner="an")
    desk.leads.record(lead.id, Call())
    clock.advance(2 * DAY)
    assert (desk.leads.capture(name="Ann Lee", email="ann@example.com", needs=["ERP"])).duplicate_of == lead.id
    plan = desk.leads.follow_up(lead.id)
    assert (plan.clock, plan.due) == (Clock.ANSWER, clock() + DAY)


def test_a_cadence_leads_from_step_to_step_until_they_meet(make_desk, clock):
    fair = Cadence(
        "fair",
        [
            CadenceStep(FollowUpChannel.PHONE, "thank them"),
            CadenceStep(FollowUpChannel.EMAIL, "send the case study", 2 * DAY),
            CadenceStep(FollowUpChannel.PHONE, "ask what they think", 3 * DAY),
        ],
        [Condition("source.channel", "is", "exhibition")],
    )
    desk = make_desk(follow_up=FollowUpPolicy(cadences=[fair]))
    lead = captured(desk, owner="an", channel=Channel.EXHIBITION)
    goals = [(desk.leads.follow_up(lead.id)).goal]
    for detail in (Call(), EmailMessage(), Meeting()):
        clock.advance(DAY)
        desk.leads.record(lead.id, detail)
        plan = desk.leads.follow_up(lead.id)
        goals.append(plan.goal)
    assert goals == [
        "thank them",
        "send the case study",
        "ask what they think",
        desk.playbook.follow_up.goals["next"],
    ]


def test_what_was_learnt_stays_with_the_step_and_flows_into_the_lead(desk):
    lead = captured(desk, owner="an")
    planned = desk.leads.follow_up(lead.id)
    desk.leads.record(lead.id, Call(result="liked it"), needs=["a shop"], objections=["too dear"])
    with desk.store.begin() as work:
        done = work.follow_ups.get(planned.id)
    assert (done.outcome, done.needs, done.objections) == ("liked it", ("a shop",), ("too dear",))
    known = desk.leads.get(lead.id)
    assert (known.needs, known.objections) == (("a shop",), ("too dear",))
    assert replay(desk.leads.history(lead.id)) == known


def test_the_store_answers_by_the_page_what_it_answers_one_by_one(desk, clock):
    for number in range(7):
        lead = captured(desk, f"a{number}@example.com", owner="an" if number % 2 else None)
        clock.advance(5 * HOUR)
        if number % 3 == 1:
            desk.leads.record(lead.id, Call(direction=Direction.OUTBOUND, result="talked"))
    for number in range(3):
        captured(desk, f"d{number}@example.org", owner="bo")
    desk.leads.void((captured(desk, "b@example.net")).id, reason="a test")
    for at in (clock() + 20 * HOUR, clock() + 2 * DAY, clock() + 9 * DAY):
        single = []
        with desk.store.begin() as work:
            for lead in work.leads.where():
                plan = (work.follow_ups.open_of_leads([lead.id])).get(lead.id)
                running = deadlines(lead, plan, LEAD.states[lead.status], POLICY)
                single += [each for each in running if each.standing(at) is not Standing.RUNNING]
        assert single
        for batch in (1, 3, 500):
            assert [each for each in desk.leads.at_risk(at, batch=batch)] == single
