# Derived from tests/flows/_async/test_recognition.py by tools/twins.py; edit that file.
"""A further inquiry of a known person: attached, brought back, or linked; never lost and never a second person."""

from datetime import timedelta

import pytest

from leadkit import Channel, LeadStatus
from leadkit.errors import Refused
from leadkit.model import Address, Consent, Inquiry, RecordUpdate, RepeatInquiry
from leadkit.model.events import InquiryAttached, PluginFailed
from leadkit.steps.dedup import Attach, DuplicatePolicy, Match, Verdict, match_keys

ANN = {"name": "Ann Lee", "email": "ann@example.com"}
BECAUSE = ("the same e-mail address (+23.8)", "the same family name (+7.3)", "the same given name (+6.1)")


def captured(desk, **inquiry):
    return desk.leads.capture(**{**ANN, **inquiry})


def qualified(desk, **inquiry):
    lead = (captured(desk, **inquiry)).lead
    desk.leads.assign(lead.id)
    return desk.leads.qualify(lead.id)


def failures(history):
    return [(event.step, event.plugin, event.error) for event in history if isinstance(event, PluginFailed)]


# --- what becomes of a known person's inquiry -----------------------------------------------------------------------


def test_an_inquiry_of_a_lead_in_work_is_attached_to_it(desk):
    lead = (captured(desk)).lead
    again = captured(desk, company="Acme", channel=Channel.WEB_FORM)
    assert (again.duplicate_of, again.because, again.lead.id) == (lead.id, BECAUSE, lead.id)
    assert len(desk.leads.find()) == 1
    (event,) = [event for event in desk.leads.history(lead.id) if isinstance(event, InquiryAttached)]
    assert event.sentence() == f"asked again by web_form: {', '.join(BECAUSE)}"


def test_nothing_of_an_attached_inquiry_is_lost(desk):
    lead = (captured(desk)).lead
    second = {
        "name": " ann  LEE ",
        "email": ("Ann@Example.com", "ann.lee@acme.com"),
        "phone": ("call me\u200b",),
        "company": "Acme",
        "address": Address(city="Berlin"),
        "budget": "12万",
        "channel": Channel.CHAT,
        "source_label": "Olark",
        "consent": Consent(email=False, do_not_contact=True),
        "notes": "line 1\nline 2",
        "extra": {"a": [1, None, {"b": True}]},
    }
    desk.leads.capture(**second)
    (activity,) = desk.leads.activities(lead.id)
    assert activity.detail == RepeatInquiry(
        Channel.CHAT,
        {
            **second,
            "channel": "chat",
            "address": {"city": "Berlin"},
            "consent": {"email": False, "do_not_contact": True},
            "extra": {"a": (1, None, {"b": True})},
        },
        ", ".join(BECAUSE),
    )


def test_the_same_record_sent_again_is_news_but_no_new_interest(desk):
    lead = (captured(desk, external_id="7", channel=Channel.API)).lead
    again = captured(desk, external_id="7", channel=Channel.API, company="Acme")
    (activity,) = desk.leads.activities(lead.id)
    assert (again.duplicate_of, type(activity.detail)) == (lead.id, RecordUpdate)
    assert (activity.detail.submitted["company"], again.lead.score.total) == ("Acme", lead.score.total)


def test_asking_again_is_engagement(desk):
    lead = (captured(desk)).lead
    again = (captured(desk, notes="please call")).lead
    assert again.score.total - lead.score.total == 15


def test_a_lead_on_hold_stays_on_hold(desk):
    lead = (captured(desk)).lead
    desk.leads.nurture(lead.id)
    again = captured(desk, notes="x")
    assert (again.duplicate_of, again.lead.status) == (lead.id, LeadStatus.NURTURING)


@pytest.mark.parametrize(("owner", "status"), [("li", LeadStatus.ASSIGNED), (None, LeadStatus.NEW)])
def test_a_disqualified_lead_comes_back_with_its_reason(desk, clock, owner, status):
    lead = (captured(desk, owner=owner)).lead
    desk.leads.disqualify(lead.id, reason="no budget")
    clock.advance(timedelta(days=100))
    again = captured(desk, channel=Channel.PHONE)
    assert (again.duplicate_of, again.lead.status, again.lead.owner) == (lead.id, status, owner)
    moves = [event for event in desk.leads.history(lead.id) if getattr(event, "trigger", "") == "reactivate"]
    assert [event.reason for event in moves] == ["asked again by phone"]
    assert (desk.leads.follow_up(lead.id)).due == clock() + timedelta(hours=24)


