"""`leadkit dedup`: any CSV file, columns guessed, every row once, figures against the truth."""

import csv
import json

import pytest

from leadkit.cli.dedup import figures
from leadkit.cli.dedup_fields import guess_fields
from leadkit.cli.main import main
from leadkit.steps.dedup.levels import COMPARISONS
from leadkit.steps.dedup.stories import STORIES
from leadkit.steps.dedup.wording import in_chinese

PEOPLE = """id,first_name,surname,dob,email,who
1,Robert,Greenwood,1980-02-03,bob.greenwood@acme.io,a
2,Bob,Greenwood,1980-02-03,bob.greenwood@acme.io,a
3,Zoe,Quill,1991-11-30,zoe@quill.org,b
4,Quill,Zoe,1991-11-30,,b
5,Ann,Birk,1977-01-01,,c
"""


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, "utf-8")
    return path


def test_every_row_comes_out_once_with_its_cluster_and_why(people, tmp_path, capsys):
    out = tmp_path / "clusters.csv"
    assert main(["dedup", str(people), "--truth", "who", "--out", str(out)]) == 0
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [(row["row"], row["cluster"]) for row in rows] == [
        ("1", "1"),
        ("2", "1"),
        ("3", "2"),
        ("4", "2"),
        ("5", "3"),
    ]
    assert "row 2: " in rows[0]["reasons"]
    assert float(rows[0]["score"]) > 0.9
    assert rows[4]["score"] == rows[4]["reasons"] == ""
    assert "precision 1.0000  recall 1.0000  F1 1.0000" in capsys.readouterr().out


def test_json_and_fields_of_a_file(people, tmp_path, capsys):
    fields = tmp_path / "fields.toml"
    fields.write_text('first_name = "given"\nsurname = "family"\ndob = "birth_date"\n', "utf-8")
    arguments = ["dedup", str(people), "--fields", str(fields), "--out", str(tmp_path / "c.csv"), "--json"]
    assert main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fields"] == {"first_name": "given", "surname": "family", "dob": "birth_date"}
    assert told["rows"] == 5


def test_two_lists_in_one_file_are_linked(people, tmp_path, capsys):
    people.write_text(PEOPLE.replace("who", "list"), "utf-8")
    assert main(["dedup", str(people), "--links", "list", "--out", str(tmp_path / "c.csv"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["clusters"] == 5


CHINESE = (
    "编号,姓名,手机,邮箱\n1,王小明,138 1234 5678,wxm@qq.com\n2,王小明,+8613812345678,\n3,李雷,13912345678,ll@qq.com\n"
)


def workbook(path, text):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append(line.split(","))
    book.save(path)


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx"])
def test_files_are_read_as_a_run_reads_them(kind, tmp_path, capsys):
    path, out = tmp_path / f"people.{'xlsx' if kind == 'xlsx' else 'csv'}", tmp_path / "c.csv"
    workbook(path, CHINESE) if kind == "xlsx" else path.write_bytes(CHINESE.encode(kind))
    assert main(["dedup", str(path), "--out", str(out), "--lang", "zh", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["clusters"], told["rows_unreadable"]) == (3, 2, 0)
    assert told["fields"] == {"姓名": "full_name", "手机": "phone", "邮箱": "email"}
    assert told["encoding"].startswith(kind.removesuffix("-sig"))
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert "电话相同" in rows[0]["reasons"]
    assert "姓相同" in rows[0]["reasons"]
    assert "偶然" in rows[0]["reasons"]


def test_every_reason_has_its_chinese():
    sentences = {level.means for row in COMPARISONS.values() for level in row.levels} | {"chance"}
    sentences |= {f"chance, or {story.name}" for story in STORIES if not story.same}
    assert [each for each in sorted(sentences) if in_chinese(each).isascii()] == []
    assert in_chinese("chance, or colleagues") == "偶然，或同事"
    assert in_chinese("what nobody wrote") == "what nobody wrote"


def test_rows_that_cannot_be_read_are_nobodys_duplicates(people, tmp_path, capsys):
    people.write_text(PEOPLE + "6,one,cell,too,many,x,y,z\n", "utf-8")
    out = tmp_path / "c.csv"
    assert main(["dedup", str(people), "--out", str(out)]) == 0
    assert "1 rows could not be read" in capsys.readouterr().out
    assert len(out.read_text("utf-8").splitlines()) == 7


@pytest.mark.parametrize("data", [b"PK\x03\x04 no workbook", b"\xff\xfe\x00", b""])
def test_what_is_no_table_is_said(data, tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_bytes(data)
    assert main(["dedup", str(path), "--out", str(tmp_path / "c.csv")]) == 2
    assert capsys.readouterr().err.startswith("leadkit: ")


def test_what_was_read_is_not_written_over(people, capsys):
    assert main(["dedup", str(people), "--out", str(people)]) == 2
    assert "would replace" in capsys.readouterr().err
    assert people.read_text("utf-8") == PEOPLE


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (PEOPLE, ["--truth", "nobody"]),
        ("id,row\n1,1\n", []),
        (PEOPLE, ["--fields", "missing.toml"]),
    ],
)
def test_bad_input_is_said(text, options, tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_text(text, "utf-8")
    assert main(["dedup", str(path), "--out", str(tmp_path / "c.csv"), *options]) == 2
    assert capsys.readouterr().err.startswith("leadkit: ")


def test_unknown_kinds_and_headers_are_said(people, tmp_path, capsys):
    fields = tmp_path / "fields.toml"
    fields.write_text('surname = "clan"\nnobody = "given"\n', "utf-8")
    assert main(["dedup", str(people), "--fields", str(fields)]) == 2
    assert "unknown" in (told := capsys.readouterr().err) or "no kind" in told


@pytest.mark.parametrize(
    ("header", "cells", "kinds"),
    [
        ("id,name,addr,city,phone,type", "1,Arnie's Deli,435 Main St,Los Angeles,310/246-1501,American",
         "company street city phone text"),
        ("id,title,authors,venue,year", "7,On joins of tables,A. Ash and B. Birk,VLDB,1999", "text text text exact"),
        ("姓名,手机,公司,出生日期,身份证号", "王伟,13812345678,云帆科技,1980-02-03,310101198002031234",
         "full_name phone company birth_date national_id"),
        ("rec_id,given_name,surname,address_1,suburb,postcode,state,date_of_birth,soc_sec_id",
         "a,b,c d e,f,1234,vic,19800203,123,x", "given family street city postcode region birth_date national_id"),
        ("Name,Email,Job Title,Created", "Ann Birk,ann@birk.org,Buyer,2024-01-01", "full_name email job_title"),
    ],
)  # fmt: skip
def test_kinds_are_guessed(header, cells, kinds):
    fields = guess_fields(header.split(","), [cells.split(",")] * 3)
    assert [each.kind.value for each in fields] == kinds.split()


def test_figures():
    assert figures([(0, 1), (2,), (3,)], ["a", "a", "a", ""]) == {"precision": 1.0, "recall": 0.3333, "f1": 0.5}
    assert figures([(0,), (1,)], ["a", "b"])["f1"] == 1.0
