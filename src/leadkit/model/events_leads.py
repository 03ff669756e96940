"""Facts about leads: how they came in, and what was done with them."""

from typing import ClassVar

from attrs import field, frozen

from leadkit.kernel.record import whole
from leadkit.model.facts import SAID, Changed, Created, Erased, Event, Moved
from leadkit.model.lead import Lead

__all__ = [
    "ActivityRecorded",
    "InquiryAttached",
    "LeadCaptured",
    "LeadChanged",
    "LeadErased",
    "LeadMoved",
    "LeadScored",
    "PluginFailed",
]


@frozen(slots=False)
class LeadCaptured(Created):
    record: Lead

    def sentence(self) -> str:
        return f"captured from {self.record.source.label or self.record.source.channel}"


@frozen(slots=False)
class LeadChanged(Changed):
    pass


@frozen(slots=False)
class InquiryAttached(Event):
    """A known person asked again; the whole inquiry is in the activity."""

    activity_id: str = field(metadata=SAID)
    channel: str = field(metadata=SAID)
    because: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"asked again by {self.channel}: {self.because}"


@frozen(slots=False)
class ActivityRecorded(Event):
    activity_id: str = field(metadata=SAID)
    kind: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"recorded {self.kind.replace('_', ' ')}"


@frozen(slots=False)
class LeadScored(Event):
    total: int = field(metadata=whole())
    priority: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"scored {self.total}, priority {self.priority}"


@frozen(slots=False)
class LeadMoved(Moved):
    since: ClassVar[str] = "status_since"


@frozen(slots=False)
class PluginFailed(Event):
    """A host's plug-in raised or answered nonsense; the lead went on without it."""

    step: str = field(metadata=SAID)
    plugin: str = field(metadata=SAID)
    error: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"{self.step} plug-in {self.plugin} failed: {self.error}"


@frozen(slots=False)
class LeadErased(Erased):
    pass
