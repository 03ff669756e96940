"""Facts about what comes after the sale: feedback, care, recommendations, and the way back."""

from typing import ClassVar

from attrs import field, frozen

from leadkit.kernel.record import Record, whole
from leadkit.model.customer import Customer
from leadkit.model.facts import SAID, Changed, Event

__all__ = [
    "CustomerCaredFor",
    "CustomerPluginFailed",
    "CustomerReferred",
    "FeedbackGiven",
    "LeadReferred",
    "WinBackStarted",
]


@frozen(slots=False)
class FeedbackGiven(Changed):
    """score: 0 to 10, `None` when there is only a comment."""

    noun: ClassVar[type[Record]] = Customer

    score: int | None = field(metadata=whole(0, 10, optional=True))

    def sentence(self) -> str:
        return "commented" if self.score is None else f"would recommend us with {self.score} of 10"


@frozen(slots=False)
class CustomerCaredFor(Changed):
    noun: ClassVar[type[Record]] = Customer

    goal: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"cared for: {self.goal}"


@frozen(slots=False)
class CustomerReferred(Changed):
    """The customer recommended us."""

    noun: ClassVar[type[Record]] = Customer

    lead_id: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"recommended us to lead {self.lead_id}"


@frozen(slots=False)
class LeadReferred(Changed):
    """A customer recommended us to this lead."""

    customer_id: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"recommended by customer {self.customer_id}"


@frozen(slots=False)
class WinBackStarted(Event):
    """A new inquiry was opened to win the customer back."""

    noun: ClassVar[type[Record]] = Customer

    lead_id: str = field(metadata=SAID)
    plan: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"win-back {self.plan} as lead {self.lead_id}"


@frozen(slots=False)
class CustomerPluginFailed(Event):
    """A host's strategy raised or answered nonsense; the customer stayed in its class."""

    noun: ClassVar[type[Record]] = Customer

    plugin: str = field(metadata=SAID)
    error: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"lifecycle plug-in {self.plugin} failed: {self.error}"
