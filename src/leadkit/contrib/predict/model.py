"""The additive model as a `ConversionModel`."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from attrs import evolve, frozen

from leadkit.contrib.predict.fitting import fit_scorecard
from leadkit.contrib.predict.scoring import score_table
from leadkit.errors import Problem, UnusableInput
from leadkit.steps.prediction.figures import Figures
from leadkit.steps.prediction.sample import Sample
from leadkit.steps.prediction.scorecard import Reason, Scorecard

__all__ = ["AdditiveModel"]


@frozen(slots=False)
class AdditiveModel:
    """A scorecard that learns. times: the column of the leads' times, to read other instants by.

    trusted: a column that is believed beforehand. force: few leads will do. See `fit_scorecard`.
    """

    learnt: Scorecard | None = None
    times: str = ""
    trusted: str = ""
    force: bool = False

    @property
    def card(self) -> Scorecard:
        """What was learnt. Raises `UnusableInput` with `not_fitted` before `fit`."""
        if self.learnt is None:
            raise UnusableInput([Problem("not_fitted", None, "the model has not learnt anything yet: call fit")])
        return self.learnt

    @property
    def sample(self) -> Sample:
        return self.card.sample

    @property
    def calibration(self) -> Figures | None:
        return self.card.measured

    def fit(self, table: Mapping[str, Sequence[Any]], outcome: Sequence[float], *, in_time: bool = False) -> Self:
        """See `fit_scorecard`."""
        card = fit_scorecard(table, outcome, in_time=in_time, times=self.times, trusted=self.trusted, force=self.force)
        return evolve(self, learnt=card)

    def probability(self, lead: Mapping[str, Any]) -> float:
        return self.card.probability(lead)

    def probabilities(self, table: Mapping[str, Sequence[Any]]) -> list[float]:
        found: list[float] = score_table(self.card, table, reasons=0).probability.tolist()
        return found

    def reasons(self, lead: Mapping[str, Any], most: int = 3) -> tuple[Reason, ...]:
        return self.card.reasons(lead, most)
