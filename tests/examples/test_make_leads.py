"""The example file: made anew byte for byte, true to its README, and as dirty as it says."""

import contextlib
import csv
import io
import re
import runpy
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
ROWS = 2000


def make(out: Path, *options: str) -> list[str]:
    """Run the generator as its usage line says; what it printed."""
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(printed):
        patch.setattr(sys, "argv", ["make_leads.py", "--out", str(out), *options])
        runpy.run_path(str(EXAMPLES / "make_leads.py"), run_name="__main__")
    return printed.getvalue().splitlines()


def read(name: str) -> list[list[str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


HEADER, *RECORDS = read("leads.csv")
PERSONS = [person for _, person in read("leads-truth.csv")[1:]]


def cells(record: list[str]) -> dict[str, str]:
    """The cells of a whole or a wrapped record; none of one with too many or too few."""
    if len(record) == 1:
        record = next(csv.reader(record))
    return dict(zip(HEADER, record, strict=True)) if len(record) == len(HEADER) else {}


LEADS = [cells(record) for record in RECORDS]


def count(column: str, pattern: str) -> int:
    return sum(bool(lead) and re.fullmatch(pattern, lead[column], re.DOTALL) is not None for lead in LEADS)


FIRST_NUMBER_ENDS = r"x|ext|转|分机|或|/|(?<=\d{4})(?<!1\d\d-\d{4})-8\d{3}$"


def match_keys(lead: dict[str, str]) -> set[str]:
    """Exact keys, plainly: the last ten digits of the first number in a field; the address in small letters."""
    keys = set()
    for column in ("手机号", "Phone 2"):
        first = re.split(FIRST_NUMBER_ENDS, unicodedata.normalize("NFKC", lead.get(column, "")))[0]
        digits = re.sub(r"\D", "", first)
        keys |= {digits[-10:]} if len(digits) >= 10 else set()
    for column in ("邮箱", "Email 2"):
        visible = re.sub("[\u200b\ufeff]", "", lead.get(column, "").lower()).replace("。", ".")
        address = re.search(r"[\w.+-]+@[\w-]+(\.[a-z]+)+(?![.\w])", visible)
        keys |= {address[0].replace("+fair", "")} if address else set()
    return keys


def test_the_committed_files_are_what_the_generator_makes(tmp_path: Path) -> None:
    make(tmp_path)
    for name in ("leads.csv", "leads-truth.csv"):
        assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes(), name


def test_the_readme_states_every_count(tmp_path: Path) -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    printed = make(tmp_path)
    assert len(printed) > 35
    assert [line for line in printed if line not in readme] == []


@pytest.mark.parametrize("rows", [0, 1, 37, 400])
def test_other_sizes_and_seeds_give_as_many_rows(tmp_path: Path, rows: int) -> None:
    make(tmp_path, "--rows", str(rows), "--seed", "7")
    with (tmp_path / "leads.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + rows
    assert len((tmp_path / "leads-truth.csv").read_text().splitlines()) == 1 + rows


def test_the_truth_has_one_line_for_each_row() -> None:
    assert read("leads-truth.csv")[0] == ["row", "person"]
    assert [int(row) for row, _ in read("leads-truth.csv")[1:]] == list(range(1, ROWS + 1))
    assert len(RECORDS) == ROWS


def test_an_eighth_of_the_rows_are_duplicates_and_most_but_not_all_share_an_exact_key() -> None:
    keys: dict[str, set[str]] = {}
    known: set[str] = set()
    duplicates = shared = colleagues = 0
    for lead, person in zip(LEADS, PERSONS, strict=True):
        others = set().union(*(keys.get(key, set()) for key in match_keys(lead)))
        duplicates += person in known
        shared += person in known and person in others
        colleagues += bool(others - {person})
        known.add(person)
        for key in match_keys(lead):
            keys.setdefault(key, set()).add(person)
    assert (duplicates, shared, colleagues) == (240, 198, 36)


def test_lines_are_broken_as_often_as_the_readme_says() -> None:
    widths = Counter(len(record) for record in RECORDS)
    assert widths == {17: ROWS - 16, 1: 10, 18: 4, 7: 2}
    assert sum(len(cells(record)) == 17 for record in RECORDS if len(record) == 1) == 10


def test_some_lines_stand_there_twice_byte_for_byte() -> None:
    assert sum(times - 1 for times in Counter(map(tuple, RECORDS)).values()) == 15


@pytest.mark.parametrize(
    ("column", "pattern", "least"),
    [
        ("姓名", r"[\u4e00-\u9fff]{2,4}", 600),
        ("姓名", r"[A-Z][A-Z' ÖÜÉÚÑ-]+ [A-Z' ÖÜÉÚÑ-]+", 30),
        ("姓名", r"[a-zö]+ [a-z']+", 8),
        ("姓名", r"(Dr|Mr|Ms|Prof)\..+", 20),
        ("姓名", r".+(先生|女士|经理)\)?", 20),
        ("姓名", r"\S+, \S+", 12),
        ("姓名", r"\s.+|.+\s", 20),
        ("姓名", r".*[\u200b\ufeff].*", 10),
        ("公司名称", r"[^=].*,.*", 250),
        ("公司名称", r"[=@+-].*", 4),
        ("手机号", r"0\d{2,3}-\d{8}.*", 10),
        ("手机号", r"\+\d.*", 500),
        ("手机号", r"0086.+", 24),
        ("手机号", r"[\uff10-\uff19 -]{11,13}", 16),
        ("手机号", r".+\d( ?/ ?| 或 ).+", 24),
        ("手机号", r".+(x| ext\.? ?)\d+", 36),
        ("手机号", r"\(?(000|012|123|199)\)?[-. ]?\d{3}[-. ]?\d{4}", 20),
        ("手机号", r"\D+", 10),
        ("Phone 2", r".+(转 ?|分机|-8)\d{2,3}", 18),
        ("邮箱", r"[^@]+|.+(@@| @|,com|\.com\.|。com|\. com).*", 30),
        ("邮箱", r".+<.+>", 18),
        ("邮箱", r"\s.+|.+\s", 16),
        ("邮箱", r".*[\u200b\ufeff].*", 6),
        ("邮箱", r"[^a-z]+@[^a-z]+", 15),
        ("邮箱", r".+\+fair@.+", 15),
        ("邮箱", r"sales@.+", 20),
        ("线索来源", r"", 100),
        ("线索来源", r"see notes|Zorbium|\?\?\?|老王那边|Q3 batch|2号线", 24),
        ("线索来源", r"展会|百度推广|转介绍|官网|微信|名片", 300),
        ("Deal Stage", r"", 600),
        ("Lead Owner", r"", 1100),
        ("Budget", r"\d+万元?|.*[¥$].+|[A-Z]{3} \d+.*", 300),
        ("备注", r".+\n.+", 24),
        ("备注", r"[=@+-].+", 8),
    ],
)
def test_each_kind_of_dirt_is_in_the_file(column: str, pattern: str, least: int) -> None:
    assert count(column, pattern) >= least


def test_most_rows_are_good() -> None:
    assert sum(len(match_keys(lead)) == 0 for lead in LEADS) < 0.04 * ROWS
