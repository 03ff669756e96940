"""Assignment: rules choose the team, a strategy chooses the person, and the decision says why."""

from leadkit.steps.assignment.choosing import (
    AssignmentStrategy,
    BestMatch,
    Candidate,
    Choice,
    Known,
    LeastLoaded,
    Person,
    RoundRobin,
    candidates_of,
    checked_choice,
    ledger,
    turn_taken,
)
from leadkit.steps.assignment.moving import assigned, owned
from leadkit.steps.assignment.policy import AssignmentPolicy, Route, Team, TeamRule, routed, unripe

__all__ = [
    "AssignmentPolicy",
    "AssignmentStrategy",
    "BestMatch",
    "Candidate",
    "Choice",
    "Known",
    "LeastLoaded",
    "Person",
    "RoundRobin",
    "Route",
    "Team",
    "TeamRule",
    "assigned",
    "candidates_of",
    "checked_choice",
    "ledger",
    "owned",
    "routed",
    "turn_taken",
    "unripe",
]
