"""The main job: every row of a file becomes a lead, an attached inquiry, or a reject with its reasons."""

from collections.abc import Callable, Iterator

from attrs import evolve, field, frozen

from leadkit.cli.reading import Source, field_values, row_key
from leadkit.cli.stages import stage_warning
from leadkit.errors import IdempotencyConflict, LeadkitError, Problem
from leadkit.flows._sync.capture import capture
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.placing import place
from leadkit.kernel.decision import Refusal
from leadkit.kernel.text import digest
from leadkit.machines.lead import LeadStatus
from leadkit.model import Inquiry
from leadkit.steps import capture as capture_step
from leadkit.tabular import Row, stage_of

__all__ = ["RowOutcome", "run_job"]


@frozen
class RowOutcome:
    """What became of one row: a `lead_id`, or `problems`. duplicate_of: the lead it was attached to.

    stage: what the row's stage column says. known: an earlier run had this very row, and its outcome stands.
    """

    row: Row
    stage: str = ""
    lead_id: str | None = None
    duplicate_of: str | None = None
    because: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), converter=tuple[Problem, ...])
    warnings: tuple[Problem, ...] = field(default=(), converter=tuple[Problem, ...])
    known: bool = False


# An outcome, and whether its lead still has to be placed: a new one, or the same record of the same source, sent again.
Worked = tuple[RowOutcome, bool]

PUBLIC_POOL = "public"


def run_job(env: Env, source: Source, progress: Callable[[], object]) -> tuple[RowOutcome, ...]:
    """Capture every row, then assign the new leads and move them to where the file says they stand.

    Captures come first, so that a row is compared with all rows before it in the state they came in. A row that this
    store has seen before keeps its first outcome and moves nothing. progress: called twice a row, once in each pass.
    """
    captured = list(_captured(env, source, progress))
    return tuple(_placed(env, outcome, to_place, progress) for outcome, to_place in captured)


def _captured(env: Env, source: Source, progress: Callable[[], object]) -> Iterator[Worked]:
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
        outcome, to_place = _capture(env, source, row, key)
        seen[key] = outcome
        yield outcome, to_place


def _capture(env: Env, source: Source, row: Row, key: str) -> Worked:
    try:
        values = field_values(source.columns, row)
        inquiry = Inquiry(**values)
        captured = _first_reading(env, inquiry, key)
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
        known=captured.repeated,
    )
    to_place = captured.duplicate_of is None or capture_step.same_record(captured.lead, inquiry)
    return outcome, to_place and not captured.repeated


def _first_reading(env: Env, inquiry: Inquiry, key: str) -> capture_step.Captured | Refusal:
    """The row captured. A row that an earlier run read with other columns keeps that outcome, unless it was refused."""
    try:
        return capture(env, inquiry, key, settle=False)
    except IdempotencyConflict:
        with env.store.begin() as work:
            first = work.receipts.find(capture_step.receipt_key(key))
            if first and first.lead_id:
                lead = work.leads.get(first.lead_id)
                attached = lead.id if first.attached else None
                return capture_step.Captured(
                    lead, attached, first.because, repeated=True, warnings=(*first.warnings, _READ_BEFORE)
                )
        return capture(env, inquiry, digest(key, capture_step.payload_digest(inquiry)), settle=False)


_READ_BEFORE = Problem("row_known", None, "an earlier run read this row with other columns; that reading stands")


def _same_row(first: RowOutcome, row: Row) -> RowOutcome:
    because = (f"the same row as row {first.row.number}",)
    if first.lead_id is None:
        return RowOutcome(row, because=because, problems=first.problems, known=first.known)
    return RowOutcome(row, "", first.lead_id, first.lead_id, because, known=first.known)


def _placed(env: Env, outcome: RowOutcome, to_place: bool, progress: Callable[[], object]) -> RowOutcome:
    """The outcome after the lead was assigned and moved to its stage, with a warning where it stands elsewhere."""
    progress()
    if outcome.lead_id is None:
        return outcome
    target = stage_of(outcome.stage) if outcome.stage else None
    # "New" means that nobody has worked on it: an owner does not change that, and the way back would be a release.
    status = target.lead if target and target.lead is not LeadStatus.NEW else None
    if to_place:
        pool = PUBLIC_POOL if target and target.in_pool else None
        lead = place(env, outcome.lead_id, status, target.stage if target else None, outcome.stage, pool)
    else:
        with env.store.begin() as work:
            lead = work.leads.get(outcome.lead_id)
    problem = stage_warning(env.playbook, lead, target, outcome.stage)
    return evolve(outcome, warnings=(*outcome.warnings, problem)) if problem else outcome
