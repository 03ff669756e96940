"""The report of a run: the figures of the store, and what the file's rows became."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from leadkit.cli.job import RowOutcome
from leadkit.cli.outputs import Call
from leadkit.cli.summary import Summary, counted
from leadkit.contrib.report import CALLS_SHOWN, CallRow, Finding, Intake, ReportFigures, render
from leadkit.errors import Problem
from leadkit.model import Priority
from leadkit.steps.analytics import Overview

__all__ = ["write_report"]

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write_report(
    path: Path, summary: Summary, overview: Overview, calls: Sequence[Call], outcomes: Sequence[RowOutcome]
) -> None:
    """Write the report. It is as of the latest event, so that a run which changes nothing writes the same page."""
    figures = ReportFigures(
        as_of=overview.as_of or _NEVER,
        source=Path(summary.file).name,
        intake=Intake(
            rows_read=summary.rows_read,
            captured=summary.captured,
            duplicates=summary.duplicates,
            rejected=summary.rejected,
            repaired=summary.repaired,
            warnings=summary.warnings,
        ),
        funnel=overview.funnel,
        channels=overview.channels,
        priorities=overview.priorities,
        grades=overview.grades,
        statuses=overview.statuses,
        quality=overview.quality,
        pipeline=overview.weighted_pipeline,
        rejects=_findings(problem for outcome in outcomes for problem in outcome.problems),
        warnings=_findings(warning for outcome in outcomes for warning in outcome.warnings),
        calls=tuple(map(_call_row, calls[:CALLS_SHOWN])),
        calls_total=len(calls),
    )
    path.write_text(render(figures), encoding="utf-8")


def _findings(problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """One row a code, most first, with the message that the first of them had."""
    found = list(problems)
    first = {problem.code: problem.message for problem in reversed(found)}
    return tuple(Finding(code, count, first[code]) for code, count in counted(found).items())


def _call_row(call: Call) -> CallRow:
    lead = call.lead
    return CallRow(
        priority=lead.priority or Priority.LOW,
        score=lead.score.total if lead.score else 0,
        grade=lead.score.grade if lead.score else "",
        name=str(lead.name),
        company=lead.company,
        phone=str(call.phone or ""),
        email=call.email,
        owner=lead.owner or "",
        due=call.follow_up.due,
        why=call.reasons,
    )
