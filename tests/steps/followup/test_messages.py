"""Whether a lead may be written to, where, and in which words."""

from datetime import UTC, datetime

import pytest

from leadkit import Lead, Refusal, StatusType
from leadkit.errors import InvalidRecord
from leadkit.model import (
    Consent,
    ContentKind,
    EmailAddress,
    EmailMessage,
    FollowUp,
    FollowUpChannel,
    Message,
    PersonName,
    PhoneNumber,
    PhoneValidity,
)
from leadkit.steps.followup import (
    Content,
    FollowUpPolicy,
    PlainRenderer,
    Rendered,
    checked_text,
    next_step,
    outgoing,
    permitted,
    sent_detail,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EMAIL, MESSAGE, PHONE = FollowUpChannel.EMAIL, FollowUpChannel.MESSAGE, FollowUpChannel.PHONE
MAIL = EmailAddress("Ann@Example.com", "ann@example.com")
MOBILE = PhoneNumber("x", "+8613812345678", validity=PhoneValidity.VALID)


def lead(**fields):
    return Lead("lead-1", NOW, NOW, **{"emails": [MAIL], "phones": [MOBILE], **fields})


def plan(channel=EMAIL, **fields):
    return FollowUp("f-1", "lead-1", NOW, "send the case study", "", channel, **fields)


def codes(known, step, *, required=False):
    answer = permitted(known, step, consent_required=required)
    return [problem.code for problem in answer.problems] if isinstance(answer, Refusal) else None


@pytest.mark.parametrize(
    ("fields", "channel", "expected"),
    [
        ({}, EMAIL, None),
        ({}, MESSAGE, None),
        ({"consent": Consent(email=True)}, EMAIL, None),
        ({"consent": Consent(email=False)}, EMAIL, ["no_consent"]),
        ({"consent": Consent(email=False)}, MESSAGE, None),
        ({"consent": Consent(email=True, do_not_contact=True)}, EMAIL, ["do_not_contact"]),
        ({"emails": [EmailAddress("ann(at)x")]}, EMAIL, ["no_address"]),
        ({"phones": []}, MESSAGE, ["no_address"]),
        ({}, PHONE, ["wrong_channel"]),
        ({"consent": Consent(do_not_contact=True), "emails": []}, EMAIL, ["do_not_contact", "no_address"]),
    ],
)
def test_a_step_is_done_in_writing_only_where_we_may_and_can(fields, channel, expected):
    assert codes(lead(**fields), plan(channel)) == expected


def test_who_was_never_asked_is_not_written_to_where_consent_is_required():
    assert codes(lead(), plan(), required=True) == ["no_consent"]
    assert codes(lead(consent=Consent(email=True)), plan(), required=True) is None


def test_without_a_step_there_is_nothing_to_write():
    assert codes(lead(), None) == ["nothing_planned"]


@pytest.mark.parametrize(
    ("consent", "channel"),
    [
        (Consent(), PHONE),
        (Consent(phone=False), EMAIL),
        (Consent(phone=False, email=False), MESSAGE),
    ],
)
def test_a_step_is_planned_by_a_way_that_the_person_did_not_refuse(consent, channel):
    assert next_step(lead(consent=consent), StatusType.OPEN, FollowUpPolicy(), None, NOW).channel is channel


def test_nothing_is_planned_for_who_does_not_want_to_be_contacted():
    known = lead(consent=Consent(do_not_contact=True))
    assert next_step(known, StatusType.OPEN, FollowUpPolicy(), None, NOW) is None


CASE = Content(ContentKind.CASE_STUDY, "ERP at Acme", "Dear $name,\n$company may like this. ${owner} $$5 $other")


def test_words_are_filled_in_and_nothing_is_evaluated():
    known = lead(name=PersonName("Ann $company Lee"), company="{company.__class__}")
    words = PlainRenderer().render(known, plan(owner="li"), CASE)
    assert words.subject == "ERP at Acme"
    assert words.body == "Dear Ann $company Lee,\n{company.__class__} may like this. li $5 $other"


def test_without_content_the_goal_is_the_subject():
    words = PlainRenderer(body="About: $goal").render(lead(), plan(), None)
    assert words == Rendered("send the case study", "About: send the case study")


@pytest.mark.parametrize("answer", [None, "text", Rendered("", "x"), Rendered("x", ""), Rendered("x", 5)])
def test_only_words_that_can_be_sent_are_taken(answer):
    with pytest.raises(InvalidRecord):
        checked_text(answer)


def test_a_subject_is_one_line():
    assert checked_text(Rendered("Hi\r\nBcc: all@example.com", "x")).subject == "Hi Bcc: all@example.com"


@pytest.mark.parametrize(
    ("channel", "to", "detail"),
    [
        (EMAIL, "ann@example.com", EmailMessage("body", "sent", subject="subject")),
        (MESSAGE, "+8613812345678", Message("body", "sent")),
    ],
)
def test_a_message_has_the_id_of_its_step_and_goes_to_the_lead(channel, to, detail):
    message = outgoing(lead(), plan(channel), Rendered("subject", "body"), NOW)
    assert (message.id, message.to) == ("f-1", to)
    assert sent_detail(message) == detail
