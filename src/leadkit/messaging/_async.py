"""The way out to people, asynchronous form."""

import json
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from leadkit.model.outgoing import OutgoingMessage

__all__ = ["AsyncFileOutbox", "AsyncMessenger"]


class AsyncMessenger(Protocol):
    """Whatever delivers messages: the plug-in, one method."""

    async def send(self, message: OutgoingMessage) -> None:
        """Deliver the message, or raise.

        The same id may come again after a crash: deliver it once if you can tell.
        """


class AsyncFileOutbox:
    """A messenger that writes each message into a folder as `<id>.json`, once: for something else to take from there.

    The folder is made when the first message comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, message: OutgoingMessage) -> None:
        """Write the message; nothing if it is there already. A crash leaves no half of one under its name."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{quote(message.id, safe='')}.json"
        if path.exists():
            return
        told = {name: value if isinstance(value, str) else str(value) for name, value in message.__dict__.items()}
        part = path.with_suffix(".part")
        part.write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8")
        part.replace(path)
