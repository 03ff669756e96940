"""phonenumbers, loaded when the first phone number is read."""

from functools import cache
from typing import Any

__all__ = ["phonenumbers"]


@cache
def phonenumbers() -> Any:
    """The module."""
    import phonenumbers as loaded

    return loaded
