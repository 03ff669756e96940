"""The figures of a run add up."""

from leadkit import Problem
from leadkit.cli.job import RowOutcome
from leadkit.cli.summary import counted, summarised
from leadkit.steps import analytics
from leadkit.tabular import Row

BAD, ODD = Problem("empty_inquiry", None, "x"), Problem("email_invalid", "email", "x")


def row(number, repaired=False):
    return Row(number, number, (), "raw", repaired)


def test_every_outcome_counts_once(tmp_path):
    outcomes = [
        RowOutcome(row(1), lead_id="a", warnings=[ODD, ODD]),
        RowOutcome(row(2, repaired=True), lead_id="a", duplicate_of="a"),
        RowOutcome(row(3, repaired=True), problems=[BAD, ODD]),
        RowOutcome(row(4), lead_id="b"),
    ]
    summary = summarised(tmp_path / "x.csv", outcomes, analytics.overview((), ()), {"store": "leads.db"})
    assert (summary.rows_read, summary.captured, summary.duplicates, summary.rejected) == (4, 2, 1, 1)
    assert (summary.repaired, summary.warnings) == (2, 2)
    assert (summary.reject_codes, summary.warning_codes) == (
        {"empty_inquiry": 1, "email_invalid": 1},
        {"email_invalid": 2},
    )
    assert summary.as_json()["paths"] == {"store": "leads.db"}


def test_codes_are_counted_most_first():
    assert [*counted([BAD, ODD, ODD]).items()] == [("email_invalid", 2), ("empty_inquiry", 1)]
