"""What a store promises, sentence by sentence: the numbers join the reference page, the suite and the broken stores."""

from collections.abc import Mapping
from enum import Enum

from attrs import frozen

from leadkit.kernel.frozendict import FrozenDict

__all__ = ["PROMISES", "TOPICS", "Capability", "Promise", "Topic"]


class Capability(Enum):
    """What not every store can do. The value is the sentence that a skipped check prints."""

    CONCURRENCY = "the store can have two units of work open at once"
    OUTBOX = "the store has an `outbox` to publish its events from"
    PERSISTENCE = "the data can be opened again, with `reopen`"
    BACK_DOOR = "the suite can read the raw data past the adapter, with `back_door`"

    @property
    def option(self) -> str:
        """Its name on a command line: `back-door`."""
        return self.name.lower().replace("_", "-")


@frozen
class Promise:
    """One sentence that a store keeps. needs: what it must be able to do, or there is nothing to check."""

    number: int
    sentence: str
    needs: tuple[Capability, ...] = ()

    def __str__(self) -> str:
        return f"S{self.number} {self.sentence}"


@frozen
class Topic:
    """Promises that belong together."""

    title: str
    promises: tuple[Promise, ...]


_TWO, _OUTBOX = Capability.CONCURRENCY, Capability.OUTBOX
_AGAIN, _RAW = Capability.PERSISTENCE, Capability.BACK_DOOR

