"""The command: exit codes, what it prints, what it does with unusable input."""

import gc

import pytest

from leadkit.cli.main import main

ADA = "1,Ada Marsh,Marsh Tools,ada@marsh-tools.com,+12125550123,Referral,,,"


def test_a_run_prints_one_json_object_and_ends_with_0(run):
    code, summary, out = run(ADA)
    assert code == 0
    figures = {"rows_read": 1, "captured": 1, "duplicates": 0, "rejected": 0, "repaired": 0, "warnings": 0}
    assert {name: summary[name] for name in figures} == figures
    assert {path.name for path in out.iterdir()} == {path.rpartition("/")[2] for path in summary["paths"].values()}


@pytest.mark.parametrize(("allowed", "code"), [("2", 0), ("1", 1), ("0", 1)])
def test_too_many_rejects_end_with_1(run, allowed, code):
    nobody = ",,,,,,,,only a note"
    assert run(ADA, nobody, nobody + "!", options=["--max-rejects", allowed])[0] == code


@pytest.mark.parametrize(
    ("data", "options", "told"),
    [
        (b"", (), "empty_file"),
        (b"\x00\x01\x02\x03binary", (), "binary"),
        ("姓名\n王".encode("gb18030"), ("--encoding", "utf-8"), "undecodable"),
        (b"Name\nAda", ("--encoding", "nonsense"), "unknown_encoding"),
        (b"PK\x03\x04 no workbook", (), "corrupt_workbook"),
    ],
)
def test_unusable_input_ends_with_2_and_a_reason_and_writes_nothing(run, data, options, told):
    code, message, out = run(data=data, options=options)
    assert code == 2
    assert message.startswith("leadkit: ")
    assert told in message
    assert not out.exists()


def test_a_missing_file_is_named(tmp_path, capsys):
    assert main(["run", str(tmp_path / "nowhere.csv"), "--out", str(tmp_path)]) == 2
    assert "nowhere.csv" in capsys.readouterr().err


def test_a_broken_store_is_left_alone(run):
    _, _, out = run(ADA)
    (out / "store.jsonl").write_text("{}\n", encoding="utf-8")
    code, message, _ = run(ADA)
    assert code == 2
    assert "broken_snapshot" in message
    assert (out / "store.jsonl").read_text(encoding="utf-8") == "{}\n"


def test_people_are_told_what_was_understood_and_what_came_of_it(tmp_path, capsys):
    file = tmp_path / "leads.csv"
    file.write_text("姓名,手机号,怪列\n王小明,13812345678,x\n", encoding="utf-8")
    assert main(["run", str(file), "--out", str(tmp_path / "out"), "--region", "CN"]) == 0
    printed = capsys.readouterr()
    assert "姓名 → name" in printed.out
    assert "kept as extra: 怪列" in printed.out
    assert "new leads" in printed.out
    assert not printed.err  # no progress bar in a pipe


def test_a_file_without_contact_columns_is_pointed_out(tmp_path, capsys):
    file = tmp_path / "leads.csv"
    file.write_text("Name,Colour\nAda,red\n", encoding="utf-8")
    main(["run", str(file), "--out", str(tmp_path / "out")])
    assert "--mapping" in capsys.readouterr().out


def test_a_run_leaves_the_collector_as_it_was(run):
    assert gc.isenabled()
    run(ADA)
    assert gc.isenabled()


def test_machines_are_shown(capsys):
    assert main(["machine", "lead"]) == 0
    assert capsys.readouterr().out.startswith("stateDiagram-v2")
    assert main(["machine", "quote", "--as", "table"]) == 0
    assert "| draft | send | sent |" in capsys.readouterr().out
