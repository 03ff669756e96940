"""Where a refusal becomes an exception, so that nobody overlooks it."""

from typing import TypeVar

from leadkit.errors import Refused
from leadkit.kernel.decision import Refusal

__all__ = ["allowed"]

T = TypeVar("T")


def allowed(outcome: T | Refusal) -> T:
    """The outcome; raises `Refused` with every reason when it is a refusal."""
    if isinstance(outcome, Refusal):
        raise Refused(outcome.problems)
    return outcome
