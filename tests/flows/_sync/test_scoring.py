# Derived from tests/flows/_async/test_scoring.py by tools/twins.py; edit that file.
"""Scores at the desk: of any time, explained, of all leads; through merges, and whatever a plug-in does."""

from datetime import UTC, datetime, timedelta

import pytest

from leadkit import LeadDesk, PageVisit, Playbook, Priority, Score
from leadkit.errors import InvalidRecord, NotFound
from leadkit.memory import Store
from leadkit.model import Axis, Call, Contribution, FormSubmission
from leadkit.model.events import LeadScored, PluginFailed
from leadkit.steps.scoring import Combined, Rule, RuleScorer, Split
from leadkit.testing import numbered_ids

LATER = datetime(2100, 1, 1, tzinfo=UTC)


def captured(desk, **inquiry):
    return (desk.leads.capture(**{"name": "Ann Lee", "email": "ann@example.com", **inquiry})).lead


def news(desk, lead_id):
    return [event for event in desk.leads.history(lead_id) if isinstance(event, LeadScored)]


# --- as of a time


def test_every_score_that_was_ever_given_comes_out_again(desk, clock):
    lead = captured(desk, company="Acme")
    for step in range(6):
        clock.advance(timedelta(days=9))
        desk.leads.record(lead.id, (PageVisit("/pricing"), Call(), FormSubmission("demo"))[step % 3])
        desk.leads.change(lead.id, job_title=("CEO", "", "总监")[step % 3])
        desk.leads.score(lead.id)
    told = [event.changes["score"] for event in news(desk, lead.id)]
    last_of = {score.at: score for score in told}
    assert len(last_of) == 7
    for at, score in last_of.items():
        assert desk.leads.score(lead.id, at=at) == score
        assert (desk.leads.explain(lead.id, at=at)).score == score


def test_points_fade_without_anybody_doing_anything(desk, clock):
    lead = captured(desk)
    desk.leads.record(lead.id, FormSubmission("demo"))
    start = clock()
    at_first = desk.leads.score(lead.id, at=start)
    after_45_days = desk.leads.score(lead.id, at=start + timedelta(days=45))
    assert (at_first.on(Axis.ENGAGEMENT), after_45_days.on(Axis.ENGAGEMENT)) == (20, 10)
    assert (desk.leads.get(lead.id)).score.total == at_first.total  # asking saves nothing


def test_what_is_entered_late_counts_when_it_happened(desk, clock):
    lead = captured(desk)
    clock.advance(timedelta(days=10))
    before = clock() - timedelta(days=5)
    assert (desk.leads.score(lead.id, at=before)).on(Axis.ENGAGEMENT) == 0
    desk.leads.record(lead.id, Call(), at=before - timedelta(hours=1))
    assert (desk.leads.score(lead.id, at=before)).on(Axis.ENGAGEMENT) == 5


