"""JSON in and out: nothing is lost, nothing is coerced, and every problem has its path."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import attrs
import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import InvalidRecord
from leadkit.kernel.money import Money
from leadkit.machines.lead import LeadStatus
from leadkit.model import (
    Channel,
    ContactRole,
    Customer,
    EmailAddress,
    Feedback,
    Lead,
    PersonName,
    Purchase,
    Source,
)
from leadkit.model.events import LeadChanged
from leadkit.serialization import SCHEMA_VERSION, TYPES, from_dict, from_json, structured, to_dict, to_json
from leadkit.testing import events, strategies

AT = datetime(2024, 2, 29, 12, 30, 15, 123456, tzinfo=UTC)
STRATEGIES = {
    "Activity": strategies.activities(),
    "Campaign": strategies.campaigns(),
    "Contact": strategies.contacts(),
    "ConversionPlan": strategies.conversion_plans(),
    "Customer": strategies.customers(),
    "FollowUp": strategies.follow_ups(),
    "Lead": strategies.leads(),
    "Opportunity": strategies.opportunities(),
    "Quote": strategies.quotes(),
    "Receipt": strategies.receipts(),
    "Rotation": strategies.rotations(),
}


@pytest.mark.parametrize("name", STRATEGIES)
@given(data=st.data())
def test_a_noun_comes_back_as_it_was(name, data):
    noun = data.draw(STRATEGIES[name])
    assert_round_trip(noun)


@given(events())
def test_an_event_comes_back_as_it_was(event):
    assert_round_trip(event)


def assert_round_trip(noun):
    text = to_json(noun)
    again = from_json(text)
    assert again == noun
    assert type(again) is type(noun)
    assert to_json(again) == text
    assert hash(again) == hash(noun)
    assert "\n" not in text
    assert from_json(text.encode()) == from_dict(to_dict(noun)) == noun
    assert json.loads(text) == json.loads(json.dumps(to_dict(noun)))


def test_every_type_with_a_json_form_is_in_a_round_trip():
    from leadkit.model.events import EVENTS

    assert TYPES.keys() == STRATEGIES.keys() | EVENTS.keys()


def test_the_form_is_this_one():
    lead = Lead(
        "1",
        AT,
        AT,
        name=PersonName("王小明"),
        emails=[EmailAddress("W@example.com", "w@example.com")],
        budget=Money("120000", "CNY"),
        decision_date=date(2024, 6, 30),
        source=Source(Channel.EXHIBITION),
        extra={"a": [1, {"b": None}]},
        status=LeadStatus.WORKING,
    )
    assert to_json(lead) == (
        '{"type":"Lead","schema_version":1,"id":"1","created_at":"2024-02-29T12:30:15.123456Z",'
        '"updated_at":"2024-02-29T12:30:15.123456Z","name":{"full":"王小明"},'
        '"emails":[{"raw":"W@example.com","address":"w@example.com"}],'
        '"budget":{"amount":"120000.00","currency":"CNY"},"decision_date":"2024-06-30",'
        '"source":{"channel":"exhibition"},"extra":{"a":[1,{"b":null}]},"status":"working"}'
    )


def test_an_event_has_the_form_of_its_changes():
    event = LeadChanged("1", 2, AT, changes={"budget": Money(5, "JPY"), "decision_date": None})
    assert to_dict(event)["changes"] == {"budget": {"amount": "5", "currency": "JPY"}, "decision_date": None}
    assert from_dict(to_dict(event)).changes == event.changes


@pytest.mark.parametrize("at", ["2024-02-29T20:30:15.123456+08:00", "2024-02-29T12:30:15.123456+00:00"])
def test_a_time_may_come_with_any_zone(at):
    assert from_dict({**MINIMAL["Lead"], "created_at": at}).created_at == AT


TIMES = {"created_at": "2024-02-29T12:00:00Z", "updated_at": "2024-02-29T12:00:00Z"}
EVENT = {"subject_id": "1", "version": 2, "at": "2024-02-29T12:00:00Z"}
MINIMAL = {
    name: {"type": name, "schema_version": SCHEMA_VERSION, **fields}
    for name, fields in {
        "Lead": {"id": "1", **TIMES},
        "Customer": {"id": "1", "name": "顶点", **TIMES},
        "Quote": {"id": "1", "opportunity_id": "2", **TIMES},
        "Activity": {"id": "1", "lead_id": "2", "at": "2024-02-29T12:00:00Z", "detail": {"kind": "call"}},
        "Receipt": {"key": "k", "action": "capture", "digest": "d", "at": "2024-02-29T12:00:00Z"},
        "Rotation": {"team": "sales"},
        "LeadChanged": EVENT,
        "LeadScored": {**EVENT, "total": 5, "priority": "low"},
    }.items()
}


@pytest.mark.parametrize("name", MINIMAL)
def test_what_is_left_out_is_at_its_default(name):
    noun = from_dict(MINIMAL[name])
    assert to_dict(noun) == MINIMAL[name]


@pytest.mark.parametrize(
    ("name", "fields", "code", "path"),
    [
        # One line for every kind of value, and what is often sent in its place.
        ("Lead", {"company": 5}, "wrong_type", "company"),
        ("Lead", {"company": None}, "wrong_type", "company"),
        ("Lead", {"company": ["顶点"]}, "wrong_type", "company"),
        ("Lead", {"owner": 5}, "wrong_type", "owner"),
        ("Lead", {"version": "3"}, "wrong_type", "version"),
        ("Lead", {"version": True}, "wrong_type", "version"),
        ("Lead", {"version": 3.0}, "wrong_type", "version"),
        ("Lead", {"consent": {"do_not_contact": "false"}}, "wrong_type", "consent.do_not_contact"),
        ("Lead", {"consent": {"email": 1}}, "wrong_type", "consent.email"),
        ("Lead", {"consent": {"email": "yes"}}, "wrong_type", "consent.email"),
        ("Lead", {"budget": {"amount": 5, "currency": "CNY"}}, "wrong_type", "budget.amount"),
        ("Lead", {"budget": {"amount": "much", "currency": "CNY"}}, "invalid_value", "budget.amount"),
        ("Lead", {"budget": {"amount": "5", "currency": "RMB"}}, "unknown_currency", "budget.currency"),
        ("Lead", {"budget": {"amount": "5"}}, "required", "budget.currency"),
        ("Lead", {"budget": "5 CNY"}, "wrong_type", "budget"),
        ("Lead", {"created_at": "2024-02-29T12:00:00"}, "naive_datetime", "created_at"),
        ("Lead", {"created_at": 1709208000}, "wrong_type", "created_at"),
        ("Lead", {"created_at": "yesterday"}, "invalid_value", "created_at"),
        ("Lead", {"created_at": "0001-01-01T00:00:00+08:00"}, "out_of_range", "created_at"),
        ("Lead", {"decision_date": "2024-02-30"}, "invalid_value", "decision_date"),
        ("Lead", {"decision_date": "2024-02-29T12:00:00Z"}, "invalid_value", "decision_date"),
        ("Lead", {"decision_date": 20240229}, "wrong_type", "decision_date"),
        ("Lead", {"source": {"channel": "fax"}}, "invalid_value", "source.channel"),
        ("Lead", {"source": {"channel": 5}}, "wrong_type", "source.channel"),
        ("Lead", {"source": "exhibition"}, "wrong_type", "source"),
        ("Lead", {"source": None}, "wrong_type", "source"),
        ("Lead", {"source": []}, "wrong_type", "source"),
        ("Lead", {"tags": "vip"}, "wrong_type", "tags"),
        ("Lead", {"tags": {"vip": True}}, "wrong_type", "tags"),
        ("Lead", {"tags": ["vip", 5]}, "wrong_type", "tags[1]"),
        ("Lead", {"emails": [{"raw": "a"}, {"raw": 5}]}, "wrong_type", "emails[1].raw"),
        ("Lead", {"emails": [{"raw": "a"}, "b"]}, "wrong_type", "emails[1]"),
        ("Lead", {"emails": [{"raw": "a", "adress": "b"}]}, "unknown_field", "emails[0].adress"),
        ("Lead", {"extra": ["a"]}, "wrong_type", "extra"),
        ("Lead", {"colour": "red"}, "unknown_field", "colour"),
        ("Lead", {"notes": "a\x00"}, "forbidden_character", "notes"),
        ("Lead", {"notes": "\ud83d"}, "forbidden_character", "notes"),
        ("Lead", {"extra": {"a": ["\x00"]}}, "forbidden_character", "extra.a[0]"),
        ("Lead", {"extra": {"a": float("nan")}}, "not_json", "extra.a"),
        ("Lead", {"id": ""}, "required", "id"),
        ("Customer", {"stage": "married"}, "invalid_value", "stage"),
        ("Customer", {"purchases": [{"at": "today"}]}, "invalid_value", "purchases[0].at"),
        ("Customer", {"feedback": [{"at": "2024-02-29T12:00:00Z", "score": 11}]}, "out_of_range", "feedback[0].score"),
        ("Quote", {"lines": [{"product": "a", "unit_price": 5}]}, "wrong_type", "lines[0].unit_price"),
        ("Activity", {"detail": {"kind": "dance"}}, "unknown_kind", "detail.kind"),
        ("Activity", {"detail": {"kind": ["call"]}}, "unknown_kind", "detail.kind"),
        ("Activity", {"detail": {}}, "unknown_kind", "detail.kind"),
        ("Activity", {"detail": "call"}, "wrong_type", "detail"),
        ("Activity", {"detail": {"kind": "call", "minutes": "5"}}, "wrong_type", "detail.minutes"),
        ("Activity", {"detail": {"kind": "call", "minutes": float("inf")}}, "not_finite", "detail.minutes"),
        ("Activity", {"detail": {"kind": "page_visit"}}, "required", "detail.url"),
        ("Activity", {"detail": {"kind": "call", "url": "/"}}, "unknown_field", "detail.url"),
        ("Receipt", {"results": {"contact": 5}}, "wrong_type", "results.contact"),
        ("Receipt", {"problems": [{"code": "a", "field": 5, "message": "b"}]}, "wrong_type", "problems[0].field"),
        ("Rotation", {"turns": {"li": "1"}}, "wrong_type", "turns.li"),
        ("LeadScored", {"total": "5"}, "wrong_type", "total"),
        ("LeadChanged", {"at": "2024-02-29T12:00:00"}, "naive_datetime", "at"),
        ("LeadChanged", {"subject_id": "\x00"}, "forbidden_character", "subject_id"),
        ("LeadChanged", {"changes": {"company": 5}}, "wrong_type", "changes.company"),
        ("LeadChanged", {"changes": {"company": "\x00"}}, "forbidden_character", "changes.company"),
        ("LeadChanged", {"changes": {"colour": "red"}}, "unknown_field", "changes.colour"),
        ("LeadChanged", {"changes": {"emails": [{"raw": 5}]}}, "wrong_type", "changes.emails[0].raw"),
        ("LeadChanged", {"changes": []}, "wrong_type", "changes"),
        ("LeadChanged", {"colour": "red"}, "unknown_field", "colour"),
    ],
)
def test_nothing_is_coerced_and_each_problem_has_its_path(name, fields, code, path):
    with pytest.raises(InvalidRecord) as refused:
        from_dict({**MINIMAL[name], **fields})
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, path)]


@pytest.mark.parametrize("name", ["Lead", "Activity", "LeadScored"])
def test_every_missing_field_is_named(name):
    with pytest.raises(InvalidRecord) as refused:
        from_dict({"type": name, "schema_version": 1})
    required = [attribute.name for attribute in attrs.fields(TYPES[name]) if attribute.default is attrs.NOTHING]
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("required", one) for one in required
    ]


def test_every_problem_is_told_at_once():
    with pytest.raises(InvalidRecord) as refused:
        from_dict({**MINIMAL["Lead"], "company": 5, "tags": ["a", 1, 2], "source": {"channel": "fax"}, "colour": 1})
    assert {problem.field for problem in refused.value.problems} == {
        "company",
        "tags[1]",
        "tags[2]",
        "source.channel",
        "colour",
    }


@pytest.mark.parametrize(
    ("record", "code", "path"),
    [
        ({}, "unknown_type", "type"),
        ({"type": "Cat", "schema_version": 1}, "unknown_type", "type"),
        ({"type": ["Lead"], "schema_version": 1}, "unknown_type", "type"),
        ({"type": "Lead"}, "unknown_version", "schema_version"),
        ({"type": "Lead", "schema_version": 2}, "unknown_version", "schema_version"),
        ({"type": "Lead", "schema_version": 0}, "unknown_version", "schema_version"),
        ({"type": "Lead", "schema_version": True}, "unknown_version", "schema_version"),
        ({"type": "Lead", "schema_version": "1"}, "unknown_version", "schema_version"),
        ([], "not_an_object", None),
        (None, "not_an_object", None),
    ],
)
def test_a_record_says_what_it_is_and_in_which_version(record, code, path):
    with pytest.raises(InvalidRecord) as refused:
        from_json(json.dumps(record))
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, path)]


@pytest.mark.parametrize("text", ["", "{", "nonsense", b"\xff\xfe{", b'{"a": "\xff"}', "[" * 100_000, '{"a":1}{"b":2}'])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(InvalidRecord) as refused:
        from_json(text)
    assert [problem.code for problem in refused.value.problems] == ["not_json"]


@pytest.mark.parametrize("value", [Money(1, "CNY"), Channel.API, {"id": "1"}, None, Lead, type("Lead", (), {})()])
def test_only_nouns_and_events_have_a_form_of_their_own(value):
    with pytest.raises(InvalidRecord) as refused:
        to_dict(value)
    assert [problem.code for problem in refused.value.problems] == ["unknown_type"]


def test_nested_records_keep_their_types():
    customer = Customer(
        "1",
        AT,
        AT,
        "顶点",
        purchases=[Purchase(AT, Money("0.01", "EUR"), ["ERP"])],
        feedback=[Feedback(AT, 0)],
        preferences={"colour": {"car": ["red"]}},
    )
    again = from_json(to_json(customer))
    assert again == customer
    assert type(again.purchases[0].amount.amount) is Decimal
    assert type(again.preferences["colour"]) is type(customer.preferences)
    with pytest.raises(TypeError):
        again.preferences["colour"]["car"] = "blue"


@frozen
class HostSettings:
    """A host's own class, read by the same rules."""

    name: str
    limits: Mapping[str, int] = field(factory=dict)
    role: ContactRole = ContactRole.USER
    steps: tuple[str, ...] = ()


def test_a_hosts_own_class_is_read_by_the_same_rules():
    read = structured({"name": "a", "limits": {"x": 1}, "role": "champion", "steps": ["b"]}, HostSettings)
    assert read == HostSettings("a", {"x": 1}, ContactRole.CHAMPION, ("b",))
    with pytest.raises(InvalidRecord) as refused:
        structured({"limits": {"x": "1"}, "role": "boss", "steps": "b", "more": 1}, HostSettings)
    assert {(problem.code, problem.field) for problem in refused.value.problems} == {
        ("required", "name"),
        ("wrong_type", "limits.x"),
        ("invalid_value", "role"),
        ("wrong_type", "steps"),
        ("unknown_field", "more"),
    }
    with pytest.raises(InvalidRecord):
        structured("a", HostSettings)
