"""S77–S83, S100: what is erased is gone, asynchronous form."""

import pytest

from leadkit.errors import IdempotencyConflict, Problem, VersionConflict
from leadkit.model import Receipt
from leadkit.model.events import LeadErased
from leadkit.repositories import AsyncUnitOfWork
from leadkit.testing.stores._async.subject import AsyncSubject, everything, kept
from leadkit.testing.stores.examples import REPOSITORIES
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import AT, changed, events, follow_up, lead, note, of_every_kind, receipt

__all__ = ["AsyncErasureChecks", "lived"]

KINDS = ("lead", "contact", "customer", "opportunity", "quote", "campaign")


async def lived(subject: AsyncSubject, name: str, marker: str = "") -> str:
    """A lead with all that there can be about one; its id. marker: stands in everything."""
    id, key = subject.id(name), subject.id(f"key of {name}")
    problems = (Problem("phone_invalid", "phone", marker),)
    proof = receipt(key, lead_id=id, submitted={"name": marker}, because=["same phone"], warnings=problems)
    noun = lead(id, notes=marker, owner=id)
    async with subject.begin() as work:
        await kept(work, noun, follow_up(f"{id} next", id, content=marker), note(f"{id} said", id, text=f"- {marker}"))
        await kept(work, follow_up(f"{id} done", id, done_at=AT, outcome=marker), proof, *events(id, 1, 2))
        await work.events.append([LeadErased(id, 3, AT, marker)])  # an event with text of its own
        await work.match_keys.add("lead", id, [key])
        await work.commit()
    return id


async def _read(work: AsyncUnitOfWork, subject: AsyncSubject, name: str) -> list[object]:
    return await everything(work, subject.id(name), subject.id(f"key of {name}"), [])


