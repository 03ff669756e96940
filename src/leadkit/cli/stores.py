"""Where a run keeps its leads: a database, or lines of JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadkit.errors import Problem, UnusableInput
from leadkit.memory import Store as MemoryStore
from leadkit.memory.snapshot import dumped, restored
from leadkit.repositories import Store

__all__ = ["DATABASE", "file_of", "opened", "restored_lines", "shown"]

#: The database in the folder of a run, unless another store is named.
DATABASE = "leads.db"

_SQLITE = "sqlite:///"


@contextmanager
def opened(name: str) -> Iterator[Store]:
    """The store of this name: a database URL, or a file of JSON lines that is written when the block ends well.

    Raises `UnusableInput` for a name that is neither, and `MissingExtra` when SQLAlchemy is not there.
    """
    if "://" in name:
        from leadkit.contrib.sqlalchemy import open_store

        database = open_store(name, create=True)
        try:
            yield database
        finally:
            database.close()
    elif name.endswith(".jsonl"):
        lines = restored_lines(Path(name))
        yield lines
        _write(Path(name), lines)
    else:
        wanted = f"{name!r} is neither a database URL, such as sqlite:///leads.db, nor a .jsonl file"
        raise UnusableInput([Problem("unknown_store", "store", wanted)])


def file_of(name: str) -> Path | None:
    """The file that holds the store, if one does."""
    path = name.removeprefix(_SQLITE) if name.startswith(_SQLITE) or "://" not in name else ""
    return Path(path) if path else None


def shown(name: str) -> str:
    """The store's name without a password."""
    head, mark, place = name.rpartition("@")
    scheme, _, login = head.partition("://")
    return f"{scheme}://{login.partition(':')[0]}{mark}{place}" if mark else name


def restored_lines(path: Path) -> MemoryStore:
    if not path.exists():
        return MemoryStore()
    try:
        with path.open(encoding="utf-8") as lines:
            return restored(lines)
    except UnicodeDecodeError:
        raise UnusableInput([Problem("unreadable", "store", f"{path}: is not UTF-8 text")]) from None


def _write(path: Path, store: MemoryStore) -> None:
    """Replace the file in one step, so that a crash leaves the old one."""
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in dumped(store))
    partial.replace(path)
