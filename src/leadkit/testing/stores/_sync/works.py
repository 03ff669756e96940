# Derived from src/leadkit/testing/stores/_async/works.py by tools/twins.py; edit that file.
"""S1–S10: the unit of work, synchronous form."""

import attrs
import pytest

from leadkit.errors import StoreError
from leadkit.model.rotation import Rotation
from leadkit.repositories import UnitOfWork
from leadkit.testing.stores._sync.subject import Subject, everything, kept
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import changed, events, follow_up, lead, note, receipt

__all__ = ["WorkChecks"]


def _written(work: UnitOfWork, subject: Subject) -> list[object]:
    """Write a bit of everything; what one then reads of it."""
    id, key, team = subject.id("lead"), subject.id("key"), subject.id("team")
    noun, step, said, proof = lead(id, owner=id), follow_up(id, id), note(id, id), receipt(key, lead_id=id)
    turn, facts = Rotation(team, {"li": 1}, 1), events(id, 1, 2)
    kept(work, noun, step, said, proof, turn, *facts)
    work.match_keys.add("lead", id, [key])
    holders, proofs = {key: (id,)}, {key: proof}
    return [noun, [id], [id], {id: step}, [id], [said], holders, proofs, proofs, [key], [turn], facts, facts]


def _seen(work: UnitOfWork, subject: Subject) -> list[object]:
    return everything(work, subject.id("lead"), subject.id("key"), [subject.id("team")])


def _nothing(subject: Subject) -> list[object]:
    return [None, [], [], {}, [], [], {}, {}, {}, [], [Rotation(subject.id("team"))], [], []]


