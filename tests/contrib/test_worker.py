"""A scorer in a process of its own: whatever it does, the lead keeps its other scores, and its history tells."""

import os
import threading
from datetime import UTC, datetime, timedelta

import pytest

from leadkit import LeadDesk, Playbook, Priority, Score
from leadkit.contrib.worker import DeadlineMissed, WorkerDied, WorkerFailed, WorkerScorer
from leadkit.model import Axis, Contribution, Lead
from leadkit.model.events import PluginFailed
from leadkit.steps.scoring import Combined, RuleScorer

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEAD = Lead("lead-1", AT, AT, company="Acme")
LONG, SHORT = timedelta(minutes=2), timedelta(milliseconds=50)


class Answers:
    def score(self, lead, activities, at):
        return Score((Contribution(Axis.FIT, len(lead.company), "long name"),), Priority.LOW, at)


class Hangs:
    def score(self, lead, activities, at):
        threading.Event().wait()


class Exits:
    def score(self, lead, activities, at):
        os._exit(3)


class Raises:
    def score(self, lead, activities, at):
        raise ValueError(f"about {lead.company}")


class Nonsense:
    def score(self, lead, activities, at):
        return float("nan")


class ExitsOnce:
    """Ends its process for the lead called so, and answers for others."""

    def score(self, lead, activities, at):
        return Exits().score(lead, activities, at) if lead.company == "exit" else Answers().score(lead, activities, at)


def test_an_answer_comes_through():
    with WorkerScorer(Answers, deadline=LONG) as scorer:
        assert scorer.score(LEAD, (), AT) == Answers().score(LEAD, (), AT)
        assert scorer.score(LEAD, (), AT).total == 4


@pytest.mark.parametrize(
    ("make", "deadline", "error", "told"),
    [
        (Hangs, SHORT, DeadlineMissed, "within 0.05 seconds"),
        (Exits, LONG, WorkerDied, "ended"),
        (Raises, LONG, WorkerFailed, "ValueError"),
        (Nonsense, LONG, WorkerFailed, "InvalidRecord"),
    ],
)
def test_a_scorer_that_does_not_answer_is_told_apart(make, deadline, error, told):
    with WorkerScorer(make, deadline=deadline) as scorer:
        with pytest.raises(error, match=told) as caught:
            scorer.score(LEAD, (), AT)
        assert "Acme" not in str(caught.value)


def test_after_a_lost_process_another_one_answers():
    with WorkerScorer(ExitsOnce, deadline=LONG) as scorer:
        assert scorer.score(LEAD, (), AT).total == 4
        with pytest.raises(WorkerDied):
            scorer.score(Lead("2", AT, AT, company="exit"), (), AT)
        assert scorer.score(LEAD, (), AT).total == 4


def test_what_cannot_be_built_is_a_failure_of_the_worker():
    with WorkerScorer(_broken, deadline=LONG) as scorer, pytest.raises(WorkerFailed, match="ZeroDivisionError"):
        scorer.score(LEAD, (), AT)


def _broken():
    raise ZeroDivisionError


@pytest.mark.parametrize(("make", "deadline", "error"), [(Hangs, SHORT, "DeadlineMissed"), (Exits, LONG, "WorkerDied")])
def test_the_lead_keeps_its_other_scores_and_the_failure_is_in_its_history(make, deadline, error):
    with WorkerScorer(make, deadline=deadline) as worker:
        desk = LeadDesk.in_memory(playbook=Playbook(scorer=Combined([RuleScorer(), worker])))
        lead = desk.leads.capture(email="ann@example.com", company="Acme").lead
        assert lead.score.total == 7
        failed = [event for event in desk.leads.history(lead.id) if isinstance(event, PluginFailed)]
        assert {(event.plugin, event.error) for event in failed} == {("WorkerScorer", error)}


def test_closing_twice_is_fine():
    scorer = WorkerScorer(Answers, deadline=LONG)
    scorer.close()
    scorer.close()
