"""Delimited text is read as it arrives: every row accounted for, nothing in a wrong column, damage contained."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import UnusableInput
from leadkit.tabular.delimited import MAX_COLUMNS, MAX_ROW_CHARS, MAX_ROW_LINES, read_delimited

HEADER = ("id", "name", "company", "email", "phone", "notes")
GOOD = ("1,Ann Lee,Acme,ann@acme.example,555-123-4567,fine", "2,Bob Ray,Beta,bob@beta.example,(555) 123 4567,")
CY = ("3", "Cy Ho", "Roe, Doe and Son", "cy@roe.example", "555.765.4321", "calls back")


def read(*lines, header="id,name,company,email,phone,notes", ending="\n", **options):
    table = read_delimited(ending.join((header, *lines)), **options)
    return table, list(table.rows)


def damaged(*lines):
    """The rows after two good ones, as (cells, repaired, code)."""
    _, rows = read(*GOOD, *lines)
    assert [row.number for row in rows] == [*range(1, len(rows) + 1)]
    return [(row.cells, row.repaired, row.problem and row.problem.code) for row in rows[2:]]


def line_of(cells):
    stream = StringIO()
    csv.writer(stream).writerow(cells)
    return stream.getvalue().rstrip("\r\n")


# --- undamaged ------------------------------------------------------------------------------------------------------


def test_a_row_knows_its_number_its_line_and_its_raw_text():
    _, (first, second) = read(GOOD[0], "", '2,"Bob\nRay",Beta,,,')
    assert (first.number, first.line, first.raw) == (1, 2, GOOD[0])
    assert (second.number, second.line, second.raw) == (2, 4, '2,"Bob\nRay",Beta,,,')
    assert second.cells == ("2", "Bob\nRay", "Beta", "", "", "")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_endings_are_found(delimiter, ending):
    header = delimiter.join(f'"{name}"' for name in HEADER)
    lines = [delimiter.join(("1", "Ann", '"a, b; c | d"', "", '"1,5"', '"say ""hi"""'))] * 2
    table, rows = read(*lines, header=header, ending=ending)
    assert (table.header, table.delimiter) == (HEADER, delimiter)
    assert {row.cells for row in rows} == {("1", "Ann", "a, b; c | d", "", "1,5", 'say "hi"')}


def test_the_sep_line_of_excel_and_the_caller_have_the_last_word():
    table, rows = read("a,b;c", header="sep=;\r\nx,y;z")
    assert (table.header, table.delimiter, rows[0].line) == (("x,y", "z"), ";", 3)
    table, _ = read("a,b;c", header="sep=;\r\nx,y;z", delimiter=",")
    assert table.header == ("x", "y;z")


def test_lines_without_any_value_are_no_rows():
    _, rows = read("", "   ", ",,,,,", '"","",,,,', GOOD[0], ",,", "")
    assert [(row.number, row.line) for row in rows] == [(1, 6)]


def test_a_single_column_may_hold_anything_but_the_delimiter():
    table, rows = read("ann@acme.example", '"b, c"', header="email")
    assert table.delimiter == ","
    assert [row.cells for row in rows] == [("ann@acme.example",), ("b, c",)]


def test_equal_header_names_and_blank_ones_are_kept():
    table, _ = read("1,2,3,4", header="\ufeffnotes,notes,,'=x")
    assert table.header == ("notes", "notes", "", "=x")


def test_the_apostrophe_that_defuses_a_formula_is_taken_off():
    _, rows = read("'=1+1,'+8613812345678,O'Neil,'tis,,''@x")
    assert rows[0].cells == ("=1+1", "+8613812345678", "O'Neil", "'tis", "", "'@x")


def test_rows_can_be_walked_again():
    table, rows = read(*GOOD)
    assert list(table.rows) == rows
    assert table.sample(1) == (rows[0].cells,)


# --- damaged --------------------------------------------------------------------------------------------------------

WRAPPED = '"' + line_of(CY).replace('"', '""') + '"'


@pytest.mark.parametrize(
    "line",
    [WRAPPED, WRAPPED + ",,,,,", WRAPPED + ",,,,,,,", WRAPPED + "  ", f'"{line_of(CY)}"', f'"{line_of(CY)}",,,'],
    ids=["wrapped", "and filled up", "and overfull", "and spaces", "inner quotes not doubled", "and some blanks"],
)
def test_a_line_that_a_spreadsheet_wrapped_in_quotes_is_mended(line):
    assert damaged(line) == [(CY, True, None)]


