"""What a report shows, as plain values."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import utc, utc_or_none
from leadkit.kernel.money import Money
from leadkit.kernel.text import mask_email, mask_phone
from leadkit.model import Priority
from leadkit.steps.analytics import FunnelStep, QualityRow, SourceRow

__all__ = ["CallRow", "Finding", "Intake", "ReportFigures"]


@frozen(kw_only=True)
class Intake:
    """What became of the rows of a file. If captured + duplicates + rejected is not rows_read, the report says so.

    captured: new leads. duplicates: inquiries of somebody already known. repaired: damaged rows that were mended (they
    are among the others). warnings: values that were kept although something looks wrong.
    """

    rows_read: int
    captured: int
    duplicates: int
    rejected: int
    repaired: int = 0
    warnings: int = 0

    @property
    def unaccounted(self) -> int:
        """Rows that became nothing at all: always 0, unless whoever counted is wrong."""
        return self.rows_read - self.captured - self.duplicates - self.rejected


@frozen
class Finding:
    """How often one thing was found: its stable code, and what people are told (blank: the code speaks for itself)."""

    code: str
    count: int
    message: str = ""


@frozen(kw_only=True)
class CallRow:
    """One line of the call list.

    grade: fit and engagement, such as `A1`, if there is one. why: the reasons for its rank, most important first.
    """

    priority: Priority
    score: float
    name: str
    grade: str = ""
    company: str = ""
    phone: str = field(default="", repr=mask_phone)
    email: str = field(default="", repr=mask_email)
    owner: str = ""
    due: datetime | None = field(default=None, converter=utc_or_none)
    why: tuple[str, ...] = field(default=(), converter=tuple[str, ...])


def _has_instant(_record: object, _field: object, value: datetime) -> None:
    utc(value)


def _priorities(counts: Mapping[Priority, int]) -> Mapping[Priority, int]:
    return FrozenDict(counts)


def _counts(counts: Mapping[str, int]) -> Mapping[str, int]:
    return FrozenDict(counts)


@frozen(kw_only=True)
class ReportFigures:
    """Everything the report shows. All but as_of may stay empty; the report then says that there is nothing yet.

    as_of: an aware time; due times are shown in its zone, and called overdue against it. source: the file or store it
    is about. intake: `None` where no file was read. calls: in the order in which to call; the first `CALLS_SHOWN` are
    shown. calls_total: the length of the whole list, if `calls` is only its top.
    """

    as_of: datetime = field(validator=_has_instant)
    title: str = "Lead report"
    source: str = ""
    intake: Intake | None = None
    funnel: tuple[FunnelStep, ...] = field(default=(), converter=tuple[FunnelStep, ...])
    channels: tuple[SourceRow, ...] = field(default=(), converter=tuple[SourceRow, ...])
    priorities: Mapping[Priority, int] = field(default=FrozenDict(), converter=_priorities)
    grades: Mapping[str, int] = field(default=FrozenDict(), converter=_counts)
    statuses: Mapping[str, int] = field(default=FrozenDict(), converter=_counts)
    quality: tuple[QualityRow, ...] = field(default=(), converter=tuple[QualityRow, ...])
    pipeline: tuple[Money, ...] = field(default=(), converter=tuple[Money, ...])
    rejects: tuple[Finding, ...] = field(default=(), converter=tuple[Finding, ...])
    warnings: tuple[Finding, ...] = field(default=(), converter=tuple[Finding, ...])
    calls: tuple[CallRow, ...] = field(default=(), converter=tuple[CallRow, ...])
    calls_total: int | None = None
