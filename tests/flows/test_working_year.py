"""A working year with leaves, holidays and changes of clocks: no lead is ever without somebody who answers for it, and
without something that is due or a reason why nothing is."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from leadkit import BusinessCalendar, LeadDesk, Playbook, Refused, StatusType
from leadkit.contrib.holidays import public_holidays
from leadkit.kernel.conditions import Condition
from leadkit.model import AlarmLevel, Call, Channel, Clock, Consent, Direction, EmailMessage, Meeting
from leadkit.model import FollowUpChannel as By
from leadkit.model.events import AlarmRaised, LeadAssigned, replay
from leadkit.steps.assignment import AssignmentPolicy, LeastLoaded, Person, Team, TeamRule
from leadkit.steps.followup import (
    Cadence,
    CadenceStep,
    Escalation,
    FollowUpPolicy,
    ResponseTarget,
    Standing,
    alarms,
    deadlines,
)
from leadkit.testing import FrozenClock, numbered_ids

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOLIDAYS = public_holidays("DE", [2026, 2027], subdivision="BY").holidays
OFFICE = BusinessCalendar.weekly("09:00-12:00,13:00-17:00", zone="Europe/Berlin", holidays=HOLIDAYS)
NIGHT = BusinessCalendar.weekly("22:00-06:00", days="mon-sun", zone="Europe/Berlin")
FOLLOW_UP = FollowUpPolicy(
    first_contact_within=8 * HOUR,
    targets=[ResponseTarget(HOUR, [Condition("source.channel", "is", "chat")])],
    status_limits={"qualified": 14 * DAY},
    calendar=OFFICE,
    calendars={
        "an": OFFICE.without((date(2026, 3, 20), date(2026, 4, 10)), (date(2026, 8, 3), date(2026, 8, 28))),
        "bo": OFFICE.without((date(2026, 10, 12), date(2026, 11, 6))),
        "night": NIGHT,
    },
    escalations=[Escalation(8 * HOUR), Escalation(40 * HOUR, "director")],
    reassign_after=16 * HOUR,
    manager="mo",
    cadences=[
        Cadence(
            "fair",
            [CadenceStep(By.PHONE, "thank them"), CadenceStep(By.EMAIL, "send the case study", 3 * DAY)],
            [Condition("source.channel", "is", "exhibition")],
        )
    ],
)
ASSIGNMENT = AssignmentPolicy(
    [Team("day", ["an", "bo", "cy"]), Team("late", ["night"])],
    [TeamRule("late", [Condition("source.channel", "is", "chat")], "chats", LeastLoaded())],
    people={"an": Person(weight=2, per_day=3), "cy": Person(open_limit=4), "night": Person(open_limit=3)},
    ripe=[Condition("source.channel", "none_in", ("purchased_list",))],
    zone="Europe/Berlin",
)
CHANNELS = (Channel.WEB_FORM, Channel.CHAT, Channel.EXHIBITION, Channel.PURCHASED_LIST)
DETAILS = (
    Call(),
    Meeting(),
    EmailMessage(),
    EmailMessage(direction=Direction.INBOUND),
    Call(direction=Direction.INBOUND),
)
NAMES = ("Ada Marsh", "Ben Ek", "Cleo Wu", "Dan Roth", "Eva Holm", "Finn Ode", "Gus Berg", "Hana Ito", "Ira Katz")


class WorkingYear(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.clock = FrozenClock(datetime(2026, 1, 5, 8, tzinfo=UTC))
        playbook = Playbook(assignment=ASSIGNMENT, follow_up=FOLLOW_UP)
        self.desk = LeadDesk.in_memory(playbook=playbook, now=self.clock, new_id=numbered_ids())
        self.leads = []

    def refused(self, act, *args, **options):
        """The codes with which the rules say no; none when they say yes."""
        try:
            act(*args, **options)
        except Refused as no:
            return {problem.code for problem in no.problems}
        return set()

    @rule(hours=st.sampled_from([1, 5, 20, 70, 24 * 7, 24 * 40]))
    def time_passes(self, hours):
        self.clock.advance(hours * HOUR)

    @rule(channel=st.sampled_from(CHANNELS))
    def somebody_asks(self, channel):
        number = len(self.leads) % len(NAMES)
        made = self.desk.leads.capture(
            name=NAMES[number], email=f"{number}@example.com", phone=f"+49 1512 700000{number}", channel=channel
        )
        if made.lead.id not in self.leads:
            self.leads.append(made.lead.id)

    @rule(data=st.data(), detail=st.sampled_from(DETAILS))
    def something_happens(self, data, detail):
        if self.leads:
            self.desk.leads.record(data.draw(st.sampled_from(self.leads)), detail)

    @rule(data=st.data())
    def a_lead_is_assigned(self, data):
        if not self.leads:
            return
        id = data.draw(st.sampled_from(self.leads))
        why_not = self.refused(self.desk.leads.assign, id)
        assert why_not <= {"not_ripe", "nobody_available", "not_permitted"}
        if not why_not:
            event = [each for each in self.desk.leads.history(id) if isinstance(each, LeadAssigned)][-1]
            members = ASSIGNMENT.team(self.desk.leads.get(id).team).members
            assert {event.owner, *event.considered} == set(members)

    @rule(data=st.data(), trigger=st.sampled_from(["nurture", "disqualify", "reactivate", "qualify"]))
    def a_lead_moves(self, data, trigger):
        if self.leads:
            id = data.draw(st.sampled_from(self.leads))
            if trigger == "qualify":
                self.refused(self.desk.leads.qualify, id)
            else:
                self.refused(self.desk.leads.move, id, trigger, reason="because")

    @rule(data=st.data())
    def a_lead_is_released(self, data):
        if self.leads:
            self.refused(self.desk.pool.release, data.draw(st.sampled_from(self.leads)), reason="on leave")

    @rule(data=st.data(), no=st.booleans())
    def somebody_says_no(self, data, no):
        if self.leads:
            id = data.draw(st.sampled_from(self.leads))
            self.desk.leads.change(id, consent=Consent(do_not_contact=no))

    @rule()
    def what_lay_too_long_is_handed_on(self):
        for lead in self.desk.leads.reassign_overdue():
            assert self.desk.leads.follow_up(lead.id).due > self.clock()

    @rule()
    def alarms_are_raised(self):
        list(self.desk.leads.remind())
        assert list(self.desk.leads.remind()) == []
        for id in self.leads:
            keys = [event.key for event in self.desk.leads.history(id) if isinstance(event, AlarmRaised)]
            assert len(keys) == len(set(keys))
            for deadline in self.running(id):
                if deadline.standing(self.clock()) is Standing.BREACHED:
                    wanted = alarms(deadline, FOLLOW_UP, self.clock())
                    assert wanted[0].level is AlarmLevel.BREACH
                    assert {alarm.key for alarm in wanted} <= set(keys)

    def running(self, id):
        lead = self.desk.leads.get(id)
        kind = self.desk.playbook.lead_machine.states[lead.status]
        return deadlines(lead, self.desk.leads.follow_up(id), kind, FOLLOW_UP)

    @invariant()
    def every_lead_has_somebody_and_something_or_a_reason(self):
        for id in self.leads:
            lead, plan = self.desk.leads.get(id), self.desk.leads.follow_up(id)
            kind = self.desk.playbook.lead_machine.states[lead.status]
            clocks = {deadline.clock: deadline for deadline in self.running(id)}
            if kind in (StatusType.WON, StatusType.LOST):
                assert (plan, clocks) == (None, {})
                continue
            if lead.owner is None and kind is StatusType.OPEN:
                assert clocks[Clock.ASSIGN].accountable == "mo"
            if lead.consent.do_not_contact:
                assert plan is None
                continue
            assert plan.goal
            assert plan.owner == lead.owner
            assert clocks[plan.clock].accountable == (lead.owner or "mo")

    def teardown(self):
        for id in self.leads:
            assert replay(self.desk.leads.history(id)) == self.desk.leads.get(id)


WorkingYear.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestWorkingYear = WorkingYear.TestCase