def test_an_inquiry_of_a_customers_contact_opens_a_lead_that_is_linked(desk):
    lead = qualified(desk)
    deal = desk.leads.convert(lead.id)
    again = captured(desk, notes="more licences")
    assert (again.duplicate_of, again.lead.status) == (None, LeadStatus.NEW)
    assert again.lead.id != lead.id
    assert (again.lead.contact_id, again.lead.customer_id) == (deal.contact.id, deal.customer.id)


def test_a_void_lead_stays_void_and_the_person_gets_a_new_one(desk):
    lead = (captured(desk)).lead
    desk.leads.void(lead.id, reason="a test")
    again = captured(desk, notes="not a test")
    assert (again.duplicate_of, again.lead.status) == (None, LeadStatus.NEW)
    assert (desk.leads.get(lead.id)).status == LeadStatus.VOID
    assert desk.leads.activities(lead.id) == ()


@pytest.mark.parametrize(("action", "new"), [(Attach.ATTACH, False), (Attach.OPEN, True)])
def test_what_happens_is_a_policy(make_desk, action, new):
    desk = make_desk(duplicates=DuplicatePolicy(on={"lost": action}))
    lead = (captured(desk)).lead
    desk.leads.disqualify(lead.id, reason="no budget")
    again = captured(desk, notes="x")
    assert (again.lead.id != lead.id) is new
    assert (desk.leads.get(lead.id)).status == LeadStatus.DISQUALIFIED


# --- who is the same ------------------------------------------------------------------------------------------------


def test_the_second_inquirys_details_recognise_the_third(desk):
    lead = (desk.leads.capture(email="ann@example.com")).lead
    desk.leads.capture(email="ann@example.com", phone="+1 650 253 0000")
    third = desk.leads.capture(name="A. Lee", phone="(650) 253-0000", region="US")
    assert third.duplicate_of == lead.id
    assert third.because == ("the same phone number (+19.2)",)


def test_details_that_were_edited_in_recognise_too(desk):
    lead = (captured(desk)).lead
    other = (desk.leads.capture(email="lee@example.com")).lead
    desk.leads.change(lead.id, emails=(*lead.emails, *other.emails))
    desk.leads.void(other.id, reason="merged by hand")
    assert (desk.leads.capture(email="lee@example.com", notes="hi")).duplicate_of == lead.id


def test_colleagues_at_one_switchboard_are_two(desk):
    first = desk.leads.capture(phone="+1 650-253-0000 x1")
    second = desk.leads.capture(phone="+1 650-253-0000 x2")
    assert (second.duplicate_of, second.lead.id != first.lead.id) == (None, True)
    assert (desk.leads.capture(phone="+1 650-253-0000 ext. 2", notes="x")).duplicate_of == second.lead.id


def test_details_that_look_wrong_recognise_nobody(desk):
    desk.leads.capture(email="ann(at)example", phone="555 1234")
    assert (desk.leads.capture(email="ann(at)example", phone="555 1234", notes="x")).duplicate_of is None


def test_a_lead_in_work_goes_before_a_closed_one(desk):
    closed = (captured(desk)).lead
    desk.leads.disqualify(closed.id, reason="no budget")
    in_work = (desk.leads.capture(phone="+1 650 253 0000")).lead
    both = captured(desk, phone="+1 650 253 0000")
    assert both.duplicate_of == in_work.id


# --- a strategy of the host's ---------------------------------------------------------------------------------------


class Judge:
    """Answers whatever it was given; a function is called with the candidates."""

    def __init__(self, answer):
        self.answer = answer

    def judge(self, incoming, candidates):
        return self.answer(candidates) if callable(self.answer) else self.answer


def says(verdict, because=("my reason",), times=1):
    return lambda candidates: [Match(lead.id, verdict, because) for lead in candidates] * times


def fail(candidates):
    raise ZeroDivisionError


def leave(candidates):
    raise SystemExit(3)


