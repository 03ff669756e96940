"""The figures of a report as files for other programs: one table each, as CSV, JSON and, if wanted, Arrow."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from leadkit.contrib.report.figures import ReportFigures, masked
from leadkit.kernel.frozendict import FrozenDict
from leadkit.tabular import write_records_csv, write_records_json

__all__ = ["tables", "write_data"]


def tables(figures: ReportFigures) -> Mapping[str, tuple[Any, ...]]:
    """Name of the figure → its records, as `leadkit.tabular.flat_rows` takes them."""
    return FrozenDict(
        {
            "leads": figures.leads,
            "calls": figures.calls,
            "deadlines": figures.deadlines,
            "pairs": figures.pairs,
            "quality": figures.quality,
            "funnel": figures.funnel,
            "conversion_curve": figures.conversion.points if figures.conversion else (),
            "cohorts": figures.cohorts,
            "channels": figures.channels,
            "campaigns": figures.campaigns,
            "attribution": tuple(
                {"model": each.model, "credit": credit} for each in figures.attributions for credit in each.credits
            ),
            "responses": figures.responses,
            "disqualified": figures.disqualified,
            "lost": figures.lost,
            "forecast": figures.forecast.months if figures.forecast else (),
            "factors": figures.factors,
            "priorities": _counted(figures.priorities),
            "grades": _counted(figures.grades),
            "statuses": _counted(figures.statuses),
            "pipeline": figures.pipeline,
        }
    )


def _counted(counts: Mapping[Any, int]) -> tuple[Any, ...]:
    return tuple({"value": value, "leads": leads} for value, leads in counts.items())


def write_data(folder: Path, figures: ReportFigures, *, mask: bool = False, arrow: bool = False) -> list[Path]:
    """Write every figure into the folder, which is made: `funnel.csv`, `funnel.json`, …; returns the paths.

    mask: as in `render`. arrow: `funnel.arrow`, too. Raises `MissingExtra` without pyarrow, before anything is written.
    """
    writers = {"csv": write_records_csv, "json": write_records_json}
    if arrow:
        from leadkit.contrib.arrow import arrow_table, write_arrow

        arrow_table(())
        writers["arrow"] = write_arrow
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, records in tables(masked(figures) if mask else figures).items():
        for ending, write in writers.items():
            written.append(folder / f"{name}.{ending}")
            write(written[-1], records)
    return written
