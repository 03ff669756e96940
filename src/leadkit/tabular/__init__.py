"""Tables of leads, read and written: bytes to text, text to rows, columns to fields, labels to channels and stages."""

from leadkit.tabular.delimited import read_delimited
from leadkit.tabular.encoding import Decoded, decode
from leadkit.tabular.export import defuse, undefuse, write_csv
from leadkit.tabular.headers import Column, ColumnMap, How, map_columns
from leadkit.tabular.labels import StageTarget, channel_of, stage_of
from leadkit.tabular.records import flat_rows, write_records_csv, write_records_json
from leadkit.tabular.spellings import FIELDS, MANY
from leadkit.tabular.table import Row, Table

__all__ = [
    "FIELDS",
    "MANY",
    "Column",
    "ColumnMap",
    "Decoded",
    "How",
    "Row",
    "StageTarget",
    "Table",
    "channel_of",
    "decode",
    "defuse",
    "flat_rows",
    "map_columns",
    "read_delimited",
    "stage_of",
    "undefuse",
    "write_csv",
    "write_records_csv",
    "write_records_json",
]
