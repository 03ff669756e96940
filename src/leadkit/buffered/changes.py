"""The writes of one unit of work, in the form in which a backend takes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from leadkit.errors import IdempotencyConflict, Problem, VersionConflict
from leadkit.kernel.frozendict import FrozenDict
from leadkit.model import Activity, FollowUp, Receipt
from leadkit.model.events import Event
from leadkit.model.rotation import Rotation

__all__ = ["KINDS", "NOUNS", "Changes", "Written", "bare", "conflict", "key_held", "key_taken"]

#: The repositories of nouns that have an id and a version.
NOUNS = ("leads", "contacts", "customers", "opportunities", "quotes", "campaigns", "follow_ups")

#: What a match key's holder or an erased noun is called, and the repository it is in.
KINDS: Mapping[str, str] = FrozenDict(
    {
        "lead": "leads",
        "contact": "contacts",
        "customer": "customers",
        "opportunity": "opportunities",
        "quote": "quotes",
        "campaign": "campaigns",
    }
)


@frozen
class Written:
    """A noun to store over version `expected`; `None`: there must be none yet."""

    noun: Any
    expected: int | None


class Changes:
    """nouns: (repository, id) → what to write. removed: activities that go, by id, before others are added; activities:
    lead id → those added. rotations: team → what to write.

    match_keys: (kind, key) → id → whether it holds the key from now on. claims: (kind, key) → the one id that may hold
    it now. erased: (kind, id) of what goes, before anything else is written → the version it must have, `None` for any.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.nouns: dict[tuple[str, str], Written] = {}
        self.removed: dict[str, Activity] = {}
        self.activities: dict[str, list[Activity]] = {}
        self.match_keys: dict[tuple[str, str], dict[str, bool]] = {}
        self.claims: dict[tuple[str, str], str] = {}
        self.receipts: dict[str, Receipt] = {}
        self.rotations: dict[str, Written] = {}
        self.events: list[Event] = []
        self.erased: dict[tuple[str, str], int | None] = {}
        self._steps: dict[str, dict[str, None]] = {}  # lead id → ids of its follow-ups, for a batch has thousands

    def __bool__(self) -> bool:
        return any(self.__dict__.values())

    def write(self, table: str, noun: Any, expected: int | None) -> None:
        """A new (`expected` None) or changed noun. A second write in one unit keeps the first expectation."""
        before = self.nouns.get((table, noun.id))
        if before is not None:
            if expected != before.noun.version:
                raise conflict(table, noun.id, expected, before.noun.version)
            expected = before.expected
        if table == "follow_ups":
            self._steps.setdefault(noun.lead_id, {})[noun.id] = None
        self.nouns[table, noun.id] = Written(noun, expected)

    def steps(self, lead_id: str) -> dict[str, FollowUp]:
        """The lead's follow-ups among the writes, by id."""
        steps = {id: self.nouns["follow_ups", id].noun for id in self._steps.get(lead_id, ())}
        return {id: step for id, step in steps.items() if step.lead_id == lead_id}  # one may go over to another lead

    def act(self, activity: Activity) -> None:
        """A new activity."""
        self.activities.setdefault(activity.lead_id, []).append(activity)

    def remove(self, activity: Activity) -> None:
        """An activity that goes, whether it is committed or was added here."""
        self.removed[activity.id] = activity
        if mine := self.activities.get(activity.lead_id):
            self.activities[activity.lead_id] = [each for each in mine if each.id != activity.id]

    def turn(self, rotation: Rotation, expected: int) -> None:
        """A rotation after somebody's turn."""
        before = self.rotations.get(rotation.team)
        if before is not None:
            if before.noun.version != expected:
                raise conflict("rotations", rotation.team, expected, before.noun.version)
            expected = before.expected or 0
        self.rotations[rotation.team] = Written(rotation, expected)

    def receive(self, receipt: Receipt) -> None:
        """A new receipt."""
        if receipt.key in self.receipts:
            raise key_taken()
        self.receipts[receipt.key] = receipt

    def hold(self, kind: str, id: str, keys: Iterable[str], *, held: bool) -> None:
        """The keys that a noun holds from now on, or does not hold any more."""
        for key in keys:
            holders = self.match_keys.setdefault((kind, key), {})
            holders.pop(id, None)  # so that the last word stands last
            holders[id] = held
            if not held and self.claims.get((kind, key)) == id:
                del self.claims[kind, key]

    def claim(self, kind: str, id: str, keys: Iterable[str]) -> None:
        """Keys that this noun, and so far nobody else, holds from now on."""
        keys = tuple(keys)
        for key in keys:
            holders = self.match_keys.get((kind, key), {})
            if any(held and other != id for other, held in holders.items()):
                raise key_held(kind)
            if not holders.get(id):  # what it held before it was claimed stays as it was
                self.claims[kind, key] = id
        self.hold(kind, id, keys, held=True)

    def erase(self, kind: str, id: str, expected: int | None) -> None:
        """A noun and all that is known of it. expected: the version it must have, `None` for any."""
        written = self.nouns.get((KINDS[kind], id))
        if written is not None and expected is not None:
            if written.noun.version != expected:
                raise conflict(KINDS[kind], id, expected, written.noun.version)
            expected = written.expected  # what was written here goes over what is committed
        self.nouns.pop((KINDS[kind], id), None)
        self.events = [event for event in self.events if event.subject_id != id]
        for (their_kind, _), holders in self.match_keys.items():
            if their_kind == kind:
                holders.pop(id, None)
        self.claims = {at: other for at, other in self.claims.items() if (at[0], other) != (kind, id)}
        if kind == "lead":
            self.receipts = {key: bare(each) if each.lead_id == id else each for key, each in self.receipts.items()}
            self.activities.pop(id, None)
            for step in self.steps(id):
                del self.nouns["follow_ups", step]
                self._steps[id].pop(step)
        self.erased[kind, id] = self.erased.get((kind, id), expected)

    def is_new(self, table: str, id: str) -> bool:
        """Whether no committed data can be about this noun, because it is being added here."""
        written = self.nouns.get((table, id))
        return written is not None and written.expected is None

    def is_erased(self, table: str, id: str) -> bool:
        """Whether what is committed of this noun goes with this unit of work."""
        return bool(self.erased) and any(KINDS[kind] == table and gone == id for kind, gone in self.erased)


def bare(receipt: Receipt) -> Receipt:
    """What stays of the receipt of an erased lead: a retry with its key is still known for one."""
    return Receipt(receipt.key, receipt.action, receipt.digest, receipt.at)


def conflict(table: str, id: str, expected: int | None, found: int | None) -> VersionConflict:
    """Somebody else was faster. found: the stored version, `None` when there is no such noun or nobody looked."""
    if expected is None:
        what = "is taken"
    elif found is None:
        what = f"is not at version {expected} any more"
    else:
        what = f"has version {found}, not {expected}"
    return VersionConflict([Problem("version_conflict", "version", f"{table} {id} {what}")])


def key_held(kind: str) -> VersionConflict:
    """Somebody else holds a match key that was claimed."""
    return VersionConflict([Problem("key_held", "match_keys", f"another {kind} holds one of these keys by now")])


def key_taken() -> IdempotencyConflict:
    """Somebody else added a receipt under this key."""
    return IdempotencyConflict([Problem("key_taken", "idempotency_key", "somebody used this key meanwhile")])
