"""leadkit: lead management to embed in your application.

Start with `LeadDesk.in_memory()`, or `LeadDesk(store=…, playbook=…)`. Nouns are in `leadkit.model`, the tables of legal
moves in `leadkit.machines`, the protocols of a store in `leadkit.repositories`, test tools in `leadkit.testing`, and
the asynchronous desk in `leadkit.aio`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leadkit.desk._sync import LeadDesk
    from leadkit.errors import (
        IdempotencyConflict,
        InvalidRecord,
        LeadkitError,
        NotFound,
        Problem,
        Refused,
        VersionConflict,
    )
    from leadkit.kernel.business_time import BusinessCalendar
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
    "BusinessCalendar",
    "Campaign",
    "Channel",
    "Contact",
    "Customer",
    "Decision",
    "IdempotencyConflict",
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

# Where each name lives. A host that imports leadkit has not used it yet, so nothing is loaded before it is asked for.
_HOMES = {
    "leadkit.desk._sync": "LeadDesk",
    "leadkit.errors": "IdempotencyConflict InvalidRecord LeadkitError NotFound Problem Refused VersionConflict",
    "leadkit.kernel.business_time": "BusinessCalendar",
    "leadkit.kernel.decision": "Decision Refusal",
    "leadkit.kernel.money": "Money",
    "leadkit.kernel.statemachine": "StateMachine StatusType Transition",
    "leadkit.machines.lead": "LEAD LeadStatus",
    "leadkit.machines.lifecycle": "LifecycleStage",
    "leadkit.model": (
        "Activity Campaign Channel Contact Customer Lead Opportunity PageVisit Priority Quote Receipt Score"
    ),
    "leadkit.playbook": "Playbook",
    "leadkit.repositories": "Store UnitOfWork",
    "leadkit.serialization": "from_json to_json",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *__all__]
