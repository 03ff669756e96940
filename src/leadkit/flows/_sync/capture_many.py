# Derived from src/leadkit/flows/_async/capture_many.py by tools/twins.py; edit that file.
"""Capture in bulk: the same outcomes as one by one, in units of work of many."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from leadkit.buffered import Expected
from leadkit.errors import IdempotencyConflict, LeadkitError
from leadkit.flows._sync.capture import Intake, Understood, prepared, taken_in
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.together import together
from leadkit.flows.paging import page_size
from leadkit.kernel.decision import Refusal
from leadkit.model import Inquiry
from leadkit.steps.capture import Captured

__all__ = ["Outcome", "capture_many"]

Outcome = Captured | Refusal | LeadkitError


def capture_many(
    env: Env, inquiries: Iterable[Inquiry | tuple[str, Inquiry]], batch: int, *, settle: bool = True
) -> Iterator[Outcome]:
    """An outcome for each inquiry, in their order, once it is committed."""
    source = iter(inquiries)
    act = partial(_outcome, settle=settle)
    while some := [each if isinstance(each, tuple) else (None, each) for each in islice(source, page_size(batch))]:
        intakes = [_prepared(env, inquiry, key) for key, inquiry in some]
        ready = [intake for intake in intakes if isinstance(intake, Intake)]
        understood = [intake.understood for intake in ready if isinstance(intake.understood, Understood)]
        keys = {key for each in understood for key in each.keys}
        expected = Expected(
            receipts={intake.key for intake in ready if intake.key},
            digests={intake.digest for intake in ready if not intake.key},
            lead_keys=keys,
            contact_keys=keys,
        )
        for outcome in together(env, intakes, act, expected):
            yield outcome


def _prepared(env: Env, inquiry: Inquiry, key: str | None) -> Intake | LeadkitError:
    try:
        return prepared(env, inquiry, key)
    except LeadkitError as wrong:  # a blank key
        return wrong


def _outcome(env: Env, intake: Intake | LeadkitError, *, settle: bool) -> Outcome:
    if isinstance(intake, LeadkitError):
        return intake
    try:
        return taken_in(env, intake, settle=settle)
    except IdempotencyConflict as misused:
        return misused
