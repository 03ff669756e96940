"""Capture: cleanse, recognise, then keep as a new lead or attach to the one we know. Nothing is lost or doubled."""

from datetime import datetime

from attrs import frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import lineage, living
from leadkit.flows._async.recognition import Recognition, keys_of, made_known, recognised
from leadkit.flows._async.settling import saved, settled
from leadkit.flows.isolation import Failure, reported
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.record import replaced
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Action, Activity, Inquiry, Lead, Receipt, RecordUpdate, RepeatInquiry
from leadkit.model.events import InquiryAttached, LeadMoved, evolve, moved
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.assignment import Choice, assigned
from leadkit.steps.capture import (
    Captured,
    new_lead,
    next_key,
    payload_digest,
    receipt_key,
    refused,
    same_payload,
    same_record,
    submitted,
)
from leadkit.steps.cleansing import Cleansed, cleanse
from leadkit.steps.dedup import Attach

__all__ = ["Intake", "Understood", "capture", "prepared", "taken_in"]


@frozen
class Intake:
    """An inquiry made ready without looking at the store. key: of the receipt, `None` without an idempotency key."""

    inquiry: Inquiry
    at: datetime
    key: str | None
    digest: str
    understood: "Understood | Refusal"


@frozen
class Understood:
    """An inquiry of which a lead can be made.

    draft: that lead. keys: by which its person is recognised. failure: of a strategy that could not tell its keys.
    """

    cleansed: Cleansed
    draft: Decision[Lead]
    keys: tuple[str, ...]
    failure: Failure | None = None


def prepared(env: Env, inquiry: Inquiry, idempotency_key: str | None) -> Intake:
    """The inquiry cleansed, with its keys and the lead it would make."""
    key = None if idempotency_key is None else receipt_key(idempotency_key)
    at = env.now()
    return Intake(inquiry, at, key, payload_digest(inquiry), _understood(env, inquiry, at))


def _understood(env: Env, inquiry: Inquiry, at: datetime) -> Understood | Refusal:
    cleansed = cleanse(inquiry, env.playbook.cleansing)
    if isinstance(cleansed, Refusal):
        return cleansed
    try:
        draft = new_lead(env.new_id(), at, cleansed.fields, env.playbook.lead_machine.initial)
    except InvalidRecord as invalid:
        return Refusal(invalid.problems)
    return Understood(cleansed, draft, *keys_of(env, draft.noun))


async def capture(
    env: Env, inquiry: Inquiry, idempotency_key: str | None = None, *, settle: bool = True
) -> Captured | Refusal:
    """What became of the inquiry. Raises `IdempotencyConflict` when the key was used for another content.

    settle: False when the lead is placed next, as in an import; its score and next step would be stale at once.
    """
    return await taken_in(env, prepared(env, inquiry, idempotency_key), settle=settle)


@one_unit_of_work
async def taken_in(work: AsyncUnitOfWork, env: Env, intake: Intake, *, settle: bool = True) -> Captured | Refusal:
    """What became of a prepared inquiry."""
    first, key = await _first(work, env, intake)
    if first is not None:
        return await _repeated(work, first)
    receipt = Receipt(key, Action.CAPTURE, intake.digest, intake.at)
    if isinstance(intake.understood, Refusal):
        return await _turned_away(work, intake.inquiry, receipt, intake.understood)
    return await _kept(work, env, intake, intake.understood, receipt, settle=settle)


async def _first(work: AsyncUnitOfWork, env: Env, intake: Intake) -> tuple[Receipt | None, str]:
    """The receipt of the first time this inquiry came in, if it did; and the key for the receipt of this time."""
    if intake.key is not None:
        first = (await work.receipts.find([intake.key])).get(intake.key)
        return same_payload(first, intake.digest) if first else None, intake.key
    latest = (await work.receipts.latest([intake.digest])).get(intake.digest)
    if latest and latest.at >= intake.at - env.playbook.capture.same_content_within:
        return latest, latest.key
    return None, next_key(intake.digest, latest)


async def _repeated(work: AsyncUnitOfWork, first: Receipt) -> Captured | Refusal:
    if first.lead_id is None:
        return Refusal(first.problems or [Problem("erased", None, "what this brought in the first time was erased")])
    lead = await living(work.leads, first.lead_id)
    return Captured(lead, lead.id if first.attached else None, first.because, repeated=True, warnings=first.warnings)


