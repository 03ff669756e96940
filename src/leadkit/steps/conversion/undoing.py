"""A conversion, taken back: what it made goes, what it changed is as before, unless something was built on it since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from attrs import frozen

from leadkit.errors import Problem
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Action, Lead, Receipt
from leadkit.model.events import (
    ContactErased,
    ContactUnlinked,
    CustomerErased,
    CustomerUnlinked,
    Event,
    LeadConverted,
    LeadReverted,
    LeadScored,
    OpportunityErased,
    OpportunityUnlinked,
    evolve,
    moved,
    replay,
)
from leadkit.model.events_conversion import Linked, Unlinked
from leadkit.model.facts import Erased

__all__ = [
    "Reverted",
    "Standing",
    "TakenBack",
    "Trace",
    "erased",
    "lead_blockers",
    "linked_leads",
    "revert_key",
    "revert_receipt",
    "reverted",
    "since",
    "standing",
    "taken_back",
    "unlinked",
]


@frozen
class Reverted:
    """What taking a conversion back did. receipt: of the revert. undone, kept: by noun, `customer`, `contact`,
    `opportunity`: what was erased or is as it was before; and what something was built on, and stays.

    repeated: it was done before.
    """

    lead: Lead
    receipt: Receipt
    undone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    repeated: bool = False


@frozen
class Standing:
    """The conversion of a lead that was not taken back. receipt: its key, blank where there is none. reverted: how many
    were taken back before."""

    receipt: str = ""
    reverted: int = 0


def standing(events: Iterable[Event]) -> Standing:
    """Whether a lead is converted, by its own history."""
    receipt, taken_back = "", 0
    for event in events:
        if isinstance(event, LeadConverted):
            receipt = event.receipt
        elif isinstance(event, LeadReverted):
            receipt, taken_back = "", taken_back + 1
    return Standing(receipt, taken_back)


def linked_leads(events: Iterable[Event]) -> dict[str, str]:
    """Key of the conversion's receipt → lead that is linked to a record, by the record's history, in their order."""
    links: dict[str, str] = {}
    for event in events:
        if isinstance(event, Linked):
            links[event.receipt] = event.lead_id
        elif isinstance(event, Unlinked):
            links.pop(event.receipt, None)
    return links


def revert_key(conversion: str) -> str:
    """The key of the receipt of a revert: a conversion is taken back once."""
    return f"revert:{conversion}"


@frozen(slots=False)
class Trace:
    """A noun that the conversion made or changed, and what is known of it by now.

    kind: `customer`, `contact` or `opportunity`. noun: as it is; `None` where it was erased since. before, after: its
    versions without and with the conversion. further: what else was built on it, that its history does not tell.
    """

    kind: str
    noun: Any
    events: tuple[Event, ...]
    before: int
    after: int
    further: tuple[Problem, ...] = ()

    @cached_property
    def was(self) -> Any:
        """The noun before the conversion, `None` when there was none."""
        return replay(_until(self.events, self.before))

    @cached_property
    def became(self) -> Any:
        """The noun as the conversion left it."""
        return replay(_until(self.events, self.after))

    @property
    def made(self) -> bool:
        """Whether there was no such noun before."""
        return self.before == 0

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that the conversion changed in a noun that was there before."""
        if self.made or self.noun is None:
            return ()
        return tuple(name for name in _fields(self.was) if self.was.__dict__[name] != self.became.__dict__[name])


_COUNTED = frozenset({"version", "updated_at"})


def _fields(noun: Any) -> Iterator[str]:
    return (name for name in noun.__dict__ if name not in _COUNTED)


def _until(events: Sequence[Event], version: int) -> list[Event]:
    return [event for event in events if event.version <= version]


def since(trace: Trace) -> tuple[Problem, ...]:
    """What was built on this noun since the conversion, every reason."""
    if trace.noun is None:
        return ()
    found: list[Problem] = [*trace.further]
    now = trace.noun.__dict__
    names = [*_fields(trace.noun)] if trace.made else [*trace.changed]
    edited = [name for name in names if now[name] != trace.became.__dict__[name]]
    later = [event.sentence() for event in trace.events if event.version > trace.after and not _is_link(event)]
    told = f": {'; '.join(dict.fromkeys(later))}" if later else ""
    if getattr(trace.noun, "merged_into", None) is not None:
        found.append(Problem("merged_away", trace.kind, f"was merged into {now['merged_into']}; take that back first"))
    elif trace.made:
        if edited and later:  # a later link may fill fields, too, and is told below
            found.append(Problem("built_on", trace.kind, f"went on since the conversion{told}"))
    else:
        found += [Problem("changed_since", f"{trace.kind}.{name}", f"was changed again{told}") for name in edited]
    after = {event.receipt for event in trace.events if isinstance(event, Linked) and event.version > trace.after}
    others = [lead for key, lead in linked_leads(trace.events).items() if key in after]
    if others and (trace.made or trace.changed):
        found.append(Problem("linked_since", trace.kind, f"lead {', '.join(others)} was converted to it, too"))
    return tuple(found)


