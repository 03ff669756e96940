"""The way out to people: what a host's messenger must do, and one that writes files."""

from leadkit.messaging._async import AsyncFileOutbox, AsyncMessenger
from leadkit.messaging._sync import FileOutbox, Messenger

__all__ = ["AsyncFileOutbox", "AsyncMessenger", "FileOutbox", "Messenger"]
