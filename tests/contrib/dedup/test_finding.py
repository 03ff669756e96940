"""Whole tables: the same verdicts as record by record, clusters that do not hang on one link, every row once."""

from itertools import islice, product

import numpy as np
import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadkit.contrib.dedup import find_duplicates, finding
from leadkit.contrib.dedup.agreeing import evidence, names, ranked
from leadkit.contrib.dedup.columns import columns
from leadkit.contrib.dedup.pruning import most_bits
from leadkit.contrib.dedup.weights import weigh
from leadkit.contrib.zh import Chinese
from leadkit.errors import UnusableInput
from leadkit.steps.dedup import OTHERS, Field, Kind, KnownRecords, compare, default_model, plan

CHINESE = Chinese()
FIELDS = (
    Field("given", Kind.GIVEN),
    Field("family", Kind.FAMILY),
    Field("mail", Kind.EMAIL),
    Field("mail 2", Kind.EMAIL),
    Field("phone", Kind.PHONE),
    Field("company", Kind.COMPANY),
    Field("city", Kind.CITY),
    Field("born", Kind.BIRTH_DATE),
    Field("note", Kind.TEXT),
)
VALUES = {
    "given": ["", "Robert", "Bob", "Rob", "R", "伟", "建国", "Green", "Anna", "雷", "Lei", "Jian-Guo"],
    "family": [
        "",
        "Green",
        "Greene",
        "Robert",
        "Smith",
        "王",
        "王伟",
        "Garcia Lopez",
        "Garcia Diaz",
        "Lopez",
        "李",
        "Li",
    ],
    "mail": [
        "",
        "bob.green@acme.io",
        "bob.gren@acme.io",
        "moon77@gmail.com",
        "moon78@gmail.com",
        "info@acme.io",
        "bob@acme.io",
        "x",
    ],
    "mail 2": ["", "moon77@gmail.com", "bob.green@acme.oi"],
    "phone": ["", "+44 20 7946 0958", "020 7946 0958 x12", "020 7946 0985", "12"],
    "company": ["", "Acme Ltd", "ACME Limited", "Acme Trading", "上海云帆科技有限公司", "Bolt GmbH"],
    "city": ["", "London", "Lodnon", "上海", "Shanghai", "Leeds"],
    "born": ["", "1980-02-03", "03/02/1980", "1980-02-13", "19800302", "soon"],
    "note": [
        "",
        "red lamp RX630 pro",
        "RX630",
        "lamp RX631",
        "red garden chair",
        "chair red garden",
        "blue lamp",
        "云南普洱茶饼",
    ],
}
RECORDS = st.lists(st.fixed_dictionaries({name: st.sampled_from(each) for name, each in VALUES.items()}), max_size=8)


def table(records):
    return {each.name: [record[each.name] for record in records] for each in FIELDS}


def models(records):
    """As learnt, as written, of people of one language, of values that are one person's; with a reader of Chinese."""
    learnt = find_duplicates(table(records), FIELDS, chinese=CHINESE).model
    usual = default_model(plan(FIELDS))
    # of things that hardly ever agree in the very same value
    scarce = evolve(usual, weights=[evolve(row, found=(0.0001, *row.found[1:])) for row in usual.weights])
    return learnt, usual, scarce, evolve(learnt, others=OTHERS), evolve(usual, kin=1.5), evolve(learnt, kin=0.8)


@pytest.mark.once
@given(RECORDS.filter(lambda records: len(records) > 1))
def test_a_table_gets_the_same_weights_as_its_records_pair_by_pair(records):
    for made in models(records):
        coded = columns(made.plan, table(records))
        low, high = np.triu_indices(len(records), 1)
        frequencies = [ranked(each, made.counts.get(each.entry.name, {})) for each in coded.coded]
        bits = weigh(made, frequencies, evidence(coded, frequencies, low, high)).bits
        alone = [compare(records[a], records[b], made).bits for a, b in zip(low, high, strict=True)]
        assert bits == pytest.approx(alone, abs=1e-9)


BLANK = dict.fromkeys(VALUES, "")
# A slip in the address silences the domain, which then explains nothing of what else is nearly the same.
SLIPPED = [
    BLANK | {"mail": "bob.green@acme.io", "phone": "+44 20 7946 0958", "company": "Acme Ltd"},
    BLANK | {"mail": "bob.gren@acme.io", "phone": "020 7946 0985", "company": "Acme Trading"},
]


