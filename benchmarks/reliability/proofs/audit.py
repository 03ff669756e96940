"""What must hold in any store of leads at any time, read from the raw tables: an adapter cannot vouch for itself.

Half a unit of work shows here in one way or another: a noun without its events, an event without its noun, a gap in the
versions, a receipt or match key of nobody, a follow-up that the history does not know.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from leadkit.kernel.statemachine import StatusType
from leadkit.machines.lead import LEAD
from leadkit.model import Action, Activity, Receipt
from leadkit.model.events import ActivityRecorded, Event, FollowUpPlanned, InquiryAttached, replay
from leadkit.model.facts import Erased
from leadkit.serialization import from_json
from leadkit.steps.conversion import standing
from leadkit.steps.dedup import DuplicatePolicy

__all__ = ["Contents", "faults", "read"]

_EVENTED = ("Lead", "Contact", "Customer", "Opportunity")
_CLOSED = {state for state, kind in LEAD.states.items() if kind in (StatusType.WON, StatusType.LOST)}
_NOUNS = ("lead", "contact", "customer", "opportunity", "follow_up")


@frozen
class Contents:
    """Everything in a store, decoded. nouns: type → id → noun. events: (type, id) → those, oldest first."""

    nouns: dict[str, dict[str, Any]]
    events: dict[tuple[str, str], list[Event]]
    receipts: dict[str, Receipt]
    activities: list[Activity]
    holders: dict[tuple[str, str], set[str]]  # (kind, id) → keys
    damage: list[str]

    def count(self, event: str) -> int:
        """How many events of this type there are."""
        return sum(type(each).__name__ == event for some in self.events.values() for each in some)


def read(url: str) -> Contents:
    """All of it, in one reading transaction."""
    engine = create_engine(_with_driver(url), poolclass=NullPool, isolation_level=_CONSISTENT.get(_kind(url)))
    damage: list[str] = []
    nouns: dict[str, dict[str, Any]] = {}
    events: dict[tuple[str, str], list[Event]] = defaultdict(list)
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    with engine.connect() as connection:
        if _kind(url) == "sqlite":
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            damage += [f"integrity_check: {line}" for line in found if line != "ok"]
        for table in _NOUNS:
            rows = connection.execute(text(f"SELECT id, version, body FROM leadkit_{table}"))  # noqa: S608
            read_here = [(id, version, from_json(body)) for id, version, body in rows]
            damage += [f"{table} {id}: its row is not its body" for id, v, noun in read_here if (id, v) != _row(noun)]
            name = table.title().replace("_", "")
            nouns[name] = {id: noun for id, _, noun in read_here}
        for kind, id, body in connection.execute(
            text("SELECT aggregatetype, aggregateid, payload FROM leadkit_event ORDER BY seq")
        ):
            events[kind, id].append(from_json(body))
        bodies = connection.execute(text("SELECT body FROM leadkit_receipt ORDER BY seq")).scalars()
        receipts = {receipt.key: receipt for receipt in map(from_json, bodies)}
        bodies = connection.execute(text("SELECT body FROM leadkit_activity ORDER BY seq")).scalars()
        activities = [from_json(body) for body in bodies]
        key = "`key`" if _kind(url) == "mariadb" else "key"
        for kind, id, held in connection.execute(text(f"SELECT kind, id, {key} FROM leadkit_match_key")):  # noqa: S608
            holders[kind, id].add(held)
    engine.dispose()
    return Contents(nouns, dict(events), receipts, activities, dict(holders), damage)


def faults(found: Contents) -> list[str]:
    """What is wrong with it, one line a fault; an empty list is what every proof wants."""
    return [
        *found.damage,
        *_histories(found),
        *_receipts(found),
        *_conversions(found),
        *_match_keys(found),
        *_follow_ups(found),
        *_activities(found),
    ]


def _histories(found: Contents) -> Iterator[str]:
    """Each noun is the replay of its events, which are numbered 1, 2, …; and each event is somebody's."""
    for kind in _EVENTED:
        for id, noun in found.nouns[kind].items():
            history = found.events.get((kind, id), [])
            if [event.version for event in history] != list(range(1, noun.version + 1)):
                yield f"{kind} {id}: version {noun.version}, events {[event.version for event in history]}"
            elif replay(history) != noun:
                yield f"{kind} {id}: is not what its events make"
    for (kind, id), history in found.events.items():
        owner = found.receipts if kind == "Receipt" else found.nouns.get(kind, {})
        if id not in owner and not all(isinstance(event, Erased) for event in history):
            yield f"{kind} {id}: has events and is not there"


