"""Duplicates of whole tables, with numpy: the verdicts of `leadkit.steps.dedup`, by columns instead of row by row."""

from leadkit.errors import MissingExtra

try:
    from leadkit.contrib.dedup.finding import Found, find_duplicates
    from leadkit.contrib.dedup.leads import lead_table, learn_leads
except ModuleNotFoundError as missing:
    raise MissingExtra(f'whole tables need {missing.name}: pip install "leadkit[dedup]"') from missing

__all__ = ["Found", "find_duplicates", "lead_table", "learn_leads"]
