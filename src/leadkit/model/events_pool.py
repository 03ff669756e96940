"""The events of whose a lead is: assigned, claimed, released, reclaimed, and what is said about that beforehand."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from attrs import field, frozen

from leadkit.kernel.record import instant, mapping_of
from leadkit.model.facts import EMPTY, SAID, Event, Moved

__all__ = ["LeadAssigned", "LeadClaimed", "LeadReclaimed", "LeadReleased", "ProtectionExtended", "ReclaimWarned"]


@frozen(slots=False)
class LeadAssigned(Moved):
    """considered: who else might have got it → why they did not."""

    since: ClassVar[str] = "status_since"

    owner: str = field(metadata=SAID)
    because: str = field(metadata=SAID)
    considered: Mapping[str, str] = field(default=EMPTY, hash=False, metadata=mapping_of(str))

    def sentence(self) -> str:
        return f"assigned to {self.owner}: {self.because}"


@frozen(slots=False)
class LeadClaimed(LeadAssigned):
    """A member of the pool took the lead for themselves."""

    pool: str = field(kw_only=True, metadata=SAID)

    def sentence(self) -> str:
        return f"claimed by {self.owner} from pool {self.pool}"


@frozen(slots=False)
class LeadReleased(Moved):
    """Given back, or put into a pool for the first time. by: who did it, blank when nobody said."""

    since: ClassVar[str] = "status_since"

    pool: str = field(metadata=SAID)
    by: str = field(default="", metadata=SAID)

    def sentence(self) -> str:
        by = f" by {self.by}" if self.by else ""
        return f"released to pool {self.pool}{by}: {self.reason}"


@frozen(slots=False)
class LeadReclaimed(Moved):
    """A rule of its pool took the lead from its owner, who let it lie."""

    since: ClassVar[str] = "status_since"

    pool: str = field(metadata=SAID)
    owner: str = field(metadata=SAID)
    rule: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"reclaimed from {self.owner} to pool {self.pool} by {self.rule}: {self.reason}"


@frozen(slots=False)
class ProtectionExtended(Event):
    """No rule takes the lead before that."""

    until: datetime = field(metadata=instant())
    by: str = field(metadata=SAID)
    reason: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"protected until {self.until:%Y-%m-%d %H:%M} by {self.by}: {self.reason}"


@frozen(slots=False)
class ReclaimWarned(Event):
    """The owner is to know that a rule takes the lead soon.

    key: the same whenever the same warning is asked for, so that it is given once.
    """

    key: str = field(metadata=SAID)
    to: str = field(metadata=SAID)
    rule: str = field(metadata=SAID)
    because: str = field(metadata=SAID)
    due: datetime = field(metadata=instant())

    def sentence(self) -> str:
        return f"warned {self.to}: reclaimed {self.due:%Y-%m-%d %H:%M} by {self.rule}: {self.because}"
