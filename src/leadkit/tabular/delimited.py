"""Delimited text (CSV and its cousins) as it really arrives: sniffed, mended where the damage is plain, else rejected.

Three promises. Every row is accounted for: it is good, repaired, or rejected with a reason and its raw text. No cell
moves into a column that is not its own: where two readings are possible the row is rejected. And damage is contained:
a quote that is never closed costs one line, not the rest of the file.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from io import StringIO
from itertools import islice

from attrs import frozen

from leadkit.errors import Problem, UnusableInput
from leadkit.tabular.export import undefuse
from leadkit.tabular.table import Row, Table

__all__ = ["MAX_COLUMNS", "MAX_ROW_CHARS", "MAX_ROW_LINES", "read_delimited"]

MAX_COLUMNS = 2_000
MAX_ROW_CHARS = 1_000_000
MAX_ROW_LINES = 1_000

_DELIMITERS = (",", ";", "\t", "|")
_BLANK = " \t\r\n\u00a0\u3000\ufeff"
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_SNIFFED_LINES = 50
_LEARNED_LINES = 500
_BROKEN_LINES = 20

_MESSAGES = {
    "too_many_cells": "{cells} cells where the header has {width}; a field probably holds an unquoted delimiter",
    "too_few_cells": "{cells} of the header's {width} cells, and it is not plain that only the last ones are missing",
    "broken_row": "line breaks inside a field split this row over {lines} lines",
    "unclosed_quote": "a quote is opened and never properly closed",
    "row_too_long": f"the row, or a cell of it, is too long: at most {MAX_ROW_CHARS:,} characters are read",
}


def read_delimited(text: str, *, delimiter: str | None = None) -> Table:
    """The table in this text. The first line that is not blank is the header.

    Without `delimiter`, an Excel `sep=` line decides, else whichever of `, ; tab |` splits header and rows alike.
    Raises `UnusableInput` when there is no header, it has more than 2,000 columns, or the text is no text.
    """
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise _unusable("bad_delimiter", f"{delimiter!r} cannot be a delimiter; it takes one character, no quote")
    if (at := text.find("\0")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise _unusable("binary", f"line {line:,} holds a NUL character: a binary file, or UTF-16 without its mark")
    # newline="" keeps the endings as they are, so that raw texts are exact and quoted line breaks survive.
    lines = StringIO(text.removeprefix("\ufeff"), newline="").readlines()
    start = 0
    if lines and (declared := _SEP_LINE.fullmatch(lines[0])):
        start, delimiter = 1, delimiter or declared[1]
    while start < len(lines) and not lines[start].strip(_BLANK):
        start += 1
    if start == len(lines):
        raise _unusable("empty_file", "there is no header line")
    delimiter = delimiter or _sniffed(lines, start)
    header, end = _header(lines, start, delimiter)
    header += [""] * _blank_columns(lines, end, len(header), delimiter)
    if len(header) > MAX_COLUMNS:
        raise _unusable("too_many_columns", f"{len(header):,} columns, at most {MAX_COLUMNS:,} are read")
    if not any(cell.strip(_BLANK) for cell in header):
        raise _unusable("empty_file", "the header line names no column")
    return Table(tuple(map(undefuse, header)), _Rows(lines, end, len(header), delimiter), delimiter)


def _unusable(code: str, message: str) -> UnusableInput:
    return UnusableInput([Problem(code, None, message)])


# --- one record -----------------------------------------------------------------------------------------------------


def _strict(text: Iterable[str], delimiter: str) -> list[str] | None:
    """The cells of a well-formed record that takes all the lines, else `None`."""
    try:
        records = list(csv.reader(text, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None


def _lenient(line: str, delimiter: str) -> tuple[list[str], bool] | None:
    """The cells of a line whose quotes are wrong somewhere, and whether a quote is still open at its end.

    `None` when a cell is longer than the csv module reads. A line put after this one is swallowed by an open quote.
    """
    try:
        records = list(csv.reader((line, "next"), delimiter=delimiter))
    except csv.Error:
        return None
    return records[0], len(records) == 1


def _spanning(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int] | None:
    """The cells of a well-formed record that starts on this line and ends on a later one, and the line after it."""

    def bounded() -> Iterator[str]:
        left = MAX_ROW_CHARS
        for line in islice(lines, at, at + MAX_ROW_LINES):
            left -= len(line)
            if left < 0:
                return
            yield line

    reader = csv.reader(bounded(), delimiter=delimiter, strict=True)
    try:
        return next(reader), at + reader.line_num
    except csv.Error:
        return None


def _alone(line: str, delimiter: str) -> list[str]:
    """The cells of a line taken by itself, as well as can be told."""
    if '"' not in line:
        return line.rstrip("\r\n").split(delimiter)
    read = _lenient(line, delimiter)
    return read[0] if read else []


def _header(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int]:
    """The cells of the header and the line after it."""
    line = lines[at]
    if '"' not in line:
        return line.rstrip("\r\n").split(delimiter), at + 1
    cells = _strict([line], delimiter)
    if cells is None:
        spanning = _spanning(lines, at, delimiter)
        return spanning or (_alone(line, delimiter), at + 1)
    if len(cells) == 1:  # the whole file may be wrapped, line by line
        inner = _strict([cells[0]], delimiter)
        if inner and len(inner) > 2:
            return inner, at + 1
    return cells, at + 1


def _sniffed(lines: list[str], start: int) -> str:
    """The delimiter that gives the header most columns, weighted by how many of the first rows have as many."""
    sample = [line for line in islice(lines, start + 1, start + 1 + _SNIFFED_LINES) if line.strip(_BLANK)]

    def fitness(delimiter: str) -> float:
        width = len(_header(lines, start, delimiter)[0])
        agreeing = sum(len(_alone(line, delimiter)) == width for line in sample)
        return (width - 1) * (0.1 + agreeing / max(1, len(sample)))

    return max(_DELIMITERS, key=fitness)


def _blank_columns(lines: list[str], start: int, width: int, delimiter: str) -> int:
    """How many columns the header does not name: most of the first rows have as many blank cells beyond it."""
    rows = [_alone(line, delimiter) for line in islice(lines, start, start + _SNIFFED_LINES) if line.strip(_BLANK)]
    beyond = [len(cells) - width for cells in rows if not any(cell.strip(_BLANK) for cell in cells[width:])]
    usual = max(beyond, key=beyond.count, default=0)
    return usual if usual > 0 and 2 * beyond.count(usual) > len(rows) else 0


# --- the rows -------------------------------------------------------------------------------------------------------


@frozen
class _Reading:
    """What a row came to: its cells or the code of its problem, and the line after it."""

    end: int
    cells: list[str] | None
    repaired: bool = False
    code: str = ""
    found: int = 0


@frozen(eq=False, slots=False)
class _Rows:
    """The rows, parsed each time they are walked."""

    lines: list[str]
    start: int
    width: int
    delimiter: str

    def __iter__(self) -> Iterator[Row]:
        lines, width, delimiter, blank = self.lines, self.width, self.delimiter, _BLANK + self.delimiter
        at, number = self.start, 0
        while at < len(lines):
            line = lines[at]
            if not line.strip(blank):  # blank, or nothing but delimiters: not a row
                at += 1
                continue
            raw = line.rstrip("\r\n")
            cells = raw.split(delimiter) if '"' not in line else self._quoted(line)
            if cells and len(cells) == width and len(line) <= MAX_ROW_CHARS:  # nearly every line
                number += 1
                at += 1
                yield Row(number, at, tuple(map(undefuse, cells) if "'" in line else cells), raw)
                continue
            reading = self._read(at)
            if reading.cells is None or any(cell.strip(_BLANK) for cell in reading.cells):
                number += 1
                yield self._row(number, at, reading)
            at = reading.end

    def _row(self, number: int, at: int, reading: _Reading) -> Row:
        raw = "".join(self.lines[at : reading.end]).rstrip("\r\n")
        if reading.cells is not None:
            return Row(number, at + 1, tuple(map(undefuse, reading.cells)), raw, reading.repaired)
        message = _MESSAGES[reading.code].format(cells=reading.found, width=self.width, lines=reading.end - at)
        return Row(number, at + 1, (), raw, problem=Problem(reading.code, None, message))

    def _quoted(self, line: str) -> list[str] | None:
        """The cells of a well-formed line; `None` too if only its first cell is filled, since it may be wrapped."""
        try:
            cells = next(self._reader((line,)))
        except csv.Error:
            return None
        return cells if "".join(cells[1:]).strip(_BLANK) else None

    def _read(self, at: int) -> _Reading:
        """The row that starts on this line, when that is not simply as many cells as the header has."""
        line = self.lines[at]
        if len(line) > MAX_ROW_CHARS:
            return _Reading(at + 1, None, code="row_too_long")
        if (cells := self._split(line)) is not None:
            return self._well_formed(at + 1, line, cells)
        lenient = _lenient(line, self.delimiter)
        if lenient is None:
            return _Reading(at + 1, None, code="row_too_long")
        cells, is_open = lenient
        if is_open and (spanning := _spanning(self.lines, at, self.delimiter)):
            cells, end = spanning
            if len(cells) == self.width or not any(self._is_whole(line) for line in self.lines[at + 1 : end]):
                return self._well_formed(end, "".join(self.lines[at:end]), cells)
            # Else it swallowed a row, so the quote was astray.
        return self._misquoted(at + 1, line, cells, is_open)

    def _well_formed(self, end: int, raw: str, cells: list[str]) -> _Reading:
        """The row in a record without any wrong quote."""
        inner = self._unwrapped(raw)
        if inner is None:
            return self._fitted(end, cells)
        if len(inner) == self.width:
            return _Reading(end, inner, repaired=True)
        code = "too_many_cells" if len(inner) > self.width else "too_few_cells"
        return _Reading(end, None, code=code, found=len(inner))

    def _misquoted(self, end: int, line: str, cells: list[str], is_open: bool) -> _Reading:
        """The row in a line whose quotes are wrong."""
        head = self._head(line)
        inner = self._unwrapped(head)
        if inner is None and head[:1] == head[-1:] == '"':  # wrapped without doubling the inner quotes
            inner = self._split(head[1:-1])
        if inner and len(inner) == self.width > 1:
            return _Reading(end, inner, repaired=True)
        # Quotes that hide no delimiter decide nothing; where they do, it takes a guess which of them are wrong.
        if is_open or len(cells) != len(line.split(self.delimiter)):
            return _Reading(end, None, code="unclosed_quote")
        return self._fitted(end, cells, repaired=True)

    def _unwrapped(self, raw: str) -> list[str] | None:
        """The cells inside a row that a spreadsheet wrapped in quotes whole, because a field of it holds the delimiter.

        Bare delimiters may follow. A single quoted cell may be just that, so a wrapped row has to prove itself: a field
        inside is quoted, or it splits into exactly the header's four or more columns and has no ", " as sentences do.
        """
        head = self._head(raw)
        if self.width < 2 or head[:1] != '"' or (lone := self._split(head)) is None or len(lone) > 1:
            return None  # blanks in quotes after the first cell say that the row is meant as it stands
        inner = lone[0]
        parts = self._split(inner)
        if not parts or len(parts) < 2:
            return None
        quoted = inner[0] == '"' or f'{self.delimiter}"' in inner
        columns = len(parts) == self.width > 3 and f"{self.delimiter} " not in inner
        return parts if quoted or columns else None

    def _head(self, raw: str) -> str:
        return raw.rstrip(_BLANK + self.delimiter)

    def _split(self, text: str) -> list[str] | None:
        return _strict(StringIO(text, newline=""), self.delimiter)

    def _fitted(self, end: int, cells: list[str], *, repaired: bool = False) -> _Reading:
        """The row cut or filled to the header's width where that moves nothing, else rejected."""
        found = len(cells)
        if found == self.width or (found > self.width and self._just_goes_on(cells)):
            return _Reading(end, cells[: self.width], repaired)
        if found > self.width:
            return _Reading(end, None, code="too_many_cells", found=found)
        if broken := self._end_of_broken(end, found):
            return _Reading(broken, None, code="broken_row")
        if self._just_ends_early(cells):
            return _Reading(end, cells + [""] * (self.width - found), repaired=True)
        return _Reading(end, None, code="too_few_cells", found=found)

    def _end_of_broken(self, at: int, found: int) -> int | None:
        """The line after a row that unquoted line breaks split, if the short lines from here complete it exactly."""
        for end, line in enumerate(islice(self.lines, at, at + _BROKEN_LINES), at + 1):
            if not line.strip(_BLANK):
                continue
            more = len(_alone(line, self.delimiter))
            found += more - 1
            if more >= self.width or found > self.width:
                return None
            if found == self.width:
                return end
        return None

    def _just_ends_early(self, cells: list[str]) -> bool:
        """Whether a short row lacks nothing but its last cells: each cell it has looks like others in its column.

        A row that lost a cell or a delimiter further left has its e-mails and numbers in the wrong columns.
        """
        filled = [cell for cell in cells if cell.strip(_BLANK)]
        if len(filled) == 1 and (_shape(filled[0]) == "text" or self.delimiter in filled[0]):
            return False  # a footer, or the rest of a broken row
        return self._fits(cells)

    def _just_goes_on(self, cells: list[str]) -> bool:
        """Whether a long row has nothing but blanks too many.

        A field with an unquoted delimiter in it pushes the rest to the right, and blank last cells beyond the header.
        So the last filled cell has to be at home in its column, and not in one that it may have been pushed from.
        """
        last = max((at for at, cell in enumerate(cells) if cell.strip(_BLANK)), default=self.width)
        if last >= self.width or not self._fits(cells[: self.width]):
            return False
        shape, pushed = _shape(cells[last]), len(cells) - self.width
        before = self._shapes[max(0, last - pushed) : last]
        return shape in self._shapes[last] and not any(shape in seen for seen in before)

    def _fits(self, cells: list[str]) -> bool:
        """Each filled cell has a shape that is known in its column, as far as anything is known there."""
        columns = zip(cells, self._shapes, strict=False)
        return all(not seen or not cell.strip(_BLANK) or _shape(cell) in seen for cell, seen in columns)

    def _is_whole(self, line: str) -> bool:
        return len(_alone(line, self.delimiter)) == self.width

    @cached_property
    def _reader(self) -> Callable[[Iterable[str]], Iterator[list[str]]]:
        # There is a reader to a line, and it takes a finished dialect five times faster than keywords.
        return partial(csv.reader, dialect=csv.reader((), delimiter=self.delimiter, strict=True).dialect)

    @cached_property
    def _shapes(self) -> list[set[str]]:
        """The shapes seen in each column, in the first rows that are as wide as the header."""
        seen: list[set[str]] = [set() for _ in range(self.width)]
        for line in islice(self.lines, self.start, self.start + _LEARNED_LINES):
            cells = _alone(line, self.delimiter)
            if len(cells) == self.width:
                for column, cell in zip(seen, cells, strict=True):
                    if cell.strip(_BLANK):
                        column.add(_shape(cell))
        return seen


def _shape(cell: str) -> str:
    if "@" in cell:
        return "email"
    if "://" in cell or cell.lstrip().startswith("www."):
        return "url"
    return "text" if any(map(str.isalpha, cell)) else "number"
