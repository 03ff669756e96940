"""A score is its contributions: the total is their sum, and each says why."""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from leadkit.kernel.record import Record, instance, instant, text, texts, tuple_of, whole

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
    """All contributions, the priority they amount to, the model that gave them, and when.

    grade: fit as a letter and engagement as a number, `A1` the best; blank where the model gives none. reached: the
    highest threshold that the points reach, such as `mql` or `sql`; blank below all. gates: why the lead is closed to
    sales whatever its points, as sentences.
    """

    contributions: tuple[Contribution, ...] = field(metadata=tuple_of(Contribution))
    priority: Priority = field(metadata=instance(Priority))
    at: datetime = field(metadata=instant())
    model: str = field(default="", metadata=text())
    grade: str = field(default="", metadata=text())
    reached: str = field(default="", metadata=text())
    gates: tuple[str, ...] = field(default=(), metadata=texts())

    @property
    def total(self) -> int:
        return sum(part.points for part in self.contributions)

    def on(self, axis: Axis) -> int:
        """The points of one axis; the axes add up to the total."""
        return sum(part.points for part in self.contributions if part.axis is axis)

    def explain(self) -> str:
        """The total and each part of it, most important first, a line each."""
        parts = sorted(self.contributions, key=lambda part: -abs(part.points))
        grade = f"grade {self.grade}, " if self.grade else ""
        head = f"{self.total} points, {grade}priority {self.priority}"
        lines = [*(f"  closed: {gate}" for gate in self.gates), *(f"  {part}" for part in parts)]
        return "\n".join([head, *lines]) if lines else f"{head}: no rule applies yet"