def _receipts(found: Contents) -> Iterator[str]:
    proved = Counter(receipt.lead_id for receipt in found.receipts.values() if receipt.action is Action.CAPTURE)
    leads = found.nouns["Lead"]
    for id in leads:
        attached = sum(isinstance(event, InquiryAttached) for event in found.events.get(("Lead", id), ()))
        if proved[id] != 1 + attached:
            yield f"Lead {id}: {1 + attached} inquiries, {proved[id]} receipts"
    for receipt in found.receipts.values():
        if receipt.lead_id is None and not receipt.problems:
            yield f"receipt {receipt.key}: of nothing"
        if receipt.lead_id is not None and receipt.lead_id not in leads:
            yield f"receipt {receipt.key}: of a lead that is not there"
        if receipt.problems and ("Receipt", receipt.key) not in found.events:
            yield f"receipt {receipt.key}: refused without an event"


def _conversions(found: Contents) -> Iterator[str]:
    """All three or none, with a receipt that names them; and nobody's besides. What was taken back left nothing."""
    made: dict[str, set[str]] = {"contact": set(), "customer": set(), "opportunity": set()}
    for id, lead in found.nouns["Lead"].items():
        receipt = found.receipts.get(standing(found.events.get(("Lead", id), ())).receipt)
        if (lead.opportunity_id is None) != (receipt is None):
            yield f"Lead {id}: converted and its receipt disagree"
        if receipt is None or lead.opportunity_id is None:
            continue
        for kind, ids in made.items():
            wanted = receipt.results[kind]
            ids.add(wanted)
            if wanted not in found.nouns[kind.title()] or getattr(lead, f"{kind}_id") != wanted:
                yield f"Lead {id}: its {kind} is not the one on its receipt"
    for kind, ids in made.items():
        yield from (f"{kind} {id}: came from no lead" for id in found.nouns[kind.title()].keys() - ids)


def _match_keys(found: Contents) -> Iterator[str]:
    for kind in ("lead", "contact"):
        for id, noun in found.nouns[kind.title()].items():
            held = found.holders.get((kind, id), set())
            if not DuplicatePolicy().match_keys(noun.emails, noun.phones).keys() <= held:
                yield f"{kind} {id}: cannot be recognised by what it holds"
    for kind, id in found.holders:
        if id not in found.nouns[kind.title()]:
            yield f"match keys of {kind} {id}, who is not there"


def _follow_ups(found: Contents) -> Iterator[str]:
    steps = defaultdict(list)
    for step in found.nouns["FollowUp"].values():
        steps[step.lead_id].append(step)
    for id, lead in found.nouns["Lead"].items():
        due = [step for step in steps.pop(id, []) if not step.done_at]
        if len(due) != (0 if lead.status in _CLOSED else 1):
            yield f"Lead {id}: is {lead.status} and has {len(due)} open follow-ups"
    yield from (f"follow-up of lead {id}, which is not there" for id in steps)
    for event in _of_leads(found, FollowUpPlanned):
        step = found.nouns["FollowUp"].get(event.follow_up_id)
        if step is None or step.lead_id != event.subject_id:
            yield f"Lead {event.subject_id}: planned a follow-up that is not there"


def _activities(found: Contents) -> Iterator[str]:
    told = {(event.subject_id, event.activity_id) for event in _of_leads(found, (ActivityRecorded, InquiryAttached))}
    there = {(activity.lead_id, activity.id) for activity in found.activities}
    yield from (f"Lead {lead}: activity {id} in history or table only" for lead, id in told ^ there)


def _of_leads(found: Contents, kinds: Any) -> Iterable[Any]:
    return (event for some in found.events.values() for event in some if isinstance(event, kinds))


def _row(noun: Any) -> tuple[str, int]:
    return noun.id, noun.version


def _kind(url: str) -> str:
    return url.partition(":")[0].partition("+")[0]


_CONSISTENT = {"postgresql": "REPEATABLE READ", "mariadb": "REPEATABLE READ"}


def _with_driver(url: str) -> str:
    return url.replace("postgresql:", "postgresql+psycopg:").replace("mariadb:", "mariadb+pymysql:")
