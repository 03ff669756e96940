"""CSV that Excel opens right: UTF-8 with a byte-order mark, and no cell that a spreadsheet would run as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TextIO

from leadkit.errors import InvalidRecord, Problem

__all__ = ["defuse", "undefuse", "write_csv"]

# What starts a formula, in half and in full width, after any apostrophes: a cell that already reads '=1 gets one more,
# so that taking one away gives back exactly what was written.
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_FORMULA_STARTS = frozenset("'=+-@\t\r＝＋－＠")
# A phone number in E.164 and a plain number start like formulas, but compute to themselves and must stay what they are.
_HARMLESS = re.compile(r"\+[0-9]{5,15}|-[0-9]+(\.[0-9]+)?")


def defuse(cell: str) -> str:
    """The cell with a leading apostrophe where a spreadsheet would take it for a formula. `undefuse` is the inverse."""
    if cell[:1] in _FORMULA_STARTS and _FORMULA.match(cell) and not _HARMLESS.fullmatch(cell):
        return "'" + cell
    return cell


def undefuse(cell: str) -> str:
    """The cell without the apostrophe that `defuse`, or another careful exporter, put before a formula."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def write_csv(target: str | PathLike[str] | TextIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a table to a path or an open text stream; returns how many rows were written.

    What `read_delimited` reads back equals what was written, except rows without any value, which no reader counts.
    Raises `InvalidRecord` when a row is not as wide as the header.
    """
    if isinstance(target, str | PathLike):
        with Path(target).open("w", encoding="utf-8", newline="") as stream:
            return write_csv(stream, header, rows)
    target.write("\ufeff")
    minimal, full = csv.writer(target), csv.writer(target, quoting=csv.QUOTE_ALL)
    minimal.writerow(map(defuse, header))
    count = 0
    for count, row in enumerate(rows, 1):
        if len(row) != len(header):
            raise InvalidRecord(
                [Problem("wrong_width", f"row {count}", f"{len(row)} cells, the header has {len(header)}")]
            )
        # One filled cell that holds commas looks like a line which a spreadsheet wrapped in quotes, and a reader would
        # mend it. Quoted blanks say that this row is meant as it stands.
        lone = any("," in cell for cell in row[:1]) and not any(cell.strip() for cell in row[1:])
        (full if lone else minimal).writerow(map(defuse, row))
    return count
