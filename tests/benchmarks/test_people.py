"""The made-up leads by which duplicates are measured: the same for the same seed, dirty, and true to their truth."""

import importlib
import sys
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType

import pytest

DUPLICATES = Path(__file__).parents[2] / "benchmarks" / "duplicates"
MODULES = ("people", "rows", "world", "noise", "words")
ROWS = 6_000


@pytest.fixture(scope="module")
def people():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(DUPLICATES)
        yield importlib.import_module("people")
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def leads(people: ModuleType):
    return list(people.leads(ROWS))


def persons_by(leads: list, value) -> dict:
    """Who has each value; blanks and nonsense aside."""
    found = defaultdict(set)
    for cells, truth in leads:
        if "nonsense" not in truth["kinds"] and (key := value(cells, truth)):
            found[key].add(truth["person"])
    return found


def test_the_same_seed_makes_the_same_list_and_another_seed_another(people: ModuleType, leads: list) -> None:
    assert list(people.leads(500)) == list(people.leads(500))
    assert list(people.leads(500, seed=5)) != list(people.leads(500))
    assert len(leads) == ROWS


def test_a_fifth_of_the_rows_repeat_somebody_and_some_come_three_to_five_times(leads: list) -> None:
    times = Counter(Counter(truth["person"] for _, truth in leads).values())
    assert 0.18 < 1 - times.total() / ROWS < 0.22
    assert set(times) == {1, 2, 3, 4, 5}


def test_every_mishap_befalls_somebody(leads: list) -> None:
    kinds = {kind for _, truth in leads for kind in truth["kinds"].split()}
    assert set(sys.modules["rows"].MISHAP) <= kinds


def test_every_row_has_something_to_go_by(leads: list) -> None:
    for cells, _ in leads:
        assert cells["first_name"] or cells["last_name"]
        assert cells["email"] or cells["phone"] or cells["company"] or cells["street"]


def test_a_mailbox_belongs_to_one_person_unless_it_is_a_shared_one(leads: list) -> None:
    def own(cells: dict, truth: dict) -> str:
        spoilt = {"shared_mailbox", "mail_typo"} & set(truth["kinds"].split())
        user, _, domain = cells["email"].casefold().partition("@")
        return (
            "" if spoilt else f"{user.replace('.', '') if domain == 'gmail.com' else user}@{domain}" if domain else ""
        )

    assert [mail for mail, who in persons_by(leads, own).items() if len(who) > 1] == []


def test_colleagues_families_and_namesakes_look_alike_and_are_several(leads: list) -> None:
    switchboards = persons_by(leads, lambda cells, truth: "company" in truth["group"] and cells["phone"])
    homes = persons_by(
        leads, lambda cells, truth: "household" in truth["group"] and cells["last_name"] + cells["street"]
    )
    names = persons_by(leads, lambda cells, truth: cells["city"] and truth["name"] + cells["city"])
    assert all(sum(len(who) > 1 for who in alike.values()) > 10 for alike in (switchboards, homes, names))


def test_chinese_people_are_written_in_both_scripts_and_in_pinyin(leads: list) -> None:
    written = defaultdict(set)
    for cells, truth in leads:
        if not truth["name"].isascii() and " " not in truth["name"]:
            written[truth["person"]].add((cells["first_name"] + cells["last_name"]).isascii())
    assert 0.1 < len(written) / ROWS < 0.25
    assert {True, False} in written.values()


def test_the_files_say_what_the_rows_say(people: ModuleType, tmp_path: Path) -> None:
    path = people.write(50, tmp_path / "list.csv", one_name=True)
    header, *lines = path.read_text("utf-8").splitlines()
    assert header.startswith("id,full_name,email,")
    assert header.endswith(",person")
    assert len(lines) == len(path.with_suffix(".truth.csv").read_text("utf-8").splitlines()) - 1 == 50
