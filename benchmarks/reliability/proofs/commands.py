"""Commands that a proof sends, in an order in which each is legal, and whether a store shows their effect."""

from typing import Any

from leadkit import LeadDesk
from leadkit.steps.capture import receipt_key
from leadkit.steps.conversion import conversion_key, revert_key
from proofs.audit import Contents
from proofs.desks import inquiry

__all__ = ["JOURNEYS", "effects", "send"]

#: The last command of each is the one that is cut off.
JOURNEYS: tuple[tuple[str, ...], ...] = (
    ("capture",),
    ("capture", "attach"),
    ("capture", "assign"),
    ("capture", "assign", "qualify", "convert"),
    ("capture", "assign", "qualify", "convert", "revert"),
    ("batch",),
    ("capture", "refuse"),
)
BATCH = 20


def send(desk: LeadDesk, command: str, person: int, lead_id: str | None) -> tuple[str | None, bool]:
    """Do it. The id of the person's lead, and whether the answer was that of an earlier time."""
    if command in ("capture", "attach"):
        told = {} if command == "capture" else {"notes": "still there?"}
        captured = capture(desk, person, f"{command}-{person}", **told)
        return captured.lead.id, captured.repeated
    if command == "refuse":
        return lead_id, _refused(desk, person)
    if command == "batch":
        rows = [(f"batch-{person}-{row}", inquiry(person * 1_000 + row)) for row in range(BATCH)]
        outcomes: list[Any] = list(desk.leads.capture_many(rows))
        return outcomes[0].lead.id, all(outcome.repeated for outcome in outcomes)
    assert lead_id is not None
    if command == "convert":
        return lead_id, desk.leads.convert(lead_id).repeated
    if command == "revert":
        with desk.store.begin() as work:  # a client that keeps its receipts
            receipt = work.receipts.find([conversion_key(lead_id)])[conversion_key(lead_id)]
        return lead_id, desk.leads.revert(receipt, reason="not yet").repeated
    _ = desk.leads.assign(lead_id) if command == "assign" else desk.leads.qualify(lead_id, need="ERP")
    return lead_id, False


def capture(desk: LeadDesk, person: int, key: str, **told: Any) -> Any:
    """One inquiry of this person."""
    fields = inquiry(person)
    names = ("name", "email", "phone", "region", "company")
    return desk.leads.capture(**{name: getattr(fields, name) for name in names}, **told, idempotency_key=key)


def _refused(desk: LeadDesk, person: int) -> bool:
    from leadkit.errors import Refused

    try:
        desk.leads.capture(notes=f"nobody {person}", idempotency_key=f"refuse-{person}")
    except Refused:
        return False
    raise AssertionError("nobody can be reached, and yet it was taken in")


def effects(found: Contents, command: str, person: int, lead_id: str | None) -> tuple[int, int]:
    """How many records the store shows of this command, and how many there are when it was done."""
    if command == "convert":
        return int(lead_id is not None and conversion_key(lead_id) in found.receipts), 1
    if command == "revert":
        return int(lead_id is not None and revert_key(conversion_key(lead_id)) in found.receipts), 1
    if command in ("assign", "qualify"):
        lead = found.nouns["Lead"].get(lead_id or "")
        return int(lead is not None and (lead.owner is not None if command == "assign" else bool(lead.needs))), 1
    keys = [f"batch-{person}-{row}" for row in range(BATCH)] if command == "batch" else [f"{command}-{person}"]
    return sum(receipt_key(key) in found.receipts for key in keys), len(keys)
