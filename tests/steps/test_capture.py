"""The digest that tells repeats, and what is kept of an inquiry that no lead can be made of."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import Channel, Lead, Money, Problem
from leadkit.errors import IdempotencyConflict
from leadkit.model import Action, Address, Consent, Inquiry, Receipt, Source
from leadkit.steps.capture import payload_digest, receipt_key, refused, same_payload, same_record, submitted
from leadkit.testing import inquiries

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BASE = {"name": "Ann Lee", "email": ("ann@example.com", "b@example.com"), "company": "Acme"}


def digest(**inquiry):
    return payload_digest(Inquiry(**{**BASE, **inquiry}))


@pytest.mark.parametrize(
    "spelling",
    [
        {"name": "ANN LEE"},
        {"name": " Ann \t Lee\n"},
        {"name": "Ａｎｎ Ｌｅｅ"},
        {"name": "Ann\u200b Lee"},
        {"email": (" ann@example.com", "B@EXAMPLE.COM ")},
        {"extra": {}, "consent": Consent(), "address": Address(), "notes": "", "channel": Channel.MANUAL},
    ],
)
def test_case_width_and_white_space_do_not_count(spelling):
    assert digest(**spelling) == digest()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Anne Lee"},
        {"name": "AnnLee"},
        {"email": ("b@example.com", "ann@example.com")},
        {"email": "ann@example.comb@example.com"},
        {"company": "", "job_title": "Acme"},
        {"channel": Channel.CHAT},
        {"consent": Consent(email=True)},
        {"budget": Money(5, "EUR")},
        {"budget": "5"},
        {"extra": {"x": 1}},
        {"extra": {"x": "1"}},
        {"extra": {"x": True}},
        {"extra": {"x": None}},
        {"address": Address(city="Acme")},
        {"owner": "li"},
        {"notes": "x"},
    ],
)
def test_everything_else_counts(change):
    assert digest(**change) != digest()


def test_the_order_of_keys_in_extra_does_not_count():
    assert digest(extra={"a": 1, "b": {"c": 2, "d": 3}}) == digest(extra={"b": {"d": 3, "c": 2}, "a": 1})
    assert digest(extra={"a": [1, 2]}) != digest(extra={"a": [2, 1]})


@settings(max_examples=25)
@given(inquiries(), inquiries())
def test_a_digest_is_64_hex_digits_and_the_same_for_equal_inquiries(one, other):
    assert len(payload_digest(one)) == 64
    assert int(payload_digest(one), 16) >= 0
    assert payload_digest(one) == payload_digest(Inquiry(**one.__dict__))
    if one == other:
        assert payload_digest(one) == payload_digest(other)


KEYS = st.text(max_size=10).filter(str.strip)


@given(KEYS, KEYS)
def test_keys_are_stored_as_ascii_and_never_merge(one, other):
    assert receipt_key(one).isascii()
    assert (receipt_key(one) == receipt_key(other)) == (one == other)


def test_a_receipt_answers_its_own_payload_only():
    receipt = Receipt("key:1", Action.CAPTURE, "abc", NOW)
    assert same_payload(receipt, "abc") is receipt
    with pytest.raises(IdempotencyConflict):
        same_payload(receipt, "abd")


@pytest.mark.parametrize(
    ("known", "inquiry", "same"),
    [
        ("7", {"external_id": " 7 ", "channel": Channel.FILE}, True),
        ("7", {"external_id": "8", "channel": Channel.FILE}, False),
        ("7", {"external_id": "7", "channel": Channel.CHAT}, False),
        ("", {"external_id": "", "channel": Channel.FILE}, False),
    ],
)
def test_a_record_is_the_same_by_its_id_in_its_own_system(known, inquiry, same):
    lead = Lead("lead-1", NOW, NOW, source=Source(Channel.FILE, external_id=known))
    assert same_record(lead, Inquiry(**inquiry)) is same


def test_everything_that_was_sent_is_told():
    inquiry = Inquiry(
        **BASE,
        channel=Channel.CHAT,
        address=Address(city="Shanghai\u3000", country="中国"),
        budget=Money(5, "EUR"),
        decision_date=NOW.date(),
        consent=Consent(email=False, do_not_contact=True, given_at=NOW),
        extra={"a": [1.5, True, None]},
    )
    assert submitted(inquiry) == {
        **BASE,
        "channel": "chat",
        "address": {"city": "Shanghai\u3000", "country": "中国"},
        "budget": "5.00 EUR",
        "decision_date": "2026-03-02",
        "consent": {"email": False, "do_not_contact": True, "given_at": "2026-03-02 09:00:00+00:00"},
        "extra": {"a": (1.5, True, None)},
    }


@settings(max_examples=50)
@given(inquiries())
def test_any_inquiry_can_be_kept_with_its_reasons(inquiry):
    receipt = Receipt("key:1", Action.CAPTURE, payload_digest(inquiry), NOW)
    kept, (event,) = refused(receipt, inquiry, (Problem("x", "name", "y"), Problem("z", None, "w")))
    assert (kept.refused, kept.lead_id, kept.submitted["channel"]) == (True, None, inquiry.channel)
    assert (event.subject_id, event.codes, event.at) == ("key:1", ("x", "z"), NOW)
    assert all(inquiry.__dict__[name] for name in kept.submitted)
