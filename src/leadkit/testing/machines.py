"""The battery for a state machine, ours or a host's: every state × trigger, every row, every picture."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import attrs
from attrs import frozen

from leadkit.errors import InvalidMachine
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.diagram import markdown_table, mermaid
from leadkit.kernel.record import Record
from leadkit.kernel.statemachine import BoundMachine, Guard, StateMachine, Transition
from leadkit.model.events import LeadCaptured, LeadMoved, created, moved, replay

__all__ = ["check_machine"]


def check_machine(machine: StateMachine, guards: Mapping[str, Guard] | None = None) -> None:
    """Raise `AssertionError`, with a sentence that names state and trigger, unless the machine keeps every promise.

    guards: the functions that you will bind it to, to check that none is missing. The battery itself answers guards
    and fills fields by its own choice, so that it reaches every row.
    """
    if guards is not None:
        missing = sorted({name for row in machine.transitions for name in row.guards} - guards.keys())
        assert not missing, f"machine {machine.name!r} names guards that nobody gave: {', '.join(missing)}"
    bound = machine.bind({name: _granted(name) for row in machine.transitions for name in row.guards})
    _every_pair_has_a_verdict(bound)
    _unknown_names_are_refused(bound)
    for row in machine.transitions:
        _row_applies_at_the_end_of_its_path(bound, row)
        _row_says_at_once_what_is_missing(bound, row)
        _row_would_be_missed(bound, row)
    _pictures_show_every_row(machine)


@frozen(slots=False)
class _Subject(Record):
    """A noun that meets the guards in `granted`, and has any field a row may ask for, filled or blank."""

    id: str
    created_at: datetime
    updated_at: datetime
    status: str
    granted: frozenset[str]
    filled: bool = True
    version: int = 1

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return "filled" if self.filled else None


_AT = datetime(2024, 2, 29, 12, tzinfo=UTC)


def _subject(state: str, granted: frozenset[str], *, filled: bool = True) -> _Subject:
    return _Subject("subject", _AT, _AT, state, granted, filled)


def _granted(name: str) -> Guard:
    return lambda subject: name in subject.granted


def _every_guard(machine: StateMachine) -> frozenset[str]:
    return frozenset(name for row in machine.transitions for name in row.guards)


def _codes(outcome: Transition | Refusal) -> list[str]:
    return [problem.code for problem in outcome.problems] if isinstance(outcome, Refusal) else []


def _every_pair_has_a_verdict(bound: BoundMachine) -> None:
    """A pair with rows moves a subject that meets everything; a pair without is refused, and nothing moves."""
    machine = bound.machine
    for state in machine.states:
        subject = _subject(state, _every_guard(machine))
        for trigger in machine.triggers:
            rows = tuple(row for row in machine.transitions if (row.source, row.trigger) == (state, trigger))
            pair = f"{trigger!r} in state {state!r} of machine {machine.name!r}"
            assert machine.rows(state, trigger) == rows, f"the look-up of {pair} is not what the table says"
            assert (trigger in machine.permitted(state)) == bool(rows), f"permitted() is wrong about {pair}"
            outcome = moved(subject, bound, trigger, LeadMoved, _AT, reason="because")
            if rows:
                assert isinstance(outcome, Decision), f"{pair} is in the table, yet refused: {outcome}"
                assert outcome.noun.status == rows[0].target, f"{pair} must lead to {rows[0].target!r}"
            else:
                assert isinstance(outcome, Refusal), f"{pair} is not in the table, yet moves to {outcome.noun.status!r}"
                codes = [problem.code for problem in outcome.problems]
                assert codes == ["not_permitted"], f"{pair} is refused for {codes}, not as not_permitted"
            assert subject.status == state, f"{pair} changed the subject itself"


def _unknown_names_are_refused(bound: BoundMachine) -> None:
    machine, subject = bound.machine, _subject(bound.machine.initial, frozenset())
    unknown = "?" + "".join((*machine.states, *machine.triggers))
    assert _codes(bound.select(unknown, machine.triggers[0], subject, {})) == ["unknown_state"]
    assert _codes(bound.select(machine.initial, unknown, subject, {})) == ["unknown_trigger"]


def _row_applies_at_the_end_of_its_path(bound: BoundMachine, row: Transition) -> None:
    """From the initial state to the row by the fewest moves, and over it; the events tell the same story again."""
    path = bound.machine.path(bound.machine.initial, row.source)
    assert path is not None, f"no path leads to {_named(row)}"
    decision = created(LeadCaptured, _subject(bound.machine.initial, frozenset()))
    noun, events = decision.noun, [*decision.events]
    for step in (*path, row):
        # Exactly the guards of this row: a row that stands before it needs another one, or would cover it.
        noun = attrs.evolve(noun, granted=frozenset(step.guards))
        outcome = moved(noun, bound, step.trigger, LeadMoved, _AT, reason="because")
        assert isinstance(outcome, Decision), f"{_named(step)} refused on the way to {_named(row)}: {outcome}"
        noun, events = outcome.noun, [*events, *outcome.events]
        assert noun.status == step.target, f"{_named(step)} led to {noun.status!r}"
    again = replay(events)
    assert (again.status, again.version) == (noun.status, noun.version), f"the replay over {_named(row)} differs"


def _row_says_at_once_what_is_missing(bound: BoundMachine, row: Transition) -> None:
    """Guards, required fields and the reason are missed in one refusal; with them, nothing is."""
    rows = bound.machine.rows(row.source, row.trigger)
    needs = [*(("missing_field", name) for name in row.requires), *([("missing_reason", "reason")] * row.needs_reason)]
    blank = _subject(row.source, frozenset(row.guards), filled=False)
    assert _missed(bound.select(row.source, row.trigger, blank, {})) == set(needs), f"{_named(row)} misses too little"
    if needs:
        filled = dict.fromkeys(row.requires, "filled")
        outcome = bound.select(row.source, row.trigger, blank, filled, "because")
        assert outcome == row, f"{_named(row)} is refused although the changes fill every field: {outcome}"
    if all(each.guards for each in rows):
        denied = _subject(row.source, frozenset(), filled=False)
        missed = _missed(bound.select(row.source, row.trigger, denied, {}))
        wanted = {*needs, *(("guard_refused", name) for name in row.guards)}
        assert wanted <= missed, f"{_named(row)} must name all of {sorted(wanted)} at once, not {sorted(missed)}"


def _missed(outcome: Transition | Refusal) -> set[tuple[str, str | None]]:
    return {(one.code, one.field) for one in outcome.problems} if isinstance(outcome, Refusal) else set()


def _row_would_be_missed(bound: BoundMachine, row: Transition) -> None:
    """Without this row the table cannot be built, or gives this row's subject another answer."""
    rest = tuple(each for each in bound.machine.transitions if each is not row)
    try:
        smaller = attrs.evolve(bound.machine, transitions=rest)
    except InvalidMachine:
        return
    subject = _subject(row.source, frozenset(row.guards))
    outcome = smaller.bind(bound.guards).select(row.source, row.trigger, subject, {}, "because")
    assert outcome != row, f"{_named(row)} stands in the table twice"


def _pictures_show_every_row(machine: StateMachine) -> None:
    drawn, written = mermaid(machine), list(_cells(markdown_table(machine)))
    for row in machine.transitions:
        arrows = [line for line in drawn.splitlines() if line.strip().startswith(f"{row.source} --> {row.target} :")]
        assert len(arrows) == 1, f"Mermaid must draw one arrow for {_named(row)}"
        assert row.trigger in arrows[0], f"Mermaid's arrow does not name {_named(row)}"
        cells = [row.source, row.trigger, row.target, ", ".join(row.guards), ", ".join(row.requires)]
        assert [*cells, "needed" if row.needs_reason else ""] in written, f"Markdown has no line for {_named(row)}"


def _cells(table: str) -> Iterator[list[str]]:
    for line in table.splitlines():
        yield [cell.strip() for cell in line.strip("|").split("|")]


def _named(row: Transition) -> str:
    return f"row {row.source} --{row.trigger}→ {row.target}"
