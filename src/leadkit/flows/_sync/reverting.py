# Derived from src/leadkit/flows/_async/reverting.py by tools/twins.py; edit that file.
"""A conversion taken back, in one unit of work: what it made is erased, what it changed is as it was before."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from leadkit.errors import Problem
from leadkit.flows._sync.conversion_material import standing_of
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.files import files_linked
from leadkit.flows._sync.lineage import lineage, living
from leadkit.flows._sync.recognition import recognised_by
from leadkit.flows._sync.rereading import in_step, unmoved
from leadkit.flows._sync.settling import open_step, planned_anew, reckoned, written
from leadkit.kernel.decision import Refusal
from leadkit.kernel.record import replaced
from leadkit.model import Action, Lead, Receipt
from leadkit.model.events import Event
from leadkit.repositories import FilePort, UnitOfWork
from leadkit.steps import conversion as step
from leadkit.steps.conversion import Reverted, Trace

__all__ = ["revert"]

#: In this order, since what stays keeps what it stands on.
_KINDS = ("opportunity", "contact", "customer")


def revert(env: Env, what: Receipt | str, reason: str, files: FilePort | None, *, partial: bool) -> Reverted | Refusal:
    """What taking the conversion back did; a second call returns the first outcome."""
    outcome = _reverted(env, what, reason, partial=partial)
    if files and not isinstance(outcome, Refusal):
        lead = files_linked(env, files, outcome.lead.id, {})
        return attrs.evolve(outcome, lead=lead) if lead else outcome
    return outcome


@one_unit_of_work
def _reverted(work: UnitOfWork, env: Env, what: Receipt | str, reason: str, *, partial: bool) -> Reverted | Refusal:
    if not reason.strip():
        return Refusal([Problem("missing_reason", "reason", "taking a conversion back needs a reason")])
    now = env.now()
    conversion = _conversion(work, what)
    if isinstance(conversion, Refusal):
        return conversion
    lead = work.leads.get(conversion.lead_id or "")
    key = step.revert_key(conversion.key)
    if first := (work.receipts.find([key])).get(key):
        return step.reverted(living(work.leads, lead.id), first, conversion, repeated=True)
    events = work.events.of(lead.id)
    in_step(lead, events)
    traces = [_trace(work, env, lead, kind, conversion) for kind in _KINDS if kind in conversion.results]
    kept = _kept(traces, conversion, partial=partial)
    problems = [*step.lead_blockers(lead, events, conversion), *(kept.problems if isinstance(kept, Refusal) else ())]
    if isinstance(kept, Refusal) or problems:
        unmoved(work, lead)
        return Refusal(problems)
    outcome = step.taken_back(lead, events, conversion, env.playbook.lead, now, reason, kept)
    if isinstance(outcome, Refusal):
        return outcome
    for trace in traces:
        if trace.noun is not None:
            _undone(work, env, trace, conversion, now, reason, kept=trace.kind in kept)
    decision = outcome.outcome
    opened = _opened_again(work, conversion)
    if not outcome.current:
        decision = reckoned(work, env, lead, decision, now, rescore=True, replan=True)
    elif not opened and "follow_up" in conversion.results:
        decision = planned_anew(work, env, lead, decision, now)
    receipt = step.revert_receipt(conversion, kept, now)
    work.receipts.add(receipt)
    after = written(work, work.leads, lead, decision)
    work.commit()
    return step.reverted(after, receipt, conversion)


def _conversion(work: UnitOfWork, what: Receipt | str) -> Receipt | Refusal:
    """The receipt as it is stored: of a receipt that the caller kept, or of a lead's conversion."""
    if isinstance(what, str):
        key = (standing_of(work, living(work.leads, what))).receipt
    else:
        key = what.key
        if what.action is not Action.CONVERT:
            return Refusal([Problem("other_kind", "receipt", "it is of no conversion")])
    found = (work.receipts.find([key])).get(key) if key else None
    if found is None:
        return Refusal([Problem("not_converted", "lead", "there is no conversion to take back")])
    if found.lead_id is None:
        return Refusal([Problem("erased", "lead", "the lead was erased since, and nobody knows what it was before")])
    return found


