# Derived from src/leadkit/testing/stores/_async/nouns.py by tools/twins.py; edit that file.
"""S11–S14 and S32–S36: nouns by id and version, synchronous form."""

from typing import Any

import pytest

from leadkit.errors import NotFound, VersionConflict
from leadkit.testing.stores._sync.subject import Subject, kept
from leadkit.testing.stores.examples import REPOSITORIES
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import changed, lead, of_every_kind

__all__ = ["NounChecks"]

#: Ids that a collation may take for one.
ALIKE = ("key", "KEY", "Key", "k\u00e9y", "ke\u0301y", "key ", " key", "ｋｅｙ", "ke\u00df", "kess")


class NounChecks:
    """Nouns by id, and versions against lost updates."""

    @check
    def test_s11_an_unknown_id_is_none_to_find_and_an_error_to_get(self, subject: Subject) -> None:
        with subject.begin() as work:
            for name in REPOSITORIES.values():
                repository: Any = getattr(work, name)
                assert repository.find(subject.id("nobody")) is None, name
                with pytest.raises(NotFound):
                    repository.get(subject.id("nobody"))

    @check
    def test_s12_a_taken_id_is_a_conflict_and_what_has_it_stays(self, subject: Subject) -> None:
        for noun in of_every_kind(subject.id("taken")):
            name = REPOSITORIES[type(noun)]
            subject.keep(noun)
            with pytest.raises(VersionConflict):
                subject.keep(changed(noun))
            with subject.begin() as work:
                assert getattr(work, name).get(noun.id) == noun, name

    @check
    def test_s12_an_id_can_be_taken_in_the_same_unit_of_work(self, subject: Subject) -> None:
        noun = lead(subject.id("taken"))
        with pytest.raises(VersionConflict):
            subject.keep(noun, noun)
        with subject.begin() as work:
            assert work.leads.find(noun.id) is None

    @check
    def test_s13_kinds_share_ids_without_sharing_anything_else(self, subject: Subject) -> None:
        nouns = of_every_kind(subject.id("shared"))
        for noun in nouns:
            subject.keep(noun)
        with subject.begin() as work:
            for noun in nouns:
                assert getattr(work, REPOSITORIES[type(noun)]).get(noun.id) == noun

    @check
    def test_s14_ids_that_look_alike_are_apart(self, subject: Subject) -> None:
        nouns = [lead(subject.id(name), company=f"number {at}") for at, name in enumerate(ALIKE)]
        subject.keep(*nouns[::2])
        with subject.begin() as work:
            for at, noun in enumerate(nouns):
                assert work.leads.find(noun.id) == (None if at % 2 else noun), f"{ALIKE[at]!r}"
        subject.keep(*nouns[1::2])
        with subject.begin() as work:
            for noun in nouns:
                assert work.leads.get(noun.id) == noun

    @check
    def test_s32_a_stale_version_is_a_conflict_and_the_newer_one_stays(self, subject: Subject) -> None:
        for noun in of_every_kind(subject.id("changed")):
            name = REPOSITORIES[type(noun)]
            subject.keep(noun)
            newer = changed(noun)
            with subject.begin() as work:
                getattr(work, name).put(newer, expected=1)
                work.commit()
            for expected in (1, 3, 0):
                with subject.refused(VersionConflict) as work:
                    getattr(work, name).put(changed(newer), expected=expected)
                with subject.begin() as work:
                    assert getattr(work, name).get(noun.id) == newer, f"{name} over version {expected}"

    @check
    def test_s33_what_is_not_there_cannot_be_changed(self, subject: Subject) -> None:
        for noun in of_every_kind(subject.id("missing")):
            name = REPOSITORIES[type(noun)]
            with subject.refused(VersionConflict) as work:
                getattr(work, name).put(changed(noun), expected=1)
            with subject.begin() as work:
                assert getattr(work, name).find(noun.id) is None, name

    @check
    def test_s34_the_first_of_two_writers_wins_and_the_other_loads_again(self, subject: Subject) -> None:
        id = subject.id("contested")
        subject.keep(lead(id))
        with subject.refused(VersionConflict) as slow, subject.begin() as fast:
            mine, theirs = slow.leads.get(id), fast.leads.get(id)
            fast.leads.put(changed(theirs, owner="li"), expected=theirs.version)
            fast.commit()
            slow.leads.put(changed(mine, company="lost"), expected=mine.version)
        with subject.begin() as slow:
            loaded = slow.leads.get(id)
            slow.leads.put(changed(loaded, company="顶点"), expected=loaded.version)
            slow.commit()
        with subject.begin() as work:
            saved = work.leads.get(id)
        assert (saved.owner, saved.company, saved.version) == ("li", "顶点", 3)

    @check
    def test_s34_of_two_that_add_one_id_the_first_wins(self, subject: Subject) -> None:
        id = subject.id("contested")
        with subject.refused(VersionConflict) as slow, subject.begin() as fast:
            assert slow.leads.find(id) is fast.leads.find(id) is None
            fast.leads.add(lead(id, owner="li"))
            fast.commit()
            slow.leads.add(lead(id, owner="wang"))
        with subject.begin() as work:
            assert (work.leads.get(id)).owner == "li"

    @check
    def test_s35_several_writes_in_one_unit_are_one_change(self, subject: Subject) -> None:
        first = lead(subject.id("often"))
        second, third = changed(first, company="b"), changed(changed(first), company="c")
        with subject.begin() as work:
            work.leads.add(first)
            work.leads.put(second, expected=1)
            work.leads.put(third, expected=2)
            assert work.leads.get(first.id) == third
            work.commit()
        with subject.begin() as work:
            assert work.leads.get(first.id) == third
            work.leads.put(changed(third), expected=3)
            work.leads.put(changed(changed(third), company="e"), expected=4)
            work.commit()
        with subject.begin() as work:
            assert work.leads.get(first.id) == changed(changed(third), company="e")
            assert [each for each in work.leads.all() if each.id == first.id] == [changed(changed(third), company="e")]

    @check
    def test_s35_the_first_of_several_writes_is_checked_against_the_store(self, subject: Subject) -> None:
        first = lead(subject.id("often"))
        subject.keep(changed(changed(first)))
        with subject.refused(VersionConflict) as work:
            work.leads.put(changed(first), expected=1)
            work.leads.put(changed(changed(first)), expected=2)

    @check
    def test_s36_a_further_write_must_know_the_one_before(self, subject: Subject) -> None:
        first = lead(subject.id("often"))
        subject.keep(first)
        with subject.refused(VersionConflict) as work:
            work.leads.put(changed(first, company="b"), expected=1)
            work.leads.put(changed(first, company="c"), expected=1)
        with subject.refused(VersionConflict) as work:
            work.leads.put(changed(first, company="b"), expected=1)
            kept(work, first)
        with subject.begin() as work:
            assert work.leads.get(first.id) == first