def test_a_wrapped_line_is_mended_without_inner_quotes_and_over_several_lines():
    plain = (*CY[:2], "Roe", *CY[3:])
    assert damaged('"' + ",".join(plain) + '"') == [(plain, True, None)]
    long = (*CY[:5], "one\ntwo, three")
    assert damaged('"' + line_of(long).replace('"', '""') + '"') == [(long, True, None)]


def test_a_file_that_is_wrapped_line_by_line_is_mended():
    table, rows = read(WRAPPED, header='"' + ",".join(HEADER) + '"')
    assert table.header == HEADER
    assert [(row.cells, row.repaired) for row in rows] == [(CY, True)]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"Lee, Ann",', ("Lee, Ann", "")),
        ('"Lee ""Annie"", Ann",', ('Lee "Annie", Ann', "")),
        ('"a, b",""', ("a, b", "")),
    ],
)
def test_a_quoted_cell_that_may_be_just_that_is_left_alone(line, cells):
    _, rows = read(line, header="name,email")
    assert [(row.cells, row.repaired) for row in rows] == [(cells, False)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("3,Cy Ho,Roe, Doe and Son,cy@roe.example,555.765.4321,", "too_many_cells"),
        ('"3,Cy Ho,""Roe, Doe"",cy@roe.example,555.765.4321,a,b"', "too_many_cells"),
        ('"3,Cy Ho,""Roe, Doe"""', "too_few_cells"),
        ('"Roe, Doe and Son"', "too_few_cells"),
        ("3,Cy Ho,cy@roe.example,555.765.4321,", "too_few_cells"),
        ("Total: 3", "too_few_cells"),
        ('3,Cy Ho,"Roe,cy@roe.example,555.765.4321,', "unclosed_quote"),
        ("3," + "x" * MAX_ROW_CHARS, "row_too_long"),
        ('3,"' + "x" * csv.field_size_limit() + 'x",,,,', "row_too_long"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_rejected_with_its_raw_text(line, code):
    _, rows = read(*GOOD, line, GOOD[0])
    assert [row.problem and row.problem.code for row in rows] == [None, None, code, None]
    assert (rows[2].cells, rows[2].raw) == ((), line)
    assert "roe.example" not in rows[2].problem.message


def test_a_row_that_ends_early_is_filled_up():
    assert damaged("3,Cy Ho,Roe,cy@roe.example") == [(("3", "Cy Ho", "Roe", "cy@roe.example", "", ""), True, None)]


def test_blank_cells_beyond_the_header_are_no_damage():
    assert damaged("3,Cy Ho,Roe,cy@roe.example,555-765,, ,") == [
        (("3", "Cy Ho", "Roe", "cy@roe.example", "555-765", ""), False, None)
    ]


@pytest.mark.parametrize(
    "line", ["3,Cy Ho,Roe, Doe,cy@roe.example,555.765.4321,", "3,Cy Ho,,,,a, b,", "3,Cy Ho, MD,,,,"]
)
def test_blank_cells_that_an_unquoted_delimiter_pushed_beyond_the_header_are_damage(line):
    assert damaged(line) == [((), False, "too_many_cells")]


def test_lines_that_all_end_with_a_delimiter_have_a_column_without_a_name():
    table, rows = read(*(line + "," for line in GOOD), "3,Cy Ho,Roe, Doe,cy@roe.example,555.765.4321,,")
    assert table.header == (*HEADER, "")
    assert [row.cells[:3] for row in rows] == [("1", "Ann Lee", "Acme"), ("2", "Bob Ray", "Beta"), ()]


def test_a_row_split_by_bare_line_breaks_is_one_reject():
    split = "3,Cy Ho,Roe\n\nDoe\nand Son,cy@roe.example,555.765.4321,x"
    _, rows = read(*GOOD, split, GOOD[0])
    assert [(row.number, row.line, row.problem and row.problem.code) for row in rows[2:]] == [
        (3, 4, "broken_row"),
        (4, 8, None),
    ]
    assert rows[2].raw == split


def test_careless_quotes_inside_a_cell_are_read_leniently_and_said_to_be_repaired():
    assert damaged('3,Cy "Doc" Ho,"Roe "the" Co",,,') == [
        (("3", 'Cy "Doc" Ho', 'Roe the" Co"', "", "", ""), True, None)
    ]


@pytest.mark.parametrize("after", [GOOD * 2_000, (GOOD[0], '4,D,"Roe, Doe",,,', *GOOD), (), ('4,D,"E",,,',)])
def test_an_unclosed_quote_costs_one_line(after):
    _, rows = read(*GOOD, '3,Cy Ho,"Roe,cy@roe.example,555,x', *after)
    assert [row.line for row in rows if row.problem] == [4]
    assert len(rows) == 3 + len(after)


def test_a_stray_quote_that_closes_at_another_one_does_not_swallow_the_rows_between():
    assert [code for *_, code in damaged('3,"Cy', GOOD[0], '4,Di,Roe",di@roe.example,5,x')] == [
        "unclosed_quote",
        None,
        None,
    ]


def test_a_cell_of_too_many_lines_is_taken_for_an_unclosed_quote():
    assert damaged('3,"' + "\n" * (MAX_ROW_LINES - 1) + '",Roe,,,')[0][2] is None
    assert damaged('3,"' + "\n" * MAX_ROW_LINES + '",Roe,,,')[0][2] == "unclosed_quote"


# --- unusable -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("", {}, "empty_file"),
        (" \r\n\n", {}, "empty_file"),
        ("sep=,\n", {}, "empty_file"),
        (",,,\n1,2,3,4", {}, "empty_file"),
        ("a,b\nc\0,d", {}, "binary"),
        ("," * MAX_COLUMNS, {}, "too_many_columns"),
        ("a,b", {"delimiter": ""}, "bad_delimiter"),
        ("a,b", {"delimiter": '"'}, "bad_delimiter"),
        ("a,b", {"delimiter": "::"}, "bad_delimiter"),
    ],
)
def test_what_is_no_table_is_unusable(text, options, code):
    with pytest.raises(UnusableInput) as caught:
        read_delimited(text, **options)
    assert [problem.code for problem in caught.value.problems] == [code]


