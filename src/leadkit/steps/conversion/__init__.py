"""Conversion: a qualified lead becomes a contact of a customer with an opportunity, and can be taken back.

A plan is a pure reading: what becomes of each field, what is made or linked, what hangs on the lead, and everything
that stands in the way. Carrying it out leaves a receipt. Taking it back erases what it made and restores what it
changed, unless something was built on that since.
"""

from leadkit.steps.conversion.carrying import Carried, Conversion, carried_out, conversion_key, receipt_of
from leadkit.steps.conversion.outcomes import OutcomeRow, outcome_learnt, outcome_of, outcomes
from leadkit.steps.conversion.plans import Targets, action, planned
from leadkit.steps.conversion.policy import ConversionPolicy
from leadkit.steps.conversion.qualifying import identified, qualify, reachable
from leadkit.steps.conversion.rules import DEFAULT_MAP, NOUNS, RULES, Row, Survivorship, company_key
from leadkit.steps.conversion.undoing import (
    Reverted,
    Standing,
    TakenBack,
    Trace,
    erased,
    lead_blockers,
    linked_leads,
    revert_key,
    revert_receipt,
    reverted,
    since,
    standing,
    taken_back,
    unlinked,
)

__all__ = [
    "DEFAULT_MAP",
    "NOUNS",
    "RULES",
    "Carried",
    "Conversion",
    "ConversionPolicy",
    "OutcomeRow",
    "Reverted",
    "Row",
    "Standing",
    "Survivorship",
    "TakenBack",
    "Targets",
    "Trace",
    "action",
    "carried_out",
    "company_key",
    "conversion_key",
    "erased",
    "identified",
    "lead_blockers",
    "linked_leads",
    "outcome_learnt",
    "outcome_of",
    "outcomes",
    "planned",
    "qualify",
    "reachable",
    "receipt_of",
    "revert_key",
    "revert_receipt",
    "reverted",
    "since",
    "standing",
    "taken_back",
    "unlinked",
]
