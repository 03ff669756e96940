"""What a pure step answers: a decision, or a refusal with every reason."""

from typing import Any, Generic, NamedTuple, TypeVar

from attrs import field, frozen

from leadkit.errors import Problem, Refused

__all__ = ["Decision", "Refusal", "accepted"]

N = TypeVar("N")


class Decision(NamedTuple, Generic[N]):
    """Yes: the new noun, and the events that are facts once both are saved together."""

    noun: N
    events: tuple[Any, ...] = ()

    def then(self, step: "Decision[N]") -> "Decision[N]":
        """This decision and the next one on its noun, as one."""
        return Decision(step.noun, self.events + step.events)


@frozen
class Refusal:
    """An expected no, as a value: all reasons at once."""

    problems: tuple[Problem, ...] = field(converter=tuple[Problem, ...])

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return "; ".join(map(str, self.problems))


def accepted(outcome: Decision[N] | Refusal) -> Decision[N]:
    """The decision; a refusal is raised as `Refused`, so that nobody overlooks it."""
    if isinstance(outcome, Refusal):
        raise Refused(outcome.problems)
    return outcome
