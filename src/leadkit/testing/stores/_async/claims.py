"""S94–S96: match keys that have one holder, asynchronous form."""

import pytest

from leadkit.errors import VersionConflict
from leadkit.testing.stores._async.keys import holders_of
from leadkit.testing.stores._async.subject import AsyncSubject, kept
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import events, lead

__all__ = ["AsyncClaimChecks"]


async def _claimed(subject: AsyncSubject, holder: str, keys: str, kind: str = "lead") -> None:
    """Commit a claim on these keys, by their letters."""
    async with subject.begin() as work:
        await work.match_keys.claim(kind, subject.id(holder), [subject.id(key) for key in keys])
        await work.commit()


class AsyncClaimChecks:
    """Who is the first to be recognised by a key."""

    @check
    async def test_s94_a_claim_holds_keys_that_nobody_else_holds(self, subject: AsyncSubject) -> None:
        await _claimed(subject, "1", "ab")
        await _claimed(subject, "2", "a", kind="contact")
        await _claimed(subject, "1", "bc")
        assert await holders_of(subject, "abcd") == {"a": "1", "b": "1", "c": "1"}
        async with subject.begin() as work:
            await work.match_keys.add("lead", subject.id("3"), [subject.id("a")])
            await work.commit()
        assert await holders_of(subject, "a") == {"a": "13"}, "others may be added"

    @check
    async def test_s94_what_was_dropped_or_erased_is_free(self, subject: AsyncSubject) -> None:
        await _claimed(subject, "1", "abc")
        async with subject.begin() as work:
            await work.match_keys.drop("lead", subject.id("1"), [subject.id("a")])
            await work.match_keys.claim("lead", subject.id("2"), [subject.id("a")])
            await work.commit()
        async with subject.begin() as work:
            await work.erase("lead", subject.id("1"))
            await work.match_keys.claim("lead", subject.id("2"), [subject.id("b")])
            await work.commit()
        await _claimed(subject, "3", "c")
        assert await holders_of(subject, "abc") == {"a": "2", "b": "2", "c": "3"}

    @check
    async def test_s94_the_unit_of_work_sees_its_claims_and_may_take_them_back(self, subject: AsyncSubject) -> None:
        key = subject.id("a")
        async with subject.begin() as work:
            await work.match_keys.claim("lead", subject.id("1"), iter([key]))
            assert await work.match_keys.find("lead", [key]) == {key: (subject.id("1"),)}
            await work.match_keys.drop("lead", subject.id("1"), [key])
            await work.match_keys.claim("lead", subject.id("2"), [key])
            await work.commit()
        assert await holders_of(subject, "a") == {"a": "2"}

    @check
    async def test_s95_a_key_that_another_noun_holds_is_a_conflict(self, subject: AsyncSubject) -> None:
        await _claimed(subject, "1", "a")
        async with subject.begin() as work:
            await work.match_keys.add("lead", subject.id("1"), [subject.id("b")])
            await work.commit()
        for keys in ("a", "b", "xa", "ax"):
            async with subject.refused(VersionConflict, "key_held") as work:
                await kept(work, lead(subject.id("2")), *events(subject.id("2"), 1))
                await work.match_keys.claim("lead", subject.id("2"), [subject.id(key) for key in keys])
        assert await holders_of(subject, "abx") == {"a": "1", "b": "1"}
        async with subject.begin() as work:
            assert await work.leads.find(subject.id("2")) is None

    @check
    async def test_s95_the_holder_may_be_of_the_same_unit_of_work(self, subject: AsyncSubject) -> None:
        async with subject.refused(VersionConflict, "key_held") as work:
            await work.match_keys.claim("lead", subject.id("1"), [subject.id("a")])
            await work.match_keys.claim("lead", subject.id("2"), [subject.id("a")])

    @check
    async def test_s95_the_first_holder_may_be_gone(self, subject: AsyncSubject) -> None:
        await _claimed(subject, "1", "a")
        async with subject.begin() as work:
            await work.match_keys.add("lead", subject.id("2"), [subject.id("a")])
            await work.commit()
        async with subject.begin() as work:
            await work.match_keys.drop("lead", subject.id("1"), [subject.id("a")])
            await work.commit()
        with pytest.raises(VersionConflict):
            await _claimed(subject, "3", "a")

    @check
    async def test_s96_of_two_that_claim_one_key_one_commits(self, subject: AsyncSubject) -> None:
        fast_id, slow_id, key = subject.id("1"), subject.id("2"), subject.id("a")
        async with subject.refused(VersionConflict, "key_held") as slow, subject.begin() as fast:
            assert await slow.match_keys.find("lead", [key]) == await fast.match_keys.find("lead", [key]) == {}
            await kept(fast, lead(fast_id), *events(fast_id, 1))
            await fast.match_keys.claim("lead", fast_id, [key])
            await fast.commit()
            await kept(slow, lead(slow_id), *events(slow_id, 1))
            await slow.match_keys.claim("lead", slow_id, [subject.id("b"), key])
        assert await holders_of(subject, "ab") == {"a": "1"}
        async with subject.begin() as work:
            assert await work.leads.find(slow_id) is None
            assert await work.events.of(slow_id) == ()
