"""What a model of conversion is, whoever makes it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self

from leadkit.steps.prediction.figures import Figures
from leadkit.steps.prediction.sample import Sample
from leadkit.steps.prediction.scorecard import Reason

__all__ = ["ConversionModel", "Predictor"]


class Predictor(Protocol):
    """What can be asked about a lead, given as cells by column. A `Scorecard` is one."""

    @property
    def sample(self) -> Sample:
        """The leads that were learnt from."""

    @property
    def calibration(self) -> Figures | None:
        """How the probabilities fared on leads held out, if that was measured."""

    def probability(self, lead: Mapping[str, Any]) -> float:
        """The chance that the lead converts, from 0 to 1."""

    def reasons(self, lead: Mapping[str, Any], most: int = 3) -> tuple[Reason, ...]:
        """What moves the lead most, strongest first, in log-odds; empty for a model that cannot say."""


class ConversionModel(Predictor, Protocol):
    """A predictor that learns: `fit` answers a new one and leaves this one as it is."""

    def fit(self, table: Mapping[str, Sequence[Any]], outcome: Sequence[float], *, in_time: bool = False) -> Self:
        """table: cells by column. outcome: 1 won, 0 lost, one a lead. in_time: the leads stand oldest first."""

    def probabilities(self, table: Mapping[str, Sequence[Any]]) -> Sequence[float]:
        """Of each lead, as `probability` gives it for one."""
