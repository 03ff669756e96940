"""Scores at the desk: of any time, explained, of all leads; through merges, and whatever a plug-in does."""

from datetime import UTC, datetime, timedelta

import pytest

from leadkit import PageVisit, Playbook, Priority, Score
from leadkit.aio import LeadDesk
from leadkit.errors import InvalidRecord, NotFound
from leadkit.memory import AsyncStore
from leadkit.model import Axis, Call, Contribution, FormSubmission
from leadkit.model.events import LeadScored, PluginFailed
from leadkit.steps.scoring import Combined, Rule, RuleScorer, Split
from leadkit.testing import numbered_ids

LATER = datetime(2100, 1, 1, tzinfo=UTC)


async def captured(desk, **inquiry):
    return (await desk.leads.capture(**{"name": "Ann Lee", "email": "ann@example.com", **inquiry})).lead


async def news(desk, lead_id):
    return [event for event in await desk.leads.history(lead_id) if isinstance(event, LeadScored)]


# --- as of a time


async def test_every_score_that_was_ever_given_comes_out_again(desk, clock):
    lead = await captured(desk, company="Acme")
    for step in range(6):
        clock.advance(timedelta(days=9))
        await desk.leads.record(lead.id, (PageVisit("/pricing"), Call(), FormSubmission("demo"))[step % 3])
        await desk.leads.change(lead.id, job_title=("CEO", "", "总监")[step % 3])
        await desk.leads.score(lead.id)
    told = [event.changes["score"] for event in await news(desk, lead.id)]
    last_of = {score.at: score for score in told}
    assert len(last_of) == 7
    for at, score in last_of.items():
        assert await desk.leads.score(lead.id, at=at) == score
        assert (await desk.leads.explain(lead.id, at=at)).score == score


async def test_points_fade_without_anybody_doing_anything(desk, clock):
    lead = await captured(desk)
    await desk.leads.record(lead.id, FormSubmission("demo"))
    start = clock()
    at_first = await desk.leads.score(lead.id, at=start)
    after_45_days = await desk.leads.score(lead.id, at=start + timedelta(days=45))
    assert (at_first.on(Axis.ENGAGEMENT), after_45_days.on(Axis.ENGAGEMENT)) == (20, 10)
    assert (await desk.leads.get(lead.id)).score.total == at_first.total  # asking saves nothing


async def test_what_is_entered_late_counts_when_it_happened(desk, clock):
    lead = await captured(desk)
    clock.advance(timedelta(days=10))
    before = clock() - timedelta(days=5)
    assert (await desk.leads.score(lead.id, at=before)).on(Axis.ENGAGEMENT) == 0
    await desk.leads.record(lead.id, Call(), at=before - timedelta(hours=1))
    assert (await desk.leads.score(lead.id, at=before)).on(Axis.ENGAGEMENT) == 5


