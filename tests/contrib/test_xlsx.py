"""Workbooks are read as tables of text, and bombs are refused before they go off."""

import sys
from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.contrib import xlsx
from leadkit.contrib.xlsx import read_xlsx
from leadkit.errors import MissingExtra, UnusableInput
from leadkit.tabular.table import Row

HEADER = ("姓名", "phone")


def workbook(*rows, sheets=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, state, cells in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(cells)
    return saved(book)


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_hand(sheet_data, *, compression=ZIP_DEFLATED, **more):
    """A workbook of the smallest legal parts around this XML of rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{content}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{content}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet_data}</sheetData></worksheet>',
        **more,
    }
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(ZipInfo(name), text, compression)  # always dated 1980
    return stream.getvalue()


def cell(reference, text):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def refused(data, **options):
    with pytest.raises(UnusableInput) as caught:
        read_xlsx(data, **options)
    (problem,) = caught.value.problems
    return problem.code


# --- tables ---------------------------------------------------------------------------------------------------------


def test_rows_are_numbered_and_filled_up_to_the_header():
    table = read_xlsx(workbook([], ["姓名", "phone", " "], ["王小明", "+8613812345678"], [None, None], ["Ann"]))
    assert (table.header, table.delimiter) == (HEADER, None)
    assert list(table.rows) == [
        Row(1, 3, ("王小明", "+8613812345678"), "王小明\t+8613812345678"),
        Row(2, 5, ("Ann", ""), "Ann"),
    ]


def test_a_value_beyond_the_header_rejects_its_row():
    rejected, good = read_xlsx(workbook(HEADER, ["Ann", "", "", "x"], ["Bob"])).rows
    assert (rejected.cells, rejected.raw, rejected.problem.code) == ((), "Ann\t\t\tx", "too_many_cells")
    assert (good.number, good.cells) == (2, ("Bob", ""))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13812345678.0, "13812345678"),
        (13812345678, "13812345678"),
        (1.5, "1.5"),
        (1e-07, "0.0000001"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime.fromisoformat("2024-02-29T13:05"), "2024-02-29 13:05:00"),
        (time(9, 30), "09:30:00"),
        ("#N/A", ""),
        ("#hash", "#hash"),
        (" two\nlines ", " two\nlines "),
        ("=1+1", ""),  # a formula that no spreadsheet has computed
    ],
)
def test_cells_become_text(value, text):
    (row,) = read_xlsx(workbook(HEADER, ["x", value])).rows
    assert row.cells == ("x", text)


def test_a_formula_counts_as_last_computed():
    data = by_hand(f'<row r="1">{cell("A1", "sum")}</row><row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>')
    assert [row.cells for row in read_xlsx(data).rows] == [("2",)]


def test_the_first_visible_sheet_is_read_unless_another_is_named():
    book = openpyxl.load_workbook(
        BytesIO(workbook(["a"], sheets=[("Leads", "visible", ["b"]), ("Old", "hidden", ["c"])]))
    )
    book.worksheets[0].sheet_state = "hidden"
    data = saved(book)
    assert read_xlsx(data).header == ("b",)
    assert read_xlsx(data, sheet="Old").header == ("c",)
    assert refused(data, sheet="Nope") == "no_sheet"


@settings(deadline=None)
@given(st.lists(st.tuples(st.text("ab 王+1", min_size=1), st.text("ab 王+1")).filter(lambda row: row[0].strip())))
def test_texts_come_back_as_they_were(rows):
    assert [row.cells for row in read_xlsx(workbook(HEADER, *rows)).rows] == [
        (first, second if second.strip() else "") for first, second in rows
    ]


# --- bombs and rubbish ----------------------------------------------------------------------------------------------


def test_a_tiny_workbook_with_a_cell_in_the_last_corner_is_refused():
    data = by_hand(f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("XFD1048576", "z")}</row>')
    assert len(data) < 2_000
    assert refused(data) == "too_many_columns"


def test_a_gap_of_a_million_rows_costs_nothing():
    data = by_hand(f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("A1048576", "z")}</row>')
    assert [(row.line, row.cells) for row in read_xlsx(data).rows] == [(1_048_576, ("z",))]


def test_a_row_beyond_the_last_one_is_refused():
    data = by_hand(f'<row r="1">{cell("A1", "a")}</row><row r="9999999999">{cell("A9999999999", "z")}</row>')
    assert refused(data) in {"too_many_rows", "corrupt_workbook"}


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_ROWS", 2)
    assert refused(workbook(["a"], ["b"], ["c"])) == "too_many_rows"


@pytest.mark.parametrize(
    ("cap", "value", "code"),
    [("MAX_ENTRIES", 3, "too_many_parts"), ("MAX_UNPACKED", 1_000, "too_big"), ("_SMALL", 0, "suspicious_compression")],
)
def test_the_archive_is_judged_before_it_is_unpacked(monkeypatch, cap, value, code):
    data = by_hand(f'<row r="1">{cell("A1", "a" * 50_000)}</row>')
    monkeypatch.setattr(xlsx, cap, value)
    monkeypatch.setattr(ZipFile, "open", None)
    assert refused(data) == code


def test_a_part_that_compresses_far_too_well_is_refused():
    assert refused(by_hand("<row/>", **{"xl/media.bin": "0" * 11_000_000})) == "suspicious_compression"


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    data = by_hand(f'<row r="1">{cell("A1", "&b;")}</row>')
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, (bomb.encode() if "sheet1" in name else b"") + old.read(name))
    assert refused(stream.getvalue()) == "corrupt_workbook"


def test_an_encrypted_workbook_is_refused():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "encrypted_workbook"
    data = bytearray(by_hand("", compression=ZIP_STORED))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag of the last part in the directory
    assert refused(bytes(data)) == "encrypted_workbook"


@pytest.mark.parametrize(
    "data", [b"", b"name,phone", b"PK\x03\x04", by_hand("<row")], ids=["empty", "csv", "cut", "xml"]
)
def test_rubbish_is_refused(data):
    assert refused(data) == "corrupt_workbook"


READABLE = by_hand(f'<row r="1">{cell("A1", "a")}</row><row r="2"><c r="A2"><v>1</v></c></row>')
CODES = {
    "corrupt_workbook",
    "encrypted_workbook",
    "suspicious_compression",
    "too_big",
    "too_many_columns",
    "too_many_rows",
}


@given(st.integers(0, len(READABLE)), st.integers(0, 40), st.binary(max_size=4))
@settings(deadline=None)
def test_a_damaged_workbook_is_read_or_refused(at, length, instead):
    try:
        code = None if read_xlsx(READABLE[:at] + instead + READABLE[at + length :]).header else "no header"
    except UnusableInput as error:
        code = error.problems[0].code
    assert code in CODES | {None, "empty_file", "no_sheet"}


def test_a_sheet_without_any_value_is_refused():
    assert refused(workbook()) == "empty_file"


# --- the extra ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("package", ["openpyxl", "defusedxml"])
def test_a_missing_package_names_the_extra(monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=r'pip install "leadkit\[xlsx\]"'):
        read_xlsx(b"")


def test_openpyxl_without_defusedxml_is_not_used(monkeypatch):
    monkeypatch.setattr(openpyxl, "DEFUSEDXML", False)
    with pytest.raises(MissingExtra, match="defusedxml"):
        read_xlsx(workbook(HEADER))
