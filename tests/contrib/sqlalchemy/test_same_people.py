"""People who ask several times at the same moment are one lead each, on every database."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from leadkit import LeadDesk
from leadkit.contrib.sqlalchemy import open_store

THREADS, PEOPLE = 16, 6


@pytest.mark.proof
def test_sixteen_threads_make_one_lead_of_each_person(fresh_url, dialect):
    store = open_store(fresh_url(dialect), create=True)
    desk, start = LeadDesk(store=store), Barrier(THREADS)

    def ask(thread):
        people = list(range(PEOPLE))
        random.Random(thread).shuffle(people)
        start.wait()
        return [
            desk.leads.capture(name=f"Person {person}", email=f"p{person}@example.com", notes=f"asked by {thread}")
            for person in people
        ]

    with ThreadPoolExecutor(THREADS) as pool:
        captured = [each for outcomes in pool.map(ask, range(THREADS)) for each in outcomes]
    leads = {lead.id: desk.leads.activities(lead.id) for lead in desk.leads.find()}
    store.close()
    assert len(leads) == sum(each.duplicate_of is None for each in captured) == PEOPLE
    assert {each.lead.id for each in captured} == leads.keys()
    assert [len(asked) for asked in leads.values()] == [THREADS - 1] * PEOPLE
