"""Who is measured: each learns from a table and outcomes, and says the probabilities of another table."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from streams import columns

from leadkit.contrib.predict import fit_scorecard, score_table
from leadkit.steps.prediction import NaiveBayes

Peer = Callable[[pd.DataFrame, np.ndarray, pd.DataFrame], np.ndarray]


def _kinds(table: pd.DataFrame) -> tuple[list[str], list[str]]:
    numbers = [name for name in table if pd.api.types.is_numeric_dtype(table[name])]
    return numbers, [name for name in table if name not in numbers]


def _worded(table: pd.DataFrame, words: list[str]) -> pd.DataFrame:
    filled = {name: table[name].astype(object).where(table[name].notna(), "missing").astype(str) for name in words}
    return table.assign(**filled)


def boosting(
    table: pd.DataFrame, won: np.ndarray, rate: float
) -> tuple[HistGradientBoostingClassifier, Callable[[pd.DataFrame], np.ndarray]]:
    """The estimator and what encodes a table for it: categories native, missing as missing."""
    numbers, words = _kinds(table)
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan, max_categories=200)
    if words:
        codes.fit(_worded(table, words)[words])

    def encoded(rows: pd.DataFrame) -> np.ndarray:
        parts = [rows[numbers].to_numpy(float)] + ([codes.transform(_worded(rows, words)[words])] if words else [])
        return np.hstack(parts)

    places = list(range(len(numbers), len(numbers) + len(words)))
    made = HistGradientBoostingClassifier(learning_rate=rate, categorical_features=places, random_state=0)
    return made.fit(encoded(table), won), encoded


def _boosting(rate: float) -> Peer:
    def said(table: pd.DataFrame, won: np.ndarray, other: pd.DataFrame) -> np.ndarray:
        made, encoded = boosting(table, won, rate)
        return made.predict_proba(encoded(other))[:, 1]

    return said


def _logistic(table: pd.DataFrame, won: np.ndarray, other: pd.DataFrame) -> np.ndarray:
    numbers, words = _kinds(table)
    shaped = ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
            ("words", OneHotEncoder(handle_unknown="ignore"), words),
        ]
    )
    made = make_pipeline(shaped, LogisticRegression(max_iter=1000)).fit(_worded(table, words), won)
    return made.predict_proba(_worded(other, words))[:, 1]


def _naive_bayes(ranges: int) -> Peer:
    def said(table: pd.DataFrame, won: np.ndarray, other: pd.DataFrame) -> np.ndarray:
        made = NaiveBayes(ranges=ranges).fit(columns(table), won.tolist())
        return np.array(made.probabilities(columns(other)))

    return said


def _ours(*, in_time: bool) -> Peer:
    def said(table: pd.DataFrame, won: np.ndarray, other: pd.DataFrame) -> np.ndarray:
        card = fit_scorecard(columns(table), won, in_time=in_time, force=True)
        return score_table(card, columns(other)).probability

    return said


OURS = _ours(in_time=True)
OURS_UNORDERED = _ours(in_time=False)
PEERS: dict[str, Peer] = {
    "ours": OURS,
    "HistGradientBoosting, rate .1": _boosting(0.1),
    "HistGradientBoosting, rate .05": _boosting(0.05),
    "logistic, one-hot": _logistic,
    "naive Bayes, as Odoo": _naive_bayes(0),
    "naive Bayes, numbers in ten ranges": _naive_bayes(10),
}
