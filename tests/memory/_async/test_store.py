"""What the memory store promises, asynchronous form; every other store promises the same."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from leadkit.errors import IdempotencyConflict, NotFound, StoreError, VersionConflict
from leadkit.memory import AsyncStore
from leadkit.model import Action, Activity, Call, Customer, FollowUp, Lead, Note, Receipt
from leadkit.model.events import LeadChanged
from leadkit.model.rotation import Rotation

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEAD = Lead("lead-1", AT, AT)
CHANGED = attrs.evolve(LEAD, company="顶点", version=2)
AGAIN = attrs.evolve(LEAD, company="顶点科技", version=3)
FOLLOW_UP = FollowUp("next-1", "lead-1", AT, "call")
ACTIVITY = Activity("did-1", "lead-1", AT, Call())
EVENT = LeadChanged("lead-1", 2, AT)
RECEIPT = Receipt("key-1", Action.CAPTURE, "digest-1", AT, lead_id="lead-1")
ROTATION = Rotation("sales", {"li": 1}, 1)


async def write_everything(work):
    await work.leads.add(LEAD)
    await work.follow_ups.add(FOLLOW_UP)
    await work.activities.add(ACTIVITY)
    await work.match_keys.add("lead", "lead-1", ["mail", "phone"])
    await work.receipts.add(RECEIPT)
    await work.rotations.put(ROTATION, expected=0)
    await work.events.append([EVENT])


async def read_everything(work):
    return (
        await work.leads.find("lead-1"),
        [lead async for lead in work.leads.all()],
        [lead async for lead in work.leads.where(statuses=["new"])],
        await work.follow_ups.open_of_lead("lead-1"),
        [follow_up async for follow_up in work.follow_ups.due(AT + HOUR)],
        await work.activities.of_lead("lead-1"),
        await work.match_keys.find("lead", ["phone"]),
        await work.receipts.find("key-1"),
        await work.receipts.recent("digest-1", AT),
        [receipt async for receipt in work.receipts.all()],
        await work.rotations.get("sales"),
        await work.events.of("lead-1"),
        [event async for event in work.events.all()],
    )


EVERYTHING = (
    LEAD,
    [LEAD],
    [LEAD],
    FOLLOW_UP,
    [FOLLOW_UP],
    (ACTIVITY,),
    ("lead-1",),
    RECEIPT,
    RECEIPT,
    [RECEIPT],
    ROTATION,
    (EVENT,),
    [EVENT],
)
NOTHING = (None, [], [], None, [], (), (), None, None, [], Rotation("sales"), (), [])


async def seen_by_others(store):
    async with store.begin() as work:
        return await read_everything(work)


async def store_with(*nouns):
    store = AsyncStore()
    async with store.begin() as work:
        for noun in nouns:
            await (work.follow_ups if isinstance(noun, FollowUp) else work.leads).add(noun)
        await work.commit()
    return store


async def test_a_unit_of_work_sees_its_own_writes_and_nobody_else_does_before_commit():
    store = AsyncStore()
    async with store.begin() as work:
        await write_everything(work)
        assert await read_everything(work) == EVERYTHING
        assert await seen_by_others(store) == NOTHING
        await work.commit()
        assert await seen_by_others(store) == EVERYTHING
        assert await read_everything(work) == EVERYTHING


async def test_leaving_without_commit_keeps_nothing():
    store = AsyncStore()
    async with store.begin() as work:
        await write_everything(work)
    assert await seen_by_others(store) == NOTHING


async def test_an_error_on_the_way_keeps_nothing():
    async def failing(store):
        async with store.begin() as work:
            await write_everything(work)
            raise ZeroDivisionError

    store = AsyncStore()
    with pytest.raises(ZeroDivisionError):
        await failing(store)
    assert await seen_by_others(store) == NOTHING


async def test_what_is_written_after_the_commit_needs_another():
    store = AsyncStore()
    async with store.begin() as work:
        await work.leads.add(LEAD)
        await work.commit()
        await work.leads.put(CHANGED, expected=1)
    async with store.begin() as work:
        assert await work.leads.get("lead-1") == LEAD


async def test_two_stores_share_nothing():
    store = await store_with(LEAD)
    async with AsyncStore().begin() as work:
        assert await work.leads.find("lead-1") is None
    async with store.begin() as work:
        assert await work.leads.get("lead-1") == LEAD


async def test_an_unknown_id_is_found_by_find_as_none_and_by_get_as_an_error():
    async with AsyncStore().begin() as work:
        assert await work.leads.find("lead-9") is None
        with pytest.raises(NotFound):
            await work.leads.get("lead-9")
        with pytest.raises(LookupError):
            await work.quotes.get("quote-9")


async def test_the_first_of_two_writers_wins_and_the_other_loads_again():
    store = await store_with(LEAD)
    async with store.begin() as slow, store.begin() as fast:
        await slow.leads.put(CHANGED, expected=(await slow.leads.get("lead-1")).version)
        await fast.leads.put(attrs.evolve(CHANGED, owner="li"), expected=1)
        await fast.commit()
        with pytest.raises(VersionConflict, match="lead-1 has version 2, not 1"):
            await slow.commit()
        loaded = await slow.leads.get("lead-1")
        await slow.leads.put(attrs.evolve(loaded, company="顶点", version=3), expected=loaded.version)
        await slow.commit()
    async with store.begin() as work:
        saved = await work.leads.get("lead-1")
    assert (saved.owner, saved.company, saved.version) == ("li", "顶点", 3)


async def test_a_new_noun_needs_a_new_id_and_a_changed_one_needs_to_be_there():
    store = await store_with(LEAD)
    async with store.begin() as work:
        await work.leads.add(LEAD)
        with pytest.raises(VersionConflict, match="lead-1 is taken"):
            await work.commit()
    async with store.begin() as work:
        await work.customers.put(Customer("lead-1", AT, AT, "顶点", version=2), expected=1)
        with pytest.raises(VersionConflict):
            await work.commit()


async def test_a_conflict_applies_nothing_and_leaves_a_clean_unit():
    store = await store_with(attrs.evolve(LEAD, id="other"))
    async with store.begin() as work:
        await write_everything(work)
        await work.leads.put(attrs.evolve(CHANGED, id="other"), expected=7)
        with pytest.raises(StoreError):
            await work.commit()
        assert await work.leads.find("lead-1") is None
        await work.commit()  # of nothing
    after = await seen_by_others(store)
    assert after[0] is None
    assert after[3:] == NOTHING[3:]


async def test_two_writes_in_one_unit_are_one_change():
    store = AsyncStore()
    async with store.begin() as work:
        await work.leads.add(LEAD)
        await work.leads.put(CHANGED, expected=1)
        await work.leads.put(AGAIN, expected=2)
        await work.commit()
    async with store.begin() as work:
        assert await work.leads.get("lead-1") == AGAIN
        await work.leads.put(attrs.evolve(AGAIN, version=4), expected=3)
        await work.leads.put(attrs.evolve(AGAIN, version=5), expected=4)
        await work.commit()
    async with store.begin() as work:
        assert (await work.leads.get("lead-1")).version == 5


async def test_a_second_write_must_know_the_first():
    store = await store_with(LEAD)
    async with store.begin() as work:
        await work.leads.put(CHANGED, expected=1)
        with pytest.raises(VersionConflict):
            await work.leads.put(AGAIN, expected=1)
        with pytest.raises(VersionConflict):
            await work.leads.add(LEAD)


async def test_a_key_has_one_receipt():
    store = AsyncStore()
    async with store.begin() as slow, store.begin() as fast:
        await slow.receipts.add(RECEIPT)
        await slow.events.append([EVENT])
        with pytest.raises(IdempotencyConflict):
            await slow.receipts.add(attrs.evolve(RECEIPT, digest="digest-2"))
        await fast.receipts.add(RECEIPT)
        await fast.commit()
        with pytest.raises(IdempotencyConflict):
            await slow.commit()
    async with store.begin() as work:
        assert [receipt async for receipt in work.receipts.all()] == [RECEIPT]
        assert [event async for event in work.events.all()] == []


async def test_the_latest_receipt_of_a_content_is_the_one_with_the_latest_time():
    store = AsyncStore()
    late, later = (attrs.evolve(RECEIPT, key=f"key-{hours}", at=AT + hours * HOUR) for hours in (1, 2))
    async with store.begin() as work:
        await work.receipts.add(later)
        await work.commit()
    async with store.begin() as work:
        await work.receipts.add(late)  # another process, whose clock is slow
        assert await work.receipts.recent("digest-1", AT) == later
        await work.commit()
    async with store.begin() as work:
        assert await work.receipts.recent("digest-1", AT) == later
        assert await work.receipts.recent("digest-1", AT + 2 * HOUR) == later
        assert await work.receipts.recent("digest-1", AT + 3 * HOUR) is None
        assert await work.receipts.recent("digest-2", AT) is None
        latest = attrs.evolve(RECEIPT, key="key-3", at=AT + 3 * HOUR)
        await work.receipts.add(latest)
        assert await work.receipts.recent("digest-1", AT) == latest
        await work.commit()
        assert await work.receipts.recent("digest-1", AT) == latest


async def test_nothing_that_was_handed_in_or_out_is_a_way_in():
    store, keys, events = AsyncStore(), ["mail"], [EVENT]
    async with store.begin() as work:
        await work.leads.add(attrs.evolve(LEAD, tags=["vip"], extra={"a": ["b"]}))
        await work.match_keys.add("lead", "lead-1", keys)
        await work.events.append(events)
        keys.append("phone")
        events.append(EVENT)
        await work.commit()
    async with store.begin() as work:
        lead = await work.leads.get("lead-1")
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            lead.company = "mine"
        with pytest.raises(TypeError):
            lead.extra["a"] = "mine"
        assert isinstance(lead.tags, tuple)
        assert isinstance(lead.extra["a"], tuple)
        assert await work.match_keys.find("lead", ["phone"]) == ()
        assert await work.events.of("lead-1") == (EVENT,)


async def test_events_stand_in_commit_order_and_in_their_own_within_a_unit():
    store = AsyncStore()
    facts = [LeadChanged(f"lead-{number % 2}", number, AT) for number in range(1, 7)]
    async with store.begin() as slow, store.begin() as fast:
        await slow.events.append(facts[:2])
        await fast.events.append(facts[2:4])
        await fast.commit()
        await slow.events.append(iter(facts[4:]))
        assert await slow.events.of("lead-1") == (facts[2], facts[0], facts[4])
        await slow.commit()
    async with store.begin() as work:
        assert [event async for event in work.events.all()] == [*facts[2:4], *facts[:2], *facts[4:]]
        assert await work.events.of("lead-0") == (facts[3], facts[1], facts[5])
        assert await work.events.of("lead-9") == ()


async def test_activities_stand_in_the_order_in_which_they_happened():
    store = AsyncStore()
    notes = [Activity(str(id), "lead-1", AT + at * HOUR, Note(str(id))) for id, at in enumerate((2, 0, 1, 0))]
    async with store.begin() as work:
        for note in notes[:2]:
            await work.activities.add(note)
        await work.commit()
    async with store.begin() as work:
        for note in notes[2:]:
            await work.activities.add(note)
        await work.activities.add(attrs.evolve(notes[0], lead_id="lead-2"))
        assert [note.id for note in await work.activities.of_lead("lead-1")] == ["1", "3", "2", "0"]


async def test_a_match_key_has_several_holders_and_a_holder_several_keys():
    store = AsyncStore()
    async with store.begin() as work:
        await work.match_keys.add("lead", "lead-2", ["mail", "phone"])
        await work.match_keys.add("contact", "contact-1", ["mail"])
        assert await work.match_keys.find("contact", ["phone"]) == ()
        await work.commit()
    async with store.begin() as work:
        await work.match_keys.add("lead", "lead-1", ["mail"])
        await work.match_keys.add("lead", "lead-2", ["mail"])
        assert await work.match_keys.find("lead", ["mail", "phone"]) == ("lead-2", "lead-1")
        await work.commit()
        assert await work.match_keys.find("lead", ["mail", "phone"]) == ("lead-2", "lead-1")
        assert await work.match_keys.find("lead", iter(["phone"])) == ("lead-2",)
        assert await work.match_keys.find("contact", ["mail"]) == ("contact-1",)
        assert await work.match_keys.find("lead", ["nobody"]) == await work.match_keys.find("lead", []) == ()


async def test_open_follow_ups_are_due_earliest_first():
    late, early, done = (
        attrs.evolve(FOLLOW_UP, id=id, due=AT + hours * HOUR, done_at=AT if id == "done" else None)
        for id, hours in (("late", 5), ("early", 1), ("done", 0))
    )
    store = await store_with(late, early, done)
    async with store.begin() as work:
        assert [step.id async for step in work.follow_ups.due(AT + 9 * HOUR)] == ["early", "late"]
        assert [step.id async for step in work.follow_ups.due(AT + 5 * HOUR)] == ["early"]
        assert [step.id async for step in work.follow_ups.due(AT + HOUR)] == []
        assert await work.follow_ups.open_of_lead("lead-1") == early
        await work.follow_ups.put(attrs.evolve(early, done_at=AT, version=2), expected=1)
        assert await work.follow_ups.open_of_lead("lead-1") == late
        assert [step.id async for step in work.follow_ups.due(AT + 9 * HOUR)] == ["late"]
        await work.commit()
        assert await work.follow_ups.open_of_lead("lead-1") == late
        assert await work.follow_ups.open_of_lead("lead-2") is None


async def test_leads_are_found_by_every_condition_given_oldest_id_first():
    rows = (("3", "new", "li", None), ("1", "new", None, "public"), ("2", "working", "li", None))
    store = await store_with(
        *(Lead(id, AT, AT, status=status, owner=owner, pool=pool) for id, status, owner, pool in rows)
    )
    async with store.begin() as work:
        await work.leads.add(Lead("0", AT, AT, owner="wang"))
        await work.leads.put(Lead("2", AT, AT, status="nurturing", owner="li", version=2), expected=1)
        for conditions, ids in (
            ({}, "0123"),
            ({"statuses": ["new"]}, "013"),
            ({"statuses": {"nurturing", "working"}}, "2"),
            ({"statuses": []}, ""),
            ({"owner": "li"}, "23"),
            ({"owner": "li", "statuses": ("new",)}, "3"),
            ({"pool": "public"}, "1"),
            ({"pool": "public", "owner": "li"}, ""),
        ):
            assert "".join([lead.id async for lead in work.leads.where(**conditions)]) == ids
        assert [lead.id async for lead in work.leads.all()] == ["0", "1", "2", "3"]


async def test_only_one_of_two_takes_the_turn():
    store = AsyncStore()
    second = Rotation("sales", {"li": 1, "wang": 2}, 2)
    async with store.begin() as slow, store.begin() as fast:
        assert await slow.rotations.get("sales") == Rotation("sales")
        await slow.rotations.put(ROTATION, expected=0)
        await slow.rotations.put(second, expected=1)
        with pytest.raises(VersionConflict):
            await slow.rotations.put(second, expected=1)
        assert await slow.rotations.get("sales") == second
        await fast.rotations.put(ROTATION, expected=0)
        await fast.commit()
        with pytest.raises(VersionConflict):
            await slow.commit()
    async with store.begin() as work:
        assert await work.rotations.get("sales") == ROTATION
        assert await work.rotations.get("service") == Rotation("service")
