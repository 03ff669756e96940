# Derived from tests/memory/_async/test_store.py by tools/twins.py; edit that file.
"""What the memory store promises, synchronous form; every other store promises the same."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from leadkit.errors import IdempotencyConflict, NotFound, StoreError, VersionConflict
from leadkit.memory import Store
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


def write_everything(work):
    work.leads.add(LEAD)
    work.follow_ups.add(FOLLOW_UP)
    work.activities.add(ACTIVITY)
    work.match_keys.add("lead", "lead-1", ["mail", "phone"])
    work.receipts.add(RECEIPT)
    work.rotations.put(ROTATION, expected=0)
    work.events.append([EVENT])


def read_everything(work):
    return (
        work.leads.find("lead-1"),
        [lead for lead in work.leads.all()],
        [lead for lead in work.leads.where(statuses=["new"])],
        work.follow_ups.open_of_lead("lead-1"),
        [follow_up for follow_up in work.follow_ups.due(AT + HOUR)],
        work.activities.of_lead("lead-1"),
        work.match_keys.find("lead", ["phone"]),
        work.receipts.find("key-1"),
        work.receipts.recent("digest-1", AT),
        [receipt for receipt in work.receipts.all()],
        work.rotations.get("sales"),
        work.events.of("lead-1"),
        [event for event in work.events.all()],
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


def seen_by_others(store):
    with store.begin() as work:
        return read_everything(work)


def store_with(*nouns):
    store = Store()
    with store.begin() as work:
        for noun in nouns:
            (work.follow_ups if isinstance(noun, FollowUp) else work.leads).add(noun)
        work.commit()
    return store


def test_a_unit_of_work_sees_its_own_writes_and_nobody_else_does_before_commit():
    store = Store()
    with store.begin() as work:
        write_everything(work)
        assert read_everything(work) == EVERYTHING
        assert seen_by_others(store) == NOTHING
        work.commit()
        assert seen_by_others(store) == EVERYTHING
        assert read_everything(work) == EVERYTHING


def test_leaving_without_commit_keeps_nothing():
    store = Store()
    with store.begin() as work:
        write_everything(work)
    assert seen_by_others(store) == NOTHING


def test_an_error_on_the_way_keeps_nothing():
    def failing(store):
        with store.begin() as work:
            write_everything(work)
            raise ZeroDivisionError

    store = Store()
    with pytest.raises(ZeroDivisionError):
        failing(store)
    assert seen_by_others(store) == NOTHING


def test_what_is_written_after_the_commit_needs_another():
    store = Store()
    with store.begin() as work:
        work.leads.add(LEAD)
        work.commit()
        work.leads.put(CHANGED, expected=1)
    with store.begin() as work:
        assert work.leads.get("lead-1") == LEAD


def test_two_stores_share_nothing():
    store = store_with(LEAD)
    with Store().begin() as work:
        assert work.leads.find("lead-1") is None
    with store.begin() as work:
        assert work.leads.get("lead-1") == LEAD


def test_an_unknown_id_is_found_by_find_as_none_and_by_get_as_an_error():
    with Store().begin() as work:
        assert work.leads.find("lead-9") is None
        with pytest.raises(NotFound):
            work.leads.get("lead-9")
        with pytest.raises(LookupError):
            work.quotes.get("quote-9")


def test_the_first_of_two_writers_wins_and_the_other_loads_again():
    store = store_with(LEAD)
    with store.begin() as slow, store.begin() as fast:
        slow.leads.put(CHANGED, expected=(slow.leads.get("lead-1")).version)
        fast.leads.put(attrs.evolve(CHANGED, owner="li"), expected=1)
        fast.commit()
        with pytest.raises(VersionConflict, match="lead-1 has version 2, not 1"):
            slow.commit()
        loaded = slow.leads.get("lead-1")
        slow.leads.put(attrs.evolve(loaded, company="顶点", version=3), expected=loaded.version)
        slow.commit()
    with store.begin() as work:
        saved = work.leads.get("lead-1")
    assert (saved.owner, saved.company, saved.version) == ("li", "顶点", 3)


def test_a_new_noun_needs_a_new_id_and_a_changed_one_needs_to_be_there():
    store = store_with(LEAD)
    with store.begin() as work:
        work.leads.add(LEAD)
        with pytest.raises(VersionConflict, match="lead-1 is taken"):
            work.commit()
    with store.begin() as work:
        work.customers.put(Customer("lead-1", AT, AT, "顶点", version=2), expected=1)
        with pytest.raises(VersionConflict):
            work.commit()


def test_a_conflict_applies_nothing_and_leaves_a_clean_unit():
    store = store_with(attrs.evolve(LEAD, id="other"))
    with store.begin() as work:
        write_everything(work)
        work.leads.put(attrs.evolve(CHANGED, id="other"), expected=7)
        with pytest.raises(StoreError):
            work.commit()
        assert work.leads.find("lead-1") is None
        work.commit()  # of nothing
    after = seen_by_others(store)
    assert after[0] is None
    assert after[3:] == NOTHING[3:]


def test_two_writes_in_one_unit_are_one_change():
    store = Store()
    with store.begin() as work:
        work.leads.add(LEAD)
        work.leads.put(CHANGED, expected=1)
        work.leads.put(AGAIN, expected=2)
        work.commit()
    with store.begin() as work:
        assert work.leads.get("lead-1") == AGAIN
        work.leads.put(attrs.evolve(AGAIN, version=4), expected=3)
        work.leads.put(attrs.evolve(AGAIN, version=5), expected=4)
        work.commit()
    with store.begin() as work:
        assert (work.leads.get("lead-1")).version == 5


def test_a_second_write_must_know_the_first():
    store = store_with(LEAD)
    with store.begin() as work:
        work.leads.put(CHANGED, expected=1)
        with pytest.raises(VersionConflict):
            work.leads.put(AGAIN, expected=1)
        with pytest.raises(VersionConflict):
            work.leads.add(LEAD)


def test_a_key_has_one_receipt():
    store = Store()
    with store.begin() as slow, store.begin() as fast:
        slow.receipts.add(RECEIPT)
        slow.events.append([EVENT])
        with pytest.raises(IdempotencyConflict):
            slow.receipts.add(attrs.evolve(RECEIPT, digest="digest-2"))
        fast.receipts.add(RECEIPT)
        fast.commit()
        with pytest.raises(IdempotencyConflict):
            slow.commit()
    with store.begin() as work:
        assert [receipt for receipt in work.receipts.all()] == [RECEIPT]
        assert [event for event in work.events.all()] == []


def test_the_latest_receipt_of_a_content_is_the_one_with_the_latest_time():
    store = Store()
    late, later = (attrs.evolve(RECEIPT, key=f"key-{hours}", at=AT + hours * HOUR) for hours in (1, 2))
    with store.begin() as work:
        work.receipts.add(later)
        work.commit()
    with store.begin() as work:
        work.receipts.add(late)  # another process, whose clock is slow
        assert work.receipts.recent("digest-1", AT) == later
        work.commit()
    with store.begin() as work:
        assert work.receipts.recent("digest-1", AT) == later
        assert work.receipts.recent("digest-1", AT + 2 * HOUR) == later
        assert work.receipts.recent("digest-1", AT + 3 * HOUR) is None
        assert work.receipts.recent("digest-2", AT) is None
        latest = attrs.evolve(RECEIPT, key="key-3", at=AT + 3 * HOUR)
        work.receipts.add(latest)
        assert work.receipts.recent("digest-1", AT) == latest
        work.commit()
        assert work.receipts.recent("digest-1", AT) == latest


def test_nothing_that_was_handed_in_or_out_is_a_way_in():
    store, keys, events = Store(), ["mail"], [EVENT]
    with store.begin() as work:
        work.leads.add(attrs.evolve(LEAD, tags=["vip"], extra={"a": ["b"]}))
        work.match_keys.add("lead", "lead-1", keys)
        work.events.append(events)
        keys.append("phone")
        events.append(EVENT)
        work.commit()
    with store.begin() as work:
        lead = work.leads.get("lead-1")
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            lead.company = "mine"
        with pytest.raises(TypeError):
            lead.extra["a"] = "mine"
        assert isinstance(lead.tags, tuple)
        assert isinstance(lead.extra["a"], tuple)
        assert work.match_keys.find("lead", ["phone"]) == ()
        assert work.events.of("lead-1") == (EVENT,)


def test_events_stand_in_commit_order_and_in_their_own_within_a_unit():
    store = Store()
    facts = [LeadChanged(f"lead-{number % 2}", number, AT) for number in range(1, 7)]
    with store.begin() as slow, store.begin() as fast:
        slow.events.append(facts[:2])
        fast.events.append(facts[2:4])
        fast.commit()
        slow.events.append(iter(facts[4:]))
        assert slow.events.of("lead-1") == (facts[2], facts[0], facts[4])
        slow.commit()
    with store.begin() as work:
        assert [event for event in work.events.all()] == [*facts[2:4], *facts[:2], *facts[4:]]
        assert work.events.of("lead-0") == (facts[3], facts[1], facts[5])
        assert work.events.of("lead-9") == ()


def test_activities_stand_in_the_order_in_which_they_happened():
    store = Store()
    notes = [Activity(str(id), "lead-1", AT + at * HOUR, Note(str(id))) for id, at in enumerate((2, 0, 1, 0))]
    with store.begin() as work:
        for note in notes[:2]:
            work.activities.add(note)
        work.commit()
    with store.begin() as work:
        for note in notes[2:]:
            work.activities.add(note)
        work.activities.add(attrs.evolve(notes[0], lead_id="lead-2"))
        assert [note.id for note in work.activities.of_lead("lead-1")] == ["1", "3", "2", "0"]


def test_a_match_key_has_several_holders_and_a_holder_several_keys():
    store = Store()
    with store.begin() as work:
        work.match_keys.add("lead", "lead-2", ["mail", "phone"])
        work.match_keys.add("contact", "contact-1", ["mail"])
        assert work.match_keys.find("contact", ["phone"]) == ()
        work.commit()
    with store.begin() as work:
        work.match_keys.add("lead", "lead-1", ["mail"])
        work.match_keys.add("lead", "lead-2", ["mail"])
        assert work.match_keys.find("lead", ["mail", "phone"]) == ("lead-2", "lead-1")
        work.commit()
        assert work.match_keys.find("lead", ["mail", "phone"]) == ("lead-2", "lead-1")
        assert work.match_keys.find("lead", iter(["phone"])) == ("lead-2",)
        assert work.match_keys.find("contact", ["mail"]) == ("contact-1",)
        assert work.match_keys.find("lead", ["nobody"]) == work.match_keys.find("lead", []) == ()


def test_open_follow_ups_are_due_earliest_first():
    late, early, done = (
        attrs.evolve(FOLLOW_UP, id=id, due=AT + hours * HOUR, done_at=AT if id == "done" else None)
        for id, hours in (("late", 5), ("early", 1), ("done", 0))
    )
    store = store_with(late, early, done)
    with store.begin() as work:
        assert [step.id for step in work.follow_ups.due(AT + 9 * HOUR)] == ["early", "late"]
        assert [step.id for step in work.follow_ups.due(AT + 5 * HOUR)] == ["early"]
        assert [step.id for step in work.follow_ups.due(AT + HOUR)] == []
        assert work.follow_ups.open_of_lead("lead-1") == early
        work.follow_ups.put(attrs.evolve(early, done_at=AT, version=2), expected=1)
        assert work.follow_ups.open_of_lead("lead-1") == late
        assert [step.id for step in work.follow_ups.due(AT + 9 * HOUR)] == ["late"]
        work.commit()
        assert work.follow_ups.open_of_lead("lead-1") == late
        assert work.follow_ups.open_of_lead("lead-2") is None


def test_leads_are_found_by_every_condition_given_oldest_id_first():
    rows = (("3", "new", "li", None), ("1", "new", None, "public"), ("2", "working", "li", None))
    store = store_with(*(Lead(id, AT, AT, status=status, owner=owner, pool=pool) for id, status, owner, pool in rows))
    with store.begin() as work:
        work.leads.add(Lead("0", AT, AT, owner="wang"))
        work.leads.put(Lead("2", AT, AT, status="nurturing", owner="li", version=2), expected=1)
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
            assert "".join([lead.id for lead in work.leads.where(**conditions)]) == ids
        assert [lead.id for lead in work.leads.all()] == ["0", "1", "2", "3"]


def test_only_one_of_two_takes_the_turn():
    store = Store()
    second = Rotation("sales", {"li": 1, "wang": 2}, 2)
    with store.begin() as slow, store.begin() as fast:
        assert slow.rotations.get("sales") == Rotation("sales")
        slow.rotations.put(ROTATION, expected=0)
        slow.rotations.put(second, expected=1)
        with pytest.raises(VersionConflict):
            slow.rotations.put(second, expected=1)
        assert slow.rotations.get("sales") == second
        fast.rotations.put(ROTATION, expected=0)
        fast.commit()
        with pytest.raises(VersionConflict):
            slow.commit()
    with store.begin() as work:
        assert work.rotations.get("sales") == ROTATION
        assert work.rotations.get("service") == Rotation("service")
