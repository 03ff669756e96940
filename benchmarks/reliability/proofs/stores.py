"""The stores that are proved: throw-away servers, each started once when it is first asked for."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

_TOOLS = str(Path(__file__).parents[3] / "tools")
if _TOOLS not in sys.path:
    sys.path.append(_TOOLS)

import databases  # noqa: E402  tools/databases.py, which is no package
from leadkit.contrib.sqlalchemy import open_store  # noqa: E402

__all__ = ["STORES", "Stores"]

STORES = ("sqlite", "postgresql", "mariadb")
_SERVERS = {"postgresql": databases.postgres, "mariadb": databases.mariadb}


class Stores:
    """Databases to prove things on; a context manager that stops its servers in the end."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._servers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def missing(self, name: str) -> str | None:
        """Why this store cannot be had here, or `None`."""
        return None if name == "sqlite" else databases.missing(name)

    def server(self, name: str) -> Any:
        """The server of this name, running."""
        if name not in self._servers:
            self._servers[name] = self._open.enter_context(_SERVERS[name]())
        return self._servers[name]

    @contextmanager
    def fresh(self, name: str) -> Iterator[str]:
        """The URL of an empty database with our tables."""
        with ExitStack() as open_here:
            if name == "sqlite":
                folder = open_here.enter_context(tempfile.TemporaryDirectory(prefix="leadkit-proof-"))
                url = f"sqlite:///{folder}/leads.db"
            else:
                url = open_here.enter_context(databases.fresh(self.server(name).url))
            open_store(url, create=True).close()
            yield url

    def version(self, name: str) -> str:
        """What the database calls itself."""
        with self.fresh(name) as url:
            store = open_store(url)
            with store.engine.connect() as connection:
                told = ".".join(map(str, connection.dialect.server_version_info))
            store.close()
        return f"{ {'sqlite': 'SQLite', 'postgresql': 'PostgreSQL', 'mariadb': 'MariaDB'}[name] } {told}"
