"""What the report is made of: lists in their order, doubts, and hosts whose plug-ins fail."""

from datetime import UTC, datetime, timedelta

import pytest

from leadkit.contrib.report import call_list, doubts, figures_of, material_of, render
from leadkit.desk._sync import LeadDesk
from leadkit.memory import Store
from leadkit.model import Channel
from leadkit.playbook import Playbook
from leadkit.steps.dedup import DuplicatePolicy
from leadkit.steps.followup import FollowUpPolicy

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
LATER = AT + timedelta(days=3)
PEOPLE = (
    ("Thomas Hollow", "thollow@eastfield-pumps.com", Channel.FILE),
    ("Thomas Holland", "tholland@eastfield-pumps.com", Channel.FILE),
    ("Ada Marsh", "ada@marsh-tools.com", Channel.REFERRAL),
)


class Failing:
    def score(self, lead, activities, at):
        raise ValueError("no")

    def judge(self, incoming, candidates):
        raise ValueError("no")


@pytest.fixture
def store():
    store = Store()
    desk = LeadDesk(store=store, now=lambda: AT)
    for name, email, channel in PEOPLE:
        desk.leads.capture(name=name, email=email, company=email.partition("@")[2], channel=channel)
    return store


def test_calls_stand_by_priority_score_and_time(store):
    calls = call_list(material_of(LeadDesk(store=store, now=lambda: AT)))
    assert str(calls[0].lead.name) == "Ada Marsh"
    assert [call.lead.score.total for call in calls] == sorted((call.lead.score.total for call in calls), reverse=True)


def test_what_was_in_doubt_is_what_comparing_all_with_all_finds(store):
    desk = LeadDesk(store=store, now=lambda: AT)
    found, all_pairs = list(doubts(desk, material_of(desk).leads)), list(desk.leads.duplicates())
    assert [(pair.lead.id, pair.other.id) for pair in found] == [(pair.lead.id, pair.other.id) for pair in all_pairs]
    assert len(found) == 1


def test_who_was_kept_apart_is_not_asked_about_again(store):
    desk = LeadDesk(store=store, now=lambda: AT)
    (pair,) = doubts(desk, material_of(desk).leads)
    desk.leads.keep_apart(pair.lead.id, pair.other.id, reason="two people")
    assert list(doubts(desk, material_of(desk).leads)) == []


def test_plug_ins_that_fail_do_not_cost_the_report(store):
    playbook = Playbook(scorer=Failing(), duplicates=DuplicatePolicy(strategy=Failing()))
    desk = LeadDesk(store=store, playbook=playbook, now=lambda: AT)
    material = material_of(desk)
    figures = figures_of(desk, material, LATER, pairs=doubts(desk, material.leads))
    assert len(figures.pairs) == 1
    assert all(call.why for call in figures.calls), "the reasons of the last score are told"
    assert "Ada Marsh" in render(figures)


def test_times_are_shown_in_the_zone_of_the_policy(store):
    playbook = Playbook(follow_up=FollowUpPolicy(zone="Asia/Shanghai"))
    desk = LeadDesk(store=store, playbook=playbook, now=lambda: AT)
    figures = figures_of(desk, material_of(desk), LATER, pairs=())
    assert figures.as_of.utcoffset() == timedelta(hours=8)
    assert figures.as_of == LATER


def test_the_lists_and_the_leads_behind_the_numbers_agree(store):
    desk = LeadDesk(store=store, now=lambda: AT)
    figures = figures_of(desk, material_of(desk), LATER, pairs=())
    assert {call.lead for call in figures.calls} <= set(figures.leads)
    assert {row.lead for row in figures.deadlines} <= set(figures.leads)
    for row in figures.quality:
        assert sum(row.flaw in lead.flaws for lead in figures.leads) == row.leads
    for step in figures.funnel:
        reached = [
            lead
            for lead in figures.leads
            if list(type(step.stage)).index(lead.stage) >= list(type(step.stage)).index(step.stage)
        ]
        assert len(reached) == step.leads


def test_how_long_conversion_takes_is_told_once_leads_were_watched_for_a_day(store):
    desk = LeadDesk(store=store, now=lambda: AT)
    material = material_of(desk)
    assert figures_of(desk, material, AT + timedelta(hours=23), pairs=()).conversion is None
    assert figures_of(desk, material, AT + timedelta(hours=24), pairs=()).conversion is not None
