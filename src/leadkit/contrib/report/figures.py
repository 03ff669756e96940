"""What a report shows, as plain values."""

from collections.abc import Mapping
from datetime import datetime

from attrs import Factory, evolve, field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import utc, utc_or_none
from leadkit.kernel.money import Money
from leadkit.kernel.text import mask_email, mask_phone
from leadkit.model import Clock, Priority
from leadkit.steps.analytics import (
    Attribution,
    Cohort,
    Curve,
    FactorRow,
    Forecast,
    FunnelStage,
    FunnelStep,
    QualityRow,
    ReasonRow,
    ResponseRow,
    SourceRow,
)
from leadkit.steps.followup import Standing

__all__ = ["CallRow", "DeadlineRow", "Finding", "Intake", "LeadRow", "PairRow", "ReportFigures", "masked"]


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


def mask_name(name: str) -> str:
    """`Ada Marsh` → `A***`; blank stays blank."""
    return f"{name[:1]}***" if name else ""


@frozen(kw_only=True)
class LeadRow:
    """One lead as the report lists it: what people look it up by, and by what the numbers lead to it.

    phone, email: the best of `phones` and `emails`. stage: the furthest that it reached. due: of its next step.
    standing: how the worst of its deadlines stands. flaws: names as in `QualityRow.flaw`. reason: why it was lost.
    doubtful: it may be one with another lead.
    """

    id: str
    name: str = field(default="", repr=mask_name)
    company: str = ""
    job_title: str = ""
    phones: tuple[str, ...] = field(
        default=(), converter=tuple[str, ...], repr=lambda all: str([*map(mask_phone, all)])
    )
    emails: tuple[str, ...] = field(
        default=(), converter=tuple[str, ...], repr=lambda all: str([*map(mask_email, all)])
    )
    city: str = ""
    country: str = ""
    status: str = ""
    priority: Priority | None = None
    score: float | None = None
    grade: str = ""
    channel: str = ""
    source: str = ""
    campaign: str = ""
    owner: str = ""
    team: str = ""
    created: datetime | None = field(default=None, converter=utc_or_none)
    stage: FunnelStage = FunnelStage.CAPTURED
    due: datetime | None = field(default=None, converter=utc_or_none)
    standing: Standing = Standing.RUNNING
    flaws: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    reason: str = ""
    doubtful: bool = False

    @property
    def phone(self) -> str:
        """The number to call, blank if there is none."""
        return next(iter(self.phones), "")

    @property
    def email(self) -> str:
        """The address to write to, blank if there is none."""
        return next(iter(self.emails), "")


@frozen(kw_only=True)
class CallRow:
    """One line of the call list. why, why_zh: the reasons for its rank as a sentence. goal: of its next step."""

    lead: LeadRow
    goal: str = ""
    why: str = ""
    why_zh: str = ""


@frozen(kw_only=True)
class DeadlineRow:
    """A deadline that is breached or at risk. accountable: who answers for it. goal: of the planned step, if any."""

    lead: LeadRow
    clock: Clock
    standing: Standing
    due: datetime = field(converter=utc)
    accountable: str = ""
    goal: str = ""


COMPARED = (
    "name",
    "company",
    "job_title",
    "emails",
    "phones",
    "city",
    "country",
    "source",
    "status",
    "owner",
    "created",
)


def _differing(pair: "PairRow") -> tuple[str, ...]:
    return tuple(name for name in COMPARED if getattr(pair.lead, name) != getattr(pair.other, name))


@frozen(kw_only=True)
class PairRow:
    """Two leads that may be one person. because, because_zh: each reason as a sentence, the strongest first.

    differs: the fields in which they are not the same, found out from the two.
    """

    lead: LeadRow
    other: LeadRow
    differs: tuple[str, ...] = field(default=Factory(_differing, takes_self=True))
    because: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    because_zh: tuple[str, ...] = field(default=(), converter=tuple[str, ...])


