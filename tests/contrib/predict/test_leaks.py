"""Columns that know the outcome."""

import numpy as np
import pytest
from lead_worlds import world

from leadkit.contrib.predict import find_leaks
from leadkit.contrib.predict.leaks import kept

TABLE, WON = world(1_000)
Y = np.array(WON)
RNG = np.random.default_rng(9)


def with_column(name, cells):
    return {**TABLE, name: cells}


def texts(share_won, share_lost, word="x"):
    """Filled for these shares of won and lost leads."""
    filled = RNG.random(1_000) < np.where(Y == 1, share_won, share_lost)
    return [word if there else "" for there in filled]


def test_a_clean_table_has_no_flags():
    assert find_leaks(TABLE, WON) == ()


QUALITY = np.where(Y + RNG.normal(0, 2, 1_000) > 0.5, "good", "bad")


@pytest.mark.parametrize(
    ("name", "cells", "rule", "left_out"),
    [
        ("revenue", np.where(Y == 1, RNG.normal(5, 1, 1_000), 0.0), "separates", True),
        ("Close Date", ["2024-05-01", "2024-05-02", "2024-05-03", "2024-05-06"] * 250, "closing", True),
        ("丢单原因", texts(0.2, 0.2), "closing", True),
        ("answer", np.where(RNG.random(1_000) < 0.4, Y * 10, RNG.normal(5, 1, 1_000)), "decided", True),
        ("contract text", texts(0.85, 0.2), "filled_for_won", True),
        ("Lead Quality", np.where(RNG.random(1_000) < 0.6, QUALITY, ""),
         "assessed", True),
        ("call duration", (Y + RNG.normal(0, 1.2, 1_000) + 5) * 60, "during", True),
        ("last_contact", np.where(Y + RNG.normal(0, 0.6, 1_000) > 0.5, "mail", "call").tolist(), "latest", False),
    ],
)  # fmt: skip
def test_each_rule(name, cells, rule, left_out):
    flags = find_leaks(with_column(name, cells), WON)
    assert [(flag.column, flag.rule, flag.leave_out) for flag in flags] == [(name, rule, left_out)]
    assert flags[0].reason


@pytest.mark.parametrize("name", ["last name", "index of need", "time on page", "status", "duration of stay"])
def test_a_name_alone_proves_nothing(name):
    assert find_leaks(with_column(name, RNG.choice(["a", "b", "c"], 1_000).tolist()), WON) == ()


def test_what_is_left_out_and_what_is_kept():
    table = with_column("close date", ["2024-05-01", "2024-05-02", "2024-05-03", "2024-05-06"] * 250)
    flags = find_leaks(table, WON)
    assert kept(table, flags).keys() == TABLE.keys()
    assert kept(table, flags, ["close date"]).keys() == table.keys()


def test_open_leads_are_not_looked_at_and_one_outcome_shows_nothing():
    assert find_leaks(TABLE, [0.5] * 1_000) == ()
    assert find_leaks(TABLE, [1.0] * 1_000) == ()
