"""The report of a run: the figures of the store, and what the file's rows became."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from attrs import evolve

from leadkit.cli.job import RowOutcome
from leadkit.cli.summary import Summary, counted
from leadkit.contrib.report import Finding, Intake, Material, ReportFigures, doubts, figures_of
from leadkit.desk._sync import LeadDesk
from leadkit.errors import Problem

__all__ = ["run_figures"]

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def run_figures(
    desk: LeadDesk, material: Material, summary: Summary, outcomes: Sequence[RowOutcome], at: datetime | None = None
) -> ReportFigures:
    """The figures of a run. at: as of when; the latest event if not given, so that a run that changes nothing has the
    same figures."""
    when = at or material.overview.as_of or _NEVER
    source = Path(summary.file).name
    return evolve(
        figures_of(desk, material, when, source=source, pairs=doubts(desk, material.leads)),
        intake=Intake(
            rows_read=summary.rows_read,
            captured=summary.captured,
            duplicates=summary.duplicates,
            rejected=summary.rejected,
            repaired=summary.repaired,
            warnings=summary.warnings,
        ),
        rejects=_findings(problem for outcome in outcomes for problem in outcome.problems),
        warnings=_findings(warning for outcome in outcomes for warning in outcome.warnings),
    )


def _findings(problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """One row a code, most first, with the message that the first of them had."""
    found = list(problems)
    first = {problem.code: problem.message for problem in reversed(found)}
    return tuple(Finding(code, count, first[code]) for code, count in counted(found).items())
