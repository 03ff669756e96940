"""What only the asynchronous form does. `running_sync` is its counterpart; the rest of the store is derived."""

import asyncio
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_scoped_session

from leadkit.runtime import chance

__all__ = [
    "AsyncBind",
    "AsyncConnection",
    "AsyncEngine",
    "AsyncJoinable",
    "AsyncSession",
    "joined",
    "on",
    "opened",
    "pause",
]

P = ParamSpec("P")
T = TypeVar("T")

AsyncJoinable: TypeAlias = AsyncConnection | AsyncSession | async_scoped_session[Any]
AsyncBind: TypeAlias = AsyncEngine | AsyncJoinable


async def on(
    connection: AsyncConnection,
    run: Callable[Concatenate[Connection, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run a plain function of a connection."""
    return await connection.run_sync(run, *args, **kwargs)


async def opened(engine: AsyncEngine) -> AsyncConnection:
    """A connection of our own."""
    return await engine.connect()


async def joined(bind: AsyncJoinable) -> AsyncConnection:
    """The host's connection."""
    if isinstance(bind, AsyncConnection):
        return bind
    return await bind.connection()


async def pause(seconds: float) -> None:
    """Wait any time up to this long."""
    await asyncio.sleep(seconds * chance())
