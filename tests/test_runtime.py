"""Ids and the clock."""

import uuid
from datetime import UTC
from types import SimpleNamespace

from leadkit import runtime
from leadkit.runtime import new_id, system_now


def test_ids_are_uuids_of_version_7_and_sort_in_the_order_in_which_they_were_made():
    ids = [new_id() for _ in range(5_000)]
    assert len(set(ids)) == len(ids)
    assert {(uuid.UUID(id).version, uuid.UUID(id).variant) for id in ids} == {(7, uuid.RFC_4122)}
    # Two in the same 4096th of a millisecond may swap; over a hundred of them no two can be that close.
    assert ids[::100] == sorted(ids[::100])


def test_now_is_utc():
    assert system_now().tzinfo is UTC


def test_ids_hold_the_millisecond_and_sort_by_the_instant_below_it(monkeypatch):
    start = 1_772_442_000 * 10**9
    instants = [start + step for step in (0, 1_000, 500_000, 999_999, 1_000_000, 2_000_000, 10**9)]
    clock = iter(instants)
    monkeypatch.setattr(runtime, "time", SimpleNamespace(time_ns=lambda: next(clock)))
    ids = [new_id() for _ in instants]
    assert ids == sorted(ids)
    assert [uuid.UUID(id).int >> 80 for id in ids] == [instant // 1_000_000 for instant in instants]
