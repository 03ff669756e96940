"""Who is the same lead, unless a desk is told otherwise: sound guesses, before anything was learnt."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.kernel.decision import Refusal
from leadkit.model import Inquiry, Lead, PersonName
from leadkit.steps.cleansing import CleansingPolicy, cleanse
from leadkit.steps.dedup import Probabilistic, Verdict

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DEFAULT = Probabilistic()
SAME, LOOK, OTHER = Verdict.DUPLICATE, Verdict.REVIEW, Verdict.DIFFERENT
MAIL, PHONE, MOBILE = {"email": "ann.k@example.com"}, {"phone": "+44 20 7946 0958"}, {"phone": "138 1234 5678"}
SWITCHBOARD = {**PHONE, "company": "Acme Ltd"}


def a_lead(id="a", **told):
    cleansed = cleanse(Inquiry(region="CN", **told), CleansingPolicy(require_contact_details=False))
    fields = {} if isinstance(cleansed, Refusal) else cleansed.fields  # nothing was told
    return Lead(id=id, created_at=NOW, updated_at=NOW, **{"name": PersonName(), **fields})


def verdict(one, other, strategy=DEFAULT):
    (match,) = strategy.judge(a_lead(**one), (a_lead("b", **other),))
    (turned,) = strategy.judge(a_lead("b", **other), (a_lead(**one),))
    assert (match.verdict, match.because) == (turned.verdict, turned.because)
    return match.verdict


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # what is given to one person is enough, unless a name says otherwise
        (MAIL, MAIL, SAME),
        (MAIL, {**MAIL, "name": "Ann Kay"}, SAME),
        ({**MAIL, "name": "A. Kay"}, {**MAIL, "name": "Ann Kay"}, SAME),
        ({**MAIL, "name": "Ann Kay"}, {**MAIL, "name": "Ann Miller"}, SAME),
        ({**MAIL, "name": "Ann Kay"}, {**MAIL, "name": "Peter Klein"}, LOOK),
        (PHONE, PHONE, SAME),
        (PHONE, {**PHONE, "name": "Ann Kay"}, SAME),
        ({**PHONE, "name": "Anna Bauer"}, {**PHONE, "name": "Peter Klein"}, OTHER),
        ({**PHONE, "name": "Anna Bauer"}, {**PHONE, "name": "Peter Bauer"}, LOOK),
        ({**MOBILE, "name": "王小明"}, {**MOBILE, "name": "王小明", "email": "wxm@qq.com"}, SAME),
        ({**MOBILE, "name": "王小明"}, {**MOBILE, "name": "李雷"}, OTHER),
        # colleagues
        ({**SWITCHBOARD, "name": "Anna Bauer"}, {**SWITCHBOARD, "name": "Peter Klein"}, OTHER),
        ({**SWITCHBOARD, "name": "Anna Bauer", "email": "anna.bauer@acme.com"},
         {**SWITCHBOARD, "name": "Peter Klein", "email": "peter.klein@acme.com"}, OTHER),
        ({"phone": "+1 650 253 0000 x1"}, {"phone": "+1 650 253 0000 x2"}, OTHER),
        ({"phone": "+1 650 253 0000 x1"}, {"phone": "+1 650 253 0000 ext. 1"}, SAME),
        # an office's mailbox
        ({"email": "sales@acme.com", "name": "Anna Bauer"}, {"email": "sales@acme.com", "name": "Peter Klein"}, OTHER),
        ({"email": "sales@acme.com", "name": "Anna Bauer"}, {"email": "sales@acme.com", "name": "Anna Bauer"}, SAME),
        ({"email": "sales@acme.com"}, {"email": "sales@acme.com"}, OTHER),
        # names in different scripts say nothing by themselves
        ({**MOBILE, "name": "王小明"}, {**MOBILE, "name": "Wang Xiaoming"}, SAME),
        ({**MOBILE, "name": "陳大文"}, {**MOBILE, "name": "陈大文"}, SAME),
        # neither e-mail address nor phone in common
        ({"name": "Anna Bauer", "company": "Acme Ltd"}, {"name": "Anna Bauer", "company": "ACME Limited"}, SAME),
        ({"name": "Anna Bauer", **MAIL}, {"name": "Anna Bauer", **PHONE}, LOOK),
        ({"name": "Anna Bauer", **MAIL, **PHONE}, {"name": "Anna Bauer", **MOBILE, "email": "x@y.org"}, OTHER),
    ],
)  # fmt: skip
def test_who_is_who(one, other, expected):
    assert verdict(one, other) is expected


def test_a_number_that_other_families_answer_is_nobodys():
    bauer, klein, stein = (
        a_lead(id, name=name, **PHONE) for id, name in (("b", "Anna Bauer"), ("c", "Peter Klein"), ("d", "Eva Stein"))
    )
    strategy = Probabilistic()

    def of(incoming, *known):
        return {match.lead_id: match.verdict for match in strategy.judge(incoming, known)}

    assert of(a_lead(**PHONE), bauer) == {"b": SAME}
    assert set(of(a_lead(**PHONE), bauer, klein, stein).values()) <= {LOOK, OTHER}
    assert of(a_lead(**PHONE, name="Anna Bauer"), bauer, klein, stein) == {"b": SAME, "c": OTHER, "d": OTHER}
    again = a_lead("e", name="Anna Bauer", **PHONE, notes="again")
    assert of(a_lead(**PHONE), bauer, again) == {"b": SAME, "e": SAME}, "one person may come several times"


class Reader:
    """What `leadkit.contrib.zh.Chinese` does, for three names."""

    def read(self, text):
        return {"王": "wang", "小明": "xiaoming", "李": "li", "雷": "lei"}.get(text, text)

    def simplified(self, text):
        return text.replace("陳", "陈")


def test_names_are_read_where_somebody_hands_in_a_reader():
    strategy = Probabilistic(chinese=Reader())
    for latin in ("Wang Xiaoming", "Xiaoming Wang", "XIAOMING WANG"):
        assert verdict({"name": "王小明", "company": "Acme"}, {"name": latin, "company": "Acme"}, strategy) is SAME
        assert verdict({"name": "王小明", "company": "Acme"}, {"name": latin, "company": "Acme"}) is OTHER
    assert verdict({**MOBILE, "name": "李雷"}, {**MOBILE, "name": "Wang Xiaoming"}, strategy) is OTHER
    one, other = a_lead(name="王小明", company="Acme"), a_lead("b", name="Xiaoming Wang", company="Acme")
    assert set(strategy.keys(one)) & set(strategy.keys(other))
    assert set(strategy.keys(a_lead(name="陳大文"))) == set(strategy.keys(a_lead(name="陈大文")))


def test_a_doubt_says_what_speaks_for_it_and_what_against():
    (match,) = Probabilistic().judge(a_lead(name="Ann Kay", **MAIL), (a_lead("b", name="Peter Klein", **MAIL),))
    assert match.because == (
        "the same e-mail address (+23.8)",
        "neither given nor family name agrees (-6.8)",
        "different family names (-4.0)",
    )


# --- properties -----------------------------------------------------------------------------------------------------

NAMES = ["", "Anna Bauer", "Peter Bauer", "A. Bauer", "Bauer, Anna", "王小明", "Wang Xiaoming", "李雷"]
MAILS = ["", "anna.bauer@acme.com", "anna.baeur@acme.com", "sales@acme.com", "ab77@web.de", "no address"]
PHONES = ["", "+44 20 7946 0958", "020 7946 0958 x7", "138 1234 5678", "+86 21 6688 7755", "12"]
LEADS = st.builds(
    a_lead,
    id=st.uuids().map(str),
    name=st.sampled_from(NAMES),
    email=st.sampled_from(MAILS),
    phone=st.sampled_from(PHONES),
    company=st.sampled_from(["", "Acme Ltd", "ACME", "云帆科技"]),
)
STRATEGIES = st.sampled_from([Probabilistic(), Probabilistic(chinese=Reader())])


@given(STRATEGIES, LEADS, LEADS)
def test_either_is_asked_about_the_other(strategy, one, other):
    (match,), (turned,) = strategy.judge(one, (other,)), strategy.judge(other, (one,))
    assert (match.verdict, match.because) == (turned.verdict, turned.because)


@given(STRATEGIES, LEADS)
def test_who_says_nothing_is_nobody(strategy, lead):
    (match,) = strategy.judge(a_lead("blank", notes="hello"), (lead,))
    assert (match.verdict, match.because) == (OTHER, ())


@given(STRATEGIES, LEADS, st.lists(LEADS, max_size=4))
def test_who_has_nothing_in_common_changes_no_verdict(strategy, incoming, known):
    unrelated = a_lead("z", name="Zoe Quill", email="zoe@quill.example.org", phone="+1 212 736 5000")
    alone = [*strategy.judge(incoming, tuple(known))]
    assert [*strategy.judge(incoming, (unrelated, *known))][1:] == alone
