"""An event as it waits to be published."""

from hashlib import sha1
from uuid import UUID

from attrs import frozen

from leadkit.model.events import Event

__all__ = ["OutboxEntry", "event_id"]

# Any fixed namespace will do; this one must never change, or consumers would take known events for new ones.
_EVENTS = sha1(UUID("6f0b1c1e-7d0a-5e9c-9f6e-0c5f3e6d9a41").bytes, usedforsecurity=False)


@frozen
class OutboxEntry:
    """id: the event's own, see `event_id`. position: its place in the order of reading; `None` when read by mark."""

    id: str
    event: Event
    position: int | None = None


def event_id(event: Event) -> str:
    """The event's own id, a UUID as text: the same in every store, at every delivery and after every restore."""
    # What uuid.uuid5 does, ten times as fast: an import has four events a lead.
    name = _EVENTS.copy()
    name.update(f"{event.noun.__name__}/{event.subject_id}/{event.version}".encode())
    text = name.hexdigest()
    variant = "89ab"[int(text[16], 16) & 3]
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"
