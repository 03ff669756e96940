"""Strategies for leads: the learnt weights, and the fixed rules of other products."""

from datetime import UTC, datetime

import pytest

from leadkit.model import EmailAddress, Lead, PersonName, PhoneNumber, PhoneValidity
from leadkit.steps.dedup import DYNAMICS_365, SALESFORCE, Probabilistic, Verdict

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def a_lead(given="Robert", family="Greenwood", mail="", phone="", **more):
    emails = (EmailAddress(mail, mail),) if mail else ()
    phones = (PhoneNumber(phone, phone, validity=PhoneValidity.VALID),) if phone else ()
    return Lead(
        id=more.pop("id", "b"), name=PersonName(given=given, family=family), emails=emails, phones=phones,
        created_at=NOW,
        updated_at=NOW, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    "strategy", [SALESFORCE, DYNAMICS_365, Probabilistic()], ids=["salesforce", "dynamics", "ours"]
)
def test_the_same_person_is_one_and_another_is_none(strategy):
    known = a_lead(mail="bob@greenwood.org", company="Acme Ltd")
    stranger = a_lead("Zoe", "Quill", "zoe@elsewhere.org", id="c")
    same, other = strategy.judge(a_lead(mail="bob@greenwood.org", company="Acme", id="a"), (known, stranger))
    assert (same.lead_id, same.verdict, other.verdict) == ("b", Verdict.DUPLICATE, Verdict.DIFFERENT)
    assert same.because
    assert not other.because


@pytest.mark.parametrize(
    ("other", "held"),
    [
        (a_lead("Bob", "Greenwood", phone="+12125550199"), "alike in name, same phone"),
        (a_lead("Robert", "Grenwood", company="Acme Trading"), None),
        (a_lead("Robert", "Greenwood", company="Acme Limited", job_title="Buyer"), "alike in name, title and company"),
    ],
)
def test_the_clauses_of_salesforce(other, held):
    known = a_lead(phone="+12125550199", company="Acme", job_title="Buyer", id="a")
    (match,) = SALESFORCE.judge(known, (other,))
    assert (held in match.because) if held else match.verdict is Verdict.DIFFERENT


def test_blank_leads_agree_in_nothing():
    for strategy in (SALESFORCE, DYNAMICS_365, Probabilistic()):
        (match,) = strategy.judge(a_lead("", "", mail="a@b.org", id="a"), (a_lead("", "", phone="+12125550199"),))
        assert match.verdict is Verdict.DIFFERENT
