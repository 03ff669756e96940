"""Facts about deals, beside their creation, their edits and their moves."""

from typing import ClassVar

from attrs import field, frozen

from leadkit.kernel.record import Record, text
from leadkit.model.facts import SAID, Changed
from leadkit.model.opportunity import Opportunity

__all__ = ["OpportunityQuoted", "OpportunityTransferred"]


@frozen(slots=False)
class OpportunityQuoted(Changed):
    """A quote was drafted on the deal, its first or a new version of one."""

    noun: ClassVar[type[Record]] = Opportunity

    quote_id: str = field(metadata=text(64, required=True))

    def sentence(self) -> str:
        return f"quote {self.quote_id} drafted"


@frozen(slots=False)
class OpportunityTransferred(Changed):
    """The deal went over to another pipeline. source, target: pipelines."""

    noun: ClassVar[type[Record]] = Opportunity

    source: str = field(metadata=text(64, required=True))
    target: str = field(metadata=text(64, required=True))
    reason: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"pipeline {self.source} → {self.target}: {self.reason}"
