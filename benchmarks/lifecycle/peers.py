"""What others give: BG/NBD by `lifetimes`, and our own rules as somebody would write them straight in polars."""

import warnings
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl

from leadkit.steps.lifecycle import LifecyclePolicy
from leadkit.steps.lifecycle.facts import ONE_VISIT

__all__ = ["bg_nbd", "by_polars", "polars_table"]


def bg_nbd(counted: Any, days: float) -> Any:
    """The purchases that BG/NBD expects of each in so many days; fitted on the same customers.

    counted: repeat visits, days from the first to the last, days from the first to now.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoFitter

        frequency, recency, age = counted.T
        fitter = BetaGeoFitter(penalizer_coef=0.0)
        fitter.fit(frequency, recency, age)
        expected = fitter.conditional_expected_number_of_purchases_up_to_time(days, frequency, recency, age)
    return np.asarray(expected)


def polars_table(customer: Any, at: Any) -> pl.DataFrame:
    return pl.DataFrame({"customer": customer, "at": at})


def by_polars(frame: pl.DataFrame, policy: LifecyclePolicy, now: int) -> list[str]:
    """The classes by the rules of the policy: nobody recommends, nobody was lost before, nothing has a term."""
    gap, day = policy.strategy, ONE_VISIT // timedelta(microseconds=1)

    def micros(span: timedelta) -> int:
        return span // timedelta(microseconds=1)

    rows = (
        frame.lazy()
        .sort("customer", "at")
        .with_columns(gap=pl.col("at").diff().over("customer"))
        .with_columns(apart=pl.col("gap") >= day)
        .with_columns(visit=pl.col("apart").fill_null(value=True))
    )
    told = rows.group_by("customer", maintain_order=True).agg(
        last=pl.col("at").last(),
        middle=pl.col("gap").filter(pl.col("apart")).median().fill_null(0.0),
        gaps=pl.col("apart").sum(),
        visits=pl.col("visit").sum(),
        nth=pl.col("at").filter(pl.col("visit")).tail(policy.loyal_purchases).first(),
    )
    expected = (pl.col("gaps") * pl.col("middle") + gap.weight * micros(gap.usual)) / (pl.col("gaps") + gap.weight)
    risk = (gap.at_risk_after * expected).round(mode="half_to_even").clip(*map(micros, gap.at_risk_between))
    churned = (gap.churned_after * expected).round(mode="half_to_even").clip(*map(micros, gap.churned_between))
    since = now - pl.col("last")
    loyal = (pl.col("visits") >= policy.loyal_purchases) & (now < pl.col("nth") + micros(policy.loyal_within))
    stage = (
        pl.when(since >= pl.max_horizontal(risk, churned))
        .then(pl.lit("churned"))
        .when(since >= risk)
        .then(pl.lit("at_risk"))
        .when(loyal)
        .then(pl.lit("loyal"))
        .otherwise(pl.lit("won"))
    )
    return told.with_columns(stage=stage).sort("customer").collect()["stage"].to_list()
