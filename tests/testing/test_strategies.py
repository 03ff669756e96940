"""The strategies give what hosts need: every noun and event, valid, storable, Chinese and Western."""

import json

import attrs
import phonenumbers
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from leadkit import testing
from leadkit.kernel.text import forbidden_character, is_han
from leadkit.model import Lead
from leadkit.model.activity import DETAILS
from leadkit.model.events import EVENTS
from leadkit.serialization import TYPES, to_json
from leadkit.testing import strategies

NOUNS = {name: getattr(testing, name) for name in strategies.__all__ if name != "instants"}


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in (*value, *value.values()):
            yield from texts(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            yield from texts(getattr(value, attribute.name))


@pytest.mark.parametrize("name", NOUNS)
@given(data=st.data())
def test_every_text_can_be_stored(name, data):
    for text in texts(data.draw(NOUNS[name]())):
        assert forbidden_character(text) is None


def examples(strategy, count=500):
    """Many examples, without any test that could fail."""
    drawn = []
    settings(max_examples=count, phases=[Phase.generate])(given(strategy)(lambda one: drawn.append(one)))()  # noqa: PLW0108
    return drawn


def test_every_noun_with_a_json_form_has_a_strategy():
    made = {type(one).__name__ for name, make in NOUNS.items() if name != "events" for one in examples(make(), 1)}
    assert TYPES.keys() - EVENTS.keys() <= made


def test_every_type_of_event_occurs_and_changes_fields_of_all_kinds():
    drawn = examples(testing.events(), 2_000)
    assert {type(event) for event in drawn} == set(EVENTS.values())
    assert {json.loads(to_json(event))["type"] for event in drawn} == EVENTS.keys()
    changed = {name for event in drawn for name in event.changes}
    assert {"emails", "extra", "tags"} <= changed
    assert changed & {"budget", "amount"}


def test_every_kind_of_activity_occurs():
    assert {activity.kind for activity in examples(testing.activities())} == DETAILS.keys()


@pytest.mark.parametrize(
    ("strategy", "wanted"),
    [
        (testing.person_names(), lambda name: is_han(str(name)) and name.full == name.family + name.given),
        (testing.person_names(), lambda name: name.full == f"{name.given} {name.family}" and not is_han(name.full)),
        (testing.email_addresses(), lambda email: email.valid and email.raw != email.address),
        (testing.email_addresses(), lambda email: not email.valid),
        (testing.phone_numbers(), lambda phone: phone.valid and phone.extension and phone.country == "CN"),
        (testing.phone_numbers(), lambda phone: not phone.valid),
        (testing.moneys(), lambda money: money.amount < 0 and money.currency == "JPY"),
        (testing.leads(), lambda lead: len(lead.emails) > 1 and lead.score and lead.budget),
        (testing.leads(), lambda lead: is_han(lead.company)),
        (testing.customers(), lambda customer: customer.purchases and customer.feedback),
        (testing.quotes(), lambda quote: len(quote.lines) > 1),
        (testing.receipts(), lambda receipt: receipt.refused),
        (testing.follow_ups(), lambda follow_up: follow_up.done_at is None),
        (testing.inquiries(), lambda inquiry: isinstance(inquiry.budget, str) and inquiry.email and inquiry.phone),
    ],
)
def test_what_a_test_would_look_for_occurs(strategy, wanted):
    assert find(strategy, wanted, settings=settings(max_examples=2_000, phases=[Phase.generate]))


@given(testing.phone_numbers())
def test_valid_numbers_are_valid_to_the_library_too(phone):
    if phone.valid:
        parsed = phonenumbers.parse(phone.e164)
        assert phonenumbers.is_valid_number(parsed)
        assert phonenumbers.region_code_for_number(parsed) == phone.country


@given(testing.moneys("JPY", "KWD"))
def test_currencies_can_be_chosen(money):
    assert money.currency in ("JPY", "KWD")


@given(testing.leads(status=st.just("demo"), emails=st.just(()), owner=st.sampled_from(["li", "wang"])))
def test_single_fields_can_be_chosen(lead):
    assert isinstance(lead, Lead)
    assert (lead.status, lead.emails) == ("demo", ())
    assert lead.owner in ("li", "wang")
