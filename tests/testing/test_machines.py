"""The battery accepts what is right and names what is wrong."""

import os
import subprocess
import sys

import attrs
import pytest

from leadkit.kernel.statemachine import StateMachine, StatusType, Transition
from leadkit.testing import check_machine

TICKET = StateMachine(
    name="ticket",
    initial="open",
    states={"open": StatusType.OPEN, "waiting": StatusType.ON_HOLD, "solved": StatusType.WON},
    triggers=["wait", "answer", "solve", "reopen"],
    transitions=[
        Transition("open", "wait", "waiting", requires=["until"], needs_reason=True),
        Transition("open", "solve", "solved", ["has_answer", "is_owner"], ["solution"], needs_reason=True),
        Transition("waiting", "answer", "open", ["is_owner"]),
        Transition("waiting", "answer", "waiting", needs_reason=True),
        Transition("solved", "reopen", "open"),
    ],
)
GUARDS = {"has_answer": bool, "is_owner": bool}


def test_a_host_checks_a_machine_of_its_own():
    check_machine(TICKET)
    check_machine(TICKET, GUARDS)


def test_guards_that_nobody_gave_are_named():
    with pytest.raises(AssertionError, match="'ticket' names guards that nobody gave: has_answer, is_owner"):
        check_machine(TICKET, {})


class LyingPermitted(StateMachine):
    def permitted(self, state):
        return super().permitted(state)[1:]


class LyingRows(StateMachine):
    def rows(self, state, trigger):
        return super().rows(state, trigger)[:1]


class Blind(StateMachine):
    def path(self, source, target):
        return None if source != target else ()


def broken(kind=StateMachine, **changes):
    """A machine that was changed behind its constructor's back."""
    machine = kind(**{attribute.name: getattr(TICKET, attribute.name) for attribute in attrs.fields(StateMachine)})
    for name, value in changes.items():
        object.__setattr__(machine, name, value)
    return machine


ROWS = TICKET.transitions


@pytest.mark.parametrize(
    ("machine", "sentence"),
    [
        (broken(LyingPermitted), r"permitted\(\) is wrong about 'wait' in state 'open' of machine 'ticket'"),
        (broken(LyingRows), "the look-up of 'answer' in state 'waiting' of machine 'ticket'"),
        (broken(Blind), "no path leads to row waiting --answer→ open"),
        (broken(table={**TICKET.table, ("solved", "solve"): ROWS[-1:]}), "the look-up of 'solve' in state 'solved'"),
        (broken(transitions=(*ROWS, ROWS[0])), "the look-up of 'wait' in state 'open'"),
        (broken(transitions=ROWS[1:]), "the look-up of 'wait' in state 'open'"),
    ],
)
def test_a_machine_that_breaks_its_promises_is_named(machine, sentence):
    with pytest.raises(AssertionError, match=sentence):
        check_machine(machine)


def test_asserts_of_the_battery_are_explained_by_pytest(tmp_path):
    (tmp_path / "test_host.py").write_text(
        "from leadkit.testing import machines\ndef test_rewritten():\n    assert '@pytest_ar' in vars(machines)\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_host.py"]
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, cwd=tmp_path, env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
