"""Prediction: how likely a lead is to convert, why, and how far that can be trusted. Scoring needs no package.

A `Scorecard` is learnt by `leadkit.contrib.predict` and kept as JSON; it adds points up to the logit of the
probability, so its reasons are exact. `ConversionModel` is what any model looks like.
"""

from leadkit.steps.prediction.delay import Delay, chance_of_open, delay_of
from leadkit.steps.prediction.fields import Kind, ModelField
from leadkit.steps.prediction.figures import CalibrationBin, Figures, Interval, auc, auc_interval, brier, figures
from leadkit.steps.prediction.json_form import scorecard_from_json, scorecard_to_json
from leadkit.steps.prediction.keeping import Choice, Drift, better, drift
from leadkit.steps.prediction.naive_bayes import NaiveBayes
from leadkit.steps.prediction.outcomes import matured, read_outcomes
from leadkit.steps.prediction.protocol import ConversionModel, Predictor
from leadkit.steps.prediction.sample import Sample, sample_problems, sample_warnings
from leadkit.steps.prediction.scorecard import GRADES, Estimate, Reason, Scorecard, Signal, Term

__all__ = [
    "GRADES",
    "CalibrationBin",
    "Choice",
    "ConversionModel",
    "Delay",
    "Drift",
    "Estimate",
    "Figures",
    "Interval",
    "Kind",
    "ModelField",
    "NaiveBayes",
    "Predictor",
    "Reason",
    "Sample",
    "Scorecard",
    "Signal",
    "Term",
    "auc",
    "auc_interval",
    "better",
    "brier",
    "chance_of_open",
    "delay_of",
    "drift",
    "figures",
    "matured",
    "read_outcomes",
    "sample_problems",
    "sample_warnings",
    "scorecard_from_json",
    "scorecard_to_json",
]