def fail_late(candidates):
    yield Match(candidates[0].id, Verdict.DIFFERENT)
    raise RuntimeError


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "duplicate",
        42,
        (),
        (None,),
        (Match("nobody", Verdict.DUPLICATE, ("x",)),),
        fail,
        leave,
        fail_late,
        says("duplicate"),
        says("nonsense"),
        says(Verdict.DUPLICATE, times=2),
        says(Verdict.DUPLICATE, (1, 2)),
        says(Verdict.DUPLICATE, ("\0",)),
        says(Verdict.DUPLICATE, ("",)),
        says(Verdict.DUPLICATE, ("x" * 501,)),
    ],
)
def test_a_strategy_that_fails_is_replaced_and_reported(make_desk, answer):
    desk = make_desk(duplicates=DuplicatePolicy(strategy=Judge(answer)))
    lead = (captured(desk)).lead
    again = captured(desk, notes="x")
    assert (again.duplicate_of, again.because) == (lead.id, ("same e-mail",))
    ((step, plugin, error),) = failures(desk.leads.history(lead.id))
    assert (step, plugin) == ("dedup", "Judge")
    assert error.isidentifier()


def test_a_strategy_is_asked_about_leads_that_share_a_key_only(make_desk):
    desk = make_desk(duplicates=DuplicatePolicy(strategy=Judge(fail)))
    captured(desk)
    other = desk.leads.capture(email="bob@example.com")
    assert failures(desk.leads.history(other.lead.id)) == []


def test_a_strategy_may_say_that_they_differ(make_desk):
    desk = make_desk(duplicates=DuplicatePolicy(strategy=Judge(says(Verdict.DIFFERENT, ()))))
    captured(desk)
    again = captured(desk, notes="x")
    assert (again.duplicate_of, again.warnings, len(desk.leads.find())) == (None, (), 2)


def test_a_doubtful_match_is_a_new_lead_with_a_warning(make_desk):
    desk = make_desk(duplicates=DuplicatePolicy(strategy=Judge(says(Verdict.REVIEW, ("same name", "same town")))))
    lead = (captured(desk)).lead
    again = captured(desk, notes="x", idempotency_key="k")
    assert (again.duplicate_of, again.lead.id != lead.id) == (None, True)
    (warning,) = again.warnings
    assert (warning.code, warning.message) == ("possible_duplicate", f"may be lead {lead.id}: same name, same town")
    assert (captured(desk, notes="x", idempotency_key="k")).warnings == again.warnings


def test_a_certain_match_goes_before_a_doubtful_one(make_desk):
    def second_only(candidates):
        for lead in candidates:
            yield Match(lead.id, Verdict.DUPLICATE if lead.company else Verdict.REVIEW, ("x",))

    desk = make_desk(duplicates=DuplicatePolicy(strategy=Judge(second_only)))
    captured(desk)
    sure = (captured(desk, company="Acme")).lead
    assert (captured(desk, notes="x")).duplicate_of == sure.id


def test_a_doubt_is_remembered_where_the_policy_wants_it(make_desk):
    judge = Judge(says(Verdict.REVIEW, ("same town",)))
    for action, remembered in ((Attach.CANDIDATE, True), (Attach.WARN, False), (Attach.OPEN, False)):
        desk = make_desk(duplicates=DuplicatePolicy(strategy=judge, on={"review": action}))
        lead = (captured(desk)).lead
        again = captured(desk, notes="x")
        assert again.duplicate_of is None
        assert again.lead.may_be == ((lead.id,) if remembered else ())
        assert [warning.code for warning in again.warnings] == ["possible_duplicate"] * (action is not Attach.OPEN)


def test_a_channel_that_we_feed_ourselves_may_refuse_what_is_known(make_desk):
    desk = make_desk(duplicates=DuplicatePolicy(channels={"file": {"open": "block"}}))
    lead = (captured(desk)).lead
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            captured(desk, notes="x", channel=Channel.FILE, idempotency_key="row 1")
        (problem,) = refused.value.problems
        assert (problem.code, problem.message) == ("duplicate", f"is lead {lead.id}: {', '.join(BECAUSE)}")
    with desk.store.begin() as work:
        (kept,) = [receipt for receipt in work.receipts.all() if receipt.refused]
    assert kept.submitted["notes"] == "x"
    assert (captured(desk, notes="x", channel=Channel.CHAT)).duplicate_of == lead.id


def test_the_contact_of_a_customer_is_known_even_without_a_lead(desk):
    lead = qualified(desk)
    deal = desk.leads.convert(lead.id)
    desk.leads.erase(lead.id, reason="asked for it")
    again = captured(desk, notes="x")
    assert (again.lead.contact_id, again.lead.customer_id) == (deal.contact.id, deal.customer.id)
    desk.leads.erase(again.lead.id, reason="asked for it")
    (again,) = [each for each in desk.leads.capture_many([Inquiry(**ANN, notes="y")])]
    assert (again.lead.contact_id, again.lead.customer_id) == (deal.contact.id, deal.customer.id)


