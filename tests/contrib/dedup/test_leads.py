"""Learning from the leads of a store: a model for the desk, with the same verdicts in bulk and one by one."""

import json
from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import LeadDesk, Playbook
from leadkit.cli.playbook_file import load_playbook
from leadkit.contrib.dedup import find_duplicates, lead_table, learn_leads
from leadkit.errors import InvalidPlaybook
from leadkit.model import EmailAddress, Lead, PersonName, PhoneNumber, PhoneValidity
from leadkit.steps.dedup import (
    LEAD_PLAN,
    SALESFORCE,
    DuplicatePolicy,
    ExactKeys,
    Field,
    Model,
    Probabilistic,
    Verdict,
    default_model,
    lead_model,
    plan,
)
from leadkit.steps.dedup.weighing import verdict

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
GIVEN, FAMILY = "Anna Bob Cora Dan Eva Finn Gina Hugo".split(), "Smith Smith Smith Birkwood Quill Hartdale".split()


def a_lead(number, given, family, mail="", phone="", company=""):
    return Lead(
        f"lead-{number}",
        NOW,
        NOW,
        name=PersonName(f"{given} {family}".strip(), given, family),
        emails=[EmailAddress(mail, mail)] if mail else (),
        phones=[PhoneNumber(phone, phone, validity=PhoneValidity.VALID)] if phone else (),
        company=company,
    )


def crowd(count=400):
    """Many Smiths, a few of whom come twice."""
    leads = [
        a_lead(at, GIVEN[at % 8], FAMILY[at % 6], f"{GIVEN[at % 8]}{at}@firm{at % 40}.com".lower(), f"+4420794{at:05}")
        for at in range(count)
    ]
    again = [evolve(leads[at], id=f"lead-{at}-again", phones=()) for at in range(0, 60, 3)]
    return [*leads, *again]


@pytest.mark.once
def test_a_store_teaches_which_names_are_frequent():
    model = learn_leads(crowd())
    assert (model.plan, model.rows, model.counted) == (LEAD_PLAN, 10_000, 420)
    assert model.counts["family"]["smith"] > 200 > model.counts["family"]["quill"]
    again = Model.from_json(json.loads(json.dumps(model.as_json())))
    assert again == model
    smith, quill = a_lead("a", "Anna", "Smith", company="Acme"), a_lead("a", "Anna", "Quill", company="Acme")
    by_name = {
        lead.name.family: next(iter(Probabilistic(again).judge(lead, (lead,)))).because for lead in (smith, quill)
    }
    assert by_name["Smith"] != by_name["Quill"]


@pytest.mark.once
def test_what_is_given_to_one_person_is_enough_after_learning_too():
    for leads in (crowd(), crowd()[:400], crowd()[:1], []):
        strategy = Probabilistic(learn_leads(leads))
        for told in ({"mail": "new@elsewhere.org"}, {"phone": "+442079460958"}):
            known, nameless = a_lead("a", "Zoe", "Quill", **told), a_lead("b", "", "", **told)
            (match,) = strategy.judge(nameless, (known,))
            assert match.verdict is Verdict.DUPLICATE


SOME = st.builds(
    a_lead,
    st.uuids().map(str),
    st.sampled_from(["", *GIVEN[:4], "小明"]),
    st.sampled_from(["", *FAMILY[2:5], "王"]),
    st.sampled_from(["", "bob1@firm1.com", "bbo1@firm1.com", "info@firm1.com", "bob1@web.de"]),
    st.sampled_from(["", "+442079460958", "+442079460985", "+8613812345678"]),
    st.sampled_from(["", "Acme Ltd", "ACME", "云帆科技"]),
)
LEARNT = learn_leads(crowd())


@settings(max_examples=50)
@given(st.sampled_from([LEARNT, lead_model()]), st.lists(SOME, min_size=2, max_size=6))
def test_a_table_of_leads_gets_the_verdicts_of_the_desk(model, leads):
    found = find_duplicates(lead_table(leads), LEAD_PLAN.fields, model=model)
    in_bulk = {(low, high): verdict(bits) for low, high, bits in found.pairs}
    strategy = Probabilistic(model)
    for high, incoming in enumerate(leads):
        for low, known in enumerate(leads[:high]):
            (match,) = strategy.judge(incoming, (known,))
            assert in_bulk.get((low, high), Verdict.DIFFERENT) is match.verdict


# --- in a playbook file ---------------------------------------------------------------------------------------------


def test_a_playbook_file_names_the_model(tmp_path):
    (tmp_path / "model.json").write_text(json.dumps(LEARNT.as_json()), "utf-8")
    (tmp_path / "playbook.toml").write_text(
        '[duplicates]\nmodel = "model.json"\ncrowd = 20\n'
        'on = { review = "warn" }\nchannels.file = { open = "block" }\n',
        "utf-8",
    )
    policy = load_playbook(tmp_path / "playbook.toml").duplicates
    assert policy == DuplicatePolicy(Probabilistic(LEARNT), {"review": "warn"}, {"file": {"open": "block"}}, 20)
    desk = LeadDesk.in_memory(playbook=Playbook(duplicates=policy))
    lead = desk.leads.capture(name="Anna Quill", email="anna@quill.org").lead
    assert desk.leads.capture(email="anna@quill.org", notes="again").duplicate_of == lead.id


@pytest.mark.parametrize(
    ("told", "strategy"),
    [
        ('strategy = "exact_keys"', ExactKeys()),
        ('strategy = "salesforce"', SALESFORCE),
        ("leads = 500_000", Probabilistic(lead_model(500_000))),
        ("", Probabilistic()),
    ],
)
def test_a_playbook_file_names_the_strategy(tmp_path, told, strategy):
    (tmp_path / "playbook.toml").write_text(f"[duplicates]\n{told}\n", "utf-8")
    assert load_playbook(tmp_path / "playbook.toml").duplicates == DuplicatePolicy(strategy)


def test_a_playbook_file_asks_for_chinese_names_to_be_read(tmp_path):
    pytest.importorskip("pypinyin")
    (tmp_path / "playbook.toml").write_text("[duplicates]\nchinese = true\n", "utf-8")
    strategy = load_playbook(tmp_path / "playbook.toml").duplicates.strategy
    assert strategy.chinese.romanise("王小明") == "Wang Xiaoming"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ('model = "missing.json"', "unreadable"),
        ('model = "playbook.toml"', "unreadable"),
        ('model = "other.json"', "other_fields"),
        ('model = "empty.json"', "unknown_version"),
        ('strategy = "guess"', "unknown_strategy"),
        ("leads = 1", "out_of_range"),
        ('on = { open = "burn" }', "unknown_action"),
        ('channels.web_form = { open = "block" }', "turns_visitors_away"),
    ],
)
def test_what_a_playbook_file_cannot_say(tmp_path, told, code):
    (tmp_path / "playbook.toml").write_text(f"[duplicates]\n{told}\n", "utf-8")
    (tmp_path / "empty.json").write_text("{}", "utf-8")
    other = default_model(plan([Field("mail", "email")]))
    (tmp_path / "other.json").write_text(json.dumps(other.as_json()), "utf-8")
    with pytest.raises(InvalidPlaybook) as refused:
        load_playbook(tmp_path / "playbook.toml")
    assert [problem.code for problem in refused.value.problems] == [code]
