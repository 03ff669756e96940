"""`leadkit report`: a database or a file as one page to read."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from leadkit.contrib.report import ReportFigures
    from leadkit.repositories import Store

__all__ = ["LANGUAGES", "add_report"]

DONE = 0

# As in leadkit.contrib.report, which is not loaded for its names alone.
LANGUAGES = ("en", "zh")

_SQLITE = b"SQLite format 3\x00"


def add_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Teach the parser `report`."""
    parser = commands.add_parser("report", help="what to do today and what works, as one HTML file")
    parser.set_defaults(command=_report)
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="a database (leads.db, postgresql://…), a .jsonl file of `leadkit run`, or leads as CSV or XLSX",
    )
    parser.add_argument("--out", type=Path, default=Path("report.html"), metavar="FILE", help="where to write")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="of the report (en)")
    parser.add_argument("--mask", action="store_true", help="show no name, e-mail or phone of a lead")
    parser.add_argument("--at", metavar="TIME", help="as of when, such as 2026-11-25T09:00+08:00 (now)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="write the figures as CSV and JSON, too")
    parser.add_argument("--arrow", action="store_true", help="with --data: as Arrow, too")
    parser.add_argument("--playbook", type=Path, metavar="FILE", help="TOML: the rules that the leads are worked by")
    parser.add_argument("--region", help="of a CSV or XLSX file, as for `leadkit run`")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="of a CSV or XLSX file, as for `leadkit run`")
    parser.add_argument("--encoding", help="of a CSV file; found out when not given")


def _report(options: argparse.Namespace) -> int:
    from leadkit.contrib.report import render
    from leadkit.contrib.report.data import write_data

    at = _instant(options.at)
    if options.arrow and not options.data:
        raise UnusableInput([Problem("missing_option", "--data", "where to write the Arrow files takes a folder")])
    _spare(options)
    figures = _figures(options, at)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(render(figures, options.lang, mask=options.mask), encoding="utf-8")
    print(f"report: {options.out}")
    if options.data:
        written = write_data(options.data, figures, mask=options.mask, arrow=options.arrow)
        print(f"data: {options.data} ({len(written)} files)")
    return DONE


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        wanted = f"{text!r} is no time with a zone, such as 2026-11-25T09:00+08:00"
        raise UnusableInput([Problem("wrong_time", "at", wanted)])
    return at


def _spare(options: argparse.Namespace) -> None:
    """Refuse to write over what is read."""
    from leadkit.cli.stores import file_of

    read = [file_of(options.source) or Path(options.source), options.playbook, options.mapping]
    if options.out.resolve() in {path.resolve() for path in read if path}:
        raise UnusableInput([Problem("would_overwrite", "out", f"writing {options.out} would replace what was read")])


def _figures(options: argparse.Namespace, at: datetime | None) -> "ReportFigures":
    from leadkit.cli.run import rules_of
    from leadkit.cli.stores import shown
    from leadkit.contrib.report import figures_of, material_of
    from leadkit.desk._sync import LeadDesk
    from leadkit.runtime import system_now

    rules = rules_of(options.playbook, options.region)
    with _store(options.source) as store:
        if store is not None:
            desk = LeadDesk(store=store, playbook=rules)
            name = shown(options.source) if "://" in options.source else Path(options.source).name
            return figures_of(desk, material_of(desk), at or system_now(), source=name)
    return _of_file(options, at)


@contextmanager
def _store(source: str) -> "Iterator[Store | None]":
    """The store of this name; `None` for a file of leads that are in no store yet. Nothing is made or changed."""
    from leadkit.cli.stores import restored_lines

    path = Path(source)
    url = source if "://" in source else f"sqlite:///{path}" if _is_sqlite(path) else ""
    if url:
        from leadkit.contrib.sqlalchemy import open_store

        _exists(url)
        database = open_store(url, create=False)
        try:
            yield database
        finally:
            database.close()
    elif path.suffix == ".jsonl" and path.exists():
        yield restored_lines(path)
    else:
        yield None


def _exists(url: str) -> None:
    """Reading a SQLite database that is not there would make an empty one."""
    from leadkit.cli.stores import file_of

    if (file := file_of(url)) and not file.exists():
        raise UnusableInput([Problem("unreadable", "source", f"{file}: no such file")])


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _of_file(options: argparse.Namespace, at: datetime | None) -> "ReportFigures":
    """The leads of a file, worked in memory as `leadkit run` works them."""
    from leadkit.cli.job import run_job
    from leadkit.cli.reading import open_source
    from leadkit.cli.reporting import run_figures
    from leadkit.cli.run import rules_of
    from leadkit.cli.summary import summarised
    from leadkit.contrib.report import material_of
    from leadkit.desk._sync import LeadDesk
    from leadkit.flows._sync.env import Env
    from leadkit.memory import Store
    from leadkit.runtime import new_id, system_now

    rules = rules_of(options.playbook, options.region)
    source = open_source(Path(options.source), encoding=options.encoding, mapping=options.mapping)
    store = Store()
    outcomes = run_job(Env(store, rules, system_now, new_id), source, bool)
    desk = LeadDesk(store=store, playbook=rules)
    material = material_of(desk)
    return run_figures(desk, material, summarised(source.path, outcomes, material.overview, {}), outcomes, at)
