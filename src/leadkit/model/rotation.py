"""Whose turn it was: the memory of a round robin."""

from collections.abc import Mapping

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import Record, mapping_of, text, whole

__all__ = ["Rotation"]


@frozen(slots=False)
class Rotation(Record):
    """turns: member → the number of the turn they had last. version: 0 before the first turn."""

    team: str = field(metadata=text(200, required=True))
    turns: Mapping[str, int] = field(default=FrozenDict(), metadata=mapping_of(int), hash=False)
    version: int = field(default=0, metadata=whole(0))
