"""leadkit: lead management to embed in your application.

Start with `LeadDesk.in_memory()`, or `LeadDesk(store=…, playbook=…)`. Nouns are in `leadkit.model`, the tables of legal
moves in `leadkit.machines`, the protocols of a store in `leadkit.repositories`, test tools in `leadkit.testing`, and
the asynchronous desk in `leadkit.aio`.
"""

from leadkit.desk._sync import LeadDesk
from leadkit.errors import InvalidRecord, LeadkitError, NotFound, Problem, Refused, VersionConflict
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.money import Money
from leadkit.kernel.statemachine import StateMachine, StatusType, Transition
from leadkit.machines.lead import LEAD, LeadStatus
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import (
    Activity,
    Campaign,
    Channel,
    Contact,
    Customer,
    Lead,
    Opportunity,
    PageVisit,
    Priority,
    Quote,
    Receipt,
    Score,
)
from leadkit.playbook import Playbook
from leadkit.repositories import Store, UnitOfWork
from leadkit.serialization import from_json, to_json

__all__ = [
    "LEAD",
    "Activity",
    "Campaign",
    "Channel",
    "Contact",
    "Customer",
    "Decision",
    "InvalidRecord",
    "Lead",
    "LeadDesk",
    "LeadStatus",
    "LeadkitError",
    "LifecycleStage",
    "Money",
    "NotFound",
    "Opportunity",
    "PageVisit",
    "Playbook",
    "Priority",
    "Problem",
    "Quote",
    "Receipt",
    "Refusal",
    "Refused",
    "Score",
    "StateMachine",
    "StatusType",
    "Store",
    "Transition",
    "UnitOfWork",
    "VersionConflict",
    "from_json",
    "to_json",
]
