"""A score is its contributions: the total is their sum, and each says why."""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from leadkit.kernel.record import Record, instance, instant, text, tuple_of, whole

__all__ = ["Axis", "Contribution", "Priority", "Score"]


class Priority(StrEnum):
    """Whom to call first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Axis(StrEnum):
    """fit: who they are. engagement: what they do."""

    FIT = "fit"
    ENGAGEMENT = "engagement"


@frozen(slots=False)
class Contribution(Record):
    """Points that one rule gave, and the sentence that says why."""

    axis: Axis = field(metadata=instance(Axis))
    points: int = field(metadata=whole())
    because: str = field(metadata=text(required=True))

    def __str__(self) -> str:
        return f"{self.points:+d} {self.because}"


@frozen(slots=False)
class Score(Record):
    """All contributions, the priority they amount to, the model that gave them, and when."""

    contributions: tuple[Contribution, ...] = field(metadata=tuple_of(Contribution))
    priority: Priority = field(metadata=instance(Priority))
    at: datetime = field(metadata=instant())
    model: str = field(default="", metadata=text())

    @property
    def total(self) -> int:
        return sum(part.points for part in self.contributions)

    def on(self, axis: Axis) -> int:
        """The points of one axis; the axes add up to the total."""
        return sum(part.points for part in self.contributions if part.axis is axis)

    def explain(self) -> str:
        """The total and each part of it, most important first, a line each."""
        parts = sorted(self.contributions, key=lambda part: -abs(part.points))
        head = f"{self.total} points, priority {self.priority}"
        return "\n".join([head, *(f"  {part}" for part in parts)]) if parts else f"{head}: no rule applies yet"
