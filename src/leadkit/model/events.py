"""Facts in the past tense. An event carries the fields it changed, so a noun is the fold of its events.

`evolve` is the only way a step changes a noun: the new noun is computed from the event, not beside it, which is why
`replay` cannot disagree with the state that was saved.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, TypeVar, cast

from attrs import NOTHING, field, fields, frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import utc
from leadkit.kernel.record import Record, checked, replaced, texts, vouched
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.quote import QuoteStatus
from leadkit.model.events_conversion import (
    ContactLinked,
    ContactUnlinked,
    CustomerLinked,
    CustomerUnlinked,
    DealOutcome,
    LeadConverted,
    LeadOutcomeLearnt,
    LeadReverted,
    OpportunityErased,
    OpportunityLinked,
    OpportunityUnlinked,
)
from leadkit.model.events_customers import (
    ContactChanged,
    ContactCreated,
    ContactErased,
    CustomerChanged,
    CustomerCreated,
    CustomerErased,
    CustomerMoved,
)
from leadkit.model.events_deals import OpportunityQuoted, OpportunityTransferred
from leadkit.model.events_followup import AlarmRaised, FollowUpPlanned
from leadkit.model.events_leads import (
    ActivityRecorded,
    InquiryAttached,
    LeadCaptured,
    LeadChanged,
    LeadErased,
    LeadMoved,
    LeadScored,
    PluginFailed,
)
from leadkit.model.events_lifecycle import (
    CustomerCaredFor,
    CustomerPluginFailed,
    CustomerReferred,
    FeedbackGiven,
    LeadReferred,
    WinBackStarted,
)
from leadkit.model.events_pool import (
    LeadAssigned,
    LeadClaimed,
    LeadReclaimed,
    LeadReleased,
    ProtectionExtended,
    ReclaimWarned,
)
from leadkit.model.facts import EMPTY, Changed, Created, Erased, Event, Moved
from leadkit.model.identity import (
    IDENTITY,
    ContactAbsorbed,
    ContactKeptApart,
    ContactMerged,
    ContactReconsidered,
    ContactRevived,
    ContactUnmerged,
    CustomerAbsorbed,
    CustomerKeptApart,
    CustomerMerged,
    CustomerReconsidered,
    CustomerRevived,
    CustomerUnmerged,
    LeadAbsorbed,
    LeadKeptApart,
    LeadMerged,
    LeadReconsidered,
    LeadRevived,
    LeadUnmerged,
)
from leadkit.model.opportunity import Opportunity
from leadkit.model.quote import Quote
from leadkit.model.receipt import Receipt

__all__ = [
    "EVENTS",
    "ActivityRecorded",
    "AlarmRaised",
    "Changed",
    "ContactAbsorbed",
    "ContactChanged",
    "ContactCreated",
    "ContactErased",
    "ContactKeptApart",
    "ContactLinked",
    "ContactMerged",
    "ContactReconsidered",
    "ContactRevived",
    "ContactUnlinked",
    "ContactUnmerged",
    "CustomerAbsorbed",
    "CustomerCaredFor",
    "CustomerChanged",
    "CustomerCreated",
    "CustomerErased",
    "CustomerKeptApart",
    "CustomerLinked",
    "CustomerMerged",
    "CustomerMoved",
    "CustomerPluginFailed",
    "CustomerReconsidered",
    "CustomerReferred",
    "CustomerRevived",
    "CustomerUnlinked",
    "CustomerUnmerged",
    "DealOutcome",
    "Erased",
    "Event",
    "FeedbackGiven",
    "FollowUpPlanned",
    "InquiryAttached",
    "InquiryRefused",
    "LeadAbsorbed",
    "LeadAssigned",
    "LeadCaptured",
    "LeadChanged",
    "LeadClaimed",
    "LeadConverted",
    "LeadErased",
    "LeadKeptApart",
    "LeadMerged",
    "LeadMoved",
    "LeadOutcomeLearnt",
    "LeadReclaimed",
    "LeadReconsidered",
    "LeadReferred",
    "LeadReleased",
    "LeadReverted",
    "LeadRevived",
    "LeadScored",
    "LeadUnmerged",
    "OpportunityChanged",
    "OpportunityErased",
    "OpportunityLinked",
    "OpportunityMoved",
    "OpportunityOpened",
    "OpportunityQuoted",
    "OpportunityTransferred",
    "OpportunityUnlinked",
    "PluginFailed",
    "ProtectionExtended",
    "QuoteDrafted",
    "QuoteMoved",
    "ReclaimWarned",
    "WinBackStarted",
    "applied",
    "evolve",
    "moved",
    "replay",
]

N = TypeVar("N", bound=Record)


@frozen(slots=False)
class InquiryRefused(Event):
    """Something came in that no lead can be made of. subject_id is the receipt's key, which keeps the raw input."""

    noun: ClassVar[type[Record]] = Receipt

    codes: tuple[str, ...] = field(metadata=texts())

    def sentence(self) -> str:
        return f"refused: {', '.join(self.codes)}"


@frozen(slots=False)
class OpportunityOpened(Created):
    noun: ClassVar[type[Record]] = Opportunity
    record: Opportunity


@frozen(slots=False)
class OpportunityChanged(Changed):
    noun: ClassVar[type[Record]] = Opportunity


@frozen(slots=False)
class OpportunityMoved(Moved):
    noun: ClassVar[type[Record]] = Opportunity
    state: ClassVar[str] = "stage"


