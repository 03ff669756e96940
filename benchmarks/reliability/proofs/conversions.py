"""R4: many workers convert one lead, take it back, and convert it again, all at the same moment."""

from collections import Counter
from typing import Any

from leadkit.errors import Refused
from proofs import audit
from proofs.commands import capture
from proofs.desks import opened
from proofs.processes import Nursery, Parent
from proofs.results import Result
from proofs.stores import Stores

__all__ = ["prove"]

#: Round → what the others hear, who were not the first.
_ROUNDS = {"own key": "already_converted", "revert": "repeated", "one key": "repeated"}


def prove(stores: Stores, nursery: Nursery, store: str, *, workers: int, leads: int) -> Result:
    """Each with a key of its own: one wins, the others are refused. All take it back: once. All with one key: once."""
    wrong: list[str] = []
    with stores.fresh(store) as url:
        ids = _qualified(url, leads)
        crowd = [nursery.start(want, url=url, name=f"worker {number}") for number in range(workers)]
        for id in ids:
            for round_, others in _ROUNDS.items():
                for worker in crowd:
                    worker.say((id, round_))
                heard = Counter(worker.hear() for worker in crowd)
                if heard != Counter({"first": 1, others: workers - 1}):
                    wrong.append(f"lead {id}, {round_}: {heard}")
        for worker in crowd:
            worker.say(None)
        found = audit.read(url)
    wrong += audit.faults(found)
    counts = {
        "LeadConverted": (found.count("LeadConverted"), 2 * leads),
        "LeadReverted": (found.count("LeadReverted"), leads),
        "opportunities": (len(found.nouns["Opportunity"]), leads),
        "contacts": (len(found.nouns["Contact"]), leads),
    }
    done = f"{workers} processes convert, revert and convert one lead, {leads} leads"
    told = f"{leads} taken back once, {len(found.nouns['Opportunity'])} opportunities in the end"
    return Result("R4", store, done, told, wrong, counts)


def _qualified(url: str, leads: int) -> list[str]:
    with opened(url) as desk:
        ids = [capture(desk, number, f"race-{number}").lead.id for number in range(leads)]
        for id in ids:
            desk.leads.assign(id, to="first owner")
            desk.leads.qualify(id, need="a crane")
    return ids


def want(parent: Parent, *, url: str, name: str) -> None:
    """One worker: says what it got."""
    with opened(url) as desk:
        while wanted := parent.hear():
            parent.say(_answer(desk, *wanted, name))


def _answer(desk: Any, id: str, round_: str, name: str) -> str:
    try:
        if round_ == "revert":
            with desk.store.begin() as work:
                history = work.events.of(id)
                key = next(event.receipt for event in reversed(history) if type(event).__name__ == "LeadConverted")
                receipt = work.receipts.find([key])[key]
            return "repeated" if desk.leads.revert(receipt, reason="all at once").repeated else "first"
        key = f"{name} {id}" if round_ == "own key" else f"everybody {id}"
        return "repeated" if desk.leads.convert(id, key=key).repeated else "first"
    except Refused as no:
        return no.problems[0].code
