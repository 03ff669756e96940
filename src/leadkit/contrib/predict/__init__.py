"""Learning scorecards with numpy, and judging them: `leadkit.steps.prediction` scores without it."""

from leadkit.errors import MissingExtra

try:
    from leadkit.contrib.predict.fitting import fit_scorecard
    from leadkit.contrib.predict.judging import Backtest, Block, backtest, measure
    from leadkit.contrib.predict.leaks import Flag, find_leaks
    from leadkit.contrib.predict.model import AdditiveModel
    from leadkit.contrib.predict.open_leads import fit_with_open
    from leadkit.contrib.predict.scoring import Scored, score_table
except ModuleNotFoundError as missing:
    raise MissingExtra(f'learning needs {missing.name}: pip install "leadkit[predict]"') from missing

__all__ = [
    "AdditiveModel",
    "Backtest",
    "Block",
    "Flag",
    "Scored",
    "backtest",
    "find_leaks",
    "fit_scorecard",
    "fit_with_open",
    "measure",
    "score_table",
]
