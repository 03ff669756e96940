"""Lifecycle: what a customer is to us, why, and what is due after the sale.

The class follows from facts, a policy and an instant; `moving` takes the relation there along its table.
"""

from leadkit.steps.lifecycle.care import (
    CareStep,
    DueCare,
    answered,
    cared_for,
    due_care,
    referred,
    referring,
    win_back_started,
)
from leadkit.steps.lifecycle.churning import (
    ChurnModel,
    ChurnPattern,
    ChurnProbability,
    Learned,
    churn_patterns,
    history_cells,
)
from leadkit.steps.lifecycle.classes import STAGES_ZH, Classification, LifecycleStrategy, Part
from leadkit.steps.lifecycle.classifying import classified, recommends
from leadkit.steps.lifecycle.dimensions import DIMENSIONS, UNKNOWN, Dimension, grouped
from leadkit.steps.lifecycle.facts import CustomerFacts, Prospect, facts_of
from leadkit.steps.lifecycle.metrics import (
    DEFINITIONS,
    Definition,
    Measure,
    churn_rate,
    loyalty_rate,
    net_promoter_score,
    referral_rate,
    repurchase_rate,
    retention_rate,
    satisfaction,
)
from leadkit.steps.lifecycle.moving import bought, legal_way, move_customer, purchased, returned
from leadkit.steps.lifecycle.policy import CHURN_REASONS, WIN_BACK, LifecyclePolicy, WinBackPlan
from leadkit.steps.lifecycle.rewards import TIERS, Reward, RewardTier, reward_of, spent
from leadkit.steps.lifecycle.rhythm import ExpectedGap, Limits
from leadkit.steps.lifecycle.segments import LRFM, RFM, Cuts, Segment, Segments, cuts_of
from leadkit.steps.lifecycle.warning import EarlyWarning, most_valuable_first, warned

__all__ = [
    "CHURN_REASONS",
    "DEFINITIONS",
    "DIMENSIONS",
    "LRFM",
    "RFM",
    "STAGES_ZH",
    "TIERS",
    "UNKNOWN",
    "WIN_BACK",
    "CareStep",
    "ChurnModel",
    "ChurnPattern",
    "ChurnProbability",
    "Classification",
    "CustomerFacts",
    "Cuts",
    "Definition",
    "Dimension",
    "DueCare",
    "EarlyWarning",
    "ExpectedGap",
    "Learned",
    "LifecyclePolicy",
    "LifecycleStrategy",
    "Limits",
    "Measure",
    "Part",
    "Prospect",
    "Reward",
    "RewardTier",
    "Segment",
    "Segments",
    "WinBackPlan",
    "answered",
    "bought",
    "cared_for",
    "churn_patterns",
    "churn_rate",
    "classified",
    "cuts_of",
    "due_care",
    "facts_of",
    "grouped",
    "history_cells",
    "legal_way",
    "loyalty_rate",
    "most_valuable_first",
    "move_customer",
    "net_promoter_score",
    "purchased",
    "recommends",
    "referral_rate",
    "referred",
    "referring",
    "repurchase_rate",
    "retention_rate",
    "returned",
    "reward_of",
    "satisfaction",
    "spent",
    "warned",
    "win_back_started",
]
