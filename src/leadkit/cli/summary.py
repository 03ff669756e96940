"""A run in figures: what `--json` prints and what the terminal and the report say."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from leadkit.cli.job import RowOutcome
from leadkit.errors import Problem
from leadkit.steps.analytics import Overview

__all__ = ["Summary", "counted", "summarised"]


@frozen
class Summary:
    """The figures of one run.

    known: rows that an earlier run had; their outcome is counted again. paths: what was written, by name.
    """

    file: str
    rows_read: int
    known: int
    captured: int
    duplicates: int
    rejected: int
    repaired: int
    warnings: int
    leads_in_store: int
    priorities: dict[str, int]
    funnel: dict[str, int]
    reject_codes: dict[str, int]
    warning_codes: dict[str, int]
    paths: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        return asdict(self)


def summarised(file: Path, outcomes: Sequence[RowOutcome], overview: Overview, paths: Mapping[str, str]) -> Summary:
    """The summary of these outcomes and of the store as it is now."""
    rejected = [outcome for outcome in outcomes if outcome.problems]
    duplicates = [outcome for outcome in outcomes if outcome.duplicate_of]
    warnings = [warning for outcome in outcomes for warning in outcome.warnings]
    return Summary(
        file=str(file),
        rows_read=len(outcomes),
        known=sum(outcome.known for outcome in outcomes),
        captured=len(outcomes) - len(duplicates) - len(rejected),
        duplicates=len(duplicates),
        rejected=len(rejected),
        repaired=sum(outcome.row.repaired for outcome in outcomes),
        warnings=len(warnings),
        leads_in_store=overview.leads,
        priorities={str(priority): count for priority, count in overview.priorities.items()},
        funnel={str(step.stage): step.leads for step in overview.funnel},
        reject_codes=counted(problem for outcome in rejected for problem in outcome.problems),
        warning_codes=counted(warnings),
        paths=dict(paths),
    )


def counted(problems: Iterable[Problem]) -> dict[str, int]:
    """How often each code occurs, most first."""
    return dict(Counter(problem.code for problem in problems).most_common())