def _is_link(event: Event) -> bool:
    return isinstance(event, Linked | Unlinked)


_UNLINKED: Mapping[str, type[Unlinked]] = FrozenDict(
    {"customer": CustomerUnlinked, "contact": ContactUnlinked, "opportunity": OpportunityUnlinked}
)
_ERASED: Mapping[str, type[Erased]] = FrozenDict(
    {"customer": CustomerErased, "contact": ContactErased, "opportunity": OpportunityErased}
)


def unlinked(trace: Trace, receipt: Receipt, at: datetime, reason: str, *, kept: bool) -> Decision[Any]:
    """The noun without the conversion's link, and with what it said before where that was not changed again.

    kept: something was built on it, so all of it stays as it is.
    """
    changes: dict[str, Any] = {}
    if not kept:
        changes = {name: trace.was.__dict__[name] for name in trace.changed}
    facts = {"lead_id": receipt.lead_id, "receipt": receipt.key, "reason": reason}
    decision: Decision[Any] = evolve(trace.noun, _UNLINKED[trace.kind], at, changes, **facts)
    return decision


def erased(trace: Trace, at: datetime, reason: str) -> Event:
    """The fact that what the conversion made is gone."""
    return _ERASED[trace.kind](trace.noun.id, trace.noun.version + 1, at, reason)


def lead_blockers(lead: Lead, events: Sequence[Event], receipt: Receipt) -> tuple[Problem, ...]:
    """Why the lead itself cannot go back to where it was before this conversion."""
    if lead.merged_into is not None:
        return (Problem("merged_away", "lead", f"was merged into {lead.merged_into}; take it out of that one first"),)
    if standing(events).receipt != receipt.key:
        return (Problem("not_converted", "lead", "is not converted by this receipt, or not any more"),)
    became = replay(_until(events, receipt.after["lead"]))
    edited = [
        name
        for name in (*_converted(events, receipt).changes, "status")
        if getattr(lead, name) != getattr(became, name)
    ]
    return tuple(Problem("changed_since", f"lead.{name}", "was changed again since the conversion") for name in edited)


def _converted(events: Iterable[Event], receipt: Receipt) -> LeadConverted:
    return next(event for event in events if isinstance(event, LeadConverted) and event.receipt == receipt.key)


@frozen
class TakenBack:
    """The lead before its conversion. current: its score is what it was then, and nothing happened that counts."""

    outcome: Decision[Lead]
    current: bool


def taken_back(
    lead: Lead,
    events: Sequence[Event],
    receipt: Receipt,
    machine: BoundMachine,
    at: datetime,
    reason: str,
    kept: Mapping[str, str],
) -> TakenBack | Refusal:
    """The lead as it was before the conversion but for what it learnt since. kept: noun → id of what stays."""
    was = replay(_until(events, receipt.before["lead"])).__dict__
    changes = {name: was[name] for name in (*_converted(events, receipt).changes, "status_since")}
    changes |= {f"{noun}_id": id for noun, id in kept.items()}
    scores = [event for event in events if isinstance(event, LeadScored) and event.version > receipt.after["lead"]]
    current = len(scores) < 2 and all(event.at == receipt.at for event in scores)
    if scores and current:  # the conversion's own
        changes["score"] = was["score"]
    facts = {"receipt": receipt.key, "kept": tuple(kept)}
    outcome = moved(lead, machine, LeadTrigger.REVERT, LeadReverted, at, changes, reason=reason, facts=facts)
    return outcome if isinstance(outcome, Refusal) else TakenBack(outcome, current)


def reverted(lead: Lead, receipt: Receipt, conversion: Receipt, *, repeated: bool = False) -> Reverted:
    """What the revert with this receipt did to that conversion."""
    undone = tuple(noun for noun in _UNLINKED if noun in conversion.results and noun not in receipt.results)
    return Reverted(lead, receipt, undone, tuple(noun for noun in _UNLINKED if noun in receipt.results), repeated)


def revert_receipt(conversion: Receipt, kept: Mapping[str, str], at: datetime) -> Receipt:
    """The proof that a conversion was taken back. kept: noun → id of what stays of it."""
    key = revert_key(conversion.key)
    return Receipt(key, Action.REVERT, conversion.digest, at, lead_id=conversion.lead_id, results=kept)
