"""The headline and the figures, each with its definition, chart and table."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from leadkit.contrib.report.chart import Bar, bars
from leadkit.contrib.report.figures import Finding, Intake, ReportFigures
from leadkit.contrib.report.parts import Card, Cell, Column, Panel, leads_where, number_cell, word_cell
from leadkit.contrib.report.words import Words
from leadkit.model import Priority
from leadkit.steps.analytics import DEFINITIONS, FunnelStage, SourceRow
from leadkit.steps.followup import Standing

__all__ = ["UNREACHABLE", "cards", "definition", "panel", "panels"]

UNREACHABLE = "no way to reach them"

_BLUE, _PALE, _AMBER, _GREY = "#3b7ddd", "rgba(59,125,221,.38)", "#c77a1a", "rgba(125,140,160,.20)"


# --- headline


def cards(figures: ReportFigures, words: Words) -> list[list[Card]]:
    """The headline numbers, in rows: what is to be done, what came in, and what came of it."""
    return [
        list(_to_do(figures, words)),
        *([list(_intake(figures.intake, words))] if figures.intake else []),
        list(_outcomes(figures, words)),
    ]


def _card(words: Words, key: str, value: float | str, to: str = "", tone: str = "", **filled: object) -> Card:
    shown = value if isinstance(value, str) else words.number(value)
    return Card(words.say(f"card.{key}"), shown, words.say(f"card.{key}_note", **filled), to if value else "", tone)


def _to_do(figures: ReportFigures, words: Words) -> Iterator[Card]:
    dues = [row.lead.due.astimezone(figures.as_of.tzinfo).date() for row in figures.calls if row.lead.due]
    today = sum(due <= figures.as_of.date() for due in dues)
    late, risk = (
        sum(row.standing is each for row in figures.deadlines) for each in (Standing.BREACHED, Standing.AT_RISK)
    )
    unreachable = next((row.leads for row in figures.quality if row.flaw == UNREACHABLE), 0)
    yield _card(
        words, "due", today, leads_where(when=("late", "today")), "accent" if today else "", all=words.number(len(dues))
    )
    yield _card(words, "late", late, "#late", "alarm" if late else "", risk=words.number(risk))
    yield _card(words, "doubts", len(figures.pairs), "#pairs")
    yield _card(words, "unreachable", unreachable, leads_where(flaw=UNREACHABLE))


def _intake(intake: Intake, words: Words) -> Iterator[Card]:
    lost, repaired = intake.unaccounted, words.number(intake.repaired)
    note = words.say("card.unaccounted" if lost else "card.accounted", lost=words.number(lost), repaired=repaired)
    yield Card(words.say("card.rows"), words.number(intake.rows_read), note, "", "alarm" if lost else "")
    yield _card(words, "captured", intake.captured, "#warnings", warnings=words.number(intake.warnings))
    yield _card(words, "duplicates", intake.duplicates)
    yield _card(words, "rejected", intake.rejected, "#rejects")


def _outcomes(figures: ReportFigures, words: Words) -> Iterator[Card]:
    leads = _leads(figures)
    reached = {step.stage: step.leads for step in figures.funnel}
    if not figures.intake:
        yield _card(words, "leads", leads, leads_where())
    for key, part, to in (
        ("high", figures.priorities.get(Priority.HIGH, 0), leads_where(priority=Priority.HIGH)),
        ("converted", reached.get(FunnelStage.CONVERTED, 0), leads_where(reached=FunnelStage.CONVERTED)),
        ("won", reached.get(FunnelStage.WON, 0), leads_where(reached=FunnelStage.WON)),
    ):
        if leads:
            yield _card(words, key, part, to, share=words.share(part / leads))
        else:
            yield Card(words.say(f"card.{key}"), "0", words.say("card.nothing"))
    yield _card(words, "pipeline", words.money(figures.pipeline), "", "money")


def _leads(figures: ReportFigures) -> int:
    return max((step.leads for step in figures.funnel), default=0)


# --- figures


def panels(figures: ReportFigures, words: Words) -> Iterator[Panel]:
    """Every panel with a table; one without rows says why it is empty."""
    yield _quality(figures, words)
    yield _findings("rejects", figures.rejects, words)
    yield _findings("warnings", figures.warnings, words)
    yield _funnel(figures, words)
    yield _channels(figures, words)
    yield _counted("priorities", "priority", figures.priorities, words)
    yield _counted("grades", "grade", figures.grades, words)
    yield _counted("statuses", "status", figures.statuses, words)


def definition(id: str, words: Words) -> str:
    """What the figure counts, as analytics defines it; of lists that it does not know, as we do."""
    known = DEFINITIONS.get(id)
    if known:
        return known.zh if words.language == "zh" else known.en
    return words.say(f"{id}.definition")


# Columns that hold words; those of all others are numbers.
_WORDY = frozenset(
    "stage channel campaign priority grade status flaw todo what code reason after month better worse clock person "
    "factor sure".split()
)


def panel(
    id: str, words: Words, columns: str, rows: Iterable[tuple[Cell, ...]], *, known: str = "", **more: Any
) -> Panel:
    """A panel whose texts stand under its id. columns: their names, under `column` unless they say where. known: the
    name under which analytics defines the figure, if that is another one."""
    return Panel(
        id=id,
        columns=[
            Column(words.say(name if "." in name else f"column.{name}"), name not in _WORDY) for name in columns.split()
        ],
        rows=rows,
        **{
            "title": words.say(f"{id}.title"),
            "definition": definition(known or id, words),
            "nothing": words.say(f"{id}.nothing"),
            **more,
        },
    )


def _bar(label: str, part: int, whole: int, words: Words, to: str = "") -> Bar:
    return Bar(label, part, whole, f"{words.number(part)} · {words.share(part / whole)}", to)


def _funnel(figures: ReportFigures, words: Words) -> Panel:
    leads = _leads(figures)
    steps = [(step, words.name("stage", step.stage), leads_where(reached=step.stage)) for step in figures.funnel]
    return panel(
        "funnel",
        words,
        "stage leads of_previous of_all median lost",
        [
            (
                word_cell(name),
                number_cell(words.number(step.leads), to),
                Cell(words.share(step.of_previous.share)),
                Cell(words.share(step.of_all.share)),
                Cell(words.span(step.time.median)),
                Cell(words.number(step.lost)),
            )
            for step, name, to in steps
            if leads
        ],
        chart=bars([_bar(name.text, step.leads, leads, words, to) for step, name, to in steps], _BLUE, _GREY)
        if leads
        else None,
    )


def _channels(figures: ReportFigures, words: Words) -> Panel:
    drawn = [
        Bar(
            words.name("channel", row.channel).text,
            row.converted.part,
            row.leads,
            f"{words.number(row.leads)} · {words.share(row.converted.share)}",
            leads_where(channel=row.channel),
        )
        for row in figures.channels
    ]
    return panel(
        "channels",
        words,
        "channel leads high mean_score qualified converted won rate revenue",
        [_channel(row, words) for row in figures.channels],
        chart=bars(drawn, _BLUE, _PALE) if drawn else None,
        legend=[(_BLUE, words.say("channels.part")), (_PALE, words.say("channels.whole"))],
        folded=False,
    )


def _channel(row: SourceRow, words: Words) -> tuple[Cell, ...]:
    def counted(number: int, **values: str) -> Cell:
        return number_cell(words.number(number), leads_where(channel=row.channel, **values))

    return (
        word_cell(words.name("channel", row.channel)),
        counted(row.leads),
        counted(row.high_priority, priority=Priority.HIGH),
        Cell(words.say("page.none") if row.score.mean is None else words.number(row.score.mean)),
        counted(row.qualified.part, reached=FunnelStage.QUALIFIED),
        counted(row.converted.part, reached=FunnelStage.CONVERTED),
        counted(row.won.part, reached=FunnelStage.WON),
        Cell(words.rate(row.converted)),
        Cell(words.money(row.revenue)),
    )


def _counted(id: str, field: str, counts: Mapping[Any, int], words: Words) -> Panel:
    whole = sum(counts.values())
    rows = [(words.name(field, code), count, leads_where(**{field: code})) for code, count in counts.items() if whole]
    return panel(
        id,
        words,
        f"{field} leads share",
        [
            (word_cell(name), number_cell(words.number(count), to), Cell(words.share(count / whole)))
            for name, count, to in rows
        ],
        chart=bars([_bar(name.text, count, whole, words, to) for name, count, to in rows], _BLUE, _GREY)
        if rows
        else None,
    )


def _quality(figures: ReportFigures, words: Words) -> Panel:
    leads = _leads(figures)
    return panel(
        "quality",
        words,
        "flaw leads of_all todo",
        [
            (
                word_cell(words.name("flaw", row.flaw)),
                number_cell(words.number(row.leads), leads_where(flaw=row.flaw)),
                Cell(words.share(row.share.share)),
                Cell(words.known("mend", row.flaw)),
            )
            for row in figures.quality
        ],
        do=words.say("quality.do"),
        nothing=words.say("quality.nothing" if leads else "quality.empty"),
        chart=bars(
            [
                _bar(words.name("flaw", row.flaw).text, row.leads, leads, words, leads_where(flaw=row.flaw))
                for row in figures.quality
            ],
            _AMBER,
            _GREY,
        )
        if leads and figures.quality
        else None,
        folded=False,
    )


def _findings(id: str, findings: Iterable[Finding], words: Words) -> Panel:
    return panel(
        id,
        words,
        "what code count",
        [(_told(each, words), Cell(each.code, is_data=True), Cell(words.number(each.count))) for each in findings],
        do=words.say(f"{id}.do"),
        folded=False,
    )


def _told(finding: Finding, words: Words) -> Cell:
    """What we say of it; of what only the host knows, its own message."""
    known = words.known("problem", finding.code)
    return Cell(known) if known else Cell(finding.message or words.name("problem", finding.code).text, is_data=True)
