"""The funnel of a table says what the funnel of the events says."""

import sys

import pytest
from desk_lives import HISTORIES, Life
from hypothesis import HealthCheck, given, settings

from leadkit.contrib.polars import COLUMNS, funnel_counts, rows, table
from leadkit.errors import MissingExtra
from leadkit.steps.analytics import Deals, Journeys, folded, funnel


def test_without_polars_the_message_says_what_brings_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtra, match=r"leadkit\[polars\]"):
        table([])


def test_a_row_has_the_columns_that_are_told():
    life = Life([("onward", 0, 3), ("onward", 0, 3), ("win", 0, 0)])
    with life.desk.store.begin() as work:
        found = list(rows(work.events.all()))
    assert {len(row) for row in found} == {len(COLUMNS)}
    assert found[-1][4] == "won"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HISTORIES)
def test_the_table_counts_what_the_events_count(tmp_path_factory, operations):
    pytest.importorskip("polars")
    life = Life(operations)
    with life.desk.store.begin() as work:
        events = list(work.events.all())
    journeys, deals = Journeys(), Deals()
    folded(events, journeys, deals)
    by_hand = {step.stage: step.leads for step in funnel(journeys, deals, life.clock())}
    frame = table(events)
    assert funnel_counts(frame) == by_hand
    path = tmp_path_factory.mktemp("log") / "log.parquet"
    frame.write_parquet(path)
    assert funnel_counts(path) == by_hand
