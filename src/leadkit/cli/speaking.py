"""What the command says to a person. Needs rich, which the extra `cli` brings."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from leadkit.cli.reading import Source
from leadkit.errors import MissingExtra, Problem
from leadkit.tabular import How

if TYPE_CHECKING:
    from leadkit.cli.summary import Summary

try:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.table import Table
except ImportError as missing:
    raise MissingExtra(
        [Problem("missing_extra", "rich", 'the command needs its extra: pip install "leadkit[cli]"')]
    ) from missing

__all__ = ["Progress", "tell_columns", "tell_summary"]


class Progress:
    """A bar on a terminal, silence in a pipe."""

    def __init__(self, *, quiet: bool = False) -> None:
        console = Console(stderr=True)
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task = self._bar.add_task("working on the rows", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def expect(self, source: Source) -> None:
        """Learn how long the way is: each row is captured, and its lead placed."""
        if not self._bar.disable:
            self._bar.update(self._task, total=2 * sum(1 for _ in source.table.rows))

    def step(self) -> None:
        """One row captured, or one lead placed."""
        if not self._bar.disable:
            self._bar.advance(self._task)


_HEADINGS = {
    How.MAPPED: "understood",
    How.OVERRIDE: "as you said",
    How.GUESSED: "guessed (check these)",
    How.KEPT: "kept as extra",
    How.IGNORED: "ignored",
}


def tell_columns(source: Source) -> None:
    """What each column was taken for, before anything is done with it."""
    console = Console(file=sys.stdout)
    console.print(f"[bold]{escape(source.path.name)}[/bold]  {source.encoding}, {len(source.columns.columns)} columns")
    for how, heading in _HEADINGS.items():
        columns = [column for column in source.columns.columns if column.how is how]
        if columns:
            told = ", ".join(f"{c.header} → {c.field}" if c.field else c.header for c in columns)
            console.print(f"  {heading}: {escape(told)}")
    if not {"email", "phone"} & {column.field for column in source.columns.columns}:
        console.print(
            "  [bold]No column looks like an e-mail or a phone.[/bold] Name them with --mapping, or every row"
        )
        console.print("  will be rejected: nobody could answer it.")


def tell_summary(summary: "Summary") -> None:
    """The run in figures that a salesperson understands."""
    console = Console(file=sys.stdout)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
    table.add_column(justify="right", style="bold")
    table.add_column()
    known = f", {summary.known:,} of them known from an earlier run" if summary.known else ""
    for number, text in (
        (summary.rows_read, f"rows read{known}"),
        (summary.captured, "new leads"),
        (summary.duplicates, "repeat inquiries, attached to the lead they belong to"),
        (summary.rejected, "rejected, with the reason for each"),
        (summary.repaired, "damaged lines repaired"),
        (summary.warnings, "warnings: kept, but look at them"),
    ):
        table.add_row(f"{number:,}", text)
    console.print()
    console.print(table)
    console.print()
    console.print(_counts("priority", summary.priorities))
    console.print(_counts("funnel", summary.funnel))
    for title, codes in (("rejected because", summary.reject_codes), ("warned because", summary.warning_codes)):
        if codes:
            console.print(_counts(title, codes))
    console.print()
    for name in ("report", "call_list"):
        console.print(f"  {name.replace('_', ' ')}: {escape(summary.paths[name])}", soft_wrap=True)


def _counts(title: str, counts: dict[str, int]) -> str:
    return f"  {title}: " + ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items())
