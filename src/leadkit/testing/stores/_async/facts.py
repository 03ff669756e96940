"""S70–S76: rotations and events, asynchronous form."""

from datetime import timedelta
from typing import Any

from leadkit.aio import LeadDesk
from leadkit.errors import StoreError, VersionConflict
from leadkit.kernel.money import Money
from leadkit.model import Call, Channel
from leadkit.model.events import InquiryRefused, LeadErased, replay
from leadkit.model.rotation import Rotation
from leadkit.testing.clock import FrozenClock
from leadkit.testing.stores._async.subject import AsyncSubject, kept
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import AT, changed, events, lead

__all__ = ["AsyncFactChecks"]


class AsyncFactChecks:
    """Whose turn it was, and what happened."""

    @check
    async def test_s70_a_new_team_has_an_empty_rotation(self, subject: AsyncSubject) -> None:
        teams = [subject.id(name) for name in ("team", "TEAM", "team ", "téam")]
        await subject.keep(Rotation(teams[0], {"li": 1}, 1))
        async with subject.begin() as work:
            for team in teams[1:]:
                assert await work.rotations.get(team) == Rotation(team)

    @check
    async def test_s71_a_stale_turn_is_a_conflict(self, subject: AsyncSubject) -> None:
        team = subject.id("team")
        first, second = Rotation(team, {"li": 1}, 1), Rotation(team, {"li": 1, "wang": 2}, 2)
        for expected in (1, 2):
            async with subject.refused(VersionConflict) as work:
                await work.rotations.put(first, expected=expected)
        await subject.keep(first)
        for expected in (0, 2):
            async with subject.refused(VersionConflict) as work:
                await work.rotations.put(second, expected=expected)
            async with subject.begin() as work:
                assert await work.rotations.get(team) == first
        await subject.keep(second)
        async with subject.begin() as work:
            assert await work.rotations.get(team) == second

    @check
    async def test_s71_one_unit_of_work_may_take_several_turns(self, subject: AsyncSubject) -> None:
        team = subject.id("team")
        turns = [Rotation(team, {"li": number}, number) for number in (1, 2, 3)]
        await subject.keep(*turns[:2])
        async with subject.refused(VersionConflict) as work:
            await work.rotations.put(turns[2], expected=2)
            await work.rotations.put(turns[2], expected=2)
        async with subject.begin() as work:
            assert await work.rotations.get(team) == turns[1]

    @check
    async def test_s72_only_one_of_two_takes_the_turn(self, subject: AsyncSubject) -> None:
        team = subject.id("team")
        for turn in (1, 2):  # the first turn of a team, and a later one
            async with subject.refused(VersionConflict) as slow, subject.begin() as fast:
                assert await slow.rotations.get(team) == await fast.rotations.get(team)
                await fast.rotations.put(Rotation(team, {"li": turn}, turn), expected=turn - 1)
                await fast.commit()
                await slow.rotations.put(Rotation(team, {"wang": turn}, turn), expected=turn - 1)
            async with subject.begin() as work:
                assert await work.rotations.get(team) == Rotation(team, {"li": turn}, turn)

    @check
    async def test_s73_events_are_kept_if_and_only_if_the_unit_commits(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        facts = events(id, 1, 2, 3)
        await subject.keep(lead(id), facts[0])
        async with subject.begin() as work:
            await work.events.append(facts[1:])
        async with subject.refused(StoreError) as work:
            await work.events.append(facts[1:])
            await work.leads.put(changed(changed(lead(id))), expected=2)
        async with subject.begin() as work:
            assert await work.events.of(id) == (facts[0],)
            assert [event async for event in work.events.all() if event.subject_id == id] == facts[:1]
        async with subject.begin() as work:  # a unit of work that writes nothing else
            await work.events.append(facts[1:])
            await work.commit()
        async with subject.begin() as work:
            assert list(await work.events.of(id)) == facts

    @check
    async def test_s74_the_events_of_one_noun_stand_as_they_were_appended(self, subject: AsyncSubject) -> None:
        one, two = subject.id("a"), subject.id("A")
        mine, theirs = events(one, *range(1, 8)), events(two, *range(1, 4))
        await subject.keep(mine[0], theirs[0], mine[1])
        await subject.keep(theirs[1])
        async with subject.begin() as work:
            await work.events.append(iter(mine[2:4]))
            await work.events.append([theirs[2], mine[4]])
            await work.events.append([])
            await work.events.append(mine[5:])
            for _ in range(2):
                assert list(await work.events.of(one)) == mine
                assert list(await work.events.of(two)) == theirs
                await work.commit()
            assert await work.events.of(subject.id("nobody")) == ()

    @check
    async def test_s75_all_lists_every_event_once_and_in_order(self, subject: AsyncSubject) -> None:
        ids = [subject.id(name) for name in "ab"]
        units = [[fact for id in ids[:: 1 if at % 2 else -1] for fact in events(id, at, at + 1)] for at in (1, 3, 5)]
        for unit in units:
            await subject.keep(*unit)
        async with subject.begin() as work:
            found = [event async for event in work.events.all() if event.subject_id in ids]
            for id in ids:
                assert [event for event in found if event.subject_id == id] == events(id, *range(1, 7))
            for unit in units:
                assert [event for event in found if event in unit] == unit
            assert len(found) == sum(map(len, units))

    @check
    async def test_s76_what_happened_replays_to_what_is_stored(self, subject: AsyncSubject) -> None:
        clock, first = FrozenClock(AT), await _journey(subject)
        async with subject.begin() as work:
            nouns: list[Any] = [await work.leads.get(first["lead"]), await work.customers.get(first["customer"])]
            nouns.append(await work.contacts.get(first["contact"]))
            nouns.append(await work.opportunities.get(first["opportunity"]))
            for noun in nouns:
                assert replay(await work.events.of(noun.id)) == noun
                assert (await work.events.of(noun.id))[-1].version == noun.version
            assert nouns[0].version > 5
            assert clock() < nouns[0].updated_at
            recorded = {activity.id for activity in await work.activities.of_lead(first["lead"])}
            told = {getattr(event, "activity_id", None) for event in await work.events.of(first["lead"])}
            assert recorded <= told

    @check
    async def test_s76_a_failed_journey_leaves_neither(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        await subject.keep(lead(id), events(id, 1)[0])
        for stale in (0, 2):
            async with subject.refused(VersionConflict) as work:
                await kept(work, events(id, 2)[0])
                await work.leads.put(changed(lead(id)), expected=stale)
        async with subject.begin() as work:
            stored, facts = await work.leads.get(id), await work.events.of(id)
            assert stored.version == facts[-1].version == 1
            every = [event async for event in work.events.all()]
            about = {event.subject_id for event in every if not isinstance(event, InquiryRefused | LeadErased)}
            assert id in about


async def _journey(subject: AsyncSubject) -> dict[str, str]:
    """A lead on its way through a desk to a customer; the ids that it left."""
    numbers, clock = iter(range(1_000)), FrozenClock(AT)
    desk = LeadDesk(store=subject.store, now=clock, new_id=lambda: subject.id(f"{next(numbers):03}"))
    mail = f"{subject.id('').replace(':', '')}@example.com"
    captured = await desk.leads.capture(name="王小明", email=mail, company="顶点", channel=Channel.EXHIBITION)
    lead_id = captured.lead.id
    clock.advance(timedelta(hours=1))
    again = await desk.leads.capture(name="Wang", email=mail.upper(), channel=Channel.EMAIL)
    assert again.duplicate_of == lead_id
    await desk.leads.assign(lead_id)
    await desk.leads.record(lead_id, Call(result="keen"))
    await desk.leads.qualify(lead_id, need="ERP", budget=Money("120000", "CNY"))
    deal = await desk.leads.convert(lead_id)
    await desk.opportunities.win(deal.receipt.results["opportunity"])
    return {
        "lead": lead_id,
        "contact": deal.receipt.results["contact"],
        "customer": deal.customer.id,
        "opportunity": deal.receipt.results["opportunity"],
    }
