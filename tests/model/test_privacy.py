"""What logs show by accident, `repr` and error messages, never holds a whole e-mail address or phone number."""

from datetime import UTC, datetime

import attrs
import pytest
from hypothesis import given

from leadkit.errors import InvalidRecord, LeadkitError
from leadkit.model import (
    Action,
    Activity,
    Channel,
    Contact,
    EmailAddress,
    FormSubmission,
    Inquiry,
    Lead,
    PhoneNumber,
    Receipt,
    RepeatInquiry,
)
from leadkit.model.events import ContactCreated, LeadCaptured, LeadChanged, created, evolve
from leadkit.serialization import from_dict, to_dict
from leadkit.testing import leads

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)
EMAIL, PHONE = "sentinel.wang@example.com", "+8613812345678"
EMAILS, PHONES = (EmailAddress(EMAIL, EMAIL),), (PhoneNumber("138 1234 5678", PHONE),)
LEAD = Lead("1", AT, AT, emails=EMAILS, phones=PHONES)
CONTACT = Contact("1", "2", AT, AT, emails=EMAILS, phones=PHONES)
RAW = {"email": EMAIL, "phone": [PHONE]}


@pytest.mark.parametrize(
    "value",
    [
        EMAILS[0],
        EmailAddress(EMAIL),
        PHONES[0],
        PhoneNumber(PHONE),
        LEAD,
        CONTACT,
        Inquiry(email=EMAIL, phone=[PHONE, "138 1234 5678"]),
        Activity("1", "2", AT, RepeatInquiry(Channel.API, RAW)),
        Activity("1", "2", AT, FormSubmission("contact", RAW)),
        Receipt("key", Action.CAPTURE, "digest", AT, submitted=RAW),
        created(LeadCaptured, LEAD),
        created(ContactCreated, CONTACT),
        evolve(Lead("1", AT, AT), LeadChanged, AT, {"emails": EMAILS, "phones": PHONES}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_repr_masks_email_and_phone(value):
    for shown in (repr(value), repr([value]), f"{value!r}"):
        assert "sentinel" not in shown
        assert "8123456" not in shown
        assert "1234 5678" not in shown


@given(leads())
def test_repr_of_any_lead_shows_no_whole_address_or_number(lead):
    shown = repr(attrs.evolve(lead, extra={}, notes="", tags=(), emails=EMAILS, phones=PHONES))
    assert EMAIL not in shown
    assert PHONE not in shown


def test_masks_leave_enough_to_tell_two_people_apart():
    assert repr(EMAILS[0]) == "EmailAddress(raw=s***@example.com, address=s***@example.com)"
    assert "e164=+86***78" in repr(PHONES[0])


WRONG_PLACES = (  # an address or number in a field that cannot take it
    lambda value: EmailAddress(value + "\x00"),
    lambda value: PhoneNumber(value, e164=value * 2),
    lambda value: Lead("1", AT, AT, version=value),
    lambda value: Lead("1", AT, AT, emails=[value]),
    lambda value: Lead("1", AT, AT, emails=value),
    lambda value: Lead("1", value, AT),
    lambda value: Inquiry(budget=[value]),
    from_dict,
    lambda value: from_dict({"type": value, "schema_version": 1}),
    lambda value: from_dict({"type": "Lead", "schema_version": value}),
    *(
        lambda value, field=field: from_dict({**to_dict(LEAD), field: value})
        for field in ("created_at", "decision_date", "emails", "budget", "consent", "version", "extra", "address")
    ),
    lambda value: from_dict({**to_dict(LEAD), "source": {"channel": value}}),
    lambda value: from_dict({**to_dict(LEAD), "budget": {"amount": "1", "currency": value}}),
    lambda value: from_dict(
        {"type": "Activity", "schema_version": 1, "id": "1", "lead_id": "2", "at": "?", "detail": {"kind": value}}
    ),
)


@pytest.mark.parametrize("build", WRONG_PLACES)
@pytest.mark.parametrize("value", [EMAIL, PHONE])
def test_no_error_message_quotes_an_address_or_number(build, value):
    with pytest.raises(InvalidRecord) as refused:
        build(value)
    error: LeadkitError = refused.value
    assert value not in f"{error} {error!r} {error.problems}"
    assert error.__cause__ is None  # what it was made from would tell
