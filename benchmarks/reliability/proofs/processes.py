"""Child processes that cost milliseconds, say over a pipe where they are, and can be killed there.

One process imports everything and forks a child for each task, so a kill does not cost the start of an interpreter. It
is a process of its own, because whoever runs the proofs may have threads, and a fork of those is not safe. Nobody waits
for time to pass: the parent waits until a child says something or is gone.
"""

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self

#: Seconds after which a child that says nothing is taken to hang. No proof measures time with it.
DEADLINE = 300.0

# What every child needs; the card packages are loaded on first use, so they are used once.
_PRELOADED = ("proofs.stores", "proofs.desks", "leadkit.contrib.sqlalchemy", "psycopg", "pymysql")


class Gone(Exception):
    """The child is dead and has said all that it had to say."""


class Child:
    """A process with one task, and the pipe to it."""

    def __init__(self, pid: int, pipe: Connection) -> None:
        self.pid = pid
        self.pipe = pipe

    def say(self, message: Any = None) -> None:
        """Tell the child something, most often to go on. One that is gone hears nothing."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send(message)

    def hear(self) -> Any:
        """The next thing that the child says; raises `Gone` when there is none."""
        assert self.pipe.poll(DEADLINE), f"process {self.pid} says nothing"
        try:
            message = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            raise Gone from None
        assert not isinstance(message, Crash), f"process {self.pid} crashed:\n{message}"
        return message

    def kill(self) -> None:
        """SIGKILL. `last_words` waits until the process is gone."""
        os.kill(self.pid, signal.SIGKILL)

    def last_words(self) -> list[Any]:
        """What a dying child had said and nobody had read yet."""
        words = []
        try:
            while True:
                words.append(self.hear())
        except Gone:
            self.pipe.close()
        return words


class Crash(str):
    """The traceback of a child that failed by itself."""

    __slots__ = ()


class Nursery:
    """Where children come from."""

    def __enter__(self) -> Self:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._line.settimeout(DEADLINE)
        self._children: list[Child] = []
        with theirs:
            command = [sys.executable, "-c", f"from proofs.processes import _fork; _fork({theirs.fileno()})"]
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:  # a child whose pipe is closed fails at its next word
            child.pipe.close()
        self._line.close()
        self._process.wait(DEADLINE)

    def start(self, task: Callable[..., None], **arguments: Any) -> Child:
        """A process that runs `task(parent, **arguments)`; task: a function of a module."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._line, [b"fork"], [theirs.fileno()])
            pid = int.from_bytes(self._line.recv(8), "little")
        child = Child(pid, Connection(ours.detach()))
        self._children.append(child)
        child.say((task.__module__, task.__name__, arguments))
        return child


class Parent:
    """The child's end of the pipe."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def say(self, message: Any) -> None:
        """Announce something; it has left this process when this returns."""
        self._pipe.send(message)

    def hear(self) -> Any:
        """Wait for the parent's word. A child whose parent is gone ends."""
        try:
            return self._pipe.recv()
        except (EOFError, ConnectionResetError):
            os._exit(0)

    def stop_here(self, point: str) -> None:
        """Announce a point, and do not go on until the parent says so or kills."""
        self.say(("point", point))
        self.hear()


def everything_said(children: Sequence[Child]) -> Iterator[tuple[Child, Any]]:
    """Every message of these children as it comes, until all of them are gone."""
    alive = {child.pipe: child for child in children}
    while alive:
        ready = wait(list(alive), DEADLINE)
        assert ready, f"{len(alive)} processes say nothing"
        for pipe in ready:
            child = alive[pipe]
            try:
                yield child, child.hear()
            except Gone:
                del alive[pipe]
                pipe.close()


def _fork(line_number: int) -> None:
    """The process that children are forked from. It ends when nobody can ask it any more."""
    from proofs.desks import warmed_up

    for name in _PRELOADED:
        import_module(name)
    warmed_up()
    gc.freeze()  # a collection in a child would copy every page of what they share
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = socket.socket(fileno=line_number)
    while True:
        word, given, *_ = socket.recv_fds(line, 16, 1)
        if not word:
            return
        pid = os.fork()
        if not pid:
            line.close()
            _live(Connection(given[0]))
        os.close(given[0])
        line.send(pid.to_bytes(8, "little"))


def _live(pipe: Connection) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        module, name, arguments = pipe.recv()
        getattr(import_module(module), name)(Parent(pipe), **arguments)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the parent has gone, and with it whoever wanted to know
    except BaseException:
        with contextlib.suppress(OSError):
            pipe.send(Crash(traceback.format_exc()))
    finally:
        os._exit(0)
