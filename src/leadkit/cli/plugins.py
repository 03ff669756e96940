"""Plug-ins by name: a package offers one as an entry point, and it is loaded when a file names it, never before."""

from importlib.metadata import entry_points
from typing import Any, cast

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.steps.assignment import AssignmentStrategy
from leadkit.steps.scoring import Scorer

__all__ = ["SCORERS", "STRATEGIES", "named_scorer", "named_strategy"]

#: The group of entry points in which packages offer scorers: an object with `score`, or a class that makes one.
SCORERS = "leadkit.scorers"


#: The group in which they offer assignment strategies: an object with `choose`, or a class that makes one.
STRATEGIES = "leadkit.assignment_strategies"


def named_scorer(name: Any) -> Scorer:
    """The scorer that an installed package offers by this name. Raises `InvalidPlaybook`."""
    return cast(Scorer, _named(SCORERS, name, "scorer", "score"))


def named_strategy(name: Any) -> AssignmentStrategy:
    """The assignment strategy that an installed package offers by this name. Raises `InvalidPlaybook`."""
    return cast(AssignmentStrategy, _named(STRATEGIES, name, "assignment strategy", "choose"))


def _named(group: str, name: Any, kind: str, method: str) -> Any:
    if not isinstance(name, str):
        raise InvalidPlaybook([Problem("wrong_type", "plugin", f"expected text, got {type(name).__name__}")])
    offered = entry_points(group=group)
    found = [entry for entry in offered if entry.name == name]
    if len(found) != 1:
        known = ", ".join(sorted({entry.name for entry in offered})) or "none is installed"
        told = f"{len(found)} packages offer a {kind} called {name!r}; offered: {known}"
        raise InvalidPlaybook([Problem("unknown_plugin", "plugin", told)])
    try:
        plugin = found[0].load()
        plugin = plugin() if isinstance(plugin, type) else plugin
    except (Exception, SystemExit) as error:  # whatever a package does when it is imported
        told = f"{name!r} cannot be loaded: {type(error).__name__}"
        raise InvalidPlaybook([Problem("broken_plugin", "plugin", told)]) from error
    if not callable(getattr(plugin, method, None)):
        raise InvalidPlaybook([Problem("not_a_plug_in", "plugin", f"{type(plugin).__name__} has no method {method}")])
    return plugin
