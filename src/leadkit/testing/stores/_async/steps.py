"""S49–S55, S98, S99: follow-ups and activities, asynchronous form."""

from collections.abc import AsyncIterator
from itertools import pairwise

import attrs

from leadkit.model import FollowUp
from leadkit.repositories import AsyncUnitOfWork
from leadkit.testing.stores._async.subject import AsyncSubject, listed
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import AT, HOUR, MOMENT, changed, follow_up, note

__all__ = ["AsyncStepChecks"]


async def _due(work: AsyncUnitOfWork, subject: AsyncSubject, hours: float) -> list[str]:
    """The names of this check's follow-ups that are due so many hours after `AT`, as they are listed."""
    found: AsyncIterator[FollowUp] = work.follow_ups.due(AT + hours * HOUR)
    start = subject.id("")
    return [step.id.removeprefix(start) async for step in found if step.id.startswith(start)]


async def _open(work: AsyncUnitOfWork, *lead_ids: str) -> dict[str, FollowUp]:
    return dict(await work.follow_ups.open_of_leads(iter(lead_ids)))


class AsyncStepChecks:
    """What comes next with a lead, and what happened with it."""

    @check
    async def test_s49_the_open_one_is_the_earliest_that_is_not_done(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        late, early = follow_up(subject.id("a"), id, 5), follow_up(subject.id("b"), id, 1)
        done, other = follow_up(subject.id("c"), id, 0, done_at=AT), follow_up(subject.id("d"), subject.id("other"), 0)
        async with subject.begin() as work:
            assert await _open(work, id) == {}
        for step, wanted in ((done, {}), (late, {id: late}), (other, {id: late}), (early, {id: early})):
            await subject.keep(step)
            async with subject.begin() as work:
                assert await _open(work, id) == wanted
        async with subject.begin() as work:
            await work.follow_ups.put(changed(early, done_at=AT), expected=1)
            assert await _open(work, id) == {id: late}, "the own write counts"
            await work.follow_ups.put(changed(late, done_at=AT), expected=1)
            assert await _open(work, id) == {}
            assert await _open(work, id, other.lead_id, id) == {other.lead_id: other}
            assert await _open(work) == {}

    @check
    async def test_s49_of_two_due_at_once_the_lower_id(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        steps = [follow_up(subject.id(name), id) for name in "bac"]
        await subject.keep(*steps)
        async with subject.begin() as work:
            assert await _open(work, id) == {id: steps[1]}

    @check
    async def test_s49_of_many_leads_at_once(self, subject: AsyncSubject) -> None:
        steps = [follow_up(subject.id(str(at)), subject.id(f"lead {at}")) for at in range(1_100)]
        await subject.keep(*steps)
        mine = follow_up(subject.id("mine"), subject.id("my lead"))
        async with subject.begin() as work:
            await work.follow_ups.add(mine)
            found = await _open(work, *(step.lead_id for step in steps), subject.id("nobody"), mine.lead_id)
        assert found == {step.lead_id: step for step in (*steps, mine)}

    @check
    async def test_s50_due_are_open_ones_before_the_instant(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        for name, at in (("a", AT - MOMENT), ("b", AT), ("c", AT + MOMENT)):
            await subject.keep(follow_up(subject.id(name), id, due=at))
        await subject.keep(follow_up(subject.id("done"), id, -1, done_at=AT))
        start = subject.id("")
        async with subject.begin() as work:
            for before, names in ((AT - MOMENT, ""), (AT, "a"), (AT + MOMENT, "ab"), (AT + 2 * MOMENT, "abc")):
                found = await listed(work.follow_ups.due(before))
                assert "".join(step.id.removeprefix(start) for step in found if step.lead_id == id) == names, before
                assert not any(step.done_at for step in found)

    @check
    async def test_s51_the_earliest_due_comes_first_then_the_lower_id(self, subject: AsyncSubject) -> None:
        for name, hours in (("z", 1), ("B", 2), ("b", 2), ("a", 2), ("é", 2), ("9", 3), ("10", 3)):
            await subject.keep(follow_up(subject.id(name), subject.id(name), hours))
        async with subject.begin() as work:
            assert await _due(work, subject, 9) == ["z", "B", "a", "b", "é", "10", "9"]
            await work.follow_ups.add(follow_up(subject.id("A"), "lead", 2))
            assert await _due(work, subject, 9) == ["z", "A", "B", "a", "b", "é", "10", "9"], "own ones in their places"
            every = [(step.due, step.id) async for step in work.follow_ups.due(AT + 9 * HOUR)]
            assert all(one < next_one for one, next_one in pairwise(every))

    @check
    async def test_s52_a_limit_gives_the_first_ones(self, subject: AsyncSubject) -> None:
        for name, hours in zip("dcba", range(4), strict=True):
            await subject.keep(follow_up(subject.id(name), subject.id(name), hours))
        async with subject.begin() as work:
            for mine in ("none", "one"):
                every = await listed(work.follow_ups.due(AT + 9 * HOUR))
                for limit in (0, 1, 3, len(every), len(every) + 1):
                    found = await listed(work.follow_ups.due(AT + 9 * HOUR, limit=limit))
                    assert found == every[:limit], f"{limit} with {mine} of the unit's own"
                if mine == "none":
                    await work.follow_ups.add(follow_up(subject.id("mine"), "lead", 1.5))

    @check
    async def test_s53_a_step_is_listed_as_it_is_now(self, subject: AsyncSubject) -> None:
        steps = [follow_up(subject.id(name), subject.id(name), 1) for name in "abc"]
        await subject.keep(*steps)
        async with subject.begin() as work:
            await work.follow_ups.put(changed(steps[0], done_at=AT), expected=1)
            await work.follow_ups.put(changed(steps[1], due=AT + 5 * HOUR), expected=1)
            for _ in range(2):
                assert await _due(work, subject, 9) == ["c", "b"]
                assert await _due(work, subject, 2) == ["c"]
                await work.commit()
        async with subject.begin() as work:
            await work.follow_ups.put(changed(changed(steps[0]), done_at=None), expected=2)
            await work.commit()
        async with subject.begin() as work:
            assert await _due(work, subject, 2) == ["a", "c"], "one that is open again"
            assert await _open(work, subject.id("a")) == {subject.id("a"): changed(changed(steps[0]))}

    @check
    async def test_s53_a_step_may_go_over_to_another_lead(self, subject: AsyncSubject) -> None:
        one, two = subject.id("one"), subject.id("two")
        step = follow_up(subject.id("step"), one)
        over = changed(step, lead_id=two)
        await subject.keep(step)
        async with subject.begin() as work:
            await work.follow_ups.put(over, expected=1)
            for _ in range(2):
                assert await _open(work, one, two) == {two: over}
                await work.commit()
        async with subject.begin() as work:
            await work.erase("lead", one)
            await work.commit()
        async with subject.begin() as work:
            assert await work.follow_ups.find(step.id) == over

    @check
    async def test_s54_activities_stand_in_the_order_in_which_they_happened(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        notes = [note(subject.id(str(9 - at)), id, hours) for at, hours in enumerate((2, 0, 1, 0, 2, 0))]
        await subject.keep(*notes[:2])
        await subject.keep(notes[2])
        wanted = [notes[at] for at in (1, 3, 5, 2, 0, 4)]
        async with subject.begin() as work:
            for each in notes[3:]:
                await work.activities.add(each)
            assert list(await work.activities.of_lead(id)) == wanted
            await work.commit()
        async with subject.begin() as work:
            assert list(await work.activities.of_lead(id)) == wanted

    @check
    async def test_s54_to_the_microsecond(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        early = note(subject.id("early"), id)
        late = attrs.evolve(early, id=subject.id("late"), at=early.at + MOMENT)
        await subject.keep(late, early)
        async with subject.begin() as work:
            assert [each.id for each in await work.activities.of_lead(id)] == [early.id, late.id]

    @check
    async def test_s55_activities_are_those_of_one_lead(self, subject: AsyncSubject) -> None:
        for name in ("a", "A", "a ", "b"):
            await subject.keep(note(subject.id(f"of {name}"), subject.id(name)))
        async with subject.begin() as work:
            for name in ("a", "A", "a ", "b"):
                found = await work.activities.of_lead(subject.id(name))
                assert [each.id for each in found] == [subject.id(f"of {name}")]
            assert await work.activities.of_lead(subject.id("c")) == ()

    @check
    async def test_s98_an_activity_that_is_removed_is_gone(self, subject: AsyncSubject) -> None:
        id, other = subject.id("lead"), subject.id("other")
        notes = [note(subject.id(str(at)), id, at) for at in range(3)]
        theirs = note(subject.id("theirs"), other)
        await subject.keep(*notes, theirs)
        async with subject.begin() as work:
            mine = note(subject.id("mine"), id, 9)
            await work.activities.add(mine)
            for each in (notes[1], mine, note(subject.id("nobody's"), id)):
                await work.activities.remove(each)
            for _ in range(2):
                assert list(await work.activities.of_lead(id)) == [notes[0], notes[2]]
                await work.commit()
        async with subject.begin() as work:
            assert list(await work.activities.of_lead(id)) == [notes[0], notes[2]]
            assert list(await work.activities.of_lead(other)) == [theirs]
            await work.activities.remove(notes[0])
        async with subject.begin() as work:
            assert notes[0] in await work.activities.of_lead(id)

    @check
    async def test_s99_an_activity_goes_over_to_another_lead(self, subject: AsyncSubject) -> None:
        one, two = subject.id("one"), subject.id("two")
        notes = [note(subject.id(str(at)), one, at) for at in range(3)]
        theirs, over = note(subject.id("theirs"), two, 1), attrs.evolve(notes[1], lead_id=two)
        await subject.keep(*notes, theirs)
        async with subject.begin() as work:
            await work.activities.remove(notes[1])
            await work.activities.add(over)
            for _ in range(2):
                assert list(await work.activities.of_lead(one)) == [notes[0], notes[2]]
                assert list(await work.activities.of_lead(two)) == [theirs, over]
                await work.commit()

    @check
    async def test_s99_and_is_erased_with_that_one(self, subject: AsyncSubject) -> None:
        one, two = subject.id("one"), subject.id("two")
        said = note(subject.id("said"), one)
        await subject.keep(said)
        async with subject.begin() as work:
            await work.activities.remove(said)
            await work.activities.add(attrs.evolve(said, lead_id=two))
            await work.erase("lead", two)
            await work.commit()
        async with subject.begin() as work:
            assert await work.activities.of_lead(one) == await work.activities.of_lead(two) == ()
