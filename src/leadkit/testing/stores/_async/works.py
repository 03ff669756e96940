"""S1–S10: the unit of work, asynchronous form."""

import attrs
import pytest

from leadkit.errors import StoreError
from leadkit.model.rotation import Rotation
from leadkit.repositories import AsyncUnitOfWork
from leadkit.testing.stores._async.subject import AsyncSubject, everything, kept
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import changed, events, follow_up, lead, note, receipt

__all__ = ["AsyncWorkChecks"]


async def _written(work: AsyncUnitOfWork, subject: AsyncSubject) -> list[object]:
    """Write a bit of everything; what one then reads of it."""
    id, key, team = subject.id("lead"), subject.id("key"), subject.id("team")
    noun, step, said, proof = lead(id, owner=id), follow_up(id, id), note(id, id), receipt(key, lead_id=id)
    turn, facts = Rotation(team, {"li": 1}, 1), events(id, 1, 2)
    await kept(work, noun, step, said, proof, turn, *facts)
    await work.match_keys.add("lead", id, [key])
    holders, proofs = {key: (id,)}, {key: proof}
    return [noun, [id], [id], {id: step}, [id], [said], holders, proofs, proofs, [key], [turn], facts, facts]


async def _seen(work: AsyncUnitOfWork, subject: AsyncSubject) -> list[object]:
    return await everything(work, subject.id("lead"), subject.id("key"), [subject.id("team")])


def _nothing(subject: AsyncSubject) -> list[object]:
    return [None, [], [], {}, [], [], {}, {}, {}, [], [Rotation(subject.id("team"))], [], []]


