"""Hosts rename states, add their own, and bring guards; the result is checked like any other machine."""

from datetime import UTC, datetime

import pytest

from leadkit.errors import InvalidMachine
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.diagram import mermaid
from leadkit.kernel.statemachine import StatusType, Transition
from leadkit.machines.lead import LEAD, LeadTrigger
from leadkit.model import Lead
from leadkit.model.events import LeadMoved, moved
from leadkit.playbook import GUARDS, Playbook
from leadkit.serialization import from_json, to_json
from leadkit.testing import check_machine

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)
DEMO = LEAD.extended(
    states={"demo": StatusType.OPEN},
    triggers=["show"],
    transitions=[
        Transition("working", "show", "demo", ["has_room"]),
        Transition("demo", LeadTrigger.QUALIFY, "qualified"),
        Transition("demo", LeadTrigger.DISQUALIFY, "disqualified", needs_reason=True),
    ],
    labels={"new": "新线索", "void": "作废"},
)
OPEN_ROOM = {**GUARDS, "has_room": lambda lead: lead.team == "showroom"}


def test_an_added_status_is_reached_and_left_like_our_own():
    check_machine(DEMO, OPEN_ROOM)
    bound = DEMO.bind(OPEN_ROOM)
    lead = Lead("1", AT, AT, status="working", team="showroom")
    shown = moved(lead, bound, "show", LeadMoved, AT)
    assert isinstance(shown, Decision)
    assert shown.noun.status == "demo"
    assert from_json(to_json(shown.noun)) == shown.noun
    refused = moved(Lead("2", AT, AT, status="working"), bound, "show", LeadMoved, AT)
    assert isinstance(refused, Refusal)
    assert [(problem.code, problem.field) for problem in refused.problems] == [("guard_refused", "has_room")]


def test_the_machine_it_came_from_stays_as_it_was():
    assert "demo" not in LEAD.states
    assert LEAD.permitted("working") == tuple(trigger for trigger in DEMO.permitted("working") if trigger != "show")
    assert LEAD.labels == {}


def test_renaming_is_a_label_and_the_stored_name_stays():
    assert DEMO.label("new") == "新线索"
    assert DEMO.label("disqualified") == "disqualified"
    assert DEMO.initial == "new"
    assert "    new : 新线索\n" in mermaid(DEMO)


def test_a_guard_nobody_gave_is_noticed_when_the_playbook_is_built():
    with pytest.raises(InvalidMachine) as missing:
        Playbook(lead_machine=DEMO)
    assert [(problem.code, problem.field) for problem in missing.value.problems] == [("missing_guard", "has_room")]
    assert Playbook(lead_machine=DEMO, guards={"has_room": bool}).lead.machine is DEMO


def test_a_host_can_replace_one_of_our_guards():
    nobody = Playbook(guards={"reachable": lambda _: True}).lead
    lead = Lead("1", AT, AT, status="working")
    assert isinstance(moved(lead, nobody, LeadTrigger.QUALIFY, LeadMoved, AT), Decision)
    assert isinstance(moved(lead, Playbook().lead, LeadTrigger.QUALIFY, LeadMoved, AT), Refusal)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"states": {"island": StatusType.OPEN}}, "unreachable_state"),
        ({"triggers": ["dance"]}, "unused_trigger"),
        ({"transitions": [Transition("void", "assign", "new")]}, "final_state_leaves"),
        ({"transitions": [Transition("new", "assign", "nowhere")]}, "unknown_state"),
        ({"transitions": [Transition("new", "nurture", "void")]}, "ambiguous_rows"),
        ({"labels": {"nowhere": "Nirgends"}}, "unknown_state"),
        ({"final": ()}, "trap_state"),
    ],
)
def test_an_extension_that_breaks_the_table_cannot_be_built(change, code):
    with pytest.raises(InvalidMachine) as refused:
        LEAD.extended(**change)
    assert code in {problem.code for problem in refused.value.problems}
