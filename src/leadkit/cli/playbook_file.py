"""A playbook in a TOML file. `docs/reference/playbook-file.md` shows every table."""

import json
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from leadkit.errors import InvalidMachine, InvalidPlaybook, InvalidRecord, Problem, UnusableInput
from leadkit.machines.opportunity import Pipeline
from leadkit.playbook import Playbook
from leadkit.serialization import structured
from leadkit.steps.assignment import AssignmentPolicy, Team, TeamRule
from leadkit.steps.capture import CapturePolicy
from leadkit.steps.cleansing import CleansingPolicy
from leadkit.steps.dedup import (
    DYNAMICS_365,
    SALESFORCE,
    DuplicatePolicy,
    DuplicateStrategy,
    ExactKeys,
    Model,
    Probabilistic,
    lead_model,
)
from leadkit.steps.followup import FollowUpPolicy
from leadkit.steps.scoring import DEFAULT_BANDS, DEFAULT_RULES, Rule, RuleScorer

__all__ = ["load_playbook"]


@frozen
class _Scoring:
    name: str = "rules"
    bands: Mapping[str, int] = field(default=DEFAULT_BANDS)
    rules: tuple[Rule, ...] = DEFAULT_RULES


@frozen
class _Assignment:
    fallback: str = ""
    rules: tuple[TeamRule, ...] = ()


@frozen
class _FollowUp:
    first_contact_hours: float = 24
    then_days: float = 7
    nurturing_days: float = 30
    zone: str = "UTC"


_STRATEGIES: Mapping[str, DuplicateStrategy] = {
    "exact_keys": ExactKeys(), "salesforce": SALESFORCE, "dynamics_365": DYNAMICS_365,
}  # fmt: skip


@frozen
class _Duplicates:
    strategy: str = "probabilistic"
    model: str = ""
    leads: int = 10_000
    chinese: bool = False
    crowd: int = 50
    ignore_plus_tags: bool = True
    ignore_gmail_dots: bool = True
    on: Mapping[str, str] = field(factory=dict)
    channels: Mapping[str, Mapping[str, str]] = field(factory=dict)


@frozen
class _Capture:
    same_content_seconds: float = 300


@frozen
class _File:
    """The tables of the file, each with the defaults of the playbook."""

    capture: _Capture = _Capture()
    cleansing: CleansingPolicy = field(factory=CleansingPolicy)
    duplicates: _Duplicates = field(factory=_Duplicates)
    scoring: _Scoring = _Scoring()
    teams: tuple[Team, ...] = AssignmentPolicy().teams
    assignment: _Assignment = _Assignment()
    follow_up: _FollowUp = _FollowUp()
    pipelines: tuple[Pipeline, ...] = Playbook().pipelines
    status_labels: Mapping[str, str] = field(factory=dict)


def load_playbook(path: Path) -> Playbook:
    """The playbook of this file. Raises `InvalidPlaybook` with every problem and its path."""
    try:
        tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as broken:
        raise InvalidPlaybook([Problem("unreadable", "playbook", f"{path}: {broken}")]) from None
    try:
        return _playbook(structured(tables, _File), path.parent)
    except (InvalidRecord, InvalidMachine) as invalid:
        raise InvalidPlaybook(invalid.problems) from None


def _playbook(file: _File, folder: Path) -> Playbook:
    default = Playbook()
    return evolve(
        default,
        capture=CapturePolicy(_span("capture.same_content_seconds", seconds=file.capture.same_content_seconds)),
        cleansing=file.cleansing,
        duplicates=DuplicatePolicy(
            _strategy(file.duplicates, folder),
            file.duplicates.on,
            file.duplicates.channels,
            file.duplicates.crowd,
            ignore_plus_tags=file.duplicates.ignore_plus_tags,
            ignore_gmail_dots=file.duplicates.ignore_gmail_dots,
        ),
        scorer=RuleScorer(file.scoring.rules, file.scoring.bands, file.scoring.name),
        assignment=AssignmentPolicy(file.teams, file.assignment.rules, file.assignment.fallback),
        follow_up=FollowUpPolicy(
            _span("follow_up.first_contact_hours", hours=file.follow_up.first_contact_hours),
            _span("follow_up.then_days", days=file.follow_up.then_days),
            _span("follow_up.nurturing_days", days=file.follow_up.nurturing_days),
            file.follow_up.zone,
        ),
        pipelines=file.pipelines,
        lead_machine=default.lead_machine.extended(labels=file.status_labels),
    )


def _strategy(told: _Duplicates, folder: Path) -> DuplicateStrategy:
    if told.strategy in _STRATEGIES:
        return _STRATEGIES[told.strategy]
    if told.strategy != "probabilistic":
        known = ", ".join(("probabilistic", *_STRATEGIES))
        raise InvalidPlaybook([Problem("unknown_strategy", "duplicates.strategy", f"is not one of {known}")])
    if told.leads < 2:
        raise InvalidPlaybook([Problem("out_of_range", "duplicates.leads", "must be 2 at least")])
    chinese = None
    if told.chinese:
        from leadkit.contrib.zh import Chinese

        chinese = Chinese()
    return Probabilistic(_model(folder / told.model) if told.model else lead_model(told.leads), chinese)


def _model(path: Path) -> Model:
    try:
        return Model.from_json(json.loads(path.read_text(encoding="utf-8")))
    except UnusableInput as unusable:
        raise InvalidPlaybook(unusable.problems) from None
    except (OSError, ValueError, RecursionError) as broken:
        raise InvalidPlaybook([Problem("unreadable", "duplicates.model", f"{path}: {broken}")]) from None


def _span(field: str, **amount: float) -> timedelta:
    try:
        return timedelta(**amount)
    except (OverflowError, ValueError):  # TOML has inf and nan
        raise InvalidPlaybook([Problem("out_of_range", field, "is no span of time")]) from None
