"""The events of a conversion, of its being taken back, and of what its deal came to."""

from enum import StrEnum
from typing import ClassVar

from attrs import field, frozen

from leadkit.kernel.money import Money
from leadkit.kernel.record import Record, instance, price, text, texts
from leadkit.model.contact import Contact
from leadkit.model.customer import Customer
from leadkit.model.facts import SAID, Erased, Event, Moved
from leadkit.model.opportunity import Opportunity

__all__ = [
    "ContactLinked",
    "ContactUnlinked",
    "CustomerLinked",
    "CustomerUnlinked",
    "DealOutcome",
    "LeadConverted",
    "LeadOutcomeLearnt",
    "LeadReverted",
    "Linked",
    "OpportunityErased",
    "OpportunityLinked",
    "OpportunityUnlinked",
    "Unlinked",
]

_ID = text(64, required=True)


@frozen(slots=False)
class LeadConverted(Moved):
    """Links are blank where there is none. receipt: its key."""

    since: ClassVar[str] = "status_since"

    contact_id: str = field(metadata=SAID)
    customer_id: str = field(metadata=SAID)
    opportunity_id: str = field(metadata=SAID)
    receipt: str = field(default="", metadata=SAID)

    def sentence(self) -> str:
        made = [noun for noun in ("contact", "customer", "opportunity") if getattr(self, f"{noun}_id")]
        return f"converted to {' and '.join(filter(None, (', '.join(made[:-1]), *made[-1:])))}"


@frozen(slots=False)
class LeadReverted(Moved):
    """The conversion was taken back. receipt: the key of the conversion's. kept: what stays of it, by noun."""

    receipt: str = field(metadata=SAID)
    kept: tuple[str, ...] = field(default=(), metadata=texts())

    def sentence(self) -> str:
        kept = f", keeping {' and '.join(self.kept)}" if self.kept else ""
        return f"conversion taken back{kept}: {self.reason}"


@frozen(slots=False)
class Linked(Event):
    """A lead was converted to this record, which took the changed fields from it. receipt: the conversion's key."""

    lead_id: str = field(metadata=_ID)
    receipt: str = field(metadata=SAID)

    def sentence(self) -> str:
        taken = f", which filled {', '.join(sorted(self.changes))}" if self.changes else ""
        return f"linked to lead {self.lead_id}{taken}"


@frozen(slots=False)
class Unlinked(Event):
    """The conversion was taken back, and with it what it had changed here."""

    lead_id: str = field(metadata=_ID)
    receipt: str = field(metadata=SAID)
    reason: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"no longer linked to lead {self.lead_id}: {self.reason}"


@frozen(slots=False)
class ContactLinked(Linked):
    noun: ClassVar[type[Record]] = Contact


@frozen(slots=False)
class ContactUnlinked(Unlinked):
    noun: ClassVar[type[Record]] = Contact


@frozen(slots=False)
class CustomerLinked(Linked):
    noun: ClassVar[type[Record]] = Customer


@frozen(slots=False)
class CustomerUnlinked(Unlinked):
    noun: ClassVar[type[Record]] = Customer


@frozen(slots=False)
class OpportunityLinked(Linked):
    noun: ClassVar[type[Record]] = Opportunity


@frozen(slots=False)
class OpportunityUnlinked(Unlinked):
    noun: ClassVar[type[Record]] = Opportunity


@frozen(slots=False)
class OpportunityErased(Erased):
    noun: ClassVar[type[Record]] = Opportunity


class DealOutcome(StrEnum):
    """open: a closed deal was opened again, which takes back what was learnt before."""

    WON = "won"
    LOST = "lost"
    OPEN = "open"


@frozen(slots=False)
class LeadOutcomeLearnt(Event):
    """What the lead's deal came to. amount: of the deal. reason: of a loss, or why it was opened again."""

    opportunity_id: str = field(metadata=_ID)
    outcome: DealOutcome = field(metadata=instance(DealOutcome))
    reason: str = field(default="", metadata=SAID)
    amount: Money | None = field(default=None, metadata=price(optional=True))

    def sentence(self) -> str:
        end = "opened again" if self.outcome is DealOutcome.OPEN else self.outcome
        worth = f", {self.amount}" if self.amount else ""
        return f"the deal was {end}{worth}{f': {self.reason}' if self.reason else ''}"
