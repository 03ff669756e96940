"""Leads that are assigned at one moment respect everybody's limits, and alarms are raised once, on every database."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from leadkit import LeadDesk, Playbook, Refused
from leadkit.contrib.sqlalchemy import open_store
from leadkit.steps.assignment import AssignmentPolicy, Person, Team
from leadkit.steps.followup import FollowUpPolicy
from leadkit.testing import FrozenClock

LEADS = 32
LIMITS = AssignmentPolicy([Team("sales", ["an", "bo"])], people={"an": Person(per_day=10), "bo": Person(open_limit=6)})
SYLLABLES = ("Ado", "Bel", "Cri", "Dun", "Eva", "Fyr", "Gus", "Hol")


@pytest.mark.proof
def test_thirty_two_at_once_never_exceed_a_limit(fresh_url, dialect):
    store = open_store(fresh_url(dialect), create=True)
    desk, start = LeadDesk(store=store, playbook=Playbook(assignment=LIMITS)), Barrier(LEADS)
    ids = [captured(desk, number).id for number in range(LEADS)]

    def assign(id):
        start.wait()
        try:
            return desk.leads.assign(id).owner
        except Refused as refused:
            return tuple(problem.code for problem in refused.problems)

    with ThreadPoolExecutor(LEADS) as pool:
        answers = Counter(pool.map(assign, ids))
    owners = Counter(lead.owner for lead in desk.leads.find())
    store.close()
    assert answers == {"an": 10, "bo": 6, ("nobody_available", "nobody_available"): LEADS - 16}
    assert owners == {"an": 10, "bo": 6, None: LEADS - 16}


@pytest.mark.proof
def test_eight_who_remind_at_once_remind_once(fresh_url, dialect):
    store, clock = open_store(fresh_url(dialect), create=True), FrozenClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    playbook, start = Playbook(follow_up=FollowUpPolicy(manager="mo")), Barrier(8)
    desk = LeadDesk(store=store, playbook=playbook, now=clock)
    for number in range(5):
        captured(desk, number)
    clock.advance(timedelta(days=2))

    def remind(_):
        start.wait()
        return [alarm.key for alarm in desk.leads.remind(batch=2)]

    with ThreadPoolExecutor(8) as pool:
        keys = [key for found in pool.map(remind, range(8)) for key in found]
    store.close()
    assert len(keys) == len(set(keys)) == 10


def captured(desk, number):
    name = f"{SYLLABLES[number % 8]}{SYLLABLES[number // 8]}"
    return desk.leads.capture(name=name, email=f"{name}@example.com").lead
