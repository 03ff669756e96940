"""Pictures of a machine, drawn from the table itself: Mermaid for documents, Markdown for reading."""

from leadkit.kernel.statemachine import StateMachine, Transition

__all__ = ["markdown_table", "mermaid"]


def mermaid(machine: StateMachine) -> str:
    """A Mermaid `stateDiagram-v2`; rows between the same two states share one arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in machine.transitions:
        arrows.setdefault((row.source, row.target), []).append(_caption(row))
    lines = ["stateDiagram-v2", f"    [*] --> {machine.initial}"]
    lines += [f"    {state} : {machine.label(state)}" for state in machine.states if machine.label(state) != state]
    lines += [f"    {source} --> {target} : {' / '.join(words)}" for (source, target), words in arrows.items()]
    lines += [f"    {state} --> [*]" for state in machine.states if state in machine.final]
    return "\n".join(lines) + "\n"


def _caption(row: Transition) -> str:
    # A colon ends a Mermaid caption, so guards stand in brackets as in UML.
    guards = f" [{', '.join(row.guards)}]" if row.guards else ""
    return f"{row.trigger}{guards}"


def markdown_table(machine: StateMachine) -> str:
    """The rows as a Markdown table, in the order in which they are tried."""
    lines = ["| from | trigger | to | guards | requires | reason |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {row.source} | {row.trigger} | {row.target} | {', '.join(row.guards)} | {', '.join(row.requires)}"
        f" | {'needed' if row.needs_reason else ''} |"
        for row in machine.transitions
    ]
    return "\n".join(lines) + "\n"
