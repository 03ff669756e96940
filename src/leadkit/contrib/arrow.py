"""Figures as Apache Arrow, for data frames and warehouses. Extra: `pip install "leadkit[arrow]"`.

pyarrow, because polars, pandas, DuckDB and Spark all take its tables as they are.
"""

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING, Any

from leadkit.errors import MissingExtra
from leadkit.tabular import flat_rows

if TYPE_CHECKING:
    from pyarrow import Table

__all__ = ["arrow_table", "write_arrow"]


def arrow_table(records: Iterable[Any]) -> "Table":
    """The records of a figure, such as `desk.reports.funnel()`, as an Arrow table with the columns of `flat_rows`.

    Whole numbers are int64, shares double, amounts decimal128, times timestamps in UTC; what has no value is null.
    Raises `MissingExtra` without pyarrow.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtra('pyarrow is not installed: pip install "leadkit[arrow]"') from None
    rows = flat_rows(records)
    return pa.table({name: [row[name] for row in rows] for name in (rows[0] if rows else ())})


def write_arrow(path: str | PathLike[str], records: Iterable[Any]) -> int:
    """The same as an Arrow IPC file (Feather, version 2); returns how many rows."""
    table = arrow_table(records)
    from pyarrow import feather

    feather.write_feather(table, str(path), compression="uncompressed")
    rows: int = table.num_rows
    return rows
