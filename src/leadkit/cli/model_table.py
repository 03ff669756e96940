"""A file of leads as columns with outcomes, for `leadkit model`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from leadkit.cli.reading import read_table
from leadkit.errors import Problem, UnusableInput
from leadkit.steps.prediction.outcomes import matured, read_outcomes
from leadkit.steps.prediction.reading import days_of
from leadkit.steps.prediction.sample import Sample

__all__ = ["Cells", "Closed", "closed_leads", "read_cells"]


@frozen(eq=False)
class Cells:
    """columns: cells of the rows that could be read. numbers: their 1-based data rows. unread: those that could not."""

    columns: dict[str, list[str]]
    numbers: tuple[int, ...]
    unread: tuple[tuple[int, Problem], ...]


@frozen(eq=False)
class Closed:
    """Leads with an outcome, in order of time if there is one: what is learnt from. columns are without the target.

    numbers: the data row of each. left_open and young: how many leads were left out, and why.
    """

    columns: dict[str, list[str]]
    won: list[float]
    numbers: list[int]
    sample: Sample
    young: int


def read_cells(path: Path, encoding: str | None) -> Cells:
    """Raises `UnusableInput` when the file cannot be used at all. Of columns with one name, the second is `… (2)`."""
    table, _ = read_table(path, encoding)
    names: list[str] = []
    for at, header in enumerate(table.header, 1):
        name = plain = " ".join(header.split()) or f"column {at}"
        again = 2
        while name in names:
            name, again = f"{plain} ({again})", again + 1
        names.append(name)
    rows = list(table.rows)
    good = [row for row in rows if row.problem is None]
    cells = list(zip(*(row.cells for row in good), strict=True)) if good else [()] * len(names)
    return Cells(
        {name: list(column) for name, column in zip(names, cells, strict=True)},
        tuple(row.number for row in good),
        tuple((row.number, row.problem) for row in rows if row.problem is not None),
    )


def closed_leads(cells: Cells, options: argparse.Namespace) -> Closed:
    """Raises `UnusableInput` with every column that is not there, or with what is wrong with the outcomes."""
    named = [("--target", options.target), ("--time", options.time), ("--id", options.id), ("--prior", options.prior)]
    named += [("--drop", name) for name in options.drop] + [("--keep", name) for name in options.keep]
    known_columns(cells.columns, [(option, name) for option, name in named if name])
    if options.mature is not None and not options.time:
        raise UnusableInput([Problem("missing_option", "--time", "how old a lead is takes the column of its time")])
    outcomes = read_outcomes(
        cells.columns[options.target], positive=options.positive, lost=options.lost, still_open=options.open
    )
    times = cells.columns[options.time] if options.time else []
    old = matured(times, options.mature) if options.mature is not None else [True] * len(outcomes)
    rows = [row for row, won in enumerate(outcomes) if won is not None and old[row]]
    if options.time:
        rows = _in_order(rows, times, options.time)
    left = {options.target, options.id, *options.drop}
    won = [float(outcomes[row] or 0.0) for row in rows]
    still_open = sum(each is None for each in outcomes)
    return Closed(
        {name: [column[row] for row in rows] for name, column in cells.columns.items() if name not in left},
        won,
        [cells.numbers[row] for row in rows],
        Sample(int(sum(won)), len(won) - int(sum(won)), still_open),
        len(outcomes) - still_open - len(rows),
    )


def known_columns(columns: dict[str, list[str]], named: Sequence[tuple[str, str]]) -> None:
    """Raises `UnusableInput` with every named column that the file does not have."""
    there = ", ".join(list(columns)[:20]) + (", …" if len(columns) > 20 else "")
    wrong = [
        Problem("unknown_header", option, f"no column {name!r}; there are {there}")
        for option, name in named
        if name not in columns
    ]
    if wrong:
        raise UnusableInput(wrong)


def _in_order(rows: Sequence[int], times: Sequence[str], column: str) -> list[int]:
    """Rows from the oldest to the newest; those of one time, and those without one first, as the file has them.

    A column of numbers that rise with time serves too.
    """
    read = {row: _instant(times[row]) for row in rows}
    known = sum(each is not None for each in read.values())
    if known < 0.5 * len(rows):
        message = f"only {known:,} of {len(rows):,} cells are times; ISO 8601 such as 2024-03-01 is read, and numbers"
        raise UnusableInput([Problem("unreadable_times", column, message)])
    return sorted(rows, key=lambda row: (read[row] is not None, read[row] or 0.0))


def _instant(cell: str) -> float | None:
    days = days_of(cell)
    if days is not None:
        return days
    try:
        return float(cell)
    except ValueError:
        return None
