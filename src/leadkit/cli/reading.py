"""A lead file as inquiries: bytes → table → columns → the fields of `capture`."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from leadkit.errors import Problem, UnusableInput
from leadkit.kernel.text import digest
from leadkit.model import Address, Channel
from leadkit.tabular import ColumnMap, Row, Table, channel_of, decode, map_columns, read_delimited

__all__ = ["Source", "field_values", "open_source", "read_table", "row_key"]

_ADDRESS = ("street", "city", "region", "postal_code", "country")
# What no column is called: an e-mail address, or a phone number.
_PERSONAL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\+?(?:[\s().-]*\d){9,}")
_ZIP = b"PK\x03\x04"


@frozen
class Source:
    """A file that was read: its table, what its columns mean, and how it was encoded."""

    path: Path
    table: Table
    columns: ColumnMap
    encoding: str


def read_table(path: Path, encoding: str | None = None) -> tuple[Table, str]:
    """The table in a CSV file or a workbook, and how it was encoded. Raises `UnusableInput`."""
    try:
        data = path.read_bytes()
    except OSError as unreadable:
        raise UnusableInput([Problem("unreadable", "file", f"{path}: {unreadable.strerror}")]) from None
    if data.startswith(_ZIP) or path.suffix.lower() in (".xlsx", ".xlsm"):
        from leadkit.contrib.xlsx import read_xlsx

        return read_xlsx(data), "xlsx"
    decoded = decode(data, encoding)
    return read_delimited(decoded.text), decoded.encoding


def open_source(path: Path, *, encoding: str | None = None, mapping: Path | None = None) -> Source:
    """Raises `UnusableInput` when the file or the mapping cannot be used at all."""
    table, used = read_table(path, encoding)
    if people := [cell for cell in table.header if _PERSONAL.fullmatch(cell.strip())]:
        found = f"{len(people)} of its cells look like an e-mail or a phone"
        raise UnusableInput([Problem("no_header", "header", f"the first line names no columns: {found}")])
    columns = map_columns(table.header, table.sample(), _overrides(mapping))
    return Source(path, table, columns, used)


def _overrides(path: Path | None) -> Mapping[str, str | None] | None:
    """Header → field, from a JSON object or a TOML table."""
    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")
        mapping = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as broken:
        raise UnusableInput([Problem("unreadable", "mapping", f"{path}: {broken}")]) from None
    if not isinstance(mapping, dict) or not all(isinstance(field, str | None) for field in mapping.values()):
        raise UnusableInput([Problem("wrong_mapping", "mapping", f'{path}: expected lines like "Header" = "field"')])
    return mapping


def row_key(header: Iterable[str], row: Row) -> str:
    """The idempotency key of a row: the same cells under the same headers are the same inquiry, in any file."""
    return digest("row", *(part for pair in zip(header, row.cells, strict=True) if pair[1] for part in pair))


def field_values(columns: ColumnMap, row: Row) -> dict[str, Any]:
    """The fields of `capture` that a row fills; what no field takes goes to `extra`."""
    values: dict[str, Any] = dict(columns.fields(row.cells))
    label = values.pop("source", "")
    if label:
        values["source_label"] = label
    values["channel"] = (channel_of(label) or Channel.OTHER) if label else Channel.FILE
    if address := {part: values.pop(part) for part in _ADDRESS if part in values}:
        values["address"] = Address(**address)
    currency = values.pop("currency", "")
    if currency and "budget" in values:
        values["budget"] = f"{values['budget']} {currency}"
    extra: dict[str, Any] = columns.rest(row.cells)
    extra |= {name: values.pop(name) for name in ("stage", "created_at") if name in values}
    if extra:
        values["extra"] = extra
    return values
