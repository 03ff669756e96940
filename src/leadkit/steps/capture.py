"""Capture: is this inquiry new, a repeat of one that was answered already, or a misuse of its key?"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import field, fields, frozen

from leadkit.errors import IdempotencyConflict, InvalidRecord, Problem
from leadkit.kernel.correction import Correction
from leadkit.kernel.decision import Decision
from leadkit.kernel.record import replaced
from leadkit.kernel.text import digest, escaped, match_form, tidy
from leadkit.model import Address, Consent, Inquiry, Lead, Receipt
from leadkit.model.events import Event, InquiryRefused, LeadCaptured, created

__all__ = [
    "CapturePolicy",
    "Captured",
    "new_lead",
    "next_key",
    "payload_digest",
    "receipt_key",
    "refused",
    "same_payload",
    "same_record",
    "submitted",
]


@frozen
class CapturePolicy:
    """same_content_within: an inquiry without a key is a repeat (double click, retry) if its normalised content came
    in within this span; blank content fields count."""

    same_content_within: timedelta = timedelta(seconds=300)


@frozen
class Captured:
    """What became of an inquiry.

    lead: the new lead, or the one the inquiry was attached to. duplicate_of: that lead's id when it was attached.
    because: how the person was recognised. repeated: this very inquiry was answered before, and this is that answer.
    warnings: what was kept although it looks wrong. corrections: what cleansing changed; nothing for a repeat.
    """

    lead: Lead
    duplicate_of: str | None = None
    because: tuple[str, ...] = ()
    repeated: bool = False
    warnings: tuple[Problem, ...] = field(default=(), converter=tuple[Problem, ...])
    corrections: tuple[Correction, ...] = field(default=(), converter=tuple[Correction, ...], eq=False)


_DEFAULTS = {attribute.name: attribute.default for attribute in fields(Inquiry)}


def payload_digest(inquiry: Inquiry) -> str:
    """64 hex digits of the normalised content: case, width and white space do not count, everything else does."""
    told = [
        f"{name}\0{value if type(value) is str else _told(value)}"
        for name, value in inquiry.__dict__.items()
        if value and value is not (default := _DEFAULTS[name]) and value != default
    ]
    form = match_form("\0".join(told))
    for mark in "\0\1":  # the space at the ends of each text
        form = form.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    return digest(form)


def _told(value: Any) -> str:
    """A value that is no text as one. Controls, which no storable text has, keep members and fields apart."""
    if isinstance(value, tuple):
        return "\1".join(value)
    return _encode(value) if isinstance(value, Mapping) else str(value)


_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def same_record(known: Lead, inquiry: Inquiry) -> bool:
    """Whether the inquiry is the lead's own record, sent again by the system it came from, and no new interest."""
    id = tidy(inquiry.external_id)
    return bool(id) and (known.source.external_id, known.source.channel) == (id, inquiry.channel)


def receipt_key(idempotency_key: str) -> str:
    """The ASCII key under which the outcome is kept: databases fold plain text in ways of their own.

    Raises `InvalidRecord` for a key that is no text, or blank.
    """
    if not isinstance(idempotency_key, str) or not idempotency_key.strip():
        raise InvalidRecord([Problem("wrong_key", "idempotency_key", "must be text, and not blank")])
    return f"key:{digest(idempotency_key)}"


def next_key(payload: str, latest: Receipt | None) -> str:
    """The receipt key of an inquiry that has none: it follows from the payload and its latest receipt.

    Two that come at once (a double click) want the same key, and the store gives it to one of them.
    """
    return f"after:{digest(payload, latest.key if latest else '')}"


def same_payload(first: Receipt, payload: str) -> Receipt:
    """The first receipt, if it answers this payload too; raises `IdempotencyConflict` when its payload was another."""
    if first.digest != payload:
        raise IdempotencyConflict(
            [Problem("payload_mismatch", "idempotency_key", "the key was used for another content; use a new key")]
        )
    return first


def submitted(inquiry: Inquiry) -> dict[str, Any]:
    """Everything that was sent, as it was sent, as JSON-safe values; blank fields are left out."""
    sent = {name: value for name, value in inquiry.__dict__.items() if value and value is not _DEFAULTS[name]}
    return {name: _json_safe(value) for name, value in {**sent, "channel": inquiry.channel}.items()}


def _json_safe(value: Any) -> Any:
    """Characters that no store can hold become visible escapes: even an unusable inquiry can be looked at."""
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, tuple):
        return tuple(map(_json_safe, value))
    if isinstance(value, Mapping):
        return {escaped(key): _json_safe(member) for key, member in value.items()}
    if isinstance(value, Address | Consent):
        return _json_safe({part: told for part, told in value.__dict__.items() if told not in ("", None)})
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def new_lead(id: str, at: datetime, values: Mapping[str, Any], status: str) -> Decision[Lead]:
    """A lead from cleansed fields, in the first state of its machine.

    Raises `InvalidRecord`, with every problem, when a field holds what no store can.
    """
    decision: Decision[Lead] = created(LeadCaptured, Lead(id, at, at, status=status, **values))
    return decision


def refused(receipt: Receipt, inquiry: Inquiry, problems: tuple[Problem, ...]) -> Decision[Receipt]:
    """The receipt of a refused inquiry: its reasons and its raw input stay."""
    kept = replaced(receipt, {"problems": problems, "submitted": submitted(inquiry)})
    event: Event = InquiryRefused(kept.key, 1, kept.at, tuple(problem.code for problem in problems))
    return Decision(kept, (event,))
