# Derived from src/leadkit/testing/stores/_async/claims.py by tools/twins.py; edit that file.
"""S94–S96: match keys that have one holder, synchronous form."""

import pytest

from leadkit.errors import VersionConflict
from leadkit.testing.stores._sync.keys import holders_of
from leadkit.testing.stores._sync.subject import Subject, kept
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import events, lead

__all__ = ["ClaimChecks"]


def _claimed(subject: Subject, holder: str, keys: str, kind: str = "lead") -> None:
    """Commit a claim on these keys, by their letters."""
    with subject.begin() as work:
        work.match_keys.claim(kind, subject.id(holder), [subject.id(key) for key in keys])
        work.commit()


class ClaimChecks:
    """Who is the first to be recognised by a key."""

    @check
    def test_s94_a_claim_holds_keys_that_nobody_else_holds(self, subject: Subject) -> None:
        _claimed(subject, "1", "ab")
        _claimed(subject, "2", "a", kind="contact")
        _claimed(subject, "1", "bc")
        assert holders_of(subject, "abcd") == {"a": "1", "b": "1", "c": "1"}
        with subject.begin() as work:
            work.match_keys.add("lead", subject.id("3"), [subject.id("a")])
            work.commit()
        assert holders_of(subject, "a") == {"a": "13"}, "others may be added"

    @check
    def test_s94_what_was_dropped_or_erased_is_free(self, subject: Subject) -> None:
        _claimed(subject, "1", "abc")
        with subject.begin() as work:
            work.match_keys.drop("lead", subject.id("1"), [subject.id("a")])
            work.match_keys.claim("lead", subject.id("2"), [subject.id("a")])
            work.commit()
        with subject.begin() as work:
            work.erase("lead", subject.id("1"))
            work.match_keys.claim("lead", subject.id("2"), [subject.id("b")])
            work.commit()
        _claimed(subject, "3", "c")
        assert holders_of(subject, "abc") == {"a": "2", "b": "2", "c": "3"}

    @check
    def test_s94_the_unit_of_work_sees_its_claims_and_may_take_them_back(self, subject: Subject) -> None:
        key = subject.id("a")
        with subject.begin() as work:
            work.match_keys.claim("lead", subject.id("1"), iter([key]))
            assert work.match_keys.find("lead", [key]) == {key: (subject.id("1"),)}
            work.match_keys.drop("lead", subject.id("1"), [key])
            work.match_keys.claim("lead", subject.id("2"), [key])
            work.commit()
        assert holders_of(subject, "a") == {"a": "2"}

    @check
    def test_s95_a_key_that_another_noun_holds_is_a_conflict(self, subject: Subject) -> None:
        _claimed(subject, "1", "a")
        with subject.begin() as work:
            work.match_keys.add("lead", subject.id("1"), [subject.id("b")])
            work.commit()
        for keys in ("a", "b", "xa", "ax"):
            with subject.refused(VersionConflict, "key_held") as work:
                kept(work, lead(subject.id("2")), *events(subject.id("2"), 1))
                work.match_keys.claim("lead", subject.id("2"), [subject.id(key) for key in keys])
        assert holders_of(subject, "abx") == {"a": "1", "b": "1"}
        with subject.begin() as work:
            assert work.leads.find(subject.id("2")) is None

    @check
    def test_s95_the_holder_may_be_of_the_same_unit_of_work(self, subject: Subject) -> None:
        with subject.refused(VersionConflict, "key_held") as work:
            work.match_keys.claim("lead", subject.id("1"), [subject.id("a")])
            work.match_keys.claim("lead", subject.id("2"), [subject.id("a")])

    @check
    def test_s95_the_first_holder_may_be_gone(self, subject: Subject) -> None:
        _claimed(subject, "1", "a")
        with subject.begin() as work:
            work.match_keys.add("lead", subject.id("2"), [subject.id("a")])
            work.commit()
        with subject.begin() as work:
            work.match_keys.drop("lead", subject.id("1"), [subject.id("a")])
            work.commit()
        with pytest.raises(VersionConflict):
            _claimed(subject, "3", "a")

    @check
    def test_s96_of_two_that_claim_one_key_one_commits(self, subject: Subject) -> None:
        fast_id, slow_id, key = subject.id("1"), subject.id("2"), subject.id("a")
        with subject.refused(VersionConflict, "key_held") as slow, subject.begin() as fast:
            assert slow.match_keys.find("lead", [key]) == fast.match_keys.find("lead", [key]) == {}
            kept(fast, lead(fast_id), *events(fast_id, 1))
            fast.match_keys.claim("lead", fast_id, [key])
            fast.commit()
            kept(slow, lead(slow_id), *events(slow_id, 1))
            slow.match_keys.claim("lead", slow_id, [subject.id("b"), key])
        assert holders_of(subject, "ab") == {"a": "1"}
        with subject.begin() as work:
            assert work.leads.find(slow_id) is None
            assert work.events.of(slow_id) == ()
