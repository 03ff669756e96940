"""State machines as one literal table each: look-ups, checks and paths are plain functions of the rows.

Nothing here moves a noun. A bound machine says which row applies, or every reason why none does; the step that asked
builds the new noun and its event.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

import attrs
from attrs import field, frozen

from leadkit.errors import InvalidMachine, Problem
from leadkit.kernel.decision import Refusal
from leadkit.kernel.frozendict import FrozenDict, frozen_texts
from leadkit.kernel.record import Record, replaced

__all__ = ["BoundMachine", "Guard", "StateMachine", "StatusType", "Transition", "missing_fields"]

#: A guard looks at the noun that wants to move and says yes or no. It neither raises nor changes anything.
Guard = Callable[[Any], bool]


class StatusType(StrEnum):
    """What a state means, whatever a host calls it. Reports and policies ask for the type, never for the name."""

    OPEN = "open"
    ON_HOLD = "on_hold"
    WON = "won"
    LOST = "lost"


@frozen
class Transition:
    """One legal move: a row of the table.

    guards: names that must all say yes; they are functions in the mapping the machine is bound to.
    requires: fields of the noun that must not be blank after the changes that come with the trigger.
    needs_reason: the caller must say why.
    """

    source: str
    trigger: str
    target: str
    guards: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    requires: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    needs_reason: bool = False


def _types(states: Mapping[str, StatusType]) -> FrozenDict[str, StatusType]:
    known = {str(kind): kind for kind in StatusType}
    return FrozenDict({str(state): known.get(kind, kind) for state, kind in states.items()})


def _name(name: str) -> str:
    """Plain text: members of an enum print as themselves in messages."""
    return str(name)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(str, names))


def _frozen_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(str, names))


@frozen(slots=False)
class StateMachine:
    """A lifecycle: its states with their types, its final states, and the rows that are legal.

    Rows of one (state, trigger) pair are tried in order; the first whose guards say yes applies, so an unguarded row
    stands last. Construction raises `InvalidMachine` with every fault of the table: unknown or unreachable states,
    triggers that no row uses, states without a way out that are not declared final (and final ones with a way out),
    and rows of one pair that cannot be told apart.

    labels: what people are shown for a state; the stored name never changes with it.
    """

    name: str
    initial: str = field(converter=_name)
    states: Mapping[str, StatusType] = field(converter=_types)
    triggers: tuple[str, ...] = field(converter=_names)
    transitions: tuple[Transition, ...] = field(converter=tuple[Transition, ...])
    final: frozenset[str] = field(default=frozenset(), converter=_frozen_names)
    labels: Mapping[str, str] = field(default=FrozenDict(), converter=frozen_texts)

    def __attrs_post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise InvalidMachine(faults)

    @cached_property
    def table(self) -> Mapping[tuple[str, str], tuple[Transition, ...]]:
        """The rows by (state, trigger), in the order in which they are tried."""
        rows: dict[tuple[str, str], tuple[Transition, ...]] = {}
        for row in self.transitions:
            key = (row.source, row.trigger)
            rows[key] = (*rows.get(key, ()), row)
        return FrozenDict(rows)

    def rows(self, state: str, trigger: str) -> tuple[Transition, ...]:
        """The rows of this pair, empty where the trigger is not legal."""
        return self.table.get((state, trigger), ())

    def permitted(self, state: str) -> tuple[str, ...]:
        """The triggers that have a row in this state, in the machine's order."""
        return tuple(trigger for trigger in self.triggers if (state, trigger) in self.table)

    def closed(self, state: str) -> bool:
        """True when the state's type is won or lost."""
        return self.states[state] in (StatusType.WON, StatusType.LOST)

    def label(self, state: str) -> str:
        """What people are shown for this state."""
        return self.labels.get(state, state.replace("_", " "))

    def path(self, source: str, target: str) -> tuple[Transition, ...] | None:
        """The fewest rows from one state to another; `()` when they are the same, `None` when there is no way."""
        return self._paths(source).get(target)

    @cached_property
    def _path_memo(self) -> dict[str, dict[str, tuple[Transition, ...]]]:
        return {}

    def _paths(self, source: str) -> dict[str, tuple[Transition, ...]]:
        if source not in self._path_memo:
            self._path_memo[source] = _shortest_paths(self.transitions, source)
        return self._path_memo[source]

    def extended(
        self,
        *,
        states: Mapping[str, StatusType] | None = None,
        triggers: Iterable[str] = (),
        transitions: Iterable[Transition] = (),
        final: Iterable[str] | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> "StateMachine":
        """This machine plus states, triggers, rows and labels of a host; checked like any other."""
        return attrs.evolve(
            self,
            states={**self.states, **(states or {})},
            triggers=tuple(dict.fromkeys((*self.triggers, *map(str, triggers)))),
            transitions=(*self.transitions, *transitions),
            final=self.final if final is None else frozenset(final),
            labels={**self.labels, **(labels or {})},
        )

    def bind(self, guards: Mapping[str, Guard]) -> "BoundMachine":
        """The machine with its guards' functions. A missing one raises `InvalidMachine` now, not at a lead's move."""
        missing = sorted({name for row in self.transitions for name in row.guards if name not in guards})
        if missing:
            raise InvalidMachine(
                [Problem("missing_guard", name, f"machine {self.name!r} names a guard nobody gave") for name in missing]
            )
        return BoundMachine(self, FrozenDict(guards))


@frozen(slots=False)
class BoundMachine:
    """A machine whose guards are functions: it can say whether this noun may move now."""

    machine: StateMachine
    guards: Mapping[str, Guard]

    @cached_property
    def _ways(self) -> dict[tuple[str, str], list[tuple[Transition, list[Guard], bool]]]:
        """The rows of each pair with their guards' functions, and whether they ask for fields or a reason."""
        return {
            pair: [
                (row, [self.guards[name] for name in row.guards], bool(row.requires or row.needs_reason))
                for row in rows
            ]
            for pair, rows in self.machine.table.items()
        }

    def select(
        self, state: str, trigger: str, noun: object, changes: Mapping[str, Any], reason: str = ""
    ) -> Transition | Refusal:
        """The row that applies, or a refusal with every reason at once.

        Guards look at the noun as it is; `requires` looks at it as it will be, with these changes.
        """
        for row, guards, asks in self._ways.get((state, trigger), ()):
            for guard in guards:
                if not guard(noun):
                    break
            else:
                missing = _missing(row, noun, changes, reason) if asks else None
                return Refusal(missing) if missing else row
        return self._refusal(state, trigger, noun, changes, reason)

    def _refusal(self, state: str, trigger: str, noun: object, changes: Mapping[str, Any], reason: str) -> Refusal:
        """Why no row applies: the guards that say no, and what is missing besides."""
        problems: list[Problem] = []
        for row, guards, _ in self._ways.get((state, trigger), ()):
            problems += [
                Problem("guard_refused", name, f"{trigger} from {state}: the guard '{name}' says no")
                for name, guard in zip(row.guards, guards, strict=True)
                if not guard(noun)
            ]
            problems += _missing(row, noun, changes, reason)
        return Refusal(dict.fromkeys(problems)) if problems else _no_row(self.machine, state, trigger)


def _missing(row: Transition, noun: object, changes: Mapping[str, Any], reason: str) -> list[Problem]:
    """What the row asks for and neither noun nor caller brings."""
    missing = missing_fields(row.trigger, row.requires, noun, changes)
    if row.needs_reason and _blank(reason):
        missing.append(Problem("missing_reason", "reason", f"{row.trigger} from {row.source} needs a reason"))
    return missing


def missing_fields(what: str, requires: Iterable[str], noun: object, changes: Mapping[str, Any]) -> list[Problem]:
    """The fields and properties that would be blank after these changes. what: asks for them."""
    if changes and isinstance(noun, Record) and any(_is_property(noun, name) for name in requires):
        noun = replaced(noun, changes)  # a property sees the fields as they will be
    return [
        Problem("missing_field", name, f"{what} needs {name.replace('_', ' ')}")
        for name in requires
        if _blank(changes[name] if name in changes else getattr(noun, name, None))
    ]


def _is_property(noun: object, name: str) -> bool:
    return isinstance(getattr(type(noun), name, None), property)


def _blank(value: object) -> bool:
    return not value.strip() if isinstance(value, str) else value in (None, ())


def _no_row(machine: StateMachine, state: str, trigger: str) -> Refusal:
    if state not in machine.states:
        return Refusal([Problem("unknown_state", "status", f"{machine.name} has no state {state!r}")])
    if trigger not in machine.triggers:
        return Refusal([Problem("unknown_trigger", "trigger", f"{machine.name} has no trigger {trigger!r}")])
    legal = ", ".join(machine.permitted(state)) or "nothing: it is final"
    return Refusal([Problem("not_permitted", "trigger", f"{trigger} is not legal in {state}; legal is {legal}")])


def _shortest_paths(transitions: tuple[Transition, ...], source: str) -> dict[str, tuple[Transition, ...]]:
    paths: dict[str, tuple[Transition, ...]] = {source: ()}
    queue = deque([source])
    while queue:
        here = queue.popleft()
        for row in transitions:
            if row.source == here and row.target not in paths:
                paths[row.target] = (*paths[here], row)
                queue.append(row.target)
    return paths


def _faults(machine: StateMachine) -> Iterable[Problem]:
    yield from _wrong_names(machine)
    yield from _wrong_ways(machine)
    yield from _ambiguities(machine)


def _wrong_names(machine: StateMachine) -> Iterable[Problem]:
    states, triggers = machine.states, set(machine.triggers)
    for state in sorted({machine.initial, *machine.final, *machine.labels} - set(states)):
        yield Problem("unknown_state", state, "is named but not among the states")
    for state, kind in states.items():
        if not isinstance(kind, StatusType):
            yield Problem("unknown_type", state, f"its type is not one of {', '.join(StatusType)}")
    for row in machine.transitions:
        for end in (row.source, row.target):
            if end not in states:
                yield Problem("unknown_state", end, f"stands in a row of {row.trigger!r} but not among the states")
        if row.trigger not in triggers:
            yield Problem("unknown_trigger", row.trigger, f"stands in a row from {row.source!r} but is not declared")
    for trigger in machine.triggers:
        if not any(row.trigger == trigger for row in machine.transitions):
            yield Problem("unused_trigger", trigger, "is declared, but no row uses it")


def _wrong_ways(machine: StateMachine) -> Iterable[Problem]:
    reached = _shortest_paths(machine.transitions, machine.initial)
    for state in machine.states:
        if state not in reached:
            yield Problem("unreachable_state", state, f"no path leads there from {machine.initial!r}")
        leaves = any(row.source == state and row.target != state for row in machine.transitions)
        if state in machine.final and leaves:
            yield Problem("final_state_leaves", state, "is declared final, yet a row leaves it")
        if state not in machine.final and not leaves:
            yield Problem("trap_state", state, "has no way out and is not declared final")


def _ambiguities(machine: StateMachine) -> Iterable[Problem]:
    for (state, trigger), rows in machine.table.items():
        seen: list[frozenset[str]] = []
        for row in rows:
            guards = frozenset(row.guards)
            # An earlier row with a subset of these guards always wins, so this one could never apply.
            if any(earlier <= guards for earlier in seen):
                yield Problem(
                    "ambiguous_rows", f"{state}.{trigger}", "a later row can never apply: an earlier one covers it"
                )
            seen.append(guards)
