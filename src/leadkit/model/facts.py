"""What every event is: a fact in the past tense, with the fields it changed."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import LONG_TEXT, Record, instant, text, whole
from leadkit.model.lead import Lead

__all__ = ["EMPTY", "SAID", "Changed", "Created", "Erased", "Event", "Moved"]

EMPTY: FrozenDict[str, Any] = FrozenDict()

# Event texts hold sentences and what people typed.
SAID = text(LONG_TEXT)


@frozen(slots=False)
class Event(Record):
    """A fact about one noun. subject_id and version identify it and order it; changes: field → new value."""

    noun: ClassVar[type[Record]] = Lead

    subject_id: str = field(metadata=text(200, required=True))
    version: int = field(metadata=whole(0))
    at: datetime = field(metadata=instant())
    changes: Mapping[str, Any] = field(default=EMPTY, kw_only=True, hash=False, metadata={"convert": FrozenDict})

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.sentence()}"

    def sentence(self) -> str:
        """What happened, for people."""
        raise NotImplementedError


@frozen(slots=False)
class Created(Event):
    """The first fact of a noun: all of it."""

    record: Any

    def sentence(self) -> str:
        return f"{type(self.record).__name__.lower()} created"


@frozen(slots=False)
class Changed(Event):
    """Fields were edited or learnt."""

    def sentence(self) -> str:
        return f"changed {', '.join(sorted(self.changes))}"


@frozen(slots=False)
class Erased(Event):
    """All that is left of a record: that there was one, and why it is gone. version: one after the last it had."""

    reason: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"erased: {self.reason}"


@frozen(slots=False)
class Moved(Event):
    """A move along a machine's row. state: the noun's field that holds the state; it becomes `target`.

    state_type: what that field holds; a machine from a file and an event from JSON have plain text.
    """

    state: ClassVar[str] = "status"
    state_type: ClassVar[type[StrEnum] | None] = None

    trigger: str = field(metadata=text(200, required=True))
    source: str = field(metadata=text(64, required=True))
    target: str = field(metadata=text(64, required=True))
    reason: str = field(metadata=SAID)

    def sentence(self) -> str:
        move = self.trigger if self.source == self.target else f"{self.source} → {self.target} ({self.trigger})"
        return f"{move}: {self.reason}" if self.reason else move
