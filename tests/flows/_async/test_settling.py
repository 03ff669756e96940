"""However a use case ends: the score is fresh, the next step is planned, state and events say the same."""

from datetime import timedelta

import pytest

from leadkit import Activity, PageVisit, Priority, Score
from leadkit.model import Axis, Call, Contribution
from leadkit.model.events import FollowUpPlanned, LeadScored, PluginFailed, replay
from leadkit.steps.scoring import Rule, RuleScorer


class Scorer:
    """Answers in turn what it was given; the last answer for ever. An exception is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def score(self, lead, activities, at):
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, type) and issubclass(answer, BaseException):
            raise answer
        return Score((Contribution(Axis.FIT, answer, "x"),), Priority.HIGH, at) if type(answer) is int else answer


async def captured(desk, **inquiry):
    return (await desk.leads.capture(**{"name": "Ann Lee", "email": "ann@example.com", **inquiry})).lead


def failures(history):
    return [(event.step, event.plugin, event.error) for event in history if isinstance(event, PluginFailed)]


# --- the score ------------------------------------------------------------------------------------------------------


async def test_a_lead_is_scored_when_it_is_captured_and_whenever_something_happens(desk):
    lead = await captured(desk, company="Acme")
    await desk.leads.record(lead.id, PageVisit("/blog"))
    await desk.leads.record(lead.id, PageVisit("/pricing", seconds=95))
    await desk.leads.change(lead.id, job_title="CEO")
    totals = [event.total for event in await desk.leads.history(lead.id) if isinstance(event, LeadScored)]
    assert totals == [7, 12, 27, 37]
    score = await desk.leads.score(lead.id)
    assert (score, score.priority) == ((await desk.leads.get(lead.id)).score, Priority.MEDIUM)


async def test_asking_for_the_score_again_is_no_news(desk, clock):
    lead = await captured(desk)
    clock.advance(timedelta(days=1))
    assert (await desk.leads.score(lead.id)) == lead.score
    assert await desk.leads.get(lead.id) == lead


async def test_qualifying_confirms_the_intent_in_the_score(desk):
    lead = await captured(desk)
    await desk.leads.assign(lead.id)
    qualified = await desk.leads.qualify(lead.id)
    assert "intent was confirmed" in {part.because for part in qualified.score.contributions}


@pytest.mark.parametrize("rule", [Rule("status", "is", "assigned", 5), Rule("owner", "is", "li", 5)])
async def test_a_rule_about_status_or_owner_holds_as_soon_as_they_change(make_desk, rule):
    desk = make_desk(scorer=RuleScorer([rule]))
    lead = await captured(desk)
    assigned = await desk.leads.assign(lead.id, to="li")
    assert (lead.score.total, assigned.score.total) == (0, 5)
    released = await desk.pool.release(lead.id, reason="on leave")
    assert released.score.total == 0


async def test_a_scorer_of_the_hosts_may_look_at_the_owner(make_desk):
    class ByOwner:
        def score(self, lead, activities, at):
            return Score((Contribution(Axis.FIT, len(lead.owner or ""), "x"),), Priority.LOW, at)

    desk = make_desk(scorer=ByOwner())
    assert (await desk.leads.assign((await captured(desk)).id, to="li")).score.total == 2


@pytest.mark.parametrize("answer", [None, float("nan"), "high", ValueError, SystemExit, MemoryError])
async def test_a_scorer_that_fails_leaves_the_old_score_and_is_reported(make_desk, answer):
    desk = make_desk(scorer=Scorer(77, answer))
    lead = await captured(desk)
    score = await desk.leads.score(lead.id)
    assert (score, score.total) == (lead.score, 77)
    ((step, plugin, _),) = failures(await desk.leads.history(lead.id))
    assert (step, plugin) == ("scoring", "Scorer")


async def test_a_scorer_that_never_worked_leaves_no_score_and_takes_no_lead_down(make_desk):
    desk = make_desk(scorer=Scorer(RuntimeError))
    lead = await captured(desk)
    assert (lead.score, lead.priority, await desk.leads.score(lead.id)) == (None, None, None)
    assert await desk.leads.find() != ()


async def test_a_failure_never_tells_what_the_error_said(make_desk):
    class Leaky(Exception):
        pass

    class Careless:
        def score(self, lead, activities, at):
            raise Leaky(f"cannot score {lead.emails}")

    desk = make_desk(scorer=Careless())
    lead = await captured(desk)
    assert failures(await desk.leads.history(lead.id)) == [("scoring", "Careless", "Leaky")]
    assert "ann@" not in "".join(map(str, await desk.leads.history(lead.id)))


async def test_an_interrupt_is_no_failure_of_a_plug_in(make_desk):
    desk = make_desk(scorer=Scorer(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        await captured(desk)
    assert await desk.leads.find() == ()


# --- the next step --------------------------------------------------------------------------------------------------


async def test_the_next_step_is_planned_when_a_lead_is_captured(desk, clock):
    lead = await captured(desk)
    follow_up = await desk.leads.follow_up(lead.id)
    assert (follow_up.lead_id, follow_up.due, follow_up.done_at) == (lead.id, clock() + timedelta(hours=24), None)
    (event,) = [event for event in await desk.leads.history(lead.id) if isinstance(event, FollowUpPlanned)]
    assert (event.follow_up_id, event.due) == (follow_up.id, follow_up.due)


async def test_a_new_owner_takes_the_next_step_over(desk, clock):
    lead = await captured(desk)
    first = await desk.leads.follow_up(lead.id)
    clock.advance(timedelta(hours=5))
    await desk.leads.assign(lead.id, to="li")
    second = await desk.leads.follow_up(lead.id)
    assert (second.id, second.due, second.owner) == (first.id, first.due, "li")


async def test_what_does_not_touch_the_plan_leaves_it_alone(desk, clock):
    lead = await captured(desk)
    first = await desk.leads.follow_up(lead.id)
    clock.advance(timedelta(hours=5))
    await desk.leads.record(lead.id, PageVisit("/pricing"))
    await desk.leads.change(lead.id, notes="hi")
    assert await desk.leads.follow_up(lead.id) == first


# --- state and events -----------------------------------------------------------------------------------------------


async def test_the_events_make_the_lead(desk, clock):
    lead = await captured(desk, company="Acme")
    await desk.leads.assign(lead.id, to="li")
    await desk.leads.record(lead.id, Call(result="interested"))
    clock.advance(timedelta(days=1))
    lead = await desk.leads.nurture(lead.id, reason="next year")
    history = await desk.leads.history(lead.id)
    assert replay(history) == lead
    assert [event.version for event in history] == [*range(1, lead.version + 1)]
    assert [event.at for event in history] == sorted(event.at for event in history)
    assert lead.updated_at == clock()


async def test_activities_come_oldest_first(desk, clock):
    lead = await captured(desk)
    late = await desk.leads.record(lead.id, Call(), by="li")
    early = await desk.leads.record(lead.id, PageVisit("/x"), at=clock() - timedelta(days=1))
    assert await desk.leads.activities(lead.id) == (early, late)
    assert isinstance(late, Activity)
    assert (late.by, late.at, late.kind) == ("li", clock(), "call")
