"""Every state × trigger of our machines has its verdict written here: a row that changes breaks a test on purpose."""

import pytest

from leadkit.kernel.decision import Refusal
from leadkit.kernel.statemachine import StatusType
from leadkit.machines.lead import LEAD, LeadGuard
from leadkit.machines.lifecycle import LIFECYCLE
from leadkit.machines.opportunity import DEFAULT_PIPELINE
from leadkit.machines.quote import QUOTE
from leadkit.playbook import GUARDS
from leadkit.testing import check_machine

PIPELINE = DEFAULT_PIPELINE.machine
MACHINES = (LEAD, QUOTE, LIFECYCLE, PIPELINE)

# One line a state, one column a trigger; the cell names the state it leads to, "." is refused. "!" behind it: a reason
# is needed, "+": a field, "?": a guard. Where several rows share a cell, they stand in the order they are tried.
EXPECTED = {
    "lead": """
        state        assign     release contact   nurture    qualify    convert    revert     disqualify    reactivate      void
        new          assigned+  new!    .         nurturing  .          .          .          disqualified! .               void!
        assigned     assigned+  new!    working   nurturing  qualified? .          .          disqualified! .               void!
        working      working+   new!    working   nurturing  qualified? .          .          disqualified! .               void!
        nurturing    assigned+  new!    working?  .          qualified? .          .          disqualified! .               void!
        qualified    qualified+ .       qualified nurturing! .          converted? .          disqualified! .               .
        converted    .          .       .         .          .          .          qualified! .             .               .
        disqualified .          .       .         .          .          .          .          .             assigned!?,new! void!
        void         .          .       .         .          .          .          .          .             .               .
    """,  # noqa: E501
    "quote": """
        state       send   accept    reject     expire    supersede
        draft       sent+  .         .          .         superseded
        sent        .      accepted  rejected!  expired+  superseded
        accepted    .      .         .          .         .
        rejected    .      .         .          .         .
        expired     .      .         .          .         .
        superseded  .      .         .          .         .
    """,
    "lifecycle": """
        state      target  cool        purchase  reward  demote  flag_risk  recover  churn     cancel
        potential  target  .           won       .       .       .          .        .         .
        target     .       potential!  won       .       .       .          .        .         .
        won        .       .           won       loyal   .       at_risk!   .        churned!  target!
        loyal      .       .           loyal     .       won!    at_risk!   .        churned!  .
        at_risk    .       .           won       .       .       .          won      churned!  .
        churned    .       .           won_back  .       .       .          .        .         .
        won_back   .       .           won_back  loyal   .       at_risk!   .        churned!  .
    """,
    "opportunity:default": """
        state           enter_qualification  enter_needs_analysis  enter_proposal  enter_negotiation  win  lose
        qualification   .                    needs_analysis        proposal        negotiation        won  lost!
        needs_analysis  qualification!       .                     proposal        negotiation        won  lost!
        proposal        qualification!       needs_analysis!       .               negotiation        won  lost!
        negotiation     qualification!       needs_analysis!       proposal!       .                  won  lost!
        won             qualification!       needs_analysis!       proposal!       negotiation!       .    .
        lost            qualification!       needs_analysis!       proposal!       negotiation!       .    .
    """,
}  # fmt: skip


def cells(name):
    """(state, trigger) → what stands in the expected table."""
    (_, *triggers), *lines = (line.split() for line in EXPECTED[name].strip().splitlines())
    return {(state, trigger): cell for state, *row in lines for trigger, cell in zip(triggers, row, strict=True)}


def cell(rows):
    """What the machine itself says, written as a cell."""
    written = (f"{row.target}{'!' * row.needs_reason}{'+' * len(row.requires)}{'?' * bool(row.guards)}" for row in rows)
    return ",".join(written) or "."


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_and_trigger_has_the_verdict_written_here(machine):
    found = {
        (state, trigger): cell(machine.rows(state, trigger)) for state in machine.states for trigger in machine.triggers
    }
    assert found == cells(machine.name)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_pair_without_a_row_is_refused_with_what_is_legal_instead(machine):
    bound = machine.bind(dict.fromkeys(LeadGuard, bool))
    for (state, trigger), written in cells(machine.name).items():
        if written == ".":
            refusal = bound.select(state, trigger, object(), {}, "because")
            assert isinstance(refusal, Refusal)
            assert [problem.code for problem in refusal.problems] == ["not_permitted"]
            legal = ", ".join(machine.permitted(state)) or "nothing: it is final"
            assert refusal.problems[0].message.endswith(f"legal is {legal}")


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_our_own_machines_pass_the_battery_that_hosts_get(machine):
    check_machine(machine, GUARDS)


GUARDED = {
    ("assigned", "qualify"): ("reachable",),
    ("working", "qualify"): ("reachable",),
    ("nurturing", "contact"): ("owned",),
    ("nurturing", "qualify"): ("owned", "reachable"),
    ("qualified", "convert"): ("identified",),
    ("disqualified", "reactivate"): ("owned",),
}
REQUIRED = {
    LEAD.name: {(state, "assign"): ("owner",) for state in ("new", "assigned", "working", "nurturing", "qualified")},
    QUOTE.name: {("draft", "send"): ("lines",), ("sent", "expire"): ("valid_until",)},
    LIFECYCLE.name: {},
    PIPELINE.name: {},
}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_guards_and_required_fields_are_the_ones_written_here(machine):
    guards = {(row.source, row.trigger): row.guards for row in machine.transitions if row.guards}
    assert guards == (GUARDED if machine is LEAD else {})
    assert {(row.source, row.trigger): row.requires for row in machine.transitions if row.requires} == REQUIRED[
        machine.name
    ]


def test_every_guard_of_our_tables_has_a_function():
    assert set(GUARDS) == set(LeadGuard) == {name for row in LEAD.transitions for name in row.guards}


@pytest.mark.parametrize(
    ("machine", "types"),
    [
        (LEAD, "open open open on_hold open won lost lost"),
        (QUOTE, "open open won lost lost lost"),
        (LIFECYCLE, "open open won won on_hold lost won"),
        (PIPELINE, "open open open open won lost"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_type_of_each_state_is_apart_from_its_name(machine, types):
    assert list(machine.states.values()) == [StatusType(kind) for kind in types.split()]
    assert {state for state in machine.states if machine.closed(state)} == {
        state for state, kind in machine.states.items() if kind in ("won", "lost")
    }


def test_final_states_are_declared():
    assert LEAD.final == {"void"}  # a conversion can be taken back
    assert QUOTE.final == {"accepted", "rejected", "expired", "superseded"}
    assert LIFECYCLE.final == PIPELINE.final == frozenset()  # a customer can come back, a deal can be reopened


def test_initial_states():
    assert [machine.initial for machine in MACHINES] == ["new", "draft", "potential", "qualification"]
