"""Who claims at one moment: a lead has one winner, and no limit is exceeded, on every database."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from leadkit import LeadDesk, Playbook, Refused
from leadkit.contrib.sqlalchemy import open_store
from leadkit.steps.assignment import AssignmentPolicy, Person
from leadkit.steps.pool import Pool

CLAIMERS = 32
SYLLABLES = ("Ado", "Bel", "Cri", "Dun", "Eva", "Fyr", "Gus", "Hol")


def race(url, playbook, ids_of, claimers):
    """What comes out of claims at one moment, and the owners that there are then."""
    store = open_store(url, create=True)
    desk, start = LeadDesk(store=store, playbook=playbook), Barrier(CLAIMERS)
    ids = ids_of(desk)

    def claim(number):
        start.wait()
        try:
            return desk.pool.claim(ids[number % len(ids)], by=claimers[number % len(claimers)]).owner
        except Refused as refused:
            return tuple(problem.code for problem in refused.problems)

    with ThreadPoolExecutor(CLAIMERS) as pool:
        answers = Counter(pool.map(claim, range(CLAIMERS)))
    owners = Counter(lead.owner for lead in desk.leads.find())
    store.close()
    return answers, owners


def pooled(count):
    def ids_of(desk):
        ids = []
        for number in range(count):
            name = f"{SYLLABLES[number % 8]}{SYLLABLES[number // 8]}"
            lead = desk.leads.capture(name=name, email=f"{name}@example.com").lead
            ids.append(desk.pool.release(lead.id, reason="for whoever is first").id)
        return ids

    return ids_of


@pytest.mark.proof
def test_thirty_two_claimers_of_one_lead_are_one_winner(fresh_url, dialect):
    people = [f"person {number}" for number in range(CLAIMERS)]
    answers, owners = race(fresh_url(dialect), Playbook(pools=[Pool("公海", daily_cap=9)]), pooled(1), people)
    (winner,) = owners
    assert answers == {winner: 1, ("not_in_pool",): CLAIMERS - 1}


@pytest.mark.proof
@pytest.mark.parametrize("limit", ["daily_cap", "claim_limit", "retention_limit", "open_limit"])
def test_thirty_two_claims_under_a_limit_of_ten_are_ten(fresh_url, dialect, limit):
    pool = Pool("公海") if limit == "open_limit" else Pool("公海", **{limit: 10})
    people = {"li": Person(open_limit=10)} if limit == "open_limit" else {}
    playbook = Playbook(pools=[pool], assignment=AssignmentPolicy(people=people))
    answers, owners = race(fresh_url(dialect), playbook, pooled(CLAIMERS), ["li"])
    assert answers == {"li": 10, (limit,): CLAIMERS - 10}
    assert owners == {"li": 10, None: CLAIMERS - 10}
