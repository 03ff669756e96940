"""The tables of kinds are complete: a class that nobody lists would have no name in JSON."""

import inspect

import attrs
import pytest

from leadkit.model import activity, events
from leadkit.model.activity import DETAILS, Detail
from leadkit.model.channel import Channel
from leadkit.model.events import EVENTS, Event, InquiryRefused
from leadkit.model.facts import Changed, Created, Erased, Moved
from leadkit.serialization import TYPES


def concrete(module, base):
    """Public subclasses; a leading underscore marks those that only share fields."""
    return {
        value
        for name, value in vars(module).items()
        if inspect.isclass(value) and issubclass(value, base) and value is not base and not name.startswith("_")
    }


def test_every_kind_of_detail_is_listed_by_its_name():
    assert set(DETAILS.values()) == concrete(activity, Detail)
    assert {kind.replace("_", "") for kind in DETAILS} == {detail.__name__.lower() for detail in DETAILS.values()}


def test_every_event_is_listed_by_its_name():
    assert set(EVENTS.values()) == concrete(events, Event) - {Changed, Created, Erased, Moved}
    assert all(name == event.__name__ for name, event in EVENTS.items())
    assert TYPES.keys() >= EVENTS.keys()
    assert set(events.__all__) >= EVENTS.keys()


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_an_event_names_only_fields_that_its_noun_has(event):
    names = {attribute.name for attribute in attrs.fields(event.noun)}
    if event is not InquiryRefused:  # a receipt is never changed
        assert {"id", "version", "updated_at", getattr(event, "state", "id")} <= names


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_every_event_says_what_happened(event):
    assert event.sentence is not Event.sentence


def test_conversations_are_contacts_and_behaviour_is_not():
    assert {kind for kind, detail in DETAILS.items() if detail.is_contact} == {
        "call",
        "email_message",
        "meeting",
        "visit",
        "message",
    }


def test_every_channel_of_the_mission_is_there():
    wanted = (
        "web_form chat direct organic_search content social_media online_ad offline_ad email phone exhibition seminar"
        " webinar business_card referral partner market_research purchased_list manual file api scraping other"
    )
    assert list(Channel) == wanted.split()
