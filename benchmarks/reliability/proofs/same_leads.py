"""R1: many processes capture the same leads at once; each lead exists once."""

import random
from typing import Any

from proofs import audit
from proofs.desks import AT, inquiry, opened
from proofs.processes import Nursery, Parent, everything_said
from proofs.results import Result
from proofs.stores import Stores


def prove(stores: Stores, nursery: Nursery, store: str, *, processes: int, leads: int, keyed: bool = True) -> Result:
    """keyed: with idempotency keys; without them it is the double click, recognised by its content."""
    with stores.fresh(store) as url:
        workers = [
            nursery.start(capture_all, url=url, leads=leads, seed=seed, keyed=keyed) for seed in range(processes)
        ]
        for worker in workers:
            assert worker.hear() == "ready"
        for worker in workers:
            worker.say("go")
        outcomes: dict[int, set[tuple[str, str | None]]] = {number: set() for number in range(leads)}
        first = answers = 0
        for _, (number, lead_id, duplicate_of, repeated) in everything_said(workers):
            outcomes[number].add((lead_id, duplicate_of))
            first += not repeated
            answers += 1
        found = audit.read(url)
    wrong = audit.faults(found)
    # Everybody was told the same of one inquiry, and exactly one of them that it was new.
    wrong += [f"inquiry {number} has {len(told)} outcomes" for number, told in outcomes.items() if len(told) != 1]
    counts = {
        "answers": (answers, processes * leads),
        "told that it is new": (first, leads),
        "leads": (len(found.nouns["Lead"]), leads),
        "LeadCaptured": (found.count("LeadCaptured"), leads),
        "InquiryAttached": (found.count("InquiryAttached"), 0),
        "receipts": (len(found.receipts), leads),
    }
    done = f"{processes} processes × {leads} {'keys' if keyed else 'contents without a key'}"
    return Result("R1", store, done, f"{counts['leads'][0]} leads, {counts['receipts'][0]} receipts", wrong, counts)


def capture_all(parent: Parent, *, url: str, leads: int, seed: int, keyed: bool) -> None:
    """One worker: every inquiry once, in an order of its own."""
    numbers = list(range(leads))
    random.Random(seed).shuffle(numbers)
    with opened(url, AT) as desk:
        parent.say("ready")
        parent.hear()
        for number in numbers:
            captured: Any = desk.leads.capture(
                **inquiry_fields(number), idempotency_key=f"key-{number}" if keyed else None
            )
            parent.say((number, captured.lead.id, captured.duplicate_of, captured.repeated))


def inquiry_fields(number: int) -> dict[str, Any]:
    """The fields of an inquiry as `capture` takes them."""
    told = inquiry(number)
    return {name: getattr(told, name) for name in ("name", "email", "phone", "region", "company")}
