"""A class, and why: the parts that decided, and when it changes without a purchase."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.steps.lifecycle.facts import CustomerFacts

__all__ = ["STAGES_ZH", "Classification", "LifecycleStrategy", "Part", "days_text"]

#: What the classes are called in Chinese.
STAGES_ZH: Mapping[LifecycleStage, str] = FrozenDict(
    {
        LifecycleStage.POTENTIAL: "潜在客户",
        LifecycleStage.TARGET: "目标客户",
        LifecycleStage.WON: "成交客户",
        LifecycleStage.LOYAL: "忠诚客户",
        LifecycleStage.AT_RISK: "有流失风险",
        LifecycleStage.CHURNED: "流失客户",
        LifecycleStage.WON_BACK: "挽回客户",
    }
)


@frozen
class Part:
    """One fact that decided. fact: its name, for programs. en, zh: the same as a part of a sentence."""

    fact: str
    en: str
    zh: str

    def __str__(self) -> str:
        return self.en


@frozen
class Classification:
    """The class of a customer at an instant.

    parts: what decided, most important first. next_at, next_stage: when the class will be another one, and which, if
    nothing happens until then; `None`: time alone changes nothing.
    """

    customer_id: str
    at: datetime
    stage: LifecycleStage
    parts: tuple[Part, ...] = field(converter=tuple[Part, ...])
    next_stage: LifecycleStage | None = None
    next_at: datetime | None = None

    def sentence(self, language: str = "en") -> str:
        """The class, why, and what comes next, for people. `en` or `zh`."""
        if language == "zh":
            told = f"{STAGES_ZH[self.stage]}：{'，'.join(part.zh for part in self.parts)}。"
            if self.next_at and self.next_stage:
                told += f"若无新的购买，{self.next_at:%Y-%m-%d}起转为{STAGES_ZH[self.next_stage]}。"
            return told
        told = f"{_words(self.stage).capitalize()}: {', '.join(part.en for part in self.parts)}."
        if self.next_at and self.next_stage:
            told += f" Without a purchase {_words(self.next_stage)} from {self.next_at:%Y-%m-%d}."
        return told


def _words(stage: LifecycleStage) -> str:
    return stage.replace("_", " ")


class LifecycleStrategy(Protocol):
    """The plug-in that says whether those who bought still do: one method."""

    def classify(self, facts: CustomerFacts, at: datetime) -> Classification:
        """The class of a customer with at least one purchase, none of them after `at`, who did not say goodbye.

        Won, at risk or churned; who is won is looked at by the policy once more, and may be loyal or won back. Must not
        change anything, and answer the same when asked again.
        """


def days_text(days: float) -> tuple[str, str]:
    """A number of days in English and in Chinese."""
    whole = max(round(days), 0)
    return f"{whole} day{'' if whole == 1 else 's'}", f"{whole}天"
