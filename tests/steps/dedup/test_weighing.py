"""Two records: symmetric, blank never matches, reasons add up, and the stories that stand against a sum of fields."""

import json

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import UnusableInput
from leadkit.steps.dedup import Field, Kind, KnownRecords, Model, Verdict, compare, default_model, plan
from leadkit.steps.dedup.clusters import clustered, components
from leadkit.steps.dedup.forms import company, day, email, family, phone
from leadkit.steps.dedup.forms import given as given_form
from leadkit.steps.dedup.levels import COMPARISONS, DIFFERENT
from leadkit.steps.dedup.stories import STORIES

KINDS = [*Kind]
MODEL = default_model(plan(Field(kind.value, kind) for kind in KINDS))
TEXTS = st.sampled_from(
    ["", "Robert", "Bob", "Green", "王伟", "Wang Wei", "bob@acme.io", "bbo@acme.io", "+1 212 555 0199", "1980-02-03"]
) | st.text(max_size=12)
RECORDS = st.fixed_dictionaries({kind.value: TEXTS for kind in KINDS})
ANN = {
    "given": "Ann",
    "family": "Birkwood",
    "email": "ann.birkwood@acme.io",
    "phone": "+44 20 7946 0958",
    "company": "Acme Ltd",
}


@given(RECORDS, RECORDS)
def test_a_verdict_is_the_same_in_either_order(a, b):
    assert compare(a, b, MODEL) == compare(b, a, MODEL)


@given(RECORDS, RECORDS)
def test_reasons_add_up_to_the_weight(a, b):
    weighed = compare(a, b, MODEL)
    assert sum(reason.bits for reason in weighed.reasons) == pytest.approx(weighed.bits)
    assert 0 <= weighed.probability <= 1


@given(RECORDS)
def test_blank_never_matches(a):
    blank = dict.fromkeys(a, "")
    for one, other in ((blank, blank), (a, blank)):
        weighed = compare(one, other, MODEL)
        assert weighed.verdict is Verdict.DIFFERENT
        assert [reason.about for reason in weighed.reasons] == ["prior"]


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (ANN, Verdict.DUPLICATE),
        ({**ANN, "given": "Birkwood", "family": "Ann"}, Verdict.DUPLICATE),
        ({**ANN, "company": "", "phone": "020 7946 0958"}, Verdict.DUPLICATE),
        ({**ANN, "given": "Zoe", "family": "Quill", "email": "zoe.quill@acme.io"}, Verdict.DIFFERENT),
        ({"given": "Ann", "family": "Birkwood"}, Verdict.REVIEW),
    ],
)
def test_colleagues_are_no_duplicates_and_the_same_person_is(other, verdict):
    assert compare(ANN, other, MODEL).verdict is verdict


def test_a_frequent_name_says_less_than_a_rare_one():
    counts = {"family": {"smith": 900}, "given": {"ann": 30}}
    model = evolve(MODEL, counted=10_000, counts=counts)
    smith, rare = ({"given": "Ann", "family": name} for name in ("Smith", "Birkwood"))
    assert compare(smith, smith, model).bits < compare(rare, rare, model).bits - 5


def test_a_value_that_too_many_share_counts_for_little():
    number = {"phone": "+44 20 7946 0958"}
    of_two, of_many = (
        evolve(MODEL, counted=10_000, counts={"phone": {phone(number["phone"])[0]: count}}) for count in (2, 400)
    )
    assert compare(number, number, of_many).bits < compare(number, number, of_two).bits - 5


def test_a_model_comes_back_from_json():
    model = evolve(MODEL, counts={"family": {"smith": 3}}, counted=10)
    assert Model.from_json(json.loads(json.dumps(model.as_json()))) == model


@pytest.mark.parametrize("value", [{}, {"version": 99}, {"version": 1}, {"version": 1, "fields": {"a": "no"}}])
def test_what_is_no_model_is_refused(value):
    with pytest.raises(UnusableInput):
        Model.from_json(value)


def test_known_records_are_found_by_their_keys():
    known = KnownRecords(MODEL)
    known.add("1", ANN)
    known.add("2", {"given": "Zoe", "family": "Quill", "email": "zoe@else.where.org"})
    asked = {**ANN, "given": "A", "company": ""}
    assert [id for id, _ in known.matches(asked)] == ["1"]
    known.add("1", {"given": "Somebody", "family": "Else"})
    assert known.matches(asked) == []
    known.remove("1")
    known.remove("1")
    assert known.matches({"given": "Somebody", "family": "Else"}) == []


def test_another_record_changes_no_verdict():
    known = KnownRecords(MODEL)
    known.add("1", ANN)
    before = known.matches(ANN)
    known.add("2", {"given": "Zoe", "family": "Quill", "email": "zoe@else.where.org"})
    assert known.matches(ANN) == before


# --- normal forms


def test_normal_forms():
    assert phone("+44 (0)20 7946 0958 ext. 7")[0] == phone("020-7946-0958")[0]
    assert phone("021-6688 7755转12")[0] == phone("+86 21 66887755")[0]
    assert company("ACME Limited")[0] == company("Acme Ltd.")[0]
    assert day("3.2.1980")[0] == day("1980-02-03")[0] == day("1980年2月3日")[0] == "19800203"
    assert (given_form("", "", "王小明")[0], family("", "", "王小明")[0]) == ("小明", "王")
    assert (given_form("", "王小明", "")[0], family("", "王小明", "")[0]) == ("小明", "王")


def test_a_mailbox_that_repeats_the_name_is_none_of_its_own():
    assert email("erin.turner@mail.org", "Erin", "Turner", "")[2:4] == ("", "erinturner")
    assert email("moon77@mail.org", "Erin", "Turner", "")[2:4] == ("moon77", "")
    assert email("no address", "", "", "") == ("",) * 6


# --- clusters


def test_no_cluster_hangs_on_one_weak_link():
    left, right = (
        {(a, b): 8.0 for b in range(3) for a in range(b)},
        {(a, b): 8.0 for b in range(3, 6) for a in range(3, b)},
    )
    assert components([*left, *right, (2, 3)]) == [[0, 1, 2, 3, 4, 5]]
    assert clustered(range(6), {**left, **right, (2, 3): 1.0}) == [[0, 1, 2], [3, 4, 5]]


def test_a_large_component_is_taken_apart_too():
    edges = {(a, b): 6.0 for start in (0, 40) for b in range(start, start + 40) for a in range(start, b)}
    assert clustered(range(80), {**edges, (39, 40): 2.0}) == [[*range(40)], [*range(40, 80)]]


# --- tables


@pytest.mark.parametrize("row", COMPARISONS.values(), ids=COMPARISONS)
def test_every_comparison_has_levels_that_add_up(row):
    assert row.levels[0].name == "same"
    assert row.levels[-1].name == DIFFERENT
    assert sum(level.found for level in row.levels if level.learnt) == pytest.approx(1, abs=0.06)
    assert {test.facet for level in row.levels for test in level.tests} <= {*row.facets}


def test_every_story_is_about_comparisons_that_exist():
    assert {kind for story in STORIES for kind in story.about} <= {*COMPARISONS}
