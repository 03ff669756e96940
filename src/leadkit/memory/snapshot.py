"""A memory store as lines of JSON, so that a script or the command line can go on where it stopped.

The event log is what is written; nouns are replayed from it when it is read back.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from leadkit.buffered import Changes
from leadkit.errors import InvalidRecord, Problem
from leadkit.memory._sync import Store
from leadkit.memory._tables import Tables
from leadkit.model import Activity, Contact, Customer, FollowUp, Lead, Opportunity, Quote, Receipt
from leadkit.model.campaign import Campaign
from leadkit.model.events import Erased, Event, InquiryRefused, replay
from leadkit.model.rotation import Rotation
from leadkit.serialization import from_dict, to_json

__all__ = ["dumped", "restored"]

_TABLES: Mapping[type[Any], str] = {
    Lead: "leads",
    Contact: "contacts",
    Customer: "customers",
    Opportunity: "opportunities",
    Quote: "quotes",
    Campaign: "campaigns",
    FollowUp: "follow_ups",
}


def dumped(store: Store) -> Iterator[str]:
    """The store's content, one JSON text a line, without line ends."""
    tables: Tables = store._tables  # the store's own other half
    for event in tables.events.values():
        yield to_json(event)
    for table in ("campaigns", "follow_ups"):  # the nouns that have no events of their own
        yield from map(to_json, tables.nouns[table].values())
    for activities in tables.activities.values():
        yield from map(to_json, activities)
    yield from map(to_json, tables.receipts.values())
    yield from map(to_json, tables.rotations.values())
    for (kind, key), holders in tables.match_keys.items():
        yield json.dumps({"type": "MatchKey", "kind": kind, "key": key, "holders": holders})


def restored(lines: Iterable[str]) -> Store:
    """A store with this content. Raises `InvalidRecord` naming the first line that is none of ours."""
    store = Store()
    tables: Tables = store._tables  # the store's own other half
    changes = Changes()
    for number, line in enumerate(lines, 1):
        try:
            _take(json.loads(line), changes, tables)
        except (ValueError, KeyError, TypeError) as broken:
            message = f"line {number} of the snapshot cannot be read: {broken}"
            raise InvalidRecord([Problem("broken_snapshot", None, message)]) from None
    by_subject: dict[str, list[Event]] = {}
    for event in changes.events:
        by_subject.setdefault(event.subject_id, []).append(event)
    for events in by_subject.values():
        if not isinstance(events[0], InquiryRefused | Erased):
            noun = replay(events)
            changes.write(_TABLES[type(noun)], noun, None)
    tables.apply(changes)
    return store


def _take(record: Any, changes: Changes, tables: Tables) -> None:
    if not isinstance(record, dict):
        raise TypeError(f"expected an object, got {type(record).__name__}")
    if record.get("type") == "MatchKey":
        tables.match_keys[record["kind"], record["key"]] = tuple(record["holders"])
        return
    value = from_dict(record)
    if isinstance(value, Event):
        changes.events.append(value)
    elif isinstance(value, Activity):
        changes.act(value)
    elif isinstance(value, Receipt):
        changes.receive(value)
    elif isinstance(value, Rotation):
        changes.turn(value, 0)
    else:
        changes.write(_TABLES[type(value)], value, None)
