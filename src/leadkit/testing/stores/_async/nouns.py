"""S11–S14 and S32–S36: nouns by id and version, asynchronous form."""

from typing import Any

import pytest

from leadkit.errors import NotFound, VersionConflict
from leadkit.testing.stores._async.subject import AsyncSubject, kept
from leadkit.testing.stores.examples import REPOSITORIES
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import changed, lead, of_every_kind

__all__ = ["AsyncNounChecks"]

#: Ids that a collation may take for one.
ALIKE = ("key", "KEY", "Key", "k\u00e9y", "ke\u0301y", "key ", " key", "ｋｅｙ", "ke\u00df", "kess")


class AsyncNounChecks:
    """Nouns by id, and versions against lost updates."""

    @check
    async def test_s11_an_unknown_id_is_none_to_find_and_an_error_to_get(self, subject: AsyncSubject) -> None:
        async with subject.begin() as work:
            for name in REPOSITORIES.values():
                repository: Any = getattr(work, name)
                assert await repository.find(subject.id("nobody")) is None, name
                with pytest.raises(NotFound):
                    await repository.get(subject.id("nobody"))

    @check
    async def test_s12_a_taken_id_is_a_conflict_and_what_has_it_stays(self, subject: AsyncSubject) -> None:
        for noun in of_every_kind(subject.id("taken")):
            name = REPOSITORIES[type(noun)]
            await subject.keep(noun)
            with pytest.raises(VersionConflict):
                await subject.keep(changed(noun))
            async with subject.begin() as work:
                assert await getattr(work, name).get(noun.id) == noun, name

    @check
    async def test_s12_an_id_can_be_taken_in_the_same_unit_of_work(self, subject: AsyncSubject) -> None:
        noun = lead(subject.id("taken"))
        with pytest.raises(VersionConflict):
            await subject.keep(noun, noun)
        async with subject.begin() as work:
            assert await work.leads.find(noun.id) is None

    @check
    async def test_s13_kinds_share_ids_without_sharing_anything_else(self, subject: AsyncSubject) -> None:
        nouns = of_every_kind(subject.id("shared"))
        for noun in nouns:
            await subject.keep(noun)
        async with subject.begin() as work:
            for noun in nouns:
                assert await getattr(work, REPOSITORIES[type(noun)]).get(noun.id) == noun

    @check
    async def test_s14_ids_that_look_alike_are_apart(self, subject: AsyncSubject) -> None:
        nouns = [lead(subject.id(name), company=f"number {at}") for at, name in enumerate(ALIKE)]
        await subject.keep(*nouns[::2])
        async with subject.begin() as work:
            for at, noun in enumerate(nouns):
                assert await work.leads.find(noun.id) == (None if at % 2 else noun), f"{ALIKE[at]!r}"
        await subject.keep(*nouns[1::2])
        async with subject.begin() as work:
            for noun in nouns:
                assert await work.leads.get(noun.id) == noun

    @check
    async def test_s32_a_stale_version_is_a_conflict_and_the_newer_one_stays(self, subject: AsyncSubject) -> None:
        for noun in of_every_kind(subject.id("changed")):
            name = REPOSITORIES[type(noun)]
            await subject.keep(noun)
            newer = changed(noun)
            async with subject.begin() as work:
                await getattr(work, name).put(newer, expected=1)
                await work.commit()
            for expected in (1, 3, 0):
                async with subject.refused(VersionConflict) as work:
                    await getattr(work, name).put(changed(newer), expected=expected)
                async with subject.begin() as work:
                    assert await getattr(work, name).get(noun.id) == newer, f"{name} over version {expected}"

    @check
    async def test_s33_what_is_not_there_cannot_be_changed(self, subject: AsyncSubject) -> None:
        for noun in of_every_kind(subject.id("missing")):
            name = REPOSITORIES[type(noun)]
            async with subject.refused(VersionConflict) as work:
                await getattr(work, name).put(changed(noun), expected=1)
            async with subject.begin() as work:
                assert await getattr(work, name).find(noun.id) is None, name

    @check
    async def test_s34_the_first_of_two_writers_wins_and_the_other_loads_again(self, subject: AsyncSubject) -> None:
        id = subject.id("contested")
        await subject.keep(lead(id))
        async with subject.refused(VersionConflict) as slow, subject.begin() as fast:
            mine, theirs = await slow.leads.get(id), await fast.leads.get(id)
            await fast.leads.put(changed(theirs, owner="li"), expected=theirs.version)
            await fast.commit()
            await slow.leads.put(changed(mine, company="lost"), expected=mine.version)
        async with subject.begin() as slow:
            loaded = await slow.leads.get(id)
            await slow.leads.put(changed(loaded, company="顶点"), expected=loaded.version)
            await slow.commit()
        async with subject.begin() as work:
            saved = await work.leads.get(id)
        assert (saved.owner, saved.company, saved.version) == ("li", "顶点", 3)

    @check
    async def test_s34_of_two_that_add_one_id_the_first_wins(self, subject: AsyncSubject) -> None:
        id = subject.id("contested")
        async with subject.refused(VersionConflict) as slow, subject.begin() as fast:
            assert await slow.leads.find(id) is await fast.leads.find(id) is None
            await fast.leads.add(lead(id, owner="li"))
            await fast.commit()
            await slow.leads.add(lead(id, owner="wang"))
        async with subject.begin() as work:
            assert (await work.leads.get(id)).owner == "li"

    @check
    async def test_s35_several_writes_in_one_unit_are_one_change(self, subject: AsyncSubject) -> None:
        first = lead(subject.id("often"))
        second, third = changed(first, company="b"), changed(changed(first), company="c")
        async with subject.begin() as work:
            await work.leads.add(first)
            await work.leads.put(second, expected=1)
            await work.leads.put(third, expected=2)
            assert await work.leads.get(first.id) == third
            await work.commit()
        async with subject.begin() as work:
            assert await work.leads.get(first.id) == third
            await work.leads.put(changed(third), expected=3)
            await work.leads.put(changed(changed(third), company="e"), expected=4)
            await work.commit()
        async with subject.begin() as work:
            assert await work.leads.get(first.id) == changed(changed(third), company="e")
            assert [each async for each in work.leads.all() if each.id == first.id] == [
                changed(changed(third), company="e")
            ]

    @check
    async def test_s35_the_first_of_several_writes_is_checked_against_the_store(self, subject: AsyncSubject) -> None:
        first = lead(subject.id("often"))
        await subject.keep(changed(changed(first)))
        async with subject.refused(VersionConflict) as work:
            await work.leads.put(changed(first), expected=1)
            await work.leads.put(changed(changed(first)), expected=2)

    @check
    async def test_s36_a_further_write_must_know_the_one_before(self, subject: AsyncSubject) -> None:
        first = lead(subject.id("often"))
        await subject.keep(first)
        async with subject.refused(VersionConflict) as work:
            await work.leads.put(changed(first, company="b"), expected=1)
            await work.leads.put(changed(first, company="c"), expected=1)
        async with subject.refused(VersionConflict) as work:
            await work.leads.put(changed(first, company="b"), expected=1)
            await kept(work, first)
        async with subject.begin() as work:
            assert await work.leads.get(first.id) == first
