"""Every error that leadkit raises, and the one value that all of them carry.

An expected "no" is a value (`leadkit.kernel.decision.Refusal`); an exception is a fault, or a no that nobody looked at.
Each error class has a stable `code`, and so has each `Problem` in it: hosts translate codes and never parse text.
"""

from collections.abc import Iterable
from typing import ClassVar

from attrs import frozen

__all__ = [
    "IdempotencyConflict",
    "InvalidCalendar",
    "InvalidMachine",
    "InvalidPlaybook",
    "InvalidRecord",
    "LeadkitError",
    "MissingExtra",
    "NotFound",
    "Problem",
    "Refused",
    "StoreError",
    "UnusableInput",
    "VersionConflict",
]


@frozen
class Problem:
    """One thing that is wrong: a stable code, the field it is about (`None`: the whole), and a sentence for people.

    The sentence names fields and rules, never a person's e-mail or phone: it is safe to log.
    """

    code: str
    field: str | None
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message} [{self.code}]" if self.field else f"{self.message} [{self.code}]"


class LeadkitError(Exception):
    """The root of everything leadkit raises on purpose. `problems` holds all reasons at once."""

    code: ClassVar[str] = "leadkit_error"

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = (Problem(self.code, None, problems),)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["LeadkitError"], tuple[tuple[Problem, ...]]]:
        # Exceptions cross process pools by pickle, which by default would call us with the joined text.
        return type(self), (self.problems,)


class InvalidRecord(LeadkitError, ValueError):
    """A noun or value was built from something it cannot hold."""

    code = "invalid_record"


class InvalidMachine(LeadkitError, ValueError):
    """A state machine's table is wrong, or a guard it names is missing."""

    code = "invalid_machine"


class InvalidPlaybook(LeadkitError, ValueError):
    """A policy contradicts itself or names something unknown."""

    code = "invalid_playbook"


class InvalidCalendar(LeadkitError, ValueError):
    """A business calendar is wrong, or never opens, so that waiting for its next hour would not end."""

    code = "invalid_calendar"


class Refused(LeadkitError):
    """The rules said no. Raised by the desk, so that nobody overlooks it; flows return it as a value."""

    code = "refused"


class UnusableInput(LeadkitError, ValueError):
    """A file or mapping cannot be read at all; single bad rows are rejects, not this."""

    code = "unusable_input"


class MissingExtra(LeadkitError, ImportError):
    """An optional package is needed; the message says which extra brings it."""

    code = "missing_extra"


class StoreError(LeadkitError):
    """A store could not do what was asked. Every adapter translates its driver's errors to this family."""

    code = "store_error"


class NotFound(StoreError, LookupError):
    """There is no such record."""

    code = "not_found"


class VersionConflict(StoreError):
    """Somebody else saved the record first. Load it again and decide again."""

    code = "version_conflict"


class IdempotencyConflict(StoreError):
    """The key was used before with another payload, so the first outcome cannot be this one's answer."""

    code = "idempotency_conflict"