@frozen(slots=False)
class QuoteDrafted(Created):
    noun: ClassVar[type[Record]] = Quote
    record: Quote


@frozen(slots=False)
class QuoteMoved(Moved):
    noun: ClassVar[type[Record]] = Quote
    state_type: ClassVar[type[StrEnum] | None] = QuoteStatus


#: Every kind of event, by the name it has in JSON.
EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        LeadCaptured,
        LeadChanged,
        InquiryAttached,
        InquiryRefused,
        LeadErased,
        ActivityRecorded,
        LeadScored,
        LeadMoved,
        LeadAssigned,
        LeadClaimed,
        LeadReleased,
        LeadReclaimed,
        ProtectionExtended,
        ReclaimWarned,
        LeadConverted,
        LeadReverted,
        LeadOutcomeLearnt,
        FollowUpPlanned,
        AlarmRaised,
        PluginFailed,
        ContactCreated,
        ContactChanged,
        ContactErased,
        CustomerCreated,
        CustomerChanged,
        CustomerMoved,
        CustomerErased,
        FeedbackGiven,
        CustomerCaredFor,
        CustomerReferred,
        LeadReferred,
        WinBackStarted,
        CustomerPluginFailed,
        OpportunityOpened,
        OpportunityChanged,
        OpportunityMoved,
        OpportunityErased,
        OpportunityQuoted,
        OpportunityTransferred,
        QuoteDrafted,
        QuoteMoved,
        ContactLinked,
        ContactUnlinked,
        CustomerLinked,
        CustomerUnlinked,
        OpportunityLinked,
        OpportunityUnlinked,
        *(kind for kinds in IDENTITY.values() for kind in kinds.all()),
    )
}


def created(event: type[Created], record: Any) -> Decision[Any]:
    """The decision that this noun exists from now on."""
    return Decision(record, (event(record.id, record.version, record.created_at, record),))


def evolve(
    noun: N, event: type[Event], at: datetime, changes: Mapping[str, Any] = EMPTY, /, **facts: Any
) -> Decision[N]:
    """The noun after this event, with the event. Raises `InvalidRecord` when a changed field is wrong."""
    before = noun.__dict__
    known = {"version": before["version"] + 1, "updated_at": utc(at)}
    after = replaced(noun, changes, known)
    fact = event(before["id"], known["version"], known["updated_at"], changes=_taken(after, changes), **facts)
    return Decision(after, (fact,))


def _taken(noun: Record, changes: Mapping[str, Any]) -> FrozenDict[str, Any]:
    """The changed fields as the noun took them: exact, checked, and nobody's list."""
    return FrozenDict({name: noun.__dict__[name] for name in changes}) if changes else EMPTY


@cache
def _optional(event: type[Event]) -> Mapping[str, Any]:
    """The fields that an event may leave out, with what they are then."""
    return {each.name: each.default for each in fields(event) if each.default is not NOTHING}


def moved(
    noun: N,
    machine: BoundMachine,
    trigger: str,
    event: type[Moved],
    at: datetime,
    changes: Mapping[str, Any] = EMPTY,
    *,
    reason: str = "",
    facts: Mapping[str, Any] = EMPTY,
) -> Decision[N] | Refusal:
    """The noun after a legal move of its machine and the event, or a refusal.

    changes: fields that change along with the state. facts: further fields of the event.
    """
    before = noun.__dict__
    source = before[event.state]
    row = machine.select(source, trigger, noun, changes, reason)
    if isinstance(row, Refusal):
        return row
    target = event.state_type(row.target) if event.state_type else row.target
    version = before["version"] + 1
    if at.tzinfo is not UTC or type(at) is not datetime:
        at = utc(at)
    known = {event.state: target, "version": version, "updated_at": at}
    if event.since and target != source:
        known[event.since] = at
    after = replaced(noun, changes, known) if changes else vouched(type(noun), before | known)
    values = {
        "subject_id": before["id"],
        "version": version,
        "at": at,
        "changes": _taken(after, changes) if changes else EMPTY,
        "trigger": row.trigger,
        "source": source,
        "target": target,
        "reason": reason or "",
    }
    if reason or facts:  # words from outside; everything else has been checked already
        values = {**_optional(cast(Any, event)), **values, **checked(event, {"reason": reason, **facts})}
    return Decision(after, (vouched(event, values),))


def replay(events: Iterable[Event]) -> Any:
    """The noun that these events made: all events of one noun, oldest first.

    Raises `InvalidRecord` when the first event does not create the noun or an event is missing in between.
    """
    noun: Any = None
    for event in events:
        if isinstance(event, Created):
            noun = event.record
        elif noun is None:
            raise InvalidRecord([Problem("no_creation", None, "the first event must be the one that created the noun")])
        elif event.version != noun.version + 1:
            raise InvalidRecord(
                [Problem("missing_event", "version", f"version {event.version} cannot follow version {noun.version}")]
            )
        else:
            noun = applied(noun, event)
    return noun


def applied(noun: N, event: Event) -> N:
    """The noun after one more of its events."""
    known: dict[str, Any] = {"version": event.version, "updated_at": event.at}
    if isinstance(event, Moved):
        known[event.state] = event.state_type(event.target) if event.state_type else event.target
        if event.since and event.target != event.source:
            known[event.since] = event.at
    return replaced(noun, event.changes, known)