def test_before_it_was_there_a_lead_has_no_score(desk, clock):
    lead = captured(desk)
    with pytest.raises(NotFound, match="not_yet"):
        desk.leads.score(lead.id, at=clock() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        desk.leads.explain("nobody", at=clock())
    with pytest.raises(InvalidRecord, match="naive"):
        desk.leads.score(lead.id, at=clock().replace(tzinfo=None))


def test_other_rules_score_the_past_anew(clock):
    store, ids = Store(), numbered_ids()
    desk = LeadDesk(store=store, now=clock, new_id=ids)
    lead = captured(desk, company="Acme")
    then = clock()
    clock.advance(timedelta(days=9))
    desk.leads.change(lead.id, company="")
    other = LeadDesk(
        store=store,
        playbook=Playbook(scorer=RuleScorer([Rule("company", "filled", value=True, points=42)])),
        now=clock,
        new_id=ids,
    )
    assert (other.leads.score(lead.id, at=then)).total == 42
    assert (other.leads.score(lead.id)).total == 0


# --- through merges


def merged(desk, *leads):
    plan = desk.leads.plan_merge([each.id for each in leads], survivor=leads[0].id)
    return desk.leads.merge(plan)


def test_a_merge_keeps_points_and_taking_it_back_gives_each_its_own(make_desk, clock):
    each = Rule("activity.page_visit", "filled", value=True, points=4, repeat=True, decay="halved every 45 days")
    desk = make_desk(scorer=RuleScorer([each], bots=None))
    one, other = captured(desk), captured(desk, email="bob@example.com", name="Bob Ng")
    for lead in (one, one, other):
        desk.leads.record(lead.id, PageVisit("/x"))
        clock.advance(timedelta(hours=1))
    before = [desk.leads.score(lead.id) for lead in (one, other)]
    apart = clock()
    clock.advance(timedelta(hours=1))
    receipt = merged(desk, one, other)
    assert (desk.leads.score(one.id)).total == before[0].total + before[1].total == 12
    together = clock()
    desk.leads.record(other.id, PageVisit("/y"))
    assert (desk.leads.score(other.id)).total == 16
    assert [(desk.leads.score(lead.id, at=apart)).total for lead in (one, other)] == [8, 4]
    clock.advance(timedelta(hours=1))
    desk.leads.unmerge(receipt, reason="two people")
    scores = [(desk.leads.score(lead.id)).total for lead in (one, other)]
    assert sum(scores) == 16  # what came for the other id while it stood for the survivor stays where it happened
    assert (desk.leads.score(other.id, at=together)).total == 16
    assert [(desk.leads.score(lead.id, at=apart)).total for lead in (one, other)] == [8, 4]


# --- all leads


def test_all_leads_are_scored_anew_and_only_changes_are_told(make_desk, clock):
    desk = make_desk()
    leads = [captured(desk, email=f"p{n}@example.com", name=f"Person {n}") for n in range(7)]
    for lead in leads[::2]:
        desk.leads.record(lead.id, FormSubmission("demo"))
    clock.advance(timedelta(days=45))
    changed = [each for each in desk.leads.rescore(batch=3)]
    assert {each.lead_id for each in changed} == {lead.id for lead in leads[::2]}
    assert {each.before.total - each.after.total for each in changed} == {10}
    for each in changed:
        assert (desk.leads.get(each.lead_id)).score == each.after
    assert [each for each in desk.leads.rescore(batch=3)] == []


def test_a_lead_that_was_merged_away_is_not_scored_again(desk, clock):
    one, other = captured(desk), captured(desk, email="bob@example.com", name="Bob Ng")
    desk.leads.record(other.id, FormSubmission("demo"))
    merged(desk, one, other)
    clock.advance(timedelta(days=45))
    assert [each.lead_id for each in desk.leads.rescore()] == [one.id]


# --- explained


def test_the_desk_explains_in_both_languages(desk, clock):
    lead = captured(desk, company="Acme")
    desk.leads.record(lead.id, FormSubmission("demo"))
    clock.advance(timedelta(days=3))
    told = desk.leads.explain(lead.id)
    assert told.sentence() == (
        "Medium priority (C2, 26 points): filled in a form 3 days ago, company is known and "
        "writes from a company address."
    )
    assert told.sentence("zh") == "中优先级（C2，26分）：3天前提交了表单、已知公司、使用企业邮箱。"
    assert [str(change) for change in told.changes] == ["-1 filled in a form (faded)"]


# --- plug-ins


class Own:
    def __init__(self, answer):
        self.answer = answer

    def score(self, lead, activities, at):
        if isinstance(self.answer, type) and issubclass(self.answer, BaseException):
            raise self.answer
        if isinstance(self.answer, int):
            return Score((Contribution(Axis.FIT, self.answer, "own"),), Priority.LOW, at, "own")
        return self.answer


@pytest.mark.parametrize("answer", [None, float("nan"), "high", ValueError, SystemExit, RecursionError])
def test_a_plug_in_that_fails_leaves_the_lead_its_other_scores(make_desk, answer):
    desk = make_desk(scorer=Combined([Own(30), Own(answer), RuleScorer()]))
    lead = captured(desk, company="Acme")
    assert (lead.score.total, lead.score.priority) == (37, Priority.MEDIUM)
    failed = [event for event in desk.leads.history(lead.id) if isinstance(event, PluginFailed)]
    assert [(event.step, event.plugin) for event in failed] == [("scoring", "Own")]


def test_when_all_fail_the_lead_keeps_the_score_it_had(make_desk):
    flaky = Own(30)
    desk = make_desk(scorer=Combined([flaky]))
    lead = captured(desk)
    flaky.answer = ValueError
    assert (desk.leads.score(lead.id)).total == 30
    with pytest.raises(ValueError):  # noqa: PT011  whatever the scorer raises
        desk.leads.explain(lead.id)
    assert desk.leads.score(lead.id, at=LATER) is None


def test_a_split_scores_each_lead_by_its_own_arm(make_desk):
    arms = [(RuleScorer(name="old"), 1), (RuleScorer(name="new", bands={"high": 1}), 1)]
    desk = make_desk(scorer=Split(arms, "spring"))
    leads = [captured(desk, email=f"p{n}@example.com", name=f"Person {n}") for n in range(12)]
    assert {lead.score.model.split()[0] for lead in leads} == {"old", "new"}
    for lead in leads:
        assert (desk.leads.explain(lead.id)).score.model == lead.score.model
        assert lead.priority is (Priority.HIGH if lead.score.model.startswith("new") else Priority.LOW)
