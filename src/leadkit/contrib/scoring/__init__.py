"""Scores of many leads at once, with numpy: the answers of `leadkit.steps.scoring`, by columns."""

from leadkit.errors import MissingExtra

try:
    from leadkit.contrib.scoring.columns import Columns, columns
    from leadkit.contrib.scoring.scores import Scores, score_columns
except ModuleNotFoundError as missing:
    raise MissingExtra(f'columns of scores need {missing.name}: pip install "leadkit[scoring]"') from missing

__all__ = ["Columns", "Scores", "columns", "score_columns"]
