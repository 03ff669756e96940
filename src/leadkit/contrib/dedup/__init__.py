"""Duplicates of whole tables, with numpy: the verdicts of `leadkit.steps.dedup`, by columns instead of row by row."""

from leadkit.errors import MissingExtra

try:
    import numpy as _numpy  # noqa: F401, ICN001  asked for here, so that one sentence says what is missing
except ImportError as missing:
    raise MissingExtra('whole tables need numpy: pip install "leadkit[dedup]"') from missing

from leadkit.contrib.dedup.finding import Found, find_duplicates
from leadkit.contrib.dedup.leads import lead_table, learn_leads

__all__ = ["Found", "find_duplicates", "lead_table", "learn_leads"]
