"""Captures in bulk: what fails, what meets a rival, and what waits its turn."""

import pytest

from leadkit import Refused
from leadkit.errors import IdempotencyConflict, StoreError
from leadkit.model import Inquiry


async def test_a_row_that_is_refused_takes_no_other_with_it(desk):
    rows = [Inquiry(email=("ada@example.com",)), Inquiry(name="Nobody"), ("k", Inquiry(email=("bo@example.com",)))]
    first, second, third = [outcome async for outcome in desk.leads.capture_many(rows)]
    assert isinstance(second, Refused)
    assert await desk.leads.find() == (first.lead, third.lead)
    assert [type(each) async for each in desk.leads.capture_many([("k", Inquiry(name="Other"))])] == [
        IdempotencyConflict
    ]


async def test_a_batch_that_meets_a_rival_is_captured_one_by_one(watched_desk, store):
    store.rival = lambda: watched_desk.leads.capture(email="ada@example.com", idempotency_key="k1")
    rows = [
        (f"k{number}", Inquiry(email=(address,)))
        for number, address in enumerate(["bo@example.com", "ada@example.com"])
    ]
    _, late = [outcome async for outcome in watched_desk.leads.capture_many(rows)]
    assert late.repeated
    assert len(await watched_desk.leads.find()) == 2


async def test_a_store_that_fails_keeps_nothing_of_the_batch(watched_desk, store):
    store.watch(breaks_at=20)
    rows = [Inquiry(email=(f"lead{number}@example.com",)) for number in range(5)]
    with pytest.raises(StoreError, match="disk"):
        [outcome async for outcome in watched_desk.leads.capture_many(rows)]
    store.watch()
    assert await watched_desk.leads.find() == ()


async def test_the_next_batch_is_taken_when_the_last_one_is_committed(desk):
    taken = []

    def source():
        for number in range(5):
            taken.append(number)
            yield Inquiry(email=(f"lead{number}@example.com",))

    outcomes = desk.leads.capture_many(source(), batch=2)
    async for _ in outcomes:
        break
    assert taken == [0, 1]
    assert len(await desk.leads.find()) == 2
