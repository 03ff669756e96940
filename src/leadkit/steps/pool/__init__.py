"""Pools (线索池, 公海): leads that wait for an owner, who may take them, and when rules take them back."""

from leadkit.steps.pool.claiming import (
    Allowance,
    Limit,
    allowance,
    bought,
    claims_ledger,
    cooling_off,
    lost_at,
    over,
    stranger,
)
from leadkit.steps.pool.holding import Holding, extended, holding, warned
from leadkit.steps.pool.moving import claimed, reclaimed, released, return_reason
from leadkit.steps.pool.policy import MASKABLE, OTHER, Pool, Visibility
from leadkit.steps.pool.rules import BACK_IN_TIME, AllOf, AnyOf, ReclaimRule, Rule, Since
from leadkit.steps.pool.viewing import PooledLead, viewed

__all__ = [
    "BACK_IN_TIME",
    "MASKABLE",
    "OTHER",
    "AllOf",
    "Allowance",
    "AnyOf",
    "Holding",
    "Limit",
    "Pool",
    "PooledLead",
    "ReclaimRule",
    "Rule",
    "Since",
    "Visibility",
    "allowance",
    "bought",
    "claimed",
    "claims_ledger",
    "cooling_off",
    "extended",
    "holding",
    "lost_at",
    "over",
    "reclaimed",
    "released",
    "return_reason",
    "stranger",
    "viewed",
    "warned",
]
