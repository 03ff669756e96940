"""Which proofs there are, and how often each does its worst: in CI, and in full."""

from collections.abc import Callable
from functools import partial

from attrs import frozen
from proofs import client_killed, conversions, hostile, races, retries, same_leads, server_killed
from proofs.processes import Nursery
from proofs.results import Result
from proofs.stores import Stores

__all__ = ["PLAN", "Proof"]

SQLITE, POSTGRESQL, MARIADB = "sqlite", "postgresql", "mariadb"


@frozen
class Proof:
    """run: takes (stores, nursery, store) and the counts by name."""

    name: str
    store: str
    run: Callable[..., Result]
    few: dict[str, int]
    full: dict[str, int]

    @property
    def id(self) -> str:
        """For a test report."""
        return f"{self.name}-{self.store}-{'-'.join(map(str, self.full.values()))}"

    def proved(self, stores: Stores, nursery: Nursery, *, full: bool) -> Result:
        """The result, or why there is none."""
        counts = self.full if full else self.few
        if why := stores.missing(self.store):
            return Result(self.name, self.store, str(counts), "", skipped=why)
        return self.run(stores, nursery, self.store, **counts)


def _texts(stores: Stores, _: Nursery, store: str, *, megabytes: int) -> Result:
    return hostile.prove(stores, store, megabytes=megabytes)


_UNKEYED, _ALIKE = (partial(same_leads.prove, same=same) for same in (same_leads.CONTENTS, same_leads.PEOPLE))
_CLAIM = partial(races.prove, claim=True)

#: name, store, proof, counts in CI, counts in full.
PLAN: tuple[Proof, ...] = tuple(
    Proof(*row)
    for row in (
        ("R1", SQLITE, same_leads.prove, {"processes": 4, "leads": 50}, {"processes": 8, "leads": 500}),
        ("R1", POSTGRESQL, same_leads.prove, {"processes": 4, "leads": 50}, {"processes": 8, "leads": 500}),
        ("R1", POSTGRESQL, same_leads.prove, {"processes": 12, "leads": 20}, {"processes": 32, "leads": 500}),
        ("R1", MARIADB, same_leads.prove, {"processes": 4, "leads": 50}, {"processes": 8, "leads": 500}),
        ("R1", SQLITE, _UNKEYED, {"processes": 4, "leads": 30}, {"processes": 8, "leads": 200}),
        ("R1", POSTGRESQL, _UNKEYED, {"processes": 4, "leads": 30}, {"processes": 8, "leads": 200}),
        ("R1", MARIADB, _UNKEYED, {"processes": 4, "leads": 30}, {"processes": 8, "leads": 200}),
        ("R1", SQLITE, _ALIKE, {"processes": 4, "leads": 30}, {"processes": 8, "leads": 200}),
        ("R1", POSTGRESQL, _ALIKE, {"processes": 4, "leads": 30}, {"processes": 8, "leads": 200}),
        ("R1", MARIADB, _ALIKE, {"processes": 4, "leads": 30}, {"processes": 8, "leads": 200}),
        ("R2", SQLITE, client_killed.prove, {"kills": 70}, {"kills": 1_000}),
        ("R2", POSTGRESQL, client_killed.prove, {"kills": 35}, {"kills": 400}),
        ("R2", MARIADB, client_killed.prove, {"kills": 35}, {"kills": 400}),
        ("R3", POSTGRESQL, server_killed.prove, {"kills": 2}, {"kills": 20}),
        ("R3", MARIADB, server_killed.prove, {"kills": 1}, {"kills": 20}),
        ("R4", SQLITE, races.prove, {"workers": 4, "leads": 8}, {"workers": 16, "leads": 200}),
        ("R4", POSTGRESQL, races.prove, {"workers": 8, "leads": 8}, {"workers": 16, "leads": 200}),
        ("R4", MARIADB, races.prove, {"workers": 4, "leads": 8}, {"workers": 16, "leads": 200}),
        ("R4", SQLITE, _CLAIM, {"workers": 4, "leads": 8}, {"workers": 16, "leads": 200}),
        ("R4", POSTGRESQL, _CLAIM, {"workers": 8, "leads": 8}, {"workers": 16, "leads": 200}),
        ("R4", MARIADB, _CLAIM, {"workers": 4, "leads": 8}, {"workers": 16, "leads": 200}),
        ("R4", SQLITE, conversions.prove, {"workers": 16, "leads": 1}, {"workers": 16, "leads": 100}),
        ("R4", POSTGRESQL, conversions.prove, {"workers": 16, "leads": 1}, {"workers": 16, "leads": 100}),
        ("R4", MARIADB, conversions.prove, {"workers": 4, "leads": 2}, {"workers": 16, "leads": 100}),
        ("R5", SQLITE, retries.prove, {"commands": 105}, {"commands": 10_000}),
        ("R5", POSTGRESQL, retries.prove, {"commands": 105}, {"commands": 10_000}),
        ("R5", MARIADB, retries.prove, {"commands": 105}, {"commands": 10_000}),
        ("R8", SQLITE, _texts, {"megabytes": 1}, {"megabytes": 10}),
        ("R8", POSTGRESQL, _texts, {"megabytes": 1}, {"megabytes": 10}),
        ("R8", MARIADB, _texts, {"megabytes": 1}, {"megabytes": 10}),
    )
)
