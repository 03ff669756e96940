"""`leadkit model`: check, fit, score, backtest."""

import csv
import json
import random

import pytest

from leadkit.cli.main import main
from leadkit.steps.prediction import scorecard_from_json


def leads(count=600, seed=2, *, target="converted"):
    """Lines of a file: what is known of each lead, and what became of it."""
    rng = random.Random(seed)
    lines = [["ID", "Source", "Visits", "Asked", "Lead Quality", "Created", target]]
    for at in range(count):
        source, visits, asked = rng.choice(["Web", "Fair", "推荐"]), rng.randrange(10), rng.random() < 0.4
        won = rng.random() < 0.1 + 0.05 * visits + 0.2 * (source == "推荐")
        quality = rng.choice(["high", "high", "low"] if won else ["low", "low", "high"]) if rng.random() < 0.6 else ""
        created = f"2024-{1 + at * 11 // count:02}-{1 + at % 28:02}"
        lines.append(
            [f"L{at}", source, str(visits), "yes" if asked else "no", quality, created, "Yes" if won else "No"]
        )
    return lines


@pytest.fixture
def file(tmp_path):
    def write(lines, *, name="leads.csv", encoding="utf-8", delimiter=","):
        path = tmp_path / name
        path.write_bytes("\n".join(delimiter.join(line) for line in lines).encode(encoding))
        return path

    return write


@pytest.fixture
def call(capsys):
    def run(*arguments):
        code = main(["model", *map(str, arguments)])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if "--json" in arguments and printed.out else printed.out, printed.err

    return run


def test_check_lists_the_flagged_columns(file, call):
    code, told, _ = call("check", file(leads()), "--target", "converted", "--id", "ID", "--json")
    assert code == 0
    assert [(flag["column"], flag["rule"]) for flag in told["flagged"]] == [("Lead Quality", "assessed")]
    assert told["flagged"][0]["reason"]
    assert told["sample"]["won"] + told["sample"]["lost"] == 600
    assert {each["column"] for each in told["fields"]} == {"Source", "Visits", "Asked", "Lead Quality", "Created"}
    assert [problem["code"] for problem in told["problems"]] == ["small_sample"]


def test_fit_and_score(file, call, tmp_path):
    path, model, out = file(leads()), tmp_path / "m.json", tmp_path / "s.csv"
    code, told, _ = call("fit", path, "--target", "converted", "--id", "ID", "--out", model, "--json")
    assert code == 0
    assert told["signal"] == "found"
    assert 0.6 < told["measured"]["auc"] < 0.9
    card = scorecard_from_json(json.loads(model.read_text("utf-8")))
    assert card.target == "converted"
    assert card.calibration.leads == 600
    assert "Lead Quality" not in {each.column for each in card.fields}

    code, printed, _ = call("score", path, "--model", model, "--out", out)
    assert code == 0
    assert "600 rows scored" in printed
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert list(rows[0]) == ["row", "probability", "grade", "reason1", "reason2", "reason3"]
    assert [int(row["row"]) for row in rows] == list(range(1, 601))
    for row, line in zip(rows, leads()[1:], strict=True):
        found = card.estimate(dict(zip(leads()[0], line, strict=True)))
        assert float(row["probability"]) == pytest.approx(found.probability, abs=1e-6)
        assert (row["grade"], row["reason1"]) == (found.grade, str(found.reasons[0]))


def test_a_safe_column_is_kept_and_another_dropped(file, call, tmp_path):
    options = ["--target", "converted", "--keep", "Lead Quality", "--drop", "Visits", "--json", "--out", tmp_path / "m"]
    _, told, _ = call("fit", file(leads()), *options)
    assert [flag["left_out"] for flag in told["flagged"]] == [False]
    fields = json.loads((tmp_path / "m").read_text("utf-8"))["fields"]
    assert {each["column"] for each in fields} == {"Source", "Asked", "Lead Quality", "Created"}


def test_backtest(file, call, tmp_path):
    out = tmp_path / "b.csv"
    options = ["--target", "converted", "--time", "Created", "--id", "ID", "--out", out, "--blocks", "5", "--json"]
    code, told, _ = call("backtest", file(leads()), *options)
    assert code == 0
    assert [block["leads"] for block in told["blocks"]] == [120] * len(told["blocks"])
    assert told["overall"]["auc"] > 0.55
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert len(rows) == told["overall"]["leads"]
    truth = [line[-1] == "Yes" for line in leads()[1:]]
    assert all(truth[int(row["row"]) - 1] == (row["outcome"] == "1") for row in rows)


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", ";"), ("utf-16", "\t")])
def test_any_encoding(file, call, encoding, delimiter):
    path = file(leads(), encoding=encoding, delimiter=delimiter)
    code, told, _ = call("check", path, "--target", "converted", "--json")
    assert code == 0
    assert told["sample"]["won"] + told["sample"]["lost"] == 600


