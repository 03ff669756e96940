# Derived from src/leadkit/testing/stores/_async/steps.py by tools/twins.py; edit that file.
"""S49–S55, S98, S99: follow-ups and activities, synchronous form."""

from collections.abc import Iterator
from itertools import pairwise

import attrs

from leadkit.model import FollowUp
from leadkit.repositories import UnitOfWork
from leadkit.testing.stores._sync.subject import Subject, listed
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import AT, HOUR, MOMENT, changed, follow_up, note

__all__ = ["StepChecks"]


def _due(work: UnitOfWork, subject: Subject, hours: float) -> list[str]:
    """The names of this check's follow-ups that are due so many hours after `AT`, as they are listed."""
    found: Iterator[FollowUp] = work.follow_ups.due(AT + hours * HOUR)
    start = subject.id("")
    return [step.id.removeprefix(start) for step in found if step.id.startswith(start)]


def _open(work: UnitOfWork, *lead_ids: str) -> dict[str, FollowUp]:
    return dict(work.follow_ups.open_of_leads(iter(lead_ids)))


class StepChecks:
    """What comes next with a lead, and what happened with it."""

    @check
    def test_s49_the_open_one_is_the_earliest_that_is_not_done(self, subject: Subject) -> None:
        id = subject.id("lead")
        late, early = follow_up(subject.id("a"), id, 5), follow_up(subject.id("b"), id, 1)
        done, other = follow_up(subject.id("c"), id, 0, done_at=AT), follow_up(subject.id("d"), subject.id("other"), 0)
        with subject.begin() as work:
            assert _open(work, id) == {}
        for step, wanted in ((done, {}), (late, {id: late}), (other, {id: late}), (early, {id: early})):
            subject.keep(step)
            with subject.begin() as work:
                assert _open(work, id) == wanted
        with subject.begin() as work:
            work.follow_ups.put(changed(early, done_at=AT), expected=1)
            assert _open(work, id) == {id: late}, "the own write counts"
            work.follow_ups.put(changed(late, done_at=AT), expected=1)
            assert _open(work, id) == {}
            assert _open(work, id, other.lead_id, id) == {other.lead_id: other}
            assert _open(work) == {}

    @check
    def test_s49_of_two_due_at_once_the_lower_id(self, subject: Subject) -> None:
        id = subject.id("lead")
        steps = [follow_up(subject.id(name), id) for name in "bac"]
        subject.keep(*steps)
        with subject.begin() as work:
            assert _open(work, id) == {id: steps[1]}

    @check
    def test_s49_of_many_leads_at_once(self, subject: Subject) -> None:
        steps = [follow_up(subject.id(str(at)), subject.id(f"lead {at}")) for at in range(1_100)]
        subject.keep(*steps)
        mine = follow_up(subject.id("mine"), subject.id("my lead"))
        with subject.begin() as work:
            work.follow_ups.add(mine)
            found = _open(work, *(step.lead_id for step in steps), subject.id("nobody"), mine.lead_id)
        assert found == {step.lead_id: step for step in (*steps, mine)}

    @check
    def test_s50_due_are_open_ones_before_the_instant(self, subject: Subject) -> None:
        id = subject.id("lead")
        for name, at in (("a", AT - MOMENT), ("b", AT), ("c", AT + MOMENT)):
            subject.keep(follow_up(subject.id(name), id, due=at))
        subject.keep(follow_up(subject.id("done"), id, -1, done_at=AT))
        start = subject.id("")
        with subject.begin() as work:
            for before, names in ((AT - MOMENT, ""), (AT, "a"), (AT + MOMENT, "ab"), (AT + 2 * MOMENT, "abc")):
                found = listed(work.follow_ups.due(before))
                assert "".join(step.id.removeprefix(start) for step in found if step.lead_id == id) == names, before
                assert not any(step.done_at for step in found)

    @check
    def test_s51_the_earliest_due_comes_first_then_the_lower_id(self, subject: Subject) -> None:
        for name, hours in (("z", 1), ("B", 2), ("b", 2), ("a", 2), ("é", 2), ("9", 3), ("10", 3)):
            subject.keep(follow_up(subject.id(name), subject.id(name), hours))
        with subject.begin() as work:
            assert _due(work, subject, 9) == ["z", "B", "a", "b", "é", "10", "9"]
            work.follow_ups.add(follow_up(subject.id("A"), "lead", 2))
            assert _due(work, subject, 9) == ["z", "A", "B", "a", "b", "é", "10", "9"], "own ones in their places"
            every = [(step.due, step.id) for step in work.follow_ups.due(AT + 9 * HOUR)]
            assert all(one < next_one for one, next_one in pairwise(every))

    @check
    def test_s52_a_limit_gives_the_first_ones(self, subject: Subject) -> None:
        for name, hours in zip("dcba", range(4), strict=True):
            subject.keep(follow_up(subject.id(name), subject.id(name), hours))
        with subject.begin() as work:
            for mine in ("none", "one"):
                every = listed(work.follow_ups.due(AT + 9 * HOUR))
                for limit in (0, 1, 3, len(every), len(every) + 1):
                    found = listed(work.follow_ups.due(AT + 9 * HOUR, limit=limit))
                    assert found == every[:limit], f"{limit} with {mine} of the unit's own"
                if mine == "none":
                    work.follow_ups.add(follow_up(subject.id("mine"), "lead", 1.5))

    @check
    def test_s53_a_step_is_listed_as_it_is_now(self, subject: Subject) -> None:
        steps = [follow_up(subject.id(name), subject.id(name), 1) for name in "abc"]
        subject.keep(*steps)
        with subject.begin() as work:
            work.follow_ups.put(changed(steps[0], done_at=AT), expected=1)
            work.follow_ups.put(changed(steps[1], due=AT + 5 * HOUR), expected=1)
            for _ in range(2):
                assert _due(work, subject, 9) == ["c", "b"]
                assert _due(work, subject, 2) == ["c"]
                work.commit()
        with subject.begin() as work:
            work.follow_ups.put(changed(changed(steps[0]), done_at=None), expected=2)
            work.commit()
        with subject.begin() as work:
            assert _due(work, subject, 2) == ["a", "c"], "one that is open again"
            assert _open(work, subject.id("a")) == {subject.id("a"): changed(changed(steps[0]))}

    @check
    def test_s53_a_step_may_go_over_to_another_lead(self, subject: Subject) -> None:
        one, two = subject.id("one"), subject.id("two")
        step = follow_up(subject.id("step"), one)
        over = changed(step, lead_id=two)
        subject.keep(step)
        with subject.begin() as work:
            work.follow_ups.put(over, expected=1)
            for _ in range(2):
                assert _open(work, one, two) == {two: over}
                work.commit()
        with subject.begin() as work:
            work.erase("lead", one)
            work.commit()
        with subject.begin() as work:
            assert work.follow_ups.find(step.id) == over

    @check
    def test_s54_activities_stand_in_the_order_in_which_they_happened(self, subject: Subject) -> None:
        id = subject.id("lead")
        notes = [note(subject.id(str(9 - at)), id, hours) for at, hours in enumerate((2, 0, 1, 0, 2, 0))]
        subject.keep(*notes[:2])
        subject.keep(notes[2])
        wanted = [notes[at] for at in (1, 3, 5, 2, 0, 4)]
        with subject.begin() as work:
            for each in notes[3:]:
                work.activities.add(each)
            assert list(work.activities.of_lead(id)) == wanted
            work.commit()
        with subject.begin() as work:
            assert list(work.activities.of_lead(id)) == wanted

    @check
    def test_s54_to_the_microsecond(self, subject: Subject) -> None:
        id = subject.id("lead")
        early = note(subject.id("early"), id)
        late = attrs.evolve(early, id=subject.id("late"), at=early.at + MOMENT)
        subject.keep(late, early)
        with subject.begin() as work:
            assert [each.id for each in work.activities.of_lead(id)] == [early.id, late.id]

    @check
    def test_s55_activities_are_those_of_one_lead(self, subject: Subject) -> None:
        for name in ("a", "A", "a ", "b"):
            subject.keep(note(subject.id(f"of {name}"), subject.id(name)))
        with subject.begin() as work:
            for name in ("a", "A", "a ", "b"):
                found = work.activities.of_lead(subject.id(name))
                assert [each.id for each in found] == [subject.id(f"of {name}")]
            assert work.activities.of_lead(subject.id("c")) == ()

    @check
    def test_s98_an_activity_that_is_removed_is_gone(self, subject: Subject) -> None:
        id, other = subject.id("lead"), subject.id("other")
        notes = [note(subject.id(str(at)), id, at) for at in range(3)]
        theirs = note(subject.id("theirs"), other)
        subject.keep(*notes, theirs)
        with subject.begin() as work:
            mine = note(subject.id("mine"), id, 9)
            work.activities.add(mine)
            for each in (notes[1], mine, note(subject.id("nobody's"), id)):
                work.activities.remove(each)
            for _ in range(2):
                assert list(work.activities.of_lead(id)) == [notes[0], notes[2]]
                work.commit()
        with subject.begin() as work:
            assert list(work.activities.of_lead(id)) == [notes[0], notes[2]]
            assert list(work.activities.of_lead(other)) == [theirs]
            work.activities.remove(notes[0])
        with subject.begin() as work:
            assert notes[0] in work.activities.of_lead(id)

    @check
    def test_s99_an_activity_goes_over_to_another_lead(self, subject: Subject) -> None:
        one, two = subject.id("one"), subject.id("two")
        notes = [note(subject.id(str(at)), one, at) for at in range(3)]
        theirs, over = note(subject.id("theirs"), two, 1), attrs.evolve(notes[1], lead_id=two)
        subject.keep(*notes, theirs)
        with subject.begin() as work:
            work.activities.remove(notes[1])
            work.activities.add(over)
            for _ in range(2):
                assert list(work.activities.of_lead(one)) == [notes[0], notes[2]]
                assert list(work.activities.of_lead(two)) == [theirs, over]
                work.commit()

    @check
    def test_s99_and_is_erased_with_that_one(self, subject: Subject) -> None:
        one, two = subject.id("one"), subject.id("two")
        said = note(subject.id("said"), one)
        subject.keep(said)
        with subject.begin() as work:
            work.activities.remove(said)
            work.activities.add(attrs.evolve(said, lead_id=two))
            work.erase("lead", two)
            work.commit()
        with subject.begin() as work:
            assert work.activities.of_lead(one) == work.activities.of_lead(two) == ()