TOPICS = (
    Topic(
        "Unit of work",
        (
            Promise(1, "Others see nothing of a unit of work before its `commit`, and all of it after.", (_TWO,)),
            Promise(2, "What was committed is there for every unit of work that begins later."),
            Promise(3, "A unit of work sees its own writes, whichever way it reads."),
            Promise(4, "Leaving the block without `commit` keeps nothing."),
            Promise(5, "An error on the way keeps nothing either, and comes out of the block as it is."),
            Promise(6, "What is written after a `commit` waits for the next one."),
            Promise(7, "A `commit` that raises a `StoreError` keeps nothing, in no repository."),
            Promise(8, "After a failed `commit` the next unit of work finds the store as it was, and can go on."),
            Promise(9, "Two units of work that touch different things both commit.", (_TWO,)),
            Promise(10, "What was handed in is no way in: a list that changes later changes nothing stored."),
        ),
    ),
    Topic(
        "Identity",
        (
            Promise(11, "`find` answers `None` for an unknown id; `get` raises `NotFound`."),
            Promise(12, "`add` raises `VersionConflict`, at the latest on commit, when the id is taken."),
            Promise(13, "Each kind has its own ids: a lead and a customer may share one."),
            Promise(14, "Ids that differ only in case, accents, normal form or a trailing blank are different ids."),
        ),
    ),
    Topic(
        "Round trip",
        (
            Promise(15, "Every noun comes back equal: every field, of the same type."),
            Promise(16, "`put` stores every field anew; nothing of the old version stays."),
            Promise(17, "Activities come back equal, whatever their kind of detail."),
            Promise(18, "Events come back equal, whatever their type."),
            Promise(19, "Receipts come back equal, those of refused inquiries with all their raw input."),
            Promise(20, "Rotations come back equal."),
            Promise(21, 'JSON values keep their kind: `1`, `1.0`, `true`, `"1"` and `null` are five values.'),
        ),
    ),
    Topic(
        "Text",
        (
            Promise(22, "Text keeps its case, its accents, and the blanks around it."),
            Promise(23, "Text keeps its normal form: é in one code point and é in two stay what they were."),
            Promise(24, "Text keeps characters of four bytes, joined ones, and those written from the right."),
            Promise(25, "Text keeps tabs and line ends: `\\t`, `\\n`, `\\r`, `\\r\\n`."),
            Promise(26, "Text of 100,000 characters comes back whole."),
            Promise(27, "Blank text stays blank, and `None` stays `None`."),
            Promise(28, "Text that looks like a number, a date, a quote, a pattern or a statement is text."),
        ),
    ),
    Topic(
        "Time",
        (
            Promise(29, "Times come back as exact `datetime` in UTC."),
            Promise(30, "Times keep their microseconds."),
            Promise(31, "Times before 1970 and after 2038 are times like any other."),
        ),
    ),
    Topic(
        "Versions",
        (
            Promise(32, "`put` over a stale version raises `VersionConflict`, at the latest on commit."),
            Promise(33, "So does `put` of a noun that is not there."),
            Promise(34, "Of two units of work that change one noun, the first to commit wins.", (_TWO,)),
            Promise(
                35, "One unit of work may write a noun several times: only its first `expected` is about the store."
            ),
            Promise(36, "A further write in one unit of work must expect the version of the write before it."),
        ),
    ),
    Topic(
        "Listing",
        (
            Promise(37, "`all` lists every noun of its kind once, by id, in the order of code points."),
            Promise(38, "`all(after=…)` begins with the first id behind this one, whether it exists or not."),
            Promise(39, "`all(limit=…)` gives so many at most; the pages together are the whole list."),
            Promise(40, "A page counts the unit's own writes in their places."),
            Promise(41, "A listing may be left before its end."),
        ),
    ),
    Topic(
        "leads.where",
        (
            Promise(42, "Without conditions, and with `merged=None`, it is `all`."),
            Promise(43, "`statuses` admits any of these; of no status there is no lead."),
            Promise(44, "`owner` and `pool` admit who has exactly this text there; `None` is no condition."),
            Promise(45, "`updated_since` admits what was updated at this instant or later, to the microsecond."),
            Promise(46, "Conditions combine with and."),
            Promise(47, "It lists by id, with `after` and `limit` as in `all`."),
            Promise(48, "It goes by the latest version of a lead, the unit's own included."),
        ),
    ),
    Topic(
        "Follow-ups and activities",
        (
            Promise(49, "`open_of_leads` is the follow-up of each lead that is not done, the earliest due if several."),
            Promise(50, "`due` lists open follow-ups due before the instant, none due at it, none that are done."),
            Promise(51, "`due` lists the earliest due first, then by id."),
            Promise(52, "`due(limit=…)` gives so many at most, the first ones."),
            Promise(53, "A follow-up that was done or moved is listed as it is now."),
            Promise(54, "`activities.of_lead` lists by `at`, oldest first; equal times as they were added."),
            Promise(55, "It lists the activities of this lead and of no other."),
        ),
    ),
    Topic(
        "Match keys",
        (
            Promise(56, "A key may have several holders and a holder several keys; holders come first come first."),
            Promise(57, "Adding a key twice is adding it once: the holder keeps its place."),
            Promise(58, "`find` answers in the order of the keys asked for, without those that nobody holds."),
            Promise(59, "`drop` takes these keys from this holder only; those it does not hold are no error."),
            Promise(60, "A key that was dropped and added again has a new place, the last one."),
            Promise(61, "Kinds are apart: a contact's key is not a lead's."),
            Promise(62, "Keys that differ only in case, accents or a trailing blank are different keys."),
            Promise(63, "`find` takes thousands of keys at once."),
        ),
    ),
    Topic(
        "Receipts",
        (
            Promise(64, "`find` answers the receipts of those keys that have one; keys compare exactly."),
            Promise(65, "`add` raises `IdempotencyConflict` with the code `key_taken`, at the latest on commit."),
            Promise(
                66, "Of two units of work that add one key exactly one commits, and only its writes stay.", (_TWO,)
            ),
            Promise(67, "`latest` is, for each digest, the receipt with the latest `at`; of equals the last added."),
            Promise(68, "`all` lists in the order in which they were added."),
            Promise(69, "`find` and `latest` take thousands at once."),
        ),
    ),
    Topic(
        "Rotations",
        (
            Promise(70, "`get` answers an empty rotation of version 0 for a new team; teams compare exactly."),
            Promise(71, "`put` checks versions as for nouns; `expected=0` is the first."),
            Promise(72, "Of two units of work that take a team's turn, one gets it.", (_TWO,)),
        ),
    ),
    Topic(
        "Events",
        (
            Promise(73, "Events are kept if and only if the unit of work commits."),
            Promise(74, "`of` lists the events of one noun in the order in which they were appended."),
            Promise(75, "`all` lists every event once; those of one noun, and those of one unit of work, in order."),
            Promise(76, "No event without its state, no state without its event: replaying gives what is stored."),
        ),
    ),
    Topic(
        "Erasure",
        (
            Promise(77, "`erase` takes the noun, its events and its match keys."),
            Promise(78, "Of a lead it takes the activities and follow-ups too."),
            Promise(79, "Of a lead's receipts key, action, digest and time stay, and nothing else."),
            Promise(80, "It takes nothing of anybody else."),
            Promise(81, "Erasing what is not there is no error."),
            Promise(82, "It belongs to the unit of work: seen at once, undone without `commit`."),
            Promise(83, "What is written after it in the same unit of work stays: the fact that it happened."),
        ),
    ),
    Topic(
        "Outbox",
        (
            Promise(84, "`unpublished` gives committed events that nobody marked, each noun's in order.", (_OUTBOX,)),
            Promise(85, "`mark_published` takes these out and no others; twice is once.", (_OUTBOX,)),
            Promise(
                86, "`since` gives what stands after a position, by rising positions, `limit` at most.", (_OUTBOX,)
            ),
            Promise(87, "Whoever reads on from the last position seen misses nothing.", (_OUTBOX, _TWO)),
            Promise(88, "An entry's id is the event's own, `event_id`.", (_OUTBOX,)),
            Promise(89, "Erased events are in no outbox.", (_OUTBOX,)),
        ),
    ),
    Topic(
        "Persistence and raw data",
        (
            Promise(90, "A store that is opened again over the same data has all of it.", (_AGAIN,)),
            Promise(91, "What was marked as published stays so, and positions go on rising.", (_AGAIN, _OUTBOX)),
            Promise(92, "Each thing that was committed is one raw row; a rolled-back one is none.", (_RAW,)),
            Promise(93, "Nothing of what was rolled back or erased stands in the raw data.", (_RAW,)),
        ),
    ),
    Topic(
        "Claims on match keys",
        (
            Promise(94, "`claim` is `add` where nobody else holds the key; one's own and dropped keys are free."),
            Promise(95, "It raises `VersionConflict`, at the latest on commit, when another noun holds the key."),
            Promise(96, "Of two units of work that claim one key exactly one commits.", (_TWO,)),
        ),
    ),
    Topic(
        "Merged leads",
        (
            Promise(
                97, "`leads.where` leaves out what was merged away; `merged=True` lists only that, `merged=None` both."
            ),
        ),
    ),
    Topic(
        "Activities that go over",
        (
            Promise(98, "`activities.remove` takes this activity and no other; one that is not there is no error."),
            Promise(99, "Added again in the same unit of work it is there once, with the lead that it names now."),
        ),
    ),
    Topic(
        "Erasure of a version",
        (
            Promise(
                100,
                "`erase` with `expected` raises `VersionConflict`, at the latest on commit, unless there is one of this"
                " version; then nothing is erased.",
            ),
        ),
    ),
)

#: Number → promise.
PROMISES: Mapping[int, Promise] = FrozenDict(
    {promise.number: promise for topic in TOPICS for promise in topic.promises}
)
