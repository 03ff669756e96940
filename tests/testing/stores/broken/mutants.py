"""Stores that are broken on purpose: the memory store, each with one fault that real stores have had.

The suite must catch each of them by the promises that its row names, and by no others.
"""

import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import broken_tables as tables
import broken_works as works
from attrs import frozen
from broken_store import over, through
from broken_values import (
    ForgetsExtra,
    HandsOutMutable,
    as_float,
    half_as_wide,
    in_objects,
    of_text,
    of_time,
    storing,
    storing_none_for_blank,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@frozen
class Mutant:
    """fault: what is wrong, for people. store: makes a broken one. caught_by: numbers of promises."""

    fault: str
    store: object
    caught_by: str


MUTANTS = {
    # --- units of work
    "forgets_rollback": Mutant(
        "leaving the block commits", through(works.ForgetsRollback), "4 5 6 12 36 65 71 73 82 84 92 93"
    ),
    "keeps_events": Mutant(
        "events of a unit of work that was rolled back stay", through(works.KeepsEventsOfRollback), "4 5 6 73 84 92"
    ),
    "swallows_errors": Mutant("an error on the way does not come out", through(works.SwallowsErrors), "5"),
    "writes_through": Mutant(
        "leads are there for others before the commit", through(works.WritesThrough), "1 4 5 7 12 66 92 93"
    ),
    "commits_in_halves": Mutant("nouns are written before receipts are checked", over(works.CommitsInHalves), "7 66"),
    "one_writer": Mutant("any two units of work that overlap clash", works.OneWriterAtATime, "9 66 87"),
    "hands_out_mutable": Mutant("`extra` comes out as a dictionary that can be changed", over(HandsOutMutable), "10"),
    # --- identity and versions
    "gets_none": Mutant("`get` answers `None` for an unknown id", through(works.GetsNone), "11"),
    "folds_ids": Mutant("ids are compared without case", over(works.FoldsIds), "14 37 42 47 80"),
    "shares_ids": Mutant(
        "an id is taken if a noun of another kind has it", over(works.SharesIdsBetweenKinds), "12 13 15 16 32 80 83"
    ),
    "add_replaces": Mutant("`add` replaces the noun that has the id", over(works.AddReplaces), "7 12 34 83"),
    "last_writer_wins": Mutant("`put` does not look at the version", over(works.LastWriterWins), "8 32 34 35 73 76"),
    "put_adds": Mutant("`put` adds a noun that is not there", over(works.PutAdds), "33 48"),
    # --- what is stored
    "forgets_extra": Mutant("`put` leaves the field `extra` as it was", over(ForgetsExtra), "16"),
    "numbers_as_floats": Mutant("whole numbers come back as floats", in_objects(as_float), "15 16 17 18 19 21 76"),
    "booleans_as_numbers": Mutant(
        "booleans come back as numbers",
        storing(lambda value: int(value) if type(value) is bool else value),
        "15 16 17 18 19 21 22 23 24 25 26 27 28 30 31",
    ),
    "trims": Mutant("blanks around text are cut off", of_text(str.strip), "15 16 18 21 22 25 43 44 55"),
    "folds_text": Mutant("text comes back in lower case", of_text(str.lower), "15 16 17 18 19 21 22 23 28 43 44 55"),
    "normalises": Mutant("text is brought to NFC", of_text(lambda text: unicodedata.normalize("NFC", text)), "23 44"),
    "three_bytes": Mutant(
        "characters of four bytes become question marks", of_text(half_as_wide), "15 16 17 18 19 24 26"
    ),
    "line_ends": Mutant("line ends become `\\n`", of_text(lambda text: "\n".join(text.splitlines())), "15 16 18 25"),
    "cuts": Mutant("text is cut after 65,535 characters", of_text(lambda text: text[:65_535]), "26"),
    "blank_is_none": Mutant("a blank owner becomes `None`", storing_none_for_blank(), "15 16 27"),
    "whole_seconds": Mutant(
        "times lose their microseconds", of_time(lambda at: at.replace(microsecond=0)), "15 16 17 18 19 30 31 45 50 54"
    ),
    "milliseconds": Mutant(
        "times are kept to the millisecond",
        of_time(lambda at: at.replace(microsecond=at.microsecond // 1_000 * 1_000)),
        "15 16 17 18 19 30 31 45 50 54",
    ),
    "local_times": Mutant(
        "times come back in local time",
        of_time(lambda at: at.astimezone(timezone(timedelta(hours=8)))),
        "15 16 17 18 19 21 22 23 24 25 26 28 29 30 31",
    ),
    "counts_from_1970": Mutant(
        "times before 1970 become 1970",
        of_time(lambda at: max(at, EPOCH)),
        "31",
    ),
    # --- lists
    "lists_as_they_came": Mutant("`all` lists in the order of arrival", over(tables.ListsAsTheyCame), "37 42"),
    "lists_without_case": Mutant("`all` sorts without case", over(tables.ListsWithoutCase), "37 42"),
    "ignores_after": Mutant(
        "`after` an id that exists begins from the start", over(tables.IgnoresAfter), "38 40 41 82"
    ),
    "one_too_many": Mutant("`limit` gives one more", through(works.OneTooMany), "39 40"),
    "or_for_and": Mutant("conditions combine with or", over(tables.QueriesWithOr), "46"),
    "lists_merged": Mutant("`where` lists what was merged away", over(tables.ListsWhatWasMergedAway), "97"),
    "seconds_in_queries": Mutant("`updated_since` goes by the second", over(tables.QueriesBySecond), "45"),
    "owner_without_case": Mutant("`owner` is compared without case", over(tables.QueriesWithoutCase), "44 80"),
    "no_status_is_any": Mutant("an empty `statuses` is no condition", over(tables.TakesNoStatusForAny), "43"),
    "lists_done_ones": Mutant("`due` lists what is done", over(tables.ListsWhatIsDone), "50 53"),
    "due_unordered": Mutant("`due` lists in the order of arrival", over(tables.ListsDueAsTheyCame), "51 53"),
    "due_too_early": Mutant("`due` lists what is due at the instant", over(tables.ListsWhatIsDueAtTheInstant), "50"),
    "due_without_limit": Mutant("`due` ignores `limit`", through(works.DueWithoutLimit), "52"),
    "opens_the_latest": Mutant("of several open follow-ups it knows the last", over(tables.OpensTheLatest), "49"),
    "opens_a_thousand": Mutant("`open_of_leads` looks at the first thousand", over(tables.OpensAThousand), "49"),
    "activities_as_they_came": Mutant("activities are listed as they came", over(tables.ActivitiesAsTheyCame), "54"),
    # --- keys, receipts, rotations, events
    "one_holder": Mutant("a match key has one holder, the last", over(tables.OneHolder), "56 57 59 60 80"),
    "drops_for_everybody": Mutant(
        "`drop` takes a match key from everybody", over(tables.DropsForEverybody), "59 60 80"
    ),
    "holders_of_any_kind": Mutant("match keys of all kinds are one", over(tables.HoldersOfAnyKind), "59 61 80"),
    "folds_match_keys": Mutant("match keys are compared without case and blanks", over(works.FoldsMatchKeys), "62 80"),
    "keys_in_their_order": Mutant("`find` answers keys as they are stored", through(works.KeysInTheirOrder), "58"),
    "finds_a_thousand": Mutant("`find` looks at the first thousand keys", over(tables.FindsAThousand), "63"),
    "finds_a_thousand_receipts": Mutant(
        "`receipts.find` looks at the first thousand keys", over(tables.FindsAThousandReceipts), "69"
    ),
    "folds_receipt_keys": Mutant("receipts are found without case", over(tables.FoldsReceiptKeys), "64 80"),
    "receipts_by_key": Mutant("receipts are listed by their keys", over(tables.ReceiptsByKey), "68"),
    "overwrites_receipts": Mutant("a second receipt replaces the first", over(works.OverwritesReceipts), "7 65 66 79"),
    "own_words": Mutant(
        "a taken key is told in the driver's words, without the code", over(works.RefusesInItsOwnWords), "65 66"
    ),
    "first_is_latest": Mutant("`latest` is the first receipt", over(tables.FirstIsLatest), "67"),
    "last_added_is_latest": Mutant("`latest` is the receipt that was added last", over(tables.LatestIsLastAdded), "67"),
    "keeps_the_last_turn": Mutant("a rotation remembers one turn", over(works.KeepsTheLastTurn), "20 71"),
    "knows_teams_only": Mutant(
        "`rotations.get` raises for a new team", through(works.KnowsTeamsOnly), "1 3 4 5 7 70 72 76"
    ),
    "turns_without_version": Mutant("rotations do not look at the version", over(works.TurnsWithoutVersion), "7 71 72"),
    "drops_the_last_event": Mutant(
        "the last of several events is lost", over(tables.DropsTheLastEvent), "1 2 3 8 73 74 75 76 84 85 86 88 89 91 92"
    ),
    "events_backwards": Mutant(
        "events of one unit of work come out backwards",
        over(tables.EventsByTime),
        "1 2 3 8 73 74 75 76 84 85 86 88",
    ),
    # --- erasure
    "erases_what_it_knows": Mutant("`erase` raises when there is nothing", through(works.ErasesWhatItKnows), "53 81"),
    "erases_any_version": Mutant("`erase` looks at no version", through(works.ErasesAnyVersion), "100"),
    "erases_the_noun_only": Mutant(
        "`erase` takes the noun and nothing else", over(tables.ErasesTheNounOnly), "77 78 79 80 83 89 92 93"
    ),
    "leaves_events": Mutant("`erase` leaves the events", over(tables.LeavesEvents), "77 83 89 92 93"),
    "leaves_match_keys": Mutant("`erase` leaves the match keys", over(tables.LeavesMatchKeys), "77 80 83 92"),
    "leaves_activities": Mutant("`erase` leaves the activities", over(tables.LeavesActivities), "78 83 92 93"),
    "leaves_receipts": Mutant("`erase` leaves receipts with all they tell", over(tables.LeavesReceipts), "79 93"),
    "erases_receipts": Mutant(
        "`erase` takes receipts, so that a retry makes a new lead", over(tables.ErasesReceipts), "79 92"
    ),
    "erases_by_prefix": Mutant("`erase` takes every noun whose id begins so", over(tables.ErasesByPrefix), "80"),
    "only_hides": Mutant("`erase` marks rows and leaves them in the data", over(tables.OnlyHides), "93"),
    # --- claims
    "claims_once": Mutant("`claim` refuses a key that one holds oneself", over(works.ClaimsOnce), "94"),
    "claims_like_adding": Mutant("`claim` does not look", over(works.ClaimsLikeAdding), "95 96"),
    "claims_by_old_views": Mutant(
        "`claim` goes by what was there when the unit of work began", through(works.ClaimsByOldViews), "96"
    ),
    # --- activities that go over
    "removes_nothing": Mutant("`activities.remove` does nothing", over(tables.RemovesNothing), "98 99"),
    "removes_all": Mutant("`activities.remove` takes all of the lead's", over(tables.RemovesAll), "98 99"),
    "removes_last": Mutant("`activities.remove` comes after `add`", over(tables.RemovesLast), "99"),
    # --- outbox and persistence
    "marks_nothing": Mutant("`mark_published` does nothing", over(works.MarksNothing), "85 91"),
    "marks_everything": Mutant("`mark_published` marks all that waits", over(works.MarksEverything), "85 91"),
    "numbers_at_the_beginning": Mutant("positions are drawn before the commit", works.NumbersAtTheBeginning, "87"),
    "new_ids_each_time": Mutant("an entry's id is that of its row", over(works.NewIdsEachTime), "88"),
    "forgets_when_closed": Mutant("a store that is opened again is empty", works.ForgetsWhenOpenedAgain, "90 91"),
}
