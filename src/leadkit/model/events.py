"""Facts in the past tense. An event carries the fields it changed, so a noun is the fold of its events.

`evolve` is the only way a step changes a noun: the new noun is computed from the event, not beside it, which is why
`replay` cannot disagree with the state that was saved.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from attrs import field, frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.instants import utc
from leadkit.kernel.record import LONG_TEXT, Record, checked, instant, replaced, text, texts, vouched, whole
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.machines.quote import QuoteStatus
from leadkit.model.contact import Contact
from leadkit.model.customer import Customer
from leadkit.model.lead import Lead
from leadkit.model.opportunity import Opportunity
from leadkit.model.quote import Quote

__all__ = [
    "EVENTS",
    "ActivityRecorded",
    "ContactCreated",
    "CustomerChanged",
    "CustomerCreated",
    "CustomerMoved",
    "Event",
    "FollowUpPlanned",
    "InquiryAttached",
    "InquiryRefused",
    "LeadAssigned",
    "LeadCaptured",
    "LeadChanged",
    "LeadConverted",
    "LeadMoved",
    "LeadScored",
    "OpportunityChanged",
    "OpportunityMoved",
    "OpportunityOpened",
    "PluginFailed",
    "QuoteDrafted",
    "QuoteMoved",
    "evolve",
    "moved",
    "replay",
]

N = TypeVar("N", bound=Record)
EMPTY: FrozenDict[str, Any] = FrozenDict()


# Event texts hold sentences and what people typed.
_SAID = text(LONG_TEXT)


@frozen(slots=False)
class Event(Record):
    """A fact about one noun. subject_id and version identify it and order it; changes: field → new value."""

    noun: ClassVar[type[Record]] = Lead

    subject_id: str = field(metadata=text(200, required=True))
    version: int = field(metadata=whole(0))
    at: datetime = field(metadata=instant())
    changes: Mapping[str, Any] = field(default=EMPTY, kw_only=True, hash=False, metadata={"convert": FrozenDict})

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.sentence()}"

    def sentence(self) -> str:
        """What happened, for people."""
        raise NotImplementedError


@frozen(slots=False)
class _Created(Event):
    """The first fact of a noun: all of it."""

    record: Any

    def sentence(self) -> str:
        return f"{type(self.record).__name__.lower()} created"


@frozen(slots=False)
class _Moved(Event):
    """A move along a machine's row. state: the noun's field that holds the state; it becomes `target`.

    state_type: what that field holds; a machine from a file and an event from JSON have plain text.
    """

    state: ClassVar[str] = "status"
    state_type: ClassVar[type[StrEnum] | None] = None

    trigger: str = field(metadata=text(200, required=True))
    source: str = field(metadata=text(64, required=True))
    target: str = field(metadata=text(64, required=True))
    reason: str = field(metadata=_SAID)

    def sentence(self) -> str:
        move = self.trigger if self.source == self.target else f"{self.source} → {self.target} ({self.trigger})"
        return f"{move}: {self.reason}" if self.reason else move


@frozen(slots=False)
class LeadCaptured(_Created):
    record: Lead

    def sentence(self) -> str:
        return f"captured from {self.record.source.label or self.record.source.channel}"


@frozen(slots=False)
class LeadChanged(Event):
    """Fields were edited or learnt."""

    def sentence(self) -> str:
        return _changed(self)


@frozen(slots=False)
class InquiryAttached(Event):
    """A known person asked again; the whole inquiry is in the activity."""

    activity_id: str = field(metadata=_SAID)
    channel: str = field(metadata=_SAID)
    because: str = field(metadata=_SAID)

    def sentence(self) -> str:
        return f"asked again by {self.channel}: {self.because}"


@frozen(slots=False)
class ActivityRecorded(Event):
    activity_id: str = field(metadata=_SAID)
    kind: str = field(metadata=_SAID)

    def sentence(self) -> str:
        return f"recorded {self.kind.replace('_', ' ')}"


@frozen(slots=False)
class LeadScored(Event):
    total: int = field(metadata=whole())
    priority: str = field(metadata=_SAID)

    def sentence(self) -> str:
        return f"scored {self.total}, priority {self.priority}"


@frozen(slots=False)
class LeadMoved(_Moved):
    pass


@frozen(slots=False)
class LeadAssigned(_Moved):
    owner: str = field(metadata=_SAID)
    because: str = field(metadata=_SAID)

    def sentence(self) -> str:
        return f"assigned to {self.owner}: {self.because}"


@frozen(slots=False)
class LeadConverted(_Moved):
    contact_id: str = field(metadata=_SAID)
    customer_id: str = field(metadata=_SAID)
    opportunity_id: str = field(metadata=_SAID)

    def sentence(self) -> str:
        return "converted to contact, customer and opportunity"


@frozen(slots=False)
class FollowUpPlanned(Event):
    follow_up_id: str = field(metadata=_SAID)
    due: datetime = field(metadata=instant())
    goal: str = field(metadata=_SAID)

    def sentence(self) -> str:
        return f"follow-up due {self.due:%Y-%m-%d %H:%M}: {self.goal}"


@frozen(slots=False)
class PluginFailed(Event):
    """A host's plug-in raised or answered nonsense; the lead went on without it."""

    step: str = field(metadata=_SAID)
    plugin: str = field(metadata=_SAID)
    error: str = field(metadata=_SAID)

    def sentence(self) -> str:
        return f"{self.step} plug-in {self.plugin} failed: {self.error}"


