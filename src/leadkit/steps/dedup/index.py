"""Known records in memory, found by their keys: is this new one a duplicate?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from attrs import field, frozen

from leadkit.kernel.text import digest
from leadkit.steps.dedup.blocking import Key, keys_for
from leadkit.steps.dedup.forms import Facets
from leadkit.steps.dedup.model import Model
from leadkit.steps.dedup.plan import Plan, Record
from leadkit.steps.dedup.weighing import Weighed, likely, weigh

__all__ = ["KnownRecords", "PlanKeys"]

Prepared = tuple[Sequence[Facets], ...]

# A key that more records share is followed no further: it names a switchboard, not a person.
HUB = 50
# How many records are weighed for one that is asked about: those that share the keys that fewest records have.
WEIGHED = 30


@frozen(slots=False)
class KnownRecords:
    """Add records under their ids, then ask for the likely duplicates of another one. A plain value in a plain index:
    it keeps what it is given until the id is removed.

    Of the records that share a key, at most `WEIGHED` are weighed: the rarest key first, then the order in which the
    records came; a key that more than `HUB` records share is not followed.
    """

    model: Model
    _records: dict[str, Prepared] = field(factory=dict, init=False, repr=False)
    # Most keys have one holder, and most of the memory goes here: the id itself, a list from the second one on.
    _ids: dict[int, str | list[str]] = field(factory=dict, init=False, repr=False)

    def add(self, id: str, record: Record) -> None:
        """Under an id that is known, the record takes the place of the one before."""
        self.remove(id)
        prepared = self.model.plan.facets(record)
        self._records[id] = prepared
        for key in set(self._keys.of(prepared)):
            held = self._ids.setdefault(key, id)
            if isinstance(held, list):
                held.append(id)
            elif held is not id:
                self._ids[key] = [held, id]

    def remove(self, id: str) -> None:
        """Nothing happens when the id is not known."""
        prepared = self._records.pop(id, None)
        for key in set(self._keys.of(prepared)) if prepared else ():
            held = self._ids[key]
            if isinstance(held, list) and len(held) > 1:
                held.remove(id)
            else:
                del self._ids[key]

    def matches(self, record: Record, *, at_most: int = 10) -> list[tuple[str, Weighed]]:
        """Ids of duplicates and of what should be reviewed, the most certain first."""
        model, records = self.model, self._records
        prepared = model.plan.facets(record)
        near = [id for id in self._near(prepared) if likely(prepared, records[id], model)]
        found = [(id, weigh(prepared, records[id], model)) for id in near]
        return sorted(found, key=lambda each: (-each[1].bits, each[0]))[:at_most]

    def _near(self, prepared: Prepared) -> Iterable[str]:
        """The records that are worth weighing."""
        held = [self._ids[key] for key in self._keys.of(prepared) if key in self._ids]
        each = sorted(([ids] if isinstance(ids, str) else ids for ids in held), key=len)
        ids: dict[str, None] = {}
        for some in each:
            if len(some) > HUB or len(ids) >= WEIGHED:
                break
            ids |= dict.fromkeys(some)
        return islice(ids, WEIGHED)

    @cached_property
    def _keys(self) -> "PlanKeys":
        return PlanKeys(self.model.plan)


class PlanKeys:
    """Those of the keys that a plan has, with the places of their facets."""

    def __init__(self, plan: Plan, keys: Iterable[Key] | None = None) -> None:
        """keys: those that the plan has; all of them when none are named."""
        places: dict[str, int] = {}
        for number, entry in enumerate(plan.entries):
            places.setdefault(entry.comparison.kind, number)
        self._rows = [
            (number, key, [self._place(plan, places, key, at) for at in range(len(key.atoms))])
            for number, key in enumerate(keys_for(plan) if keys is None else keys)
        ]

    @staticmethod
    def _place(plan: Plan, places: Mapping[str, int], key: Key, at: int) -> tuple[int, int]:
        number = places[key.atoms[at].kind]
        return number, plan.entries[number].comparison.facets.index(key.atoms[at].facet)

    def of(self, prepared: Prepared) -> Iterator[int]:
        """One number a key; the same record gives the same numbers within a process."""
        return (hash((number, *parts)) for number, _, parts in self._told(prepared))

    def digests(self, prepared: Prepared) -> Iterator[str]:
        """One digest a key, for an index that outlives the process."""
        return (digest(key.means, *parts) for _, key, parts in self._told(prepared))

    def _told(self, prepared: Prepared) -> Iterator[tuple[int, Key, Sequence[str]]]:
        for number, key, places in self._rows:
            first, *others = (self._forms(prepared, *place) for place in places)
            rest = tuple(forms[0] if forms else "" for forms in others)
            if not all(rest):
                continue
            for form in self._split(first) if key.atoms[0].each else first:
                parts = (form, *rest)
                yield number, key, (*sorted(parts[:2]), *parts[2:]) if key.either else parts

    @staticmethod
    def _forms(prepared: Prepared, entry: int, facet: int) -> list[str]:
        return [slot[facet] for slot in prepared[entry] if slot[facet]]

    @staticmethod
    def _split(forms: Iterable[str]) -> Iterable[str]:
        return {word for form in forms for word in form.split(" ") if len(word) > 1}
