"""R1: many processes capture the same leads at once; each lead exists once."""

import random
from typing import Any

from proofs import audit
from proofs.desks import AT, inquiry, opened
from proofs.processes import Nursery, Parent, everything_said
from proofs.results import Result
from proofs.stores import Stores

KEYS, CONTENTS, PEOPLE = "keys", "contents without a key", "people, each time in other words"


def prove(stores: Stores, nursery: Nursery, store: str, *, processes: int, leads: int, same: str = KEYS) -> Result:
    """same: with idempotency keys; without them it is the double click, recognised by its content; in other words each
    time it is a further inquiry, and only the person is the same."""
    with stores.fresh(store) as url:
        workers = [nursery.start(capture_all, url=url, leads=leads, seed=seed, same=same) for seed in range(processes)]
        for worker in workers:
            assert worker.hear() == "ready"
        for worker in workers:
            worker.say("go")
        told: dict[int, set[str]] = {number: set() for number in range(leads)}
        first = answers = 0
        for _, (number, lead_id, is_first) in everything_said(workers):
            told[number].add(lead_id)
            first += is_first
            answers += 1
        found = audit.read(url)
    wrong = audit.faults(found)
    # Everybody was told the same lead, and exactly one of them that it was new.
    wrong += [f"inquiry {number} became {len(ids)} leads" for number, ids in told.items() if len(ids) != 1]
    further = (processes - 1) * leads if same == PEOPLE else 0
    counts = {
        "answers": (answers, processes * leads),
        "told that it is new": (first, leads),
        "leads": (len(found.nouns["Lead"]), leads),
        "LeadCaptured": (found.count("LeadCaptured"), leads),
        "InquiryAttached": (found.count("InquiryAttached"), further),
        "receipts": (len(found.receipts), leads + further),
    }
    done = f"{processes} processes × {leads} {same}"
    return Result("R1", store, done, f"{counts['leads'][0]} leads, {counts['receipts'][0]} receipts", wrong, counts)


def capture_all(parent: Parent, *, url: str, leads: int, seed: int, same: str) -> None:
    """One worker: every inquiry once, in an order of its own."""
    numbers = list(range(leads))
    random.Random(seed).shuffle(numbers)
    with opened(url, AT) as desk:
        parent.say("ready")
        parent.hear()
        for number in numbers:
            fields = inquiry_fields(number) | ({"notes": f"asked by {seed}"} if same == PEOPLE else {})
            key = f"key-{number}" if same == KEYS else None
            captured: Any = desk.leads.capture(**fields, idempotency_key=key)
            parent.say((number, captured.lead.id, not captured.repeated and captured.duplicate_of is None))


def inquiry_fields(number: int) -> dict[str, Any]:
    """The fields of an inquiry as `capture` takes them."""
    told = inquiry(number)
    return {name: getattr(told, name) for name in ("name", "email", "phone", "region", "company")}
