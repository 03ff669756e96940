"""Ids and the clock."""

import uuid
from datetime import UTC

from leadkit.runtime import new_id, system_now


def test_ids_are_uuids_of_version_7_and_sort_in_the_order_in_which_they_were_made():
    ids = [new_id() for _ in range(5_000)]
    assert len(set(ids)) == len(ids)
    assert {(uuid.UUID(id).version, uuid.UUID(id).variant) for id in ids} == {(7, uuid.RFC_4122)}
    # Two in the same 4096th of a millisecond may swap; over a hundred of them no two can be that close.
    assert ids[::100] == sorted(ids[::100])


def test_now_is_utc():
    assert system_now().tzinfo is UTC
