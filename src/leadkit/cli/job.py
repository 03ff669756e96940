"""The main job: every row of a file becomes a lead, an attached inquiry, or a reject with its reasons."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TypeVar

from attrs import evolve, field, frozen

from leadkit.buffered import Expected
from leadkit.cli.reading import Source, field_values, row_key
from leadkit.cli.stages import stage_warning
from leadkit.errors import IdempotencyConflict, LeadkitError, Problem
from leadkit.flows._sync.capture import capture
from leadkit.flows._sync.capture_many import Outcome, capture_many
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.placing import place
from leadkit.flows._sync.together import together
from leadkit.kernel.text import digest
from leadkit.machines.lead import LeadStatus
from leadkit.model import Inquiry, Lead
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


# An outcome, its lead as it was then, and whether that still has to be placed: a new one, or the same record of the
# same source, sent again.
Worked = tuple[RowOutcome, Lead | None, bool]

# Rows in one unit of work: a database waits for its disk once for all of them.
BATCH = 500

T = TypeVar("T")


def run_job(env: Env, source: Source, progress: Callable[[], object]) -> tuple[RowOutcome, ...]:
    """Capture every row, then assign the new leads and move them to where the file says they stand.

    Captures come first, so that a row is compared with all rows before it in the state they came in. A row that this
    store has seen before keeps its first outcome and moves nothing. progress: called twice a row, once in each pass.
    """
    captured = list(_captured(env, source, progress))
    # A lead that several rows are about may be moved by one of them and looked at by another, so it is read anew.
    attached = {outcome.duplicate_of for outcome, _, _ in captured}
    leads = {lead.id: lead for _, lead, _ in captured if lead and lead.id not in attached}
    fresh = {lead.id for outcome, lead, _ in captured if lead and not outcome.known} - attached
    place = partial(_placed, progress=progress)
    return tuple(
        outcome
        for some in _batched(captured)
        for outcome in together(
            env, some, place, _expected(env, {outcome.lead_id or "" for outcome, _, _ in some}, leads, fresh)
        )
    )


def _expected(env: Env, ids: set[str], leads: Mapping[str, Lead], fresh: set[str]) -> Expected:
    these = {id: leads[id] for id in ids if id in leads}
    keys = {key for lead in these.values() for key in env.playbook.duplicates.match_keys(lead.emails, lead.phones)}
    return Expected(leads=these, fresh=fresh, contact_keys=keys)


def _batched(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while some := list(islice(rest, BATCH)):
        yield some


def _captured(env: Env, source: Source, progress: Callable[[], object]) -> Iterator[Worked]:
    seen: dict[str, RowOutcome] = {}
    for rows in _batched(source.table.rows):
        readings = [_read(source, row) for row in rows]
        fresh = {each.key: each.inquiry for each in readings if each.inquiry and each.key not in seen}
        outcomes = dict(zip(fresh, capture_many(env, fresh.items(), BATCH, settle=False), strict=True))
        for reading in readings:
            progress()
            if first := seen.get(reading.key):
                yield _same_row(first, reading.row), None, False
                continue
            worked = _outcome(env, reading, outcomes.get(reading.key))
            if reading.key:
                seen[reading.key] = worked[0]
            yield worked


@frozen
class _Reading:
    """A row as an inquiry under the row's key, or why it is none. key: blank when the row itself is broken."""

    row: Row
    key: str = ""
    inquiry: Inquiry | None = None
    problems: tuple[Problem, ...] = ()


def _read(source: Source, row: Row) -> _Reading:
    if row.problem:
        return _Reading(row, problems=(row.problem,))
    key = row_key(source.table.header, row)
    try:
        return _Reading(row, key, Inquiry(**field_values(source.columns, row)))
    except LeadkitError as wrong:
        return _Reading(row, key, problems=wrong.problems)


def _outcome(env: Env, reading: _Reading, captured: Outcome | None) -> Worked:
    row, inquiry = reading.row, reading.inquiry
    if inquiry is None or captured is None:
        return RowOutcome(row, problems=reading.problems), None, False
    if isinstance(captured, IdempotencyConflict):
        captured = _read_otherwise(env, inquiry, reading.key)
    if not isinstance(captured, capture_step.Captured):
        return RowOutcome(row, problems=captured.problems), None, False
    outcome = RowOutcome(
        row,
        str(inquiry.extra.get("stage", "")),
        captured.lead.id,
        captured.duplicate_of,
        captured.because,
        warnings=captured.warnings,
        known=captured.repeated,
    )
    to_place = captured.duplicate_of is None or capture_step.same_record(captured.lead, inquiry)
    # A known lead without a score was captured by a run that broke off before it came to placing it.
    return outcome, captured.lead, to_place and (not captured.repeated or captured.lead.score is None)


def _read_otherwise(env: Env, inquiry: Inquiry, key: str) -> Outcome:
    """A row that an earlier run read with other columns keeps that outcome, unless it was refused."""
    with env.store.begin() as work:
        kept = capture_step.receipt_key(key)
        first = work.receipts.find([kept]).get(kept)
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


def _placed(env: Env, worked: Worked, progress: Callable[[], object]) -> RowOutcome:
    """The outcome after the lead was assigned and moved to its stage, with a warning where it stands elsewhere."""
    progress()
    outcome, _, to_place = worked
    if outcome.lead_id is None:
        return outcome
    target = stage_of(outcome.stage) if outcome.stage else None
    # "New" means that nobody has worked on it: an owner does not change that, and the way back would be a release.
    status = target.lead if target and target.lead is not LeadStatus.NEW else None
    if to_place:
        pool = "" if target and target.in_pool else None
        lead = place(env, outcome.lead_id, status, target.stage if target else None, outcome.stage, pool)
    else:
        with env.store.begin() as work:
            lead = work.leads.get(outcome.lead_id)
    problem = stage_warning(env.playbook, lead, target, outcome.stage)
    return evolve(outcome, warnings=(*outcome.warnings, problem)) if problem else outcome
