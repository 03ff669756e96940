"""The `leadkit` command."""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from pathlib import Path

from leadkit.cli.check_store import add_check_store
from leadkit.cli.database import add_commands
from leadkit.cli.dedup import add_dedup
from leadkit.cli.model import add_model
from leadkit.cli.report import LANGUAGES, add_report
from leadkit.cli.telling import tell_json
from leadkit.errors import InvalidPlaybook, LeadkitError, MissingExtra, UnusableInput
from leadkit.kernel.diagram import markdown_table, mermaid
from leadkit.machines.lead import LEAD
from leadkit.machines.lifecycle import LIFECYCLE
from leadkit.machines.opportunity import DEFAULT_PIPELINE
from leadkit.machines.quote import QUOTE

__all__ = ["main"]

DONE, TOO_MANY_REJECTS, UNUSABLE = 0, 1, 2

MACHINES = {"lead": LEAD, "opportunity": DEFAULT_PIPELINE.machine, "quote": QUOTE, "lifecycle": LIFECYCLE}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code: 0 done, 1 done with too many rejects, 2 unusable input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console of another code page shows ? for what it does not have
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    collecting = gc.isenabled()
    try:
        code: int = options.command(options)
        return code
    except (UnusableInput, InvalidPlaybook, MissingExtra) as unusable:
        for problem in unusable.problems:
            print(f"leadkit: {problem}", file=sys.stderr)
        return UNUSABLE
    except LeadkitError as failed:
        print(f"leadkit: {failed}", file=sys.stderr)
        return UNUSABLE
    except OSError as failed:  # a full disk, or a spreadsheet that holds one of our files open
        print(f"leadkit: {failed.filename or 'output'}: {failed.strerror}", file=sys.stderr)
        return UNUSABLE
    finally:
        if collecting:
            gc.enable()


def _run(options: argparse.Namespace) -> int:
    from leadkit.cli.reading import Source
    from leadkit.cli.run import run_file
    from leadkit.cli.speaking import Progress, tell_columns, tell_summary

    # A run only makes things and keeps them; the collector would walk them all again and again.
    gc.disable()
    with Progress(quiet=options.json) as progress:

        def told(source: Source) -> None:
            if not options.json:
                tell_columns(source)
                progress.expect(source)

        summary = run_file(
            options.file,
            options.out,
            region=options.region,
            encoding=options.encoding,
            mapping=options.mapping,
            playbook=options.playbook,
            store=options.store,
            language=options.lang,
            told=told,
            progress=progress.step,
        )
    if options.json:
        tell_json(summary.as_json())
    else:
        tell_summary(summary)
    rejects_allowed = summary.rows_read if options.max_rejects is None else options.max_rejects
    return TOO_MANY_REJECTS if summary.rejected > rejects_allowed else DONE


def _machine(options: argparse.Namespace) -> int:
    draw = mermaid if options.draw == "mermaid" else markdown_table
    print(draw(MACHINES[options.name]), end="")
    return DONE


def _version() -> str:
    try:
        return version("leadkit")
    except PackageNotFoundError:  # run from its source
        return "(not installed)"


class _Version(argparse.Action):
    """Asked for rarely, and costly to look up."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"leadkit {version('leadkit')}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="leadkit", description="Lead management from the command line.")
    parser.add_argument("--version", action="version", version=f"leadkit {_version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="take a CSV or XLSX file of leads through the whole journey")
    run.set_defaults(command=_run)
    run.add_argument("file", type=Path, metavar="FILE", help="leads as CSV or XLSX")
    run.add_argument(
        "--out", type=Path, default=Path("leadkit-out"), metavar="DIR", help="where to write (leadkit-out)"
    )
    run.add_argument("--region", help="country of phone numbers without a code, ISO 3166 (the playbook's, else US)")
    run.add_argument("--mapping", type=Path, metavar="FILE", help='TOML or JSON: "Header" = "field"')
    run.add_argument("--playbook", type=Path, metavar="FILE", help="TOML: teams, scoring rules, follow-up, pipelines")
    run.add_argument(
        "--store", metavar="URL", help="database, such as postgresql://…, or a .jsonl file (leads.db in DIR)"
    )
    run.add_argument("--lang", choices=LANGUAGES, default="en", help="of the report (en)")
    run.add_argument("--encoding", help="of the file; found out when not given")
    run.add_argument("--max-rejects", type=int, metavar="N", help="exit with 1 when more rows are rejected")
    run.add_argument("--json", action="store_true", help="print one JSON object instead of text")

    machine = commands.add_parser("machine", help="show a state machine: its picture or its table")
    machine.set_defaults(command=_machine)
    machine.add_argument("name", choices=sorted(MACHINES))
    machine.add_argument("--as", dest="draw", choices=("mermaid", "table"), default="mermaid")

    add_commands(commands)
    add_check_store(commands)
    add_dedup(commands)
    add_model(commands)
    add_report(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
