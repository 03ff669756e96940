"""A host's plug-in runs inside a fence: what it raises is reported and never takes the lead down with it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from attrs import frozen

from leadkit.kernel.decision import Decision
from leadkit.model import Lead
from leadkit.model.events import PluginFailed, evolve

__all__ = ["Failure", "isolated", "reported"]

T = TypeVar("T")


@frozen
class Failure:
    """Which plug-in of which step failed, and the kind of error; never its text, which may hold personal data."""

    step: str
    plugin: str
    error: str


def isolated(step: str, plugin: object, call: Callable[[], T], otherwise: Callable[[], T]) -> tuple[T, Failure | None]:
    """What the call answers; if it raises (or tries to exit), what `otherwise` answers, and the failure."""
    try:
        return call(), None
    except (Exception, SystemExit) as error:
        return otherwise(), Failure(step, type(plugin).__name__, type(error).__name__)


def reported(lead: Lead, failure: Failure | None, at: datetime) -> Decision[Lead]:
    """The lead with the failure in its history, if there was one."""
    if failure is None:
        return Decision(lead)
    return evolve(lead, PluginFailed, at, step=failure.step, plugin=failure.plugin, error=failure.error)
