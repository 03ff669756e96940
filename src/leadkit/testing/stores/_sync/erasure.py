# Derived from src/leadkit/testing/stores/_async/erasure.py by tools/twins.py; edit that file.
"""S77–S83, S100: what is erased is gone, synchronous form."""

import pytest

from leadkit.errors import IdempotencyConflict, Problem, VersionConflict
from leadkit.model import Receipt
from leadkit.model.events import LeadErased
from leadkit.repositories import UnitOfWork
from leadkit.testing.stores._sync.subject import Subject, everything, kept
from leadkit.testing.stores.examples import REPOSITORIES
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import AT, changed, events, follow_up, lead, note, of_every_kind, receipt

__all__ = ["ErasureChecks", "lived"]

KINDS = ("lead", "contact", "customer", "opportunity", "quote", "campaign")


def lived(subject: Subject, name: str, marker: str = "") -> str:
    """A lead with all that there can be about one; its id. marker: stands in everything."""
    id, key = subject.id(name), subject.id(f"key of {name}")
    problems = (Problem("phone_invalid", "phone", marker),)
    proof = receipt(key, lead_id=id, submitted={"name": marker}, because=["same phone"], warnings=problems)
    noun = lead(id, notes=marker, owner=id)
    with subject.begin() as work:
        kept(work, noun, follow_up(f"{id} next", id, content=marker), note(f"{id} said", id, text=f"- {marker}"))
        kept(work, follow_up(f"{id} done", id, done_at=AT, outcome=marker), proof, *events(id, 1, 2))
        work.events.append([LeadErased(id, 3, AT, marker)])  # an event with text of its own
        work.match_keys.add("lead", id, [key])
        work.commit()
    return id


def _read(work: UnitOfWork, subject: Subject, name: str) -> list[object]:
    return everything(work, subject.id(name), subject.id(f"key of {name}"), [])


