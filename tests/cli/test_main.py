"""The command: exit codes, what it prints, what it does with unusable input."""

import gc

import pytest

from leadkit.cli.main import MACHINES, main
from leadkit.kernel.diagram import markdown_table, mermaid
from leadkit.serialization import from_json

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


def test_nothing_that_was_read_is_written_over(tmp_path, capsys):
    file = tmp_path / "leads.csv"
    file.write_text("Name,Email\nAda,ada@marsh-tools.com\n", encoding="utf-8")
    assert main(["run", str(file), "--out", str(tmp_path)]) == 2
    assert "would_overwrite" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8").startswith("Name,Email")


def test_a_first_line_that_holds_a_person_is_no_header(run):
    code, message, _ = run("Bo Lin,bo@lin-partners.com", header="Ada Marsh,ada@marsh-tools.com")
    assert code == 2
    assert "no_header" in message


def test_a_broken_store_is_left_alone(run, tmp_path):
    store = tmp_path / "store.jsonl"
    store.write_text("{}\n", encoding="utf-8")
    code, message, _ = run(ADA, options=["--store", str(store)])
    assert code == 2
    assert "broken_snapshot" in message
    assert store.read_text(encoding="utf-8") == "{}\n"


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


def test_a_machine_is_shown_from_its_own_table(capsys):
    for name, machine in MACHINES.items():
        for form, draw in (("table", markdown_table), ("mermaid", mermaid)):
            assert main(["machine", name, "--as", form]) == 0
            assert capsys.readouterr().out == draw(machine)


@pytest.mark.parametrize(
    "arguments", [[], ["run"], ["fly"], ["run", "x", "--max-rejects", "many"], ["machine", "x"], ["run", "x", "--shoe"]]
)
def test_wrong_usage_is_told_with_the_usage(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: leadkit")


@pytest.mark.parametrize("name", ["leads.csv", "report.html", "store.partial"])
def test_an_output_that_cannot_be_written_is_named(run, tmp_path, name):
    (tmp_path / "out" / name).mkdir(parents=True)
    code, message, _ = run(ADA, options=["--store", str(tmp_path / "out" / "store.jsonl")])
    assert (code, message.count("\n")) == (2, 1)
    assert name in message


def test_a_database_that_cannot_be_opened_is_told(run, tmp_path):
    (tmp_path / "out" / "leads.db").mkdir(parents=True)
    code, message, _ = run(ADA)
    assert (code, message.count("\n"), "database" in message) == (2, 1, True)


@pytest.mark.parametrize("out", ["leads.csv", "leads.csv/deeper"])
def test_an_output_folder_that_cannot_be_made_is_told(run, out):
    code, message, _ = run(ADA, out=out)
    assert (code, "[unwritable]" in message) == (2, True)


def test_a_folder_is_no_file(tmp_path, capsys):
    assert main(["run", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "[unreadable]" in capsys.readouterr().err


@pytest.mark.parametrize("region", ["USA?", "ZZ", "Atlantis"])
def test_an_unknown_region_is_told_before_anything_is_written(run, region):
    code, message, out = run(ADA, options=["--region", region])
    assert (code, "[unknown_region]" in message, out.exists()) == (2, True, False)


@pytest.mark.parametrize(
    ("options", "validity"),
    [
        ([], "invalid"),
        (["--region", "GB"], "valid"),
        (["--region", "uk"], "valid"),
        (["--region", "United Kingdom"], "valid"),
        (["--playbook"], "valid"),
        (["--region", "US", "--playbook"], "invalid"),
    ],
)
def test_the_region_is_the_options_else_the_playbooks_else_american(run, tmp_path, options, validity):
    playbook = tmp_path / "playbook.toml"
    playbook.write_text('[cleansing]\nregion = "GB"\n', encoding="utf-8")
    _, _, out = run(
        "1,Ada,,,020 7031 3000,,,,", options=[*options, *([str(playbook)] if "--playbook" in options else [])]
    )
    (phone,) = from_json((out / "leads.jsonl").read_text(encoding="utf-8")).phones
    assert phone.valid is (validity == "valid")
    assert phone.raw == "020 7031 3000"


def test_a_collector_that_was_off_stays_off(run):
    gc.disable()
    try:
        run(ADA)
        assert not gc.isenabled()
    finally:
        gc.enable()