async def _turned_away(work: AsyncUnitOfWork, inquiry: Inquiry, receipt: Receipt, refusal: Refusal) -> Refusal:
    """Reasons and raw input stay in the store, so that somebody can mend and submit it again."""
    kept = refused(receipt, inquiry, refusal.problems)
    await work.receipts.add(kept.noun)
    await work.events.append(kept.events)
    await work.commit()
    return refusal


async def _kept(
    work: AsyncUnitOfWork, env: Env, intake: Intake, understood: Understood, receipt: Receipt, *, settle: bool
) -> Captured | Refusal:
    inquiry, cleansed, draft, keys = intake.inquiry, understood.cleansed, understood.draft, understood.keys
    found = await recognised(work, env, draft.noun, keys)
    known, because, warnings = found.known, found.match.because if found.match else (), cleansed.warnings
    if known and found.action is Attach.BLOCK:
        refusal = Refusal([Problem("duplicate", None, f"is lead {known.id}: {', '.join(because)}")])
        return await _turned_away(work, inquiry, receipt, refusal)
    if known and found.action in (Attach.CANDIDATE, Attach.WARN):
        doubt = f"may be lead {known.id}: {', '.join(because)}"
        warnings = (*warnings, Problem("possible_duplicate", None, doubt))
    if contact := found.may_be_contact:
        doubt = f"may be contact {contact.lead_id}: {', '.join(contact.because)}"
        warnings = (*warnings, Problem("possible_contact", None, doubt))
    outcome = await _attached(work, env, inquiry, found, receipt.at)
    if outcome is None:
        told = {**found.links, **({"may_be": (known.id,)} if known and found.action is Attach.CANDIDATE else {})}
        if told:
            draft = new_lead(draft.noun.id, receipt.at, {**cleansed.fields, **told}, draft.noun.status)
        outcome, known, because = _with_owner(env, draft, inquiry.owner), None, ()
    if failure := understood.failure or found.failure:
        outcome = outcome.then(reported(outcome.noun, failure, receipt.at))
    id = outcome.noun.id
    await made_known(work, env, "lead", id, keys, found.holders)
    await work.receipts.add(
        replaced(
            receipt,
            {
                "lead_id": id,
                "attached": known is not None,
                "because": because,
                "warnings": warnings,
                "submitted": cleansed.rewritten,
            },
        )
    )
    if settle or known:
        lead = await settled(work, env, known, outcome, receipt.at)
    else:
        lead = await saved(work, None, outcome)
    return Captured(lead, id if known else None, because, warnings=warnings, corrections=cleansed.corrections)


async def _attached(
    work: AsyncUnitOfWork, env: Env, inquiry: Inquiry, found: Recognition, at: datetime
) -> Decision[Lead] | None:
    """The known lead with this inquiry in its history, active again if it was lost; `None` to open a new lead."""
    known, match = found.known, found.match
    if known is None or match is None or found.action not in (Attach.ATTACH, Attach.REACTIVATE):
        return None
    because = ", ".join(match.because)
    members = await lineage(work.leads, known)
    kind = RecordUpdate if any(same_record(each, inquiry) for each in members) else RepeatInquiry
    detail = kind(inquiry.channel, submitted(inquiry), because)
    activity = Activity(env.new_id(), known.id, at, detail)
    outcome = evolve(
        known, InquiryAttached, at, activity_id=activity.id, channel=inquiry.channel.value, because=because
    )
    if found.action is Attach.REACTIVATE:
        reason = f"asked again by {inquiry.channel}"
        step = moved(outcome.noun, env.playbook.lead, LeadTrigger.REACTIVATE, LeadMoved, at, reason=reason)
        if isinstance(step, Refusal):  # a void lead stays void; the person deserves a fresh one
            return None
        outcome = outcome.then(step)
    await work.activities.add(activity)
    return outcome


def _with_owner(env: Env, draft: Decision[Lead], owner: str | None) -> Decision[Lead]:
    if not owner or not owner.strip():
        return draft
    choice = Choice(owner.strip(), "named in the inquiry")
    step = assigned(draft.noun, env.playbook.lead, choice, None, draft.noun.created_at)
    return draft if isinstance(step, Refusal) else draft.then(step)