def _trace(work: UnitOfWork, env: Env, lead: Lead, kind: str, conversion: Receipt) -> Trace:
    id = conversion.results[kind]
    nouns: Any = getattr(work, "opportunities" if kind == "opportunity" else f"{kind}s")
    noun = nouns.find(id)
    events = work.events.of(id) if noun else ()
    in_step(noun, events)
    further: tuple[Problem, ...] = ()
    if noun is not None and not conversion.before[kind] and kind != "opportunity":
        further = _later_leads(work, env, lead, kind, noun)
    return Trace(kind, noun, events, conversion.before[kind], conversion.after[kind], further)


def _later_leads(work: UnitOfWork, env: Env, lead: Lead, kind: str, noun: Any) -> tuple[Problem, ...]:
    """Leads that came in since and were recognised as this person, or of this customer."""
    keys = {*recognised_by(env, lead), *(recognised_by(env, noun) if kind == "contact" else ())}
    holders = work.match_keys.find("lead", sorted(keys))
    own = {member.id for member in lineage(work.leads, living(work.leads, lead.id))}
    ids = dict.fromkeys(id for held_by in holders.values() for id in held_by if id not in own)
    later = [work.leads.find(id) for id in ids]
    linked = [each.id for each in later if each and getattr(each, f"{kind}_id") == noun.id]
    return (Problem("linked_since", kind, f"lead {', '.join(linked)} belongs to it, too"),) if linked else ()


def _kept(traces: Iterable[Trace], conversion: Receipt, *, partial: bool) -> Mapping[str, str] | Refusal:
    """Noun → id of what something was built on, and stays if a partial revert is wanted; else all that stands in the
    way. A deal that went on cannot lose the lead that it came from."""
    blocked = {trace.kind: step.since(trace) for trace in traces}
    if any(blocked.values()) and (not partial or blocked.get("opportunity")):
        return Refusal(problem for problems in blocked.values() for problem in problems)
    kept = {kind: conversion.results[kind] for kind, problems in blocked.items() if problems}
    if "contact" in kept:  # it belongs to the customer
        kept["customer"] = conversion.results["customer"]
    return kept


def _undone(
    work: UnitOfWork, env: Env, trace: Trace, conversion: Receipt, now: datetime, reason: str, *, kept: bool
) -> None:
    noun, kind = trace.noun, trace.kind
    if trace.made and not kept:
        fact: Event = step.erased(trace, now, f"conversion taken back: {reason}")
        work.erase(kind, noun.id, expected=noun.version)
        work.events.append([fact])
        return
    outcome = step.unlinked(trace, conversion, now, reason, kept=kept)
    nouns: Any = getattr(work, "opportunities" if kind == "opportunity" else f"{kind}s")
    nouns.put(outcome.noun, expected=noun.version)
    work.events.append(outcome.events)
    if kind != "opportunity":
        gone = {*recognised_by(env, noun)}.difference(recognised_by(env, outcome.noun))
        work.match_keys.drop(kind, noun.id, sorted(gone))
        work.match_keys.add(kind, noun.id, recognised_by(env, outcome.noun))


def _opened_again(work: UnitOfWork, conversion: Receipt) -> bool:
    """Whether the step that ended with the conversion goes on, exactly as it was."""
    step_id = conversion.results.get("follow_up")
    planned = work.follow_ups.find(step_id) if step_id else None
    if planned is None or planned.version != conversion.after["follow_up"] or planned.done_at is None:
        return False
    if open_step(work, planned.lead_id):
        return False
    as_before = {"done_at": None, "outcome": "", "needs": (), "objections": ()}
    again = replaced(planned, as_before, {"version": planned.version + 1})
    work.follow_ups.put(again, expected=planned.version)
    return True