class WorkChecks:
    """All or nothing, and nobody looks in before it is over."""

    @check
    def test_s01_others_see_it_after_commit_and_not_before(self, subject: Subject) -> None:
        with subject.begin() as work, subject.begin() as early:
            whole = _written(work, subject)
            assert _seen(early, subject) == _nothing(subject), "seen before commit"
            work.commit()
        with subject.begin() as other:
            assert _seen(other, subject) == whole

    @check
    def test_s02_what_was_committed_is_there(self, subject: Subject) -> None:
        with subject.begin() as work:
            whole = _written(work, subject)
            work.commit()
        for _ in range(2):
            with subject.begin() as work:
                assert _seen(work, subject) == whole

    @check
    def test_s03_a_unit_of_work_sees_its_own_writes(self, subject: Subject) -> None:
        with subject.begin() as work:
            assert _seen(work, subject) == _nothing(subject)
            whole = _written(work, subject)
            assert _seen(work, subject) == whole
            assert subject.id("lead") in [step.id for step in work.follow_ups.due(follow_up("x", "x", 1).due)]
            work.commit()
            assert _seen(work, subject) == whole, "after its own commit"

    @check
    def test_s04_leaving_without_commit_keeps_nothing(self, subject: Subject) -> None:
        with subject.begin() as work:
            _written(work, subject)
        with subject.begin() as work:
            assert _seen(work, subject) == _nothing(subject)

    @check
    def test_s04_nor_does_it_change_what_was_there(self, subject: Subject) -> None:
        id = subject.id("lead")
        subject.keep(lead(id), follow_up(id, id))
        with subject.begin() as work:
            work.leads.put(changed(lead(id), company="顶点"), expected=1)
            work.follow_ups.put(changed(follow_up(id, id), outcome="done"), expected=1)
        with subject.begin() as work:
            assert work.leads.get(id) == lead(id)
            assert work.follow_ups.get(id) == follow_up(id, id)

    @check
    def test_s05_an_error_keeps_nothing_and_comes_out(self, subject: Subject) -> None:
        came_out = False
        try:
            with subject.begin() as work:
                _written(work, subject)
                raise ZeroDivisionError
        except ZeroDivisionError:
            came_out = True
        assert came_out, "the block swallowed the error"
        with subject.begin() as work:
            assert _seen(work, subject) == _nothing(subject)

    @check
    def test_s06_what_is_written_after_a_commit_needs_another(self, subject: Subject) -> None:
        id, first, second = subject.id("lead"), *events(subject.id("lead"), 1, 2)
        with subject.begin() as work:
            kept(work, lead(id), first)
            work.commit()
            work.leads.put(changed(lead(id), company="lost"), expected=1)
            work.events.append([second])
        with subject.begin() as work:
            assert work.leads.get(id) == lead(id)
            assert work.events.of(id) == (first,)
            work.leads.put(changed(lead(id), company="kept"), expected=1)
            work.commit()
            work.events.append([second])
            work.commit()
        with subject.begin() as work:
            assert (work.leads.get(id)).company == "kept"
            assert work.events.of(id) == (first, second)

    @check
    def test_s07_a_conflict_keeps_nothing_in_any_repository(self, subject: Subject) -> None:
        taken, key = subject.id("taken"), subject.id("receipt")
        subject.keep(lead(taken), receipt(key))
        for fault in (lead(taken), receipt(key), Rotation(subject.id("late"), {}, 7)):
            with subject.refused(StoreError) as work:
                _written(work, subject)
                kept(work, fault)
            with subject.begin() as work:
                assert _seen(work, subject) == _nothing(subject), f"after a conflict over {fault}"
                assert work.leads.get(taken) == lead(taken)

    @check
    def test_s08_after_a_conflict_one_can_load_and_go_on(self, subject: Subject) -> None:
        id = subject.id("taken")
        subject.keep(lead(id))
        with subject.refused(StoreError) as work:
            work.leads.put(lead(id, version=8), expected=7)
        with subject.begin() as work:
            whole = _written(work, subject)
            loaded = work.leads.get(id)
            work.leads.put(changed(loaded, company="顶点"), expected=loaded.version)
            work.commit()
        with subject.begin() as work:
            assert _seen(work, subject) == whole
            assert (work.leads.get(id)).company == "顶点"

    @check
    def test_s09_two_that_touch_different_things_both_commit(self, subject: Subject) -> None:
        one, two = subject.id("one"), subject.id("two")
        with subject.begin() as first, subject.begin() as second:
            kept(first, lead(one), *events(one, 1))
            kept(second, lead(two), *events(two, 1))
            second.commit()
            first.commit()
        with subject.begin() as work:
            for id in (one, two):
                assert work.leads.get(id) == lead(id)
                assert work.events.of(id) == tuple(events(id, 1))

    @check
    def test_s10_a_list_that_changes_later_changes_nothing(self, subject: Subject) -> None:
        id, keys, facts = subject.id("lead"), [subject.id("mail")], events(subject.id("lead"), 1)
        tags, extra = ["vip"], {"a": ["b"]}
        noun = lead(id, tags=tags, extra=extra)
        turn = Rotation(subject.id("team"), turns := {"li": 1}, 1)
        with subject.begin() as work:
            kept(work, noun, turn)
            work.match_keys.add("lead", id, keys)
            work.events.append(facts)
            keys.append(subject.id("phone"))
            facts.append(events(id, 2)[0])
            tags.append("mine")
            extra["a"].append("mine")
            turns["li"] = 9
            work.commit()
        with subject.begin() as work:
            assert work.leads.get(id) == lead(id, tags=["vip"], extra={"a": ["b"]})
            assert work.match_keys.find("lead", keys) == {keys[0]: (id,)}
            assert work.events.of(id) == (events(id, 1)[0],)
            assert (work.rotations.get(turn.team)).turns == {"li": 1}

    @check
    def test_s10_nor_does_what_was_handed_out(self, subject: Subject) -> None:
        id = subject.id("lead")
        subject.keep(lead(id, tags=["vip"], extra={"a": ["b"]}))
        with subject.begin() as work:
            got = work.leads.get(id)
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                got.company = "mine"  # type: ignore[misc]  # that is the point
            with pytest.raises(TypeError):
                got.extra["a"] = "mine"  # type: ignore[index]
            assert isinstance(got.tags, tuple)
            assert isinstance(got.extra["a"], tuple)
