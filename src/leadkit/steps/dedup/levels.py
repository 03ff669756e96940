"""What of two records is compared, and how well it may agree: one row a comparison, its levels from best to worst."""

from collections.abc import Callable, Mapping
from functools import cached_property
from math import log2

from attrs import field, frozen

from leadkit.steps.dedup.likeness import (
    Alike,
    Equal,
    Half,
    Initial,
    OtherScript,
    PartOf,
    SameBefore,
    Shares,
    SharesNone,
    Test,
    Within,
)

__all__ = ["COMPARISONS", "DIFFERENT", "NEITHER", "SCRIPT", "Comparison", "Level"]

SCRIPT, NEITHER, DIFFERENT = "script", "neither", "different"


@frozen
class Level:
    """One way to agree. found: how often the same thing agrees so; by_chance: how often two others do.

    rare: by chance as often as this very value occurs, so that a rare name says more than a frequent one. learnt:
    whether the data at hand may say otherwise; else what it says in bits stays as it is written here.
    """

    name: str
    means: str
    tests: tuple[Test, ...]
    found: float
    by_chance: float
    rare: bool = False
    learnt: bool = True


@frozen(slots=False)
class Comparison:
    """facets: the names of the normal forms; the first one blank means that there is nothing to compare.

    many: a record may have several. most_different: as often as this may the same thing differ, whatever the data seems
    to say; else a list with many colleagues in it would teach that names do not matter. culture: people who share a
    language or a country agree in it more often than any two people do.
    """

    kind: str
    facets: tuple[str, ...]
    levels: tuple[Level, ...] = field(converter=tuple[Level, ...])
    many: bool = False
    most_different: float = 1.0
    culture: bool = False

    @property
    def counted(self) -> int:
        """Which facet tells how frequent a value is, besides the first: how it sounds, where that is compared."""
        return self.facets.index("latin") if "latin" in self.facets else 0

    @cached_property
    def strengths(self) -> tuple[float, ...]:
        """Bits of each level as written here: by them it is decided which way round two names are compared."""
        return tuple(log2(level.found / level.by_chance) for level in self.levels)

    def index(self, level: str) -> int:
        return next(at for at, row in enumerate(self.levels) if row.name == level)

    @cached_property
    def last(self) -> int:
        return self.index(DIFFERENT)

    @cached_property
    def apart(self) -> frozenset[int]:
        """The levels at which two values do not agree."""
        return frozenset(at for at, row in enumerate(self.levels) if row.name in (NEITHER, DIFFERENT))

    @cached_property
    def tests(self) -> tuple[tuple[int, int, Callable[[str, str], bool]], ...]:
        """Of the levels below the same: number, place of the facet, test."""
        return tuple(
            (number, self.facets.index(test.facet), test.holds)
            for number, level in enumerate(self.levels)
            for test in level.tests
            if number
        )