class AsyncErasureChecks:
    """Erasure, and what it must not touch."""

    @check
    async def test_s77_a_noun_goes_with_its_events_and_match_keys(self, subject: AsyncSubject) -> None:
        for kind, noun in zip(KINDS, of_every_kind(subject.id("gone")), strict=False):
            name, keys = REPOSITORIES[type(noun)], [subject.id(f"{kind} {key}") for key in "ab"]
            async with subject.begin() as work:
                await kept(work, noun, *events(noun.id, 1, 2))
                await work.match_keys.add(kind, noun.id, keys)
                await work.commit()
            async with subject.begin() as work:
                await work.erase(kind, noun.id)
                await work.commit()
            async with subject.begin() as work:
                assert await getattr(work, name).find(noun.id) is None, kind
                assert noun.id not in [each.id async for each in getattr(work, name).all()], kind
                assert await work.events.of(noun.id) == (), kind
                assert noun.id not in [event.subject_id async for event in work.events.all()], kind
                assert await work.match_keys.find(kind, keys) == {}, kind

    @check
    async def test_s77_its_id_is_free_again(self, subject: AsyncSubject) -> None:
        noun = lead(subject.id("gone"))
        await subject.keep(changed(noun))
        async with subject.begin() as work:
            await work.erase("lead", noun.id)
            await work.commit()
        await subject.keep(noun)
        async with subject.begin() as work:
            assert await work.leads.get(noun.id) == noun

    @check
    async def test_s78_a_lead_goes_with_its_activities_and_follow_ups(self, subject: AsyncSubject) -> None:
        id = await lived(subject, "gone")
        async with subject.begin() as work:
            await work.erase("lead", id)
            await work.commit()
        async with subject.begin() as work:
            assert await work.activities.of_lead(id) == ()
            assert not await work.follow_ups.open_of_leads([id])
            assert await work.follow_ups.find(f"{id} next") is await work.follow_ups.find(f"{id} done") is None
            assert id not in [step.lead_id async for step in work.follow_ups.all()]
            assert id not in [step.lead_id async for step in work.follow_ups.due(follow_up("x", "x", 9).due)]
            assert [each async for each in work.leads.where(owner=id)] == []

    @check
    async def test_s79_its_receipts_keep_what_a_retry_needs(self, subject: AsyncSubject) -> None:
        id, key = await lived(subject, "gone"), subject.id("key of gone")
        async with subject.begin() as work:
            full = (await work.receipts.find([key]))[key]
            bare = Receipt(full.key, full.action, full.digest, full.at)
            await work.erase("lead", id)
            for _ in range(2):
                assert await work.receipts.find([key]) == {key: bare}
                assert await work.receipts.latest([key]) == {key: bare}
                assert [proof async for proof in work.receipts.all() if proof.key == key] == [bare]
                await work.commit()
        with pytest.raises(IdempotencyConflict):
            await subject.keep(receipt(key))

    @check
    async def test_s80_nothing_of_anybody_else_goes(self, subject: AsyncSubject) -> None:
        names = ("stays", "GONE", "gone ", "gon")
        for name in (*names, "gone"):
            await lived(subject, name)
        shared = subject.id("shared")
        async with subject.begin() as work:
            for name in ("stays", "gone", "gon"):
                await work.match_keys.add("lead", subject.id(name), [shared])
            await work.match_keys.add("contact", subject.id("gone"), [shared])
            await work.customers.add(of_every_kind(subject.id("gone"))[2])
            await work.commit()
        async with subject.begin() as work:
            before = [await _read(work, subject, name) for name in names]
            await work.erase("lead", subject.id("gone"))
            await work.commit()
        async with subject.begin() as work:
            assert [await _read(work, subject, name) for name in names] == before
            assert await work.match_keys.find("lead", [shared]) == {shared: (subject.id("stays"), subject.id("gon"))}
            assert await work.match_keys.find("contact", [shared]) == {shared: (subject.id("gone"),)}
            assert await work.customers.find(subject.id("gone")) is not None

    @check
    async def test_s81_erasing_what_is_not_there_is_no_error(self, subject: AsyncSubject) -> None:
        for kind in KINDS:
            async with subject.begin() as work:
                await work.erase(kind, subject.id("nobody"))
                await work.erase(kind, subject.id("nobody"))
                await work.commit()

    @check
    async def test_s100_a_version_is_erased_and_no_other_one(self, subject: AsyncSubject) -> None:
        noun = lead(subject.id("lead"))
        await subject.keep(noun)
        for id, expected in ((noun.id, 2), (subject.id("nobody"), 1)):
            async with subject.refused(VersionConflict) as work:
                await work.erase("lead", id, expected=expected)
        async with subject.begin() as work:
            await work.leads.put(changed(noun), expected=1)
            await work.commit()
        async with subject.refused(VersionConflict) as work:  # somebody was faster
            await work.erase("lead", noun.id, expected=1)
        async with subject.begin() as work:
            assert await work.leads.get(noun.id) == changed(noun)
            await work.leads.put(changed(changed(noun)), expected=2)
            await work.erase("lead", noun.id, expected=3)  # as it was written here
            await work.commit()
        async with subject.begin() as work:
            assert await work.leads.find(noun.id) is None

    @check
    async def test_s82_erasure_is_seen_at_once_and_undone_without_commit(self, subject: AsyncSubject) -> None:
        id = await lived(subject, "gone")
        async with subject.begin() as work:
            before = await _read(work, subject, "gone")
            await work.erase("lead", id)
            after = await _read(work, subject, "gone")
            assert after[:7] == [None, [], [], {}, [], [], {}]
            assert after[-2:] == [[], []]
        async with subject.begin() as work:
            assert await _read(work, subject, "gone") == before

    @check
    async def test_s82_a_limit_does_not_count_what_is_erased(self, subject: AsyncSubject) -> None:
        owner, start, before = subject.id("owner"), subject.id(""), follow_up("x", "x", 9).due
        for name in "abc":
            id = subject.id(name)
            await subject.keep(lead(id, owner=owner), follow_up(id, id, 1))
        async with subject.begin() as work:
            due = [step.id async for step in work.follow_ups.due(before)]
            await work.erase("lead", subject.id("a"))
            wanted, left = [subject.id("b"), subject.id("c")], [id for id in due if id != subject.id("a")]
            assert [noun.id async for noun in work.leads.all(after=start, limit=2)] == wanted
            assert [noun.id async for noun in work.leads.where(owner=owner, limit=2)] == wanted
            assert [step.id async for step in work.follow_ups.all(after=start, limit=2)] == wanted
            assert [step.id async for step in work.follow_ups.due(before, limit=len(left))] == left

    @check
    async def test_s82_it_takes_what_was_written_before_it(self, subject: AsyncSubject) -> None:
        id, key = subject.id("gone"), subject.id("key of gone")
        async with subject.begin() as work:
            await kept(work, lead(id), follow_up(id, id), note(id, id), *events(id, 1))
            await work.match_keys.add("lead", id, [key])
            await work.erase("lead", id)
            await work.commit()
        async with subject.begin() as work:
            found = await _read(work, subject, "gone")
            assert found[:7] == [None, [], [], {}, [], [], {}]
            assert found[-2:] == [[], []]

    @check
    async def test_s83_what_is_written_after_it_stays(self, subject: AsyncSubject) -> None:
        id, key = await lived(subject, "gone"), subject.id("key of gone")
        told, other = LeadErased(id, 4, AT, "asked for it"), subject.id("other")
        async with subject.begin() as work:
            await work.erase("lead", id)
            await kept(work, told, lead(other))
            await work.match_keys.add("lead", other, [key])
            for _ in range(2):
                assert await work.events.of(id) == (told,)
                assert [event async for event in work.events.all() if event.subject_id == id] == [told]
                assert await work.match_keys.find("lead", [key]) == {key: (other,)}
                await work.commit()

    @check
    async def test_s83_even_a_noun_of_the_same_id(self, subject: AsyncSubject) -> None:
        id = await lived(subject, "gone")
        fresh, step = lead(id, company="another"), follow_up(f"{id} next", id, 3)
        async with subject.begin() as work:
            await work.erase("lead", id)
            await kept(work, fresh, step)
            for _ in range(2):
                assert await work.leads.get(id) == fresh
                assert await work.follow_ups.open_of_leads([id]) == {id: step}
                assert step.id in [each.id async for each in work.follow_ups.due(follow_up("x", "x", 9).due)]
                assert [each.id async for each in work.follow_ups.all() if each.lead_id == id] == [step.id]
                assert await work.activities.of_lead(id) == ()
                await work.commit()
