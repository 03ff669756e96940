# Derived from tests/flows/_async/test_capture.py by tools/twins.py; edit that file.
"""Capture as a caller sees it: every inquiry has one outcome, and nothing of it is lost."""

from datetime import timedelta

import pytest

from leadkit import Channel, InvalidRecord, LeadStatus, Refused
from leadkit.errors import IdempotencyConflict
from leadkit.model import Address, Consent
from leadkit.steps.capture import CapturePolicy

WANG = {"name": "王小明", "email": "Wang@Example.com", "phone": "+86 138 1234 5678", "company": "Acme Ltd"}
TEXTS = (
    "name given_name family_name email phone region company job_title website industry company_size interests needs"
    " pain_points budget decision_date source_label campaign medium term content landing_page referrer external_id"
    " owner tags notes"
).split()


def receipts(desk):
    with desk.store.begin() as work:
        return [receipt for receipt in work.receipts.all()]


def events(desk):
    with desk.store.begin() as work:
        return [event for event in work.events.all()]


def refusal(desk, **inquiry):
    with pytest.raises(Refused) as caught:
        desk.leads.capture(**inquiry)
    return [(problem.code, problem.field) for problem in caught.value.problems]


# --- the same inquiry again -----------------------------------------------------------------------------------------


def test_the_same_key_returns_the_first_outcome_as_success(desk, clock):
    first = desk.leads.capture(idempotency_key="booth-17", **WANG)
    clock.advance(timedelta(days=400))
    again = desk.leads.capture(idempotency_key="booth-17", **WANG)
    assert (again.lead, again.duplicate_of, again.repeated) == (first.lead, None, True)
    assert not first.repeated
    assert len(desk.leads.find()) == len(receipts(desk)) == 1


def test_the_first_outcome_of_an_attached_inquiry_says_so_again(desk, clock):
    lead = (desk.leads.capture(**WANG)).lead
    inquiry = {"email": WANG["email"], "phone": "555 1234", "idempotency_key": "form-1"}
    first = desk.leads.capture(**inquiry)
    clock.advance(timedelta(days=1))
    again = desk.leads.capture(**inquiry)
    assert again.duplicate_of == first.duplicate_of == lead.id
    assert (again.because, again.warnings, again.repeated) == (first.because, first.warnings, True)
    assert len(desk.leads.activities(lead.id)) == 1


def test_the_first_outcome_of_a_refused_inquiry_is_the_refusal(desk, clock):
    for _ in range(2):
        assert refusal(desk, name="Nobody", idempotency_key="k") == [("no_contact_details", "email")]
        clock.advance(timedelta(days=1))
    assert len(receipts(desk)) == len(events(desk)) == 1


def test_the_first_outcome_shows_the_lead_as_it_is_by_now(desk):
    lead = (desk.leads.capture(idempotency_key="k", **WANG)).lead
    desk.leads.assign(lead.id, to="li")
    assert (desk.leads.capture(idempotency_key="k", **WANG)).lead.owner == "li"


@pytest.mark.parametrize("other", [{"company": "Beta"}, {"extra": {"shoe": 43}}, {"channel": Channel.CHAT}])
def test_another_content_under_a_used_key_is_an_error(desk, other):
    lead = (desk.leads.capture(idempotency_key="k", **WANG)).lead
    with pytest.raises(IdempotencyConflict) as caught:
        desk.leads.capture(idempotency_key="k", **{**WANG, **other})
    assert caught.value.problems[0].code == "payload_mismatch"
    assert desk.leads.find() == (lead,)


def test_keys_are_told_apart_exactly(desk):
    for key in ("k", "K", "k ", "ｋ", "k\0", "\ud800"):
        desk.leads.capture(idempotency_key=key, email=f"{key.encode('utf-8', 'replace').hex()}0@example.com")
    assert len(desk.leads.find()) == 6


@pytest.mark.parametrize("key", ["", "  ", 17, b"k"])
def test_a_key_that_is_no_text_or_blank_is_the_callers_mistake(desk, key):
    with pytest.raises(InvalidRecord, match="wrong_key"):
        desk.leads.capture(idempotency_key=key, **WANG)
    assert receipts(desk) == []


