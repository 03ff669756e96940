"""A playbook in a TOML file. `docs/reference/playbook-file.md` shows every table."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from leadkit.cli.customers_file import CustomersTable, lifecycle_policy_of
from leadkit.cli.follow_up_file import FollowUpTable, policy_of, span
from leadkit.cli.plugins import named_scorer, named_strategy
from leadkit.cli.pool_file import pools_of
from leadkit.errors import InvalidMachine, InvalidPlaybook, InvalidRecord, Problem, UnusableInput
from leadkit.kernel.conditions import Condition
from leadkit.machines.opportunity import Pipeline
from leadkit.playbook import Playbook
from leadkit.serialization import structured
from leadkit.steps.assignment import (
    AssignmentPolicy,
    AssignmentStrategy,
    BestMatch,
    LeastLoaded,
    Person,
    RoundRobin,
    Team,
    TeamRule,
)
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
from leadkit.steps.pipeline import LOST_REASONS, LostReason, Offer, QuotePolicy
from leadkit.steps.scoring import Scorer, read_model

__all__ = ["load_playbook"]


@frozen
class _Rule:
    team: str
    conditions: tuple[Condition, ...]
    name: str = ""
    strategy: str = ""


@frozen
class _Assignment:
    fallback: str = ""
    rules: tuple[_Rule, ...] = ()
    strategy: str = "round_robin"
    people: Mapping[str, Person] = field(factory=dict)
    ripe: tuple[Condition, ...] = ()
    overflow_owner: str = ""
    overflow_pool: str = ""
    horizon_hours: float = 120
    zone: str = "UTC"
    seed: str = ""


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
    teams: tuple[Team, ...] = AssignmentPolicy().teams
    assignment: _Assignment = _Assignment()
    follow_up: FollowUpTable = field(factory=FollowUpTable)
    customers: CustomersTable = field(factory=CustomersTable)
    pipelines: tuple[Pipeline, ...] = Playbook().pipelines
    lost_reasons: tuple[LostReason, ...] = LOST_REASONS
    quoting: QuotePolicy = field(factory=QuotePolicy)
    offers: tuple[Offer, ...] = ()
    status_labels: Mapping[str, str] = field(factory=dict)


def load_playbook(path: Path) -> Playbook:
    """The playbook of this file. Raises `InvalidPlaybook` with every problem and its path."""
    try:
        tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as broken:
        raise InvalidPlaybook([Problem("unreadable", "playbook", f"{path}: {broken}")]) from None
    scoring, pooling, problems = tables.pop("scoring", {}), tables.pop("pools", []), []
    try:
        scorer = _scorer(scoring)
    except InvalidPlaybook as wrong:
        problems += [evolve(one, field=f"scoring.{one.field}" if one.field else "scoring") for one in wrong.problems]
    try:
        pools = pools_of(pooling)
    except InvalidPlaybook as wrong:
        problems += wrong.problems
    try:
        playbook = _playbook(structured(tables, _File), path.parent)
    except (InvalidRecord, InvalidMachine, InvalidPlaybook) as invalid:
        problems += invalid.problems
    if problems:
        raise InvalidPlaybook(problems)
    return evolve(playbook, scorer=scorer, pools=pools)


def _scorer(table: Any) -> Scorer:
    """The scorer that the table names, or the rules that it holds."""
    if not isinstance(table, Mapping) or "plugin" not in table:
        return read_model(table)
    if others := sorted(table.keys() - {"plugin"}):
        told = "rules are not read beside a plug-in"
        raise InvalidPlaybook(Problem("unknown_field", name, told) for name in others)
    return named_scorer(table["plugin"])


def _playbook(file: _File, folder: Path) -> Playbook:
    default = Playbook()
    return evolve(
        default,
        capture=CapturePolicy(span("capture.same_content_seconds", seconds=file.capture.same_content_seconds)),
        cleansing=file.cleansing,
        duplicates=DuplicatePolicy(
            _strategy(file.duplicates, folder),
            file.duplicates.on,
            file.duplicates.channels,
            file.duplicates.crowd,
            ignore_plus_tags=file.duplicates.ignore_plus_tags,
            ignore_gmail_dots=file.duplicates.ignore_gmail_dots,
        ),
        assignment=_assignment(file.teams, file.assignment),
        follow_up=policy_of(file.follow_up),
        customers=lifecycle_policy_of(file.customers),
        pipelines=file.pipelines,
        lost_reasons=file.lost_reasons,
        quoting=file.quoting,
        offers=file.offers,
        lead_machine=default.lead_machine.extended(labels=file.status_labels),
    )


def _assignment(teams: tuple[Team, ...], told: _Assignment) -> AssignmentPolicy:
    return AssignmentPolicy(
        teams,
        tuple(
            TeamRule(row.team, row.conditions, row.name, _by_name(row.strategy) if row.strategy else None)
            for row in told.rules
        ),
        told.fallback,
        _by_name(told.strategy),
        people=told.people,
        ripe=told.ripe,
        overflow_owner=told.overflow_owner,
        overflow_pool=told.overflow_pool,
        horizon=span("assignment.horizon_hours", hours=told.horizon_hours),
        zone=told.zone,
        seed=told.seed,
    )


_ASSIGNING: Mapping[str, type[AssignmentStrategy]] = {
    "round_robin": RoundRobin, "least_loaded": LeastLoaded, "best_match": BestMatch,
}  # fmt: skip


def _by_name(name: str) -> AssignmentStrategy:
    """One of ours, or what an installed package offers under this name."""
    return _ASSIGNING[name]() if name in _ASSIGNING else named_strategy(name)


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
