"""One file after the other into one store: what a run adds, what it leaves alone, what it cannot go on from."""

import csv
import io

import pytest

from leadkit.cli.stores import shown
from leadkit.serialization import from_json

ADA = "1,Ada Marsh,Marsh Tools,ada@marsh-tools.com,+12125550123,Referral,Contacted,,hi"
BO = "2,Bo Lin,,bo@lin-partners.com,,Google Ads,Closed Won,,"


def leads(out):
    return [from_json(line) for line in (out / "leads.jsonl").read_text(encoding="utf-8").splitlines()]


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def written(out):
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_the_summary_counts_what_is_in_the_store(run):
    _, summary, out = run(ADA, BO, ",,,,,,,,only a note")
    assert (summary["rows_read"], summary["captured"], summary["duplicates"], summary["rejected"]) == (3, 2, 0, 1)
    assert summary["funnel"] == {
        "captured": 2, "assigned": 2, "contacted": 2, "qualified": 1, "converted": 1, "won": 1,
    }  # fmt: skip
    assert sum(summary["priorities"].values()) == summary["leads_in_store"] == len(leads(out)) == 2
    assert (summary["reject_codes"], summary["warning_codes"]) == ({"empty_inquiry": 1}, {})


def test_a_second_run_changes_no_byte(run):
    rows = (ADA, BO, BO, "3,Ada,,ADA@marsh-tools.com,call me,,Wibble,,", "4,Cy,,cy at hart,,,Qualified,,")
    _, summary, out = run(*rows)
    first = written(out)
    _, again, _ = run(*rows)
    assert written(out) == first
    assert {**again, "known": None} == {**summary, "known": None}


def test_asking_again_in_another_file_is_engagement(run):
    _, _, out = run(ADA)
    (before,) = leads(out)
    run("7,Ada M,,ada@marsh-tools.com,,Webinar,,,please call", name="more.csv")
    (after,) = leads(out)
    assert after.id == before.id
    assert after.score.total - before.score.total == 15


def test_a_lost_lead_that_asks_again_in_another_file_is_due_again(run):
    run("1,Ada Marsh,,ada@marsh-tools.com,,,Disqualified,,")
    _, _, out = run("7,Ada M,,ada@marsh-tools.com,,Webinar,,,new budget", name="more.csv")
    assert leads(out)[0].status == "assigned"
    assert [call["Name"] for call in table(out / "call-list.csv")] == ["Ada Marsh"]


def test_the_same_row_in_a_longer_file_is_the_same_inquiry(run):
    run(ADA)
    _, summary, _ = run(ADA, BO, name="longer.csv")
    assert (summary["captured"], summary["duplicates"], summary["leads_in_store"]) == (2, 0, 2)


def test_a_row_that_no_store_can_hold_is_rejected_alone(run):
    lines = (ADA, "3,Eve \x01,,eve@hart-sons.com,,,,,", f"4,Li,,li@hart-sons.com,,,,,{'x' * 100_001}")
    _, summary, out = run(*lines)
    assert (summary["captured"], summary["rejected"]) == (1, 2)
    assert [(row["Row"], row["Field"], row["Code"]) for row in table(out / "rejects.csv")] == [
        ("2", "name", "forbidden_character"),
        ("3", "notes", "too_long"),
    ]


@pytest.mark.parametrize("cell", ["y" * 501, "a\x02b"])
@pytest.mark.parametrize("column", ["Street", "Zip", "Country", "Fax"])
def test_an_address_or_extra_that_no_store_can_hold_rejects_its_row_alone(run, column, cell):
    header = f"Name,Email,{column}"
    _, summary, _ = run("Ada,ada@marsh-tools.com,x", f"Bo,bo@lin-partners.com,{cell}", header=header)
    long_is_fine = column == "Fax" and cell.startswith("y")
    assert (summary["captured"], summary["rejected"]) == ((2, 0) if long_is_fine else (1, 1))


def test_people_of_one_file_and_another_do_not_mix_in_another_folder(run):
    run(ADA, out="one")
    _, summary, _ = run(ADA, BO, out="two")
    assert (summary["captured"], summary["leads_in_store"]) == (2, 2)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "line 1 "),
        (b"[]", "line 1 "),
        (b"5", "line 1 "),
        (b'{"type": "Lead"}', "line 1 "),
        (b'{"type": "Nonsense", "schema_version": 1}', "line 1 "),
        (b'{"type": "MatchKey"}', "line 1 "),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_store_that_cannot_be_read_is_told_and_left_alone(run, tmp_path, content, told):
    store = tmp_path / "out" / "store.jsonl"
    store.parent.mkdir()
    store.write_bytes(content)
    code, message, out = run(ADA, options=["--store", str(store)])
    assert (code, message.count("\n"), told in message) == (2, 1, True)
    assert written(out) == {"store.jsonl": content}


def test_a_store_that_lost_its_beginning_is_told(run, tmp_path):
    store = tmp_path / "store.jsonl"
    options = ["--store", str(store)]
    run(ADA, options=options)
    first, *rest = store.read_bytes().splitlines(keepends=True)
    assert b"LeadCaptured" in first
    store.write_bytes(b"".join(rest))
    code, message, _ = run(ADA, options=options)
    assert (code, "no_creation" in message) == (2, True)


def test_accents_are_read_as_the_windows_of_the_west_writes_them(run):
    header, line = "Name,Email,City", "Jürgen Müller,j@hart-sons.com,Nürnberg"
    _, _, out = run(data=f"{header}\n{line}\n".encode("cp1252"))
    (lead,) = leads(out)
    assert (lead.name.full, lead.address.city) == ("Jürgen Müller", "Nürnberg")


def test_an_encoding_that_is_named_is_believed(run):
    data = "姓名,邮箱\n王小明,wang@example.com\n".encode("gb18030")
    _, _, out = run(data=data, options=["--encoding", "GB18030"])
    assert leads(out)[0].name.full == "王小明"
    code, message, _ = run(data=data, out="other", options=["--encoding", "ascii"])
    assert (code, "undecodable" in message) == (2, True)


@pytest.mark.parametrize("name", ["leads.txt", "nonsense", "mongo://localhost/leads"])
def test_a_store_of_another_kind_is_told(run, name):
    code, message, _ = run(ADA, options=["--store", name])
    assert (code, message.count("\n")) == (2, 1)
    assert "unknown_store" in message or "unknown_database" in message


def test_lines_and_databases_hold_the_same_leads(run, tmp_path):
    places = {"lines": str(tmp_path / "store.jsonl"), "database": f"sqlite:///{tmp_path / 'x.db'}", "default": ""}
    found = {}
    for name, place in places.items():
        options = ["--store", place] if place else []
        for known in (0, 2):
            code, summary, out = run(ADA, BO, out=name, options=options)
            assert (code, summary["captured"], summary["known"]) == (0, 2, known)
            assert summary["paths"]["store"] == (place.removeprefix("sqlite:///") or str(out / "leads.db"))
        found[name] = [(lead.name, lead.emails, lead.status, lead.score.total) for lead in leads(out)]
    assert found["lines"] == found["database"] == found["default"]


def test_a_password_is_not_shown():
    assert shown("postgresql://li:secret@db/leads") == "postgresql://li@db/leads"
    assert shown("postgresql://db/leads") == "postgresql://db/leads"
