"""From the bytes of a file to the fields of an inquiry."""

import json
from io import BytesIO

import openpyxl
import pytest

from leadkit.cli.main import main
from leadkit.cli.reading import field_values, open_source, row_key
from leadkit.errors import UnusableInput
from leadkit.model import Channel
from leadkit.tabular import Row

ROWS = [
    ["姓名", "手机号", "邮箱", "公司名称", "线索来源", "预算", "备注"],
    ["王小明", "13812345678", "wang@example.com", "顶点", "展会", "12万", "急"],
]


def as_csv(encoding, delimiter=","):
    return "\n".join(delimiter.join(row) for row in ROWS).encode(encoding)


def as_xlsx():
    book, data = openpyxl.Workbook(), BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf8.csv", as_csv("utf-8")),
        ("bom.csv", as_csv("utf-8-sig")),
        ("gb.csv", as_csv("gb18030")),
        ("utf16.csv", as_csv("utf-16")),
        ("semicolon.csv", as_csv("utf-8", ";")),
        ("tab.tsv", as_csv("utf-8", "\t")),
        ("book.xlsx", as_xlsx()),
        ("book-without-its-ending", as_xlsx()),
    ],
)
def test_the_same_table_in_any_clothes_is_the_same_inquiry(tmp_path, name, data):
    file = tmp_path / name
    file.write_bytes(data)
    source = open_source(file)
    (row,) = source.table.rows
    assert field_values(source.columns, row) == {
        "name": "王小明",
        "phone": ("13812345678",),
        "email": ("wang@example.com",),
        "company": "顶点",
        "channel": Channel.EXHIBITION,
        "source_label": "展会",
        "budget": "12万",
        "notes": "急",
    }


def test_the_mapping_overrides_what_was_recognised(tmp_path, run):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('"Who" = "name"\n"Where to write" = "email"\n"Secret" = ""\n', encoding="utf-8")
    _, summary, out = run(
        "Ada,ada@marsh-tools.com,x", header="Who,Where to write,Secret", options=["--mapping", str(mapping)]
    )
    assert summary["captured"] == 1
    lead = json.loads((out / "leads.jsonl").read_text(encoding="utf-8"))
    assert lead["name"]["full"] == "Ada"
    assert "extra" not in lead


@pytest.mark.parametrize("text", ['"Nobody" = "name"', '"Name" = "shoe_size"', "not toml", '"Name" = 5'])
def test_a_wrong_mapping_is_refused_with_its_reason(tmp_path, text):
    file, mapping = tmp_path / "leads.csv", tmp_path / "mapping.toml"
    file.write_text("Name,Email\nAda,ada@marsh-tools.com\n", encoding="utf-8")
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput):
        open_source(file, mapping=mapping)
    assert main(["run", str(file), "--mapping", str(mapping), "--out", str(tmp_path / "out")]) == 2


def test_the_region_reads_numbers_without_a_country_code(run):
    _, _, out = run("1,Ada,,,030 901820,,,,", options=["--region", "DE"])
    assert '"e164":"+4930901820"' in (out / "leads.jsonl").read_text(encoding="utf-8")


def test_a_mapping_may_be_json(tmp_path, run):
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"Who": "name", "Write to": "email", "Secret": null, "Colour": "extra"}', encoding="utf-8")
    _, _, out = run(
        "Ada,ada@marsh-tools.com,x,red", header="Who,Write to,Secret,Colour", options=["--mapping", str(mapping)]
    )
    lead = json.loads((out / "leads.jsonl").read_text(encoding="utf-8"))
    assert (lead["name"]["full"], lead["extra"]) == ("Ada", {"Colour": "red"})


@pytest.mark.parametrize("text", ["[]", "5", '{"Name": 5}', "{", '{"Name": ["name"]}', "[" * 100_000])
def test_a_wrong_json_mapping_is_refused_with_its_reason(tmp_path, text):
    file, mapping = tmp_path / "leads.csv", tmp_path / "mapping.json"
    file.write_text("Name,Email\nAda,ada@marsh-tools.com\n", encoding="utf-8")
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput):
        open_source(file, mapping=mapping)


def test_a_currency_of_its_own_column_belongs_to_the_budget(run):
    _, _, out = run("Ada,ada@marsh-tools.com,5000,EUR", header="Name,Email,Budget,Currency")
    lead = json.loads((out / "leads.jsonl").read_text(encoding="utf-8"))
    assert lead["budget"] == {"amount": "5000.00", "currency": "EUR"}


def test_rows_are_told_apart_by_what_stands_under_which_header():
    def key(header, *cells):
        return row_key(header, Row(1, 1, cells, ""))

    assert key(("a", "b"), "x", "") == key(("a", "b", "c"), "x", "", "")
    assert len({key(("a", "b"), "x", ""), key(("a", "b"), "", "x"), key(("a",), "xx"), key(("ax",), "x")}) == 4
    assert key(("a", "b=c"), "", "d") != key(("a", "b"), "", "c=d")
