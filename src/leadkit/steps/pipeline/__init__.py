"""Pipeline: deals and quotes move along their tables; what is offered, decided by whom, and how long it takes."""

from leadkit.steps.pipeline.ageing import Rotting, StageTime, rotting, time_in_stage
from leadkit.steps.pipeline.coverage import ROLES_ZH, RoleCoverage, coverage
from leadkit.steps.pipeline.editing import change_deal, involve
from leadkit.steps.pipeline.losing import LOST_REASONS, OTHER, Loss, LostReason, read_loss
from leadkit.steps.pipeline.moving import enter_stage, last_open_stage, lose, transfer, win
from leadkit.steps.pipeline.proposal import Answer, Offer, Proposal, proposal
from leadkit.steps.pipeline.quoting import (
    QuotePolicy,
    accept_quote,
    draft_quote,
    move_quote,
    net_amount,
    quoted,
    revise_quote,
)

__all__ = [
    "LOST_REASONS",
    "OTHER",
    "ROLES_ZH",
    "Answer",
    "Loss",
    "LostReason",
    "Offer",
    "Proposal",
    "QuotePolicy",
    "RoleCoverage",
    "Rotting",
    "StageTime",
    "accept_quote",
    "change_deal",
    "coverage",
    "draft_quote",
    "enter_stage",
    "involve",
    "last_open_stage",
    "lose",
    "move_quote",
    "net_amount",
    "proposal",
    "quoted",
    "read_loss",
    "revise_quote",
    "rotting",
    "time_in_stage",
    "transfer",
    "win",
]
