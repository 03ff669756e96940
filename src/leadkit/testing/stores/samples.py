"""The few plain nouns that the checks are told with."""

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

from leadkit.model import (
    Action,
    Activity,
    Campaign,
    Channel,
    Contact,
    Customer,
    FollowUp,
    Lead,
    Note,
    Opportunity,
    Quote,
    Receipt,
)
from leadkit.model.events import LeadChanged

__all__ = ["AT", "HOUR", "MOMENT", "changed", "events", "follow_up", "lead", "note", "of_every_kind", "receipt"]

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
#: The shortest time that there is.
MOMENT = timedelta(microseconds=1)


def lead(id: str, **fields: Any) -> Lead:
    """A lead of version 1 unless told otherwise."""
    return Lead(**{"id": id, "created_at": AT, "updated_at": AT, **fields})


def changed(noun: Any, **fields: Any) -> Any:
    """The next version of a noun."""
    return attrs.evolve(noun, version=noun.version + 1, **fields)


def follow_up(id: str, lead_id: str, hours: float = 0, **fields: Any) -> FollowUp:
    """A follow-up that is due so many hours after `AT`."""
    return FollowUp(**{"id": id, "lead_id": lead_id, "due": AT + hours * HOUR, "goal": "call", **fields})


def note(id: str, lead_id: str, hours: float = 0, text: str = "note") -> Activity:
    """An activity so many hours after `AT`."""
    return Activity(id, lead_id, AT + hours * HOUR, Note(text))


def receipt(key: str, digest: str = "", hours: float = 0, **fields: Any) -> Receipt:
    """A receipt of so many hours after `AT`; its digest is its key unless told otherwise."""
    return Receipt(**{"key": key, "action": Action.CAPTURE, "digest": digest or key, "at": AT + hours * HOUR, **fields})


def events(subject_id: str, *versions: int) -> list[LeadChanged]:
    """Facts about one lead."""
    return [LeadChanged(subject_id, version, AT, changes={"company": f"v{version}"}) for version in versions]


def of_every_kind(id: str) -> tuple[Any, ...]:
    """One noun of each kind, all with this id."""
    return (
        lead(id),
        Contact(id, id, AT, AT),
        Customer(id, AT, AT, "顶点"),
        Opportunity(id, id, AT, AT, "deal", "sales", "open", 10),
        Quote(id, id, AT, AT),
        Campaign(id, "fair", Channel.EXHIBITION),
        follow_up(id, id),
    )
