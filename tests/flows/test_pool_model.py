"""Random days of a pool beside a recount by hand: no limit is ever exceeded, no cool-off and no protection broken, and
what is explained is what happens."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from leadkit import LeadDesk, Playbook, Refused
from leadkit.model import Call
from leadkit.model.events import replay
from leadkit.steps.assignment import AssignmentPolicy, Person, Team
from leadkit.steps.pool import BACK_IN_TIME, Pool, ReclaimRule, Since
from leadkit.testing import FrozenClock, numbered_ids

DAY = timedelta(days=1)
PEOPLE, LIMITS = ("an", "bo", "boss"), {"an": 2, "bo": 4}
POOL = Pool(
    "公海",
    members=["an", "bo"],
    admins=["boss"],
    claim_limit=2,
    daily_cap=3,
    retention_limit=3,
    cool_off=DAY,
    protection=2 * DAY,
    extensions=1,
    extension=2 * DAY,
    reclaim=[ReclaimRule("idle", Since("last_contact_at", 3 * DAY), BACK_IN_TIME)],
)
ASSIGNMENT = AssignmentPolicy([Team("sales", ["an", "bo"], open_limit=4)], people={"an": Person(open_limit=2)})
NAMES = ("Ada Marsh", "Ben Ek", "Cleo Wu", "Dan Roth", "Eva Holm", "Finn Ode")
lead_numbers, people = st.integers(0, 9), st.sampled_from(PEOPLE)


class PoolDays(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.clock = FrozenClock(datetime(2026, 1, 5, 8, tzinfo=UTC))
        playbook = Playbook(pools=[POOL], assignment=ASSIGNMENT)
        self.desk = LeadDesk.in_memory(playbook=playbook, now=self.clock, new_id=numbered_ids())
        self.owner, self.got, self.contact, self.until = {}, {}, {}, {}
        self.extended, self.lost, self.claims, self.closed, self.homes = Counter(), {}, Counter(), set(), set()

    @initialize()
    def leads_come_in(self):
        self.ids = [self.desk.leads.capture(name=name, email=f"{name[:3]}@example.com").lead.id for name in NAMES]
        for id in self.ids[:-2]:
            self.desk.pool.release(id, reason="for whoever is first")
            self.homes.add(id)
        self.owner = dict.fromkeys(self.ids)
        self.pooled = set(self.ids[:-2])

    def one(self, number, ids):
        """One of these, mostly; now and then any other."""
        among = sorted(ids) if ids and number else self.ids
        return among[number % len(among)]

    def working(self):
        return {id for id, owner in self.owner.items() if owner} - self.closed

    def refused(self, act, *args, **options):
        try:
            act(*args, **options)
        except Refused as no:
            return {problem.code for problem in no.problems}
        return set()

    def held(self, person, *, home=False):
        mine = {id for id, owner in self.owner.items() if owner == person} - self.closed
        return len(mine & self.homes if home else mine)

    def goes_to(self, id, person):
        if self.owner[id] != person:
            if self.owner[id]:
                self.lost[id, self.owner[id]] = self.clock()
            self.owner[id], self.got[id], self.until[id] = person, self.clock(), self.clock() + 2 * DAY
            self.extended[id] = 0
        self.pooled.discard(id)

    def goes_back(self, id):
        self.lost[id, self.owner[id]] = self.clock()
        self.owner[id] = None
        self.pooled.add(id)
        self.homes.add(id)

    def due(self):
        working = self.working()
        since = {id: max(self.contact.get(id, self.got[id]), self.got[id]) for id in working}
        return {id for id in working if self.clock() >= max(since[id] + 3 * DAY, self.until[id])}

    def over(self, person):
        full = {"claim_limit"} if self.held(person, home=True) >= 2 else set()
        full |= {"retention_limit"} if self.held(person) >= 3 else set()
        return full | ({"open_limit"} if self.held(person) >= LIMITS.get(person, 99) else set())

    def cooling(self, id, person):
        lost = self.lost.get((id, person))
        return {"cooling_off"} if lost and self.clock() < lost + DAY else set()

    @rule(hours=st.sampled_from([1, 12, 24, 24, 48]))
    def time_passes(self, hours):
        self.clock.advance(timedelta(hours=hours))

    @rule(number=lead_numbers, person=people)
    def somebody_claims(self, number, person):
        id, today = self.one(number, self.pooled), (person, self.clock().date())
        expected = {"not_in_pool"}
        if id in self.pooled:
            expected = self.over(person) | self.cooling(id, person)
            expected |= {"daily_cap"} if self.claims[today] >= 3 else set()
        assert self.refused(self.desk.pool.claim, id, by=person) == expected
        if not expected:
            self.claims[today] += 1
            self.goes_to(id, person)

    @rule(number=lead_numbers, person=people, override=st.booleans())
    def the_boss_gives(self, number, person, override):
        id = self.one(number, self.pooled)
        expected = {"not_in_pool"}
        if id in self.pooled:
            expected = set() if override else self.over(person) | self.cooling(id, person)
        assert self.refused(self.desk.pool.give, id, to=person, by="boss", override=override) == expected
        if not expected:
            self.goes_to(id, person)

    @rule(number=lead_numbers, person=people)
    def a_lead_is_handed_over(self, number, person):
        id = self.one(number, self.working())
        if id in self.closed:
            return
        full = self.owner[id] != person and self.held(person) >= LIMITS.get(person, 99)
        assert self.refused(self.desk.leads.assign, id, to=person) == ({"open_limit"} if full else set())
        if not full:
            self.goes_to(id, person)

    @rule(number=lead_numbers, person=people)
    def somebody_gives_it_back(self, number, person):
        id = self.one(number, self.working())
        if id in self.pooled or id in self.closed or not self.owner[id]:
            return
        expected = set() if person in (self.owner[id], "boss") else {"not_the_owner"}
        assert self.refused(self.desk.pool.release, id, reason="no answer", by=person) == expected
        if not expected:
            self.goes_back(id)

    @rule(number=lead_numbers)
    def the_owner_calls(self, number):
        id = self.one(number, self.working())
        if self.owner[id] and id not in self.closed:
            self.desk.leads.record(id, Call(), by=self.owner[id])
            self.contact[id] = self.clock()

    @rule(number=lead_numbers, person=people)
    def somebody_asks_for_more_time(self, number, person):
        id = self.one(number, self.working())
        if not self.owner[id] or id in self.closed:
            return
        expected = set() if person in (self.owner[id], "boss") else {"not_the_owner"}
        expected |= {"no_extension_left"} if self.extended[id] else set()
        assert self.refused(self.desk.pool.extend, id, by=person, reason="a fair") == expected
        if not expected:
            self.extended[id] += 1
            self.until[id] = max(self.until[id], self.clock()) + 2 * DAY

    @rule(number=lead_numbers)
    def a_lead_is_lost(self, number):
        id = self.one(number, self.working())
        if self.owner[id] and id not in self.closed:
            self.desk.leads.disqualify(id, reason="no budget")
            self.closed.add(id)

    @rule()
    def the_night_comes(self):
        warned = [held.key for held in self.desk.pool.warn(batch=3)]
        assert len(warned) == len(set(warned))
        assert list(self.desk.pool.warn(batch=3)) == []
        due = self.due()
        explained = {id for id in self.ids if self.desk.pool.explain(id).is_due(self.clock())}
        assert {held.lead.id for held in self.desk.pool.due(batch=3) if held.is_due(self.clock())} == due == explained
        assert {lead.id for lead in self.desk.pool.reclaim(batch=3)} == due
        for id in due:
            self.goes_back(id)

    @invariant()
    def the_desk_says_what_was_counted(self):
        if not self.owner:
            return
        for id in self.ids:
            lead = self.desk.leads.get(id)
            assert (lead.owner, lead.pool) == (self.owner[id], "公海" if id in self.pooled else None)
        for person in PEOPLE:
            limits = {limit.code: limit for limit in self.desk.pool.allowance(person).limits}
            assert limits["claim_limit"].used == self.held(person, home=True)
            assert limits["retention_limit"].used == self.held(person)
            assert limits["daily_cap"].used == self.claims[person, self.clock().date()] <= 3

    def teardown(self):
        for id in self.owner:
            assert replay(self.desk.leads.history(id)) == self.desk.leads.get(id)


TestPoolDays = PoolDays.TestCase
TestPoolDays.settings = settings(max_examples=30, stateful_step_count=50)
