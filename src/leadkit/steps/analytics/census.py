"""How the leads stand now: by status, priority and grade, and what is missing or wrong in them. One pass over nouns."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import ClassVar, Self

from attrs import frozen

from leadkit.model import Lead, Priority
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.measures import Definition, Rate

__all__ = ["Census", "FlawKind", "QualityRow", "flaws_of"]


class FlawKind(StrEnum):
    """What is wrong with a value: there is none, it is unusable, or the lead may be there twice."""

    MISSING = "missing"
    INVALID = "invalid"
    DUPLICATE = "duplicate"


@frozen
class QualityRow:
    """How many leads have this flaw, and their share of all leads."""

    definition: ClassVar[Definition] = DEFINITIONS["quality"]

    flaw: str
    kind: FlawKind
    leads: int
    share: Rate

    @property
    def n(self) -> int:
        """How many leads were looked at."""
        return self.share.n


class Census:
    """Counts leads one by one, and keeps none of them."""

    def __init__(self) -> None:
        self.leads = 0
        self._statuses: Counter[str] = Counter()
        self._priorities: Counter[Priority | None] = Counter()
        self._grades: Counter[str] = Counter()
        self._flaws: Counter[str] = Counter()

    @classmethod
    def of(cls, leads: Iterable[Lead]) -> Self:
        """The census of these leads."""
        census = cls()
        for lead in leads:
            census.take(lead)
        return census

    def take(self, lead: Lead) -> None:
        """One more lead that lives."""
        self.leads += 1
        self._statuses[str(lead.status)] += 1
        self._priorities[lead.priority] += 1
        if lead.score and lead.score.grade:
            self._grades[lead.score.grade] += 1
        self._flaws.update(flaws_of(lead))

    @property
    def statuses(self) -> dict[str, int]:
        """How many leads stand in each status, most first."""
        return dict(self._statuses.most_common())

    @property
    def priorities(self) -> dict[Priority, int]:
        """How many leads of each priority, high first; leads that were never scored are not counted."""
        return {priority: self._priorities[priority] for priority in Priority}

    @property
    def grades(self) -> dict[str, int]:
        """How many leads of each grade, `A1` first; those without a grade are not counted."""
        return dict(sorted(self._grades.items()))

    @property
    def quality(self) -> tuple[QualityRow, ...]:
        """What is missing or wrong in the leads, worst first; flaws that no lead has are left out."""
        rows = [
            QualityRow(flaw, kind, count, Rate(count, self.leads))
            for flaw, (kind, _) in _FLAWS.items()
            if (count := self._flaws[flaw])
        ]
        return tuple(sorted(rows, key=lambda row: -row.leads))


def flaws_of(lead: Lead) -> tuple[str, ...]:
    """What is missing or wrong in one lead, by the names of `QualityRow.flaw`."""
    return tuple(flaw for flaw, (_, has) in _FLAWS.items() if has(lead))


_K = FlawKind

_FLAWS: Mapping[str, tuple[FlawKind, Callable[[Lead], bool]]] = {
    "no name": (_K.MISSING, lambda lead: not lead.name),
    "no company": (_K.MISSING, lambda lead: not lead.company),
    "no job title": (_K.MISSING, lambda lead: not lead.job_title),
    "no e-mail": (_K.MISSING, lambda lead: not lead.emails),
    "invalid e-mail": (_K.INVALID, lambda lead: any(not email.valid for email in lead.emails)),
    "no phone": (_K.MISSING, lambda lead: not lead.phones),
    "no valid phone": (_K.INVALID, lambda lead: bool(lead.phones) and not any(phone.valid for phone in lead.phones)),
    "no way to reach them": (
        _K.INVALID,
        lambda lead: not any(e.valid for e in lead.emails) and not any(p.valid for p in lead.phones),
    ),
    "no source": (_K.MISSING, lambda lead: not lead.source.label and lead.source.channel in ("other", "file")),
    "may be a duplicate": (_K.DUPLICATE, lambda lead: bool(lead.may_be)),
}
