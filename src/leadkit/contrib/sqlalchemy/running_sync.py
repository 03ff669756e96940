"""What only the synchronous form does. `running_async` is its counterpart; the rest of the store is derived."""

import time
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, scoped_session

from leadkit.runtime import chance

__all__ = ["Bind", "Connection", "Engine", "Joinable", "Session", "joined", "on", "opened", "pause"]

P = ParamSpec("P")
T = TypeVar("T")

Joinable: TypeAlias = Connection | Session | scoped_session[Any]
Bind: TypeAlias = Engine | Joinable


def on(connection: Connection, run: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a plain function of a connection."""
    return run(connection, *args, **kwargs)


def opened(engine: Engine) -> Connection:
    """A connection of our own."""
    return engine.connect()


def joined(bind: Joinable) -> Connection:
    """The host's connection."""
    if isinstance(bind, Connection):
        return bind
    return bind.connection()


def pause(seconds: float) -> None:
    """Wait any time up to this long."""
    time.sleep(seconds * chance())
