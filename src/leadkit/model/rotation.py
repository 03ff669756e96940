"""Whose turn it was: the memory of a round robin."""

from collections.abc import Mapping

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import Record, mapping_of, text, whole

__all__ = ["Rotation"]


@frozen(slots=False)
class Rotation(Record):
    """turns: member → when they are next in turn, the lower the sooner; or, in the ledger of one owner, day → how many
    leads they were given. clock: nobody is next before that. version: 0 before the first turn."""

    team: str = field(metadata=text(200, required=True))
    turns: Mapping[str, int] = field(default=FrozenDict(), metadata=mapping_of(int), hash=False)
    version: int = field(default=0, metadata=whole(0))
    clock: int = field(default=0, metadata=whole(0))
