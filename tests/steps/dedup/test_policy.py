"""Who is the same person: the keys that say so, the exact strategy, and the policy of what to do then."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Channel, Lead, StatusType
from leadkit.errors import InvalidPlaybook
from leadkit.model import EmailAddress, PhoneNumber, PhoneValidity
from leadkit.steps.dedup import VISITORS, Attach, DuplicatePolicy, ExactKeys, Verdict, match_keys
from leadkit.testing import email_addresses, phone_numbers

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def email(address, raw="typed"):
    return EmailAddress(raw, address)


def phone(e164, extension="", validity=PhoneValidity.VALID):
    return PhoneNumber("typed", e164, extension, validity=validity)


def keys(*values):
    return match_keys(
        [value for value in values if isinstance(value, EmailAddress)],
        [value for value in values if isinstance(value, PhoneNumber)],
    )


def lead(id="lead-1", *values):
    emails = [value for value in values if isinstance(value, EmailAddress)]
    return Lead(id, NOW, NOW, emails=emails, phones=[value for value in values if isinstance(value, PhoneNumber)])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (email("ann@example.com"), email("Ann@EXAMPLE.com"), True),
        (email("ann@example.com"), email("ａｎｎ@example.com"), True),
        (email("ann@example.com", "x"), email("ann@example.com", "y"), True),
        (email("ann@example.com"), email("anne@example.com"), False),
        (email("ann+a@example.com"), email("ann@example.com"), False),
        (phone("+16502530000"), phone("+16502530000"), True),
        (phone("+16502530000", "1"), phone("+16502530000", "2"), False),
        (phone("+16502530000", "1"), phone("+16502530000"), False),
        (phone("+16502530000"), phone("+16502530001"), False),
    ],
)
def test_two_values_are_one_person_or_two(one, other, same):
    assert (keys(one) == keys(other)) is same


@pytest.mark.parametrize(
    "value",
    [EmailAddress("ann(at)example"), phone("+15552530000", validity=PhoneValidity.POSSIBLE), PhoneNumber("call me")],
)
def test_a_value_that_looks_wrong_recognises_nobody(value):
    assert keys(value) == {}


@given(st.lists(email_addresses(), max_size=3), st.lists(phone_numbers(), max_size=3))
def test_keys_are_digests_that_tell_nothing(emails, phones):
    found = match_keys(emails, phones)
    assert len(found) <= len(emails) + len(phones)
    for key, what in found.items():
        assert len(key) == 64
        assert what in ("e-mail", "phone")


def test_the_exact_strategy_answers_for_each_candidate_with_its_reasons():
    ann, number = email("ann@example.com"), phone("+16502530000")
    candidates = (lead("a", ann, number), lead("b", number), lead("c", email("old@example.com")))
    matches = {match.lead_id: match for match in ExactKeys().judge(lead("new", ann, number), candidates)}
    assert {id: (match.verdict, match.because) for id, match in matches.items()} == {
        "a": (Verdict.DUPLICATE, ("same e-mail", "same phone")),
        "b": (Verdict.DUPLICATE, ("same phone",)),
        "c": (Verdict.DIFFERENT, ()),
    }


def test_a_lead_is_known_by_what_an_earlier_inquiry_brought_along():
    ann, number = email("ann@example.com"), phone("+16502530000")
    incoming = lead("new", ann, number)
    for known, details in ((lead("a"), (ann, number)), (lead("a", ann), (ann, number))):
        found = DuplicatePolicy().known_by(known, incoming, match_keys([ann], [number]))
        assert (found.emails + found.phones, found.id) == (details, "a")
    old = email("old@example.com")
    found = DuplicatePolicy().known_by(lead("a", old, ann), incoming, match_keys([ann], []))
    assert (found.emails, found.phones) == ((ann, old), ()), "first, as a strategy may not look at all of them"


def test_the_policy_knows_what_to_do_with_every_type_of_status():
    assert DuplicatePolicy().on == {
        StatusType.OPEN: Attach.ATTACH,
        StatusType.ON_HOLD: Attach.ATTACH,
        StatusType.LOST: Attach.REACTIVATE,
        StatusType.WON: Attach.OPEN,
        Verdict.REVIEW: Attach.CANDIDATE,
    }


def test_a_policy_may_name_only_what_differs():
    policy = DuplicatePolicy(on={"lost": "open"})
    assert policy.on == {**DuplicatePolicy().on, StatusType.LOST: Attach.OPEN}


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"on": {"closed": "attach"}}, "unknown_case"),
        ({"on": {"open": "merge"}}, "unknown_action"),
        ({"channels": {"file": {"closed": "attach"}}}, "unknown_case"),
        ({"channels": {"pigeon": {"open": "attach"}}}, "unknown_channel"),
    ],
)
def test_a_policy_about_nothing_is_refused(policy, code):
    with pytest.raises(InvalidPlaybook, match=code):
        DuplicatePolicy(**policy)


def test_a_channel_may_differ_in_some_cases():
    policy = DuplicatePolicy(channels={"file": {"open": "block", "review": "warn"}}, on={"review": "open"})
    asked = [
        (Channel.FILE, Verdict.DUPLICATE, StatusType.OPEN),
        (Channel.FILE, Verdict.DUPLICATE, StatusType.LOST),
        (Channel.FILE, Verdict.REVIEW, StatusType.OPEN),
        (Channel.CHAT, Verdict.REVIEW, StatusType.OPEN),
    ]
    assert [policy.action(*each) for each in asked] == [Attach.BLOCK, Attach.REACTIVATE, Attach.WARN, Attach.OPEN]


@pytest.mark.parametrize("channel", sorted(VISITORS))
def test_who_comes_by_himself_is_never_turned_away(channel):
    with pytest.raises(InvalidPlaybook, match="turns_visitors_away"):
        DuplicatePolicy(channels={channel: {"review": "block"}})


def test_nor_is_anybody_by_a_rule_for_all_channels():
    with pytest.raises(InvalidPlaybook, match="turns_visitors_away"):
        DuplicatePolicy(on={"won": "block"})
