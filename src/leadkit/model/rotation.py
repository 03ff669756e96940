"""Whose turn it was: the memory of a round robin."""

from collections.abc import Mapping
from datetime import date, timedelta

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import Record, mapping_of, replaced, text, whole

__all__ = ["Rotation"]

# Days that no limit looks at any more are forgotten.
_REMEMBERED = timedelta(days=62)


@frozen(slots=False)
class Rotation(Record):
    """turns: member → when they are next in turn, the lower the sooner; or, in the ledger of one owner, day → how many
    leads they were given, or claimed. clock: nobody is next before that. version: 0 before the first turn."""

    team: str = field(metadata=text(200, required=True))
    turns: Mapping[str, int] = field(default=FrozenDict(), metadata=mapping_of(int), hash=False)
    version: int = field(default=0, metadata=whole(0))
    clock: int = field(default=0, metadata=whole(0))

    def counted(self, today: date) -> "Rotation":
        """The ledger with one more lead today."""
        days = {day: count for day, count in self.turns.items() if date.fromisoformat(day) >= today - _REMEMBERED}
        days[today.isoformat()] = days.get(today.isoformat(), 0) + 1
        return replaced(self, {"turns": days}, {"version": self.version + 1})

    def touched(self) -> "Rotation":
        """The same, one version later: of two who count at once what the row stands for, one has to count anew."""
        return replaced(self, {}, {"version": self.version + 1})