# --- properties -----------------------------------------------------------------------------------------------------


def letters(text):
    return "".join(filter(str.isalnum, text))


@given(st.text("ab1,\" \n\r;@'=", max_size=80))
def test_no_letter_of_any_text_gets_lost(body):
    _, rows = read(body)
    assert "".join(letters(row.raw) for row in rows) == letters(body)
    assert [row.number for row in rows] == [*range(1, len(rows) + 1)]
    for row in rows:
        assert len(row.cells) == (0 if row.problem else len(HEADER))


ROWS = st.tuples(
    st.integers(1, 9_999).map(str),
    st.sampled_from(["Ann Lee", "Bo Ray", "王小明", 'Di "Doc" Roe']),
    st.sampled_from(["Acme", "Roe, Doe and Son", "顶点科技，上海", "Lee; Co", ""]),
    st.sampled_from(["ann@acme.example", "bo@beta.example"]),
    st.sampled_from(["555-123-4567", "(555) 123 4567 x89", ""]),
    st.sampled_from(["fine", "two\nlines", "a, b, c", "x,y", ""]),
)
DAMAGE = {
    "none": line_of,
    "wrapped": lambda cells: '"' + line_of(cells).replace('"', '""') + '"',
    "wrapped and filled": lambda cells: '"' + line_of(cells).replace('"', '""') + '",,,,,',
    "wrapped only": lambda cells: f'"{line_of(cells)}"',
    "quotes lost": ",".join,
    "cut": lambda cells: line_of(cells[:4]),
    "delimiter lost": lambda cells: line_of((*cells[:2], cells[2] + cells[3], *cells[4:])),
    "quote astray": lambda cells: line_of(cells[:1]) + ',"' + line_of(cells[1:]),
}


def at_most_one_stray_quote(rows):
    # Two of them can make a record that is well-formed, and as wide as the header: then it is one, to any reader.
    return [kind for kind, _ in rows].count("quote astray") < 2


@given(st.lists(st.tuples(st.sampled_from(sorted(DAMAGE)), ROWS), max_size=12).filter(at_most_one_stray_quote))
def test_no_damage_moves_a_cell_into_another_column(rows):
    # Rows come with a number of their own, so that each cell read can be told apart from its neighbours'.
    truth = {f"{index}000": cells[1:] for index, (_, cells) in enumerate(rows, 1)}
    lines = [DAMAGE[kind]((number, *truth[number])) for number, (kind, _) in zip(truth, rows, strict=True)]
    _, read_rows = read(*GOOD, *lines)
    assert "".join(letters(row.raw) for row in read_rows) == letters("".join((*GOOD, *lines)))
    for row in read_rows[2:]:
        if row.problem is None:
            # A row may lack its last cells, or what a bare line break cut off; a lenient reading may drop a quote.
            pairs = zip(row.cells[1:], truth[row.cells[0]], strict=True)
            assert all(letters(own).startswith(letters(cell)) for cell, own in pairs)