class ErasureChecks:
    """Erasure, and what it must not touch."""

    @check
    def test_s77_a_noun_goes_with_its_events_and_match_keys(self, subject: Subject) -> None:
        for kind, noun in zip(KINDS, of_every_kind(subject.id("gone")), strict=False):
            name, keys = REPOSITORIES[type(noun)], [subject.id(f"{kind} {key}") for key in "ab"]
            with subject.begin() as work:
                kept(work, noun, *events(noun.id, 1, 2))
                work.match_keys.add(kind, noun.id, keys)
                work.commit()
            with subject.begin() as work:
                work.erase(kind, noun.id)
                work.commit()
            with subject.begin() as work:
                assert getattr(work, name).find(noun.id) is None, kind
                assert noun.id not in [each.id for each in getattr(work, name).all()], kind
                assert work.events.of(noun.id) == (), kind
                assert noun.id not in [event.subject_id for event in work.events.all()], kind
                assert work.match_keys.find(kind, keys) == {}, kind

    @check
    def test_s77_its_id_is_free_again(self, subject: Subject) -> None:
        noun = lead(subject.id("gone"))
        subject.keep(changed(noun))
        with subject.begin() as work:
            work.erase("lead", noun.id)
            work.commit()
        subject.keep(noun)
        with subject.begin() as work:
            assert work.leads.get(noun.id) == noun

    @check
    def test_s78_a_lead_goes_with_its_activities_and_follow_ups(self, subject: Subject) -> None:
        id = lived(subject, "gone")
        with subject.begin() as work:
            work.erase("lead", id)
            work.commit()
        with subject.begin() as work:
            assert work.activities.of_lead(id) == ()
            assert not work.follow_ups.open_of_leads([id])
            assert work.follow_ups.find(f"{id} next") is work.follow_ups.find(f"{id} done") is None
            assert id not in [step.lead_id for step in work.follow_ups.all()]
            assert id not in [step.lead_id for step in work.follow_ups.due(follow_up("x", "x", 9).due)]
            assert [each for each in work.leads.where(owner=id)] == []

    @check
    def test_s79_its_receipts_keep_what_a_retry_needs(self, subject: Subject) -> None:
        id, key = lived(subject, "gone"), subject.id("key of gone")
        with subject.begin() as work:
            full = (work.receipts.find([key]))[key]
            bare = Receipt(full.key, full.action, full.digest, full.at)
            work.erase("lead", id)
            for _ in range(2):
                assert work.receipts.find([key]) == {key: bare}
                assert work.receipts.latest([key]) == {key: bare}
                assert [proof for proof in work.receipts.all() if proof.key == key] == [bare]
                work.commit()
        with pytest.raises(IdempotencyConflict):
            subject.keep(receipt(key))

    @check
    def test_s80_nothing_of_anybody_else_goes(self, subject: Subject) -> None:
        names = ("stays", "GONE", "gone ", "gon")
        for name in (*names, "gone"):
            lived(subject, name)
        shared = subject.id("shared")
        with subject.begin() as work:
            for name in ("stays", "gone", "gon"):
                work.match_keys.add("lead", subject.id(name), [shared])
            work.match_keys.add("contact", subject.id("gone"), [shared])
            work.customers.add(of_every_kind(subject.id("gone"))[2])
            work.commit()
        with subject.begin() as work:
            before = [_read(work, subject, name) for name in names]
            work.erase("lead", subject.id("gone"))
            work.commit()
        with subject.begin() as work:
            assert [_read(work, subject, name) for name in names] == before
            assert work.match_keys.find("lead", [shared]) == {shared: (subject.id("stays"), subject.id("gon"))}
            assert work.match_keys.find("contact", [shared]) == {shared: (subject.id("gone"),)}
            assert work.customers.find(subject.id("gone")) is not None

    @check
    def test_s81_erasing_what_is_not_there_is_no_error(self, subject: Subject) -> None:
        for kind in KINDS:
            with subject.begin() as work:
                work.erase(kind, subject.id("nobody"))
                work.erase(kind, subject.id("nobody"))
                work.commit()

    @check
    def test_s100_a_version_is_erased_and_no_other_one(self, subject: Subject) -> None:
        noun = lead(subject.id("lead"))
        subject.keep(noun)
        for id, expected in ((noun.id, 2), (subject.id("nobody"), 1)):
            with subject.refused(VersionConflict) as work:
                work.erase("lead", id, expected=expected)
        with subject.begin() as work:
            work.leads.put(changed(noun), expected=1)
            work.commit()
        with subject.refused(VersionConflict) as work:  # somebody was faster
            work.erase("lead", noun.id, expected=1)
        with subject.begin() as work:
            assert work.leads.get(noun.id) == changed(noun)
            work.leads.put(changed(changed(noun)), expected=2)
            work.erase("lead", noun.id, expected=3)  # as it was written here
            work.commit()
        with subject.begin() as work:
            assert work.leads.find(noun.id) is None

    @check
    def test_s82_erasure_is_seen_at_once_and_undone_without_commit(self, subject: Subject) -> None:
        id = lived(subject, "gone")
        with subject.begin() as work:
            before = _read(work, subject, "gone")
            work.erase("lead", id)
            after = _read(work, subject, "gone")
            assert after[:7] == [None, [], [], {}, [], [], {}]
            assert after[-2:] == [[], []]
        with subject.begin() as work:
            assert _read(work, subject, "gone") == before

    @check
    def test_s82_a_limit_does_not_count_what_is_erased(self, subject: Subject) -> None:
        owner, start, before = subject.id("owner"), subject.id(""), follow_up("x", "x", 9).due
        for name in "abc":
            id = subject.id(name)
            subject.keep(lead(id, owner=owner), follow_up(id, id, 1))
        with subject.begin() as work:
            due = [step.id for step in work.follow_ups.due(before)]
            work.erase("lead", subject.id("a"))
            wanted, left = [subject.id("b"), subject.id("c")], [id for id in due if id != subject.id("a")]
            assert [noun.id for noun in work.leads.all(after=start, limit=2)] == wanted
            assert [noun.id for noun in work.leads.where(owner=owner, limit=2)] == wanted
            assert [step.id for step in work.follow_ups.all(after=start, limit=2)] == wanted
            assert [step.id for step in work.follow_ups.due(before, limit=len(left))] == left

    @check
    def test_s82_it_takes_what_was_written_before_it(self, subject: Subject) -> None:
        id, key = subject.id("gone"), subject.id("key of gone")
        with subject.begin() as work:
            kept(work, lead(id), follow_up(id, id), note(id, id), *events(id, 1))
            work.match_keys.add("lead", id, [key])
            work.erase("lead", id)
            work.commit()
        with subject.begin() as work:
            found = _read(work, subject, "gone")
            assert found[:7] == [None, [], [], {}, [], [], {}]
            assert found[-2:] == [[], []]

    @check
    def test_s83_what_is_written_after_it_stays(self, subject: Subject) -> None:
        id, key = lived(subject, "gone"), subject.id("key of gone")
        told, other = LeadErased(id, 4, AT, "asked for it"), subject.id("other")
        with subject.begin() as work:
            work.erase("lead", id)
            kept(work, told, lead(other))
            work.match_keys.add("lead", other, [key])
            for _ in range(2):
                assert work.events.of(id) == (told,)
                assert [event for event in work.events.all() if event.subject_id == id] == [told]
                assert work.match_keys.find("lead", [key]) == {key: (other,)}
                work.commit()

    @check
    def test_s83_even_a_noun_of_the_same_id(self, subject: Subject) -> None:
        id = lived(subject, "gone")
        fresh, step = lead(id, company="another"), follow_up(f"{id} next", id, 3)
        with subject.begin() as work:
            work.erase("lead", id)
            kept(work, fresh, step)
            for _ in range(2):
                assert work.leads.get(id) == fresh
                assert work.follow_ups.open_of_leads([id]) == {id: step}
                assert step.id in [each.id for each in work.follow_ups.due(follow_up("x", "x", 9).due)]
                assert [each.id for each in work.follow_ups.all() if each.lead_id == id] == [step.id]
                assert work.activities.of_lead(id) == ()
                work.commit()
