"""A table is checked when it is built; looked up, it gives the row that applies or every reason why none does."""

import pickle

import pytest

from leadkit.errors import InvalidMachine, Problem
from leadkit.kernel.decision import Refusal
from leadkit.kernel.statemachine import StateMachine, StatusType, Transition

OPEN, ON_HOLD, WON, LOST = StatusType


def machine(*rows, final=("done",), **changes):
    """A machine of these rows, from "draft" to "done" unless the changes say otherwise."""
    rows = [Transition(*row) if isinstance(row, tuple) else row for row in rows]
    states = dict.fromkeys(["draft", *(end for row in rows for end in (row.source, row.target)), "done"], OPEN)
    values = {"states": {**states, "done": WON}, "triggers": dict.fromkeys(row.trigger for row in rows)}
    return StateMachine(
        **{"name": "letter", "initial": "draft", **values, "transitions": rows, "final": final, **changes}
    )


WRITE = ("draft", "send", "sent")
READ = ("sent", "read", "done")
LETTER = machine(WRITE, READ, ("sent", "recall", "draft"))


@pytest.mark.parametrize(
    ("build", "faults"),
    [
        (lambda: machine(WRITE, READ, ("lost", "find", "done")), {("unreachable_state", "lost")}),
        (lambda: machine(WRITE, READ, triggers=["send", "read", "burn"]), {("unused_trigger", "burn")}),
        (lambda: machine(WRITE, READ, triggers=["send"]), {("unknown_trigger", "read")}),
        (lambda: machine(WRITE, READ, ("sent", "drop", "floor")), {("trap_state", "floor")}),
        (
            lambda: machine(WRITE, READ, ("sent", "drop", "floor"), ("floor", "stay", "floor")),
            {("trap_state", "floor")},
        ),
        (lambda: machine(WRITE, READ, ("done", "reopen", "draft")), {("final_state_leaves", "done")}),
        (lambda: machine(WRITE, READ, final=["done", "burnt"]), {("unknown_state", "burnt")}),
        (lambda: machine(WRITE, READ, labels={"burnt": "Verbrannt"}), {("unknown_state", "burnt")}),
        (lambda: machine(WRITE, READ, states={"draft": OPEN, "done": WON}), {("unknown_state", "sent")}),
        (lambda: machine(WRITE, READ, ("sent", "read", "draft")), {("ambiguous_rows", "sent.read")}),
        (lambda: machine(WRITE, READ, ("sent", "read", "draft", ["urgent"])), {("ambiguous_rows", "sent.read")}),
    ],
)
def test_a_wrong_table_cannot_be_built(build, faults):
    with pytest.raises(InvalidMachine) as refused:
        build()
    assert {(problem.code, problem.field) for problem in refused.value.problems} == faults


def test_every_fault_is_told_at_once():
    with pytest.raises(InvalidMachine) as refused:
        machine(WRITE, initial="nowhere", triggers=["send", "burn"], labels={"moon": "月"})
    codes = [problem.code for problem in refused.value.problems]
    assert {"unknown_state", "unused_trigger", "unreachable_state", "trap_state"} <= set(codes)
    assert [problem.field for problem in refused.value.problems][:2] == ["moon", "nowhere"]


def test_a_status_type_is_one_of_four():
    with pytest.raises(InvalidMachine) as refused:
        machine(WRITE, READ, states={"draft": "pending", "sent": OPEN, "done": WON})
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [("unknown_type", "draft")]
    assert machine(WRITE, READ, states={"draft": "open", "sent": "on_hold", "done": "won"}).states["sent"] is ON_HOLD


def test_what_is_permitted_stands_in_the_machines_order():
    assert LETTER.permitted("sent") == ("read", "recall")
    assert LETTER.permitted("done") == ()
    assert LETTER.rows("sent", "read") == (Transition(*READ),)
    assert LETTER.rows("sent", "send") == ()


def test_the_shortest_path():
    longer = machine(WRITE, READ, ("draft", "print", "paper"), ("paper", "post", "sent"))
    assert [row.trigger for row in longer.path("draft", "done")] == ["send", "read"]
    assert [row.trigger for row in longer.path("paper", "done")] == ["post", "read"]
    assert longer.path("sent", "sent") == ()
    assert longer.path("done", "draft") is None