@pytest.mark.once
@given(RECORDS.filter(lambda records: len(records) > 1))
@example(SLIPPED)
def test_what_is_not_read_to_the_end_could_not_have_been_the_same(records):
    for made in models(records):
        coded = columns(made.plan, table(records))
        low, high = np.triu_indices(len(records), 1)
        frequencies = [ranked(each, made.counts.get(each.entry.name, {})) for each in coded.coded]
        bits = weigh(made, frequencies, evidence(coded, frequencies, low, high)).bits
        known = names(coded, frequencies, low, high)
        assert (most_bits(made, frequencies, low, high, known) >= bits - 1e-9).all()


@settings(max_examples=20)
@given(RECORDS)
def test_every_row_is_in_one_cluster(records):
    found = find_duplicates(table(records), FIELDS)
    assert sorted(row for group in found.clusters for row in group) == list(range(len(records)))


@settings(max_examples=20)
@given(RECORDS, st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_the_order_of_rows(records, dice):
    model = default_model(plan(FIELDS))
    order = list(range(len(records)))
    dice.shuffle(order)
    first = find_duplicates(table(records), FIELDS, model=model).clusters
    second = find_duplicates(table([records[at] for at in order]), FIELDS, model=model).clusters
    # Rows that are equal in everything may change places.
    values = [sorted(sorted(tuple(records[at].values()) for at in group) for group in first)]
    assert values == [sorted(sorted(tuple(records[order[at]].values()) for at in group) for group in second)]


SOUNDS = "ba ke li mo nu ra se ti vo zu".split()


def people(count):
    return [
        {
            **dict.fromkeys(VALUES, ""),
            "given": "".join(SOUNDS[at * 37 // step % 10] for step in (1, 10, 100)).title(),
            "family": "".join(SOUNDS[at * 71 // step % 10] for step in (1000, 100, 10, 1)).title(),
            "mail": f"u{at * 7919 % 100003}@example.org",
            "born": f"19{10 + at % 83}-0{1 + at % 9}-{10 + at % 18}",
        }
        for at in range(count)
    ]


def test_repeats_are_found_in_a_list_that_is_not_compared_whole():
    records = people(3_000)
    again = [{**records[at], "given": records[at]["given"][:1]} for at in range(0, 300, 3)]
    found = find_duplicates(table(records + again), FIELDS)
    assert found.blocked
    together = {group for group in found.clusters if len(group) > 1}
    assert len(together & {(3 * at, 3_000 + at) for at in range(100)}) >= 90
    assert len(together) <= 110


def test_of_two_lists_only_rows_of_different_lists_are_linked():
    records = people(40)
    found = find_duplicates(table(records * 2 + records[:5]), FIELDS, sides=[0] * 40 + [1] * 45)
    assert all(len(group) <= 3 for group in found.clusters)
    assert all(low < 40 <= high for low, high, _ in found.pairs)


def test_nothing_to_compare_is_said():
    with pytest.raises(UnusableInput, match="no column"):
        find_duplicates({}, ())


@settings(max_examples=50)
@given(RECORDS)
def test_known_records_answer_as_the_table_does(records):
    model = default_model(plan(FIELDS))
    pairs = {(low, high): bits for low, high, bits in find_duplicates(table(records), FIELDS, model=model).pairs}
    known, asked = KnownRecords(model), {}
    for row, record in enumerate(records):
        for id, weighed in known.matches(record, at_most=100):
            asked[int(id), row] = weighed.bits
        known.add(str(row), record)
    assert asked == pytest.approx({pair: pairs[pair] for pair in asked})
    assert [pair for pair, bits in pairs.items() if bits > 1 and pair not in asked] == [], "duplicates share a key"


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_several_processes_give_the_answer_of_one(monkeypatch):
    monkeypatch.setattr(finding, "FORKED", 2)
    monkeypatch.setattr(finding, "CHUNK", 3)
    rows = [dict(zip(VALUES, each, strict=True)) for each in islice(product(*VALUES.values()), 0, None, 90_001)][:40]
    one, several = (find_duplicates(table(rows), FIELDS, workers=workers) for workers in (1, 3))
    assert one.pairs == several.pairs
    assert one.clusters == several.clusters
    assert len(one.pairs) > 3
