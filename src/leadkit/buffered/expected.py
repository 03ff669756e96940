"""What a batch is going to ask for."""

from collections.abc import Collection, Mapping

from attrs import frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.model import Lead

__all__ = ["Expected"]


@frozen
class Expected:
    """Receipt keys, payload digests, and match keys of leads and contacts, which are looked up in one go; and leads.

    leads: by id, as the caller has just seen them; a lead that somebody changed meanwhile is found out on commit, by
    its version. fresh: ids of those that have neither activity nor follow-up yet.
    """

    receipts: Collection[str] = ()
    digests: Collection[str] = ()
    lead_keys: Collection[str] = ()
    contact_keys: Collection[str] = ()
    leads: Mapping[str, Lead] = FrozenDict()
    fresh: Collection[str] = ()
