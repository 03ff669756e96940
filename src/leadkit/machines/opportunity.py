"""A deal's life. A pipeline is data; its machine is derived from it, so several pipelines live side by side."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from attrs import field, frozen

from leadkit.errors import InvalidMachine, Problem
from leadkit.kernel.statemachine import StateMachine, StatusType, Transition

__all__ = ["DEFAULT_PIPELINE", "LOSE", "WIN", "ForecastCategory", "Pipeline", "Stage", "enter"]

WIN = "win"
LOSE = "lose"


def enter(stage: str) -> str:
    """The trigger that moves a deal to this open stage."""
    return f"enter_{stage}"


class ForecastCategory(StrEnum):
    """How a stage counts in a forecast."""

    PIPELINE = "pipeline"
    BEST_CASE = "best_case"
    COMMIT = "commit"
    CLOSED = "closed"
    OMITTED = "omitted"


@frozen
class Stage:
    """One column of a pipeline.

    probability: percent, 0 to 100. rot_days: a deal that stays longer is rotting; a closed one never is.
    business_days: count working days, not days. requires: fields or properties of the opportunity that must be filled
    to enter, such as `amount`, `decision_makers` or `contract`. label, label_zh: what people are shown.
    """

    name: str
    probability: int
    forecast: ForecastCategory = ForecastCategory.PIPELINE
    requires: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    rot_days: int | None = None
    type: StatusType = StatusType.OPEN
    business_days: bool = False
    label: str = ""
    label_zh: str = ""

    def called(self, language: str = "en") -> str:
        """The label in this language, `en` or `zh`; the name where there is none."""
        plain = self.label or self.name.replace("_", " ")
        return (self.label_zh or plain) if language == "zh" else plain


@frozen
class Pipeline:
    """Ordered stages: open ones first, then exactly one won and one lost."""

    name: str
    stages: tuple[Stage, ...] = field(converter=tuple[Stage, ...])

    def __attrs_post_init__(self) -> None:
        if faults := tuple(_pipeline_faults(self)):
            raise InvalidMachine(faults)

    @property
    def open_stages(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.type is StatusType.OPEN)

    def stage(self, name: str) -> Stage:
        """The stage of this name; raises `KeyError`."""
        return {stage.name: stage for stage in self.stages}[name]

    def closed(self, kind: StatusType) -> Stage:
        """The one stage that is won, or lost."""
        return next(stage for stage in self.stages if stage.type is kind)

    @property
    def machine(self) -> StateMachine:
        """The table of this pipeline. Forward is free, back and reopening need a reason, losing always does."""
        return _machine(self)


@cache
def _machine(pipeline: Pipeline) -> StateMachine:
    open_stages = pipeline.open_stages
    won, lost = pipeline.closed(StatusType.WON), pipeline.closed(StatusType.LOST)
    rows = []
    for at, source in enumerate(open_stages):
        rows += [
            Transition(source.name, enter(target.name), target.name, (), target.requires, needs_reason=to < at)
            for to, target in enumerate(open_stages)
            if to != at
        ]
        rows.append(Transition(source.name, WIN, won.name, (), won.requires))
        rows.append(Transition(source.name, LOSE, lost.name, (), lost.requires, needs_reason=True))
    for closed in (won, lost):
        rows += [
            Transition(closed.name, enter(target.name), target.name, (), target.requires, needs_reason=True)
            for target in open_stages
        ]
    return StateMachine(
        name=f"opportunity:{pipeline.name}",
        initial=open_stages[0].name,
        states={stage.name: stage.type for stage in pipeline.stages},
        triggers=(*(enter(stage.name) for stage in open_stages), WIN, LOSE),
        transitions=rows,
        labels={stage.name: stage.label for stage in pipeline.stages if stage.label},
    )


def _pipeline_faults(pipeline: Pipeline) -> Iterable[Problem]:
    names = [stage.name for stage in pipeline.stages]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("duplicate_stage", name, f"pipeline {pipeline.name!r} names it twice")
    for kind, wanted in ((StatusType.WON, "one"), (StatusType.LOST, "one")):
        if sum(stage.type is kind for stage in pipeline.stages) != 1:
            yield Problem("closed_stages", kind, f"pipeline {pipeline.name!r} needs exactly {wanted} {kind} stage")
    if sorted(pipeline.stages, key=lambda stage: stage.type is not StatusType.OPEN) != list(pipeline.stages):
        yield Problem("stage_order", "stages", f"pipeline {pipeline.name!r} has an open stage behind a closed one")
    if not pipeline.open_stages:
        yield Problem("no_open_stage", "stages", f"pipeline {pipeline.name!r} has no open stage")
    for stage in pipeline.stages:
        if not 0 <= stage.probability <= 100:
            yield Problem("out_of_range", stage.name, f"probability {stage.probability} is not within 0 … 100")
        if stage.rot_days is not None and not 1 <= stage.rot_days <= 3_650:
            yield Problem("out_of_range", stage.name, f"rot_days {stage.rot_days} is not within 1 … 3650")
        if stage.type is StatusType.ON_HOLD:
            yield Problem("stage_type", stage.name, "a stage is open, won or lost")


_F = ForecastCategory

DEFAULT_PIPELINE = Pipeline(
    "default",
    (
        Stage("qualification",  10, _F.PIPELINE,  rot_days=14, label_zh="资格确认"),
        Stage("needs_analysis", 25, _F.PIPELINE,  rot_days=14, label_zh="需求分析"),
        Stage("proposal",       50, _F.BEST_CASE, rot_days=10, label_zh="方案报价"),
        Stage("negotiation",    75, _F.COMMIT,    rot_days=10, label_zh="商务谈判"),
        Stage("won",           100, _F.CLOSED,    type=StatusType.WON, label_zh="赢单"),
        Stage("lost",            0, _F.OMITTED,   type=StatusType.LOST, label_zh="输单"),
    ),
)  # fmt: skip
