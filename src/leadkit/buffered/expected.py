"""What a batch is going to ask for."""

from collections.abc import Collection, Mapping

from attrs import frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.model import FollowUp, Lead

__all__ = ["Expected"]


@frozen
class Expected:
    """Receipt keys, payload digests, and match keys of leads and contacts, which are looked up in one go; and leads.

    leads: by id, as the caller has just seen them; a lead that somebody changed meanwhile is found out on commit, by
    its version. steps: lead id → its open follow-up, seen with it, or that it has none. fresh: ids of those that have
    neither activity nor follow-up yet.
    """

    receipts: Collection[str] = ()
    digests: Collection[str] = ()
    lead_keys: Collection[str] = ()
    contact_keys: Collection[str] = ()
    leads: Mapping[str, Lead] = FrozenDict()
    steps: Mapping[str, FollowUp | None] = FrozenDict()
    fresh: Collection[str] = ()