async def test_before_it_was_there_a_lead_has_no_score(desk, clock):
    lead = await captured(desk)
    with pytest.raises(NotFound, match="not_yet"):
        await desk.leads.score(lead.id, at=clock() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        await desk.leads.explain("nobody", at=clock())
    with pytest.raises(InvalidRecord, match="naive"):
        await desk.leads.score(lead.id, at=clock().replace(tzinfo=None))


async def test_other_rules_score_the_past_anew(clock):
    store, ids = AsyncStore(), numbered_ids()
    desk = LeadDesk(store=store, now=clock, new_id=ids)
    lead = await captured(desk, company="Acme")
    then = clock()
    clock.advance(timedelta(days=9))
    await desk.leads.change(lead.id, company="")
    other = LeadDesk(
        store=store,
        playbook=Playbook(scorer=RuleScorer([Rule("company", "filled", value=True, points=42)])),
        now=clock,
        new_id=ids,
    )
    assert (await other.leads.score(lead.id, at=then)).total == 42
    assert (await other.leads.score(lead.id)).total == 0


# --- through merges


async def merged(desk, *leads):
    plan = await desk.leads.plan_merge([each.id for each in leads], survivor=leads[0].id)
    return await desk.leads.merge(plan)


async def test_a_merge_keeps_points_and_taking_it_back_gives_each_its_own(make_desk, clock):
    each = Rule("activity.page_visit", "filled", value=True, points=4, repeat=True, decay="halved every 45 days")
    desk = make_desk(scorer=RuleScorer([each], bots=None))
    one, other = await captured(desk), await captured(desk, email="bob@example.com", name="Bob Ng")
    for lead in (one, one, other):
        await desk.leads.record(lead.id, PageVisit("/x"))
        clock.advance(timedelta(hours=1))
    before = [await desk.leads.score(lead.id) for lead in (one, other)]
    apart = clock()
    clock.advance(timedelta(hours=1))
    receipt = await merged(desk, one, other)
    assert (await desk.leads.score(one.id)).total == before[0].total + before[1].total == 12
    together = clock()
    await desk.leads.record(other.id, PageVisit("/y"))
    assert (await desk.leads.score(other.id)).total == 16
    assert [(await desk.leads.score(lead.id, at=apart)).total for lead in (one, other)] == [8, 4]
    clock.advance(timedelta(hours=1))
    await desk.leads.unmerge(receipt, reason="two people")
    scores = [(await desk.leads.score(lead.id)).total for lead in (one, other)]
    assert sum(scores) == 16  # what came for the other id while it stood for the survivor stays where it happened
    assert (await desk.leads.score(other.id, at=together)).total == 16
    assert [(await desk.leads.score(lead.id, at=apart)).total for lead in (one, other)] == [8, 4]


# --- all leads


async def test_all_leads_are_scored_anew_and_only_changes_are_told(make_desk, clock):
    desk = make_desk()
    leads = [await captured(desk, email=f"p{n}@example.com", name=f"Person {n}") for n in range(7)]
    for lead in leads[::2]:
        await desk.leads.record(lead.id, FormSubmission("demo"))
    clock.advance(timedelta(days=45))
    changed = [each async for each in desk.leads.rescore(batch=3)]
    assert {each.lead_id for each in changed} == {lead.id for lead in leads[::2]}
    assert {each.before.total - each.after.total for each in changed} == {10}
    for each in changed:
        assert (await desk.leads.get(each.lead_id)).score == each.after
    assert [each async for each in desk.leads.rescore(batch=3)] == []


async def test_a_lead_that_was_merged_away_is_not_scored_again(desk, clock):
    one, other = await captured(desk), await captured(desk, email="bob@example.com", name="Bob Ng")
    await desk.leads.record(other.id, FormSubmission("demo"))
    await merged(desk, one, other)
    clock.advance(timedelta(days=45))
    assert [each.lead_id async for each in desk.leads.rescore()] == [one.id]


# --- explained


async def test_the_desk_explains_in_both_languages(desk, clock):
    lead = await captured(desk, company="Acme")
    await desk.leads.record(lead.id, FormSubmission("demo"))
    clock.advance(timedelta(days=3))
    told = await desk.leads.explain(lead.id)
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
async def test_a_plug_in_that_fails_leaves_the_lead_its_other_scores(make_desk, answer):
    desk = make_desk(scorer=Combined([Own(30), Own(answer), RuleScorer()]))
    lead = await captured(desk, company="Acme")
    assert (lead.score.total, lead.score.priority) == (37, Priority.MEDIUM)
    failed = [event for event in await desk.leads.history(lead.id) if isinstance(event, PluginFailed)]
    assert [(event.step, event.plugin) for event in failed] == [("scoring", "Own")]


async def test_when_all_fail_the_lead_keeps_the_score_it_had(make_desk):
    flaky = Own(30)
    desk = make_desk(scorer=Combined([flaky]))
    lead = await captured(desk)
    flaky.answer = ValueError
    assert (await desk.leads.score(lead.id)).total == 30
    with pytest.raises(ValueError):  # noqa: PT011  whatever the scorer raises
        await desk.leads.explain(lead.id)
    assert await desk.leads.score(lead.id, at=LATER) is None


async def test_a_split_scores_each_lead_by_its_own_arm(make_desk):
    arms = [(RuleScorer(name="old"), 1), (RuleScorer(name="new", bands={"high": 1}), 1)]
    desk = make_desk(scorer=Split(arms, "spring"))
    leads = [await captured(desk, email=f"p{n}@example.com", name=f"Person {n}") for n in range(12)]
    assert {lead.score.model.split()[0] for lead in leads} == {"old", "new"}
    for lead in leads:
        assert (await desk.leads.explain(lead.id)).score.model == lead.score.model
        assert lead.priority is (Priority.HIGH if lead.score.model.startswith("new") else Priority.LOW)
