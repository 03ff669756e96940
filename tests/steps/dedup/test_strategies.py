"""Strategies for leads: the learnt weights, and the fixed rules of other products."""

from datetime import UTC, datetime

import pytest
from attrs import evolve

from leadkit.model import Address, EmailAddress, Lead, PersonName, PhoneNumber, PhoneValidity
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


BOB = {"phone": "+12125550199", "company": "Acme", "job_title": "Buyer", "mail": "bob@greenwood.org"}
SAME_MAIL = ["alike in name, same e-mail", "alike in name and title, same e-mail"]
HOME = Address(street="1 High St", city="London")


@pytest.mark.parametrize(
    ("other", "held"),
    [
        (a_lead("Rob", company="Acme Limited", job_title="Head Buyer"), ["alike in name, title and company"]),
        (a_lead("R", "Greenwood", "bob@greenwood.org"), SAME_MAIL),
        (a_lead("", "", "bob@greenwood.org"), SAME_MAIL),
        (a_lead("Zoe", "Quill", "bob@greenwood.org"), []),
        (a_lead("Bob", phone="+12125550199", company="ACME Inc"),
         ["alike in name and company, same phone", "alike in name, same phone"]),
        (a_lead("Greenwood", "Robert", phone="+12125550199"), ["alike in name, same phone"]),
        (a_lead(address=HOME), ["alike in name, same street and city, postcode or phone"]),
        (a_lead(address=evolve(HOME, city="")), []),
        (a_lead(address=evolve(HOME, city="Leeds"), job_title="Buyers"), ["alike in name and title, same street"]),
        (a_lead("Robert", "Grenwood", company="Acme Trading"), []),
    ],
)  # fmt: skip
def test_the_seven_clauses_of_salesforce(other, held):
    (match,) = SALESFORCE.judge(a_lead(**BOB, address=HOME, id="a"), (other,))
    assert list(match.because) == held
    assert match.verdict is (Verdict.DUPLICATE if held else Verdict.DIFFERENT)


@pytest.mark.parametrize(
    ("other", "held"),
    [
        (a_lead("Zoe", "Quill", "bob@greenwood.org"), ["same e-mail"]),
        (a_lead("Zoe", "Quill", phone="+12125550199"), ["same phone"]),
        (a_lead("Robbert", "Greenwod", company="Acme Ltd"), ["alike in name and company"]),
        (a_lead("Bob", mail="bob.g@greenwood.org"), ["alike in name, same e-mail domain"]),
        (a_lead("Zoe", "Quill", "zoe@greenwood.org", company="Acme"), []),
    ],
)  # fmt: skip
def test_the_four_rules_of_dynamics(other, held):
    (match,) = DYNAMICS_365.judge(a_lead(**BOB, id="a"), (other,))
    assert list(match.because) == held


@pytest.mark.parametrize("strategy", [SALESFORCE, DYNAMICS_365, Probabilistic()])
def test_who_is_alike_shares_a_key(strategy):
    bob = a_lead(**BOB, address=HOME)
    for other in (a_lead("Bob", company="Acme Ltd"), a_lead("Greenwood", "Robert"), a_lead(mail="x@greenwood.org")):
        assert not set(strategy.keys(bob)).isdisjoint(strategy.keys(other))
    assert set(strategy.keys(bob)).isdisjoint(strategy.keys(a_lead("Zoe", "Quill", company="Acme")))
    assert list(strategy.keys(a_lead("", ""))) == []


def test_blank_leads_agree_in_nothing():
    for strategy in (SALESFORCE, DYNAMICS_365, Probabilistic()):
        (match,) = strategy.judge(a_lead("", "", mail="a@b.org", id="a"), (a_lead("", "", phone="+12125550199"),))
        assert match.verdict is Verdict.DIFFERENT
