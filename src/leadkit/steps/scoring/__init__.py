"""Scoring: rules are rows, a score is the contributions of the rows that apply, and they add up."""

from leadkit.steps.scoring.decay import Decay, HalfLife, Linear, Steps, read_decay
from leadkit.steps.scoring.defaults import (
    DEFAULT_BANDS,
    DEFAULT_GATES,
    DEFAULT_OVERLAPS,
    DEFAULT_RULES,
    FREE_MAIL,
    SOURCES,
)
from leadkit.steps.scoring.loading import model_data, read_model, read_rules
from leadkit.steps.scoring.model import RuleScorer
from leadkit.steps.scoring.plugins import Scorer, checked_score, may_move, scored
from leadkit.steps.scoring.rules import BotFilter, Gate, Overlap, Rule
from leadkit.steps.scoring.texts import read_rule, rule_text

__all__ = [
    "DEFAULT_BANDS",
    "DEFAULT_GATES",
    "DEFAULT_OVERLAPS",
    "DEFAULT_RULES",
    "FREE_MAIL",
    "SOURCES",
    "BotFilter",
    "Decay",
    "Gate",
    "HalfLife",
    "Linear",
    "Overlap",
    "Rule",
    "RuleScorer",
    "Scorer",
    "Steps",
    "checked_score",
    "may_move",
    "model_data",
    "read_decay",
    "read_model",
    "read_rule",
    "read_rules",
    "rule_text",
    "scored",
]