class AsyncWorkChecks:
    """All or nothing, and nobody looks in before it is over."""

    @check
    async def test_s01_others_see_it_after_commit_and_not_before(self, subject: AsyncSubject) -> None:
        async with subject.begin() as work, subject.begin() as early:
            whole = await _written(work, subject)
            assert await _seen(early, subject) == _nothing(subject), "seen before commit"
            await work.commit()
        async with subject.begin() as other:
            assert await _seen(other, subject) == whole

    @check
    async def test_s02_what_was_committed_is_there(self, subject: AsyncSubject) -> None:
        async with subject.begin() as work:
            whole = await _written(work, subject)
            await work.commit()
        for _ in range(2):
            async with subject.begin() as work:
                assert await _seen(work, subject) == whole

    @check
    async def test_s03_a_unit_of_work_sees_its_own_writes(self, subject: AsyncSubject) -> None:
        async with subject.begin() as work:
            assert await _seen(work, subject) == _nothing(subject)
            whole = await _written(work, subject)
            assert await _seen(work, subject) == whole
            assert subject.id("lead") in [step.id async for step in work.follow_ups.due(follow_up("x", "x", 1).due)]
            await work.commit()
            assert await _seen(work, subject) == whole, "after its own commit"

    @check
    async def test_s04_leaving_without_commit_keeps_nothing(self, subject: AsyncSubject) -> None:
        async with subject.begin() as work:
            await _written(work, subject)
        async with subject.begin() as work:
            assert await _seen(work, subject) == _nothing(subject)

    @check
    async def test_s04_nor_does_it_change_what_was_there(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        await subject.keep(lead(id), follow_up(id, id))
        async with subject.begin() as work:
            await work.leads.put(changed(lead(id), company="顶点"), expected=1)
            await work.follow_ups.put(changed(follow_up(id, id), outcome="done"), expected=1)
        async with subject.begin() as work:
            assert await work.leads.get(id) == lead(id)
            assert await work.follow_ups.get(id) == follow_up(id, id)

    @check
    async def test_s05_an_error_keeps_nothing_and_comes_out(self, subject: AsyncSubject) -> None:
        came_out = False
        try:
            async with subject.begin() as work:
                await _written(work, subject)
                raise ZeroDivisionError
        except ZeroDivisionError:
            came_out = True
        assert came_out, "the block swallowed the error"
        async with subject.begin() as work:
            assert await _seen(work, subject) == _nothing(subject)

    @check
    async def test_s06_what_is_written_after_a_commit_needs_another(self, subject: AsyncSubject) -> None:
        id, first, second = subject.id("lead"), *events(subject.id("lead"), 1, 2)
        async with subject.begin() as work:
            await kept(work, lead(id), first)
            await work.commit()
            await work.leads.put(changed(lead(id), company="lost"), expected=1)
            await work.events.append([second])
        async with subject.begin() as work:
            assert await work.leads.get(id) == lead(id)
            assert await work.events.of(id) == (first,)
            await work.leads.put(changed(lead(id), company="kept"), expected=1)
            await work.commit()
            await work.events.append([second])
            await work.commit()
        async with subject.begin() as work:
            assert (await work.leads.get(id)).company == "kept"
            assert await work.events.of(id) == (first, second)

    @check
    async def test_s07_a_conflict_keeps_nothing_in_any_repository(self, subject: AsyncSubject) -> None:
        taken, key = subject.id("taken"), subject.id("receipt")
        await subject.keep(lead(taken), receipt(key))
        for fault in (lead(taken), receipt(key), Rotation(subject.id("late"), {}, 7)):
            async with subject.refused(StoreError) as work:
                await _written(work, subject)
                await kept(work, fault)
            async with subject.begin() as work:
                assert await _seen(work, subject) == _nothing(subject), f"after a conflict over {fault}"
                assert await work.leads.get(taken) == lead(taken)

    @check
    async def test_s08_after_a_conflict_one_can_load_and_go_on(self, subject: AsyncSubject) -> None:
        id = subject.id("taken")
        await subject.keep(lead(id))
        async with subject.refused(StoreError) as work:
            await work.leads.put(lead(id, version=8), expected=7)
        async with subject.begin() as work:
            whole = await _written(work, subject)
            loaded = await work.leads.get(id)
            await work.leads.put(changed(loaded, company="顶点"), expected=loaded.version)
            await work.commit()
        async with subject.begin() as work:
            assert await _seen(work, subject) == whole
            assert (await work.leads.get(id)).company == "顶点"

    @check
    async def test_s09_two_that_touch_different_things_both_commit(self, subject: AsyncSubject) -> None:
        one, two = subject.id("one"), subject.id("two")
        async with subject.begin() as first, subject.begin() as second:
            await kept(first, lead(one), *events(one, 1))
            await kept(second, lead(two), *events(two, 1))
            await second.commit()
            await first.commit()
        async with subject.begin() as work:
            for id in (one, two):
                assert await work.leads.get(id) == lead(id)
                assert await work.events.of(id) == tuple(events(id, 1))

    @check
    async def test_s10_a_list_that_changes_later_changes_nothing(self, subject: AsyncSubject) -> None:
        id, keys, facts = subject.id("lead"), [subject.id("mail")], events(subject.id("lead"), 1)
        tags, extra = ["vip"], {"a": ["b"]}
        noun = lead(id, tags=tags, extra=extra)
        turn = Rotation(subject.id("team"), turns := {"li": 1}, 1)
        async with subject.begin() as work:
            await kept(work, noun, turn)
            await work.match_keys.add("lead", id, keys)
            await work.events.append(facts)
            keys.append(subject.id("phone"))
            facts.append(events(id, 2)[0])
            tags.append("mine")
            extra["a"].append("mine")
            turns["li"] = 9
            await work.commit()
        async with subject.begin() as work:
            assert await work.leads.get(id) == lead(id, tags=["vip"], extra={"a": ["b"]})
            assert await work.match_keys.find("lead", keys) == {keys[0]: (id,)}
            assert await work.events.of(id) == (events(id, 1)[0],)
            assert (await work.rotations.get(turn.team)).turns == {"li": 1}

    @check
    async def test_s10_nor_does_what_was_handed_out(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        await subject.keep(lead(id, tags=["vip"], extra={"a": ["b"]}))
        async with subject.begin() as work:
            got = await work.leads.get(id)
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                got.company = "mine"  # type: ignore[misc]  # that is the point
            with pytest.raises(TypeError):
                got.extra["a"] = "mine"  # type: ignore[index]
            assert isinstance(got.tags, tuple)
            assert isinstance(got.extra["a"], tuple)
