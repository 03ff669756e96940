"""A conversion, planned: what becomes of a lead, as a value that a page can show and a host can keep as JSON."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypedDict

from attrs import field, frozen

from leadkit.errors import Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, mapping_of, price, text, texts, tuple_of, whole
from leadkit.kernel.text import hidden

__all__ = [
    "NEW",
    "NONE",
    "OUTCOMES",
    "Candidate",
    "ConversionChoices",
    "ConversionOptions",
    "ConversionPlan",
    "FieldOutcome",
    "Following",
    "PlannedField",
    "PlannedRecord",
    "TargetAction",
]

#: The choice to make a new one.
NEW = "new"
#: The choice to make none.
NONE = "none"


class ConversionOptions(TypedDict, total=False):
    """What a caller may say about a conversion; see `ConversionChoices`."""

    customer: str
    contact: str
    opportunity: str
    owner: str
    amount: Money | None
    name: str
    pipeline: str


@frozen(slots=False)
class ConversionChoices(Record):
    """What was chosen. customer, contact, opportunity: the id of an existing one, `new`, `none` (not for the customer),
    or blank: as the policy has it.

    owner: who gets the opportunity and what else is made; blank: the lead's owner. amount, name, pipeline: of a new
    opportunity; blank: the lead's budget, its company or person, and the first pipeline.
    """

    customer: str = field(default="", metadata=text(64))
    contact: str = field(default="", metadata=text(64))
    opportunity: str = field(default="", metadata=text(64))
    owner: str = field(default="", metadata=text(200))
    amount: Money | None = field(default=None, metadata=price(optional=True))
    name: str = field(default="", metadata=text())
    pipeline: str = field(default="", metadata=text(64))


class FieldOutcome(StrEnum):
    """What becomes of a field of the lead, which keeps its own value in any case. `OUTCOMES` says what each means."""

    FILLED = "filled"
    KEPT = "kept"
    CONFLICTING = "conflicting"
    OVERWRITTEN = "overwritten"
    JOINED = "joined"
    UNMAPPED = "unmapped"


#: Outcome → what it means.
OUTCOMES: Mapping[FieldOutcome, str] = FrozenDict(
    {
        FieldOutcome.FILLED: "the target was blank, and takes it",
        FieldOutcome.KEPT: "the target says the same",
        FieldOutcome.CONFLICTING: "the target says something else, and keeps it",
        FieldOutcome.OVERWRITTEN: "the policy lets the lead's value win",
        FieldOutcome.JOINED: "the target takes in what it lacked",
        FieldOutcome.UNMAPPED: "nothing takes it: no row names it, or there will be no such target",
    }
)


class TargetAction(StrEnum):
    """create: a new one is made. link: an existing one is taken. none: there will be none."""

    CREATE = "create"
    LINK = "link"
    NONE = "none"


@frozen(slots=False)
class PlannedRecord(Record):
    """A customer, contact or opportunity of the conversion. id: of an existing one. title: how people call it."""

    noun: str = field(metadata=text(64, required=True))
    action: TargetAction = field(metadata=instance(TargetAction))
    id: str | None = field(default=None, metadata=text(64, optional=True))
    title: str = field(default="", metadata=text(1_000))
    because: str = field(default="", metadata=text(LONG_TEXT))


@frozen(slots=False)
class PlannedField(Record):
    """What becomes of one field, in words that can be shown.

    name: of the lead (`extra.colour` for one key of `extra`). told: what the lead says. target: `contact.job_title`,
    blank where no row of the map names one. before, after: what the target says without and with the conversion.
    """

    name: str = field(metadata=text(LONG_TEXT, required=True))
    told: str = field(metadata=text(LONG_TEXT), repr=hidden)
    target: str = field(metadata=text(LONG_TEXT))
    outcome: FieldOutcome = field(metadata=instance(FieldOutcome))
    before: str = field(default="", metadata=text(LONG_TEXT), repr=hidden)
    after: str = field(default="", metadata=text(LONG_TEXT), repr=hidden)
    because: str = field(default="", metadata=text(LONG_TEXT))

    def __str__(self) -> str:
        way = f"{self.name} → {self.target}" if self.target else self.name
        return f"{way}: {self.outcome}{f', {self.because}' if self.because else ''}"


@frozen(slots=False)
class Candidate(Record):
    """An existing record that this lead may belong to. sure: a plan takes it by itself. because: how they match."""

    noun: str = field(metadata=text(64, required=True))
    id: str = field(metadata=text(64, required=True))
    title: str = field(default="", metadata=text(1_000))
    sure: bool = field(default=False, metadata=instance(bool))
    because: tuple[str, ...] = field(default=(), metadata=texts(LONG_TEXT))


@frozen(slots=False)
class Following(Record):
    """What hangs on the lead, and what becomes of it. count: how many. names: of files, or of the campaign."""

    what: str = field(metadata=text(64, required=True))
    count: int = field(metadata=whole(0))
    fate: str = field(metadata=text(required=True))
    names: tuple[str, ...] = field(default=(), metadata=texts())


@frozen(slots=False)
class ConversionPlan(Record):
    """What converting a lead will do. Nothing is done yet.

    records: customer, contact and opportunity, in this order. fields: each field of the lead that says something, a row
    for each target. candidates: whom the lead may belong to, sure ones first. following: activities, follow-up, notes,
    campaign, files. blockers: all that stands in the way. versions: noun → version of those that were looked at; if one
    of them changes, the plan is stale.
    """

    lead_id: str = field(metadata=text(64, required=True))
    at: datetime = field(metadata=instant())
    records: tuple[PlannedRecord, ...] = field(metadata=tuple_of(PlannedRecord))
    fields: tuple[PlannedField, ...] = field(metadata=tuple_of(PlannedField))
    choices: ConversionChoices = field(default=ConversionChoices(), metadata=instance(ConversionChoices))
    candidates: tuple[Candidate, ...] = field(default=(), metadata=tuple_of(Candidate))
    following: tuple[Following, ...] = field(default=(), metadata=tuple_of(Following))
    blockers: tuple[Problem, ...] = field(default=(), metadata=tuple_of(Problem))
    versions: Mapping[str, int] = field(default=FrozenDict(), metadata=mapping_of(int), hash=False)

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.blockers

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The lead's fields that nothing takes; they stay on the lead."""
        taken = {each.name for each in self.fields if each.outcome is not FieldOutcome.UNMAPPED}
        return tuple(dict.fromkeys(each.name for each in self.fields if each.name not in taken))

    def record(self, noun: str) -> PlannedRecord:
        """What becomes of the `customer`, `contact` or `opportunity`."""
        return {each.noun: each for each in self.records}[noun]

    def explain(self) -> str:
        """The whole plan as text, a line for each thing."""
        lines = [f"{each.noun}: {each.action} {each.title}".rstrip() for each in self.records]
        lines += [f"  {each}" for each in self.fields]
        lines += [f"  {each.count} {each.what}: {each.fate}" for each in self.following]
        return "\n".join([*lines, *(f"blocked: {blocker}" for blocker in self.blockers)])
