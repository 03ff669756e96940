"""A clock that stands still and ids that count, so that a test gives the same answer every time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from leadkit.kernel.instants import utc

__all__ = ["FrozenClock", "numbered_ids"]


class FrozenClock:
    """A clock for `LeadDesk(now=…)`: calling it gives the same instant in UTC until `advance` moves it."""

    def __init__(self, at: datetime) -> None:
        self._at = utc(at)

    def __call__(self) -> datetime:
        return self._at

    def advance(self, span: timedelta) -> datetime:
        """Move the clock by this span, backwards too, and say what it shows now."""
        self._at += span
        return self._at


def numbered_ids(prefix: str = "id") -> Callable[[], str]:
    """An id source for `LeadDesk(new_id=…)`: `id-00000001`, `id-00000002`, …, in sorting order."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers):08d}"
