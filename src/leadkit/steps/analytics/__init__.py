"""Analytics: figures as pure folds over events and nouns. Each says what it counts, of how many, and how sure it is.

A fold takes events one by one, in any order that keeps those about one noun in theirs: `folded(events, Journeys(),
Deals())` is one pass for both. The functions tell the figures of what was folded; none of them reads a clock.
"""

from leadkit.steps.analytics.attribution import HALF_LIFE, Attribution, AttributionModel, Credit, attribution, weights
from leadkit.steps.analytics.census import Census, FlawKind, QualityRow, flaws_of
from leadkit.steps.analytics.customers import CustomerFigures, Customers, customer_figures
from leadkit.steps.analytics.deals import Deal, Deals
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.factors import ATTRIBUTES, FactorRow, Factors, factors
from leadkit.steps.analytics.folding import Fold, Latest, folded, takers
from leadkit.steps.analytics.forecast import Accuracy, Forecast, ForecastMonth, accuracy, forecast, weighted_pipeline
from leadkit.steps.analytics.funnel import Cohort, Funnel, FunnelStep, cohorts, conversion_curve, funnel, reached, wins
from leadkit.steps.analytics.journeys import FunnelStage, Journey, Journeys
from leadkit.steps.analytics.markov import Chain, removal_effects
from leadkit.steps.analytics.measures import (
    ENOUGH,
    Average,
    Contrast,
    Definition,
    Rate,
    average,
    contrast,
    holm,
)
from leadkit.steps.analytics.overview import Overview, overview, overview_of
from leadkit.steps.analytics.pool import PoolFlows, PoolRow, WorkloadRow, disqualified_reasons, pools, workload
from leadkit.steps.analytics.responses import ResponseRow, Responses, responses
from leadkit.steps.analytics.reviewing import Review, Shift, shift
from leadkit.steps.analytics.sales import (
    PipelineStep,
    ReasonRow,
    SalesRow,
    Velocity,
    lost_reasons,
    pipeline_funnel,
    sales,
    velocity,
)
from leadkit.steps.analytics.sources import SourceContrast, SourceRow, campaigns, channels, contrasts
from leadkit.steps.analytics.survival import Curve, CurvePoint, Spread, curve, spread, watched
from leadkit.steps.analytics.touches import CHANNEL_OF_ACTIVITY, Path, Touch, Touches, paths

__all__ = [
    "ATTRIBUTES",
    "CHANNEL_OF_ACTIVITY",
    "DEFINITIONS",
    "ENOUGH",
    "HALF_LIFE",
    "Accuracy",
    "Attribution",
    "AttributionModel",
    "Average",
    "Census",
    "Chain",
    "Cohort",
    "Contrast",
    "Credit",
    "Curve",
    "CurvePoint",
    "CustomerFigures",
    "Customers",
    "Deal",
    "Deals",
    "Definition",
    "FactorRow",
    "Factors",
    "FlawKind",
    "Fold",
    "Forecast",
    "ForecastMonth",
    "Funnel",
    "FunnelStage",
    "FunnelStep",
    "Journey",
    "Journeys",
    "Latest",
    "Overview",
    "Path",
    "PipelineStep",
    "PoolFlows",
    "PoolRow",
    "QualityRow",
    "Rate",
    "ReasonRow",
    "ResponseRow",
    "Responses",
    "Review",
    "SalesRow",
    "Shift",
    "SourceContrast",
    "SourceRow",
    "Spread",
    "Touch",
    "Touches",
    "Velocity",
    "WorkloadRow",
    "accuracy",
    "attribution",
    "average",
    "campaigns",
    "channels",
    "cohorts",
    "contrast",
    "contrasts",
    "conversion_curve",
    "curve",
    "customer_figures",
    "disqualified_reasons",
    "factors",
    "flaws_of",
    "folded",
    "forecast",
    "funnel",
    "holm",
    "lost_reasons",
    "overview",
    "overview_of",
    "paths",
    "pipeline_funnel",
    "pools",
    "reached",
    "removal_effects",
    "responses",
    "sales",
    "shift",
    "spread",
    "takers",
    "velocity",
    "watched",
    "weighted_pipeline",
    "weights",
    "wins",
    "workload",
]
