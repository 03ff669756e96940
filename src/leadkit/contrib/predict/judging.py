"""How good a way of learning is, seen by leads that were not learnt from: held out, or as time went by."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from attrs import frozen

from leadkit.contrib.predict.columns import Levels
from leadkit.errors import Problem, UnusableInput
from leadkit.steps.prediction.figures import Figures, figures
from leadkit.steps.prediction.protocol import ConversionModel
from leadkit.steps.prediction.sample import MINIMUM

__all__ = ["BLOCKS", "Backtest", "Block", "backtest", "measure", "rows_of"]

BLOCKS = 10
_FOLDS, _IN_TIME, _LAST = 5, 6, 3

Table = Mapping[str, Sequence[Any]]


@frozen
class Block:
    """Leads that were scored before anything was learnt from them. start, end: their places, the end not included."""

    start: int
    end: int
    figures: Figures


@frozen(eq=False)
class Backtest:
    """blocks: those that were scored; the first leads are only learnt from. said: probability by lead, `None` there.

    overall: all that was scored, together.
    """

    blocks: tuple[Block, ...]
    overall: Figures
    said: tuple[float | None, ...]


def backtest(model: ConversionModel, table: Table, outcome: Sequence[float], *, blocks: int = BLOCKS) -> Backtest:
    """Prequential: predict a block, learn its outcomes, go on to the next. The leads stand oldest first.

    A block is predicted as soon as 40 won and 40 lost leads lie before it.
    Raises `UnusableInput` with `too_few_blocks` when that is never so.
    """
    y = np.asarray(outcome, np.float64)
    edges = np.linspace(0, len(y), blocks + 1).astype(int).tolist()
    scored: list[Block] = []
    said: list[float | None] = [None] * len(y)
    usual: list[float] = []
    for start, end in pairwise(edges[1:]):
        won = int((y[:start] == 1).sum())
        if min(won, start - won) < MINIMUM or start == end:
            continue
        learnt = model.fit(rows_of(table, np.arange(start)), y[:start].tolist(), in_time=True)
        found = [float(each) for each in learnt.probabilities(rows_of(table, np.arange(start, end)))]
        base = [float(y[:start].mean())] * (end - start)
        scored.append(Block(start, end, figures(found, (y[start:end] == 1).tolist(), base)))
        said[start:end] = found
        usual += base
    if not scored:
        message = f"no block has {MINIMUM} won and {MINIMUM} lost leads before it"
        raise UnusableInput([Problem("too_few_blocks", "target", message)])
    told = [(each, bool(won == 1)) for each, won in zip(said, y, strict=True) if each is not None]
    return Backtest(tuple(scored), figures([each for each, _ in told], [won for _, won in told], usual), tuple(said))


def measure(model: ConversionModel, table: Table, outcome: Sequence[float], *, in_time: bool = False) -> Figures | None:
    """What a model that learns so says about leads held out: each fifth in turn, or in time the later half by parts.

    `None` when there is too little to hold anything out.
    """
    y = np.asarray(outcome, np.float64)
    said, won, usual = [], [], []
    for learnt_from, asked in _splits(len(y), in_time=in_time):
        known = y[learnt_from]
        if len(set(known[(known == 0) | (known == 1)].tolist())) < 2 or not len(asked):
            continue
        learnt = model.fit(rows_of(table, learnt_from), known.tolist(), in_time=in_time)
        closed = asked[(y[asked] == 0) | (y[asked] == 1)]
        said += [float(each) for each in learnt.probabilities(rows_of(table, closed))]
        won += (y[closed] == 1).tolist()
        usual += [float(known.mean())] * len(closed)
    return figures(said, won, usual) if said else None


def _splits(leads: int, *, in_time: bool) -> list[tuple[Levels, Levels]]:
    rows = np.arange(leads)
    if not in_time:
        return [(rows[rows % _FOLDS != fold], rows[rows % _FOLDS == fold]) for fold in range(_FOLDS)]
    edges = np.linspace(0, leads, _IN_TIME + 1).astype(int)[-_LAST - 1 :]
    return [(rows[:start], rows[start:end]) for start, end in pairwise(edges)]


def rows_of(table: Table, rows: Levels) -> dict[str, Any]:
    """These leads of a table."""
    chosen = rows.tolist()
    return {
        name: cells[rows] if isinstance(cells, np.ndarray) else [cells[row] for row in chosen]
        for name, cells in table.items()
    }
