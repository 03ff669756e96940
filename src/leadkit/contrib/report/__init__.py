"""The report that people open: one HTML file that needs no network. Extra: `pip install "leadkit[report]"`.

`figures_of` reads a desk, and `render` makes the page of the figures.
"""

from leadkit.contrib.report.data import tables, write_data
from leadkit.contrib.report.figures import (
    CallRow,
    DeadlineRow,
    Finding,
    Intake,
    LeadRow,
    PairRow,
    ReportFigures,
    masked,
)
from leadkit.contrib.report.gathering import (
    Call,
    Material,
    call_list,
    doubts,
    figures_of,
    material_of,
    reasons_of,
)
from leadkit.contrib.report.page import CALLS_SHOWN, LATE_SHOWN, PAIRS_SHOWN, render
from leadkit.contrib.report.words import LANGUAGES

__all__ = [
    "CALLS_SHOWN",
    "LANGUAGES",
    "LATE_SHOWN",
    "PAIRS_SHOWN",
    "Call",
    "CallRow",
    "DeadlineRow",
    "Finding",
    "Intake",
    "LeadRow",
    "Material",
    "PairRow",
    "ReportFigures",
    "call_list",
    "doubts",
    "figures_of",
    "masked",
    "material_of",
    "reasons_of",
    "render",
    "tables",
    "write_data",
]
