"""The only reader of clock and chance. Everything else is handed its times and ids."""

import os
from datetime import UTC, datetime

__all__ = ["new_id", "system_now"]


def system_now() -> datetime:
    """This instant in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A UUID version 7 (RFC 9562) as text: sorts by the millisecond in which it was made, the rest is random."""
    milliseconds = int(datetime.now(UTC).timestamp() * 1_000)
    number = milliseconds << 80 | int.from_bytes(os.urandom(10))
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
