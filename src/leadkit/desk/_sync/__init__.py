# Derived from src/leadkit/desk/_async/__init__.py by tools/twins.py; edit that file.
"""The desk, synchronous form."""

from leadkit.desk._sync.desk import LeadDesk

__all__ = ["LeadDesk"]
