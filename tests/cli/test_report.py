"""`leadkit report`: of a database, of lines, of a file; what it refuses, and that it changes nothing."""

import json
import shutil

import pytest
from read_page import Page

from leadkit.cli.main import main
from leadkit.tabular import read_delimited

ADA = "1,Ada Marsh,Marsh Tools,ada@marsh-tools.com,+12125550123,Referral,Contacted,,hi"
BO = "2,Bo Lin,,bo@lin-partners.com,,Google Ads,Closed Won,,"


@pytest.fixture
def report(tmp_path, capsys):
    """`report(source, *options) -> (exit code, what was printed, the page or None)`"""

    def call(source, *options):
        out = tmp_path / "made" / "report.html"
        out.unlink(missing_ok=True)
        code = main(["report", str(source), "--out", str(out), *options])
        printed = capsys.readouterr()
        return code, printed.out + printed.err, Page(out.read_text(encoding="utf-8")) if out.exists() else None

    return call


def names(page):
    data = page.data()
    at = data["fields"].index("name")
    return sorted(row[at] for row in data["rows"])


def test_database_lines_and_file_tell_of_the_same_leads(run, report, tmp_path):
    _, _, out = run(ADA, BO)
    lines = tmp_path / "store.jsonl"
    run(ADA, BO, out="other", options=["--store", str(lines)])
    for source in (out / "leads.db", f"sqlite:///{out / 'leads.db'}", lines, tmp_path / "leads.csv"):
        code, printed, page = report(source)
        assert (code, names(page)) == (0, ["Ada Marsh", "Bo Lin"])
        assert "report.html" in printed


def test_a_report_changes_nothing(run, report):
    _, _, out = run(ADA, BO)
    before = (out / "leads.db").read_bytes()
    report(out / "leads.db")
    assert (out / "leads.db").read_bytes() == before


def test_the_run_writes_the_report_in_the_language_that_is_asked_for(run):
    _, _, out = run(ADA, options=["--lang", "zh"])
    page = Page((out / "report.html").read_text(encoding="utf-8"))
    assert page.tables["funnel"][1][0] == "已录入"


def test_as_of_another_time_other_things_are_late(run, report):
    _, _, out = run(ADA)
    assert "late" not in Page((out / "report.html").read_text(encoding="utf-8")).tables
    _, _, page = report(out / "leads.db", "--at", "2199-01-01T09:00+08:00")
    assert page.tables["late"][1][0].startswith("Late")
    assert "as of 1 Jan 2199, 01:00 UTC" in page.texts[""]


def test_masked_neither_page_nor_data_names_anybody(run, report, tmp_path):
    _, _, out = run(ADA)
    code, _, page = report(out / "leads.db", "--mask", "--data", str(tmp_path / "data"))
    assert (code, names(page)) == (0, ["A***"])
    for file in (tmp_path / "data").iterdir():
        text = file.read_text(encoding="utf-8")
        assert "Marsh," not in text
        assert "ada@" not in text


def test_every_figure_is_written_as_csv_and_json(run, report, tmp_path):
    _, _, out = run(ADA, BO)
    folder = tmp_path / "data"
    assert report(out / "leads.db", "--data", str(folder))[0] == 0
    files = {file.name for file in folder.iterdir()}
    assert {f"{name}.csv" for name in ("funnel", "channels", "cohorts", "calls", "responses")} <= files
    assert {name.removesuffix(".csv") for name in files if name.endswith(".csv")} == {
        name.removesuffix(".json") for name in files if name.endswith(".json")
    }
    rows = json.loads((folder / "funnel.json").read_text(encoding="utf-8"))
    assert [(row["stage"], row["leads"]) for row in rows][:2] == [("captured", 2), ("assigned", 2)]
    table = read_delimited((folder / "funnel.csv").read_text(encoding="utf-8-sig"))
    assert [row.cells[0] for row in table.rows] == [row["stage"] for row in rows]


@pytest.mark.parametrize(
    ("source", "options", "told"),
    [
        ("nothing.csv", [], "unreadable"),
        ("sqlite:///nothing.db", [], "no such file"),
        ("nothing.jsonl", [], "unreadable"),
        ("mongo://localhost/leads", [], "unknown_database"),
        ("leads.csv", ["--at", "tomorrow"], "wrong_time"),
        ("leads.csv", ["--at", "2026-11-25"], "wrong_time"),
        ("leads.csv", ["--arrow"], "missing_option"),
        ("leads.csv", ["--playbook", "nothing.toml"], "unreadable"),
        ("leads.csv", ["--region", "Atlantis"], "unknown_region"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(run, report, tmp_path, monkeypatch, source, options, told):
    run(ADA)
    monkeypatch.chdir(tmp_path)
    code, printed, page = report(source, *options)
    assert (code, page, printed.count("\n")) == (2, None, 1)
    assert told in printed
    assert not (tmp_path / "nothing.db").exists()


def test_an_unknown_language_is_told(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["report", "leads.csv", "--lang", "fr"])
    assert stopped.value.code == 2
    assert "'fr'" in capsys.readouterr().err


def test_the_source_is_not_written_over(run, report, tmp_path, capsys):
    run(ADA)
    source = tmp_path / "leads.csv"
    before = source.read_bytes()
    assert main(["report", str(source), "--out", str(source)]) == 2
    assert "would_overwrite" in capsys.readouterr().err
    assert source.read_bytes() == before


def test_a_database_is_known_by_what_is_in_it(run, report, tmp_path):
    _, _, out = run(ADA)
    shutil.copy(out / "leads.db", tmp_path / "archive.bin")
    assert names(report(tmp_path / "archive.bin")[2]) == ["Ada Marsh"]
