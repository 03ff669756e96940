"""Event ids: UUIDs that any other program computes alike, and the envelope in which events travel."""

import json
from uuid import UUID, uuid5

from hypothesis import given

from leadkit.cloudevents import cloud_event
from leadkit.repositories import event_id
from leadkit.serialization import to_dict
from leadkit.testing import events

NAMESPACE = UUID("6f0b1c1e-7d0a-5e9c-9f6e-0c5f3e6d9a41")


@given(events())
def test_an_event_has_the_id_that_rfc_9562_gives_it(event):
    name = f"{event.noun.__name__}/{event.subject_id}/{event.version}"
    assert event_id(event) == str(uuid5(NAMESPACE, name))


@given(events())
def test_an_event_travels_in_an_envelope_that_every_consumer_knows(event):
    envelope = cloud_event(event, source="/crm")
    assert json.loads(json.dumps(envelope)) == envelope
    assert envelope.keys() == {
        "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data",
    }  # fmt: skip
    assert (envelope["specversion"], envelope["source"], envelope["id"]) == ("1.0", "/crm", event_id(event))
    assert envelope["type"] == f"leadkit.{type(event).__name__}"
    assert envelope["time"].endswith("Z")
    assert envelope["data"] == to_dict(event)