def test_a_contact_is_recognised_by_more_than_a_number_that_others_answer(desk):
    phone = {"phone": "+44 20 7946 0958"}
    deal = desk.leads.convert((qualified(desk, **phone, company="Acme")).id)
    desk.leads.erase(deal.lead.id, reason="asked for it")
    colleague = (desk.leads.capture(name="Peter Klein", email="peter@example.org", **phone)).lead
    assert (colleague.contact_id, colleague.customer_id) == (None, None)
    desk.leads.assign(colleague.id)
    desk.leads.qualify(colleague.id)
    assert (desk.leads.convert(colleague.id)).contact.id != deal.contact.id
    ann = (desk.leads.capture(name="Ann Lee", **phone)).lead
    assert (ann.contact_id, ann.customer_id) == (deal.contact.id, deal.customer.id)


def test_a_doubt_about_a_contact_is_told(desk):
    deal = desk.leads.convert((qualified(desk)).id)
    desk.leads.erase(deal.lead.id, reason="asked for it")
    other = captured(desk, name="Peter Klein")
    assert (other.lead.contact_id, other.lead.may_be) == (None, ())
    (warning,) = other.warnings
    assert warning.code == "possible_contact"
    assert warning.message.startswith(f"may be contact {deal.contact.id}: the same e-mail address (+23.8), ")


def test_what_a_crowd_has_recognises_nobody_further(make_desk):
    apart = Judge(says(Verdict.DIFFERENT, ()))
    desk = make_desk(duplicates=DuplicatePolicy(strategy=apart, crowd=3))
    leads = [(captured(desk, name=name)).lead for name in "abcde"]
    (key,) = match_keys(leads[0].emails, ())
    with desk.store.begin() as work:
        assert work.match_keys.find("lead", [key]) == {key: tuple(lead.id for lead in leads[:3])}
    assert len(desk.leads.find()) == 5


# --- all pairs of the store -----------------------------------------------------------------------------------------


def test_the_store_is_looked_through_for_pairs(make_desk):
    judge = Judge(lambda candidates: [Match(each.id, Verdict.REVIEW, ("same mailbox",)) for each in candidates])
    desk = make_desk(duplicates=DuplicatePolicy(strategy=judge, on={"review": "warn"}))
    one, two, three = [(captured(desk, name=name)).lead for name in "abc"]
    desk.leads.capture(email="bob@example.com")
    found = [pair for pair in desk.leads.duplicates()]
    assert [(pair.lead.id, pair.other.id) for pair in found] == [
        (one.id, two.id),
        (one.id, three.id),
        (two.id, three.id),
    ]
    assert {(pair.verdict, pair.because) for pair in found} == {(Verdict.REVIEW, ("same mailbox",))}
    desk.leads.keep_apart(one.id, three.id, reason="met both")
    desk.leads.merge(desk.leads.plan_merge([one.id, two.id]))
    assert [pair for pair in desk.leads.duplicates()] == [], "kept apart from either is kept apart from both"


def test_a_remembered_doubt_is_among_the_pairs_even_without_a_common_key(make_desk):
    desk = make_desk(duplicates=DuplicatePolicy(strategy=Judge(says(Verdict.REVIEW, ("same town",)))))
    one = (captured(desk)).lead
    two = (captured(desk, notes="x")).lead
    desk.leads.change(two.id, emails=())
    (pair,) = [pair for pair in desk.leads.duplicates()]
    assert (pair.lead.id, pair.other.id) == (one.id, two.id)
    assert pair.because == ("was in doubt when it came in", "same town")


def test_the_list_of_pairs_says_what_speaks_for_each_and_what_against(desk):
    anna = (desk.leads.capture(name="Anna Bauer", phone="+44 20 7946 0958")).lead
    peter = (desk.leads.capture(name="Peter Bauer", phone="+44 20 7946 0958")).lead
    (pair,) = [pair for pair in desk.leads.duplicates()]
    assert (pair.lead.id, pair.other.id, pair.verdict, peter.may_be) == (anna.id, peter.id, Verdict.REVIEW, (anna.id,))
    assert pair.because == (
        "the same family name (+0.0)",
        "the same phone number (+0.0)",
        "different given names (-4.0)",
        "or two people of one family",
    )
