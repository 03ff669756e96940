"""The main job: every row of a file becomes a lead, an attached inquiry, or a reject with its reasons."""

from collections.abc import Callable, Iterator

from attrs import evolve, field, frozen

from leadkit.cli.reading import Source, field_values, row_key
from leadkit.cli.stages import stage_warning
from leadkit.errors import LeadkitError, Problem
from leadkit.flows._sync.capture import capture
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.placing import place
from leadkit.kernel.decision import Refusal
from leadkit.machines.lead import LeadStatus
from leadkit.model import Inquiry
from leadkit.tabular import Row, stage_of

__all__ = ["RowOutcome", "run_job"]


@frozen
class RowOutcome:
    """What became of one row: a `lead_id`, or `problems`. duplicate_of: the lead it was attached to.

    stage: what the row's stage column says.
    """

    row: Row
    stage: str = ""
    lead_id: str | None = None
    duplicate_of: str | None = None
    because: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), converter=tuple[Problem, ...])
    warnings: tuple[Problem, ...] = field(default=(), converter=tuple[Problem, ...])


def run_job(env: Env, source: Source, progress: Callable[[], object]) -> tuple[RowOutcome, ...]:
    """Capture every row, then assign the new leads and move them to where the file says they stand.

    Captures come first, so that a row is compared with all rows before it in the state they came in. A row that this
    store has seen before keeps its first outcome and moves nothing. progress: called twice a row, once in each pass.
    """
    captured = list(_captured(env, source, progress))
    return tuple(_worked(env, outcome, fresh, progress) for outcome, fresh in captured)


def _captured(env: Env, source: Source, progress: Callable[[], object]) -> Iterator[tuple[RowOutcome, bool]]:
    """Each row's outcome, and whether it made a lead that still has to be worked."""
    seen: dict[str, RowOutcome] = {}
    for row in source.table.rows:
        progress()
        if row.problem:
            yield RowOutcome(row, problems=(row.problem,)), False
            continue
        key = row_key(source.table.header, row)
        if first := seen.get(key):
            yield _same_row(first, row), False
            continue
        outcome, fresh = _capture(env, source, row, key)
        seen[key] = outcome
        yield outcome, fresh


def _capture(env: Env, source: Source, row: Row, key: str) -> tuple[RowOutcome, bool]:
    try:
        values = field_values(source.columns, row)
        captured = capture(env, Inquiry(**values), key, settle=False)
    except LeadkitError as wrong:
        return RowOutcome(row, problems=wrong.problems), False
    if isinstance(captured, Refusal):
        return RowOutcome(row, problems=captured.problems), False
    outcome = RowOutcome(
        row,
        values.get("extra", {}).get("stage", ""),
        captured.lead.id,
        captured.duplicate_of,
        captured.because,
        warnings=captured.warnings,
    )
    return outcome, not (captured.repeated or captured.duplicate_of)


def _same_row(first: RowOutcome, row: Row) -> RowOutcome:
    because = (f"the same row as row {first.row.number}",)
    if first.lead_id is None:
        return RowOutcome(row, because=because, problems=first.problems)
    return RowOutcome(row, "", first.lead_id, first.lead_id, because)


def _worked(env: Env, outcome: RowOutcome, fresh: bool, progress: Callable[[], object]) -> RowOutcome:
    """The outcome after the lead was assigned and moved to its stage, with a warning where the rules stopped it."""
    progress()
    if outcome.lead_id is None or outcome.duplicate_of:
        return outcome
    target = stage_of(outcome.stage) if outcome.stage else None
    # "New" means that nobody has worked on it: an owner does not change that, and the way back would be a release.
    status = target.lead if target and target.lead is not LeadStatus.NEW else None
    if fresh:
        lead = place(env, outcome.lead_id, status, target.stage if target else None, outcome.stage)
    else:
        with env.store.begin() as work:
            lead = work.leads.get(outcome.lead_id)
    problem = stage_warning(env.playbook, lead, target, outcome.stage)
    return evolve(outcome, warnings=(*outcome.warnings, problem)) if problem else outcome
