"""Duplicates: whether two records are the same, and why we think so.

A record is put into normal forms (`forms`), compared field by field with named levels (`levels`), and weighed between
the best story in which both are the same and the best one in which they are not (`stories`).
"""

from leadkit.steps.dedup.index import KnownRecords
from leadkit.steps.dedup.model import Model, default_model
from leadkit.steps.dedup.plan import Field, Kind, Plan, plan
from leadkit.steps.dedup.policy import VISITORS, Attach, Case, DuplicatePolicy
from leadkit.steps.dedup.presets import DYNAMICS_365, SALESFORCE, Clauses, Rule
from leadkit.steps.dedup.strategy import LEAD_PLAN, OTHERS, Probabilistic, lead_model, lead_plan, lead_record
from leadkit.steps.dedup.verdicts import (
    DuplicateStrategy,
    ExactKeys,
    KeyedStrategy,
    Match,
    Verdict,
    match_keys,
)
from leadkit.steps.dedup.weighing import Reason, Weighed, compare

__all__ = [
    "DYNAMICS_365",
    "LEAD_PLAN",
    "OTHERS",
    "SALESFORCE",
    "VISITORS",
    "Attach",
    "Case",
    "Clauses",
    "DuplicatePolicy",
    "DuplicateStrategy",
    "ExactKeys",
    "Field",
    "KeyedStrategy",
    "Kind",
    "KnownRecords",
    "Match",
    "Model",
    "Plan",
    "Probabilistic",
    "Reason",
    "Rule",
    "Verdict",
    "Weighed",
    "compare",
    "default_model",
    "lead_model",
    "lead_plan",
    "lead_record",
    "match_keys",
    "plan",
]
