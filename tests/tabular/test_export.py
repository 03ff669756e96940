"""What is written opens without formulas in a spreadsheet, and reads back as it was."""

from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadkit.errors import InvalidRecord
from leadkit.tabular.delimited import read_delimited
from leadkit.tabular.encoding import decode
from leadkit.tabular.export import defuse, undefuse, write_csv

HEADER = ("name", "company", "notes")
NO_CSV = {"Cs"}  # lone surrogates: no file holds them
CELLS = st.text(
    st.sampled_from("=+-@'\"\t\r\n ,;|a1＝") | st.characters(exclude_categories=NO_CSV, exclude_characters="\0"),
    max_size=12,
)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＠x", "'=1", "''=1", "+12", "- 5"],
)
def test_a_formula_gets_an_apostrophe(cell):
    assert defuse(cell) == "'" + cell
    assert undefuse("'" + cell) == cell


@pytest.mark.parametrize("cell", ["", "Ann", "+8613812345678", "-12.5", "-7", "O'Neil", "'tis", "a=b", "1-2"])
def test_anything_else_stays_as_it_is(cell):
    assert defuse(cell) == cell == undefuse(cell)


@given(CELLS)
def test_undefuse_is_the_inverse_of_defuse(cell):
    assert undefuse(defuse(cell)) == cell


@given(st.lists(st.tuples(CELLS, CELLS, CELLS)))
@example([('1,"a, b",c', "", "")])  # looks like a line that a spreadsheet wrapped in quotes
@example([('1,"b"', " ", ""), ("a,b,c", "", "")])
@example([("sep=;", "", ""), ("\ufeff", "x", "")])
def test_reading_what_was_written_is_the_identity(rows):
    stream = StringIO(newline="")
    assert write_csv(stream, HEADER, rows) == len(rows)
    table = read_delimited(decode(stream.getvalue().encode()).text)
    assert table.header == HEADER
    blank = " \t\r\n\u00a0\u3000\ufeff,"
    filled = [row for row in rows if any(cell.strip(blank) for cell in row)]
    read = [row for row in table.rows if any(cell.strip(blank) for cell in row.cells)]
    assert [row.cells for row in read] == filled
    assert not any(row.repaired or row.problem for row in read)


def test_a_file_starts_with_the_mark_that_excel_needs_for_chinese(tmp_path):
    path = tmp_path / "leads.csv"
    assert write_csv(path, ["姓名", "电话"], [["王小明", "+8613812345678"], ["=1", "x"]]) == 2
    assert path.read_bytes() == "\ufeff姓名,电话\r\n王小明,+8613812345678\r\n'=1,x\r\n".encode()


def test_a_row_of_another_width_is_a_fault():
    with pytest.raises(InvalidRecord, match="row 2: 1 cells, the header has 2"):
        write_csv(StringIO(), ["a", "b"], [["1", "2"], ["3"]])
