"""The playbook: parts that do not fit together are refused when it is built."""

import pytest
from attrs import evolve

from leadkit.errors import InvalidMachine, InvalidPlaybook
from leadkit.kernel.statemachine import Transition
from leadkit.machines.lead import LEAD
from leadkit.machines.opportunity import DEFAULT_PIPELINE, Pipeline, Stage
from leadkit.playbook import Playbook
from leadkit.steps.assignment import Team
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
