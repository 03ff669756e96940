"""What a history does in a unit of work, and all that one can read after it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from leadkit.kernel.frozendict import FrozenDict
from leadkit.machines.lead import LeadStatus
from leadkit.model.rotation import Rotation
from leadkit.repositories import UnitOfWork
from leadkit.steps.dedup import DuplicatePolicy
from leadkit.testing.stores.examples import REPOSITORIES
from leadkit.testing.stores.samples import AT, HOUR, events, follow_up, lead, note, of_every_kind, receipt

__all__ = ["Operation", "carry_out", "operations", "read_outbox", "readable"]

#: The name of an operation, and its values.
Operation = tuple[Any, ...]

IDS, KEYS, DIGESTS, TEAMS = ("x", "y", "X", "x "), ("k", "K", "l"), ("d", "e"), ("sales", "Sales")
#: Stands for the lead that the history is about just now.
CURRENT = "current"
KINDS = ("lead", "contact", "customer", "opportunity", "quote", "campaign")

_ids = st.sampled_from((*IDS, CURRENT))
_some_ids = st.sampled_from(IDS)
_repositories = st.sampled_from(("leads", "leads", "follow_ups", *REPOSITORIES.values()))
_hours = st.integers(0, 3)
_variations = st.integers(0, 5)
_keys = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)
_off = st.sampled_from((0,) * 8 + (-1, 1))  # seldom stale, or nothing would ever change


def operations(*, erasing: bool = True) -> SearchStrategy[list[Operation]]:
    """A few operations for one unit of work."""
    each = [
        st.tuples(st.just("write"), _repositories, _ids, _variations, _off),
        st.tuples(st.just("write"), st.just("leads"), _ids, _variations, _off),
        st.tuples(st.just("write"), st.just("follow_ups"), _some_ids, _variations, _off),
        st.tuples(st.just("note"), _ids, _hours),
        st.tuples(st.just("over"), _ids, _some_ids),
        st.tuples(st.just("hold"), st.sampled_from(("lead", "contact")), _ids, _keys),
        st.tuples(st.just("claim"), st.sampled_from(("lead", "contact")), _ids, _keys),
        st.tuples(st.just("drop"), st.sampled_from(("lead", "contact")), _ids, _keys),
        st.tuples(st.just("receipt"), _off, st.sampled_from(DIGESTS), _hours, _ids),
        st.tuples(st.just("turn"), st.sampled_from(TEAMS), _off),
        st.tuples(st.just("events"), _ids, st.integers(1, 3)),
    ]
    if erasing:
        each.append(st.tuples(st.just("erase"), st.sampled_from(("lead", *KINDS)), _some_ids))
    return st.lists(st.one_of(each), min_size=1, max_size=5)


def carry_out(work: UnitOfWork, operation: Operation, current: str, serial: int) -> None:
    """Do it. serial: a number that no other operation of the history has."""
    name, *values = operation
    _DOERS[name](work, serial, *(current if value == CURRENT else value for value in values))


def _variant(repository: str, id: str, variation: int) -> Any:
    """A noun of this repository; a few variations differ in what one can ask for."""
    if repository == "leads":
        status, owner, pool = (
            (LeadStatus.NEW, None, "public"),
            (LeadStatus.NEW, "li", None),
            (LeadStatus.WORKING, "LI", None),
            (LeadStatus.WORKING, "王", "other"),
            (LeadStatus.NURTURING, "li ", None),
            (LeadStatus.NEW, "", ""),
        )[variation]
        into = "somebody" if variation == 5 and id in IDS else None
        return lead(id, status=str(status), owner=owner, pool=pool, updated_at=AT + variation * HOUR, merged_into=into)
    if repository == "follow_ups":
        done = AT if variation > 3 else None
        return follow_up(id, IDS[variation % len(IDS)], variation % 4, done_at=done)
    (noun,) = (noun for noun in of_every_kind(id) if REPOSITORIES[type(noun)] == repository)
    return noun


def _write(work: UnitOfWork, _serial: int, repository: str, id: str, variation: int, off: int) -> None:
    """off: by how much the expected version is wrong."""
    known = getattr(work, repository).find(id)
    noun = _variant(repository, id, variation)
    if known is None and id not in IDS:
        return  # an erased lead of the desk: its id is never given to another one
    if known is None and not off:
        getattr(work, repository).add(noun)
        return
    version = known.version if known else 1
    getattr(work, repository).put(attrs.evolve(noun, version=version + 1), expected=version + off)


def _note(work: UnitOfWork, serial: int, id: str, hours: int) -> None:
    work.activities.add(note(f"note {serial}", id, hours))


def _over(work: UnitOfWork, _serial: int, id: str, to: str) -> None:
    """The lead's first activity goes over to another lead."""
    for activity in work.activities.of_lead(id)[:1]:
        work.activities.remove(activity)
        work.activities.add(attrs.evolve(activity, lead_id=to))


