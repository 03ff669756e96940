# Derived from tests/flows/_async/test_backtesting.py by tools/twins.py; edit that file.
"""A scorer asked about the store's own past: as of before the outcome, and nothing that came after it leaks in."""

from datetime import timedelta

import pytest

from leadkit import Priority, Score
from leadkit.model import Axis, Contribution, FormSubmission, Note
from leadkit.steps.scoring import RuleScorer

DAY = timedelta(days=1)


class Sees:
    """Notes what it is shown."""

    def __init__(self):
        self.seen = {}

    def score(self, lead, activities, at):
        self.seen[lead.name.full] = (str(lead.status), lead.score, len(activities), at)
        points = len(activities)
        return Score((Contribution(Axis.FIT, points, "seen"),) if points else (), Priority.LOW, at, "sees")


def worked(desk, clock, name, *, won, forms=0):
    """A lead that was won or lost 10 days after it came."""
    lead = (desk.leads.capture(name=name, email=f"{name[0]}@example.com", owner="an")).lead
    for _ in range(forms):
        desk.leads.record(lead.id, FormSubmission("demo"))
    clock.advance(10 * DAY)
    if won is None:
        return lead
    if won:
        desk.leads.qualify(lead.id)
        clock.advance(DAY)
        desk.leads.convert(lead.id)
    else:
        desk.leads.disqualify(lead.id, reason="no budget")
    clock.advance(DAY)
    desk.leads.record(lead.id, Note("closed"))
    return lead


def test_each_lead_is_scored_as_it_was_before_its_outcome(make_desk, clock):
    desk, scorer = make_desk(), Sees()
    worked(desk, clock, "Ann Won", won=True, forms=2)
    worked(desk, clock, "Bo Lost", won=False)
    worked(desk, clock, "Cy Open", won=None, forms=1)
    found = desk.reports.backtest(scorer)
    assert (found.leads, found.won, found.auc) == (2, 1, 1.0)
    assert {name: seen[:3] for name, seen in scorer.seen.items()} == {
        "Ann Won": ("qualified", None, 2),
        "Bo Lost": ("assigned", None, 0),
    }
    assert found == desk.reports.backtest(scorer, batch=1)


def test_at_an_age_nothing_later_is_known_and_who_was_decided_sooner_is_left_out(make_desk, clock):
    desk, scorer = make_desk(), Sees()
    lead = worked(desk, clock, "Ann Won", won=True, forms=1)
    worked(desk, clock, "Bo Lost", won=False)
    assert (desk.reports.backtest(scorer, age=2 * DAY)).leads == 2
    assert scorer.seen["Ann Won"] == ("assigned", None, 1, lead.created_at + 2 * DAY)
    found = desk.reports.backtest(scorer, age=10.5 * DAY)
    assert (found.leads, found.won) == (1, 1)
    assert (desk.reports.backtest(age=90 * DAY)).leads == 0


def test_few_leads_are_no_percentage(make_desk, clock):
    desk = make_desk(scorer=RuleScorer())
    for name in ("Ann Won", "Bo Won"):
        worked(desk, clock, name, won=True)
    worked(desk, clock, "Cy Lost", won=False)
    found = desk.reports.backtest()
    assert "%" not in str(found)
    assert [found.lift(band) for band in found.priorities] == [None, None, None]


def test_a_scorer_that_fails_says_so(make_desk, clock):
    class Broken:
        def score(self, lead, activities, at):
            raise ConnectionError

    desk = make_desk()
    worked(desk, clock, "Ann Won", won=True)
    with pytest.raises(ConnectionError):
        desk.reports.backtest(Broken())
