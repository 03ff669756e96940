"""The default rules: high priority is intent, medium some interest, low neither. Who somebody is makes nobody high."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leadkit import Lead, Priority
from leadkit.kernel.money import Money
from leadkit.machines.lead import LeadStatus
from leadkit.model import (
    Activity,
    Channel,
    Download,
    EmailAddress,
    FormSubmission,
    PageVisit,
    PhoneNumber,
    PhoneValidity,
    Source,
)
from leadkit.steps.scoring import RuleScorer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KNOWN = {
    "company": "Acme",
    "emails": [EmailAddress("ann@acme.com", "ann@acme.com")],
    "phones": [PhoneNumber("1", "+16502530000", validity=PhoneValidity.VALID)],
}
ANSWERS = dict.fromkeys(("size", "need", "budget", "start", "role"), "x")


def of(details=(), days=0, **fields):
    lead = Lead("lead", NOW, NOW, **fields)
    seen = [
        Activity(f"a-{n}", "lead", NOW - timedelta(days=days, minutes=n), detail) for n, detail in enumerate(details)
    ]
    return RuleScorer().score(lead, tuple(seen), NOW).priority


PRODUCTS, DETAILED = [PageVisit("/products/x")] * 3, [FormSubmission("offer", ANSWERS)]


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("title", ["CEO", "总监", "clerk", ""])
def test_who_somebody_is_and_how_they_came_makes_nobody_high(channel, title):
    source = Source(channel)
    assert of(job_title=title, source=source, interests=["ERP"], **KNOWN) is not Priority.HIGH
    if channel in (Channel.ONLINE_AD, Channel.CONTENT, Channel.PURCHASED_LIST):
        assert of(job_title=title, source=source, **KNOWN) is Priority.LOW


def test_several_product_pages_or_a_detailed_form_are_strong_intent():
    assert of([*PRODUCTS, *DETAILED]) is Priority.HIGH
    assert of(PRODUCTS, **KNOWN) is Priority.HIGH
    assert of(DETAILED, source=Source(Channel.WEB_FORM), **KNOWN) is Priority.HIGH


def test_but_only_while_it_is_recent():
    assert of([*PRODUCTS, *DETAILED], days=60) is Priority.MEDIUM
    assert of([*PRODUCTS, *DETAILED], days=180) is Priority.LOW


def test_need_budget_and_time_together_are_explicit_intent_and_one_of_them_is_some_interest():
    told = {"needs": ["ERP"], "budget": Money(5_000, "EUR"), "decision_date": date(2026, 4, 1)}
    assert of(**told, **KNOWN) is Priority.HIGH
    for name, value in told.items():
        assert of(**{name: value}, **KNOWN) is Priority.MEDIUM


def test_some_interest_without_explicit_intent_is_medium():
    assert of([PageVisit("/blog"), Download("guide")], **KNOWN) is Priority.MEDIUM
    assert of([FormSubmission("newsletter")], source=Source(Channel.ONLINE_AD), **KNOWN) is Priority.MEDIUM
    assert of(source=Source(Channel.WEB_FORM), **KNOWN) is Priority.MEDIUM


def test_confirmed_intent_is_high_with_one_more_sign():
    assert of(status=LeadStatus.QUALIFIED, needs=["ERP"], **KNOWN) is Priority.HIGH
    assert of(status=LeadStatus.QUALIFIED, **KNOWN) is Priority.MEDIUM
