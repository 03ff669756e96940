# Derived from src/leadkit/desk/_async/records.py by tools/twins.py; edit that file.
"""What `desk.leads`, `desk.contacts` and `desk.customers` have in common."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from leadkit.desk.refusing import allowed
from leadkit.flows._sync import merging, records, unmerging
from leadkit.flows._sync.cleaning import clean_up
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import history_of, living, members
from leadkit.flows._sync.unmerging import TakenApart
from leadkit.kernel.frozendict import FrozenDict
from leadkit.model import Receipt
from leadkit.model.events import Erased, Event
from leadkit.steps.cleansing import CleanUp
from leadkit.steps.merging import SUBJECTS, MergePlan, UnmergePlan

__all__ = ["Records"]

N = TypeVar("N")


class Records(Generic[N]):
    """Records of one kind: they are edited, cleaned up and erased, and can be merged and taken apart again."""

    kind: ClassVar[str]

    def __init__(self, env: Env) -> None:
        self._env = env

    def get(self, id: str) -> N:
        """The record; raises `NotFound`. The id of one that was merged away answers the one that took it in."""
        with self._env.store.begin() as work:
            noun: N = living(getattr(work, f"{self.kind}s"), id)
            return noun

    def history(self, id: str) -> tuple[Event, ...]:
        """Every fact about the record and about those that it took in, oldest first; `str()` of one is a sentence."""
        with self._env.store.begin() as work:
            return history_of(work, members(getattr(work, f"{self.kind}s"), id))

    def change(self, id: str, /, **changes: Any) -> N:
        """Edit the record. Raises `InvalidRecord`, or `Refused` for fields that have an operation of their own."""
        changed: N = allowed(records.change(self._env, self.kind, id, changes))
        return changed

    def clean_up(self, *, dry_run: bool = True, batch: int = 500) -> Iterator[CleanUp]:
        """Go through all of them by the rules of cleansing of today, in units of work of `batch` each.

        Yields what there is to correct, for each record that needs it. dry_run: False to change them, too; each is
        yielded after its change was committed. A second run finds nothing. A valid address or number is never read
        again, nor a name whose parts are known.
        """
        for found in clean_up(self._env, self.kind, batch, dry_run=dry_run):
            yield found

    def erase(self, id: str, *, reason: str, alone: bool = False) -> Erased:
        """Erase the record and all that were merged into it: themselves, their histories and match keys; of a lead its
        activities and follow-ups, too, and what its receipts tell.

        What stays is the event returned: no more than id, time and reason. A retry of an inquiry that made the lead is
        refused with the code `erased`; the same person may come again. Leads, contacts, customers and opportunities
        are records of their own: those that belong to an erased one stay, and belong to nobody. reason: holds no
        personal data, please.

        alone: erase only the record of this very id, which was merged into another one. It is taken out of that one
        first, with what happened since that names its contact details. The survivor's history still tells what it got
        from the merge, so for a person's data erase the whole.
        """
        fact: Erased = allowed(records.erase(self._env, self.kind, id, reason, alone=alone))
        return fact

    def plan_merge(
        self,
        ids: Iterable[str],
        *,
        survivor: str = "",
        choices: Mapping[str, str] = FrozenDict(),
        although_distinct: bool = False,
    ) -> MergePlan:
        """What merging these records would do: who survives, and what is kept of each field. Writes nothing.

        survivor: the id that stays, and then the others count in the order given; without it the policy decides.
        choices: row of the survivorship table → the id of the record whose value to keep. although_distinct: plan it
        although somebody said that they are not the same. Raises `Refused` with every reason why it cannot be.
        """
        wishes = {"survivor": survivor, "choices": choices, "although_distinct": although_distinct}
        return allowed(merging.plan_merge(self._env, SUBJECTS[self.kind], tuple(ids), **wishes))

    def merge(self, plan: MergePlan, *, idempotency_key: str | None = None) -> Receipt:
        """Carry out a plan, all or nothing: the same key, or the same plan without one, answers the first receipt.

        Raises `Refused` with the code `stale_plan`, and what happened, when one of the records changed since. The ids
        that were merged away stand for the survivor from now on.
        """
        return allowed(merging.merge(self._env, SUBJECTS[self.kind], plan, idempotency_key))

    def plan_unmerge(self, merge: Receipt | str, *, choices: Mapping[str, str] = FrozenDict()) -> UnmergePlan:
        """What taking a merge back would do: who lives again, what happened since, and with whom it goes. Writes
        nothing. Raises `Refused` with every reason when it cannot be."""
        return allowed(unmerging.plan_unmerge(self._env, SUBJECTS[self.kind], merge, choices))

    def unmerge(self, merge: Receipt | str, *, reason: str, choices: Mapping[str, str] = FrozenDict()) -> TakenApart:
        """Take a merge back by its receipt, or take one record out by its id. What was merged away lives again, exactly
        as it was; the survivor has what it would have without it.

        What happened with the survivor since stays with it, or goes by the policy's rule (`MergePolicy.since`).
        choices: id of an activity → id of the lead that it goes with, over that rule. Raises `Refused` with every
        reason when it cannot be.
        """
        return allowed(unmerging.unmerge(self._env, SUBJECTS[self.kind], merge, reason, choices))

    def keep_apart(self, one: str, other: str, *, reason: str) -> tuple[N, N]:
        """Remember that two records are not the same: no plan merges them any more unless it is told to."""
        told: tuple[N, N] = allowed(merging.keep_apart(self._env, SUBJECTS[self.kind], one, other, reason))
        return told

    def reconsider(self, one: str, other: str, *, reason: str) -> tuple[N, N]:
        """Take `keep_apart` back: whether the two are the same is open again, and plans may merge them."""
        told: tuple[N, N] = allowed(merging.reconsider(self._env, SUBJECTS[self.kind], one, other, reason))
        return told
