"""What the page says: the headline, the panels with their definitions, the lines of the call list."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from attrs import frozen

from leadkit.contrib.report.chart import Bar
from leadkit.contrib.report.figures import CallRow, Finding, Intake, ReportFigures
from leadkit.kernel.money import Money
from leadkit.kernel.text import escaped
from leadkit.model import Priority
from leadkit.steps.analytics import FunnelStage, SourceRow

__all__ = ["Card", "Panel", "call", "cards", "moment", "panels"]


@frozen
class Card:
    """A headline number. tone: how it stands out, a class of the page's style."""

    label: str
    value: str
    note: str
    tone: str = ""


@frozen(kw_only=True)
class Panel:
    """A figure: its definition, its chart, and the table with the same numbers.

    words: how many columns of the table, from the left, are words; the others are numbers. colours: of part and whole.
    legend: what part and whole are, where the definition does not say it. nothing: the text when there are no rows.
    """

    id: str
    title: str
    definition: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str
    words: int = 1
    bars: tuple[Bar, ...] = ()
    colours: tuple[str, str] = ("#3b7ddd", "rgba(125,140,160,.20)")
    legend: tuple[str, ...] = ()


# --- numbers as people read them


def _share(share: float | None) -> str:
    """`12.3%`. A few of many are not rounded to none, nor all but a few to all."""
    if share is None:
        return "–"
    if share in (0, 1):
        return f"{share:.0%}"
    return "<0.1%" if share < 0.0005 else ">99.9%" if share >= 0.9995 else f"{share:.1%}"


def _of(part: int, whole: int) -> str:
    return _share(part / whole if whole else None)


def _money(amounts: Iterable[Money]) -> str:
    return "\n".join(map(str, amounts)) or "–"


_INITIALS = {"api": "API"}


def _label(text: str) -> str:
    """A code as a label: `online_ad` → Online ad. What a host calls its own, in any script, is left as it is."""
    words = text.replace("_", " ")
    return _INITIALS.get(text, words[:1].upper() + words[1:])


def moment(at: datetime) -> str:
    """`2026-11-22 18:18 UTC+08:00`"""
    return f"{at:%Y-%m-%d %H:%M} UTC{at.isoformat()[-6:].replace('+00:00', '')}"


# --- headline

_OUTCOMES = {
    FunnelStage.CONVERTED: "of all leads were converted to a deal",
    FunnelStage.WON: "of all leads brought a won deal",
}


def cards(figures: ReportFigures) -> list[list[Card]]:
    """The headline numbers, in rows: what came in, and what came of it."""
    leads, high = _leads(figures), figures.priorities.get(Priority.HIGH, 0)
    reached = {step.stage: step.leads for step in figures.funnel}
    outcomes = [(_label(stage), reached.get(stage, 0), note) for stage, note in _OUTCOMES.items()]
    came_of_it = [
        _part_of(leads, "High priority", high, "of all leads: call these first", "accent"),
        *(_part_of(leads, label, part, note) for label, part, note in outcomes),
        Card("Weighted pipeline", _money(figures.pipeline), "amount × probability of the open deals", "money"),
    ]
    if figures.intake:
        return [_intake(figures.intake), came_of_it]
    return [[Card("Leads", f"{leads:,}", "captured so far, one for each inquiry"), *came_of_it]]


def _part_of(leads: int, label: str, part: int, note: str, tone: str = "") -> Card:
    return Card(label, f"{part:,}", f"{_of(part, leads)} {note}" if leads else "nothing yet", tone)


def _leads(figures: ReportFigures) -> int:
    return max((step.leads for step in figures.funnel), default=0)


def _intake(intake: Intake) -> list[Card]:
    lost = intake.unaccounted
    account = f"{lost:,} of them not accounted for" if lost else "each of them accounted for"
    return [
        Card("Rows read", f"{intake.rows_read:,}", f"{account}; {intake.repaired:,} repaired", "alarm" if lost else ""),
        Card("New leads", f"{intake.captured:,}", f"{intake.warnings:,} warnings about their values"),
        Card("Duplicates", f"{intake.duplicates:,}", "inquiries of people already known, joined to them"),
        Card("Rejected", f"{intake.rejected:,}", "rows that could not be used, by reason below"),
    ]


# --- panels


