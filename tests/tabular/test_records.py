"""Figures as tables: flat, complete, and the same again when they are read."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from leadkit.desk._sync import LeadDesk
from leadkit.kernel.money import Money
from leadkit.steps.analytics import Rate
from leadkit.tabular import flat_rows, read_delimited, undefuse, write_records_csv, write_records_json

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)


class Kind(StrEnum):
    GOOD = "good"


@frozen
class Inner:
    part: int
    share: float | None


@frozen
class Row:
    name: str
    kind: Kind
    inner: Inner
    price: Money
    at: datetime
    texts: tuple[str, ...]
    counts: dict[Kind, int]


ROW = Row("=1+1", Kind.GOOD, Inner(3, None), Money("1.50", "EUR"), AT, ("a", "b"), {Kind.GOOD: 2})


def test_a_row_is_flat_and_keeps_its_kinds():
    assert flat_rows([ROW]) == [
        {
            "name": "=1+1",
            "kind": "good",
            "inner.part": 3,
            "inner.share": None,
            "price.amount": Decimal("1.50"),
            "price.currency": "EUR",
            "at": AT,
            "texts": "a; b",
            "counts.good": 2,
        }
    ]


def test_what_a_figure_tells_beside_its_fields_is_told():
    (row,) = flat_rows([{"rate": Rate(1, 4), "took": timedelta(minutes=1), "points": (Rate(1, 2),)}])
    assert row["rate.part"] == 1
    assert row["rate.share"] == 0.25
    assert row["rate.value"] is None
    assert 0 < row["rate.low"] < 0.25 < row["rate.high"] < 1
    assert row["took"] == 60.0
    assert "points" not in row


def test_every_row_has_every_column():
    assert flat_rows([{"a": 1}, {"b": date(2026, 1, 2)}]) == [{"a": 1, "b": None}, {"a": None, "b": date(2026, 1, 2)}]
    assert flat_rows([]) == []


def test_formulas_are_defused_in_csv_and_left_alone_in_json(tmp_path):
    write_records_csv(tmp_path / "x.csv", [ROW])
    write_records_json(tmp_path / "x.json", [ROW])
    assert "'=1+1" in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")
    (row,) = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert (row["name"], row["inner.part"], row["price.amount"], row["at"]) == ("=1+1", 3, "1.50", AT.isoformat())


CLEAN = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)


@given(st.lists(st.builds(lambda name, n: {"name": name, "n": n}, CLEAN, st.integers()), min_size=1))
def test_what_is_written_is_what_is_read(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("out") / "x.csv"
    assert write_records_csv(path, rows) == len(rows)
    table = read_delimited(path.read_text(encoding="utf-8-sig"))
    assert [[undefuse(cell) for cell in row.cells] for row in table.rows] == [
        [row["name"], str(row["n"])] for row in rows
    ]


def test_the_figures_of_a_desk_are_records(tmp_path):
    desk = LeadDesk.in_memory(now=lambda: AT)
    desk.leads.capture(name="Ada", email="ada@marsh-tools.com")
    for figure in (desk.reports.funnel(), desk.reports.channels(), desk.reports.quality(), desk.reports.cohorts()):
        rows = flat_rows(figure)
        assert rows
        assert write_records_json(tmp_path / "x.json", figure) == len(rows)
