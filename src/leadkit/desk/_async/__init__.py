"""The desk, asynchronous form."""

from leadkit.desk._async.desk import AsyncLeadDesk

__all__ = ["AsyncLeadDesk"]
