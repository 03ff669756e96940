"""Figures as Arrow: typed columns, and the same values again when they are read."""

import sys
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.contrib.arrow import arrow_table, write_arrow
from leadkit.desk._sync import LeadDesk
from leadkit.errors import MissingExtra
from leadkit.kernel.money import Money
from leadkit.tabular import flat_rows

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.none() | st.text(),
            "count": st.none() | st.integers(-(2**63), 2**63 - 1),
            "share": st.none() | st.floats(allow_nan=False),
            "sure": st.none() | st.booleans(),
            "price": st.just(Money("12.50", "EUR")),
            "at": st.none() | st.datetimes(timezones=st.just(UTC)),
        }
    ),
    min_size=1,
)


def test_columns_have_their_types():
    pyarrow = pytest.importorskip("pyarrow")
    table = arrow_table([{"n": 1, "share": 0.5, "price": Money("1.50", "EUR"), "at": AT, "name": "=1+1"}])
    types = dict(zip(table.column_names, table.schema.types, strict=True))
    assert types["n"] == pyarrow.int64()
    assert types["share"] == pyarrow.float64()
    assert pyarrow.types.is_decimal(types["price.amount"])
    assert types["at"] == pyarrow.timestamp("us", "UTC")
    assert table.column("name").to_pylist() == ["=1+1"], "no spreadsheet reads Arrow: nothing is defused"


@given(ROWS)
def test_what_is_written_is_what_is_read(tmp_path_factory, rows):
    feather = pytest.importorskip("pyarrow.feather")
    path = tmp_path_factory.mktemp("out") / "x.arrow"
    assert write_arrow(path, rows) == len(rows)
    assert feather.read_table(path).to_pylist() == flat_rows(rows)


def test_the_figures_of_a_desk_are_tables():
    pytest.importorskip("pyarrow")
    desk = LeadDesk.in_memory(now=lambda: AT)
    desk.leads.capture(name="Ada", email="ada@marsh-tools.com", budget=Money("5", "EUR"))
    table = arrow_table(desk.reports.funnel())
    assert table.num_rows == len(desk.reports.funnel())
    assert table.column("leads").to_pylist()[0] == 1
    assert arrow_table([]).num_rows == 0
    assert arrow_table([Money("5", "EUR")]).column("amount").to_pylist() == [Decimal("5.00")]


def test_a_missing_package_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r'pip install "leadkit\[arrow\]"'):
        arrow_table([])
