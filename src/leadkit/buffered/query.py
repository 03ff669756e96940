"""What is asked of the leads in a store."""

from collections.abc import Collection
from datetime import datetime

from attrs import frozen

from leadkit.model import Lead

__all__ = ["LeadQuery"]


@frozen
class LeadQuery:
    """Conditions that all hold; `None` is no condition. merged: whether it was. after, limit: a page by id."""

    statuses: Collection[str] | None = None
    owner: str | None = None
    pool: str | None = None
    updated_since: datetime | None = None
    merged: bool | None = False
    after: str = ""
    limit: int | None = None

    def admits(self, lead: Lead) -> bool:
        """Whether the lead meets every condition; the page's length does not count here."""
        return (
            lead.id > self.after
            and (self.statuses is None or lead.status in self.statuses)
            and (self.owner is None or lead.owner == self.owner)
            and (self.pool is None or lead.pool == self.pool)
            and (self.updated_since is None or lead.updated_at >= self.updated_since)
            and (self.merged is None or (lead.merged_into is not None) == self.merged)
        )
