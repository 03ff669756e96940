"""A table's sample is made of good rows."""

from leadkit.errors import Problem
from leadkit.tabular.table import Row, Table


def test_the_sample_leaves_rejected_rows_out_and_stops_early():
    rejected = Row(2, 3, (), "x", problem=Problem("too_many_cells", None, "…"))
    table = Table(("name",), (Row(1, 2, ("Ann",), "Ann"), rejected, Row(3, 4, ("Bob",), "Bob")))
    assert table.sample() == (("Ann",), ("Bob",))
    assert table.sample(1) == (("Ann",),)