def test_a_workbook(call, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in leads():
        book.active.append(line)
    book.save(tmp_path / "leads.xlsx")
    code, told, _ = call("check", tmp_path / "leads.xlsx", "--target", "converted", "--json")
    assert code == 0
    assert len(told["flagged"]) == 1


def test_open_and_young_leads_are_left_out(file, call):
    lines = leads()
    for line in lines[1:101]:
        line[-1] = "still talking"
    options = ["--target", "converted", "--time", "Created", "--mature", "40", "--json"]
    _, told, _ = call("check", file(lines), *options)
    assert told["sample"]["open"] == 100
    assert told["sample"]["too_young"] > 0
    assert told["sample"]["won"] + told["sample"]["lost"] == 500 - told["sample"]["too_young"]


def test_text_for_people(file, call, tmp_path):
    path = file(leads())
    assert "left out: Lead Quality" in call("check", path, "--target", "converted")[1]
    assert "the fields tell won from lost" in call("fit", path, "--target", "converted", "--out", tmp_path / "m")[1]
    assert "overall:" in call("backtest", path, "--target", "converted")[1]


def test_no_signal_is_said(file, call, tmp_path):
    lines = leads(2_000)
    outcomes = [line[-1] for line in lines[1:]]
    random.Random(0).shuffle(outcomes)
    shuffled = [lines[0], *([*line[:4], "", line[5], won] for line, won in zip(lines[1:], outcomes, strict=True))]
    _, told, _ = call("fit", file(shuffled), "--target", "converted", "--id", "ID", "--out", tmp_path / "m", "--json")
    assert told["signal"] == "none"
    assert "no signal" in told["message"]


def test_few_leads_are_refused_and_forced(file, call, tmp_path):
    path = file(leads(60))
    code, _, error = call("fit", path, "--target", "converted", "--out", tmp_path / "m")
    assert code == 2
    assert "too_few_won" in error
    assert call("fit", path, "--target", "converted", "--out", tmp_path / "m", "--force")[0] == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--target", "nothing"], "unknown_header"),
        (["--target", "converted", "--time", "when"], "unknown_header"),
        (["--target", "converted", "--drop", "x"], "unknown_header"),
        (["--target", "converted", "--positive", "maybe"], "unknown_value"),
        (["--target", "Source"], "unknown_positive"),
        (["--target", "converted", "--time", "Source"], "unreadable_times"),
        (["--target", "converted", "--mature", "30"], "missing_option"),
    ],
)
def test_what_is_wrong_is_said(file, call, options, code):
    exit_code, _, error = call("check", file(leads(100)), *options)
    assert exit_code == 2
    assert f"[{code}]" in error


def test_wrong_models_are_said(file, call, tmp_path):
    path, other = file(leads(100)), file([["a", "b"], ["1", "2"]], name="other.csv")
    assert "[unreadable]" in call("score", path, "--model", tmp_path / "none.json")[2]
    (tmp_path / "text.json").write_text("not json")
    assert "[unreadable]" in call("score", path, "--model", tmp_path / "text.json")[2]
    (tmp_path / "list.json").write_text("[]")
    assert "[unusable_model]" in call("score", path, "--model", tmp_path / "list.json")[2]
    call("fit", file(leads(), name="more.csv"), "--target", "converted", "--out", tmp_path / "m.json")
    assert "[unknown_header]" in call("score", other, "--model", tmp_path / "m.json")[2]
    assert call("backtest", path, "--target", "converted", "--blocks", "1", "--force")[2].endswith("[out_of_range]\n")


def test_broken_rows_and_formulas(file, call, tmp_path):
    lines = leads()
    lines[1][1] = "=1+1"
    path = file([*lines, ["one", "cell", "too", "many", "in", "this", "row", "is", "bad"]])
    call("fit", path, "--target", "converted", "--id", "ID", "--out", tmp_path / "m.json")
    code, told, _ = call("score", path, "--model", tmp_path / "m.json", "--id", "ID", "--out", tmp_path / "s", "--json")
    assert (code, told["rows"], told["unread"]) == (0, 600, 1)
    rows = list(csv.DictReader((tmp_path / "s").read_text("utf-8").splitlines()))
    assert (rows[-1]["row"], rows[-1]["probability"]) == ("601", "")
    assert rows[0]["ID"] == "L0"
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
