"""Plug-ins by name: a package offers one as an entry point, and it is loaded when a file names it, never before."""

from importlib.metadata import entry_points
from typing import Any, cast

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.steps.scoring import Scorer

__all__ = ["SCORERS", "named_scorer"]

#: The group of entry points in which packages offer scorers: an object with `score`, or a class that makes one.
SCORERS = "leadkit.scorers"


def named_scorer(name: Any) -> Scorer:
    """The scorer that an installed package offers by this name. Raises `InvalidPlaybook`."""
    if not isinstance(name, str):
        raise InvalidPlaybook([Problem("wrong_type", "plugin", f"expected text, got {type(name).__name__}")])
    offered = entry_points(group=SCORERS)
    found = [entry for entry in offered if entry.name == name]
    if len(found) != 1:
        known = ", ".join(sorted({entry.name for entry in offered})) or "none is installed"
        told = f"{len(found)} packages offer a scorer called {name!r}; offered: {known}"
        raise InvalidPlaybook([Problem("unknown_plugin", "plugin", told)])
    try:
        scorer = found[0].load()
        scorer = scorer() if isinstance(scorer, type) else scorer
    except (Exception, SystemExit) as error:  # whatever a package does when it is imported
        told = f"{name!r} cannot be loaded: {type(error).__name__}"
        raise InvalidPlaybook([Problem("broken_plugin", "plugin", told)]) from error
    if not callable(getattr(scorer, "score", None)):
        raise InvalidPlaybook([Problem("not_a_plug_in", "plugin", f"{type(scorer).__name__} has no method score")])
    return cast(Scorer, scorer)
