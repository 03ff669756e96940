"""The report of a run: the overview of the store, with what the file's rows became."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.cli.job import RowOutcome
from leadkit.cli.outputs import Call
from leadkit.steps.analytics import Overview

if TYPE_CHECKING:
    from leadkit.cli.run import Summary

def write_report(path, summary, overview, calls, outcomes):
    path.write_text("later")
