"""Merging: several records of one person become one, by rules, and come apart again.

A plan is a pure reading of the records: what survives of each field, where it comes from, what is not kept, or every
reason why they cannot be merged. Records that are merged away stay as they were, so that a merge can be taken back.
"""

from leadkit.steps.merging.plans import Dropped, FieldPlan, Known, MergePlan, known, plan_merge, set_times
from leadkit.steps.merging.policy import SUBJECTS, MergePolicy, Precedence, Stages, Subject, stages_of
from leadkit.steps.merging.rules import CONTACT_ROWS, CUSTOMER_ROWS, LEAD_ROWS, Row, Rule, fits
from leadkit.steps.merging.since import Happened, Place, Since, UnmergePlan, happened_since, placed
from leadkit.steps.merging.undoing import (
    Told,
    absorbed,
    kept_apart,
    merge_of,
    merged,
    reconsidered,
    released,
    revived,
    told_without,
    unreleasable,
)

__all__ = [
    "CONTACT_ROWS",
    "CUSTOMER_ROWS",
    "LEAD_ROWS",
    "SUBJECTS",
    "Dropped",
    "FieldPlan",
    "Happened",
    "Known",
    "MergePlan",
    "MergePolicy",
    "Place",
    "Precedence",
    "Row",
    "Rule",
    "Since",
    "Stages",
    "Subject",
    "Told",
    "UnmergePlan",
    "absorbed",
    "fits",
    "happened_since",
    "kept_apart",
    "known",
    "merge_of",
    "merged",
    "placed",
    "plan_merge",
    "reconsidered",
    "released",
    "revived",
    "set_times",
    "stages_of",
    "told_without",
    "unreleasable",
]