def _hold(work: UnitOfWork, _serial: int, kind: str, id: str, keys: list[str]) -> None:
    work.match_keys.add(kind, id, keys)


def _claim(work: UnitOfWork, _serial: int, kind: str, id: str, keys: list[str]) -> None:
    work.match_keys.claim(kind, id, keys)


def _drop(work: UnitOfWork, _serial: int, kind: str, id: str, keys: list[str]) -> None:
    work.match_keys.drop(kind, id, keys)


def _receipt(work: UnitOfWork, serial: int, old: int, digest: str, hours: int, lead_id: str) -> None:
    """old: whether the key may be one that is taken; mostly it is a new one."""
    key = KEYS[old] if old else f"key {serial}"
    work.receipts.add(receipt(key, digest, hours, lead_id=lead_id, because=["same phone"]))


def _turn(work: UnitOfWork, serial: int, team: str, off: int) -> None:
    known = work.rotations.get(team)
    work.rotations.put(
        Rotation(team, {**known.turns, str(serial % 3): serial}, known.version + 1),
        expected=max(0, known.version + off),
    )


def _events(work: UnitOfWork, serial: int, id: str, count: int) -> None:
    work.events.append(events(id, *range(1_000 + 10 * serial, 1_000 + 10 * serial + count)))


def _erase(work: UnitOfWork, _serial: int, kind: str, id: str) -> None:
    work.erase(kind, id)


_DOERS: Mapping[str, Callable[..., None]] = FrozenDict(
    {
        "write": _write,
        "note": _note,
        "over": _over,
        "hold": _hold,
        "claim": _claim,
        "drop": _drop,
        "receipt": _receipt,
        "turn": _turn,
        "events": _events,
        "erase": _erase,
    }
)


def readable(work: UnitOfWork, now: datetime, about: Iterable[str], met: Iterable[str]) -> dict[str, Any]:
    """Everything that can be read, by what it is.

    about: leads to look at closely, beside those of plain operations. met: match keys of people met so far, who may be
    erased by now.
    """
    found: dict[str, Any] = {name: list(getattr(work, name).all()) for name in REPOSITORIES.values()}
    leads, subjects = found["leads"], (*IDS, *about)
    found["leads in pages"] = _in_pages(work)
    for name, query in _QUERIES.items():
        found[f"leads.where({name})"] = [each.id for each in work.leads.where(**query)]
    since = now - HOUR
    found["leads.where(updated_since)"] = [each.id for each in work.leads.where(updated_since=since, limit=3)]
    found["due"] = [(step.id, step.version) for step in work.follow_ups.due(now + timedelta(days=2))]
    found["due, two of them"] = [step.id for step in work.follow_ups.due(now + timedelta(days=2), limit=2)]
    found["open follow-ups"] = dict(work.follow_ups.open_of_leads(subjects))
    found["activities"] = {id: work.activities.of_lead(id) for id in subjects}
    found["events of one"] = {id: work.events.of(id) for id in subjects}
    found["events"] = by_subject(work.events.all())
    keys = dict.fromkeys(
        [*KEYS, *met, *(key for each in leads for key in DuplicatePolicy().match_keys(each.emails, each.phones))]
    )
    for kind in ("lead", "contact"):
        found[f"match keys of {kind}s"] = list(work.match_keys.find(kind, keys).items())
    receipts = found["receipts"] = list(work.receipts.all())
    found["receipts by key"] = dict(work.receipts.find([*KEYS, *(each.key for each in receipts)]))
    found["latest receipts"] = dict(work.receipts.latest([*DIGESTS, *(each.digest for each in receipts)]))
    found["rotations"] = [work.rotations.get(team) for team in TEAMS]
    return found


_QUERIES: Mapping[str, Mapping[str, Any]] = FrozenDict(
    {
        "owner": {"owner": "li"},
        "pool": {"pool": "public"},
        "statuses": {"statuses": ("new", "working")},
        "statuses, owner": {"statuses": ("new",), "owner": "li", "limit": 2},
        "after": {"after": "id", "limit": 2},
        "merged": {"merged": True},
        "merged or not": {"merged": None, "owner": "li"},
    }
)


def _in_pages(work: UnitOfWork) -> list[str]:
    read: list[str] = []
    while page := [each.id for each in work.leads.all(after=read[-1] if read else "", limit=3)]:
        read += page
    return read


def by_subject(found: Iterable[Any]) -> dict[str, list[Any]]:
    """Events of each noun in their order; between nouns there is none that all stores share."""
    sorted_out: dict[str, list[Any]] = {}
    for event in found:
        sorted_out.setdefault(event.subject_id, []).append(event)
    return sorted_out


def read_outbox(outbox: Any) -> dict[str, Any]:
    """What an outbox tells; positions are its own."""
    since, waiting = outbox.since(0, 100_000), outbox.unpublished(100_000)
    return {
        "events by position": by_subject(entry.event for entry in since),
        "ids by position": sorted(entry.id for entry in since),
        "unpublished events": by_subject(entry.event for entry in waiting),
    }
