"""Events for the world outside: the CloudEvents 1.0 envelope as a plain mapping (https://cloudevents.io)."""

from typing import Any

from leadkit.model.events import Event
from leadkit.repositories import event_id
from leadkit.serialization import to_dict

__all__ = ["cloud_event"]


def cloud_event(event: Event, *, source: str) -> dict[str, Any]:
    """The event in a CloudEvents envelope, JSON-safe; `data` is what `leadkit.to_dict` says of it.

    source: a URI reference that names your application, such as `/crm/leads`. Consumers know a repeated delivery by
    `source` and `id`.
    """
    data = to_dict(event)
    return {
        "specversion": "1.0",
        "id": event_id(event),
        "source": source,
        "type": f"leadkit.{type(event).__name__}",
        "subject": event.subject_id,
        "time": data["at"],
        "datacontenttype": "application/json",
        "data": data,
    }