# fmt: off
COMPARISONS: Mapping[str, Comparison] = {row.kind: row for row in (
    Comparison("given", ("form", "roots", "initial", "sound", "latin"), (
        Level("same", "the same given name", (Equal("form"),), .70, .01, rare=True),
        Level("sounded", "given names that sound the same", (Equal("latin"),), .03, .001, rare=True),
        Level("nickname", "short and long form of one given name", (Shares("roots"),), .05, .003),
        Level("slip", "a slip of the pen in the given name", (Within("form", 1),), .06, .003),
        Level("initial", "initial of the given name", (Initial("form"),), .04, .01),
        Level("alike", "given names alike", (Alike("form", "jaro_winkler", .84), Within("latin", 1)), .05, .01),
        Level(SCRIPT, "given names in different scripts", (OtherScript("latin"),), .01, .01, learnt=False),
        Level(NEITHER, "neither given nor family name agrees", (), .008, .90, learnt=False),
        Level(DIFFERENT, "different given names", (), .06, .96),
    ), most_different=.03, culture=True),
    Comparison("family", ("form", "roots", "initial", "sound", "latin"), (
        Level("same", "the same family name", (Equal("form"),), .80, .005, rare=True),
        Level("sounded", "family names that sound the same", (Equal("latin"),), .03, .0005, rare=True),
        Level("slip", "a slip of the pen in the family name", (Within("form", 1),), .07, .001),
        Level("part", "one family name within the other", (PartOf("form"),), .02, .001),
        Level("half", "one of two family names in common", (Half("form"),), .002, .002),
        Level("alike", "family names alike", (Alike("form", "jaro_winkler", .84), Within("latin", 1)), .04, .005),
        Level(SCRIPT, "family names in different scripts", (OtherScript("latin"),), .01, .01, learnt=False),
        Level(DIFFERENT, "different family names", (), .06, .99),
    ), most_different=.03, culture=True),
    Comparison("email", ("address", "own", "mailbox", "repeats", "letters", "desk"), (
        Level("same", "the same e-mail address", (Equal("address"),), .50, .0001, rare=True),
        Level("slip", "a slip of the pen in the e-mail address",
              (Within("own", 1, digits=True), SameBefore("address")), .05, .00001),
        Level("alike", "e-mail addresses alike", (Alike("own", "ratio", .88, digits=True),), .04, .0001),
        Level("mailbox", "the same mailbox name elsewhere", (Equal("mailbox"),), .06, .0001),
        Level("colleague", "two mailboxes at one company", (Equal("desk"),), .02, .16, learnt=False),
        Level("repeats", "mailbox names that repeat the same name", (Equal("repeats"),), .05, .025, learnt=False),
        Level(DIFFERENT, "different e-mail addresses", (), .30, .98),
    ), many=True),
    Comparison("domain", ("domain",), (
        Level("same", "the same company domain", (Equal("domain"),), .50, .001, rare=True),
        Level(DIFFERENT, "different company domains", (), .50, .999),
    ), many=True),
    Comparison("phone", ("number", "ending", "short"), (
        Level("same", "the same phone number", (Equal("number"),), .60, .0001, rare=True),
        Level("ending", "phone numbers that end alike", (Equal("ending"),), .03, .00001),
        Level("slip", "a slip of the pen in the phone number", (Within("number", 1),), .06, .0001),
        Level(DIFFERENT, "different phone numbers", (), .31, .99),
    ), many=True),
    Comparison("company", ("form", "words", "first"), (
        Level("same", "the same company", (Equal("form"),), .65, .005, rare=True),
        Level("slip", "almost the same company name", (Alike("form", "ratio", .88),), .10, .001),
        Level("part", "one company name within the other", (Alike("words", "subset", .95),), .06, .003),
        Level("alike", "company names alike", (Alike("words", "words", .70),), .05, .01),
        Level(SCRIPT, "company names in different scripts", (OtherScript("form"),), .01, .01, learnt=False),
        Level(DIFFERENT, "different companies", (), .14, .98),
    )),
    Comparison("job_title", ("form", "words"), (
        Level("same", "the same job title", (Equal("form"),), .50, .05, rare=True),
        Level("alike", "job titles alike", (Alike("words", "subset", .80),), .20, .10),
        Level(DIFFERENT, "different job titles", (), .30, .85),
    ), culture=True),
    Comparison("street", ("form", "words"), (
        Level("same", "the same street", (Equal("form"),), .70, .005, rare=True),
        Level("slip", "almost the same street", (Alike("form", "ratio", .85),), .12, .003),
        Level("alike", "streets alike", (Alike("words", "subset", .85),), .06, .01),
        Level(SCRIPT, "streets in different scripts", (OtherScript("form"),), .01, .01, learnt=False),
        Level(DIFFERENT, "different streets", (), .12, .98),
    )),
    Comparison("city", ("form", "sound", "latin"), (
        Level("same", "the same place", (Equal("form"),), .80, .05, rare=True),
        Level("sounded", "places that sound the same", (Equal("latin"),), .02, .005, rare=True),
        Level("slip", "almost the same place", (Alike("form", "jaro_winkler", .85),), .10, .01),
        Level(SCRIPT, "places in different scripts", (OtherScript("latin"),), .01, .01, learnt=False),
        Level(DIFFERENT, "different places", (), .10, .94),
    ), culture=True),
    Comparison("postcode", ("form",), (
        Level("same", "the same postcode", (Equal("form"),), .80, .01, rare=True),
        Level("slip", "a slip of the pen in the postcode", (Within("form", 1),), .08, .01),
        Level(DIFFERENT, "different postcodes", (), .12, .98),
    )),
    Comparison("region", ("form", "words"), (
        Level("same", "the same region", (Equal("form"),), .90, .20, rare=True),
        Level(DIFFERENT, "different regions", (), .10, .80),
    ), culture=True),
    Comparison("country", ("form", "words"), (
        Level("same", "the same country", (Equal("form"),), .98, .50, rare=True),
        Level(DIFFERENT, "different countries", (), .02, .50),
    ), culture=True),
    Comparison("birth_date", ("day", "year_month", "year_day", "month_day", "either"), (
        Level("same", "the same date of birth", (Equal("day"),), .80, .0001, rare=True),
        Level("slip", "a slip of the pen in the date of birth", (Equal("either"), Within("day", 1)), .10, .002),
        Level("near", "two of year, month and day of birth",
              (Equal("year_month"), Equal("year_day"), Equal("month_day")), .04, .006),
        Level(DIFFERENT, "different dates of birth", (), .06, .99),
    )),
    Comparison("national_id", ("form",), (
        Level("same", "the same identity number", (Equal("form"),), .85, .00001, rare=True),
        Level("slip", "a slip of the pen in the identity number", (Within("form", 1),), .09, .0001),
        Level("alike", "identity numbers alike", (Within("form", 2),), .02, .002),
        Level(DIFFERENT, "different identity numbers", (), .04, .99),
    )),
    Comparison("text", ("form", "words", "codes"), (
        Level("same", "the same text", (Equal("form"),), .45, .001, rare=True),
        Level("code", "a code or number in common", (Shares("codes"),), .10, .0005),
        Level("other_code", "other codes or numbers", (SharesNone("codes"),), .02, .05, learnt=False),
        Level("slip", "almost the same text", (Alike("words", "words", .90),), .13, .001),
        Level("part", "one text within the other", (Alike("words", "subset", .95),), .09, .003),
        Level("alike", "texts alike", (Alike("words", "words", .70),), .09, .01),
        Level("near", "texts somewhat alike", (Alike("words", "words", .50),), .07, .10),
        Level(DIFFERENT, "different texts", (), .05, .84),
    ), most_different=.20),
    Comparison("exact", ("form",), (
        Level("same", "the same value", (Equal("form"),), .85, .05, rare=True),
        Level(DIFFERENT, "different values", (), .15, .95),
    )),
)}
