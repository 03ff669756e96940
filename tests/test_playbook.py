"""The playbook: parts that do not fit together are refused when it is built."""

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from leadkit import LeadDesk, Refused
from leadkit.errors import InvalidMachine, InvalidPlaybook
from leadkit.kernel.statemachine import StatusType, Transition
from leadkit.machines.lead import LEAD
from leadkit.machines.opportunity import DEFAULT_PIPELINE, Pipeline, Stage
from leadkit.playbook import Playbook
from leadkit.steps.assignment import AssignmentPolicy, LeastLoaded, Team
from leadkit.steps.cleansing import CleansingPolicy
from leadkit.steps.dedup import DuplicatePolicy


def test_a_missing_guard_is_found_when_the_playbook_is_built():
    machine = LEAD.extended(transitions=[Transition("new", "qualify", "qualified", ("is_vip",))])
    with pytest.raises(InvalidMachine) as wrong:
        Playbook(lead_machine=machine)
    assert wrong.value.problems[0].field == "is_vip"
    assert Playbook(lead_machine=machine, guards={"is_vip": bool}).lead


def test_faults_come_all_at_once():
    first, *others = DEFAULT_PIPELINE.stages
    pipeline = Pipeline(
        "ours", [evolve(first, requires=["expected_close"]), Stage("demo", 30, requires=["nosuch"]), *others]
    )
    with pytest.raises(InvalidPlaybook) as wrong:
        Playbook(pipelines=[pipeline], scorer=None, duplicates=DuplicatePolicy(strategy=5))
    assert {(problem.code, problem.field) for problem in wrong.value.problems} == {
        ("not_a_plug_in", "scorer"),
        ("not_a_plug_in", "duplicates.strategy"),
        ("unknown_field", "nosuch"),
    }


def test_a_class_is_no_plug_in():
    with pytest.raises(InvalidPlaybook, match="is a class; pass an object of it"):
        Playbook(assignment=AssignmentPolicy([Team("sales", ["an"])], strategy=LeastLoaded))


def test_pipelines_are_looked_up_by_name():
    playbook = Playbook(pipelines=[DEFAULT_PIPELINE, evolve(DEFAULT_PIPELINE, name="partners")])
    assert playbook.pipeline("").name == "default"
    assert playbook.deal("partners").machine.name == "opportunity:partners"
    with pytest.raises(InvalidPlaybook):
        playbook.pipeline("nosuch")
    with pytest.raises(InvalidPlaybook):
        Playbook(pipelines=[DEFAULT_PIPELINE, DEFAULT_PIPELINE])


def test_a_team_is_a_list_of_owners_and_no_text():
    with pytest.raises(InvalidPlaybook):
        Team("sales", "amy")


def test_a_playbook_changes_by_copy():
    playbook = Playbook()
    changed = evolve(playbook, cleansing=CleansingPolicy(region="CN"))
    assert (playbook.cleansing.region, changed.cleansing.region) == ("", "CN")
    assert playbook == Playbook() != changed
    with pytest.raises(FrozenInstanceError):
        playbook.cleansing = changed.cleansing


def test_a_guard_of_the_hosts_goes_before_ours():
    desk = LeadDesk.in_memory(playbook=Playbook(guards={"reachable": lambda lead: lead.company == "Acme"}))
    acme = desk.leads.capture(email="ann@example.com", company="Acme", owner="li").lead
    other = desk.leads.capture(email="bob@example.com", company="Beta", owner="li").lead
    assert desk.leads.qualify(acme.id).status == "qualified"
    with pytest.raises(Refused, match="guard_refused"):
        desk.leads.qualify(other.id)


def test_a_host_may_add_statuses_and_moves_of_its_own():
    machine = LEAD.extended(
        states={"demo": StatusType.OPEN},
        triggers=["book", "hold_demo"],
        transitions=[
            Transition("working", "book", "demo"),
            Transition("demo", "hold_demo", "qualified", needs_reason=True),
            Transition("demo", "disqualify", "disqualified", needs_reason=True),
        ],
    )
    desk = LeadDesk.in_memory(playbook=Playbook(lead_machine=machine))
    lead = desk.leads.capture(email="ann@example.com", name="Ann", owner="li").lead
    assert desk.leads.place(lead.id, "demo", reason="x").status == "demo"
    assert desk.leads.follow_up(lead.id) is not None
    assert desk.leads.move(lead.id, "hold_demo", reason="went well").status == "qualified"
    assert desk.leads.convert(lead.id).lead.status == "converted"
    assert [step.leads for step in desk.reports.funnel()] == [1, 1, 1, 1, 1, 0]
