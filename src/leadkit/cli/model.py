"""`leadkit model`: check a file for leaks, learn from it, score leads, and see how that would have gone."""

import argparse
import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.cli.model_table import Cells, Closed, closed_leads, known_columns, read_cells
from leadkit.cli.model_telling import tell_backtest, tell_check, tell_fit, told_backtest, told_check, told_fit
from leadkit.cli.telling import tell_json
from leadkit.errors import Problem, UnusableInput
from leadkit.steps.prediction.json_form import scorecard_from_json, scorecard_to_json
from leadkit.steps.prediction.sample import sample_problems
from leadkit.steps.prediction.scorecard import Scorecard
from leadkit.tabular.export import defuse

if TYPE_CHECKING:
    from leadkit.contrib.predict import AdditiveModel, Flag

__all__ = ["add_model"]

DONE = 0
_REASONS = 3


def add_model(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Teach the parser `model`."""
    parser = commands.add_parser("model", help="predict conversion: check, fit, score, backtest")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for name, run, told, out in (
        ("check", _check, "how much there is to learn from, and which columns know the outcome already", None),
        ("fit", _fit, "learn a scorecard from closed leads, and measure it", Path("model.json")),
        ("score", _score, "probability, grade and reasons for each row", Path("scores.csv")),
        ("backtest", _backtest, "score a block, learn its outcomes, go on to the next", None),
    ):
        verb = verbs.add_parser(name, help=told, description=told)
        verb.set_defaults(command=run)
        verb.add_argument("file", type=Path, metavar="FILE", help="leads as CSV or XLSX")
        verb.add_argument("--encoding", help="of the file; found out when not given")
        verb.add_argument("--json", action="store_true", help="print one JSON object instead of text")
        verb.add_argument("--id", metavar="COL", help="a column that names the lead; never learnt from")
        if name in ("fit", "score", "backtest"):
            shown = f"where to write ({out})" if out else "where to write each row's block, probability and outcome"
            verb.add_argument("--out", type=Path, default=out, metavar="FILE", help=shown)
        if name == "score":
            verb.add_argument("--model", type=Path, default=Path("model.json"), metavar="FILE", help="from fit")
            # What the other verbs need is taken here too, so that one line of options serves all of them.
            for option in ("--target", "--positive", "--time"):
                verb.add_argument(option, help=argparse.SUPPRESS)
            continue
        verb.add_argument("--target", required=True, metavar="COL", help="the column of the outcome")
        verb.add_argument("--positive", metavar="V", help="the outcome that means won; usual words are known")
        verb.add_argument("--lost", action="append", default=[], metavar="V", help="an outcome that means lost")
        verb.add_argument("--open", action="append", default=[], metavar="V", help="one that means not closed yet")
        verb.add_argument("--time", metavar="COL", help="when the lead came in; without it, rows are in no order")
        verb.add_argument("--mature", type=float, metavar="DAYS", help="leave out leads younger than that")
        verb.add_argument("--drop", action="append", default=[], metavar="COL", help="do not learn from it")
        verb.add_argument("--keep", action="append", default=[], metavar="COL", help="safe, although it is flagged")
        verb.add_argument("--prior", metavar="COL", help="a score by rules, believed beforehand")
        verb.add_argument("--force", action="store_true", help="even from fewer than 40 won and 40 lost leads")
        if name == "backtest":
            verb.add_argument("--blocks", type=int, default=10, metavar="N", help="how many blocks (10)")


def _learnable(options: argparse.Namespace) -> "tuple[Closed, tuple[Flag, ...], dict[str, Any]]":
    """The closed leads, the flagged columns, and the columns to learn from."""
    from leadkit.contrib.predict.leaks import find_leaks, kept

    closed = closed_leads(read_cells(options.file, options.encoding), options)
    flags = find_leaks(closed.columns, closed.won, options.time or "")
    return closed, flags, kept(closed.columns, flags, options.keep)


def _model(options: argparse.Namespace) -> "AdditiveModel":
    from leadkit.contrib.predict import AdditiveModel

    return AdditiveModel(times=options.time or "", trusted=options.prior or "", force=True)


def _check(options: argparse.Namespace) -> int:
    from leadkit.contrib.predict.columns import plan_fields

    closed, flags, _ = _learnable(options)
    plan = plan_fields(closed.columns, options.time or "")
    told = told_check(closed, flags, plan.fields, plan.dropped)
    tell_json(told) if options.json else tell_check(told)
    return DONE


def _fit(options: argparse.Namespace) -> int:
    from attrs import evolve

    from leadkit.contrib.predict import measure

    closed, flags, columns = _learnable(options)
    if not options.force and (problems := sample_problems(closed.sample)):
        raise UnusableInput(problems)
    model, in_time = _model(options), bool(options.time)
    card = model.fit(columns, closed.won, in_time=in_time).card
    measured = measure(model, columns, closed.won, in_time=in_time)
    card = evolve(card, target=options.target, measured=measured, sample=closed.sample)
    text = json.dumps(scorecard_to_json(card), ensure_ascii=False, indent=1, allow_nan=False)
    options.out.write_text(text + "\n", encoding="utf-8")
    told = told_fit(card, closed, flags, options.keep, str(options.out))
    tell_json(told) if options.json else tell_fit(told)
    return DONE


def _score(options: argparse.Namespace) -> int:
    card = _card(options.model)
    cells = read_cells(options.file, options.encoding)
    if options.id:
        known_columns(cells.columns, [("--id", options.id)])
    known = {each.column for each in card.fields}
    lacking = sorted(known - cells.columns.keys())
    if known and len(lacking) == len(known):
        message = f"the file has none of the model's columns, such as {lacking[0]!r}"
        raise UnusableInput([Problem("unknown_header", "file", message)])
    scored = _scored(card, cells, options.id)
    with options.out.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        reasons = [f"reason{number}" for number in range(1, _REASONS + 1)]
        lines.writerow(["row", "probability", "grade", *reasons, *([options.id] if options.id else [])])
        lines.writerows(scored)
    told = {
        "rows": len(cells.numbers),
        "unread": len(cells.unread),
        "missing_columns": lacking,
        "out": str(options.out),
    }
    if options.json:
        tell_json(told)
    else:
        if lacking:
            print(f"the file lacks columns that the model knows, taken as missing: {', '.join(lacking)}")
        if cells.unread:
            print(f"{len(cells.unread):,} rows could not be read, and have no probability")
        print(f"{len(cells.numbers):,} rows scored: {options.out}")
    return DONE


def _card(path: Path) -> Scorecard:
    try:
        return scorecard_from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as unreadable:
        if isinstance(unreadable, UnusableInput):
            raise
        why = unreadable.strerror if isinstance(unreadable, OSError) else "is no JSON"
        raise UnusableInput([Problem("unreadable", "--model", f"{path}: {why}")]) from None


def _scored(card: Scorecard, cells: Cells, name: str | None) -> Iterable[list[Any]]:
    """One line a row, in the order of the file."""
    from leadkit.contrib.predict import score_table

    scored, ids = score_table(card, cells.columns, reasons=_REASONS), cells.columns[name] if name else []
    grades, lines = scored.grades(), {}
    for at, number in enumerate(cells.numbers):
        told = [defuse(str(reason)) for reason in scored.reasons(at)]
        told += [""] * (_REASONS - len(told))
        shown = [defuse(ids[at])] if name else []
        lines[number] = [number, f"{scored.probability[at]:.6f}", grades[at], *told, *shown]
    for number, problem in cells.unread:
        lines[number] = [number, "", "", problem.message, *[""] * (_REASONS - 1), *([""] if name else [])]
    return [lines[number] for number in sorted(lines)]


def _backtest(options: argparse.Namespace) -> int:
    from leadkit.contrib.predict import backtest

    if options.blocks < 2:
        raise UnusableInput([Problem("out_of_range", "--blocks", "at least 2")])
    closed, flags, columns = _learnable(options)
    if not options.force and (problems := sample_problems(closed.sample)):
        raise UnusableInput(problems)
    model = _model(options)
    found = backtest(model, columns, closed.won, blocks=options.blocks)
    if options.out:
        blocks = {row: number for number, each in enumerate(found.blocks, 1) for row in range(each.start, each.end)}
        with options.out.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(["row", "block", "probability", "outcome"])
            for row, said in enumerate(found.said):
                if said is not None:
                    lines.writerow([closed.numbers[row], blocks[row], f"{said:.6f}", int(closed.won[row])])
    told = told_backtest(found, closed, flags, options.keep)
    tell_json(told) if options.json else tell_backtest(told)
    return DONE
