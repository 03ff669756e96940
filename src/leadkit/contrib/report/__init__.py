"""The report that people open: one HTML file that needs no network. Extra: `pip install "leadkit[report]"`.

Figures come in as plain values and leave as text; nothing is counted here.
"""

from leadkit.contrib.report.figures import CallRow, Finding, Intake, ReportFigures
from leadkit.contrib.report.page import CALLS_SHOWN, render

__all__ = ["CALLS_SHOWN", "CallRow", "Finding", "Intake", "ReportFigures", "render"]
