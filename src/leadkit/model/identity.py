"""Facts about identity: which records are one and the same, and which are not.

Identity is an axis of its own. A record that was merged away is not in another status: it stays as it was, with its own
history, and says who took it in. So a merge can be taken back, and nothing that names an old id has to be changed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import Record, instant, mapping_of, text, texts, tuple_of
from leadkit.model.contact import Contact
from leadkit.model.customer import Customer
from leadkit.model.facts import SAID, Event

__all__ = [
    "IDENTITY",
    "Absorbed",
    "ContactAbsorbed",
    "ContactKeptApart",
    "ContactMerged",
    "ContactReconsidered",
    "ContactRevived",
    "ContactUnmerged",
    "CustomerAbsorbed",
    "CustomerKeptApart",
    "CustomerMerged",
    "CustomerReconsidered",
    "CustomerRevived",
    "CustomerUnmerged",
    "IdentityEvents",
    "KeptApart",
    "LeadAbsorbed",
    "LeadKeptApart",
    "LeadMerged",
    "LeadReconsidered",
    "LeadRevived",
    "LeadUnmerged",
    "Merged",
    "Origin",
    "Reconsidered",
    "Revived",
    "Unmerged",
]

_ID = text(64, required=True)


@frozen(slots=False)
class Origin(Record):
    """Whose value a field has, and when it was set there; `None` when it never was by an event of its own."""

    name: str = field(metadata=text(200, required=True))
    ids: tuple[str, ...] = field(metadata=texts(64))
    set_at: datetime | None = field(default=None, metadata=instant(optional=True))


@frozen(slots=False)
class Merged(Event):
    """The survivor took others in.

    merge: the key of the receipt. taken: their ids, in the order in which their values count. rules: by which each
    field was decided. chosen: field → id, where somebody decided. origins: of the values that are not the survivor's
    own. With these, and with the records themselves, which stay, the merge can be worked out again without one of them.
    """

    merge: str = field(metadata=SAID)
    taken: tuple[str, ...] = field(metadata=texts(64))
    rules: Mapping[str, str] = field(default=FrozenDict(), metadata=mapping_of(str), hash=False)
    chosen: Mapping[str, str] = field(default=FrozenDict(), metadata=mapping_of(str), hash=False)
    origins: tuple[Origin, ...] = field(default=(), metadata=tuple_of(Origin))

    def sentence(self) -> str:
        return f"took in {', '.join(self.taken)}"


@frozen(slots=False)
class Absorbed(Event):
    """The record was merged away. into: the one that took it in. merge: the key of the receipt."""

    merge: str = field(metadata=SAID)
    into: str = field(metadata=_ID)

    def sentence(self) -> str:
        return f"merged into {self.into}"


@frozen(slots=False)
class Unmerged(Event):
    """The survivor gave records back. origins: of the values that it has instead of those that it got from them.

    moved: activity → the record that it went with, of those that were recorded since the merge.
    """

    released: tuple[str, ...] = field(metadata=texts(64))
    reason: str = field(metadata=SAID)
    origins: tuple[Origin, ...] = field(default=(), metadata=tuple_of(Origin))
    moved: Mapping[str, str] = field(default=FrozenDict(), metadata=mapping_of(str), hash=False)

    def sentence(self) -> str:
        return f"gave back {', '.join(self.released)}: {self.reason}"


@frozen(slots=False)
class Revived(Event):
    """A record that was merged away lives again. out_of: the one that had taken it in."""

    out_of: str = field(metadata=_ID)
    reason: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"taken out of {self.out_of}: {self.reason}"


@frozen(slots=False)
class KeptApart(Event):
    """Somebody decided that two records are not the same. other: the other one, which has this event too."""

    other: str = field(metadata=_ID)
    reason: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"is not the same as {self.other}: {self.reason}"


@frozen(slots=False)
class Reconsidered(Event):
    """Whether two records are the same is open again. other: the other one, which has this event too."""

    other: str = field(metadata=_ID)
    reason: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"may be the same as {self.other} after all: {self.reason}"


@frozen(slots=False)
class LeadMerged(Merged):
    pass


@frozen(slots=False)
class LeadAbsorbed(Absorbed):
    pass


@frozen(slots=False)
class LeadUnmerged(Unmerged):
    pass


@frozen(slots=False)
class LeadRevived(Revived):
    pass


@frozen(slots=False)
class LeadKeptApart(KeptApart):
    pass


@frozen(slots=False)
class LeadReconsidered(Reconsidered):
    pass


@frozen(slots=False)
class ContactMerged(Merged):
    noun: ClassVar[type[Record]] = Contact


@frozen(slots=False)
class ContactAbsorbed(Absorbed):
    noun: ClassVar[type[Record]] = Contact


@frozen(slots=False)
class ContactUnmerged(Unmerged):
    noun: ClassVar[type[Record]] = Contact


@frozen(slots=False)
class ContactRevived(Revived):
    noun: ClassVar[type[Record]] = Contact


@frozen(slots=False)
class ContactKeptApart(KeptApart):
    noun: ClassVar[type[Record]] = Contact


@frozen(slots=False)
class ContactReconsidered(Reconsidered):
    noun: ClassVar[type[Record]] = Contact


@frozen(slots=False)
class CustomerMerged(Merged):
    noun: ClassVar[type[Record]] = Customer


@frozen(slots=False)
class CustomerAbsorbed(Absorbed):
    noun: ClassVar[type[Record]] = Customer


@frozen(slots=False)
class CustomerUnmerged(Unmerged):
    noun: ClassVar[type[Record]] = Customer


@frozen(slots=False)
class CustomerRevived(Revived):
    noun: ClassVar[type[Record]] = Customer


@frozen(slots=False)
class CustomerKeptApart(KeptApart):
    noun: ClassVar[type[Record]] = Customer


@frozen(slots=False)
class CustomerReconsidered(Reconsidered):
    noun: ClassVar[type[Record]] = Customer


@frozen
class IdentityEvents:
    """What the facts about identity are called for one kind of noun."""

    merged: type[Merged]
    absorbed: type[Absorbed]
    unmerged: type[Unmerged]
    revived: type[Revived]
    kept_apart: type[KeptApart]
    reconsidered: type[Reconsidered]

    def all(self) -> tuple[type[Event], ...]:
        """Each of them."""
        return self.merged, self.absorbed, self.unmerged, self.revived, self.kept_apart, self.reconsidered


#: The name of a kind of noun → its events.
IDENTITY: Mapping[str, IdentityEvents] = FrozenDict(
    {
        "lead": IdentityEvents(LeadMerged, LeadAbsorbed, LeadUnmerged, LeadRevived, LeadKeptApart, LeadReconsidered),
        "contact": IdentityEvents(
            ContactMerged, ContactAbsorbed, ContactUnmerged, ContactRevived, ContactKeptApart, ContactReconsidered
        ),
        "customer": IdentityEvents(
            CustomerMerged, CustomerAbsorbed, CustomerUnmerged, CustomerRevived, CustomerKeptApart, CustomerReconsidered
        ),
    }
)
