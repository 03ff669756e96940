"""Frozen values as a table: one row a value, one column a field, for CSV, JSON and whatever else takes columns."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from leadkit.kernel.money import Money
from leadkit.tabular.export import write_csv

__all__ = ["flat_rows", "write_records_csv", "write_records_json"]

Cell = str | int | float | bool | Decimal | datetime | date | None


def flat_rows(records: Iterable[Any]) -> list[dict[str, Cell]]:
    """Each attrs value, or mapping, as one flat row; every row has all columns, `None` where it has no value.

    A value within a value gives `outer.inner`, Money `amount` and `currency` under its name. What a value tells beside
    its fields (the ends of an interval) stands after them. Several texts or amounts are one text, joined with "; ";
    tables within a row, such as the points of a curve, are left out. Enums are their values, amounts Decimals, times
    aware datetimes, spans seconds.
    """
    rows = [dict(_cells("", record)) for record in records]
    columns = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in columns} for row in rows]


def write_records_csv(path: str | PathLike[str], records: Iterable[Any]) -> int:
    """The rows as CSV that Excel opens right, with formulas defused; returns how many. No records: no column either."""
    rows = flat_rows(records)
    header = [*rows[0]] if rows else []
    return write_csv(path, header, ([*map(_text, row.values())] for row in rows))


def write_records_json(path: str | PathLike[str], records: Iterable[Any]) -> int:
    """The rows as a JSON array of objects, UTF-8; returns how many. Amounts and times are texts, which lose nothing."""
    rows = flat_rows(records)
    plain = [{name: value if _is_json(value) else _text(value) for name, value in row.items()} for row in rows]
    Path(path).write_text(json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    return len(rows)


def _is_json(value: Cell) -> bool:
    return value is None or isinstance(value, str | bool | int | float)


def _cells(name: str, value: Any) -> Iterable[tuple[str, Cell]]:
    if isinstance(value, Money):
        yield _under(name, "amount"), value.amount
        yield _under(name, "currency"), value.currency
    elif attrs.has(type(value)):
        for each in _told(value.__class__):
            yield from _cells(_under(name, each), getattr(value, each))
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from _cells(_under(name, _text(_plain(key))), held)
    elif isinstance(value, Sequence | set | frozenset) and not isinstance(value, str):
        if not any(attrs.has(type(each)) and not isinstance(each, Money) for each in value):
            yield name, "; ".join(str(_plain(each)) for each in value)
    else:
        yield name, _plain(value)


@cache
def _told(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a class, then its public properties."""
    fields = [field.name for field in attrs.fields(kind)]
    properties = [
        name
        for base in kind.__mro__
        for name, member in vars(base).items()
        if isinstance(member, property) and not name.startswith("_")
    ]
    return tuple(dict.fromkeys([*fields, *properties]))


def _under(outer: str, inner: str) -> str:
    return f"{outer}.{inner}" if outer else inner


def _plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.value if isinstance(value, Enum) else value


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
