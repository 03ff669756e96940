"""One decided transition (a new lead and its event) beside the trigger of other state machine libraries, same table.

python benchmarks/transition.py     needs the dependency group `bench`

Every contender walks the same legal cycle through our lead table, guards included, and the guards do the same nothing.
Ours also builds a new frozen lead of forty fields and a past-tense event at each step; the others change a model in
place. Rounds are interleaved and the best of each is kept, so that a busy machine hits all of them alike.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from automat import TypeMachineBuilder
from statemachine import State
from statemachine import StateMachine as PythonStateMachine
from transitions import Machine

from leadkit.machines.lead import LEAD, LeadGuard
from leadkit.model import EmailAddress, Lead, PersonName
from leadkit.model.events import LeadMoved, moved

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
# Trigger and reason. Legal from `assigned` and back to it; two of the seven rows are guarded, one needs a reason.
CYCLE = (
    ("contact", ""),
    ("nurture", ""),
    ("qualify", ""),
    ("nurture", "no budget this year"),
    ("contact", ""),
    ("nurture", ""),
    ("assign", ""),
)
ROUNDS, TIMES = 7, 2_000


def leadkit() -> Callable[[], None]:
    machine = LEAD.bind({guard: lambda _: True for guard in LeadGuard})
    start = Lead(
        "lead-1",
        AT,
        AT,
        name=PersonName("Ada Marsh", "Ada", "Marsh"),
        company="Marsh Tools Ltd",
        emails=(EmailAddress("ada@marsh-tools.com", "ada@marsh-tools.com"),),
        owner="kim",
        status="assigned",
    )

    def cycle() -> None:
        lead = start
        for trigger, reason in CYCLE:
            lead, (_,) = moved(lead, machine, trigger, LeadMoved, AT, reason=reason)  # type: ignore[misc]
        assert lead.status == "assigned"

    return cycle


def transitions() -> Callable[[], None]:
    class Model:
        state: str

    for guard in LeadGuard:
        setattr(Model, guard, lambda _: True)
    model: Any = Model()
    rows = [
        {
            "trigger": str(row.trigger),
            "source": str(row.source),
            "dest": str(row.target),
            "conditions": [*map(str, row.guards)],
        }
        for row in LEAD.transitions
    ]
    Machine(model, states=[*LEAD.states], transitions=rows, initial="assigned", auto_transitions=False)

    def cycle() -> None:
        for trigger, _ in CYCLE:
            getattr(model, trigger)()
        assert model.state == "assigned"

    return cycle


def python_statemachine() -> Callable[[], None]:
    finals = LEAD.final
    states = {name: State(initial=name == "assigned", final=name in finals, value=name) for name in LEAD.states}
    body: dict[str, Any] = {f"s_{name}": state for name, state in states.items()}
    for trigger in LEAD.triggers:
        event: Any = None
        for row in LEAD.transitions:
            if row.trigger == trigger:
                move = states[str(row.source)].to(states[str(row.target)], cond=[*map(str, row.guards)] or None)
                event = move if event is None else event | move
        body[str(trigger)] = event
    for guard in LeadGuard:
        body[str(guard)] = lambda _: True
    machine = type("Peer", (PythonStateMachine,), body)()

    def cycle() -> None:
        for trigger, _ in CYCLE:
            machine.send(trigger)
        assert machine.s_assigned.is_active

    return cycle


def automat() -> Callable[[], None]:
    """Without guards: Automat has none. Where our table has two rows for a pair, it gets the first."""
    inputs = {str(trigger): lambda _: None for trigger in LEAD.triggers}
    for name, method in inputs.items():
        method.__name__ = name
    protocol: Any = type("Inputs", (), {**inputs, "__annotations__": {}})
    core = type("Core", (), {})
    builder: Any = TypeMachineBuilder(protocol, core)
    states = {name: builder.state(name) for name in ("assigned", *(s for s in LEAD.states if s != "assigned"))}
    seen = set()
    for row in LEAD.transitions:
        if (row.source, row.trigger) not in seen:
            seen.add((row.source, row.trigger))
            step = states[str(row.source)].upon(getattr(protocol, row.trigger)).to(states[str(row.target)])
            step.returns(None)
    machine: Any = builder.build()(core())

    def cycle() -> None:
        for trigger, _ in CYCLE:
            getattr(machine, trigger)()

    return cycle


CONTENDERS = {
    "leadkit (new lead + event)": leadkit,
    "transitions": transitions,
    "python-statemachine": python_statemachine,
    "automat (no guards)": automat,
}


def measured() -> dict[str, float]:
    """Microseconds a transition, by contender: the best of all rounds, in CPU time."""
    cycles = {name: build() for name, build in CONTENDERS.items()}
    best = dict.fromkeys(cycles, float("inf"))
    for _ in range(ROUNDS):
        for name, cycle in cycles.items():
            times = TIMES // 10 if name == "python-statemachine" else TIMES
            started = time.process_time()
            for _ in range(times):
                cycle()
            best[name] = min(best[name], (time.process_time() - started) / times / len(CYCLE) * 1e6)
    return best


def main() -> None:
    figures = measured()
    peer = figures["transitions"]
    print("| contender | µs a transition | transitions a second | faster than `transitions` |")
    print("|---|---:|---:|---:|")
    for name, micros in figures.items():
        print(f"| {name} | {micros:.2f} | {1e6 / micros:,.0f} | {peer / micros:.1f} × |")


if __name__ == "__main__":
    main()
