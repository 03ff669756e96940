"""`leadkit run`: one file through the whole journey."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from leadkit.cli.job import RowOutcome, run_job
from leadkit.cli.outputs import call_list, write_outputs, write_store
from leadkit.cli.playbook_file import load_playbook
from leadkit.cli.reading import Source, open_source
from leadkit.cli.reporting import write_report
from leadkit.desk._sync import LeadDesk
from leadkit.errors import Problem, UnusableInput
from leadkit.memory import Store
from leadkit.memory.snapshot import restored
from leadkit.playbook import Playbook
from leadkit.steps import analytics

__all__ = ["Summary", "run_file"]

STORE = "store.jsonl"


@frozen
class Summary:
    """The figures of one run. paths: what was written, by name."""

    file: str
    rows_read: int
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
        return attrs.asdict(self)


def run_file(
    path: Path,
    out: Path,
    *,
    region: str = "",
    encoding: str | None = None,
    mapping: Path | None = None,
    playbook: Path | None = None,
    told: Callable[[Source], None] = lambda source: None,
    progress: Callable[[], None] = lambda: None,
) -> Summary:
    """Read the file, work every row, write everything to `out`.

    told: called with the file once its columns are understood. progress: called once a row. Raises `UnusableInput` or
    `InvalidPlaybook` before anything is written.
    """
    rules = load_playbook(playbook) if playbook else Playbook()
    if region:
        rules = attrs.evolve(rules, cleansing=attrs.evolve(rules.cleansing, region=region.upper()))
    source = open_source(path, encoding=encoding, mapping=mapping)
    told(source)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as failed:
        raise UnusableInput([Problem("unwritable", "out", f"{out}: {failed.strerror}")]) from None
    store = _store(out / STORE)
    desk = LeadDesk(store=store, playbook=rules)
    outcomes = run_job(desk, source, progress)
    write_store(out / STORE, store)
    return _written(desk, source, outcomes, out)


def _store(path: Path) -> Store:
    if not path.exists():
        return Store()
    with path.open(encoding="utf-8") as lines:
        return restored(lines)


def _written(desk: LeadDesk, source: Source, outcomes: Sequence[RowOutcome], out: Path) -> Summary:
    leads, overview = desk.leads.find(), desk.reports.overview()
    calls = call_list(desk, leads)
    paths = write_outputs(out, leads, calls, outcomes)
    paths |= {"store": out / STORE, "report": out / "report.html"}
    summary = _summary(source, outcomes, overview, paths)
    write_report(paths["report"], summary, overview, calls, outcomes)
    return summary


def _summary(
    source: Source, outcomes: Sequence[RowOutcome], overview: analytics.Overview, paths: dict[str, Path]
) -> Summary:
    rejected = [outcome for outcome in outcomes if outcome.problems]
    duplicates = [outcome for outcome in outcomes if outcome.duplicate_of]
    warnings = [warning for outcome in outcomes for warning in outcome.warnings]
    return Summary(
        file=str(source.path),
        rows_read=len(outcomes),
        captured=len(outcomes) - len(duplicates) - len(rejected),
        duplicates=len(duplicates),
        rejected=len(rejected),
        repaired=sum(outcome.row.repaired for outcome in outcomes),
        warnings=len(warnings),
        leads_in_store=overview.leads,
        priorities={str(priority): count for priority, count in overview.priorities.items()},
        funnel={str(step.stage): step.leads for step in overview.funnel},
        reject_codes=_counted(problem for outcome in rejected for problem in outcome.problems),
        warning_codes=_counted(warnings),
        paths={name: str(path) for name, path in paths.items()},
    )


def _counted(problems: Iterable[Problem]) -> dict[str, int]:
    return dict(Counter(problem.code for problem in problems).most_common())
