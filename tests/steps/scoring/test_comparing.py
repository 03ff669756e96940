"""Two models beside each other; one beside what became of the leads; and whether a segment gets more than others."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from attrs import evolve

from leadkit import Channel, Lead, LeadDesk, Priority, Score
from leadkit.errors import InvalidPlaybook
from leadkit.model import Axis, Contribution, Source
from leadkit.steps.scoring import (
    Band,
    Combined,
    Gate,
    Past,
    Rule,
    RuleScorer,
    Shadowed,
    Split,
    answered,
    backtest,
    diff,
    past,
    slices,
)
from leadkit.testing import FrozenClock

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def leads(count=100):
    return [
        Lead(
            f"lead-{n:03}",
            NOW,
            NOW,
            company="Acme" * (n % 2),
            industry=("it", "steel")[n % 3 == 0],
            job_title="CEO" * (n % 5 == 0),
        )
        for n in range(count)
    ]


def model(company, title=30, **settings):
    return RuleScorer(
        [Rule("company", "filled", True, company), Rule("job_title", "contains", "ceo", title)], **settings
    )


def test_a_change_of_rules_is_told_in_leads_before_it_is_made():
    cases = [(lead, ()) for lead in leads()]
    found = diff(model(20), model(55), cases, NOW, most=3)
    mql = next(each for each in found.crossings if each.name == "mql")
    assert len(mql.up) == 40  # those with a company who had not crossed it as a chief already
    assert str(mql) == "40 leads would cross MQL, 0 leads would fall below"
    assert (found.leads, found.changed) == (100, 50)
    assert found.mean == pytest.approx(17.5)
    assert found.priorities[Priority.LOW, Priority.HIGH] == 40
    assert sum(found.grades.values()) == 100
    assert [str(change) for change in found.moved[0].changes] == ["+35 company is known (more)"]
    assert "50 of 100 leads change, by +17.5 points on average of all" in str(found)


def test_the_other_way_round_the_same_leads_fall():
    cases = [(lead, ()) for lead in leads()]
    there, back = diff(model(20), model(55), cases, NOW), diff(model(55), model(20), cases, NOW)
    assert [(each.up, each.down) for each in there.crossings] == [(each.down, each.up) for each in back.crossings]
    assert there.mean == -back.mean


def test_no_change_changes_nothing_and_what_was_said_last_does_not_matter():
    cases = [(evolve(lead, score=model(55).score(lead, (), NOW)), ()) for lead in leads()]
    found = diff(model(55), model(55), cases, NOW)
    assert (found.changed, found.moved) == (0, ())
    assert not any(each.up or each.down for each in found.crossings)


def test_a_new_gate_takes_leads_down():
    cases = [(lead, ()) for lead in leads()]
    found = diff(model(55), model(55, gates=[Gate("industry", "is", "steel")]), cases, NOW)
    mql = next(each for each in found.crossings if each.name == "mql")
    assert len(mql.down) == sum(bool(lead.company) and lead.industry == "steel" for lead in leads())


# --- beside each other in the desk


class Own:
    def __init__(self, points):
        self.points = points

    def score(self, lead, activities, at):
        if isinstance(self.points, type):
            raise self.points
        return Score((Contribution(Axis.FIT, self.points, "own"),), Priority.LOW, at, "own")


def test_a_split_gives_each_lead_the_same_arm_for_ever_and_keeps_the_weights():
    split = Split([(Own(1), 3), (Own(2), 1)], "spring")
    first = [split.score(lead, (), NOW).total for lead in leads(1000)]
    assert first == [split.score(evolve(lead, company="other"), (), NOW).total for lead in leads(1000)]
    assert Counter(first)[2] == pytest.approx(250, abs=60)
    assert first != [Split([(Own(1), 3), (Own(2), 1)], "autumn").score(lead, (), NOW).total for lead in leads(1000)]


def test_an_arm_of_rules_says_which_it_was():
    split = Split([(RuleScorer(name="old"), 1), (RuleScorer(name="new"), 1)], "x")
    assert {split.score(lead, (), NOW).model.split()[0] for lead in leads(20)} == {"old", "new"}


def test_a_shadow_is_heard_and_never_counts():
    heard = []
    shadowed = Shadowed(Own(1), Own(2), lambda *told: heard.append(told))
    assert shadowed.score(leads()[0], (), NOW).total == 1
    ((lead_id, live, shadow),) = heard
    assert (lead_id, live.total, shadow.total) == ("lead-000", 1, 2)


@pytest.mark.parametrize("fault", [ValueError, SystemExit, MemoryError])
def test_a_shadow_that_fails_is_heard_as_nothing_and_neither_does_a_deaf_listener_matter(fault):
    heard = []
    assert Shadowed(Own(1), Own(fault), lambda *told: heard.append(told[2])).score(leads()[0], (), NOW).total == 1
    assert heard == [None]

    def deaf(*_):
        raise fault

    assert Shadowed(Own(1), Own(2), deaf).score(leads()[0], (), NOW).total == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Split([], "x"),
        lambda: Split([(Own(1), 0)], "x"),
        lambda: Split([(5, 1)], "x"),
        lambda: Split([(Combined([Own(1)]), 1)], "x"),
        lambda: Combined([]),
        lambda: Combined([Combined([Own(1)])]),
        lambda: Combined([Own(1)], {"hot": 1}),
        lambda: Combined([Own(1)], hysteresis=101),
        lambda: Shadowed(Own(1), None, print),
    ],
)
def test_what_is_no_scorer_is_refused(wrong):
    with pytest.raises(InvalidPlaybook):
        wrong()


def test_combined_points_add_up_and_gates_close():
    lead = leads()[1]
    both = Combined([model(20), Own(30)]).score(lead, (), NOW)
    assert (both.total, both.priority, both.grade) == (50, Priority.HIGH, "C3")
    closing = model(20, gates=[Gate("company", "filled", True, "no")])
    assert Combined([closing, Own(99)]).score(lead, (), NOW).priority is Priority.LOW


def test_what_was_reached_together_does_not_flap():
    lead, scored = leads()[1], []
    for own in (25, 30, 26, 24, 26):
        both = Combined([model(20), Own(own)])
        lead = evolve(lead, score=both.score(lead, (), NOW))
        scored.append((lead.score.total, lead.score.priority))
    high, medium = Priority.HIGH, Priority.MEDIUM
    assert scored == [(45, medium), (50, high), (46, high), (44, medium), (46, medium)]
    assert Combined([model(20), Own(26)], hysteresis=0).score(lead, (), NOW).priority is medium
    held = evolve(lead, score=Combined([model(20), Own(30)]).score(lead, (), NOW))
    assert Combined([model(21), Own(26)]).score(held, (), NOW).priority is medium, "of another model"


def test_neither_does_the_grade_of_the_rules_among_them():
    lead, grades = leads()[1], []
    fit = [Rule("company", "filled", True, 50), Rule("owner", "filled", True, -4)]
    for owner in (None, "li", None):
        lead = evolve(lead, owner=owner)
        lead = evolve(lead, score=Combined([RuleScorer(fit), Own(1)]).score(lead, (), NOW))
        grades.append((lead.score.grade, lead.score.reached))
    assert grades == [("A3", "mql")] * 3


# --- a scorer that changes what it is handed


class Changes:
    def __init__(self, change):
        self.change = change

    def score(self, lead, activities, at):
        self.change(lead)
        return Score((), Priority.LOW, at)


@pytest.mark.parametrize(
    "change",
    [
        lambda lead: object.__setattr__(lead, "company", "mine"),
        lambda lead: lead.__dict__.update(status="won"),
        lambda lead: object.__setattr__(lead.source, "label", "mine"),
        lambda lead: dict.__setitem__(lead.extra, "x", 5),
        lambda lead: object.__setattr__(lead.emails[0] if lead.emails else lead, "raw", "y"),
    ],
)
def test_what_a_scorer_does_to_a_lead_never_reaches_it(change):
    desk = LeadDesk.in_memory(playbook=_playbook(Combined([RuleScorer(), Changes(change)])))
    lead = desk.leads.capture(email="ann@example.com", company="Acme").lead
    assert (lead.company, lead.status, lead.source.label, dict(lead.extra), lead.score.total) == (
        "Acme",
        "new",
        "",
        {},
        7,
    )
    assert lead.emails[0].raw == "ann@example.com"
    failed = [event.error for event in desk.leads.history(lead.id) if hasattr(event, "plugin")]
    assert set(failed) == {"InvalidRecord"}


def _playbook(scorer):
    from leadkit import Playbook

    return Playbook(scorer=scorer)


def test_our_own_rules_are_asked_without_copies():
    lead = leads()[1]
    assert answered(model(5), lead, (), NOW) == model(5).score(lead, (), NOW)


# --- what became of them


def cases(signal, count=400):
    dice = Random(3)
    return [Past(lead, (), NOW, dice.random() < (0.4 if signal and lead.company else 0.1)) for lead in leads(count)]


def test_a_backtest_tells_a_signal_from_chance():
    found, chance = backtest(model(50), cases(signal=True)), backtest(model(50), cases(signal=False))
    assert found.auc > 0.6
    assert found.tells
    assert not chance.tells
    assert "no more than chance" in str(chance)
    high, _, low = found.priorities
    assert high.rate > 2 * low.rate
    assert sum(band.leads for band in found.grades) == found.leads == 400
    assert sum(band.won for band in found.priorities) == found.won


def test_a_share_has_an_interval_and_few_leads_have_no_share():
    low, high = Band("A1", 100, 20).interval
    assert (round(low, 3), round(high, 3)) == (0.133, 0.289)  # Wilson, worked out by hand
    assert Band("A1", 0, 0).interval == (0.0, 1.0)
    assert str(Band("A1", 100, 20)) == "A1: 20 of 100 won, 20.0% (13.3% to 28.9%)"
    assert str(Band("A1", 19, 9)) == "A1: 9 of 19 won, not enough data"


def test_without_winners_there_is_nothing_to_tell():
    found = backtest(model(50), [Past(lead, (), NOW, won=False) for lead in leads()])
    assert (found.auc, found.tells, str(found)) == (None, False, "100 leads, 0 won: nothing to tell apart")
    assert backtest(model(50), []).leads == 0


def test_a_past_lead_is_what_its_history_says():
    clock = FrozenClock(NOW)
    desk = LeadDesk.in_memory(now=clock)
    lead = desk.leads.capture(email="ann@example.com", name="Ann").lead
    clock.advance(timedelta(days=9))
    desk.leads.change(lead.id, company="Acme")
    history = desk.leads.history(lead.id)
    early = past(history, (), NOW + timedelta(days=7), won=True)
    assert (early.lead.company, early.won) == ("", True)
    assert past(history, (), NOW + timedelta(days=9), won=True).lead.company == "Acme"
    assert past(history, (), NOW - timedelta(days=1), won=True) is None


# --- segments


def test_a_segment_that_gets_systematically_less_stands_out():
    scored = [
        (lead, model(20).score(lead, (), NOW))
        for lead in [
            evolve(lead, source=Source((Channel.CHAT, Channel.PHONE)[n % 4 == 1])) for n, lead in enumerate(leads(400))
        ]
    ]
    by_channel = {row.value: row for row in slices(scored, "source.channel")}
    assert by_channel["phone"].unusual
    assert by_channel["phone"].apart > 0 > by_channel["chat"].apart
    assert by_channel["phone"].leads + by_channel["chat"].leads == 400
    assert not any(row.unusual for row in slices(scored, "industry"))


def test_small_segments_and_single_ones_tell_nothing():
    scored = [(lead, model(20).score(lead, (), NOW)) for lead in leads(30)]
    assert slices(scored, "id") == ()
    (everyone,) = slices(scored, "status")
    assert (everyone.apart, everyone.error, everyone.unusual) == (0.0, 0.0, False)
