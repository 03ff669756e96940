"""What a file holds once it is read, whichever format it had."""

from collections.abc import Iterable
from itertools import islice

from attrs import frozen

from leadkit.errors import Problem

__all__ = ["Row", "Table"]


@frozen
class Row:
    """One data row: `cells` as many as the header has, or none of them and a `problem` when the row is rejected.

    number: 1-based among the data rows, rejected ones included. line: the 1-based line of the file it starts on.
    raw: what the file says, exactly, without the last line ending. repaired: the file was damaged here, and is mended.
    """

    number: int
    line: int
    cells: tuple[str, ...]
    raw: str
    repaired: bool = False
    problem: Problem | None = None


@frozen
class Table:
    """A header and its rows. `rows` can be walked again and again; a big text is parsed while it is walked."""

    header: tuple[str, ...]
    rows: Iterable[Row]
    delimiter: str | None = None

    def sample(self, size: int = 200) -> tuple[tuple[str, ...], ...]:
        """The cells of the first good rows, enough to guess what a column holds."""
        return tuple(islice((row.cells for row in self.rows if row.problem is None), size))