def test_two_keys_are_two_inquiries_even_with_the_same_content(desk):
    lead = (desk.leads.capture(idempotency_key="a", **WANG)).lead
    again = desk.leads.capture(idempotency_key="b", **WANG)
    assert (again.duplicate_of, again.repeated) == (lead.id, False)


SPELT_OTHERWISE = {
    "name": " 王小明 ",
    "email": "ＷＡＮＧ@EXAMPLE.com",
    "phone": "+86  138 1234 5678",
    "company": "ACME  ltd",
}


@pytest.mark.parametrize(("seconds", "repeated"), [(0, True), (299, True), (300, True), (301, False)])
def test_the_same_content_within_the_window_is_a_repeat(desk, clock, seconds, repeated):
    lead = (desk.leads.capture(**WANG)).lead
    clock.advance(timedelta(seconds=seconds))
    again = desk.leads.capture(**SPELT_OTHERWISE)
    assert (again.repeated, again.duplicate_of) == ((True, None) if repeated else (False, lead.id))
    assert len(desk.leads.activities(lead.id)) == (not repeated)


def test_the_window_counts_from_the_first_time(desk, clock):
    desk.leads.capture(**WANG)
    for seconds, repeated in ((200, True), (100, True), (1, False)):
        clock.advance(timedelta(seconds=seconds))
        assert (desk.leads.capture(**WANG)).repeated is repeated


def test_the_window_is_a_policy(make_desk, clock):
    desk = make_desk(capture=CapturePolicy(same_content_within=timedelta(0)))
    lead = (desk.leads.capture(**WANG)).lead
    clock.advance(timedelta(microseconds=1))
    assert (desk.leads.capture(**WANG)).duplicate_of == lead.id


def test_content_that_differs_in_one_field_is_another_inquiry(desk):
    lead = (desk.leads.capture(**WANG)).lead
    again = desk.leads.capture(**WANG, notes="Call me!")
    assert (again.duplicate_of, again.repeated) == (lead.id, False)


def test_two_desks_share_nothing(make_desk):
    one, other = make_desk(), make_desk()
    one.leads.capture(idempotency_key="k", **WANG)
    captured = other.leads.capture(idempotency_key="k", email="else@example.com")
    assert (captured.repeated, captured.duplicate_of) == (False, None)
    assert [len(desk.leads.find()) for desk in (one, other)] == [1, 1]


# --- refusals -------------------------------------------------------------------------------------------------------


def test_a_refusal_keeps_the_raw_input_and_the_reasons(desk, clock):
    inquiry = {
        "name": "  Ann\0 ",
        "email": ("a\ud800@b.com", "x@y.com"),
        "channel": Channel.CHAT,
        "extra": {"n": [1, {}]},
    }
    assert refusal(desk, **inquiry) == [("forbidden_character", "name"), ("forbidden_character", "email")]
    (receipt,) = receipts(desk)
    assert receipt.refused
    assert (receipt.lead_id, receipt.at) == (None, clock())
    assert [(problem.code, problem.field) for problem in receipt.problems] == [
        ("forbidden_character", "name"),
        ("forbidden_character", "email"),
    ]
    assert receipt.submitted == {
        "name": "  Ann\\u0000 ",
        "email": ("a\\ud800@b.com", "x@y.com"),
        "channel": "chat",
        "extra": {"n": (1, {})},
    }
    (event,) = events(desk)
    assert (event.subject_id, event.codes) == (receipt.key, ("forbidden_character", "forbidden_character"))
    assert str(event) == "2026-03-02 09:00 refused: forbidden_character, forbidden_character"
    assert desk.leads.find() == ()


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize(
    ("text", "code", "kept"),
    [
        ("a\0b", "forbidden_character", "a\\u0000b"),
        ("a\ud800b", "forbidden_character", "a\\ud800b"),
        ("x" * 100_001, "too_long", "x" * 100_001),
    ],
    ids=["NUL", "lone surrogate", "100 kB"],
)
def test_text_that_no_store_can_hold_is_refused_by_field(desk, field, text, code, kept):
    assert refusal(desk, **{"email": "ann@example.com", "name": "Ann", field: text}) == [(code, field)]
    (receipt,) = receipts(desk)
    assert receipt.submitted[field] in (kept, (kept,))


