"""Duplicates: whether two records are the same, and why we think so."""

from leadkit.steps.dedup.policy import (
    Attach,
    DuplicatePolicy,
    DuplicateStrategy,
    ExactKeys,
    Match,
    Verdict,
    match_keys,
)

__all__ = [
    "Attach",
    "DuplicatePolicy",
    "DuplicateStrategy",
    "ExactKeys",
    "Match",
    "Verdict",
    "match_keys",
]
