# Derived from src/leadkit/testing/stores/_async/keys.py by tools/twins.py; edit that file.
"""S56–S69: match keys and receipts, synchronous form."""

import pytest

from leadkit.errors import IdempotencyConflict
from leadkit.testing.stores._sync.subject import Subject, kept, listed
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import events, lead, receipt

__all__ = ["KeyChecks", "holders_of"]

ALIKE = ("key", "KEY", "kéy", "ke\u0301y", "key ", " key", "ｋｅｙ")
#: More than the parameters that a statement may have in some databases.
MANY = 3_000


def _held(subject: Subject, *rows: tuple[str, str, str]) -> None:
    """Commit these (kind, holder, keys by letter), a unit of work each."""
    for kind, holder, keys in rows:
        with subject.begin() as work:
            work.match_keys.add(kind, subject.id(holder), [subject.id(key) for key in keys])
            work.commit()


def holders_of(subject: Subject, keys: str, kind: str = "lead") -> dict[str, str]:
    """Key → holders, by their letters."""
    start = subject.id("")
    with subject.begin() as work:
        found = work.match_keys.find(kind, [subject.id(key) for key in keys])
    return {key.removeprefix(start): "".join(id.removeprefix(start) for id in ids) for key, ids in found.items()}


class KeyChecks:
    """By what a person is recognised, and by what a command."""

    @check
    def test_s56_a_key_has_several_holders_first_come_first(self, subject: Subject) -> None:
        _held(subject, ("lead", "3", "ab"), ("lead", "1", "a"), ("lead", "2", "bac"))
        assert holders_of(subject, "abc") == {"a": "312", "b": "32", "c": "2"}

    @check
    def test_s56_the_own_ones_come_last(self, subject: Subject) -> None:
        _held(subject, ("lead", "3", "a"))
        key, start = subject.id("a"), subject.id("")
        with subject.begin() as work:
            for holder in "21":
                work.match_keys.add("lead", subject.id(holder), [key])
            for _ in range(2):
                found = (work.match_keys.find("lead", [key]))[key]
                assert "".join(id.removeprefix(start) for id in found) == "321"
                work.commit()

    @check
    def test_s57_adding_twice_is_adding_once(self, subject: Subject) -> None:
        _held(subject, ("lead", "1", "a"), ("lead", "2", "a"), ("lead", "1", "aab"), ("lead", "1", "a"))
        assert holders_of(subject, "ab") == {"a": "12", "b": "1"}

    @check
    def test_s58_keys_come_in_the_order_asked_without_those_of_nobody(self, subject: Subject) -> None:
        _held(subject, ("lead", "1", "abc"))
        for asked, answered in (("cab", "cab"), ("bxa", "ba"), ("aba", "ab"), ("x", ""), ("", "")):
            assert "".join(holders_of(subject, asked)) == answered
        with subject.begin() as work:
            work.match_keys.add("lead", subject.id("1"), [subject.id("d")])
            found = work.match_keys.find("lead", iter([subject.id("d"), subject.id("x"), subject.id("a")]))
            assert list(found) == [subject.id("d"), subject.id("a")]
            assert all(isinstance(ids, tuple) for ids in found.values())

    @check
    def test_s59_drop_takes_these_keys_from_this_holder(self, subject: Subject) -> None:
        _held(subject, ("lead", "1", "abc"), ("lead", "2", "abc"), ("contact", "1", "abc"))
        with subject.begin() as work:
            work.match_keys.drop("lead", subject.id("1"), [subject.id(key) for key in "abxy"])
            work.match_keys.drop("lead", subject.id("9"), [subject.id("c")])
            own = work.match_keys.find("lead", [subject.id("a")])
            assert own == {subject.id("a"): (subject.id("2"),)}
            work.commit()
        assert holders_of(subject, "abc") == {"a": "2", "b": "2", "c": "12"}
        assert holders_of(subject, "abc", "contact") == {"a": "1", "b": "1", "c": "1"}
        with subject.begin() as work:
            work.match_keys.drop("lead", subject.id("2"), [subject.id("a")])
            work.commit()
        assert holders_of(subject, "abc") == {"b": "2", "c": "12"}, "the last holder of a key is gone"

    @check
    def test_s59_the_last_word_in_a_unit_of_work_counts(self, subject: Subject) -> None:
        _held(subject, ("lead", "1", "a"))
        id, keys = subject.id("1"), [subject.id("a"), subject.id("b")]
        with subject.begin() as work:
            work.match_keys.drop("lead", id, keys)
            work.match_keys.add("lead", id, keys)
            work.match_keys.drop("lead", id, keys[:1])
            work.commit()
        assert holders_of(subject, "ab") == {"b": "1"}

    @check
    def test_s60_a_key_taken_up_again_has_the_last_place(self, subject: Subject) -> None:
        _held(subject, ("lead", "1", "a"), ("lead", "2", "a"))
        with subject.begin() as work:
            work.match_keys.drop("lead", subject.id("1"), [subject.id("a")])
            work.commit()
        _held(subject, ("lead", "1", "a"))
        assert holders_of(subject, "a") == {"a": "21"}

    @check
    def test_s61_kinds_are_apart(self, subject: Subject) -> None:
        _held(subject, ("lead", "1", "a"), ("contact", "2", "ab"), ("customer", "1", "b"))
        assert holders_of(subject, "ab") == {"a": "1"}
        assert holders_of(subject, "ab", "contact") == {"a": "2", "b": "2"}
        assert holders_of(subject, "ab", "customer") == {"b": "1"}

    @check
    def test_s62_keys_that_look_alike_are_apart(self, subject: Subject) -> None:
        keys = [subject.id(key) for key in ALIKE]
        with subject.begin() as work:
            for at, key in enumerate(keys[::2]):
                work.match_keys.add("lead", subject.id(str(at)), [key])
            work.commit()
        with subject.begin() as work:
            found = work.match_keys.find("lead", keys)
            assert found == {key: (subject.id(str(at)),) for at, key in enumerate(keys[::2])}

    @check
    def test_s63_thousands_of_keys_are_found_at_once(self, subject: Subject) -> None:
        keys = [subject.id(f"{number:04}") for number in range(MANY)]
        with subject.begin() as work:
            work.match_keys.add("lead", subject.id("lead"), keys[::100])
            work.commit()
        with subject.begin() as work:
            assert list(work.match_keys.find("lead", keys)) == keys[::100]

    @check
    def test_s64_receipts_are_found_by_their_exact_keys(self, subject: Subject) -> None:
        proofs = [receipt(subject.id(key), digest="one") for key in ALIKE]
        subject.keep(*proofs[::2])
        with subject.begin() as work:
            keys = [proof.key for proof in proofs]
            assert work.receipts.find(keys) == {proof.key: proof for proof in proofs[::2]}
            assert work.receipts.find(iter(keys[1::2])) == {}
            assert work.receipts.find([]) == {}
            work.receipts.add(proofs[1])
            assert work.receipts.find(keys[:2]) == {proof.key: proof for proof in proofs[:2]}

    @check
    def test_s65_a_taken_key_is_a_conflict_and_the_first_receipt_stays(self, subject: Subject) -> None:
        first = receipt(subject.id("key"), "one")
        subject.keep(first)
        for second in (receipt(first.key, "two"), first):
            with pytest.raises(IdempotencyConflict) as refused:
                subject.keep(second)
            assert [problem.code for problem in refused.value.problems] == ["key_taken"]
        with subject.begin() as work:
            assert work.receipts.find([first.key]) == {first.key: first}

    @check
    def test_s65_a_key_can_be_taken_in_the_same_unit_of_work(self, subject: Subject) -> None:
        first = receipt(subject.id("key"), "one")
        with pytest.raises(IdempotencyConflict):
            subject.keep(first, receipt(first.key, "two"))
        with subject.begin() as work:
            assert work.receipts.find([first.key]) == {}

    @check
    def test_s66_of_two_with_one_key_one_commits(self, subject: Subject) -> None:
        key, fast_id, slow_id = subject.id("key"), subject.id("fast"), subject.id("slow")
        with subject.refused(IdempotencyConflict, "key_taken") as slow, subject.begin() as fast:
            assert slow.receipts.find([key]) == fast.receipts.find([key]) == {}
            kept(fast, receipt(key, lead_id=fast_id), lead(fast_id), *events(fast_id, 1))
            fast.commit()
            kept(slow, lead(slow_id), *events(slow_id, 1), receipt(key, lead_id=slow_id))
        with subject.begin() as work:
            assert (work.receipts.find([key]))[key].lead_id == fast_id
            assert work.leads.find(slow_id) is None
            assert work.events.of(slow_id) == ()

    @check
    def test_s67_the_latest_is_by_time_then_the_last_added(self, subject: Subject) -> None:
        digest = subject.id("digest")
        rows = (("a", 2), ("b", 1), ("c", 2), ("d", 3), ("e", 0))  # the clocks of two processes differ
        for (name, hours), latest in zip(rows, "aacdd", strict=True):
            subject.keep(receipt(subject.id(name), digest, hours))
            with subject.begin() as work:
                found = work.receipts.latest([digest, subject.id("other")])
                assert {digest: subject.id(latest)} == {key: proof.key for key, proof in found.items()}

    @check
    def test_s67_the_own_ones_count(self, subject: Subject) -> None:
        digest = subject.id("digest")
        subject.keep(receipt(subject.id("a"), digest, 1))
        with subject.begin() as work:
            for name, hours, latest in (("b", 0, "a"), ("c", 1, "c"), ("d", 2, "d")):
                work.receipts.add(receipt(subject.id(name), digest, hours))
                found = work.receipts.latest(iter([digest]))
                assert found[digest].key == subject.id(latest)
            assert work.receipts.latest([]) == {}

    @check
    def test_s67_digests_compare_exactly(self, subject: Subject) -> None:
        digests = [subject.id(text) for text in ("d", "D", "d ")]
        for at, digest in enumerate(digests):
            subject.keep(receipt(subject.id(f"key {at}"), digest, at))
        with subject.begin() as work:
            found = work.receipts.latest(digests)
            assert {digest: found[digest].digest for digest in digests} == {digest: digest for digest in digests}

    @check
    def test_s68_all_lists_them_as_they_were_added(self, subject: Subject) -> None:
        proofs = [receipt(subject.id(key), hours=hours) for key, hours in (("c", 2), ("a", 5), ("b", 0), ("d", 1))]
        for proof in proofs[:2]:
            subject.keep(proof)
        with subject.begin() as work:
            kept(work, *proofs[2:])
            for _ in range(2):
                mine = {proof.key for proof in proofs}
                assert [proof for proof in work.receipts.all() if proof.key in mine] == proofs
                work.commit()

    @check
    def test_s69_thousands_of_receipts_are_found_at_once(self, subject: Subject) -> None:
        keys = [subject.id(f"{number:04}") for number in range(MANY)]
        proofs = [receipt(key) for key in keys[::300]]
        subject.keep(*proofs)
        wanted = {proof.key: proof for proof in proofs}
        with subject.begin() as work:
            assert work.receipts.find(keys) == wanted
            assert work.receipts.latest(keys) == wanted
            assert len(listed(work.receipts.all())) >= len(proofs)
