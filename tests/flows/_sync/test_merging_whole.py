# Derived from tests/flows/_async/test_merging_whole.py by tools/twins.py; edit that file.
"""Merging happens whole or not at all: a store that fails on the way, and somebody who was faster."""

import pytest

from leadkit.errors import Refused, StoreError
from leadkit.model import Note


def captured(desk, name, **inquiry):
    return (desk.leads.capture(name=name, email=f"{name}@example.com", **inquiry)).lead


def stored(desk):
    with desk.store.memory.begin() as work:
        parts = (work.leads, work.follow_ups, work.receipts, work.events)
        return [[each for each in part.all()] for part in parts]


@pytest.mark.parametrize("step", ["merge", "unmerge", "keep_apart", "erase"])
def test_half_of_it_cannot_exist(watched_desk, store, step):
    desk = watched_desk
    leads = [captured(desk, name, notes=name) for name in "abc"]
    plan = desk.leads.plan_merge([lead.id for lead in leads])
    receipt = None if step == "merge" else desk.leads.merge(plan)
    other = captured(desk, "other")
    acts = {
        "merge": lambda: desk.leads.merge(plan),
        "unmerge": lambda: desk.leads.unmerge(receipt, reason="x"),
        "keep_apart": lambda: desk.leads.keep_apart(leads[0].id, other.id, reason="x"),
        "erase": lambda: desk.leads.erase(plan.absorbed[0], reason="x", alone=True),
    }
    before, breaks_at = stored(desk), 0
    while True:
        breaks_at += 1
        store.watch(breaks_at)
        try:
            acts[step]()
            break
        except StoreError:
            assert stored(desk) == before, f"something stayed after call {breaks_at} failed"
    assert breaks_at > 5
    assert stored(desk) != before


def test_who_was_faster_makes_the_plan_stale(watched_desk, store):
    desk = watched_desk
    one, other = captured(desk, "ada"), captured(desk, "countess")
    plan = desk.leads.plan_merge([one.id, other.id])

    def rival():
        desk.leads.record(other.id, Note("wait"))

    store.rival = rival
    with pytest.raises(Refused) as refused:
        desk.leads.merge(plan)
    assert [problem.code for problem in refused.value.problems] == ["stale_plan"]
    assert len(desk.leads.find()) == 2