@frozen(slots=False)
class InquiryRefused(Event):
    """Something came in that no lead can be made of. subject_id is the receipt's key, which keeps the raw input."""

    codes: tuple[str, ...] = field(metadata=texts())

    def sentence(self) -> str:
        return f"refused: {', '.join(self.codes)}"


@frozen(slots=False)
class ContactCreated(_Created):
    noun: ClassVar[type[Record]] = Contact
    record: Contact


@frozen(slots=False)
class CustomerCreated(_Created):
    noun: ClassVar[type[Record]] = Customer
    record: Customer


@frozen(slots=False)
class CustomerChanged(Event):
    """Fields were edited, or a purchase was taken back."""

    noun: ClassVar[type[Record]] = Customer

    def sentence(self) -> str:
        return _changed(self)


@frozen(slots=False)
class CustomerMoved(_Moved):
    noun: ClassVar[type[Record]] = Customer
    state: ClassVar[str] = "stage"
    state_type: ClassVar[type[StrEnum] | None] = LifecycleStage


@frozen(slots=False)
class OpportunityOpened(_Created):
    noun: ClassVar[type[Record]] = Opportunity
    record: Opportunity


@frozen(slots=False)
class OpportunityChanged(Event):
    """Fields were edited or learnt."""

    noun: ClassVar[type[Record]] = Opportunity

    def sentence(self) -> str:
        return _changed(self)


@frozen(slots=False)
class OpportunityMoved(_Moved):
    noun: ClassVar[type[Record]] = Opportunity
    state: ClassVar[str] = "stage"


@frozen(slots=False)
class QuoteDrafted(_Created):
    noun: ClassVar[type[Record]] = Quote
    record: Quote


@frozen(slots=False)
class QuoteMoved(_Moved):
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
        ActivityRecorded,
        LeadScored,
        LeadMoved,
        LeadAssigned,
        LeadConverted,
        FollowUpPlanned,
        PluginFailed,
        ContactCreated,
        CustomerCreated,
        CustomerChanged,
        CustomerMoved,
        OpportunityOpened,
        OpportunityChanged,
        OpportunityMoved,
        QuoteDrafted,
        QuoteMoved,
    )
}


def _changed(event: Event) -> str:
    return f"changed {', '.join(sorted(event.changes))}"


def created(event: type[_Created], record: Any) -> Decision[Any]:
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


def moved(
    noun: N,
    machine: BoundMachine,
    trigger: str,
    event: type[_Moved],
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
        values |= checked(event, {"reason": reason, **facts})
    return Decision(after, (vouched(event, values),))


def replay(events: Iterable[Event]) -> Any:
    """The noun that these events made: all events of one noun, oldest first.

    Raises `InvalidRecord` when the first event does not create the noun or an event is missing in between.
    """
    noun: Any = None
    for event in events:
        if isinstance(event, _Created):
            noun = event.record
        elif noun is None:
            raise InvalidRecord([Problem("no_creation", None, "the first event must be the one that created the noun")])
        elif event.version != noun.version + 1:
            raise InvalidRecord(
                [Problem("missing_event", "version", f"version {event.version} cannot follow version {noun.version}")]
            )
        else:
            noun = _applied(noun, event)
    return noun


def _applied(noun: N, event: Event) -> N:
    known: dict[str, Any] = {"version": event.version, "updated_at": event.at}
    if isinstance(event, _Moved):
        known[event.state] = event.state_type(event.target) if event.state_type else event.target
    return replaced(noun, event.changes, known)
