# Derived from src/leadkit/testing/stores/_async/subject.py by tools/twins.py; edit that file.
"""What a check is given: the store under test, and ids of its own, synchronous form."""

from collections.abc import Callable, Collection, Iterable, Mapping
from types import TracebackType
from typing import Any, Protocol

from leadkit.model import Activity, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation
from leadkit.repositories import Outbox, Store, UnitOfWork
from leadkit.runtime import new_id
from leadkit.testing.stores.examples import REPOSITORIES
from leadkit.testing.stores.promises import Capability, Promise
from leadkit.testing.stores.running import skip_without

__all__ = ["BackDoor", "Subject", "everything", "kept", "listed"]


class BackDoor(Protocol):
    """The raw data, read past the adapter: an adapter cannot vouch for itself."""

    def rows(self) -> Mapping[str, int]:
        """How many rows there are of each: `leads`, …, `follow_ups`, `activities`, `receipts`, `rotations`, `events`,
        and `match_keys`, a row for each key and holder."""

    def mentions(self, text: str) -> Collection[str]:
        """Where this ASCII text stands anywhere in the raw data: names of tables or files, none if nowhere."""


class Opened:
    """A store as a host hands it over: a store, or an synchronous context manager that opens one."""

    def __init__(self, given: Any) -> None:
        self._given = given
        self._is_store = hasattr(given, "begin")

    def __enter__(self) -> Any:
        return self._given if self._is_store else self._given.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._is_store:
            self._given.__exit__(kind, error, trace)


class Subject:
    """The store under test. Every check has ids of its own, so the store need not be a new one for each."""

    store: Store

    def __init__(
        self,
        given: Any,
        *,
        capabilities: Collection[Capability] | None = None,
        reopen: Callable[[], Any] | None = None,
        back_door: Any = None,
    ) -> None:
        self._given = given
        self._capabilities = capabilities
        self._reopen = reopen
        self._back_door = back_door
        self._withheld: frozenset[Capability] = frozenset()
        self._prefix = new_id()

    def tried(self, suite: Any, method: Callable[[Any, Any], Any], promise: Promise) -> None:
        """Run a check with the store open, or skip it."""
        with Opened(self._given) as store:
            self.store = store
            skip_without(promise, self.offered)
            method(suite, self)

    def withhold(self, capabilities: Collection[Capability]) -> None:
        """Take these for not offered, whatever the store seems to do."""
        self._capabilities = None
        self._withheld = frozenset(capabilities)

    @property
    def offered(self) -> frozenset[Capability]:
        """What the store can do: as declared, else as far as one can see."""
        if self._capabilities is not None:
            return frozenset(self._capabilities)
        seen = {
            Capability.CONCURRENCY: True,
            Capability.OUTBOX: hasattr(self.store, "outbox"),
            Capability.PERSISTENCE: self._reopen is not None,
            Capability.BACK_DOOR: self._back_door is not None,
        }
        return frozenset(capability for capability, there in seen.items() if there) - self._withheld

    def id(self, name: str) -> str:
        """An id that nobody else has. Ids of one check sort as these names do."""
        return f"{self._prefix}:{name}"

    def begin(self) -> UnitOfWork:
        """A unit of work of the store."""
        return self.store.begin()

    @property
    def outbox(self) -> Outbox:
        """The store's outbox."""
        outbox: Outbox = self.store.outbox  # type: ignore[attr-defined]  # a capability
        return outbox

    @property
    def back_door(self) -> BackDoor:
        """The way past the adapter."""
        door: BackDoor = self._back_door(self.store) if callable(self._back_door) else self._back_door
        return door

    def reopened(self) -> Opened:
        """The store, opened once more over the same data."""
        assert self._reopen is not None
        return Opened(self._reopen())

    def refused(self, error: type[Exception], code: str | None = None) -> "Refusal":
        """A unit of work that ends with its commit, at the latest, by this error; code: the one of its problem."""
        return Refusal(self.begin(), error, code)

    def keep(self, *things: Any) -> None:
        """Commit these in one unit of work: nouns, activities, receipts, rotations, events."""
        with self.begin() as work:
            kept(work, *things)
            work.commit()


class Refusal:
    """A unit of work in which something must be refused, in any line of the block or by the commit at its end."""

    def __init__(self, work: UnitOfWork, error: type[Exception], code: str | None) -> None:
        self._work = work
        self._error = error
        self._code = code

    def __enter__(self) -> UnitOfWork:
        return self._work.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        try:
            if error is None:
                self._work.commit()
        except self._error as refusal:
            error = refusal
        finally:
            self._work.__exit__(type(error) if error else None, error, trace)
        assert error is not None, f"was not refused by {self._error.__name__}"
        if not isinstance(error, self._error):
            return False
        codes = [problem.code for problem in getattr(error, "problems", ())]
        assert self._code is None or codes == [self._code], f"the refusal has the codes {codes}"
        return True


def kept(work: UnitOfWork, *things: Any) -> None:
    """Write these; a rotation is put over the version before its own."""
    for thing in things:
        if isinstance(thing, Activity):
            work.activities.add(thing)
        elif isinstance(thing, Receipt):
            work.receipts.add(thing)
        elif isinstance(thing, Rotation):
            work.rotations.put(thing, expected=thing.version - 1)
        elif isinstance(thing, Event):
            work.events.append([thing])
        else:
            getattr(work, REPOSITORIES[type(thing)]).add(thing)


def listed(found: Any) -> list[Any]:
    """All that an iterator gives."""
    return [each for each in found]


def everything(work: UnitOfWork, lead_id: str, key: str, teams: Iterable[str]) -> list[Any]:
    """What can be read about this lead in every way there is; key: of its match key, receipt and digest alike."""
    return [
        work.leads.find(lead_id),
        [lead.id for lead in work.leads.all() if lead.id == lead_id],
        [lead.id for lead in work.leads.where(owner=lead_id)],
        dict(work.follow_ups.open_of_leads([lead_id])),
        [step.id for step in work.follow_ups.all() if step.lead_id == lead_id],
        list(work.activities.of_lead(lead_id)),
        dict(work.match_keys.find("lead", [key])),
        dict(work.receipts.find([key])),
        dict(work.receipts.latest([key])),
        [receipt.key for receipt in work.receipts.all() if receipt.key == key],
        [work.rotations.get(team) for team in teams],
        list(work.events.of(lead_id)),
        [event for event in work.events.all() if event.subject_id == lead_id],
    ]
