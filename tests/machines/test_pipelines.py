"""A pipeline is data: several live side by side, and a wrong one is refused with every fault at once."""

import pytest

from leadkit.errors import InvalidMachine
from leadkit.kernel.decision import Refusal
from leadkit.kernel.statemachine import StatusType
from leadkit.machines.opportunity import DEFAULT_PIPELINE, ForecastCategory, Pipeline, Stage, enter
from leadkit.testing import check_machine

WON = Stage("paid", 100, ForecastCategory.CLOSED, type=StatusType.WON)
LOST = Stage("gone", 0, ForecastCategory.OMITTED, type=StatusType.LOST)
RENEWAL = Pipeline("renewal", [Stage("reminded", 60), Stage("agreed", 90, requires=["amount"]), WON, LOST])


def test_pipelines_live_side_by_side():
    assert RENEWAL.machine.name == "opportunity:renewal"
    assert RENEWAL.machine.permitted("reminded") == ("enter_agreed", "win", "lose")
    assert "reminded" not in DEFAULT_PIPELINE.machine.states
    assert [stage.name for stage in RENEWAL.open_stages] == ["reminded", "agreed"]
    check_machine(RENEWAL.machine)


def test_the_same_pipeline_has_one_machine():
    assert RENEWAL.machine is Pipeline("renewal", RENEWAL.stages).machine


def test_a_stage_may_require_fields_whichever_way_it_is_entered():
    class Deal:
        amount = None

    for source, reason in (("reminded", ""), ("paid", "reopened")):
        refusal = RENEWAL.machine.bind({}).select(source, enter("agreed"), Deal(), {}, reason)
        assert isinstance(refusal, Refusal)
        assert [(problem.code, problem.field) for problem in refusal.problems] == [("missing_field", "amount")]


def test_one_open_stage_is_a_pipeline():
    check_machine(Pipeline("tiny", [Stage("open", 50), WON, LOST]).machine)


def test_stages_are_found_by_name_and_by_type():
    assert RENEWAL.stage("agreed").probability == 90
    assert RENEWAL.closed(StatusType.WON) is WON
    assert RENEWAL.closed(StatusType.LOST) is LOST
    with pytest.raises(KeyError):
        RENEWAL.stage("proposal")


@pytest.mark.parametrize(
    ("stages", "codes"),
    [
        ([], {"closed_stages", "no_open_stage"}),
        ([Stage("open", 50)], {"closed_stages"}),
        ([Stage("open", 50), WON, LOST, Stage("closed", 100, type=StatusType.WON)], {"closed_stages"}),
        ([Stage("open", 50), Stage("open", 60), WON, LOST], {"duplicate_stage"}),
        ([Stage("open", 101), Stage("more", -1), WON, LOST], {"out_of_range"}),
        ([Stage("open", 50), Stage("later", 50, type=StatusType.ON_HOLD), WON, LOST], {"stage_type"}),
        ([WON, Stage("open", 50), LOST], {"stage_order"}),
        ([Stage("open", 101), Stage("open", 50), WON], {"closed_stages", "duplicate_stage", "out_of_range"}),
    ],
)
def test_a_wrong_pipeline_is_refused_with_every_fault(stages, codes):
    with pytest.raises(InvalidMachine) as refused:
        Pipeline("wrong", stages)
    assert {problem.code for problem in refused.value.problems} == codes


def test_the_default_pipeline_is_this_one():
    stages = [(s.name, s.probability, s.forecast, s.rot_days, s.type, s.requires) for s in DEFAULT_PIPELINE.stages]
    assert stages == [
        ("qualification", 10, "pipeline", 14, "open", ()),
        ("needs_analysis", 25, "pipeline", 14, "open", ()),
        ("proposal", 50, "best_case", 10, "open", ()),
        ("negotiation", 75, "commit", 10, "open", ()),
        ("won", 100, "closed", None, "won", ()),
        ("lost", 0, "omitted", None, "lost", ()),
    ]
