# Derived from src/leadkit/testing/stores/_async/listing.py by tools/twins.py; edit that file.
"""S37–S48 and S97: lists of nouns, synchronous form."""

from typing import Any

from leadkit.errors import StoreError
from leadkit.testing.stores._sync.subject import Subject, listed
from leadkit.testing.stores.examples import REPOSITORIES
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import AT, MOMENT, changed, lead, of_every_kind

__all__ = ["ListingChecks"]

#: In the order of code points, which is neither that of a dictionary nor that of UTF-16.
NAMES = ("", " ", "-", "10", "9", "A", "Z", "_", "a", "a ", "aa", "b", "z", "é", "中", "\uffee", "😀")


def _mine(found: Any, subject: Subject) -> list[str]:
    """The names of the nouns of this check, in the order in which they are listed."""
    start = subject.id("")
    return [noun.id.removeprefix(start) for noun in found if noun.id.startswith(start)]


def _kept(subject: Subject, *names: str, **fields: Any) -> None:
    for name in names:
        subject.keep(lead(subject.id(name), **fields))


class ListingChecks:
    """`all` and `leads.where`. Other checks may have left nouns in the store, so each looks at its own."""

    @check
    def test_s37_all_lists_by_id_in_the_order_of_code_points(self, subject: Subject) -> None:
        for name in reversed(NAMES):
            subject.keep(*of_every_kind(subject.id(name)))
        with subject.begin() as work:
            for repository in REPOSITORIES.values():
                assert _mine(getattr(work, repository).all(), subject) == list(NAMES), repository
                every = [noun.id for noun in getattr(work, repository).all()]
                assert every == sorted(set(every)), repository

    @check
    def test_s37_within_one_unit_of_work_too(self, subject: Subject) -> None:
        with subject.begin() as work:
            for name in NAMES[::-1]:
                work.leads.add(lead(subject.id(name)))
            assert _mine(work.leads.all(), subject) == list(NAMES)

    @check
    def test_s38_a_page_begins_behind_an_id_that_may_not_exist(self, subject: Subject) -> None:
        subject.keep(*(noun for name in "bdf" for noun in of_every_kind(subject.id(name))))
        with subject.begin() as work:
            for repository in REPOSITORIES.values():
                for after, names in (("a", "bdf"), ("b", "df"), ("c", "df"), ("e", "f"), ("f", ""), ("g", "")):
                    found = getattr(work, repository).all(after=subject.id(after))
                    assert "".join(_mine(found, subject)) == names, f"{repository} after {after}"

    @check
    def test_s39_a_limit_is_kept_and_pages_are_the_whole(self, subject: Subject) -> None:
        subject.keep(*(noun for name in "abcde" for noun in of_every_kind(subject.id(name))))
        start = subject.id("")
        with subject.begin() as work:
            for repository in REPOSITORIES.values():
                every: Any = getattr(work, repository).all
                for limit in (0, 1, 2, 5, 6):
                    page = listed(every(after=start, limit=limit))
                    ids = [noun.id for noun in every(after=start)]
                    assert [noun.id for noun in page] == ids[:limit], f"{repository} limited to {limit}"
                read, after = "", start
                while page := listed(every(after=after, limit=2)):
                    read += "".join(noun.id.removeprefix(start) for noun in page if noun.id.startswith(start))
                    after = page[-1].id
                assert read == "abcde", repository

    @check
    def test_s40_own_writes_stand_in_their_places_on_a_page(self, subject: Subject) -> None:
        _kept(subject, *"bdf")
        with subject.begin() as work:
            work.leads.add(lead(subject.id("a")))
            work.leads.add(lead(subject.id("e")))
            work.leads.put(changed(lead(subject.id("d")), company="mine"), expected=1)
            start = subject.id("")
            for limit, names in ((1, "a"), (2, "ab"), (3, "abd"), (4, "abde"), (5, "abdef")):
                page = listed(work.leads.all(after=start, limit=limit))
                assert "".join(noun.id.removeprefix(start) for noun in page) == names
            assert [noun.company for noun in work.leads.all(after=subject.id("c"), limit=1)] == ["mine"]
            work.erase("lead", subject.id("b"))
            page = listed(work.leads.all(after=start, limit=2))
            assert [noun.id.removeprefix(start) for noun in page] == ["a", "d"], "after an erasure"

    @check
    def test_s41_a_listing_may_be_left_early(self, subject: Subject) -> None:
        _kept(subject, *"abc")
        with subject.begin() as work:
            for _ in work.leads.all(after=subject.id("")):
                break
            for _ in work.leads.where(after=subject.id("")):
                break
            work.leads.put(changed(lead(subject.id("b")), company="kept"), expected=1)
            work.commit()
        with subject.begin() as work:
            assert (work.leads.get(subject.id("b"))).company == "kept"

    @check
    def test_s41_what_a_listing_gives_may_be_written_once_it_is_over(self, subject: Subject) -> None:
        _kept(subject, *"abc")
        with subject.begin() as work:
            for noun in listed(work.leads.all(after=subject.id(""), limit=3)):
                work.leads.put(changed(noun, company="swept"), expected=noun.version)
            work.commit()
        with subject.begin() as work:
            assert [(work.leads.get(subject.id(name))).company for name in "abc"] == ["swept"] * 3

    @check
    def test_s42_without_conditions_it_is_all(self, subject: Subject) -> None:
        _kept(subject, *NAMES)
        with subject.begin() as work:
            assert _mine(work.leads.where(merged=None), subject) == list(NAMES)
            same_nouns = [lead for lead in work.leads.all()]
            assert [lead for lead in work.leads.where(merged=None)] == same_nouns

    @check
    def test_s43_statuses_admit_any_of_these(self, subject: Subject) -> None:
        for name, status in zip("abcd", ("new", "working", "New", "new "), strict=True):
            subject.keep(lead(subject.id(name), status=status))
        with subject.begin() as work:
            for statuses, names in (
                (["new"], "a"),
                ({"new", "working"}, "ab"),
                (("New", "new "), "cd"),
                (frozenset(["nowhere"]), ""),
                ([], ""),
            ):
                assert "".join(_mine(work.leads.where(statuses=statuses), subject)) == names, statuses

    @check
    def test_s44_owner_and_pool_are_compared_exactly(self, subject: Subject) -> None:
        texts = ("li", "LI", "li ", "lí", "li\u0301", "ｌｉ", "l", "%", "l_", "王")
        for at, text in enumerate(texts):
            subject.keep(lead(subject.id(f"owner {at}"), owner=text), lead(subject.id(f"pool {at}"), pool=text))
        _kept(subject, "nobody")
        with subject.begin() as work:
            for at, text in enumerate(texts):
                assert _mine(work.leads.where(owner=text), subject) == [f"owner {at}"], repr(text)
                assert _mine(work.leads.where(pool=text), subject) == [f"pool {at}"], repr(text)
            assert len(_mine(work.leads.where(owner=None, pool=None), subject)) == 2 * len(texts) + 1

    @check
    def test_s45_updated_since_is_this_instant_or_later(self, subject: Subject) -> None:
        for name, at in (("a", AT - MOMENT), ("b", AT), ("c", AT + MOMENT)):
            subject.keep(lead(subject.id(name), updated_at=at))
        with subject.begin() as work:
            for since, names in ((AT - MOMENT, "abc"), (AT, "bc"), (AT + MOMENT, "c"), (AT + 2 * MOMENT, "")):
                assert "".join(_mine(work.leads.where(updated_since=since), subject)) == names, since

    @check
    def test_s46_conditions_combine_with_and(self, subject: Subject) -> None:
        choices: dict[str, tuple[Any, Any]] = {
            "status": ("new", "working"),
            "owner": ("li", None),
            "pool": ("public", "other"),
            "updated_at": (AT, AT - MOMENT),
        }
        for number in range(16):  # every combination of the two choices of four fields
            fields = {name: pair[number >> bit & 1] for bit, (name, pair) in enumerate(choices.items())}
            subject.keep(lead(subject.id(f"{number:02}"), **fields))
        wanted: tuple[tuple[str, Any], ...] = (
            ("statuses", ["new"]),
            ("owner", "li"),
            ("pool", "public"),
            ("updated_since", AT),
        )
        with subject.begin() as work:
            for asked in range(16):
                conditions: dict[str, Any] = {
                    name: value for bit, (name, value) in enumerate(wanted) if asked >> bit & 1
                }
                names = [f"{number:02}" for number in range(16) if not number & asked]
                assert _mine(work.leads.where(**conditions), subject) == names, conditions

    @check
    def test_s47_where_lists_by_id_in_pages(self, subject: Subject) -> None:
        owner, start = subject.id("owner"), subject.id("")
        for name in reversed(NAMES):
            subject.keep(lead(subject.id(name), owner=owner))
            subject.keep(lead(subject.id(f"{name}~"), owner="another"))
        with subject.begin() as work:
            assert _mine(work.leads.where(owner=owner), subject) == list(NAMES)
            assert _mine(work.leads.where(owner=owner, after=subject.id("Z")), subject) == list(NAMES[7:])
            assert _mine(work.leads.where(owner=owner, limit=3), subject) == list(NAMES[:3])
            assert _mine(work.leads.where(owner=owner, limit=0), subject) == []
            read, after = [], start[:-1]
            while page := listed(work.leads.where(owner=owner, after=after, limit=4)):
                read += [noun.id.removeprefix(start) for noun in page]
                after = page[-1].id
            assert read == list(NAMES)

    @check
    def test_s48_where_goes_by_the_latest_version(self, subject: Subject) -> None:
        li, wang = subject.id("li"), subject.id("wang")
        _kept(subject, *"ac", owner=li)
        _kept(subject, "b", owner=wang)
        with subject.begin() as work:
            work.leads.put(changed(lead(subject.id("a"), owner=wang)), expected=1)
            work.leads.put(changed(lead(subject.id("b"), owner=li)), expected=1)
            work.leads.add(lead(subject.id("d"), owner=li))
            for names in ("bcd",) * 2:
                assert "".join(_mine(work.leads.where(owner=li), subject)) == names
                assert _mine(work.leads.where(owner=wang), subject) == ["a"]
                assert "".join(_mine(work.leads.where(owner=li, limit=2), subject)) == "bc"
                work.commit()

    @check
    def test_s48_what_was_not_kept_is_not_found(self, subject: Subject) -> None:
        li = subject.id("li")
        _kept(subject, "a", owner=li)
        try:
            with subject.begin() as work:
                work.leads.put(changed(lead(subject.id("a"), owner="wang")), expected=1)
                work.leads.put(changed(lead(subject.id("x"), owner=li)), expected=1)
                work.commit()
        except StoreError:
            pass
        with subject.begin() as work:
            assert _mine(work.leads.where(owner=li), subject) == ["a"]

    @check
    def test_s97_what_was_merged_away_is_left_out_unless_asked_for(self, subject: Subject) -> None:
        _kept(subject, *"ace")
        _kept(subject, *"bd", merged_into=subject.id("a"))
        with subject.begin() as work:
            assert "".join(_mine(work.leads.where(), subject)) == "ace"
            for merged, names in ((False, "ace"), (True, "bd"), (None, "abcde")):
                assert "".join(_mine(work.leads.where(merged=merged), subject)) == names, merged
            page = listed(work.leads.where(after=subject.id("a"), limit=1))
            assert [noun.id for noun in page] == [subject.id("c")]

    @check
    def test_s97_it_goes_by_the_latest_version(self, subject: Subject) -> None:
        _kept(subject, *"ac")
        _kept(subject, "b", merged_into=subject.id("a"))
        with subject.begin() as work:
            work.leads.put(changed(lead(subject.id("c"), merged_into=subject.id("a"))), expected=1)
            work.leads.put(changed(lead(subject.id("b"))), expected=1)
            for _ in range(2):
                assert "".join(_mine(work.leads.where(), subject)) == "ab"
                assert "".join(_mine(work.leads.where(merged=True), subject)) == "c"
                work.commit()