def _has_instant(_record: object, _field: object, value: datetime) -> None:
    utc(value)


def _priorities(counts: Mapping[Priority, int]) -> Mapping[Priority, int]:
    return FrozenDict(counts)


def _counts(counts: Mapping[str, int]) -> Mapping[str, int]:
    return FrozenDict(counts)


@frozen(kw_only=True)
class ReportFigures:
    """Everything the report shows. All but as_of may stay empty; the report then says that there is nothing yet.

    as_of: an aware time; times are shown in its zone. title: blank for the usual one. source: the file or store it is
    about. intake: `None` where no file was read. leads: every lead that a number may lead to. calls: in the order in
    which to call. deadlines: the breached ones first. pairs: to be looked at by somebody. Of long lists the page shows
    the top, and leads on to the rest. attributions: one a model. conversion:
    `None` while no lead has been watched for a day.
    """

    as_of: datetime = field(validator=_has_instant)
    title: str = ""
    source: str = ""
    intake: Intake | None = None
    leads: tuple[LeadRow, ...] = field(default=(), converter=tuple[LeadRow, ...])
    calls: tuple[CallRow, ...] = field(default=(), converter=tuple[CallRow, ...])
    deadlines: tuple[DeadlineRow, ...] = field(default=(), converter=tuple[DeadlineRow, ...])
    pairs: tuple[PairRow, ...] = field(default=(), converter=tuple[PairRow, ...])
    quality: tuple[QualityRow, ...] = field(default=(), converter=tuple[QualityRow, ...])
    rejects: tuple[Finding, ...] = field(default=(), converter=tuple[Finding, ...])
    warnings: tuple[Finding, ...] = field(default=(), converter=tuple[Finding, ...])
    funnel: tuple[FunnelStep, ...] = field(default=(), converter=tuple[FunnelStep, ...])
    conversion: Curve | None = None
    cohorts: tuple[Cohort, ...] = field(default=(), converter=tuple[Cohort, ...])
    channels: tuple[SourceRow, ...] = field(default=(), converter=tuple[SourceRow, ...])
    campaigns: tuple[SourceRow, ...] = field(default=(), converter=tuple[SourceRow, ...])
    attributions: tuple[Attribution, ...] = field(default=(), converter=tuple[Attribution, ...])
    responses: tuple[ResponseRow, ...] = field(default=(), converter=tuple[ResponseRow, ...])
    disqualified: tuple[ReasonRow, ...] = field(default=(), converter=tuple[ReasonRow, ...])
    lost: tuple[ReasonRow, ...] = field(default=(), converter=tuple[ReasonRow, ...])
    forecast: Forecast | None = None
    factors: tuple[FactorRow, ...] = field(default=(), converter=tuple[FactorRow, ...])
    priorities: Mapping[Priority, int] = field(default=FrozenDict(), converter=_priorities)
    grades: Mapping[str, int] = field(default=FrozenDict(), converter=_counts)
    statuses: Mapping[str, int] = field(default=FrozenDict(), converter=_counts)
    pipeline: tuple[Money, ...] = field(default=(), converter=tuple[Money, ...])


def masked(figures: ReportFigures) -> ReportFigures:
    """The same figures without what tells who the people are or how to reach them: for a report that goes further.

    Names keep their first letter, addresses their domain, numbers their ends. Companies, cities and owners stay.
    """
    return evolve(
        figures,
        leads=map(_masked, figures.leads),
        calls=[evolve(row, lead=_masked(row.lead)) for row in figures.calls],
        deadlines=[evolve(row, lead=_masked(row.lead)) for row in figures.deadlines],
        pairs=[evolve(row, lead=_masked(row.lead), other=_masked(row.other)) for row in figures.pairs],
    )


def _masked(lead: LeadRow) -> LeadRow:
    return evolve(
        lead, name=mask_name(lead.name), phones=map(mask_phone, lead.phones), emails=map(mask_email, lead.emails)
    )
