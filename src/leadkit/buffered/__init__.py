"""A unit of work over anything that can read committed data and write a set of changes at once.

A store that is built on it implements `Backend`: plain reads, and one `write`. Rollback, seeing one's own writes, and
units of work inside units of work come from here.
"""

from leadkit.buffered._async.backend import AsyncBackend
from leadkit.buffered._async.batch import AsyncBatch
from leadkit.buffered._async.work import AsyncBufferedWork
from leadkit.buffered._sync.backend import Backend
from leadkit.buffered._sync.batch import Batch
from leadkit.buffered._sync.work import BufferedWork
from leadkit.buffered.changes import KINDS, NOUNS, Changes, bare, conflict, key_held, key_taken
from leadkit.buffered.expected import Expected
from leadkit.buffered.query import LeadQuery

__all__ = [
    "KINDS",
    "NOUNS",
    "AsyncBackend",
    "AsyncBatch",
    "AsyncBufferedWork",
    "Backend",
    "Batch",
    "BufferedWork",
    "Changes",
    "Expected",
    "LeadQuery",
    "bare",
    "conflict",
    "key_held",
    "key_taken",
]