def panels(figures: ReportFigures) -> Iterable[Panel]:
    """Every panel; one without rows says why it is empty."""
    leads = _leads(figures)
    yield Panel(
        id="funnel",
        title="Funnel",
        definition="How many leads ever reached each stage or a later one, and what share of all leads that is.",
        columns=("Stage", "Leads", "Of the stage before", "Of all leads"),
        rows=tuple(
            (_label(step.stage), f"{step.leads:,}", _share(step.of_previous.share), _share(step.of_all.share))
            for step in figures.funnel
            if leads
        ),
        bars=_bars(leads, ((step.stage, step.leads) for step in figures.funnel)),
        nothing="Nothing yet: the funnel fills when the first lead is captured.",
    )
    yield Panel(
        id="channels",
        title="Channels",
        definition="Where the leads came from. Beside each bar: its leads, and which share of them was converted.",
        columns=tuple(_CHANNEL_COLUMNS.split(" | ")),
        rows=tuple(map(_channel, figures.channels)),
        bars=tuple(
            Bar(_label(row.channel), row.converted.part, row.leads, f"{row.leads:,} · {_share(row.converted.share)}")
            for row in figures.channels
        ),
        colours=("#3b7ddd", "rgba(59,125,221,.38)"),
        legend=("converted", "all leads of the channel"),
        nothing="Nothing yet: no lead has come in through any channel.",
    )
    yield _counted(
        "priorities",
        "Priorities",
        "How promising the leads are, by their score. Leads that were never scored are not counted.",
        figures.priorities,
        "Nothing yet: no lead has been scored.",
    )
    yield _counted(
        "grades",
        "Grades",
        "Who they are, A to C, and what they do, 1 to 3. A1 is the best; leads without a grade are not counted.",
        figures.grades,
        "Nothing yet: no lead has a grade.",
    )
    yield _counted(
        "statuses",
        "Statuses",
        "Where the work on each lead stands now.",
        figures.statuses,
        "Nothing yet: there is no lead to work on.",
    )
    yield Panel(
        id="quality",
        title="Data quality",
        definition="How many leads lack something or hold something unusable. One lead may count in several lines.",
        columns=("Flaw", "Leads", "Of all leads"),
        rows=tuple((_label(row.flaw), f"{row.leads:,}", _share(row.share.share)) for row in figures.quality),
        bars=_bars(leads, ((row.flaw, row.leads) for row in figures.quality)),
        colours=("#c77a1a", "rgba(125,140,160,.20)"),
        nothing="Nothing to mend: no lead has a flaw." if leads else "Nothing yet: there is no lead to look at.",
    )
    yield _found("rejects", "Rejected rows", "Rows that could not be used, by reason.", figures.rejects)
    yield _found("warnings", "Warnings", "Values kept as typed although something looks wrong.", figures.warnings)


def _bars(whole: int, parts: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    """Each part against the same whole; none where the whole is nothing."""
    return tuple(Bar(_label(name), part, whole, f"{part:,} · {_of(part, whole)}") for name, part in parts if whole)


_CHANNEL_COLUMNS = (
    "Channel | Leads | High priority | Mean score | Qualified | Converted | Won | Conversion | Won revenue"
)


def _channel(row: SourceRow) -> tuple[str, ...]:
    outcomes = [f"{number:,}" for number in (row.qualified.part, row.converted.part, row.won.part)]
    quality = (f"{row.leads:,}", f"{row.high_priority:,}", f"{row.score.mean or 0:.1f}")
    return (_label(row.channel), *quality, *outcomes, _share(row.converted.share), _money(row.revenue))


def _counted(id: str, title: str, definition: str, counts: Mapping[Any, int], nothing: str) -> Panel:
    whole = sum(counts.values())
    return Panel(
        id=id,
        title=title,
        definition=definition,
        columns=("", "Leads", "Share"),
        rows=tuple((_label(name), f"{count:,}", _of(count, whole)) for name, count in counts.items() if whole),
        bars=_bars(whole, counts.items()),
        nothing=nothing,
    )


def _found(id: str, title: str, definition: str, findings: Iterable[Finding]) -> Panel:
    return Panel(
        id=id,
        title=title,
        definition=definition,
        columns=("What", "Code", "Count"),
        rows=tuple((each.message or _label(each.code), each.code, f"{each.count:,}") for each in findings),
        words=2,
        nothing="Nothing of the kind.",
    )


# --- the call list

# What a phone can dial as it stands: no extension, no second number, no words.
_DIALLED = re.compile(r"\+?[\d ()./-]{5,24}", re.ASCII)


def call(row: CallRow, as_of: datetime) -> dict[str, Any]:
    """A row as its cells. Its links open the phone or the mail program, nothing else."""
    due = row.due and row.due.astimezone(as_of.tzinfo)
    day = due and ("today" if due.date() == as_of.date() else f"{due:%Y-%m-%d}")
    return {
        "priority": row.priority.value,
        "score": f"{row.score:g}",
        "grade": row.grade,
        "name": row.name,
        "company": row.company,
        "phone": row.phone,
        "dial": re.sub(r"[^+\d]", "", row.phone) if _DIALLED.fullmatch(row.phone) else "",
        "email": row.email,
        "mailbox": quote(escaped(row.email), safe="@") if row.email.count("@") == 1 else "",
        "owner": row.owner,
        "due": f"{day} {due:%H:%M}" if due else "",
        "overdue": bool(due and due < as_of),
        "why": row.why,
    }
