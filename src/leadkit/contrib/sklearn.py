"""Any scikit-learn classifier as a model of conversion.

Cells become what estimators take: numbers as they are, ranked words as their code, missing as NaN. `one_hot=True` makes
a column of each word and fills gaps, for estimators that know neither codes nor gaps. Such a model cannot say why.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from attrs import evolve, field, frozen

from leadkit.errors import MissingExtra, Problem, UnusableInput
from leadkit.steps.prediction.fields import Kind
from leadkit.steps.prediction.figures import Figures
from leadkit.steps.prediction.sample import Sample
from leadkit.steps.prediction.scorecard import Reason

try:
    import numpy as np
    from sklearn.base import clone
except ImportError as missing:
    raise MissingExtra('scikit-learn is not installed: pip install "leadkit[sklearn]"') from missing

from leadkit.contrib.predict.columns import Column, Floats, Plan, levels_of, numbers_of, plan_fields

__all__ = ["SklearnModel"]


def _nobody() -> Sample:
    return Sample(0, 0)


@frozen(slots=False)
class SklearnModel:
    """estimator: what has `fit` and `predict_proba`; it is cloned, never changed."""

    estimator: Any
    one_hot: bool = False
    sample: Sample = field(factory=_nobody)
    calibration: Figures | None = None
    _plan: Plan | None = field(default=None, repr=False)
    _middle: tuple[float, ...] = field(default=(), repr=False)

    def fit(self, table: Mapping[str, Sequence[Any]], outcome: Sequence[float], *, in_time: bool = False) -> Self:
        """Learn from closed leads; in_time changes nothing. Raises `UnusableInput` unless there are both outcomes."""
        y = np.asarray(outcome, np.float64) > 0.5
        sample = Sample(int(y.sum()), int((~y).sum()))
        if not sample.won or not sample.lost:
            raise UnusableInput([Problem("one_outcome", "target", "all leads have one outcome")])
        plan = plan_fields(table)
        middle = [
            float(np.nan_to_num(np.nanmedian(numbers_of(table[each.column])))) if each.kind is Kind.NUMBER else 0.0
            for each in plan.fields
        ]
        ready = evolve(self, sample=sample, plan=plan, middle=tuple(middle))
        return evolve(ready, estimator=clone(self.estimator).fit(ready._matrix(table), y))

    def _matrix(self, table: Mapping[str, Column]) -> Floats:
        if self._plan is None:
            raise UnusableInput([Problem("not_fitted", None, "the model has not learnt anything yet: call fit")])
        rows = len(next(iter(table.values()), ()))
        parts: list[Any] = []
        for each, middle in zip(self._plan.fields, self._middle, strict=True):
            if each.kind is Kind.NUMBER:
                numbers = numbers_of(table.get(each.column, [None] * rows))
                known = np.isfinite(numbers)
                parts += [np.where(known, numbers, middle), ~known] if self.one_hot else [numbers]
                continue
            levels = levels_of(each, table)
            if self.one_hot:
                parts += list(np.eye(each.size)[levels].T)
            else:
                parts.append(np.where(levels == each.size - 1, np.nan, levels))
        return np.column_stack(parts)

    def probability(self, lead: Mapping[str, Any]) -> float:
        return self.probabilities({name: [cell] for name, cell in lead.items()})[0]

    def probabilities(self, table: Mapping[str, Sequence[Any]]) -> list[float]:
        found: list[float] = self.estimator.predict_proba(self._matrix(table))[:, 1].tolist()
        return found

    def reasons(self, lead: Mapping[str, Any], most: int = 3) -> tuple[Reason, ...]:
        """None: an estimator of any kind does not say why."""
        return ()