def test_closed_is_a_matter_of_type_not_of_name():
    types = {"draft": OPEN, "sent": ON_HOLD, "done": LOST}
    assert [machine(WRITE, READ, states=types).closed(state) for state in types] == [False, False, True]


def test_a_label_is_the_name_until_somebody_renames_it():
    named = machine(WRITE, READ, labels={"sent": "已发送"})
    assert [named.label(state) for state in named.states] == ["draft", "已发送", "done"]


def test_machines_are_values():
    assert machine(WRITE, READ) == machine(WRITE, READ) != LETTER
    assert hash(machine(WRITE, READ)) == hash(machine(WRITE, READ))
    LETTER.path("draft", "done")  # which fills a memo
    assert pickle.loads(pickle.dumps(LETTER)) == LETTER  # noqa: S301


GUARDED = machine(
    WRITE,
    Transition("sent", "read", "done", ["signed", "sealed"], ["reader", "place"], needs_reason=True),
)
ANYTHING = {"signed": lambda noun: noun.signed, "sealed": lambda noun: noun.sealed}


class Letter:
    """A noun for the guards to look at."""

    def __init__(self, **values):
        self.signed = self.sealed = True
        self.reader = self.place = ""
        vars(self).update(values)


def refusal(letter, changes=(), reason=""):
    outcome = GUARDED.bind(ANYTHING).select("sent", "read", letter, dict(changes), reason)
    return [(problem.code, problem.field) for problem in outcome.problems] if isinstance(outcome, Refusal) else None


def test_every_reason_of_a_refusal_is_told_at_once():
    assert refusal(Letter(sealed=False)) == [
        ("guard_refused", "sealed"),
        ("missing_field", "reader"),
        ("missing_field", "place"),
        ("missing_reason", "reason"),
    ]


@pytest.mark.parametrize(
    ("letter", "changes", "reason", "missing"),
    [
        (Letter(reader="王", place="家"), {}, "curious", None),
        (Letter(), {"reader": "王", "place": "家"}, "curious", None),
        (Letter(reader="王", place="家"), {"reader": None}, "curious", [("missing_field", "reader")]),
        (Letter(reader=" \t", place=()), {}, "curious", [("missing_field", "reader"), ("missing_field", "place")]),
        (Letter(reader=0, place=False), {}, "curious", None),  # values, not blanks
        (Letter(reader="王", place="家"), {}, " \t", [("missing_reason", "reason")]),
    ],
)
def test_required_fields_are_looked_at_as_they_will_be(letter, changes, reason, missing):
    assert refusal(letter, changes, reason) == missing


def test_rows_of_one_pair_are_tried_in_order():
    express, plain = Transition("draft", "send", "done", ["signed"]), Transition(*WRITE)
    bound = machine(express, plain, READ).bind(ANYTHING)
    assert bound.select("draft", "send", Letter(), {}) == express
    assert bound.select("draft", "send", Letter(signed=False), {}) == plain


def test_when_no_row_applies_the_reasons_of_all_are_told():
    rows = (Transition("draft", "send", "done", ["signed"]), Transition("draft", "send", "sent", ["sealed"]), READ)
    outcome = machine(*rows).bind(ANYTHING).select("draft", "send", Letter(signed=False, sealed=False), {})
    assert [problem.field for problem in outcome.problems] == ["signed", "sealed"]


@pytest.mark.parametrize(
    ("state", "trigger", "code"),
    [("moon", "send", "unknown_state"), ("draft", "burn", "unknown_trigger"), ("draft", "read", "not_permitted")],
)
def test_a_pair_without_a_row_is_refused(state, trigger, code):
    outcome = LETTER.bind({}).select(state, trigger, Letter(), {})
    assert not outcome
    assert [problem.code for problem in outcome.problems] == [code]


def test_missing_guards_are_an_error_when_the_machine_is_bound():
    with pytest.raises(InvalidMachine) as refused:
        GUARDED.bind({})
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("missing_guard", "sealed"),
        ("missing_guard", "signed"),
    ]


def test_a_refusal_reads_as_its_reasons():
    assert str(Refusal([Problem("a", "name", "is odd"), Problem("b", None, "no")])) == "name: is odd [a]; no [b]"
