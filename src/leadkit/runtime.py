"""The only reader of clock and chance. Everything else is handed its times and ids."""

import os
import time
from datetime import UTC, datetime

__all__ = ["chance", "new_id", "system_now"]


def system_now() -> datetime:
    """This instant in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A UUID version 7 (RFC 9562) as text. Ids sort in the order in which they were made.

    The twelve bits below the millisecond hold its 4096ths, so that order survives a batch; the other 62 are random.
    """
    now = time.time_ns()
    milliseconds, rest = divmod(now, 1_000_000)
    ordered = milliseconds << 16 | 0x7 << 12 | rest * 4096 // 1_000_000
    chance = int.from_bytes(os.urandom(8)) & (1 << 62) - 1 | 0x2 << 62
    text = f"{ordered << 64 | chance:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def chance() -> float:
    """Any number from 0 up to, but not, 1: so that those who ran into each other do not do so again."""
    return int.from_bytes(os.urandom(6)) / (1 << 48)