@pytest.mark.parametrize("field", ["email", "notes"])
def test_ten_megabytes_are_refused_like_any_long_text(desk, field):
    assert refusal(desk, **{field: "x@" * 5_000_000, "phone": "555 1234"}) == [("too_long", field)]


def test_every_problem_is_told_at_once(desk):
    found = refusal(desk, email="a@b.com", company="x" * 501, tags=["ok", "\0"], owner="y" * 201)
    assert sorted(found) == [("forbidden_character", "tags"), ("too_long", "company"), ("too_long", "owner")]


def test_white_space_of_any_kind_is_tidied_and_no_reason_to_refuse(desk):
    lead = (desk.leads.capture(name="Ann\x0bLee", email="\x0cann@example.com", notes="\x1c a\r\n\tb \x0b")).lead
    assert (lead.name.full, lead.emails[0].address, lead.notes) == ("Ann Lee", "ann@example.com", "a\r\n\tb")


@pytest.mark.parametrize(
    "wrong", [{"name": None}, {"email": None}, {"phone": 13812345678}, {"channel": "chat"}, {"budget": 5}]
)
def test_a_wrong_type_is_the_callers_mistake(desk, wrong):
    with pytest.raises(InvalidRecord) as caught:
        desk.leads.capture(**{"email": "ann@example.com", **wrong})
    assert [problem.field for problem in caught.value.problems] == [*wrong]
    assert receipts(desk) == []


# --- what a lead keeps ----------------------------------------------------------------------------------------------


def test_a_new_lead_holds_what_was_sent(desk, clock):
    consent = Consent(email=True, phone=False, given_at=clock())
    lead = (
        desk.leads.capture(
            **WANG,
            address=Address(city="Shanghai", country="中国"),
            interests=["ERP", "CRM"],
            channel=Channel.EXHIBITION,
            source_label="Trade Show",
            campaign="spring",
            consent=consent,
            extra={"booth": 17, "tags": ["a", {"b": None}]},
        )
    ).lead
    assert (lead.status, lead.version >= 1, lead.created_at) == (LeadStatus.NEW, True, clock())
    assert (lead.address.city, lead.address.country) == ("Shanghai", "CN")
    assert (lead.source.channel, lead.source.label, lead.source.campaign) == (
        Channel.EXHIBITION,
        "Trade Show",
        "spring",
    )
    assert (lead.interests, lead.consent) == (("ERP", "CRM"), consent)
    assert lead.extra == {"booth": 17, "tags": ("a", {"b": None})}
    assert lead == desk.leads.get(lead.id)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1: 2}, b"bytes", {"deep": [float("-inf")]}])
def test_extra_takes_json_only(desk, value):
    with pytest.raises(InvalidRecord) as caught:
        desk.leads.capture(email="ann@example.com", extra={"x": value})
    assert caught.value.problems[0].code == "not_json"


def test_nobody_can_change_extra_from_outside(desk):
    extra = {"list": [1]}
    lead = (desk.leads.capture(email="ann@example.com", extra=extra)).lead
    extra["list"].append(2)
    assert (desk.leads.get(lead.id)).extra == {"list": (1,)}


@pytest.mark.parametrize(("owner", "kept"), [("li", "li"), ("  li ", "li"), ("", None), ("  ", None), (None, None)])
def test_an_owner_named_in_the_inquiry_is_kept(desk, owner, kept):
    lead = (desk.leads.capture(email="ann@example.com", owner=owner)).lead
    assert (lead.owner, lead.status) == (kept, LeadStatus.ASSIGNED if kept else LeadStatus.NEW)


def test_warnings_come_back_with_every_answer(desk):
    for repeated in (False, True):
        captured = desk.leads.capture(email="ann@@example.com", phone="+1 213 555 0199 x5610", idempotency_key="k")
        assert captured.repeated is repeated
        assert {problem.code for problem in captured.warnings} >= {"email_invalid", "phone_extension"}
