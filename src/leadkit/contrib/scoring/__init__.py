"""Scores of many leads at once, with numpy: the answers of `leadkit.steps.scoring`, by columns."""

from leadkit.errors import MissingExtra

try:
    import numpy as _numpy  # noqa: F401, ICN001  asked for here, so that one sentence says what is missing
except ImportError as missing:
    raise MissingExtra('columns of scores need numpy: pip install "leadkit[scoring]"') from missing

from leadkit.contrib.scoring.columns import Columns, columns
from leadkit.contrib.scoring.scores import Scores, score_columns

__all__ = ["Columns", "Scores", "columns", "score_columns"]
