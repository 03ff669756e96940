"""XLSX workbooks as tables, through openpyxl with defusedxml. Extra: `pip install "leadkit[xlsx]"`.

A workbook is a ZIP of XML, and both can be bombs: sizes are checked before anything is unpacked, XML entities are off,
and rows are counted while they are read. openpyxl alone reads a sheet whose only cells are A1 and XFD1048576 in little
memory; faster readers end the whole process on it.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from types import ModuleType
from typing import Any
from zipfile import BadZipFile, ZipFile

from leadkit.errors import MissingExtra, Problem, UnusableInput
from leadkit.tabular.delimited import MAX_COLUMNS
from leadkit.tabular.table import Row, Table

__all__ = ["MAX_ENTRIES", "MAX_RATIO", "MAX_ROWS", "MAX_UNPACKED", "read_xlsx"]

MAX_ENTRIES = 1_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
MAX_ROWS = 1_048_576
# Small parts may compress as well as they like: a repetitive sheet easily does.
_SMALL = 10_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"})


def read_xlsx(data: bytes, *, sheet: str | None = None) -> Table:
    """The table on a sheet, by default the first visible one. The first row with a value is the header.

    Cells become text: whole numbers without ".0", dates in ISO form, formulas as last computed, errors blank. Raises
    `MissingExtra` without openpyxl and defusedxml, `UnusableInput` for what is no workbook or too big.
    """
    openpyxl = _openpyxl()
    _refuse_bombs(data)
    try:
        with closing(openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)) as book:
            return _table(_chosen(book, sheet))
    except (MemoryError, UnusableInput):
        raise
    except Exception as error:  # openpyxl names no error class of its own; a broken part surfaces as nearly anything
        raise _unusable("corrupt_workbook", f"the workbook cannot be read ({type(error).__name__})") from error


def _openpyxl() -> ModuleType:
    try:
        import_module("defusedxml")
        openpyxl = import_module("openpyxl")
    except ImportError as error:
        raise MissingExtra('reading .xlsx needs openpyxl and defusedxml: pip install "leadkit[xlsx]"') from error
    if not openpyxl.DEFUSEDXML:  # an environment variable can switch it off
        raise MissingExtra('openpyxl does not use defusedxml: pip install "leadkit[xlsx]", unset OPENPYXL_DEFUSEDXML')
    return openpyxl


def _unusable(code: str, message: str) -> UnusableInput:
    return UnusableInput([Problem(code, None, message)])


def _refuse_bombs(data: bytes) -> None:
    """Check what the archive says of itself. zipfile unpacks no more of a part than that."""
    if data.startswith(_OLE):
        raise _unusable("encrypted_workbook", "the workbook is encrypted, or an old .xls; save it as a plain .xlsx")
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unusable("corrupt_workbook", "this is not an .xlsx workbook, or it is damaged") from error
    if len(parts) > MAX_ENTRIES:
        raise _unusable("too_many_parts", f"{len(parts):,} parts in the workbook, at most {MAX_ENTRIES:,} are read")
    if any(part.flag_bits & 1 for part in parts):
        raise _unusable("encrypted_workbook", "the workbook is encrypted; save it without a password")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _unusable("too_big", f"the workbook unpacks to more than {MAX_UNPACKED:,} bytes")
    for part in parts:
        if part.file_size > max(_SMALL, MAX_RATIO * part.compress_size):
            raise _unusable("suspicious_compression", f"a part unpacks to more than {MAX_RATIO} times its size")


def _chosen(book: Any, name: str | None) -> Any:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if name is not None:
        sheets = [sheet for sheet in book.worksheets if sheet.title == name]
    if not sheets:
        missing = "there is no visible sheet" if name is None else f"there is no sheet {name!r}"
        raise _unusable("no_sheet", f"{missing}; the workbook has {', '.join(map(repr, book.sheetnames))}")
    return sheets[0]


def _table(sheet: Any) -> Table:
    rows = _texts(sheet)
    _, header = next(rows, (0, []))
    if not header:
        raise _unusable("empty_file", "the sheet has no header row")
    return Table(tuple(header), tuple(_row(number, *row, len(header)) for number, row in enumerate(rows, 1)))


def _row(number: int, line: int, cells: list[str], width: int) -> Row:
    raw = "\t".join(cells)
    if len(cells) > width:
        message = f"a value in column {len(cells)} where the header has {width}"
        return Row(number, line, (), raw, problem=Problem("too_many_cells", None, message))
    return Row(number, line, (*cells, *[""] * (width - len(cells))), raw)


def _texts(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Row number and texts of each row that has any, without blank cells at the end.

    A cell knows its column, so a short row is complete: nothing has moved.
    """
    # The size that the sheet claims is often wrong: without it openpyxl yields each row as far as it goes.
    sheet.reset_dimensions()
    for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if line > MAX_ROWS:
            raise _unusable("too_many_rows", f"more than {MAX_ROWS:,} rows")
        if len(values) > MAX_COLUMNS:
            raise _unusable("too_many_columns", f"row {line:,} goes beyond column {MAX_COLUMNS:,}")
        cells = ["" if value is None else _text(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield line, cells


def _text(value: object) -> str:
    if isinstance(value, str):
        return "" if value in _ERRORS else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # 13812345678.0 is a phone number; 1e-07 is 0.0000001 to everybody but programmers.
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
