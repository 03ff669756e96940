"""By what customers and leads are grouped: industry, place, product, intent, value, or what the business cares for."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import field, frozen

from leadkit.errors import Problem
from leadkit.kernel.conditions import present, reader
from leadkit.kernel.frozendict import FrozenDict, frozen_texts
from leadkit.kernel.paths import reaches
from leadkit.kernel.record import text
from leadkit.kernel.text import match_form
from leadkit.model import Customer, Lead

__all__ = ["DIMENSIONS", "UNKNOWN", "Dimension", "dimension_faults", "grouped"]

#: The label of those about whom nothing is known.
UNKNOWN = "unknown"

Noun = Customer | Lead


@frozen(slots=False)
class Dimension:
    """customers, leads: dotted path to the value, such as `address.country`, `purchases.products` or `extra.segment`;
    blank: these are not grouped by it. labels: value → what it is shown as; spelling, width and case do not count.
    Values without a label are shown as they are.
    """

    name: str
    customers: str = ""
    leads: str = ""
    labels: Mapping[str, str] = field(factory=dict, converter=frozen_texts)

    def of(self, noun: Noun) -> tuple[str, ...]:
        """The labels of a customer or lead, each once; `UNKNOWN` when nothing is known."""
        path = self.leads if isinstance(noun, Lead) else self.customers
        found = reader(path)(noun) if path else None
        shown = {match_form(value): label for value, label in self.labels.items()}
        told = (str(value) for value in present(_flat(found)))
        labels = tuple(dict.fromkeys(shown.get(match_form(value), value) for value in told))
        return labels or (UNKNOWN,)


def _flat(value: Any) -> Any:
    """One tuple of what a path through tuples of tuples, or to a list of JSON, holds."""
    if isinstance(value, tuple | list):
        return tuple(part for each in value for part in (each if isinstance(each, tuple | list) else (each,)))
    return value


#: Industry, geography, product interest and purchase intent, by the fields that leadkit itself knows.
DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("industry", "industry", "industry"),
    Dimension("geography", "address.country", "address.country"),
    Dimension("product interest", "purchases.products", "interests"),
    Dimension("purchase intent", "stage", "score.reached"),
)


def grouped(nouns: Iterable[Noun], labels: Callable[[Any], Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    """Label → the ids of those that have it, most first. labels: as `Dimension.of` gives them; who has several counts
    for each."""
    found: dict[str, list[str]] = {}
    for noun in nouns:
        for label in labels(noun):
            found.setdefault(label, []).append(noun.id)
    order = sorted(found, key=lambda label: (-len(found[label]), label))
    return FrozenDict({label: tuple(found[label]) for label in order})


_NAME = text(200, required=True)["check"]


def dimension_faults(dimensions: Iterable[Dimension]) -> Iterable[Problem]:
    """What is wrong with these, all at once."""
    names: set[str] = set()
    for each in dimensions:
        if found := _NAME(each.name):
            yield Problem(found[0], "dimensions", found[1])
        elif each.name in names:
            yield Problem("duplicate_dimension", each.name, "is named twice")
        names.add(each.name)
        for kind, path in ((Customer, each.customers), (Lead, each.leads)):
            if path and not reaches(kind, path.split(".")):
                yield Problem("unknown_field", path, f"a {kind.__name__.lower()} has no such field")
        if not each.customers and not each.leads:
            yield Problem("required", each.name, "names neither a field of customers nor one of leads")
